#!/usr/bin/env bash
# Measures from Spark's own event log how long a study needs to its first work unit, and what Spark adds. Without a
# STUDY one whose samples take a second or two.
#   src/test/benchmark/spark.sh [STUDY [--set KEY=VALUE]...]   LONGSPARK_JVM_OPTIONS as in submit/local.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
submit/local.sh --version >&2 || true # builds
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/events"
export LONGSPARK_JVM_OPTIONS="${LONGSPARK_JVM_OPTIONS:--Xmx2g -XX:TieredStopAtLevel=1} -Dspark.eventLog.enabled=true -Dspark.eventLog.dir=file://$work/events"
started=$(date +%s%3N)
submit/local.sh run "${@:-src/test/resources/benchmark/one-second.yaml}" --warehouse "$work/warehouse" >&2
java -cp "target/test-classes:target/classes:$(<target/classpath.txt)" dev.longspark.benchmark.SparkShare "$work/events" "$started"

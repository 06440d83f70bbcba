#!/usr/bin/env bash
# Runs a skewed study on a standalone cluster of this machine, with real task times, and says how long each executor
# idled at the end and how often it loaded a model.
#   src/test/benchmark/balance.sh [EXECUTORS]   default 2; each takes a core
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
executors=${1:-2}
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
submit/local.sh --version >&2 || true # builds
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
mkdir "$work/events" "$work/metrics" "$work/data"
cp -r src/test/resources/benchmark/one-second src/test/resources/benchmark/skewed.yaml "$work/"
benchmark=(java -cp "target/test-classes:target/classes:$(<target/classpath.txt)")
"${benchmark[@]}" dev.longspark.benchmark.SkewedSamples src/main/resources/sample/data "$work/data"

export SPARK_LOCAL_IP=127.0.0.1 LONGSPARK_PORT=17077 LONGSPARK_WORK=$work/work LONGSPARK_MEMORY=512m
master=spark://$SPARK_LOCAL_IP:$LONGSPARK_PORT
submit/standalone.sh master >"$work/master.log" 2>&1 &
LONGSPARK_CORES=$executors submit/standalone.sh worker "$master" >"$work/worker.log" 2>&1 &
export LONGSPARK_JVM_OPTIONS="-Xmx2g -XX:TieredStopAtLevel=1 -Dspark.eventLog.enabled=true -Dspark.eventLog.dir=file://$work/events"
LONGSPARK_JVM_OPTIONS+=" -Dspark.metrics.conf.executor.sink.csv.class=org.apache.spark.metrics.sink.CsvSink"
LONGSPARK_JVM_OPTIONS+=" -Dspark.metrics.conf.executor.sink.csv.directory=$work/metrics -Dspark.metrics.conf.executor.sink.csv.period=1"
submit/standalone.sh "$master" run "$work/skewed.yaml" --warehouse "$work/warehouse" \
  --set data.path="$work/data" --set resources.executors="$executors" >&2
unset LONGSPARK_JVM_OPTIONS
submit/local.sh sql --format csv --warehouse "$work/warehouse" \
  "SELECT regexp_extract(executor, '^[0-9]+', 0), count(DISTINCT model) FROM generations GROUP BY 1" >"$work/weights.csv"
"${benchmark[@]}" dev.longspark.benchmark.Balance "$work/events" "$work/metrics" "$work/weights.csv"

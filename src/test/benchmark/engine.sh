#!/usr/bin/env bash
# Measures speed and memory against a baseline, in turns, and prints the ratios beside the goals.
#   src/test/benchmark/engine.sh                        all subjects, all processors
#   src/test/benchmark/engine.sh --threads 1 cache      one subject: weights, cache, growth, batch, places
# The heap is taken at once, so that memory that grows is native memory. With --threads 1 the ratio "by CPU time" holds even while other processes share the machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
exec java @conf/java17.args -Xms256m -Xmx256m -XX:+AlwaysPreTouch -Dlog4j2.configurationFile=conf/log4j2.properties \
  -cp "target/test-classes:target/classes:$(<target/classpath.txt)" \
  dev.longspark.benchmark.Benchmarks "$@"

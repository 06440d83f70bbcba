#!/usr/bin/env bash
# Prints how many samples a second Longspark scores on one core beside LongBench's Python and a rapidfuzz loop, in one run.
# Needs Python with: pip install rouge rapidfuzz. PYTHON names another interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
exec "${PYTHON:-python3}" src/test/benchmark/scoring.py \
  java -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(<target/classpath.txt)" dev.longspark.metrics.ScoringRounds

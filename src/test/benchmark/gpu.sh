#!/usr/bin/env bash
# Measures an 8B model's shape on the first CUDA device: FP16, KV-Q, W4A16 and both, after 4k, 16k and
# 45k tokens, beside the memory's limit and the goals. Needs about 30 GB on the device, some minutes.
#   PYTORCH_LIBRARY_PATH=.../torch/lib src/test/benchmark/gpu.sh [CONTEXT ...]
# torch/lib is that of PyTorch 2.7.1 with CUDA 12.8: submit/README.md, "CUDA".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
: "${PYTORCH_LIBRARY_PATH:?must be the torch/lib folder of PyTorch 2.7.1 with CUDA}"
export PYTORCH_VERSION="${PYTORCH_VERSION:-2.7.1}"
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
exec java @conf/java17.args -Xmx2g -Dlog4j2.configurationFile=conf/log4j2.properties \
  -cp "target/test-classes:target/classes:$(<target/classpath.txt)" \
  dev.longspark.benchmark.GpuBenchmark "$@"

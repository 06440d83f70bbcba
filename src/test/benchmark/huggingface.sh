#!/usr/bin/env bash
# Measures Longspark beside Hugging Face transformers (eager and sdpa) in turns: prefill, decode, peak memory.
#   src/test/benchmark/huggingface.sh                   a model of Llama-3.2-1B's shape, random weights (2.5 GB, made once)
#   src/test/benchmark/huggingface.sh --tokens 16 ...   --prompts 512,4096 --turns 3 --threads 1 --beside sdpa --model DIR
#   src/test/benchmark/huggingface.sh --model src/main/resources/sample/base --decode 4
# Needs Python with: pip install torch transformers. PYTHON names another interpreter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
python=${PYTHON:-python3}
mvn -B -q -ntp -Dspotless.check.skip=true test-compile >&2
model=target/benchmark/llama-1b
if [[ " $* " != *" --model "* ]]; then
  [[ -f $model/config.json ]] || "$python" src/test/benchmark/huggingface.py --make src/test/resources/benchmark/llama-1b "$model" >&2
  set -- --model "$model" "$@"
fi
exec "$python" src/test/benchmark/huggingface.py "$@" -- java @conf/java17.args -Xmx1g \
  -Dlog4j2.configurationFile=conf/log4j2.properties -cp "target/test-classes:target/classes:$(<target/classpath.txt)" \
  dev.longspark.benchmark.GenerationWorker

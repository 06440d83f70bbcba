#!/usr/bin/env bash
# Longspark on YARN. Needs a Spark 3.5 installation (SPARK_HOME) and Hadoop's settings (HADOOP_CONF_DIR).
#   submit/yarn.sh COMMAND ...      for example: submit/yarn.sh run study.yaml --warehouse hdfs:///longspark
# The driver runs here, so the study file is a local one; checkpoints, data and warehouse are URIs or shared paths.
#   LONGSPARK_ARCHIVE     where the jars lie for the nodes, as a zip; put there if it is not
#                         (default: hdfs:///user/$USER/longspark-jars.zip). YARN copies it once per node.
#   LONGSPARK_TORCH       torch/lib of PyTorch 2.7.1 with CUDA on the nodes, for device: cuda
#   LONGSPARK_MEMORY      of an executor's Java heap (default 4g)
#   LONGSPARK_NATIVE      memory beside the heap: weights and caches on the CPU, mapped files (default 8g)
set -euo pipefail
command=${1:?usage: submit/yarn.sh COMMAND ...}
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
: "${SPARK_HOME:?Missing SPARK_HOME: a Spark 3.5 installation}"
archive=${LONGSPARK_ARCHIVE:-hdfs:///user/$USER/longspark-jars.zip}
stage=$root/target/stage
"$root/submit/stage.sh" "$stage"
if ! hadoop fs -test -e "$archive"; then
  (cd "$stage/jars" && rm -f ../jars.zip && jar -c -M -0 -f ../jars.zip ./*.jar)
  hadoop fs -put "$stage/jars.zip" "$archive"
fi

settings=(
  --master yarn --deploy-mode client
  --properties-file "$root/conf/spark-defaults.conf"
  # Unpacked once per node under the name jars; our versions of shared libraries come first.
  --conf spark.yarn.dist.archives="$archive#jars"
  --conf spark.executor.extraClassPath='jars/*'
  --conf spark.driver.extraClassPath="$stage/jars/*"
  --conf spark.executor.memory="${LONGSPARK_MEMORY:-4g}"
  --conf spark.executor.memoryOverhead="${LONGSPARK_NATIVE:-8g}"
  # The home of YARN's user may not be writable: natives are unpacked in the container's folder.
  --conf spark.executorEnv.DJL_CACHE_DIR=./djl
  # GPUs are only asked for if the study's device is cuda; the script runs on the node.
  --files "$root/submit/gpu-discovery.sh"
  --conf spark.longspark.gpu.discoveryScript=./gpu-discovery.sh
)
if [[ -n ${LONGSPARK_TORCH:-} ]]; then
  settings+=(--conf spark.executorEnv.PYTORCH_LIBRARY_PATH="$LONGSPARK_TORCH"
    --conf spark.executorEnv.PYTORCH_VERSION=2.7.1)
fi
exec "$SPARK_HOME/bin/spark-submit" "${settings[@]}" --class "$main" "$stage/jars/$(basename "$jar")" "$@"

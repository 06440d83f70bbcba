#!/usr/bin/env bash
# Longspark on YARN. Needs a Spark 3.5 installation (SPARK_HOME) and Hadoop's settings (HADOOP_CONF_DIR).
#   submit/yarn.sh COMMAND ...      for example: submit/yarn.sh run study.yaml --warehouse /shared/warehouse
# The driver runs here, so the study file is a local one; checkpoints, data and warehouse are URIs or shared paths.
#   LONGSPARK_ARCHIVE     where the jars lie for the nodes, as a zip; put there if it is not (default: in the
#                         user's folder, named by a hash of the jars). YARN copies it once per node.
#   LONGSPARK_CACHE_DIR   where nodes keep copies of checkpoints that are URIs (default /tmp/longspark-USER)
#   LONGSPARK_TORCH       torch/lib of PyTorch 2.7.1 with CUDA on the nodes, for device: cuda
#   LONGSPARK_MEMORY      of an executor's Java heap (default 4g)
#   LONGSPARK_NATIVE      memory beside the heap: weights and caches on the CPU, mapped files (default 8g)
#   LONGSPARK_SETTINGS    Spark's settings, KEY=VALUE ..., stronger than all others; a warehouse that is a URI needs
#                         spark.sql.catalog.lake.type=hadoop and spark.longspark.leases=DIR (see submit/README.md)
set -euo pipefail
command=${1:?usage: submit/yarn.sh COMMAND ...}
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
: "${SPARK_HOME:?Missing SPARK_HOME: a Spark 3.5 installation}"
stage=$root
if [[ ! -d $root/jars ]]; then
  stage=$root/target/stage
  "$root/submit/stage.sh" "$stage"
fi
# Named by content: nodes would go on with the jars of an earlier build.
hash=$(cat "$stage"/jars/*.jar | sha256sum | cut -c-12)
archive=${LONGSPARK_ARCHIVE:-hdfs:///user/$(id -un)/longspark-$hash.zip}
if ! hadoop fs -test -e "$archive"; then
  zip=$(mktemp -d)/jars.zip
  (cd "$stage/jars" && jar -c -M -0 -f "$zip" ./*.jar)
  hadoop fs -mkdir -p "$(dirname "$archive")"
  hadoop fs -put "$zip" "$archive"
  rm -r "$(dirname "$zip")"
fi

settings=(
  --master yarn --deploy-mode client
  --properties-file "$root/conf/spark-defaults.conf"
  # Unpacked once per node under the name jars; our versions of shared libraries come first.
  --conf spark.yarn.dist.archives="$archive#jars"
  --conf spark.executor.extraClassPath='jars/*'
  --conf spark.driver.extraClassPath="$stage/jars/*"
  --driver-memory 2g
  --driver-java-options "-Dlog4j2.configurationFile=$root/conf/log4j2.properties"
  --conf spark.executor.extraJavaOptions=-Dlog4j2.configurationFile=./log4j2.properties
  --conf spark.executor.memory="${LONGSPARK_MEMORY:-4g}"
  --conf spark.executor.memoryOverhead="${LONGSPARK_NATIVE:-8g}"
  # A container's own temporary folder would hold a copy of each checkpoint per container.
  --conf spark.executorEnv.LONGSPARK_CACHE_DIR="${LONGSPARK_CACHE_DIR:-/tmp/longspark-$(id -un)}"
  # The home of YARN's user may not be writable: natives are unpacked in the container's folder.
  --conf spark.executorEnv.DJL_CACHE_DIR=./djl
  --conf spark.executorEnv.LC_ALL=C.UTF-8
  # GPUs are only asked for if the study's device is cuda; the script runs on the node.
  --files "$root/submit/gpu-discovery.sh,$root/conf/log4j2.properties"
  --conf spark.longspark.gpu.discoveryScript=./gpu-discovery.sh
)
if [[ -n ${LONGSPARK_TORCH:-} ]]; then
  settings+=(--conf spark.executorEnv.PYTORCH_LIBRARY_PATH="$LONGSPARK_TORCH"
    --conf spark.executorEnv.PYTORCH_VERSION=2.7.1)
fi
for setting in ${given[@]+"${given[@]}"}; do settings+=(--conf "$setting"); done
exec "$SPARK_HOME/bin/spark-submit" "${settings[@]}" --class "$main" "$stage/jars/$(basename "$jar")" "$@"

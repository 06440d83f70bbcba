#!/usr/bin/env bash
# Longspark on Kubernetes. Needs a Spark 3.5 installation (SPARK_HOME) here and an image there.
#   submit/kubernetes.sh k8s://https://HOST:PORT IMAGE COMMAND ...
# The image: submit/stage.sh target/stage, then docker build -f submit/Dockerfile -t IMAGE target/stage
# The driver runs here and must be reachable from the pods (SPARK_LOCAL_IP); see also Spark's own manual.
# Checkpoints, data and warehouse are URIs, or paths of a volume that is mounted everywhere.
#   LONGSPARK_NAMESPACE   where the pods are made (default: default)
#   LONGSPARK_MEMORY      of an executor's Java heap (default 4g)
#   LONGSPARK_NATIVE      memory beside the heap: weights and caches on the CPU, mapped files (default 8g)
#   LONGSPARK_CACHE       size of the folder for checkpoints that are URIs (default 200Gi)
#   LONGSPARK_SETTINGS    Spark's settings, KEY=VALUE ..., stronger than all others: among them, in Spark's manual,
#     spark.kubernetes.authenticate.driver.serviceAccountName, .container.image.pullSecrets, .node.selector.KEY,
#     .executor.volumes.persistentVolumeClaim.NAME.{mount.path,options.claimName}, .executor.podTemplateFile
#     (tolerations and all else), spark.driver.host
set -euo pipefail
master=${1:?usage: submit/kubernetes.sh k8s://URL IMAGE COMMAND ...}
image=${2:?usage: submit/kubernetes.sh k8s://URL IMAGE COMMAND ...}
shift 2
command=${1:-run}
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
: "${SPARK_HOME:?Missing SPARK_HOME: a Spark 3.5 installation}"
stage=$root
if [[ ! -d $root/jars ]]; then
  stage=$root/target/stage
  "$root/submit/stage.sh" "$stage"
fi

settings=(
  --master "$master" --deploy-mode client
  --properties-file "$root/conf/spark-defaults.conf"
  --conf spark.kubernetes.namespace="${LONGSPARK_NAMESPACE:-default}"
  --conf spark.kubernetes.container.image="$image"
  --conf spark.driver.extraClassPath="$stage/jars/*"
  --driver-memory 2g
  --driver-java-options "-Dlog4j2.configurationFile=$root/conf/log4j2.properties"
  # Where the image has them, before Spark's own.
  --conf spark.executor.extraClassPath='/opt/longspark/jars/*'
  --conf spark.executor.memory="${LONGSPARK_MEMORY:-4g}"
  --conf spark.executor.memoryOverhead="${LONGSPARK_NATIVE:-8g}"
  # GPUs are only asked for if the study's device is cuda; a container with one GPU calls it 0.
  --conf spark.longspark.gpu.vendor=nvidia.com
  --conf spark.longspark.gpu.discoveryScript=/opt/longspark/submit/gpu-discovery.sh
  # Spark keeps executors' folders whose names begin so; checkpoints go there too.
  --conf spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path=/scratch
  --conf spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.options.sizeLimit="${LONGSPARK_CACHE:-200Gi}"
  --conf spark.executorEnv.LONGSPARK_CACHE_DIR=/scratch/longspark
  --conf spark.executorEnv.DJL_CACHE_DIR=/scratch/djl
  --conf spark.executorEnv.LC_ALL=C.UTF-8
)
for setting in ${given[@]+"${given[@]}"}; do settings+=(--conf "$setting"); done
exec "$SPARK_HOME/bin/spark-submit" "${settings[@]}" --class "$main" "$stage/jars/$(basename "$jar")" "$@"

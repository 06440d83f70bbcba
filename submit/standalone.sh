#!/usr/bin/env bash
# Longspark on a standalone cluster, made from the same jars: no Spark installation, no downloads.
#   submit/standalone.sh master                      on one machine: spark://HOST:7077
#   submit/standalone.sh worker spark://HOST:7077    on each machine, this one too; offers its GPUs
#   submit/standalone.sh spark://HOST:7077 COMMAND   the driver, here; Ctrl-C leaves what is committed
# All machines see this folder at the same path (a shared disk, or submit/stage.sh), and the warehouse too.
# How many executors and GPUs to ask for is the study's `resources`.
#   SPARK_LOCAL_IP        this machine's address, if it has several
#   LONGSPARK_CORES       models that a worker may hold at a time (default: its GPUs, else its cores)
#   LONGSPARK_SECRET_FILE a file of yours, mode 0600, with a secret of 16 or more characters, the same on all machines:
#                         sets spark.authenticate. Without it whoever reaches the master's port runs code as you.
#   LONGSPARK_SETTINGS    Spark's settings, KEY=VALUE ..., stronger than conf/spark-defaults.conf
#   LONGSPARK_RECOVERY    where the Master keeps what it must know after a restart (default target/recovery)
#   LONGSPARK_WORKER_MEMORY  of all executors of a Worker (default 5g a core)
#   LONGSPARK_WORK        a Worker's folder (default target/work); what ended is deleted after a day
#   LONGSPARK_MEMORY      of an executor's Java heap (default 4g); weights live outside it
set -euo pipefail
first=${1:?usage: submit/standalone.sh master | worker MASTER | MASTER COMMAND ...}
shift
command=${1:-run}
role=$first
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
# A Worker starts executors from $SPARK_HOME/jars; Spark cannot tell its Scala version without a release file.
export SPARK_SCALA_VERSION=2.12 SPARK_HOME=$root
if [[ ! -d $root/jars ]]; then
  export SPARK_HOME=$root/target/spark-home
  mkdir -p "$SPARK_HOME/jars"
  IFS=: read -ra files <<<"$jars"
  rm -f "$SPARK_HOME"/jars/*
  ln -sf "${files[@]}" "$SPARK_HOME/jars/"
fi
# The secret reaches the JVMs through a pipe: an argument could be read by everybody on the machine.
secret=()
if [[ -n ${LONGSPARK_SECRET_FILE:-} ]]; then
  source "$root/submit/secret.sh"
  value=$(read_secret "$LONGSPARK_SECRET_FILE")
  secret=(@<(printf '%s\n' -Dspark.authenticate=true "-Dspark.authenticate.secret=$value" -Dspark.network.crypto.enabled=true))
elif [[ $first == master ]]; then
  echo "Warning: this master has no spark.authenticate: whoever reaches its port runs code as $(id -un) (set LONGSPARK_SECRET_FILE)" >&2
fi
java=("${java[0]}" ${secret[@]+"${secret[@]}"} "${java[@]:1}")
host=${SPARK_LOCAL_IP:-$(hostname -f)}

case $first in
  master)
    # Started again at the same address, it knows its Workers and drivers.
    recovery=${LONGSPARK_RECOVERY:-$root/target/recovery}
    mkdir -p "$recovery"
    exec "${java[@]}" -Dspark.deploy.recoveryMode=FILESYSTEM -Dspark.deploy.recoveryDirectory="$recovery" \
      ${strong[@]+"${strong[@]}"} org.apache.spark.deploy.master.Master --host "$host" --port "${LONGSPARK_PORT:-7077}" "$@"
    ;;
  worker)
    gpus=$("$root/submit/gpu-discovery.sh" | { grep -o '"[0-9]*"' || true; } | wc -l)
    resources=()
    if ((gpus > 0)); then
      resources=(-Dspark.worker.resource.gpu.amount="$gpus"
        -Dspark.worker.resource.gpu.discoveryScript="$root/submit/gpu-discovery.sh")
    fi
    cores=${LONGSPARK_CORES:-$((gpus > 0 ? gpus : $(nproc)))}
    exec "${java[@]}" "${resources[@]}" ${strong[@]+"${strong[@]}"} org.apache.spark.deploy.worker.Worker --host "$host" \
      --cores "$cores" --memory "${LONGSPARK_WORKER_MEMORY:-$((cores * 5))g}" \
      --work-dir "${LONGSPARK_WORK:-$root/target/work}" "$@"
    ;;
  spark://*)
    exec "${java[@]}" -Dspark.master="$first" -Dspark.executorEnv.LC_ALL=C.UTF-8 -Dspark.executor.memory="${LONGSPARK_MEMORY:-4g}" \
      -Dspark.executor.extraJavaOptions="-Dlog4j2.configurationFile=$root/conf/log4j2.properties" \
      ${strong[@]+"${strong[@]}"} "$main" "$@"
    ;;
  *)
    echo "Unknown: $first (expected master, worker or spark://HOST:PORT)" >&2
    exit 2
    ;;
esac

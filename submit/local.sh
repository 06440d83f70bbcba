#!/usr/bin/env bash
# Runs Longspark on local Spark: builds when sources changed, then starts one JVM.
#   submit/local.sh                 the embedded study, then its report
#   submit/local.sh COMMAND ...     one command; --help lists them
# JVM options come from LONGSPARK_JVM_OPTIONS, Spark's settings from LONGSPARK_SETTINGS (KEY=VALUE ...). Relative paths are relative to where you stand.
set -euo pipefail
command=${1:-embedded}
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}

if (($# > 0)); then
  exec "${java[@]}" "$main" "$@"
fi
"${java[@]}" "$main" run "$root/conf/sample.yaml"
exec "${java[@]}" "$main" report

#!/usr/bin/env bash
# Runs Longspark on local Spark: builds when sources changed, then starts one JVM.
#   submit/local.sh                 the embedded study, then its report
#   submit/local.sh COMMAND ...     one command; --help lists them
# JVM options come from LONGSPARK_JVM_OPTIONS. Relative paths are relative to where you stand.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
jar=$root/target/longspark-0.1.0-SNAPSHOT.jar
classpath=$root/target/classpath.txt

# A commit changes what the jar says about itself, so it counts as a source.
commits=$(git -C "$root" rev-parse --path-format=absolute --git-path logs/HEAD 2>/dev/null || true)
sources=("$root/pom.xml" "$root/src/main" ${commits:+"$commits"})
if [[ ! -f $jar || ! -f $classpath || -n $(find "${sources[@]}" -newer "$jar" -print -quit 2>/dev/null) ]]; then
  echo "Building Longspark ..." >&2
  (cd "$root" && mvn -B -q -ntp -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package) >&2
  touch "$jar"
fi

# The same defaults that the cluster scripts hand to spark-submit.
mapfile -t spark < <(sed -nE 's/^(spark\.[^[:space:]]+)[[:space:]]+(.*)$/-D\1=\2/p' "$root/conf/spark-defaults.conf")
# Commands are over before the second compiler pays off; only scoring is hours of plain Java.
case ${1:-run} in score) compiler= ;; *) compiler=-XX:TieredStopAtLevel=1 ;; esac
read -ra options <<<"${LONGSPARK_JVM_OPTIONS:--Xmx2g $compiler}"
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
java=(java "@$root/conf/java17.args" "${options[@]}" "${spark[@]}"
  -Dlog4j2.configurationFile="$root/conf/log4j2.properties"
  -cp "$jar:$(<"$classpath")" dev.longspark.cli.Longspark)

if (($# > 0)); then
  exec "${java[@]}" "$@"
fi
"${java[@]}" run "$root/conf/sample.yaml"
exec "${java[@]}" report

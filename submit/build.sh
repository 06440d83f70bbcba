# Read by the other scripts: builds when sources changed, then says where things are.
#   root       this repository, or a folder that `submit/stage.sh` filled
#   jars       the class path of driver and executors
#   given      Spark's settings from LONGSPARK_SETTINGS, stronger than conf/spark-defaults.conf: KEY=VALUE ...,
#              apart by spaces, or one a line if a value has spaces
#   java       a JVM up to its class path. Its heap is 2g (of a Master or Worker 512m), unless the options say
#              otherwise: LONGSPARK_JVM_OPTIONS of a driver, LONGSPARK_MASTER_OPTIONS, LONGSPARK_WORKER_OPTIONS
#   crashes    where JVMs leave hs_err_pid*.log: LONGSPARK_CRASHES, or target/crashes
# A folder that was staged has jars/ and needs neither Maven nor sources.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/submit/locale.sh"
jar=$root/target/longspark-0.1.0-SNAPSHOT.jar
classpath=$root/target/classpath.txt
archive=$root/target/classes.jsa

if [[ -d $root/jars ]]; then
  jars="$root/jars/*"
else
  # A commit changes what the jar says about itself, so it counts as a source.
  commits=$(git -C "$root" rev-parse --path-format=absolute --git-path logs/HEAD 2>/dev/null || true)
  sources=("$root/pom.xml" "$root/src/main" ${commits:+"$commits"})
  if [[ ! -f $jar || ! -f $classpath || -n $(find "${sources[@]}" -newer "$jar" -print -quit 2>/dev/null) ]]; then
    echo "Building Longspark ..." >&2
    (cd "$root" && mvn -B -q -ntp -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package) >&2
    touch "$jar"
    built=yes
  fi
  jars="$jar:$(<"$classpath")"
fi

# What spark-submit would read from --properties-file.
mapfile -t defaults < <(sed -nE 's/^(spark\.[^[:space:]]+)[[:space:]]+(.*)$/-D\1=\2/p' "$root/conf/spark-defaults.conf")
# Short commands are over before the second compiler pays off; it reads checksums of weights seven times as fast.
case ${command:-run} in
  run | plan | score | import | prune | quantize) compiler= ;;
  *) compiler=-XX:TieredStopAtLevel=1 ;;
esac
case ${role:-driver} in
  master) read -ra options <<<"-Xmx512m ${LONGSPARK_MASTER_OPTIONS:-}" ;;
  worker) read -ra options <<<"-Xmx512m ${LONGSPARK_WORKER_OPTIONS:-}" ;;
  *) read -ra options <<<"-Xmx2g $compiler ${LONGSPARK_JVM_OPTIONS:-}" ;;
esac
given=()
if [[ ${LONGSPARK_SETTINGS:-} == *$'\n'* ]]; then
  mapfile -t given < <(sed -E 's/^[[:space:]]+//; s/[[:space:]]+$//; /^$/d' <<<"$LONGSPARK_SETTINGS")
else
  read -ra given <<<"${LONGSPARK_SETTINGS:-}"
fi
for setting in ${given[@]+"${given[@]}"}; do
  if [[ ! $setting =~ ^spark\.[^=[:space:]]+= ]]; then
    echo "Invalid LONGSPARK_SETTINGS: '$setting' (expected spark.KEY=VALUE, apart by spaces or one a line)" >&2
    exit 2
  fi
done
# Of several values of a property Java takes the last.
strong=(${given[@]+"${given[@]/#/-D}"})
# Where a JVM that native code ends says why, rather than wherever it was started.
crashes=${LONGSPARK_CRASHES:-$root/target/crashes}
mkdir -p "$crashes" 2>/dev/null || crashes=$PWD
java=(java "@$root/conf/java17.args" -XX:ErrorFile="$crashes/hs_err_pid%p.log" "${options[@]}" "${defaults[@]}" ${strong[@]+"${strong[@]}"}
  -Dlog4j2.configurationFile="$root/conf/log4j2.properties" -cp "$jars")
main=dev.longspark.cli.Longspark

# The classes that a run loads, parsed: without it a third of a short command's processor time is for that.
if [[ -n ${built:-} ]]; then
  empty=$(mktemp -d)
  SPARK_LOCAL_IP=127.0.0.1 "${java[@]}" -Xlog:disable -XX:ArchiveClassesAtExit="$archive" "$main" \
    run "$root/conf/sample.yaml" --set data.samples-per-task=1 --set 'techniques=[FP16]' --set 'tasks=[qasper]' \
    --warehouse "$empty" >/dev/null 2>&1 || rm -f "$archive"
  rm -r "$empty"
fi
# Not under a profiler or another agent that looks at classes as they are loaded: JDK 17 crashes on shared ones.
if [[ $archive -nt $jar && ! ${options[*]} =~ FlightRecording|-javaagent|-agent(lib|path) ]]; then
  java=("${java[0]}" -Xlog:disable -XX:SharedArchiveFile="$archive" "${java[@]:1}")
fi

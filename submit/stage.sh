#!/usr/bin/env bash
# Fills a folder with all that a node needs: jars (Spark's and the CPU natives among them), conf, submit, the
# embedded study's models and data, so that `submit/local.sh` runs there as here.
#   submit/stage.sh DIR             copy DIR to the same path on every node, or put it on a shared disk
#   submit/stage.sh DIR.tar.gz      the same as one file, in which everything is under DIR's name
# What an earlier version left in DIR goes; a folder that this script did not fill is refused. `version` says what it is.
# A node needs a JDK 17 and nothing else. For CUDA it needs PyTorch 2.7.1's torch/lib folder too: see submit/README.md.
set -euo pipefail
command=stage
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
to=${1:?usage: submit/stage.sh DIR or DIR.tar.gz}
to=${to%/}
if [[ -d $root/jars ]]; then
  echo "Cannot stage $root: it is a staged folder; copy it" >&2
  exit 2
fi
if [[ $to == *.tar.gz ]]; then
  scratch=$(mktemp -d)
  trap 'rm -r "$scratch"' EXIT
  name=$(basename "$to" .tar.gz)
  "$0" "$scratch/$name"
  tar -C "$scratch" --owner=0 --group=0 --sort=name -czf "$to" "$name"
  exit
fi
if [[ -e $to && ! -e $to/version && ! -e $to/submit/build.sh && -n $(ls -A "$to") ]]; then
  echo "Cannot stage into $to: it holds something else" >&2
  exit 2
fi
# Filled beside it and then put in its place: nodes never see half of it.
mkdir -p "$(dirname "$to")"
new=$(mktemp -d "$to.XXXXXX")
trap 'rm -rf "$new"' EXIT
chmod 755 "$new"
mkdir -p "$new/jars" "$new/src/main/resources"
IFS=: read -ra files <<<"$jars"
cp "${files[@]}" "$new/jars/"
cp -r "$root/conf" "$root/submit" "$new/"
cp -r "$root/src/main/resources/sample" "$new/src/main/resources/"
{
  basename "$jar" .jar
  git -C "$root" describe --always --dirty --abbrev=12 2>/dev/null || echo "no commit is known"
} >"$new/version"
rm -rf "$to"
mv "$new" "$to"

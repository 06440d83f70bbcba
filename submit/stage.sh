#!/usr/bin/env bash
# Fills a folder with all that a node needs: jars (Spark's and the CPU natives among them), conf, submit.
#   submit/stage.sh DIR             copy DIR to the same path on every node, or put it on a shared disk
# A node needs a JDK 17 and nothing else. For CUDA it needs PyTorch 2.7.1's torch/lib folder too: see submit/README.md.
set -euo pipefail
command=stage
source "$(dirname "${BASH_SOURCE[0]}")/build.sh"
to=${1:?usage: submit/stage.sh DIR}
mkdir -p "$to/jars"
IFS=: read -ra files <<<"$jars"
cp -u "${files[@]}" "$to/jars/"
cp -r "$root/conf" "$root/submit" "$to/"

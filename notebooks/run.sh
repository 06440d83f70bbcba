#!/usr/bin/env bash
# Runs the notebooks from top to bottom against a warehouse and writes them with their outputs as HTML.
#   notebooks/run.sh [WAREHOUSE] [OUT]      by default ./warehouse, which ./submit/local.sh fills, and ./target/notebooks
# Needs Jupyter: pip install nbconvert ipykernel pandas. The notebooks are stored without outputs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export LONGSPARK_WAREHOUSE
LONGSPARK_WAREHOUSE=$(realpath "${1:-$here/../warehouse}")
out=${2:-$here/../target/notebooks}
mkdir -p "$out"
jupyter nbconvert --execute --to html --output-dir "$out" "$here"/*.ipynb

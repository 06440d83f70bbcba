#!/usr/bin/env bash
# Spark asks it for a machine's GPUs: their numbers, as one line of JSON; none without a driver.
set -euo pipefail
export LC_ALL=C.UTF-8 # alone on the node, where submit/locale.sh is not
numbers=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>/dev/null || true)
addresses=$(sed -E 's/[^0-9]//g; s/.+/"&"/' <<<"$numbers" | paste -sd,)
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"

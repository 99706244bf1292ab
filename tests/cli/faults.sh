#!/bin/bash
# Two hundred faults in the commands that write: what a kill leaves, a full or
# failing disk, a failed allocation (tests/full/faults_points.py).
set -uo pipefail
source "$ROOT/tests/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
case $BUILD in
*/asan)
    skipped "the sanitizer's allocations are its own: faults not tested"
    exit 0
    ;;
esac
python3 "$ROOT/tests/full/faults_points.py" "$DIAGNOZA" "$PWD" --most 1 \
    --show 23 --again 10 --jobs 1 | tee said.txt
n=$(sed -n 's/^all: \([0-9]*\) points.*/\1/p' said.txt)
check "${n:-0} points are two hundred" test "${n:-0}" -ge 200

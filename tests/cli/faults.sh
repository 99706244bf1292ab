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
python3 "$ROOT/tests/full/faults_points.py" "$DIAGNOZA" "$PWD" --most 2 \
    --heavy 1 --show 17 --again 6 --jobs 1

#!/bin/bash
# A kill or a failing disk at every point of an import and of a report.
set -uo pipefail
source "$ROOT/tests/lib.sh"
if ! command -v strace > /dev/null || ! strace -qq -o /dev/null true 2> /dev/null
then
    skipped "strace cannot trace here: faults not tested"
    exit 0
fi
python3 "$ROOT/tests/full/faults.py" "$DIAGNOZA" "$PWD"

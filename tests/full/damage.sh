#!/bin/bash
# A sample of `make test-damage`: one damaged file of every kind and a few more.
set -uo pipefail
source "$ROOT/tests/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
python3 "$ROOT/tests/damage/damage.py" "$DIAGNOZA" "$PWD/work" \
    --good 100 --bad 300

#!/bin/bash
# A few of the campaigns of `make random-campaigns`, always the same.
set -uo pipefail
source "$ROOT/tests/lib.sh"
check "random campaigns of one gmina" "$ROOT/tests/random/campaigns.py" \
    "$BUILD" r 5001 30 --ua 6

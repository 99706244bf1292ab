#!/bin/bash
# Three runs under other zones, languages, masks, folders, orders, clocks and
# numbers of workers; `make same` takes twenty.
set -uo pipefail
. "$ROOT/tests/lib.sh"
PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/tests/full/same.py" "$DIAGNOZA" same 3

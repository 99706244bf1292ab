#!/bin/bash
# 200 hostile headers, names and texts: inert everywhere.
set -uo pipefail
. "$ROOT/tests/lib.sh"
PYTHONDONTWRITEBYTECODE=1 python3 "$ROOT/tests/full/hostile.py" "$DIAGNOZA" hostile

#!/bin/bash
# statcalc against R, PSPP and NIST: every line of tests/reference/*values*.csv.
source "$ROOT/tests/lib.sh"
python3 "$ROOT/tests/reference/compare.py" "$BUILD/tests/statcalc" "$ROOT/tests/reference"

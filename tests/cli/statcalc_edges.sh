#!/bin/bash
# Every statistic of statcalc's table on nothing, one, two, all alike, all
# missing; order of rows, an empty group and a key reversed twice change nothing.
source "$ROOT/tests/lib.sh"
python3 "$ROOT/tests/cli/statcalc_edges.py" "$BUILD/tests/statcalc"

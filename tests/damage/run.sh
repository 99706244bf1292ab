#!/bin/bash
# `make test-damage`: tests/damage/run.sh DIAGNOZA WORK [options of
# damage.py].  After the figures the same is done with programs that have one
# check taken out; each of them must be caught.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
program=$(realpath "$1") work=$(realpath -m "$2")
shift 2
export PYTHONDONTWRITEBYTECODE=1
rm -rf "$work"
mkdir -p "$work"
bad=0
python3 "$here/damage.py" "$program" "$work" "$@" || bad=1

# control NAME FILE FROM TO: the file with FROM made into TO, linked in front of
# the library
control() {
    local name=$1 file=$2
    mkdir -p "$work/$name"
    if ! python3 - "$root/$file" "$work/$name.c" "$3" "$4" << 'PY'; then
import sys
source, target, old, new = sys.argv[1:]
text = open(source).read()
assert text.count(old) == 1, "the control does not fit " + source
open(target, "w").write(text.replace(old, new))
PY
        echo "not ok - control $name"
        bad=1
        return
    fi
    (cd "$root" && make -s --no-print-directory VARIANT=release WERROR=1 \
        CONTROL="$work/$name.c" CONTROL_OUT="$work/$name.bin" control) || bad=1
    if python3 "$here/damage.py" "$work/$name.bin" "$work/$name" --good 120 \
        --bad 480 --control; then
        echo "ok - control: $name is missed when it is gone"
    else
        echo "not ok - control: without $name nothing was noticed"
        bad=1
    fi
}
control widths ingest/csvin.c \
    "right = in->record == 0 || right_width(in);" "right = true;"
control bytes ingest/csvin.c "    if (in->damage != STATUS_OK)
        return bad_row(" "    if (false)
        return bad_row("
control swallowed ingest/csvin.c \
    "if (swallowed_rows(in, right) || (in->record > 0 && joined_rows(in)))" \
    "if (false && (swallowed_rows(in, right) || joined_rows(in)))"
control cells ingest/load_row.c "check_cell(row, (int)i);" "continue;"
[ "$bad" -eq 0 ] && rm -rf "$work"
exit $bad

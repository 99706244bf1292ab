#!/bin/bash
# A kill or a failing disk at points of an import, a report, run, undo, erase
# and freeze, a failed allocation at points of an import; `make test-fault`
# (FAULTS=all) takes every single one.
set -uo pipefail
source "$ROOT/tests/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
all=${FAULTS:+--all}
if command -v strace > /dev/null && strace -qq -o /dev/null true 2> /dev/null
then
    # shellcheck disable=SC2086 # a word or none
    python3 "$ROOT/tests/full/faults.py" "$DIAGNOZA" "$PWD" $all
    mkdir ops
    # shellcheck disable=SC2086
    python3 "$ROOT/tests/full/faults_ops.py" "$DIAGNOZA" ops $all
else
    skipped "strace cannot trace here: faults not tested"
fi
mkdir memory
# the control goes on after an error of the database
python3 - "$ROOT/core/store/bulk.c" control.c << 'PY'
import sys
old = "    if (sqlite3_step(stmt) != SQLITE_DONE)\n        return false;\n"
text = open(sys.argv[1]).read()
assert text.count(old) == 1, "the control does not fit core/store/bulk.c"
open(sys.argv[2], "w").write(text.replace(old, """
    if (sqlite3_step(stmt) != SQLITE_DONE) {
        (void)sqlite3_reset(stmt);
        if (sqlite3_get_autocommit(sqlite3_db_handle(stmt)))
            (void)sqlite3_exec(sqlite3_db_handle(stmt), "BEGIN", NULL, NULL,
                               NULL);
    }
"""))
PY
control control.c control.bin
[ -n "$all" ] && most=0 || most=30
python3 "$ROOT/tests/full/faults_memory.py" "$DIAGNOZA" memory --most $most \
    --control "$PWD/control.bin"

#!/bin/bash
# A kill, a full or failing disk, a failed allocation at points of every
# command that writes; `make test-fault` (FAULTS=all) takes every call and many
# allocations.  strace gives an import, and in `make test-full` a report,
# the same faults once more, in the calls themselves instead of the library's.
set -uo pipefail
source "$ROOT/tests/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
all=${FAULTS:-}
{
    if command -v strace > /dev/null &&
        strace -qq -o /dev/null true 2> /dev/null; then
        # shellcheck disable=SC2086 # a word or none
        python3 "$ROOT/tests/full/faults.py" "$DIAGNOZA" "$PWD" \
            ${all:+--ingest}
    else
        skipped "strace cannot trace here: the calls themselves not tested"
    fi
    mkdir points
    # the control goes on after an error of the database: a file of a few rows
    # is one statement, and most of what can go wrong does so at the end
    python3 - "$ROOT/core/store/store.c" control.c << 'PY'
import sys
old = 'enum status status = store_exec(store, same ? "ROLLBACK" : "COMMIT");'
text = open(sys.argv[1]).read()
assert text.count(old) == 1, "the control does not fit core/store/store.c"
open(sys.argv[2], "w").write(text.replace(old, """
    enum status status = STATUS_OK;
    store_settle(store);
    (void)sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    if (!sqlite3_get_autocommit(store->db))
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
"""))
PY
    control control.c control.bin
    few=(--most 4 --heavy 1 --again 4)
    [ -n "$all" ] && few=(--heavy 60)
    python3 "$ROOT/tests/full/faults_points.py" "$DIAGNOZA" points "${few[@]}" \
        --control "$PWD/control.bin"
} | tee said.txt
# the controls apart, which have to be bad
sum=$(awk '/^(all|control)/ { next }
     /^[a-z -]+: [0-9]+ points, [0-9]+ bad$/ {
         sub(/^[^:]*: /, ""); n += $1; bad += $3 }
     END { print n + 0 " points, " bad + 0 " bad" }' said.txt)
[ -z "$all" ] || check "at least 2,000 points" test "${sum%% *}" -ge 2000
echo "$sum"
! grep -q '^not ok' said.txt

#!/bin/bash
# What must not stay in raporty/: drafts made from answers that were withdrawn,
# and halves of files that an interrupted run left.  Other files are not ours.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
make_file() {
    "$DIAGNOZA" simulate "$1.csv" --survey "$1" --profile limesurvey \
        --gmina "$2" --damage 0 --seed 7 --from 2026-09-15 --to 2026-10-20 \
        > simulate.txt || exit 1
    exits "$1 comes in" 0 "$DIAGNOZA" -C k ingest "$1.csv"
}
report() {
    exits "analysis $1" 0 "$DIAGNOZA" -C k analyze
    exits "reports $1" 0 "$DIAGNOZA" -C k report
    (cd k/raporty && find . -type f | sort) > "$1.list"
}
make_file jst 0601011
make_file ngo 0602082
report first
check "both gminas and the overview have drafts" test "$(grep -c '\.pdf$' first.list)" = 7
drafts=k/raporty/fala/szkice
touch "$drafts/.0601011-x.pdf.nowy" "$drafts/.tmp-12-.0601011-x.csv.nowy" \
    k/raporty/fala/.tmp-12-x.html k/raporty/fala/uwagi.txt "$drafts/.uwagi"
exits "the import is withdrawn" 0 "$DIAGNOZA" -C k undo 2
report second
same "no draft of the gmina that has no answers left" \
    "$(grep -c 0602082 second.list)" 0
same "the other gmina keeps its drafts" "$(grep -c 0601011 second.list)" 9
check "halves of files are gone" \
    bash -c "! grep -qE '\.nowy$|\.tmp-' second.list"
same "what others put there stays" "$(grep -c uwagi second.list)" 2
exits "the answers come back" 0 "$DIAGNOZA" -C k ingest ngo.csv
report third
check "and so do the drafts" cmp first.list <(grep -v uwagi third.list)
exits "numbers are closed" 0 "$DIAGNOZA" -C k freeze fala
exits "final documents" 0 "$DIAGNOZA" -C k report
exits "an import is withdrawn later" 0 "$DIAGNOZA" -C k undo 4
report last
same "final documents stay" "$(grep -c 'fala/0602082.*\.pdf$' last.list)" 3

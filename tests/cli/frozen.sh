#!/bin/bash
# What has left the house stays as it was: answers that come after the freeze
# change no byte of a final document, or two versions would differ by what one
# person said.  Before the freeze they do change the draft.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
make_file() {
    "$DIAGNOZA" simulate "$1.csv" --survey "$1" --profile "$2" \
        --encoding utf-8 --gminas 3 --damage 0 --seed 7 --from 2026-09-15 \
        --to 2026-10-20 > simulate.txt || exit 1
}
make_file jst limesurvey
make_file ngo limesurvey
make_file kultura google
make_file mieszkancy kobo
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
add() {
    exits "$1 come in" 0 "$DIAGNOZA" -C k ingest "$1.csv"
    exits "analysis after $1" 0 "$DIAGNOZA" -C k analyze
    exits "reports after $1" 0 "$DIAGNOZA" -C k report
    (cd k/raporty && find . -type f ! -path '*analityk*' -exec sha256sum {} + | sort) > "$1.sums"
    sqlite3 k/diagnoza.db "SELECT * FROM result" 2> /dev/null |
        sha256sum > "$1.results"
}
add jst
add ngo
check "a draft changes with the answers" \
    bash -c "! cmp -s jst.sums ngo.sums"
exits "numbers are closed" 0 "$DIAGNOZA" -C k freeze fala
exits "final documents" 0 "$DIAGNOZA" -C k report
(cd k/raporty && find . -type f ! -path '*analityk*' -exec sha256sum {} + | sort) > final.sums
check "there are final documents" test -s final.sums

# the analyst's too were made anew: a workbook says whether the gmina is closed
analyst() {
    (cd k/raporty && find . -path '*analityk*' -type f -exec sha256sum {} + | sort)
}
analyst > analyst.sums
exits "by force" 0 "$DIAGNOZA" -C k report --force
same "the analyst's documents come out the same" \
    "$(analyst | diff analyst.sums -)" ""
add kultura
add mieszkancy
if command -v sqlite3 > /dev/null; then
    check "the later answers were counted" \
        bash -c "! cmp -s kultura.results mieszkancy.results"
fi
same "no byte of a final document changed" \
    "$(comm -23 final.sums mieszkancy.sums)" ""

# nor do other settings; a new draft would show them
sed -i 's/^#*ufnosc *=.*/ufnosc = 80/' k/diagnoza.ini
exits "analysis with other settings" 0 "$DIAGNOZA" -C k analyze
exits "reports with other settings" 0 "$DIAGNOZA" -C k report
(cd k/raporty && find . -type f ! -path '*analityk*' -exec sha256sum {} + | sort) > settings.sums
same "no byte changed with the settings" \
    "$(comm -23 final.sums settings.sums)" ""

# --force makes drafts, the analyst's pages and what was lost, no final again
exits "--force with other settings" 0 "$DIAGNOZA" -C k report --force
check "says that a correction is the way" grep -q 'W817.*freeze fala --correct' err.txt
(cd k/raporty && find . -type f ! -path '*analityk*' -exec sha256sum {} + | sort) > forced.sums
same "no byte of a final document changed by force" \
    "$(comm -23 final.sums forced.sums)" ""

# what was lost is made again of the closed figures: the same bytes under the
# same settings; under others it is said that they are not
rm k/raporty/fala/*.pdf
exits "a lost document is made again" 1 "$DIAGNOZA" -C k report
check "not as it went out, as is said" grep -q 'W818.*freeze fala --correct' err.txt
check "all are there" test "$(ls k/raporty/fala/*.pdf | wc -l)" = 10
exits "said once" 0 "$DIAGNOZA" -C k report
rm k/raporty/fala/*.pdf
exits "said of a second loss too" 1 "$DIAGNOZA" -C k report
check "by the same words" grep -q W818 err.txt
sed -i 's/^ufnosc = 80/#ufnosc = 95/' k/diagnoza.ini
exits "analysis with the old settings" 0 "$DIAGNOZA" -C k analyze
rm k/raporty/fala/0*.pdf k/raporty/fala/0*.html
exits "and again, with the old settings" 0 "$DIAGNOZA" -C k report
check "nothing to say of what went out like that" test ! -s err.txt
(cd k/raporty && find . -type f ! -path '*analityk*' -exec sha256sum {} + | sort) > back.sums
# (what all gminas give together is not closed: the overview may differ)
same "gives the bytes that went out" \
    "$(comm -23 final.sums back.sums | grep -v przeglad)" ""
rm k/raporty/fala/0*.pdf
exits "lost once more" 0 "$DIAGNOZA" -C k report
check "nothing to say of the same bytes" test ! -s err.txt
rm k/raporty/fala/przeglad.pdf
exits "an overview of other answers is lost" 1 "$DIAGNOZA" -C k report
check "that one is told of" grep -q 'W818.*: 1 (.*przeglad.pdf)' err.txt
"$DIAGNOZA" -C k status > status.txt
check "status: nothing waits" grep -q "liczby są aktualne" status.txt
exits "an import is taken back" 0 "$DIAGNOZA" -C k undo 1
"$DIAGNOZA" -C k status > status.txt
check "status: there is something to do" grep -q "diagnoza run" status.txt

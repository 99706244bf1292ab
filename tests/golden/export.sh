#!/bin/bash
# Exported forms keep the rules of the importers, for the country, a voivodeship
# and one gmina; the same definitions give the same bytes; a group added as CSV
# gets all of it.
set -uo pipefail
. "$ROOT/tests/lib.sh"
rules() { python3 "$ROOT/tests/export/rules.py" "$@" 2>&1 || not_ok "rules $1"; }
export_to() {
    local folder=$1
    shift
    "$DIAGNOZA" surveys export --output "$folder" "$@" > out.txt 2> err.txt
}
all_rules() {
    rules xlsform "$1"/xlsform-*.xlsx
    rules limesurvey "$1"/limesurvey-*.txt
    rules google "$1"/google-*.gs
    rules sheet "$1"/arkusz-*.xlsx
}

exits "voivodeship" 0 export_to a --voivodeship 06
exits "again" 0 export_to b --voivodeship 06
check "the same bytes" diff -r a b
all_rules a
exits "the country" 0 export_to c --survey mieszkancy
all_rules c
exits "one gmina" 0 export_to d --survey jst --gmina 0602011
all_rules d
check "one gmina: it is chosen already" grep -q $'gmina\t.*\tC0201\t0' \
    d/limesurvey-jst.txt
exits "a format, two with a comma" 0 export_to e --survey jst \
    --format csv,limesurvey --gmina 0602011
same "only those" "$(cd e && echo *)" "arkusz-jst.csv limesurvey-jst.txt"

# mistakes
exits "unknown format" 2 export_to x --format kobo
check "unknown format: what there is" grep -q 'E651.*xlsform' err.txt
exits "unknown gmina" 2 export_to x --gmina 9999999
check "unknown gmina: said" grep -q E617 err.txt
exits "no folder given" 2 "$DIAGNOZA" surveys export
touch file
exits "a file for a folder" 2 export_to file --survey jst
same "a file for a folder: nothing else" "$(ls -A x 2> /dev/null)" ""

# a group with no C
mkdir s
cp "$ROOT"/surveys/*.csv s
cp s/ngo.csv s/parafia.csv
sed -i 's/,B12,[^,]*,/,B12,"=1+1; „cytat” <b> \& {x} ""y""",/' s/parafia.csv
sed 's/^ngo,/parafia,/' s/groups.csv | grep '^parafia,' >> s/groups.csv
exits "own group" 0 export_to g --surveys s --survey parafia --voivodeship 06
all_rules g
same "own group: every format" "$(ls g | wc -l)" 7

# inside a campaign its own questionnaires are meant
"$DIAGNOZA" init k --voivodeship 06 > out.txt 2>&1 || cat out.txt
sed -i 's/«adres e-mail»/biuro@example.pl/' k/ankiety/*.csv
exits "campaign: what was filled in" 0 "$DIAGNOZA" -C k surveys export \
    --output own --survey jst --format limesurvey
check "campaign: is in the form" grep -q 'biuro@example.pl' \
    own/limesurvey-jst.txt
check "campaign: and said" grep -q W634 err.txt
exits "campaign: filling in is no new version" 0 "$DIAGNOZA" -C k surveys lint

# the rules do bite
broken() {
    check "rules see: $1" bash -c "python3 '$ROOT/tests/export/rules.py' \
        limesurvey broken.txt | grep -q 'not ok.*$2'"
}
sed 's/^A\t0\tprac\t/A\t0\tpracownik\t/' a/limesurvey-jst.txt > broken.txt
broken "a long answer code" "rola: an answer code"
sed 's/\tprzypadek.NAOK/\tnieznane.NAOK/' a/limesurvey-jst.txt > broken.txt
broken "a condition on nothing" "nieznane is not asked"
sed '/^S\t\tn/d' a/limesurvey-jst.txt > broken.txt
broken "a setting that is gone" "settings"

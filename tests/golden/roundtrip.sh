#!/bin/bash
# definition -> export -> answers in the shape that the tool gives back ->
# ingest, for every form and format: no mapping, nothing lost, nothing changed.
# The truth is what `simulate` made, loaded as the hand-typed sheet.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

# shape, exported file; forms that lose the office fields
shapes='kobo xlsform-%.xlsx
kobo-labels xlsform-%.xlsx
odk xlsform-%.xlsx
limesurvey limesurvey-%.txt
limesurvey-full limesurvey-%.txt
limesurvey-codetext limesurvey-%.txt
csv arkusz-%.csv
xlsx arkusz-%.xlsx
google google-%.gs no-hidden
google-page google-%.html no-hidden
msforms msforms-%.html no-hidden
msforms-xlsx msforms-%.html no-hidden'

"$DIAGNOZA" surveys list > list.txt
read -ra groups <<< "$(awk -F, 'NR > 1 {printf "%s ", $1}' \
    "$ROOT/surveys/groups.csv")"
exits "exported" 0 "$DIAGNOZA" surveys export --output forms --voivodeship 06
same "every form is there" "$(ls forms/xlsform-*.xlsx | wc -l)" "${#groups[@]}"
files=()
for group in "${groups[@]}"; do
    "$DIAGNOZA" simulate "$group.csv" --survey "$group" --profile hand \
        --gminas 2 --scale 60 --seed 8 --from 2026-10-01 --to 2026-11-01 \
        > out.txt 2>&1 || cat out.txt
    files+=("$group.csv")
done
"$DIAGNOZA" init truth --voivodeship 06 > out.txt 2>&1 || cat out.txt
exits "truth loads" 0 "$DIAGNOZA" -C truth ingest "${files[@]}"

while read -r shape form hidden; do
    mkdir -p "$shape"
    made=("${groups[@]/#/$shape/}")
    suffix=.csv
    case $shape in *xlsx) suffix=.xlsx ;; esac
    made=("${made[@]/%/$suffix}")
    exits "$shape: every question is in the form" 0 python3 \
        "$ROOT/tests/export/shape.py" "$shape" "forms/$form" %.csv \
        "$shape/%$suffix" "${groups[@]}"
    "$DIAGNOZA" init "k-$shape" --voivodeship 06 > out.txt 2>&1 || cat out.txt
    exits "$shape: loads, no row or cell lost" 0 \
        "$DIAGNOZA" -C "k-$shape" ingest "${made[@]}"
    # a column that nothing knows would be said
    same "$shape: every column is known" \
        "$(cat out.txt err.txt | grep -c W122)" 0
    check "$shape: the answers are those" python3 \
        "$ROOT/tests/export/same.py" truth "k-$shape" $hidden
done <<< "$shapes"

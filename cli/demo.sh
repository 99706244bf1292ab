#!/bin/bash
# A whole campaign on made-up answers: forty real gminas of voivodeship 06,
# seven exports in the shapes of four tools, some of them damaged.
set -euo pipefail
bin=$1
dir=${2:-build/demo}
gminas=${3:-40}
say() { printf '\n== %s\n' "$1"; }

rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
say "Kampania dla województwa lubelskiego"
"$bin" init "$dir" --voivodeship 06 --wave 2026-jesien \
    --from 2026-09-01 --to 2026-12-31
# nobody is to be protected, and it is to be the same on every machine: numbers
# of institutions come of the key
printf '%064d\n' 0 > "$dir/klucz"
# files dropped here are complete at once
sed -i 's/^[#; ]*odczekaj *=.*/odczekaj = 0/' "$dir/diagnoza.ini"

say "Zmyślone odpowiedzi $gminas gmin w kształcie czterech narzędzi"
# group profile encoding separator damaged-per-mille file
while read -r group profile encoding separator damage file; do
    sep=()
    [ "$separator" = own ] || sep=(--separator "$separator")
    "$bin" simulate "$dir/skrzynka/$file" --survey "$group" \
        --profile "$profile" --encoding "$encoding" "${sep[@]}" \
        --gminas "$gminas" --damage "$damage" --seed 2026 \
        --from 2026-09-15 --to 2026-10-20
    echo "  $file ($profile, $encoding)"
done <<END
jst limesurvey utf-8-bom own 5 results-survey100001.csv
ngo limesurvey utf-8-bom ; 10 results-survey100002.csv
mieszkancy kobo utf-8 own 2 Mieszkancy_-_all_versions_-_False_-_2026-10-20.csv
szkola kobo utf-8 own 0 Szkoly_-_all_versions_-_False_-_2026-10-20.csv
kultura google utf-8 own 0 Instytucje_kultury.csv
biznes google utf-8 own 10 Przedsiebiorcy.csv
biblioteka hand windows-1250 ; 40 biblioteki_z_papieru.csv
END

# how many were invited: the same in every gmina, for show
{
    echo 'gmina;grupa;instytucja;liczba'
    cut -d ';' -f 2 "$dir/skrzynka/biblioteki_z_papieru.csv" |
        grep -E '^06[0-9]{5}$' | sort -u | while read -r gmina; do
        printf "$gmina;%s;;%d\n" jst 10 ngo 8 szkola 5 kultura 4 biznes 6 \
            biblioteka 1
    done
} > "$dir/zaproszeni.csv"

say "Wczytanie, analiza, szkice raportów"
rc=0
"$bin" -C "$dir" run || rc=$?
# 1: some rows were damaged on purpose and wait in *.do_poprawy.csv
[ $rc -le 1 ] || exit $rc
"$bin" -C "$dir" history

say "Zamknięcie fali i raporty ostateczne"
"$bin" -C "$dir" freeze 2026-jesien
"$bin" -C "$dir" report

reports=$dir/raporty/2026-jesien
# only the moderator's edition has a CSV beside it
first=$(find "$reports" -maxdepth 1 -name '0*.csv' | sort | head -n 1)
first=${first%.csv}
verdict=$(find "$dir/skrzynka" -name '*biblioteki*.wynik.html' | head -n 1)
say "Trzy pliki, od których warto zacząć"
echo "  raport gminy:                  $first.pdf"
echo "  przegląd województwa:          $reports/przeglad.pdf"
echo "  wynik wczytania (z brakami):   $verdict"

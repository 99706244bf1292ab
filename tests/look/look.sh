#!/bin/bash
# Contact sheets of every page of gminas chosen to hurt: tests/look/campaign.py
# says which.  look.sh DIAGNOZA FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1 out=$2
rm -rf "$out"
mkdir -p "$out"
tests/look/campaign.py "$bin" "$out/dane"
files=()
while read -r gmina name; do
    for pdf in "$out"/dane/kampania/raporty/2026-jesien/"$gmina"-*.pdf; do
        case $pdf in *-partnerzy.pdf | *-mieszkancy.pdf) continue ;; esac
        [ -f "$pdf" ] || { echo "  $name: no report" && continue; }
        files+=("$name=$pdf")
    done
done < "$out/dane/przypadki.tsv"
printf '%s\n' "${files[@]}" | xargs -n 1 -P 2 tests/look/sheets.py "$out"
echo "sheets are in $out"

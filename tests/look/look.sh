#!/bin/bash
# Contact sheets of every page of gminas chosen to hurt: tests/look/campaign.py
# says which.  look.sh DIAGNOZA FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1 out=$2
rm -rf "$out"
mkdir -p "$out"
tests/look/campaign.py "$bin" "$out/dane"
reports=$out/dane/kampania/raporty/2026-jesien
files=()
while read -r gmina name; do
    # a gmina that nobody answered in has drafts only
    for pdf in "$reports/$gmina"-*.pdf "$reports/szkice/$gmina"-*.pdf; do
        [ -f "$pdf" ] || continue
        case $pdf in
        *-partnerzy.pdf) files+=("$name-partnerzy=$pdf") ;;
        *-mieszkancy.pdf) files+=("$name-mieszkancy=$pdf") ;;
        *-po-warsztacie.pdf) files+=("$name-po-warsztacie=$pdf") ;;
        *-deklaracja.pdf) files+=("$name-deklaracja=$pdf") ;;
        *) files+=("$name=$pdf") ;;
        esac
    done
done < "$out/dane/przypadki.tsv"
for pdf in "$reports"/przeglad.pdf "$reports"/szkice/przeglad.pdf; do
    [ ! -f "$pdf" ] || files+=("przeglad=$pdf")
done
printf '%s\n' "${files[@]}" | xargs -n 1 -P 2 tests/look/sheets.py "$out"
echo "sheets are in $out"

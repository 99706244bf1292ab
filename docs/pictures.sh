#!/bin/bash
# The pictures of README.md and podrecznik.md, from the campaign of `make demo`:
#   pictures.sh build/demo FOLDER
# Chromium has no scroll bar to show when the window is as tall as the page.
set -euo pipefail
demo=$(realpath "$1")
out=$(realpath "$2")
reports=$demo/raporty/2026-jesien
[ -f "$reports/przeglad.pdf" ] || { echo "run make demo first"; exit 2; }
command -v chromium > /dev/null || { echo "chromium is needed"; exit 2; }
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

# page NAME HTML WIDTHxHEIGHT
page() {
    chromium --headless --no-sandbox --disable-gpu --disable-quic \
        --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars \
        --user-data-dir="$profile" --window-size="$3" \
        --screenshot="$out/$1.png" "file://$2" 2> /dev/null
}

first=$(find "$reports" -maxdepth 1 -name '0*.csv' | sort | head -n 1)
pdftoppm -r 80 -png -f 1 -l 1 -singlefile "${first%.csv}.pdf" "$out/strona1"
map=$(for ((p = 1; p < 30; p++)); do
    pdftotext -f $p -l $p "$reports/przeglad.pdf" - 2> /dev/null |
        grep -qx Mapa && echo $p && break
done)
pdftoppm -r 60 -png -f "$map" -l "$map" -singlefile "$reports/przeglad.pdf" \
    "$out/mapa"
page ocena "$demo/skrzynka/przyjete/biblioteki_z_papieru.wynik.html" 800,1130
page stan "$demo/raporty/stan.html" 900,1120

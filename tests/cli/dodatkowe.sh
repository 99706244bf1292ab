#!/bin/bash
# Extra forms (column `rodzaj` of groups.csv) are filled in and loaded as any
# other, and the diagnosis is the same with and without them, also in a gmina
# that has nothing else; but for the card, whose facts are decisions (obecni).
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1795000000 # 2026-11-18

simulate() {
    "$DIAGNOZA" simulate "$1.csv" --survey "$1" --profile "$2" --gminas "$3" \
        --seed 5 --from 2026-10-01 --to 2026-11-01 > out.txt 2>&1 || cat out.txt
}
cells() {
    "$DIAGNOZA" -C k analyze > out.txt 2>&1 || cat out.txt
    python3 -c 'import sqlite3
for t in "result", "cell":
    for r in sqlite3.connect("k/diagnoza.db").execute(
            f"SELECT * FROM {t} ORDER BY 1, 2, 3, 4"): print(r)'
}

"$DIAGNOZA" init k --voivodeship 06 > out.txt 2>&1 || cat out.txt
for group in jst ngo biblioteka mieszkancy; do
    simulate "$group" kobo 1
    "$DIAGNOZA" -C k ingest "$group.csv" > out.txt 2>&1 || cat out.txt
done
cells > before.txt
check "there are cells" test -s before.txt
"$DIAGNOZA" surveys list > list.txt
read -ra forms <<< "$("$DIAGNOZA" surveys list --json |
    sed -n 's/.*"survey":"\([a-z]*\)".*"extra":true.*/\1/p' | tr '\n' ' ')"
same "extra forms" "${#forms[@]}" 3
for form in "${forms[@]}"; do
    if [ "$form" = karta ]; then
        cells > after.txt
        check "the diagnosis is the same" diff before.txt after.txt
    fi
    check "$form: listed" grep -q "^$form " list.txt
    for profile in limesurvey kobo google hand; do
        simulate "$form" "$profile" 3
        "$DIAGNOZA" inspect --json "$form.csv" > out.txt 2>&1
        check "$form $profile: known by its header" \
            grep -q "\"survey\":\"$form\"" out.txt
        exits "$form $profile: loads" 0 "$DIAGNOZA" -C k ingest "$form.csv"
    done
done
"$DIAGNOZA" simulate all.csv --profile hand --gmina 0601032 > out.txt 2>&1 ||
    cat out.txt
check "simulate without a name: groups only" grep -q ';L1;' all.csv
same "simulate without a name: no extra form" \
    "$(head -n 1 all.csv | grep -c 'dzialanie1\|;U1;')" 0
python3 - << 'CARD' || not_ok "cards are stored"
import sqlite3
db = sqlite3.connect("k/diagnoza.db")
n, texts = db.execute("""SELECT count(DISTINCT r.id), count(t.item)
    FROM response r JOIN form f ON f.id = r.form
    LEFT JOIN text t ON t.response = r.id AND t.item = 'obJst'
    WHERE f.grp = 'karta' AND r.gone_by IS NULL""").fetchone()
assert n >= 2 and texts == n, (n, texts)
CARD

#!/bin/bash
# Decimal answers: limits from the definition, comma or point, kept alike;
# several choices in one cell joined by a bar; several groups in one export.
set -uo pipefail
source "$ROOT/tests/lib.sh"
"$DIAGNOZA" init k --voivodeship all --surveys "$ROOT/tests/bench/ankiety" \
    --wave f --from 2025-09-01 --to 2025-11-30 > /dev/null
cat > plik.csv <<'END'
id;data;teryt;grupa;m1;m2;m3;priorytety;waga
1;2025-09-01;0602062;jst;1;2;3;a|c|f;1,248
2;2025-09-01;0602062;ngo;1;2;3;h;0.5
3;2025-09-01;0602062;ngo;1;2;3;;55,000
4;2025-09-01;0602062;ngo;1;2;3;a|z;sporo
5;2025-09-01;0602062;ngo;1;2;3;a;
END
exits "two bad weights, one bad list" 1 "$DIAGNOZA" -C k ingest plik.csv
same "cells left out" "$(grep -c 'waga.*E208\|E208.*waga' err.txt)" 2
check "limits are named" grep -q 'od 0,1 do 9,999' err.txt
same "kept with a point" "$(sqlite3 k/diagnoza.db \
    "select group_concat(value, ' ') from text where item='waga'")" "1.248 0.5"
offset=$(sqlite3 k/diagnoza.db "select layout from form where grp='jst'" |
    sed -n 's:^\([0-9]*\) priorytety/a$:\1:p')
same "a, c and f are ticked" "$(sqlite3 k/diagnoza.db \
    "select hex(substr(ans, $offset + 1, 8)) from response where record=1")" \
    0100010000010000
sed -i 's/. >= 0.1 and . <= 9.999/. > 0.1/' k/ankiety/ngo.csv
exits "another comparison is no constraint" 2 "$DIAGNOZA" -C k ingest plik.csv
check "it is named" grep -q constraint err.txt

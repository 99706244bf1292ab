#!/bin/bash
# A frozen report changes only by a numbered correction, which says why, stands
# on the spread the freeze stood on, and is refused when both versions together
# would tell what a few people said.
set -uo pipefail
. "$ROOT/tests/lib.sh"
export DIAGNOZA_NOW=1793000000 TZ=Europe/Warsaw
command -v sqlite3 > /dev/null || { skipped "no sqlite3"; exit 0; }
for g in jst ngo szkola kultura biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "$g.csv" --survey "$g" --profile limesurvey \
        --encoding utf-8 --gminas 12 --damage 0 --seed 4 --from 2026-09-15 \
        --to 2026-10-20 > simulate.txt || exit 1
done
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > init.txt || exit 1
exits "answers come in" 0 "$DIAGNOZA" -C k ingest ./*.csv
exits "they are counted" 0 "$DIAGNOZA" -C k analyze
sql() { sqlite3 k/diagnoza.db "$@"; }
one=$(sql "SELECT gmina FROM cell WHERE grp = 'instytucje' AND key = 'M' AND
    lo IS NOT NULL ORDER BY gmina LIMIT 1")
exits "no correction before the freeze" 2 \
    "$DIAGNOZA" -C k freeze fala --correct "$one" --reason "za wcześnie"
check "the advice closes this gmina only" grep -q -- "freeze fala --gmina $one" err.txt
exits "numbers are closed" 0 "$DIAGNOZA" -C k freeze fala
exits "documents" 0 "$DIAGNOZA" -C k report --format html
exits "nothing to correct" 2 \
    "$DIAGNOZA" -C k freeze fala --correct "$one" --reason "bez powodu"
check "and it says so" grep -q E422 err.txt
exits "no reason" 2 "$DIAGNOZA" -C k freeze fala --correct "$one"
exits "a reason of two lines" 2 \
    "$DIAGNOZA" -C k freeze fala --correct "$one" --reason $'a\nb'
numbers() {
    sql "SELECT grp, key, n, total, value, lo, hi FROM cell WHERE
        gmina = '$one' AND key GLOB '[MOBL]*' AND edition & 7 ORDER BY 1, 2"
}
numbers > before.txt
check "there are numbers" test -s before.txt

# Other gminas change, which moves the pooled spread; here a fact only.
sql "UPDATE response SET gone_by = 1 WHERE gmina <> '$one' AND id % 2 = 0;
    INSERT INTO decision (wave, gmina, question, answer, ts)
        VALUES (1, '$one', 'wariant', 'strategiczny', '2026-11-02')"
exits "a fact is corrected" 0 "$DIAGNOZA" -C k freeze fala --correct "$one" \
    --reason "gmina wybrała wariant"
numbers > after.txt
check "later gminas moved nothing in it" cmp -s before.txt after.txt
sql "SELECT value FROM pooled WHERE grp = 'instytucje' AND key = 'M' AND
    name = 'sd'" > now.txt
sql "SELECT value FROM frozen_basis WHERE grp = 'instytucje' AND key = 'M'
    AND name = 'sd' AND gmina = '$one' AND correction = 1" > kept.txt
check "though the spread is another by now" bash -c "! cmp -s now.txt kept.txt"
exits "the document is made anew" 0 "$DIAGNOZA" -C k report --format html
same "its documents and the overview" "$(grep -c 'złożone: 5,' out.txt)" 1
check "and says why" grep -q "gmina wybrała wariant" k/raporty/fala/"$one"-*.html
same "the register knows both versions" \
    "$(sql "SELECT group_concat(correction) FROM (SELECT DISTINCT correction FROM published
        WHERE gmina = '$one' ORDER BY 1)")" 0,1
same "and so do the final cells" \
    "$(sql "SELECT group_concat(correction) FROM (SELECT DISTINCT correction FROM frozen_cell
        WHERE gmina = '$one' ORDER BY 1)")" 0,1

# Settings that changed since the freeze: no number moves by them unseen.
same "the freeze keeps its settings" "$(sql "SELECT value FROM frozen_setting
    JOIN freeze USING (settings) WHERE gmina = '$one' AND correction = 0 AND
    name = 'prog_wysoki'")" 75.0
check "once for all gminas" test "$(sql "SELECT max(settings) FROM freeze")" = 1
sed -i "s/^#prog_wysoki = .*/prog_wysoki = 70/; s/^#odczekaj = .*/odczekaj = 5/" \
    k/diagnoza.ini
sql "UPDATE decision SET answer = 'operacyjny', ts = '2026-11-03' WHERE question = 'wariant'"
exits "a correction with another setting" 0 "$DIAGNOZA" -C k freeze fala \
    --correct "$one" --reason "gmina zmieniła wariant"
check "names the setting" grep -q 'W425.*(prog_wysoki 75 → 70)' err.txt
exits "its document is made" 0 "$DIAGNOZA" -C k report --format html
check "and says it too" grep -q "(zmienione ustawienia: górny znacznik" \
    k/raporty/fala/"$one"-*.html
check "a frozen number is explained by its own settings" bash -c \
    "'$DIAGNOZA' -C k explain $one M | grep -q 'Ustawienia'"
sed -i "s/^prog_wysoki = .*/#prog_wysoki = 75/" k/diagnoza.ini

# One answer less: two versions would tell it.
sql "UPDATE response SET gone_by = 1 WHERE id = (SELECT r.id FROM response r
    JOIN form f ON f.id = r.form WHERE r.gmina = '$one' AND f.grp = 'jst'
    AND r.gone_by IS NULL LIMIT 1)"
exits "an answer withdrawn is not told" 1 \
    "$DIAGNOZA" -C k freeze fala --correct "$one" --reason "wycofana ankieta"
check "and it says why" grep -q E423 err.txt
numbers > refused.txt
check "nothing changed" cmp -s before.txt refused.txt

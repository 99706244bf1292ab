#!/bin/bash
# All words of the reports, by hunspell-pl and a list of our own: of the golden
# cases, of a campaign (every edition) and of the sentences the analysis may
# choose from.  Names of gminas, powiats and institutions are left out, and so is
# the analyst's edition, which names cells by their keys.
set -uo pipefail
source "$ROOT/tests/lib.sh"
command -v hunspell > /dev/null && [ -f /usr/share/hunspell/pl_PL.dic ] || {
    skipped "no hunspell-pl"
    exit 0
}
mkdir e
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "e/$g.csv" --survey "$g" --profile limesurvey \
        --gminas 6 --seed 4 --from 2026-09-15 --to 2026-10-20
done
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > /dev/null
for command in "ingest $(echo e/*.csv)" analyze "freeze fala" report; do
    # shellcheck disable=SC2086
    "$DIAGNOZA" -C k $command >> log.txt 2>&1
done
cat > words.py << 'PY'
"""All words of HTML pages, golden blocks and texts.csv, less names."""
import csv
import glob
import html
import re
import sqlite3
import sys
root = sys.argv[1]
text = []
for path in glob.glob("k/raporty/fala/*.html"):
    page = open(path, encoding="utf-8").read()
    page = re.sub(r"<style>.*?</style>", " ", page, flags=re.S)
    text.append(html.unescape(re.sub(r"<[^>]*>", " ", page)))
for path in glob.glob(f"{root}/tests/golden/sections/*/blocks*.txt"):
    if "analityk" in path:
        continue
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if re.match("(paragraph|heading|item|cell|table|figure) ", line):
            text.append(line.partition("|")[2])
with open(f"{root}/surveys/texts.csv", encoding="utf-8") as f:
    for row in csv.DictReader(f):
        text += [v for k, v in row.items() if v and " " in v]
said = re.sub("[\u00ad\u0301\x01-\x03]", "", " ".join(text))
said = re.sub(r"\S*[@_/]\S*|\{\w*\}|\w*\d\w*", " ", said)
db = sqlite3.connect("k/diagnoza.db")
names = " ".join(" ".join(map(str, r)) for r in db.execute(
    "select name, powiat, wojewodztwo from gmina union all "
    "select name, '', '' from institution_shown"))
names = set(re.findall(r"[^\W\d_]+", names))
for w in sorted(set(re.findall(r"[^\W\d_]+", said)) - names):
    if len(w) > 1:
        print(w)
PY
python3 words.py "$ROOT" > words.txt
check "there are words ($(wc -l < words.txt))" \
    test "$(wc -l < words.txt)" -gt 800
sort -u "$ROOT/tests/full/slowa.txt" > own.txt
unknown() { LC_ALL=C.UTF-8 hunspell -d pl_PL -i utf-8 -l "$1" | sort -u |
    LC_ALL=C comm -23 <(cat | LC_ALL=C sort -u) <(LC_ALL=C sort -u own.txt); }
unknown words.txt > unknown.txt
same "words hunspell and tests/full/slowa.txt do not know" \
    "$(tr '\n' ' ' < unknown.txt)" ""
echo "gotowośc" > slip.txt
check "a slip is noticed" test -n "$(unknown slip.txt)"

#!/bin/bash
# Every printed number of every edition is a published cell: numbers.py says
# which count as one.  And it notices a number that is none.
set -uo pipefail
source "$ROOT/tests/lib.sh"
mkdir e
for g in jst ngo szkola kultura biznes biblioteka mieszkancy; do
    "$DIAGNOZA" simulate "e/$g.csv" --survey "$g" --profile limesurvey \
        --gminas 14 --seed 8 --from 2026-09-15 --to 2026-10-20
done
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > /dev/null
for command in "ingest $(echo e/*.csv)" analyze "freeze fala" report; do
    # shellcheck disable=SC2086
    "$DIAGNOZA" -C k $command >> log.txt 2>&1
done
numbers() { # SUFFIX EDITION-BIT
    python3 "$ROOT/tests/full/numbers.py" k/diagnoza.db "${2:-k/raporty/fala}" \
        "${1%,*}" "$ROOT/surveys/groups.csv" "${1#*,}"
}
for edition in ,4 -partnerzy,2 -mieszkancy,1; do
    numbers $edition > said.txt
    same "numbers of ${edition%,*} are cells" $? 0
    tail -n 5 said.txt
done
# Page 1 alone is the residents' edition: short, and no abbreviation in it, as
# page 1 of the moderator's.
cat > page1.py << 'PY'
import glob
import re
import subprocess
short = re.compile(r"\b(JST|NGO|GUS|TERYT|fala|fali|np|itd|itp|m\.in|tzw|ok|"
                   r"gm|pow|woj|tys|mln|nr|ww|dot|wg|GBP|OSP|KGW|GOK|IQR|SD|CI|"
                   r"n =)\b")
alone = glob.glob("k/raporty/fala/*-mieszkancy.pdf")
pages = alone + [p.replace("-mieszkancy", "") for p in alone]
looked_at = 0 # of the moderator's
for path in pages:
    last = [] if path in alone else ["-l", "1"]
    text = subprocess.run(["pdftotext", "-layout", *last, path, "-"],
                          check=True, capture_output=True, text=True).stdout
    if "Te cztery strony" in text: # the short report invites on its first page
        continue
    looked_at += path not in alone
    lines = [l for l in text.split("\n") if l.strip()][1:-1] # head, foot
    body = "\n".join(lines)
    words = re.findall(r"[^\W_]{2,}", body)
    found = short.search(body)
    if len(words) > 130 or found or text.count("\f") != 1:
        print(path, len(words), found, text.count("\f"))
print(f"{len(alone)} and {looked_at} pages")
PY
same "page 1: one page, 130 words, no abbreviation" \
    "$(python3 page1.py)" "14 and 12 pages"
mkdir wrong
cp k/raporty/fala/*-mieszkancy.html wrong
first=$(find wrong -name '*.html' | sort | head -n 1)
# between them stands a blank of one or two bytes
LC_ALL=C sed -i -E 's/([0-9][^0-9a-z]{1,2}z[^0-9a-z]{1,2})([0-9])/\19\2/' "$first"
exits "a number that is no cell is noticed" 1 numbers -mieszkancy,1 wrong

#!/bin/bash
# Broken files of other projects, as the people who collected them broke them:
# each gets the verdict it deserves.  A line below: file; codes that have to be
# said, the line of the first; rows (bad ones included); bad rows.  They are
# no surveys of ours, so `inspect` reads them; skipped without the collection.
set -uo pipefail
. "$ROOT/tests/lib.sh"
data=${DIAGNOZA_DATA:-}/nasty
if [ ! -d "$data" ]; then
    skipped "no collection of broken files (DIAGNOZA_DATA)"
    exit 0
fi
while IFS='|' read -r file codes line rows bad; do
    [ -f "$data/$file" ] || { not_ok "$file is there"; continue; }
    "$DIAGNOZA" inspect --json "$data/$file" > out.txt 2>&1
    got=$(grep -o '"code":"[^"]*"' out.txt | cut -d'"' -f4 | grep -v W12 |
        sort | uniq | tr '\n' ' ')
    same "$file: says ${codes:-nothing}" "${got% }" "$codes"
    if [ -n "$line" ]; then
        same "$file: line $line" "$(grep -v W12 out.txt |
            grep -o '"line":[0-9]*' | head -n 1 | cut -d: -f2)" "$line"
    fi
    same "$file: rows" "$(grep -o '"rows":[0-9]*' out.txt | cut -d: -f2)" "$rows"
    same "$file: bad rows" "$(grep -c '"severity":"row"' out.txt)" "$bad"
done << 'LIST'
csv-spectrum__csvs__comma_in_quotes.csv|||1|0
csv-spectrum__csvs__empty.csv|||2|0
csv-spectrum__csvs__empty_crlf.csv|||2|0
csv-spectrum__csvs__escaped_quotes.csv|||2|0
csv-spectrum__csvs__json.csv|||1|0
csv-spectrum__csvs__location_coordinates.csv|E152|2|1|1
csv-spectrum__csvs__newlines.csv|||3|0
csv-spectrum__csvs__newlines_crlf.csv|||3|0
csv-spectrum__csvs__quotes_and_newlines.csv|||2|0
csv-spectrum__csvs__simple.csv|||1|0
csv-spectrum__csvs__simple_crlf.csv|||1|0
csv-spectrum__csvs__utf8.csv|||2|0
csvlint.rb__features__fixtures__cr-line-endings.csv|||2|0
csvlint.rb__features__fixtures__inconsistent-line-endings-unquoted.csv|||2|0
csvlint.rb__features__fixtures__inconsistent-line-endings.csv|||2|0
csvlint.rb__features__fixtures__invalid-byte-sequence.csv|W113||23|0
csvlint.rb__features__fixtures__invalid_many_rows.csv|E152 W134|4|9|1
csvlint.rb__features__fixtures__title-row.csv|W131|1|2|0
csvlint.rb__features__fixtures__windows-line-endings.csv|||1|0
frictionless-py__data__blank-headers.csv|||2|0
frictionless-py__data__bom.csv|||2|0
frictionless-py__data__defective-rows.csv|E153 E154|2|2|2
frictionless-py__data__duplicate-headers.csv|||2|0
frictionless-py__data__empty.csv|E105|||0
frictionless-py__data__escaping.csv|E152|4|3|1
frictionless-py__data__invalid.csv|E153 E154 W134|2|3|3
frictionless-py__data__issue-1066-largecellsizewithdeviation.csv|||19|0
frictionless-py__data__issue-1100.csv|||2|0
frictionless-py__data__latin1.csv|W113||2|0
frictionless-py__data__leading-zeros.csv|||3|0
frictionless-py__data__package-dialect-no-header.csv|||2|0
frictionless-py__data__skip-blank-at-the-end.csv|W132|2|1|0
frictionless-py__data__without-headers-extra.csv|E154|3|2|1
gus_cp1250_srednik_przecinek.csv|||300|0
readr__tests__testthat__fixtures__eol-cr.csv|||3|0
readr__tests__testthat__fixtures__raw.csv|E158|2|1|1
LIST

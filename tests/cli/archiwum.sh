#!/bin/bash
# A file of megabytes is summed and archived while its rows are read: the copy
# and the sum are those of a small one, also when a column turns out to be
# personal after most of the file is copied.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

"$d" init k --voivodeship all --surveys "$ROOT/tests/bench/ankiety" \
    --wave j --from 2025-09-01 --to 2025-11-30 > /dev/null

rows() { # FILE FIRST-ROW-WITH-AN-ADDRESS
    awk -v from="$2" 'BEGIN {
        print "id;data;teryt;grupa;m1;m2;m3;uwagi;cokolwiek"
        for (i = 1; i <= 12; i++) text = text "dobre miejsce do spotkań "
        for (i = 1; i <= 9000; i++)
            printf "%d;2025-09-%02d 10:00:%02d;0601011;jst;%d;2;3;%s;%s\n",
                i, 1 + i % 30, i % 60, 1 + i % 5, text,
                (i >= from ? "ktos" i "@tajne.example" : "")
    }' > "$1"
}
sum_of() {
    sqlite3 k/diagnoza.db "SELECT sha256 FROM import WHERE file = '$1'"
}

rows nikt.csv 10000
"$d" -C k ingest nikt.csv > /dev/null 2>&1
same "the sum is that of the file" "$(sum_of nikt.csv)" \
    "$(sha256sum < nikt.csv | cut -d' ' -f1)"
check "the copy is the file" cmp nikt.csv k/archiwum/0001-nikt.csv

rows ktos.csv 7000
"$d" -C k ingest ktos.csv > /dev/null 2>&1
same "the sum is that of the file with addresses" "$(sum_of ktos.csv)" \
    "$(sha256sum < ktos.csv | cut -d' ' -f1)"
sed 's/;ktos[0-9]*@tajne.example$/;/' ktos.csv > bez.csv
check "the copy is without addresses" cmp bez.csv k/archiwum/0002-ktos.csv

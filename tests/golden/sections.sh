#!/bin/bash
# Sections of each case of tests/golden/sections/: the blocks with every mark
# of every figure, and the CSV.  UPDATE=1 rewrites what is expected; read the
# diff before committing it.
. "$ROOT/tests/lib.sh"
tool=$BUILD/tests/sections
cases=$ROOT/tests/golden/sections
n=0
# part_a EDITION: what the edition says on the pages for everybody
part_a() {
    EDITION=$1 "$tool" blocks "${input[@]}" |
        awk '/^  page .*część [BC]/ { exit } { print }'
}
for dir in "$cases"/*/; do
    name=$(basename "$dir")
    input=("$cases/shared.csv" "${dir}cells.csv")
    # blocks.txt and gmina.csv are of the whole report, blocks-EDITION.txt and
    # gmina-EDITION.csv of others, where they differ in more than what is left
    # out
    for expected in "$dir"blocks*.txt "$dir"gmina*.csv; do
        [ -e "$expected" ] || continue
        file=$(basename "$expected")
        format=blocks
        case $file in gmina*) format=csv ;; esac
        edition=${file%.*}
        edition=${edition#blocks}
        edition=${edition#gmina}
        EDITION=${edition#-} "$tool" $format "${input[@]}" > "$name.$file" ||
            not_ok "$name: $file is built"
        if [ -n "${UPDATE:-}" ]; then cp "$name.$file" "$expected"; fi
        check "$name: $file" diff -u "$expected" "$name.$file"
        check "$name: $file never tells who refused" \
            bash -c "! grep -qiE 'odmówi|odmow|nie zgodzi' '$name.$file'"
        check "$name: $file, residents are those who answered" \
            bash -c "! grep -q 'mieszkańcy uważają' '$name.$file'"
    done
    # a moderator may copy them for partners
    part_a moderator > "$name.a"
    part_a partnerzy > "$name.a-partnerzy"
    if grep -q 'część A' "$name.a"; then # the four pages have none
        check "$name: part A is the same in both editions" \
            diff "$name.a-partnerzy" "$name.a"
    fi
    words=$("$tool" words "${input[@]}")
    check "$name: page one has $words words" test "$words" -le 130
    n=$((n + 1))
done
check "cases were found" test "$n" -ge 8

# Few came: what follows from it stands on the sheet after the workshop.
sed 's/^after;razem;karta;23;/after;razem;karta;5;/' \
    "$cases/warsztat/cells.csv" > few.csv
EDITION=po_warsztacie "$tool" blocks "$cases/shared.csv" few.csv > few.blocks
check "few who came bring others" grep -q 'Przyszło mniej niż' few.blocks
check "enough do not" \
    bash -c "! grep -q 'Przyszło mniej niż' warsztat.blocks-po_warsztacie.txt"

# "Also" is said of residents where somebody else names it, too.
sed -E -e 's/^(cell;razem;priorytet.mlodz;)5;5;1;/\11;5;1;/' \
    -e 's/^(cell;instytucje;priorytet.mlodz;)[0-9]+;/\10;/' \
    "$cases/pelna/cells.csv" > alone.csv
for name in pelna alone; do
    also=$([ $name = pelna ] && echo "$cases/pelna/cells.csv" || echo alone.csv)
    "$tool" blocks "$cases/shared.csv" "$also" |
        awk '/^  page /{ if (p++) exit } 1' > "$name.first"
done
check "residents and others: also" grep -q 'Młodzież.*także mieszk' pelna.first
check "residents alone: theirs" grep -q 'Młodzież.*głównie mieszk' alone.first
check "residents alone: not also" \
    bash -c "! grep -q 'Młodzież.*także mieszk' alone.first"

# Where only the office answered, its own figures stand in the place of those of
# institutions together, which may not be shown beside them.
sed -E -e 's/^(cell;instytucje;[MOBL];).*/\1;;;;;za_malo;/' \
    -e 's/^(cell;jst;[MOBL];).*/\19;12;70;60;80;tak;/' \
    "$cases/samorzad/cells.csv" > own.csv
echo 'measure;korzysc.relacje;benefit;1;lepsze relacje;;;' >> own.csv
printf 'cell;%s;\n' 'instytucje;M1;;;;;;za_malo' 'jst;M1;9;12;70;60;80;tak' \
    'instytucje;korzysc.relacje;;;;;;za_malo' 'jst;korzysc.relacje;5;12;;;;' >> own.csv
"$tool" blocks "$cases/shared.csv" own.csv > own.blocks
check "a column of the office's" grep -q '\[Samorząd\]' own.blocks
check "its benefits" grep -q 'samorządu gminy.*„lepsze relacje”' own.blocks
check "which are not too few" bash -c "! grep -q 'razem: .*za mało' own.blocks"

# What to prepare: a number of three digits stands in the size of all others.
sed -E 's/^(cell;instytucje;warsztat;)[0-9]+;[0-9]+/\1107;120/' \
    "$cases/pelna/cells.csv" > crowd.csv
"$tool" pdf "$cases/shared.csv" crowd.csv > crowd.pdf
same "110 copies are not printed smaller" "$(pdftotext -bbox crowd.pdf - |
    awk -F'"' '/>110</ { printf "%.1f\n", $8 - $4 }' | sort -u)" 8.0

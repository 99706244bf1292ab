#!/bin/bash
# Sections of each case of tests/golden/sections/: the blocks with every mark
# of every figure, and the CSV.  UPDATE=1 rewrites what is expected; read the
# diff before committing it.
. "$ROOT/tests/lib.sh"
tool=$BUILD/tests/sections
cases=$ROOT/tests/golden/sections
n=0
for dir in "$cases"/*/; do
    name=$(basename "$dir")
    input=("$cases/shared.csv" "${dir}cells.csv")
    "$tool" blocks "${input[@]}" > "$name.blocks" || not_ok "$name is built"
    "$tool" csv "${input[@]}" > "$name.csv"
    if [ -n "${UPDATE:-}" ]; then
        cp "$name.blocks" "${dir}blocks.txt"
        cp "$name.csv" "${dir}gmina.csv"
    fi
    # other editions of the case, where they differ in more than what is left out
    for other in "$dir"blocks-*.txt; do
        [ -e "$other" ] || continue
        edition=${other##*blocks-}
        edition=${edition%.txt}
        EDITION=$edition "$tool" blocks "${input[@]}" > "$name.$edition" ||
            not_ok "$name is built for $edition"
        if [ -n "${UPDATE:-}" ]; then cp "$name.$edition" "$other"; fi
        check "$name for $edition" diff -u "$other" "$name.$edition"
    done
    check "$name: blocks" diff -u "${dir}blocks.txt" "$name.blocks"
    check "$name: csv" cmp "${dir}gmina.csv" "$name.csv"
    words=$("$tool" words "${input[@]}")
    check "$name: page one has $words words" test "$words" -le 130
    check "$name: the moderator is never told who refused" \
        bash -c "! grep -qiE 'odmówi|odmow|nie zgodzi' $name.blocks"
    check "$name: residents are those who answered" \
        bash -c "! grep -q 'mieszkańcy uważają' $name.blocks"
    n=$((n + 1))
done
check "cases were found" test "$n" -ge 8

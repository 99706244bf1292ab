#!/bin/bash
# statcalc: CSV of any dress, missing cells left out, columns by name; a bad
# call or a bad CSV is refused.
source "$ROOT/tests/lib.sh"
calc=$BUILD/tests/statcalc

value() { awk -v k="$1" '$1 == k { print $2 }' out.txt; }

printf 'x\n4\n\n4\n5\n3\n' > one.csv
"$calc" mean < one.csv > out.txt
same "an empty cell is missing" "$(value n) $(value mean)" "4 4"
"$calc" t-interval frame=4 < one.csv > out.txt
same "no value, because" "$(grep t.lo out.txt)" \
    "t.lo no value: all who were invited answered"
printf 'group,x\na,1\na,2\nb,\nb,5\nb,7\n' > two.csv
"$calc" t-pooled < two.csv > out.txt
same "pooled over groups" "$(value df)" 2
printf 'n,total\n3,7\n' | "$calc" wilson > out.txt
same "12 digits" "$(value wilson.lo)" 0.158219855251

"$calc" kruskal < "$ROOT/tests/reference/data/golden_b.csv" > want.txt
sed 's/,/;/; s/\./,/; s/;/ ; "/; s/$/"\r/; 1s/"//g' \
    "$ROOT/tests/reference/data/golden_b.csv" > dressed.csv
{ printf '\xef\xbb\xbf'; cat dressed.csv; } > bom.csv
"$calc" kruskal < bom.csv > out.txt
same "BOM, CR LF, quotes, blanks, semicolons, decimal commas" \
    "$(cat out.txt)" "$(cat want.txt)"
awk -F, '{ print $2 ",x," $1 }' "$ROOT/tests/reference/data/golden_b.csv" |
    "$calc" kruskal group value > out.txt
same "columns by name" "$(cat out.txt)" "$(cat want.txt)"
printf 'a,b,c\n75,37.5,81.25\n62.5,50,68.75\n87.5,25,75\n50,62.5,\n,43.75,\n' |
    "$calc" kruskal > out.txt
same "one column a group" "$(cat out.txt)" "$(cat want.txt)"
"$calc" kruskal wide=0 level=90 < two.csv > out.txt
same "options and no columns" $? 0

printf 'p\n0.5\n\n0.2\n' | "$calc" holm > out.txt
same "a value bears the number of its data row" \
    "$(grep ^holm out.txt | tr "\n" " ")" \
    "holm.1 0.5 holm.3 0.4 "
printf 'y,v\n1,\n2,1\n9,1\n' | "$calc" eb > out.txt
same "so do the shrunk ones" "$(grep -c '^eb\.[23] ' out.txt)" 2
printf 'n,total\n,5\n3,7\n' | "$calc" wilson > out.txt
same "and a single one" "$(value wilson.2.lo)" 0.158219855251

printf 'a,b\n1,2\n3,4\n' > pair.csv
exits "more columns than it takes" 2 "$calc" mean < pair.csv
"$calc" mean < pair.csv 2> err.txt
check "and says how many, and which there are" \
    grep -q 'takes 1 column.*2: a, b' err.txt
same "one named of them" "$("$calc" mean b < pair.csv | grep ^mean)" "mean 3"
"$calc" kruskal < two.csv > out.txt
same "n is said of every statistic" "$(value n)" 4
"$calc" fpc < one.csv > out.txt
same "fpc without a frame says so" "$(grep -c '^frame no value' out.txt)" 1
exits "unknown statistic" 2 "$calc" magic
exits "unknown option" 2 "$calc" mean q=1 < one.csv
exits "not a number" 2 "$calc" mean level=x < one.csv
exits "unknown column" 2 "$calc" mean y < one.csv
exits "a count below 0" 2 "$calc" fpc frame=-3 < one.csv
exits "no such item to reverse" 2 "$calc" alpha reverse=4 < one.csv
printf 'y,n\n1,3\n2,4\n' | exits "n without a deviation" 2 "$calc" eb
printf 'a,a\n1,3\n2,4\n' | exits "one name twice" 2 "$calc" mean a
printf 'a,b\n1,3\n' | exits "named thrice" 2 "$calc" stability
exits "no header" 2 "$calc" mean < /dev/null
printf 'a,b\n1\n' | exits "a row too short" 2 "$calc" kendall
printf 'x\n1\nduzo\n' | exits "a word among numbers" 2 "$calc" mean
printf 'x\n1\ninf\n' | exits "infinity is no number" 2 "$calc" mean
printf 'x\n1\n"2\n' | exits "a quote that does not end" 2 "$calc" mean
printf 'x\n1\0002\n' | exits "a zero byte" 2 "$calc" mean
rc=0
"$calc" mean < one.csv > /dev/full 2> err.txt || rc=$?
same "a full disk is told" $rc 4

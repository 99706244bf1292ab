#!/bin/bash
# statcalc: every statistic of its list runs, missing cells are left out, and a
# bad call or a bad CSV is refused.
source "$ROOT/tests/lib.sh"
calc=$BUILD/tests/statcalc

value() { awk -v k="$1" '$1 == k { print $2 }' out.txt; }

printf 'x\n4\n\n4\n5\n3\n' > one.csv
"$calc" mean < one.csv > out.txt
same "an empty cell is missing" "$(value n) $(value mean)" "4 4"
"$calc" t-own frame=4 < one.csv > out.txt
same "no value, because" "$(cat out.txt)" \
    "t no value: dane spoza dozwolonego zakresu"
printf 'group,x\na,1\na,2\nb,\nb,5\nb,7\n' > two.csv
"$calc" t-pooled < two.csv > out.txt
same "pooled over groups" "$(value df)" 2
printf 'n,total\n3,7\n' | "$calc" wilson > out.txt
same "12 digits" "$(value wilson.1.lo)" 0.158219855251
"$calc" --list | while read -r name _; do
    printf 'a,b\n1,2\n2,3\n4,3\n' | "$calc" "$name" > out.txt 2>&1
    same "$name runs" $? 0
    grep -Eq 'nan|inf' out.txt && not_ok "$name prints no NaN"
    printf 'a,b\n' | "$calc" "$name" > out.txt 2>&1
    same "$name of nothing" $? 0
    grep -Eqi 'nan|inf' out.txt && not_ok "$name of nothing prints no NaN"
done
exits "unknown statistic" 2 "$calc" magic
exits "unknown option" 2 "$calc" mean q=1 < /dev/null
printf 'a,b\n1\n' > ragged.csv
exits "a row too short" 2 "$calc" kendall < ragged.csv

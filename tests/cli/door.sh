#!/bin/bash
# The door: help, languages, spelling, exit statuses, -C, JSON.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA

exits "no command is a usage error" 2 "$d"
exits "--help is done" 0 "$d" --help
check "help is Polish without a locale" grep -q "Polecenia:" out.txt
LANG=en_GB.UTF-8 "$d" --help > en.txt
check "help is English when LANG says so" grep -q "Commands:" en.txt
"$d" init --help --lang en > en2.txt
check "--lang en" grep -q "^Usage: diagnoza init" en2.txt
LC_ALL=C "$d" --help > c.txt
check "the C locale means Polish" grep -q "Polecenia:" c.txt
for c in $("$d" --help | awk '/^  [a-z]/ {print $1}'); do
    exits "help of $c" 0 "$d" "$c" --help
    check "help of $c names its options" grep -q -- "--json" out.txt
done

exits "an unknown command" 2 "$d" injest x.csv
check "did you mean ingest" grep -q '"ingest"' err.txt
exits "an unknown option" 2 "$d" init x --voivodship 06
check "did you mean --voivodeship" grep -q -- '--voivodeship' err.txt
exits "an option without its value" 2 "$d" init x --voivodeship
exits "a flag with a value" 2 "$d" surveys list --json=1
exits "no such voivodeship" 2 "$d" init x --voivodeship 07
check "nothing was made" test ! -e x
exits "too few words" 2 "$d" init
exits "no campaign here" 2 "$d" status
check "it says how to make one" grep -q "diagnoza init" err.txt

exits "init" 0 "$d" init k --voivodeship 06
exits "init over a campaign is refused" 2 "$d" init k --voivodeship 06
exits "-C before the command" 0 "$d" -C k status
exits "-C behind the command" 0 "$d" status -C k
(cd k/skrzynka && "$d" status > ../../sub.txt)
check "found from a folder inside" grep -q "Kampania" sub.txt
mode=$(stat -c %a k/diagnoza.db k/klucz | tr '\n' ' ')
same "database and key are private" "$mode" "600 600 "
exits "a wave with a bad name" 2 "$d" -C k wave add "../x" --from 2026-01-01 \
    --to 2026-02-01
exits "a wave with a bad day" 2 "$d" -C k wave add zima --from 2026-02-30 \
    --to 2026-03-01
exits "a second wave" 0 "$d" -C k wave add zima --from 2027-01-01 --to 2027-02-01
"$d" -C k wave list --json > waves.json
same "waves as JSON" "$(python3 -c 'import json
print(sorted(json.loads(l)["wave"] for l in open("waves.json"))[-1])')" "zima"
# what was done, for a program that reads it
"$d" init j --voivodeship 06 --wave w > out.txt
"$d" simulate j.csv --survey ngo --gminas 1 --profile limesurvey \
    --from 2026-02-01 --to 2026-03-01
"$d" -C j ingest j.csv > out.txt 2>&1
done_by() { # done_by WORDS KEY: its result has the key
    # shellcheck disable=SC2086
    "$d" -C j $1 --json 2> err.txt | python3 -c 'import json, sys
print(*(k for l in sys.stdin for k in json.loads(l)))' > out.txt
    check "$1: result as JSON" grep -q "$2" out.txt
}
done_by "wave add x --from 2090-01-01 --to 2090-02-01" wave
done_by "analyze --wave w" analyze
done_by "freeze w" freeze
done_by "backup j.kopie" backup
exits "explain an error" 0 "$d" explain E701
check "with its hint" grep -q "Co zrobić" out.txt
exits "explain an unknown error" 2 "$d" explain E000
exits "parameters" 0 "$d" -C k status --params
check "with their sources" grep -q "docs/method.md" out.txt

sed -i 's/^\[parametry\]/[parametry]\nmin_grupaa = 5/' k/diagnoza.ini
exits "a wrong key in diagnoza.ini" 2 "$d" -C k status
check "with its line and the right one" \
    grep -Eq 'diagnoza.ini:[0-9]+.*"min_grupa"' err.txt
sed -i '/min_grupaa/d' k/diagnoza.ini

exec 9> k/.blokada
flock -n 9
exits "another run holds the lock" 11 "$d" -C k run
exec 9>&-
exits "nothing to do" 0 "$d" -C k run
same "cron hears nothing" "$(cat out.txt err.txt)" ""
exits "a full disk behind standard output" 4 sh -c "'$d' --help > /dev/full"

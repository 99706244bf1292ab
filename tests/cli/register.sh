#!/bin/bash
# A later register: a TERC file made from the built-in one, with one gmina
# that became urban-rural and one that is new.
source "$ROOT/tests/lib.sh"
d=$DIAGNOZA
"$d" init k --voivodeship 06 > init.txt
{
    printf '\xef\xbb\xbfWOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\r\n'
    sqlite3 -separator ';' k/diagnoza.db "
        SELECT w, p, g, r, n, a, '2027-01-01' FROM (
            SELECT substr(teryt,1,2) w, '' p, '' g, '' r,
                   upper(wojewodztwo) n, 'województwo' a
            FROM gmina GROUP BY 1
            UNION ALL
            SELECT substr(teryt,1,2), substr(teryt,3,2), '', '', powiat, 'powiat'
            FROM gmina GROUP BY substr(teryt,1,4)
            UNION ALL
            SELECT substr(teryt,1,2), substr(teryt,3,2), substr(teryt,5,2),
                   substr(teryt,7,1), name, 'gmina' FROM gmina
            UNION ALL
            SELECT '06', '20', '99', '2', 'Nowa', 'gmina wiejska')
        ORDER BY w, p, g" |
        sed 's/^06;20;14;2;/06;20;14;3;/; s/$/\r/'
    printf '\r\n'
} > terc.csv
before=$(sqlite3 k/diagnoza.db "SELECT population, women, age18 FROM gmina WHERE teryt='0620142'")
exits "a later TERC is read" 0 "$d" -C k register terc.csv
same "one gmina more" "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM gmina')" 2480
same "a changed kind keeps its population, sex and age" \
    "$(sqlite3 k/diagnoza.db "SELECT population, women, age18 FROM gmina WHERE teryt='0620143'")" "$before"
same "a new gmina has neither population nor point" \
    "$(sqlite3 k/diagnoza.db "SELECT population IS NULL AND women IS NULL AND age18 IS NULL AND lat IS NULL FROM gmina WHERE name='Nowa' AND teryt='0620992'")" 1
exits "another file is refused" 2 "$d" -C k register "$ROOT/README.md"
same "and the register is as it was" "$(sqlite3 k/diagnoza.db 'SELECT count(*) FROM gmina')" 2480

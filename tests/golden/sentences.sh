#!/bin/bash
# Sentences that depend on a few cells: a golden case with those cells changed,
# and what must then be said, or not.
. "$ROOT/tests/lib.sh"
tool=$BUILD/tests/sections
cases=$ROOT/tests/golden/sections

# made NAME CASE SED...: the blocks of a case, its cells changed, as NAME.txt;
# spaces that bind are plain ones there
made() {
    sed -E "${@:3}" "$cases/$2/cells.csv" > "$1.csv"
    "$tool" blocks "$cases/shared.csv" "$1.csv" > "$1.raw" ||
        not_ok "$1 is built"
    sed 's/\xc2\xa0/ /g' "$1.raw" > "$1.txt"
}
# page_one NAME: what stands before the second page
page_one() { awk '/^  page / && n++ { exit } { print }' "$1.txt"; }
says() { check "$1: says \"$2\"" grep -qF -- "$2" "$1.txt"; }
never() { check "$1: no \"$2\"" bash -c '[ -s "$2" ] && ! grep -qF -- "$1" "$2"' - "$2" "$1.txt"; }

# who the residents are: no count that the register has, too, no table; of one
# question only, its year only
made nobody pelna -e 's/^(cell;mieszkancy;(wiek|plec)\.[a-z0-9]+;)[0-9]*/\1/' \
    -e 's/^(cell;mieszkancy;plec\.inna;)/\16/'
never nobody "Odpowiadający mieszkańcy a mieszkańcy gminy"
never nobody "stan z 20"
made ages pelna -e 's/^(cell;mieszkancy;plec\.[a-z]+;)[0-9]*/\1/'
says ages "Odpowiadający mieszkańcy a mieszkańcy gminy"
says ages "wiek w procentach dorosłych, stan z 2020 r. (GUS)"
never ages "płeć w procentach"

# many gminas to compare with are told to the next ten
made many_gminas pelna -e 's/^(cell;(instytucje|mieszkancy);M.srodek;)34(.*)ok;/\130\3okolo;/'
says many_gminas '"środkowa połowa z około 30 gmin"'
says many_gminas '"środkowa połowa z 34 gmin"'
made unlike_gminas pelna -e 's/^(cell;instytucje;M.srodek;)34(.*)ok;/\130\2okolo;/' \
    -e 's/^(cell;mieszkancy;M.srodek;)34(.*)ok;/\120\2okolo;/'
says unlike_gminas '"środkowa połowa z około 20 gmin"'

# page 1: counts that rise down the list would only puzzle
made falling pelna -e ''
check "falling: groups are counted" bash -c 'grep -q "Seniorzy | 4" falling.txt'
made rising pelna -e 's/^(cell;razem;priorytet.mlodz;)5/\13/'
page_one rising > rising.page
check "rising: no count of groups" bash -c '! grep -q "Seniorzy | 4" rising.page'

# page 1: the residents' order alone is called theirs, not "also theirs"
made theirs mieszkancy -e 's/^(cell;(instytucje|jst);odpowiedzi;)0;;;;;.*/\14;;;;;ok;/'
page_one theirs > theirs.page
check "theirs: whose order it is" \
    grep -q "Tak wskazali odpowiadający mieszkańcy" theirs.page
check "theirs: not \"also\"" bash -c '! grep -q "także mieszkańcy" theirs.page'

# page 1: what is offered under a condition is never bare under "what we have"
made bare dlugie-nazwy -e 's/^(cell;razem;zasob\.[a-z]+;)[0-9]+;[0-9]*/\10;2/'
page_one bare > bare.page
check "bare: each offer is conditional" \
    bash -c '[ "$(grep -c "niepewna oferta" bare.page)" -ge 3 ]'

# voices too far apart: no mean, and the word for it
made apart pelna -e '$a cell;mieszkancy;O.zgodnosc;37;37;;;;podzielone;'
says apart "odpowiadający mieszkańcy – zdania podzielone"
never apart "odpowiadający mieszkańcy – przeważa nie"
says apart "„Zdania podzielone” znaczy:"

# one answer more or less does not make a statement the first
made close pelna -e 's/^cell;instytucje;zgoda.L2;.*/cell;instytucje;zgoda.L2;10;14;;;;;/'
says close "Instytucje podobnie często zgadzają się z każdym z tych zdań"
made clear pelna -e 's/^cell;instytucje;zgoda.L2;.*/cell;instytucje;zgoda.L2;6;14;;;;;/'
says clear "(11 z"
says close "Przy każdym zdaniu odpowiedź „tak” podobnie częsta i częstsza niż „nie”"
made first pelna -e 's/(;M21.odp;.*)2:4 3:2 4:6 5:2/\12:1 3:1 4:2 5:10/'
says first "Najczęściej „tak” przy zdaniu: „Chętnie włączylibyśmy się we wspólne działania z biblioteką.” (12 z"
never first "„Zdania podzielone” znaczy:"

# nobody answered: who was invited is reminded, not invited again
for who in invited nobody-asked; do
    n=
    [ $who = invited ] && n=5
    sed -E "s/^(cell;jst;odpowiedzi;0;)[^;]*/\\1$n/" "$cases/brak/cells.csv" > $who.csv
    EDITION=partnerzy "$tool" blocks "$cases/shared.csv" $who.csv > $who.txt
done
says invited "Przypomnijmy"
says nobody-asked "Pierwszym krokiem"
made no_offers brak -e ''
says no_offers "Nie mamy jeszcze ofert partnerów."
never no_offers "który wolno zapisać pod nazwą"
# the survey is over: nobody is reminded of it
sed -E '$a cell;razem;dane;;;;;;2026-10-20;ostateczny' invited.csv > over.csv
for edition in partnerzy skrocony; do
    EDITION=$edition "$tool" blocks "$cases/shared.csv" over.csv >> over.txt
done
says over "Zapytajmy na warsztacie, kto chce"
says over "Nikt jeszcze nie odpowiedział. Zapytajmy na warsztacie."
never over "Przypomnijmy"
never over "wypełnić ankietę"

# a correction that left no answers says why it was made, and nothing of methods
why='$a cell;razem;korekta;1;;;;;2026-11-02;usunięto odpowiedzi'
for edition in analityk partnerzy; do
    EDITION=$edition made "erased-$edition" brak -e "$why"
    says "erased-$edition" "Korekta nr 1 z 02.11.2026: usunięto odpowiedzi"
    never "erased-$edition" "Jak to policzono"
done
EDITION=partnerzy made uncorrected brak -e ''
never uncorrected "Wersja danych"

# the alphabet parts nearly equal matters of few voices only
made few samorzad -e ''
says few "niemal równym poparciu mogą stać według alfabetu, ale poparcie trzech pierwszych nie jest mniejsze niż następnych."
made only_three samorzad -e 's/^(cell;razem;priorytet\.[a-z]+;[0-9]*;[0-9]*;)([4-9]|1[0-9])(;.*)/\1\3/'
says only_three "niemal równym poparciu stoją według alfabetu."
made many pelna -e 's/^(cell;instytucje;(priorytet|bariera)\.[a-z]+;[0-9]+;)[0-9]+/\1195/'
never many "według alfabetu"
# the order ends at its last place: what was named and has none is not silent
made beyond pelna -e 's/^(cell;(razem|instytucje|mieszkancy);priorytet\.(czas|eko);[0-9]+;[0-9]+;)[0-9]/\1/'
says beyond "Poza tabelą: 2 sprawy o podobnym albo mniejszym poparciu."
made beyond_kept pelna -e 's/^(cell;(razem|instytucje|mieszkancy);priorytet\.(czas|eko);[0-9]+;[0-9]+;)[0-9]/\1/' \
    -e 's/^(cell;instytucje;priorytet.eko;)8;/\1;/'
never beyond_kept "Poza tabelą"
says beyond_kept "Pozostałych spraw nie podajemy."
never falling "Poza tabelą"
# a count of residents that is kept back, too: how many follow is not told
made beyond_few pelna -e 's/^(cell;(razem|instytucje|mieszkancy);priorytet\.(czas|eko);[0-9]+;[0-9]+;)[0-9]/\1/' \
    -e 's/^(cell;mieszkancy;priorytet.eko;)8;/\1;/'
never beyond_few "Poza tabelą"
# where the office alone answered, its column and the residents' are looked at
made beyond_office pelna -e 's/^(cell;(razem|instytucje|mieszkancy);priorytet\.(czas|eko);[0-9]+;[0-9]+;)[0-9]/\1/' \
    -e 's/^(cell;(ngo|szkola|kultura|biznes);odpowiedzi;)[0-9]+/\10/' \
    -e 's/^cell;instytucje;priorytet/cell;jst;priorytet/'
says beyond_office "Poza tabelą: 2 sprawy o podobnym albo mniejszym poparciu."
# what counts as much as the last row shares its place
tied=(-e 's/^(cell;(razem|instytucje|mieszkancy);priorytet\.(czas|eko);[0-9]+;[0-9]+;)[0-9]/\1/'
    -e 's/^(cell;razem;priorytet.eko;)1/\13/'
    -e 's/^(cell;instytucje;priorytet.eko;)8/\110/'
    -e 's/^(cell;mieszkancy;priorytet.eko;)8/\113/')
made beyond_tied pelna "${tied[@]}"
says beyond_tied "cell 0 | 5–6"
never beyond "cell 0 | 5–6"
made beyond_tied_few pelna "${tied[@]}" -e 's/^(cell;mieszkancy;priorytet.czas;)11;/\1;/'
never beyond_tied_few "cell 0 | 5–6"
# and so does what residents put first, though it has no place of its own
made beyond_first pelna -e 's/^(cell;instytucje;priorytet.wiezi;)1/\18/'
check "beyond_first: both have the place" \
    test "$(grep -c "cell 0 | 7–8$" beyond_first.txt)" = 2
never beyond_first "cell 0 | dalej"
says falling "cell 0 | dalej"
# residents are not asked about barriers: their number is not that of the order
made asked pelna -e ''
says asked "Przeszkody o niemal równym wyniku mogą stać według alfabetu, ale wynik trzech pierwszych nie jest mniejszy niż następnych."

# answers kept back are not "too few" where there are many
made silent pelna -e '/^cell;(instytucje|jst|ngo|szkola|kultura|biznes);[A-Z0-9.a-z]*\.odp;/d' \
    -e 's/^(cell;instytucje;odpowiedzi;)[0-9]+/\1184/'
says silent "Odpowiedzi instytucji nie podajemy: z rozkładów"
# many forms are not yet many answers to a statement
made sparse pelna -e '/^cell;(instytucje|jst|ngo|szkola|kultura|biznes);[A-Z0-9.a-z]*\.odp;/d' \
    -e 's/^(cell;instytucje;zgoda.L[0-9];)[0-9]*;[0-9]*/\12;6/'
says sparse "Odpowiedzi instytucji nie podajemy: jest ich za mało albo"

# the chapter of what institutions say of cooperation, only where they said it
made heard pelna -e 's/^(cell;razem;przypadek;;;;;;)[A-Z]/\1A/'
says heard "Rozdział o współpracy"
made unheard mieszkancy -e '$a cell;razem;przypadek;;;;;;A;według biblioteki'
says unheard "Co u nas działa"
never unheard "ozdział o współpracy"

# a form open to all invites nobody
made open samorzad -e ''
says open "Ankieta dla wszystkich, bez odpowiedzi: mieszkańcy"

# no result of the institutions, no word on their weak side
made weak pelna -e '/^cell;razem;wsparcie/d' -e '/^cell;instytucje;[MOBL][0-9];/d'
says weak "Wyników instytucji razem jest za mało, by wskazać"
made weak1 samorzad -e '/^cell;razem;wsparcie/d'
says weak1 "Znamy tylko zdanie osób z samorządu gminy, a słabe"

# the key says what stands on the page: brackets only where there is a table
made table pelna -e ''
says table "a w tabeli nawias"
made bare-key pelna -e '/^cell;[a-z]*;[MOBL][0-9];/d'
never bare-key "a w tabeli nawias"

# the lead of the sheet says what the card holds; one bar compares nothing
EDITION=po_warsztacie "$tool" blocks "$cases/shared.csv" \
    "$cases/warsztat/cells.csv" > held.txt
says held "To zapis tego, co wspólnie ustalono"
EDITION=po_warsztacie "$tool" blocks "$cases/shared.csv" \
    "$cases/warsztat-pusty/cells.csv" > blank.txt
never blank "To zapis tego, co wspólnie ustalono"

# without its style sheet a page has each figure once
"$tool" html "$cases/shared.csv" "$cases/pelna/cells.csv" > page.html
narrow=$(grep -c 'class="narrow"' page.html)
check "page: $narrow figures are folded for a phone" test "$narrow" -gt 0
same "page: all of them hidden without a style sheet" \
    "$(grep -c 'class="narrow" display="none"' page.html)" "$narrow"

# part A is everybody's: a sentence of a rule for who leads the workshop is not
# in it
made eff pelna -e '/^cell;instytucje;wklad;/d' \
    -e '$acell;razem;regula.EFF;;;;;;nie;Wkład i korzyści idą w parze.'
says eff "Co każdy daje i co z tego ma"
sed -n '/część B/q;p' eff.txt > eff.a
check "eff: nothing of the rule" bash -c '! grep -q "idą w parze" eff.a'

# one group of institutions answered: it is named as the one that speaks, and
# its counts are those of all
made office samorzad -e 's/^cell;instytucje;(priorytet\.[a-z]+);([0-9]+;[0-9]+).*/&\
cell;jst;\1;\2;;;;;/' -e 's/^(cell;instytucje;priorytet\.[a-z]+;)[0-9]+;[^\n]*/\1;;;;;za_malo;/'
page_one office > office.page
check "office: page 1 says whose voices they are" \
    grep -q "głosów osób z samorządu gminy: chcemy" office.page
check "office: page 1 says whose order it is" \
    grep -q "Zdaniem osób z samorządu gminy" office.page
check "office: page 1 does not say that institutions spoke" \
    bash -c '! grep -q "instytucji i samorządu" office.page'
says office "Innych głosów nie mamy"
never office "Ile było wskazań"
says office "[Samorząd]"

# the declaration: two social matters on the list are not two that groups share
made shared pelna -e '$a cell;razem;regula.TWO;;;;;;nie;Wspólne.'
says shared "a deklaracja potrzebuje dwóch działań w takich sprawach"
made maybe_shared pelna -e '$a cell;razem;regula.TWO;;;;;;nieznane;Nie wiemy.'
says maybe_shared "nie wiemy, czy są ważne dla kilku grup"
never maybe_shared "potrzebuje dwóch działań"
made unshared pelna -e '$a cell;razem;regula.TWO;;;;;;tak;Za mało wspólnych.'
says unshared "za mało z nich jest ważnych dla kilku grup"
never unshared "potrzebuje dwóch działań"

# numbers that the sentence of a rule says for each of its inputs stand once
said='co najmniej 2 grup; trzeba co najmniej 2 działań.'
made twice pelna -e "s/(;regula.GATE;;;;;;tak;).*/\\1$said/" \
    -e 's/(;wejscie.GATE;.*;).*/\1ile grup: 2; ile działań: 2/'
never twice "Dane: "
made once pelna -e "s/(;regula.GATE;;;;;;tak;).*/\\1Co najmniej 2 grup./" \
    -e 's/(;wejscie.GATE;.*;).*/\1ile grup: 2; ile działań: 2/'
says once "Dane: ile grup: 2; ile działań: 2."
made listed pelna -e "s/(;regula.GATE;;;;;;tak;).*/\\1Ma je jeden: sala; kontakty, media./" \
    -e 's/(;wejscie.GATE;.*;).*/\1zasoby: sala; kontakty, media; ile grup: 2/'
says listed "Dane: ile grup: 2."

# who is missing: few of a group are not "all groups answered"
made few pelna -e ''
says few "mniej niż połowa zaproszonych: organizacje społeczne 3 z 7 i przeds"
made most pelna -e 's/^(cell;ngo;odpowiedzi;3;)7/\16/' \
    -e 's/^(cell;biznes;odpowiedzi;1;)5/\12/'
never most "mniej niż połowa zaproszonych"

# a matter beyond the list that as many named as one of the first three
for n in 11 12; do
    made "other$n" pelna -e "/priorytet.inne/d" \
        -e "\$a cell;instytucje;priorytet.inne;$n;14;;;;;"
done
never other11 "spoza listy"
says other12 "spoza listy: instytucje i samorząd 12 z 14."

# what institutions wish stands beside the proposal where it is another kind
wish='$a measure;typ.chciany;cooperation;2;Na przyszłość;'
wish+='akcja:wspólna akcja|proj:wspólny projekt|temat:partnerstwo;;'
for n in 6 7; do
    made "wish$n" pelna -e "$wish" -e 's/(;wspolpraca;;;;;;)temat/\1temat/' \
        -e "\$a cell;instytucje;typ.chciany;$((n + 4));14;;;;proj:$n temat:4;"
done
never wish6 "najczęściej odpowiadają"
says wish7 "najczęściej odpowiadają: wspólny projekt (7 z 11)."
# a talk is proposed with one common action
made talk pelna -e "${wish//proj/strat}" \
    -e 's/(;wspolpraca;;;;;;)temat/\1rozmowa/' \
    -e '$a cell;instytucje;typ.chciany;10;14;;;;akcja:9 temat:1;'
never talk "najczęściej odpowiadają"

# benefits: what is kept back is not none, and nothing is then the most
made benefits pelna -e 's/^(cell;instytucje;korzysc.srodki;)6;14/\1;14/'
says benefits "Na to pytanie mamy 14 odpowiedzi. Każdy wskazywał najwyżej trzy korzyści. Pozostałych korzyści nie podajemy."
never shared "Pozostałych korzyści nie podajemy."

# a divided index has parts without one number
made parts pelna -e '$a cell;mieszkancy;M.zgodnosc;37;37;;;;podzielone;'
"$tool" csv "$cases/shared.csv" parts.csv > numbers.txt
check "parts: no one number in the table either" \
    bash -c '! grep -E "^M[0-9]?;mieszkancy;[^;]*;[0-9]" numbers.txt'
check "parts: others keep theirs" grep -qE "^M;instytucje;[^;]*;71;" numbers.txt
says shared "cell 0 | 56 (48–64)"
says parts "cell 0 | (48–64)"
never parts "cell 0 | 56 (48–64)"
made waves druga-fala -e ''
made parted druga-fala -e '$a cell;mieszkancy;M.zgodnosc;37;37;;;;podzielone;'
says waves "Motywacja: 52 (+5)"
never parted "Motywacja: 52"
says parted "Możliwości: 38 (0)"

# one answer is of an institution or of a person of the office
who=(-e 's/^(cell;instytucje;chec.tak;)11;14;/\1;1;/' -e 's/^(cell;[a-z]*;odpowiedzi;)[0-9]+;/\10;/' -e 's/^(cell;(razem|instytucje);odpowiedzi;)0/\11/')
EDITION=partnerzy made one_of pelna "${who[@]}" -e 's/^(cell;ngo;odpowiedzi;)0/\11/'
says one_of "Odpowiedzi: 1 instytucja."
check "one_of: on page 1, too" grep -q "1 głos instytucji.$" one_of.txt
EDITION=partnerzy made one_office pelna "${who[@]}" -e 's/^(cell;jst;odpowiedzi;)0/\11/'
says one_office "Odpowiedzi: 1 osoba z samorządu."
check "one_office: on page 1, too" grep -q "1 głos osoby z samorządu.$" one_office.txt
EDITION=partnerzy made one_hidden pelna "${who[@]}"
says one_hidden "Odpowiedzi: 1 instytucja lub osoba z samorządu."
check "one_hidden: on page 1, too" grep -q "1 głos instytucji lub osoby z samorządu.$" one_hidden.txt

# few answers: months, not days
EDITION=partnerzy made months pelna \
    -e 's/^(cell;razem;okres;.*;)[-0-9]+\/[-0-9]+;/\12026-09\/2026-10;/' \
    -e 's/^(cell;razem;dane;.*;)[-0-9]{10};/\12026-10;/'
says months "Odpowiedzi od września 2026 do października 2026"
EDITION=partnerzy "$tool" html "$cases/shared.csv" months.csv |
    sed 's/\xc2\xa0/ /g' > foot.txt
says foot "dane z października 2026"
never foot "2026-10-20"
never months "20.10.2026"

# the only firm offer, with a name or without; an exchange under a condition
says shared "Znamy tylko po jednej pewnej ofercie:"
made unnamed pelna -e '/^cell;i4;oferta.sprzet/d'
check "unnamed: the offer stands apart" \
    grep -q "bez nazwy partnera:.* sprzęt" unnamed.txt
never shared "bez nazwy partnera"
made maybe pelna -e 's/^(cell;i4;oferta.promocja;;;)2;;;tak/\11;;;warunek/'
says maybe "(pod warunkiem)"

# the library's own offers meet none of its needs; whose needs they are is said
own=(-e 's/^(cell;razem;pokrycie;10;11;;;;;)/\1potrzeby biblioteki/'
    -e 's/^(cell;razem;zasob.sprzet;)[^\n]*/\12;1;2;;;jedyny;poza biblioteką na pewno 1, pod warunkiem 1/'
    -e 's/^(cell;razem;zasob.sale;.*;)$/\1poza biblioteką na pewno 3, pod warunkiem 0/'
    -e '$a cell;i2;oferta.sprzet;;;2;;;tak;')
made own_needs pelna "${own[@]}" -e 's/^(inst;2;).*/\1centrum;publiczny;Biblioteka/' \
    -e '$a group;centrum;Biblioteka;;;publiczny;0;;1'
page_one own_needs > own_needs.page
says own_needs "Pewne oferty innych obejmują co najmniej 10 z 11 zasobów, których potrzebuje biblioteka."
says own_needs "cell 0 | potrzeby biblioteki"
# "at least none" is nothing, one thing has no share
cover() { # NAME N TOTAL SENTENCE [SED...]
    made "$1" pelna "${@:5}" -e "s/^(cell;razem;pokrycie;)10;11;/\1$2;$3;/"
    says "$1" "paragraph 1 | $4"
}
cover cover_none 0 3 "Na żaden z 3 potrzebnych zasobów nie znamy pewnej oferty. "
cover cover_not 0 1 "Na potrzebny zasób nie znamy pewnej oferty. "
cover cover_one 1 1 "Na potrzebny zasób znamy pewną ofertę. "
cover cover_theirs 0 3 \
    "Na żaden z 3 zasobów, których potrzebuje biblioteka, nie znamy pewnej oferty innych." "${own[@]}"
cover cover_its 0 1 \
    "Na zasób, którego potrzebuje biblioteka, nie znamy pewnej oferty innych." "${own[@]}"
# the library's own offers stand in the map: what is missing is missing elsewhere
says own_needs "W znanych ofertach innych tylko pod warunkiem albo do potwierdzenia: rzeczy lub usługi."
made own_gap pelna "${own[@]}" -e 's/^(cell;razem;zasob.rzeczy;)0;3;1;;;warunkowo;/\11;0;1;;;brak;poza biblioteką na pewno 0, pod warunkiem 0/' \
    -e 's/^(cell;razem;zasob.eksperci;)2;2;1;;;pokryty;/\12;2;1;;;jedyny;poza biblioteką na pewno 1, pod warunkiem 2/'
check "own_gap: twice" test "$(grep -c "Czego nie ma w znanych ofertach innych: rzeczy lub usługi." own_gap.txt)" = 2
says own_gap "Pewne oferty wiedzy specjalistów poza biblioteką: 1."
says own_needs "cell 0 | na pewno daje (z biblioteką)"
never shared "na pewno daje (z biblioteką)"
says unnamed "Na ten zasób znamy tylko jedną pewną ofertę, bez nazwy partnera:"
says own_needs "Znamy tylko po jednej pewnej ofercie poza biblioteką:"
check "own_needs: the other one is named" \
    grep -q "ofercie poza biblioteką:.* sprzęt (Gminny Ośrodek Kultury)" own_needs.txt
check "own_needs: page 1 counts the others" \
    grep -q "Sala na spotkania | pewne: 3" own_needs.page
never shared "potrzeby biblioteki"
made two_each pelna "${own[@]}" -e 's/;jedyny;/;pokryty;/'
says two_each "Gdzie na potrzebę znamy pewną ofertę poza biblioteką, tam znamy co najmniej dwie."

# needs that nobody told are not drawn as none
need=(-e 's/^(cell;razem;zasob\.[a-z]+;[0-9]*;[0-9]*;)[0-9][^\n]*/\1;;;nieznany;/')
made unneeded pelna "${need[@]}" -e '/^cell;razem;para\./d' \
    -e 's/^(cell;razem;pokrycie;).*/\1;;;;;nieznane;nie wiadomo, czego potrzeba/'
check "unneeded: twice" \
    test "$(grep -c "Nie wiemy jeszcze, czego potrzeba. Z" unneeded.txt)" = 2
never unneeded "Od czego zacząć rozmowę"
check "unneeded: only the blank map has a row of needs" \
    test "$(grep -c "cell 0 | potrzeby" unneeded.txt)" = 1
made its_none pelna -e 's/^(cell;razem;zasob\.[a-z]+;[0-9]*;[0-9]*;)[0-9][^\n]*/\10;;;niepotrzebny;/' \
    -e 's/^(cell;razem;pokrycie;).*/\10;0;;;;;potrzeby biblioteki/'
says its_none "Biblioteka nie wskazała, by czegoś potrzebowała. Zacznijmy"
never its_none "Nie wiemy jeszcze, czego potrzeba."

# what only the library offers stands on the sheet; page 1 tells of the others
alone='s/^(cell;razem;zasob\.[a-z]+;)[0-9]*;[0-9]*;([^\n]*;)[^;]*$/\11;1;\2poza biblioteką na pewno 0, pod warunkiem 0/'
EDITION=po_warsztacie made lone_held warsztat -e "$alone"
says lone_held "cell 0 | pewne: 1, niepewne: 1"
made lone_offers pelna -e "$alone" -e '/^cell;mieszkancy;zasob/d'
page_one lone_offers > lone_offers.page
check "lone_offers: page 1 tells of the others" \
    grep -q "Poza biblioteką nie mamy jeszcze ofert, które można tu podać" lone_offers.page

# all who answered stand under a name: no sum is "at least"
says shared "obejmują co najmniej 10 z 11"
says shared "ofert może więc być więcej"
made all_named pelna -e 's/^(cell;razem;pokrycie;10;11;;;;)/\1z_nazwy/'
says all_named "obejmują 10 z 11"
never all_named "ofert może więc być więcej"

# an offer "to be confirmed" is no condition
for reason in "" "do potwierdzenia"; do
    made "later${#reason}" pelna \
        -e '/^cell;i1;oferta/d' -e "\$a cell;i1;oferta.sale;;;1;;;warunek;$reason" \
        -e '$a measure;oferta.sale;offer;200;sala na spotkania;;;'
done
says later0 "Tylko pod warunkiem: Urząd"
says later16 "Tylko pod warunkiem albo do potwierdzenia: Urząd"

# residents' offers: where nobody else has any they stand on page 1
made theirs_too pelna -e '$a cell;mieszkancy;zasob.liderzy;17;;;;;;'
says theirs_too "oprowadzanie po okolicy (17)."
made only_theirs mieszkancy \
    -e '$a cell;mieszkancy;zasob.liderzy;17;;;;;;\ncell;mieszkancy;zasob.eksperci;9;;;;;;'
page_one only_theirs > only_theirs.page
check "only_theirs: the most offered is first on page 1" \
    grep -q "Oprowadzanie po okolicy | mieszkańcy: 17" only_theirs.page
check "only_theirs: not \"no offers\"" \
    bash -c '! grep -q "Nie mamy jeszcze ofert" only_theirs.page'

# barriers hinder or do not: nobody says "yes" to them
made hinder pelna -e 's/^(cell;instytucje;B;.*;)[a-z_]*;/\1tak;/'
says hinder "Bariery: instytucje razem – raczej przeszkadzają"
never hinder "Bariery: instytucje razem – przeważa tak"

# page 1 names the first three alone only where each has a printed count above
# those of all that follow: equal or lower ones would be the alphabet's choice;
# where help is needed first, a count or two of few more part nothing
barrier() { # NAME GROUPS COUNT [SED...]: the fourth barrier, with such counts
    made "$1" pelna -e "s/^(cell;razem;bariera.przepisy;)2/\1$2/" \
        -e "s/^(cell;instytucje;bariera.przepisy;)11/\1$3/" "${@:4}"
}
barrier fourth_groups 2 12
barrier fourth_count 3 11
barrier fourth_equal 3 12
barrier fourth_more 3 13
barrier fourth_second 4 13
barrier fourth_many 3 12 -e 's/^(cell;instytucje;bariera\.[a-z]+;[0-9]+;)14/\1195/'
# what is kept back is nearly all or nearly none: it parts nothing
barrier fourth_kept 3 ''
barrier third_kept 3 11 -e 's/^(cell;instytucje;bariera.wiedza;)12/\1/'
barrier fourth_far 2 9 -e 's/^(cell;instytucje;bariera.wladze;)10/\19/'
says fourth_far "najpierw tu: brak czasu"
for name in fourth_groups fourth_count; do
    says $name "najpierw, między innymi, tu: brak czasu"
    page_one $name > $name.page
    check "$name: page 1 names them alone" \
        bash -c "! grep -q 'Między innymi' $name.page"
done
# that page says so, too, where it has room for two words more
barrier fourth_room 2 12 -e '/^cell;razem;zasob\./d' \
    -e '/^cell;(mieszkancy|instytucje);[MO];/d'
page_one fourth_room > fourth_room.page
check "fourth_room: page 1 does not" grep -q "Między innymi" fourth_room.page
for name in fourth_equal fourth_more fourth_second fourth_many fourth_kept \
    third_kept; do
    says $name "najpierw, między innymi, tu: brak czasu"
    page_one $name > $name.page
    check "$name: page 1 does not" grep -q "Między innymi" $name.page
done
card=(-e 's/^(cell;razem;priorytet.cyfr;)3/\14/'
    -e 's/^(cell;instytucje;priorytet.cyfr;)11/\112/'
    -e 's/^(cell;mieszkancy;priorytet.cyfr;)15/\117/')
made fourth_matter pelna "${card[@]}"
says fourth_matter "Na czele wspólnej listy między innymi: młodzież"
EDITION=po_warsztacie made fourth_held warsztat "${card[@]}"
says fourth_held "na czele były między innymi: młodzież"

# answers to one statement: more yes, more no, alike, or most in the middle, by
# more than one answer
lies() { # NAME SPREAD SENTENCE
    made "$1" pelna -e "s/^(cell;mieszkancy;M11.odp;35;37;;;;).*/\1$2;/"
    says "$1" "$3: „Współpraca z biblioteką"
}
lies lie_yes "1:2 2:8 3:13 4:8 5:4" "Częściej „tak” niż „nie” (12 i 10 z 35)"
lies lie_no "1:4 2:8 3:13 4:8 5:2" "Częściej „nie” niż „tak” (12 i 10 z 35)"
lies lie_apart "1:2 2:9 3:12 4:8 5:4" "„Tak” i „nie” podobnie często (12 i 11 z 35)"
lies lie_middle "1:2 2:9 3:13 4:7 5:4" \
    "Najwięcej odpowiedzi pośrodku (13 z 35; „tak” 11, „nie” 11)"
made lie_unknown pelna \
    -e "s/^(cell;mieszkancy;M11.odp;)35;37;.*/\10;37;;;;nw:37;/"
never lie_unknown "podobnie często (0 i 0"
says lie_middle "Częściej „najwyżej trochę” niż „mocno lub bardzo mocno” (7 i 2 z 14): „Brakuje"

# answers to several: all in the middle, fewer yes than no, mixed
lie_both() { # NAME SPREAD SPREAD SENTENCE
    made "$1" pelna -e "s/^(cell;instytucje;M11.odp;1)3(;14;;;;).*/\14\2$2;/" \
        -e "s/^(cell;instytucje;M21.odp;14;14;;;;).*/\1$3;/"
    says "$1" "$4"
}
lie_both both_middle "2:4 3:6 4:4" "2:3 3:7 4:4" \
    "Przy każdym zdaniu najwięcej odpowiedzi pośrodku |"
lie_both middle_one "2:4 3:6 4:4" "2:5 3:8 4:1" \
    "Przy każdym zdaniu najwięcej odpowiedzi pośrodku; „tak” najczęściej: „Współpraca z biblioteką pomogłaby nam w tym, na czym nam zależy.” (4 z 14) |"
lie_both both_less "2:6 3:4 4:4" "2:7 3:4 4:3" \
    "odpowiedź „tak” podobnie częsta i rzadsza niż „nie” |"
lie_both both_mixed "2:6 3:4 4:4" "2:5 3:4 4:5" \
    "odpowiedź „tak” podobnie częsta |"
lie_both none_most "2:4 3:6 4:4" "2:6 3:4 4:4" \
    "Przy żadnym zdaniu odpowiedź „tak” nie jest najczęstsza |"
lie_both less_middle "2:4 3:9 4:1" "2:8 3:5 4:1" \
    "odpowiedź „tak” podobnie częsta i rzadsza niż „nie” |"
lie_three() { # NAME SPREAD SPREAD N SPREAD SENTENCE
    made "$1" pelna -e "s/^(cell;instytucje;M11.odp;)13(;14;;;;).*/\114\2$2;/" \
        -e "s/^(cell;instytucje;M21.odp;)14(;14;;;;).*/\1$4\2$3;/" \
        -e "s/^(measure;M21.odp;)(.*)/&\nmeasure;M31.odp;\2/" \
        -e "s/^(cell;instytucje;M21.odp;.*)/&\ncell;instytucje;M31.odp;14;14;;;;$5;/"
    says "$1" "$6"
}
lie_three chain "2:3 3:2 4:9" "2:2 3:2 4:6 nw:4" 10 "2:3 3:5 4:6" \
    "Przy każdym zdaniu częściej „tak” niż „nie” |"
lie_three behind "2:3 3:4 4:7" "2:6 3:3 4:5" 14 "2:9 3:3 4:2" \
    "Odpowiedź „tak” jest najczęstsza przy 1 z 3 zdań |"
lie_three as_often "2:5 3:4 4:5" "2:6 3:3 4:5" 14 "2:9 3:3 4:2" \
    "Przy żadnym zdaniu odpowiedź „tak” nie przeważa |"
lie_three ahead "2:3 3:4 4:7" "2:4 3:5 4:5" 14 "2:9 3:3 4:2" \
    "Najczęściej i podobnie często „tak” przy zdaniach „Współpraca"
lie_both no_most "2:4 3:3 4:7" "2:8 3:3 4:3" \
    "nam zależy.” (7 z 14, „nie” 4, pośrodku 3)"
lie_both most "2:3 3:3 4:8" "2:8 3:3 4:3" "nam zależy.” (8 z 14) |"
lie_both all_yes "4:9 5:5" "4:10 5:4" \
    "Przy każdym zdaniu wszystkie odpowiedzi to „tak” |"
lie_both all_no "1:9 2:5" "1:10 2:4" \
    "Przy każdym zdaniu wszystkie odpowiedzi to „nie” |"
lie_both all_one "5:14" "5:14" \
    "Przy każdym zdaniu wszystkie odpowiedzi to „zdecydowanie tak” |"
lie_both all_known "4:9 5:5" "4:10 5:3 nw:1" \
    "odpowiedź „tak” podobnie częsta i częstsza niż „nie” |"
made both_unknown pelna \
    -e "s/^(cell;instytucje;M[12]1.odp;)1[34];14;.*/\10;14;;;;nw:14;/"
never both_unknown "odpowiedź „tak” podobnie częsta |"
# of three statements two lead: named, or the third where their names are long
third='$a measure;B21.odp;item;4;Za mało się znamy.;1:wcale|2:trochę|3:średnio|'
third+='4:mocno|5:bardzo mocno|nw:nie wiem;;\nmeasure;B31.odp;item;5;NAME;1:wcale|'
third+='2:trochę|3:średnio|4:mocno|5:bardzo mocno|nw:nie wiem;;\ncell;instytucje;'
third+='B21.odp;14;14;;;;1:4 4:9 5:1;\ncell;instytucje;B31.odp;14;14;;;;1:4 4:9 5:1;'
made two_short pelna -e "${third/NAME/Brak zaufania.}"
says two_short "podobnie często „mocno lub bardzo mocno” przy zdaniach „Za mało się znamy.” i „Brak zaufania.”"
made two_long pelna -e "${third/NAME/Za mało wiadomo, kto i czym się w naszej gminie zajmuje i kogo można o coś zapytać, zanim się coś zacznie robić.}"
says two_long "podobnie często „mocno lub bardzo mocno” przy zdaniach „Za mało się znamy.” i „Za mało wiadomo"
long=$(printf 'Bardzo długie zdanie, %.0s' {1..8})koniec.
made two_longer pelna -e "${third/NAME/$long}"
says two_longer "podobnie często „mocno lub bardzo mocno” przy każdym zdaniu poza jednym: „Brakuje ludzi, którzy mieliby na to czas.”"
fourth='\nmeasure;B41.odp;item;6;Brak sali.;1:wcale|2:trochę|3:średnio|4:mocno|5:bardzo mocno|nw:nie wiem;;'
fourth+='\ncell;instytucje;B41.odp;14;14;;;;1:14;'
made two_of_four pelna -e "${third/NAME/$long}$fourth"
says two_of_four "podobnie często „mocno lub bardzo mocno” przy 2 z 4 zdań"

# as many agree with two statements: both are named where that is short enough
agree() { # NAME COUNT COUNT: of the second statement and of a third
    made "$1" pelna -e "s/^(cell;instytucje;zgoda.L2;)[^\n]*/\1$2;14;;;;;/" \
        -e '$a measure;zgoda.L3;anchor;3;Biblioteka to koszt.;;;' \
        -e "\$a cell;instytucje;zgoda.L3;$3;14;;;;;\ncell;mieszkancy;zgoda.L3;9;36;;;;;"
}
agree agree_two 5 10
says agree_two "zgadzają się najczęściej, i to podobnie często, przy zdaniach „Pieniądze wydane na bibliotekę pomagają gminie się rozwijać.” i „Biblioteka to koszt.”"
agree agree_long 12 5
says agree_long "się rozwijać.” i „Biblioteka jest miejscem, wokół którego"
agree agree_all 12 11
says agree_all "Instytucje podobnie często zgadzają się z każdym z tych zdań"
# a share that is lower by more than two answers does not lead beside another
made agree_lower pelna -e 's/^(cell;instytucje;zgoda.L1;)[^\n]*/\136;39;;;;;/' \
    -e 's/^(cell;instytucje;zgoda.L2;)[^\n]*/\133;41;;;;;/'
says agree_lower "Instytucje najczęściej zgadzają się ze zdaniem: „Pieniądze wydane na bibliotekę pomagają gminie się rozwijać.” (36 z 39)"
# so even where it is two answers out of more
made agree_share pelna -e 's/^(cell;instytucje;zgoda.L1;)[^\n]*/\136;39;;;;;/' \
    -e 's/^(cell;instytucje;zgoda.L2;)[^\n]*/\134;41;;;;;/'
says agree_share "Instytucje najczęściej zgadzają się ze zdaniem: „Pieniądze wydane na bibliotekę pomagają gminie się rozwijać.” (36 z 39)"
# two fewer are as many
made agree_near pelna -e 's/^(cell;instytucje;zgoda.L1;)[^\n]*/\136;41;;;;;/' \
    -e 's/^(cell;instytucje;zgoda.L2;)[^\n]*/\134;40;;;;;/'
says agree_near "Instytucje podobnie często zgadzają się z każdym z tych zdań"
# nor does one of as many answers out of fewer: a reader compares the counts
made agree_count pelna -e 's/^(cell;instytucje;zgoda.L1;)[^\n]*/\139;53;;;;;/' \
    -e 's/^(cell;instytucje;zgoda.L2;)[^\n]*/\139;56;;;;;/'
says agree_count "Instytucje podobnie często zgadzają się z każdym z tych zdań"

# the chapter on cooperation: the answer that leads by more than counts as
# equal, two that lead together, or that they are divided
so_far() { # NAME SPREAD SENTENCE
    made "$1" pelna -e "s/^(cell;instytucje;typ.dotad;12;14;;;;).*/\1$2 nw:2;/"
    says "$1" "figure 1 | $3 |"
}
so_far past_one "zadna:2 akcja:6 temat:3" \
    "Najczęstsza odpowiedź o dotychczasowej współpracy to „wspólna akcja lub wydarzenie” (6 z 12)"
so_far past_two "zadna:5 akcja:6 temat:1" \
    "Najczęstsze odpowiedzi o dotychczasowej współpracy to „żadna” i „wspólna akcja lub wydarzenie” (5 i 6 z 12)"
so_far past_apart "zadna:5 akcja:4 temat:3" \
    "Odpowiedzi o dotychczasowej współpracy dzielą się: nie ma jednej wyraźnie najczęstszej"
so_far past_even "zadna:4 akcja:4 temat:4" \
    "Odpowiedzi o dotychczasowej współpracy dzielą się: nie ma jednej najczęstszej"
so_far past_same "zadna:5 akcja:5 temat:2" \
    "Najczęstsze odpowiedzi o dotychczasowej współpracy to „żadna” i „wspólna akcja lub wydarzenie” (po 5 z 12)"
# one answer only needs no bars
made past_all pelna -e 's/^(cell;instytucje;typ.dotad;).*/\112;12;;;;akcja:12;/'
says past_all "paragraph 0 | Wszystkie odpowiedzi o dotychczasowej współpracy są takie same: „wspólna akcja lub wydarzenie” (12 z 12)."
says shared "Najczęstsza odpowiedź o wkładzie i korzyściach to „wnoszą coś i widzą korzyść” (12 z 14)"
made ahead "pelna" -e "$wish" \
    -e '$a cell;instytucje;typ.chciany;11;14;;;;proj:7 temat:4;' \
    -e '$a measure;doswiadczenie;cooperation;3;;0:nic|1:jedno z trzech;;' \
    -e '$a cell;instytucje;doswiadczenie;14;14;;;;0:7 1:7;'
says ahead "Najczęstsza odpowiedź o przyszłej współpracy to „wspólny projekt” (7 z 11)"
says ahead "Odpowiedzi o tym, ile z tych trzech rzeczy robiono razem, dzielą się: nie ma jednej najczęstszej"
# two parts of many voices stand apart by as much as two of few
made past_many pelna \
    -e 's/^(cell;instytucje;typ.dotad;).*/\140;40;;;;zadna:17 akcja:18 temat:5;/'
says past_many "to „żadna” i „wspólna akcja lub wydarzenie” (17 i 18 z"
hope() { # NAME COUNT SENTENCE: of the benefit that is named less
    made "$1" pelna -e "s/^(cell;instytucje;korzysc.srodki;)6;/\1$2;/"
    says "$1" "| $3 |"
}
hope hope_one 6 "Instytucje i samorząd najczęściej wskazują korzyść „lepsze relacje i więcej zaufania” (9 z 14)"
hope hope_two 8 "Instytucje i samorząd najczęściej wskazują korzyści „lepsze relacje i więcej zaufania” i „dodatkowe pieniądze na działania” (9 i 8 z 14)"
hope hope_kept '' "Wśród wskazanych korzyści jest „lepsze relacje i więcej zaufania” (9 z 14)"

# the first five of both: where others count as equal to a fifth, only those are
# counted that are there whoever of these is
clear=(-e 's/^(cell;instytucje;priorytet.czas;)9/\15/'
    -e 's/^(cell;instytucje;priorytet.eko;)8/\14/')
five="W pierwszej piątce instytucji i odpowiadających mieszkańców"
made five_clear pelna "${clear[@]}"
says five_clear "$five powtarzają się 4 sprawy |"
never five_clear "Na granicy piątki"
made five_tied pelna "${clear[@]}" -e 's/^(cell;mieszkancy;priorytet.zdrow;)13/\115/'
says five_tied "$five powtarzają się co najmniej 3 sprawy |"
says five_tied "Pogrubione są tylko sprawy, które na pewno są w obu piątkach."
check "five_tied: one of the equals is not drawn as common" \
    grep -q 'regular 8.0 text "Radzenie sobie z komputerem' five_tied.txt
made five_equal pelna -e 's/^(cell;instytucje;priorytet\.[a-z]+;)1?[0-9];/\110;/'
# at most five of five, or nine, says nothing
says five_equal "Pierwsze piątki instytucji i odpowiadających mieszkańców: na ich granicy wiele spraw ma niemal równe poparcie |"
never five_equal "najwyżej 5 spraw"
never five_equal "Pogrubione są"
# a side that named three: no more than its three, nor than the room of the other
three=(-e 's/^(cell;instytucje;priorytet\.(mlodz|senio|miejs|eko|wiezi);)[0-9]+/\10/')
made five_room pelna "${three[@]}" \
    -e 's/^(cell;mieszkancy;priorytet\.(cyfr|zdrow|czas);)[0-9]+/\115/'
says five_room "$five powtarza się najwyżej 1 sprawa |"
says five_room '"dalej niż 5. miejsce albo bez wskazań"'
says five_room "Młodzież. Instytucje i samorząd: bez wskazań; Odpowiadający mieszkańcy: 22 z 37."
says five_clear '"dalej niż 5. miejsce"'
made five_three pelna "${three[@]}" \
    -e 's/^(cell;mieszkancy;priorytet\.[a-z]+;)[0-9]+/\113/'
never five_three "najwyżej 3 sprawy"
# at most two, and none is drawn in both: a reader counts lines
made five_drawn pelna \
    -e 's/^(cell;instytucje;priorytet\.(zdrow|cyfr|czas|eko);)[0-9]+/\110/' \
    -e 's/^(cell;instytucje;priorytet\.wiezi;)[0-9]+/\10/' \
    -e 's/^(cell;mieszkancy;priorytet\.(mlodz|senio|miejs|cyfr|zdrow);)[0-9]+/\10/'
says five_drawn "na ich granicy wiele spraw ma niemal równe poparcie |"

# from so many voices that there are no blocks equal counts have their places
# together, and the first three are numbered only where counts part them
many=(-e 's/^(cell;instytucje;(priorytet|bariera)\.[a-z]+;[0-9]+;)14/\1195/')
made place_apart pelna "${many[@]}"
says place_apart "[Miejsce]"
never place_apart "cell 0 | 1–2"
made place_equal pelna "${many[@]}" \
    -e 's/^(cell;razem;priorytet.senio;)[0-9]+/\15/' \
    -e 's/^(cell;instytucje;priorytet.senio;)13/\114/' \
    -e 's/^(cell;mieszkancy;priorytet.senio;)19/\122/'
same "place_equal: two share the first two places" \
    "$(grep -c "cell 0 | 1–2" place_equal.txt)" 2
says place_equal "gdzie z liczb nie widać kolejności, miejsce jest wspólne."
made place_behind pelna "${many[@]}" \
    -e 's/^(cell;razem;priorytet.mlodz;)[0-9]+/\14/' \
    -e 's/^(cell;razem;priorytet.senio;)[0-9]+/\15/' \
    -e 's/^(cell;instytucje;priorytet.senio;)13/\114/' \
    -e 's/^(cell;mieszkancy;priorytet.senio;)19/\122/'
same "place_behind: a row with more groups is not put behind" \
    "$(grep -c "cell 0 | 1–2" place_behind.txt)" 2
for name in place_apart place_equal place_behind; do
    page_one $name | grep -B1 -m1 "item 0 | Młodzież" | head -1 > $name.list
done
check "place_apart: page 1 numbers the first three" grep -q "list 1" place_apart.list
check "place_equal: page 1 does not" grep -q "list 0" place_equal.list
check "place_behind: nor then" grep -q "list 0" place_behind.list

# everybody of one age or one sex: that is said, not one of the bands that are
# missed
made one_age pelna -e 's/^(cell;mieszkancy;wiek.25;)18/\10/' \
    -e 's/^(cell;mieszkancy;wiek.40;)19/\137/'
says one_age "Wszystkie odpowiedzi o wieku to „40–59” (37 z 37). W gminie: 35 %."
never one_age "nie ma osób w wieku"
never one_age "Wszystkie odpowiedzi o płci"
made one_sex pelna -e 's/^(cell;mieszkancy;plec.k;)/\137/' \
    -e 's/^(cell;mieszkancy;plec.m;)9/\10/'
says one_sex "Wszystkie odpowiedzi o płci to „kobieta” (37 z 37). W gminie: 50 %."
says one_sex "nie ma osób w wieku 60–74 lat"

# the same institutions: a row where a number may be shown, a sentence where
# they tell something else than all, nothing where they repeat it
made same_ones druga-fala \
    -e '$a measure;M.zmiana.te_same;change;13001;Motywacja, te same;;;' \
    -e '$a measure;O.zmiana.te_same;change;13011;Możliwości, te same;;;' \
    -e '$a measure;B.zmiana.te_same;change;13021;Bariery, te same;;;' \
    -e '$a cell;instytucje;M.zmiana.te_same;5;5;10;5;20;wyzej;' \
    -e '$a cell;instytucje;O.zmiana.te_same;;;;;;nizej;' \
    -e '$a cell;instytucje;B.zmiana.te_same;;;;;;nizej;'
says same_ones "cell 0 | Motywacja, te same instytucje: 5"
says same_ones "Te same instytucje dają wynik inny niż w tabeli: „niżej” – możliwości."
never same_ones "Bariery, te same"
never waves "Te same instytucje dają"

# a verdict that is kept back is not one of too few answers
made gap_kept pelna -e 's/^(cell;razem;O.roznica;;;;;;)za_malo/\1ukryte/'
says gap_kept "cell 0 | nie podajemy"
says gap_kept "„Nie podajemy” znaczy: odpowiedzi jest za mało albo dałoby się"
never table "„Nie podajemy” znaczy:"
made gaps_kept pelna -e 's/^(cell;razem;[A-Z]\.roznica;;;;;;)[^;]*;.*/\1ukryte;/'
says gaps_kept "nie podajemy. Porównujemy tylko pytania zadane wszystkim w tych samych słowach. „Nie podajemy” znaczy:"

# where the number of answers, or of groups, tells why, no other reason is named
few='s/^(cell;(instytucje|jst);odpowiedzi;)[0-9]+/\14/'
one='s/^(cell;(ngo|szkola|kultura|biznes);odpowiedzi;)[0-9]+/\10/'
hide='s/^(cell;instytucje;zgoda[^;]*;).*/\1;;;;;za_malo;/;/^cell;(instytucje|jst|ngo|szkola|kultura|biznes);[A-Z0-9]+\.odp;/d'
hide+=';s/^(cell;razem;O.roznica;;;;;;)za_malo/\1ukryte/'
made why_few pelna -e "$few" -e "$one" -e "$hide"
says why_few "Odpowiedzi instytucji na te pytania nie podajemy: jest ich za mało."
says why_few "Odpowiedzi instytucji nie podajemy: jest ich za mało."
says why_few "„Nie podajemy” znaczy: odpowiedzi jest za mało."
says why_few "Odpowiedzi tu nie podajemy: jest ich za mało."
made why_group pelna -e "${few/14/114}" -e "$one" -e "$hide"
says why_group "Odpowiedzi instytucji na te pytania nie podajemy: wszystkie są z jednej grupy."
says why_group "Odpowiedzi instytucji nie podajemy: wszystkie są z jednej grupy."
says why_group "„Nie podajemy” znaczy: głosy instytucji są z jednej grupy."
says why_group "Odpowiedzi tu nie podajemy: jest ich za mało albo"

# fewer questions are compared than the bars of an index hold
other="słowach, więc wynik może być inny niż w rozdziale „Chęć, motywacje, możliwości”."
says table "$other"
made gaps_alike pelna -e 's/^(cell;razem;[A-Z]\.roznica;;;;;;)[^;]*;.*/\1podobnie;/'
says gaps_alike "$other"
never gaps_kept "$other"

# what went up and what went down is named
says waves "Instytucje razem: wyżej niż poprzednio – motywacja; niżej niż poprzednio – bariery |"
says waves "Odpowiadający mieszkańcy: zmian nie widać |"
made one_change druga-fala -e 's/^(cell;instytucje;B.zmiana;.*;)nizej;/\1nie_widac;/'
says one_change "Instytucje razem: wyżej niż poprzednio – motywacja; poza tym zmian nie widać |"

# the workbook: 0 and 100 are told of scales, other words of a measure are not
"$tool" xlsx "$cases/shared.csv" "$cases/pelna/cells.csv" > numbers.xlsx
python3 - > ends.txt << 'END'
import re, zipfile
book = zipfile.ZipFile("numbers.xlsx")
word = re.findall(r"<si><t[^>]*>([^<]*)</t></si>", book.read("xl/sharedStrings.xml").decode())
xml = book.read("xl/worksheets/sheet2.xml").decode()
for cell in re.findall(r'<c r="E[0-9]+"[^>]*><v>([0-9]+)</v>', xml):
    print(word[int(cell)])
END
says ends "nie zależy im"
never ends "oprowadzanie po okolicy"

# one group of institutions answered: no sentence says "institutions"
alone=(-e 's/^(cell;(jst|instytucje);odpowiedzi;)[0-9]+/\114/' -e "$wish"
    -e '$a cell;instytucje;typ.chciany;11;14;;;;proj:7 temat:4;'
    -e '$a measure;doswiadczenie;cooperation;3;Doświadczenie;0:nic|1:jedno;;'
    -e '$a cell;instytucje;doswiadczenie;14;14;;;;0:9 1:5;')
made alone pelna "${alone[@]}"
made alone_agree pelna "${alone[@]}" \
    -e 's/^(cell;instytucje;zgoda.L2;)[^\n]*/\16;14;;;;;/'
says alone "Głosy osób z samorządu gminy: najwięcej ma sektor publiczny"
says alone "W pierwszej piątce osób z samorządu gminy i odpowiadających mieszkańców"
says alone "o tym, ile z tych trzech rzeczy robiono razem, to „nic” (9 z"
says alone "Osoby z samorządu gminy najczęściej wskazują korzyść"
says alone "Na pytanie, jakiej współpracy chcą, osoby z samorządu gminy najczęściej"
says alone "Te same zdania oceniają osoby z samorządu gminy i mieszkańcy."
says alone "To samo zdanie w oczach osób z samorządu gminy i odpowiadających"
says alone "najpierw osoby z samorządu gminy, potem mieszkańcy."
says alone_agree "Osoby z samorządu gminy najczęściej zgadzają się ze zdaniem"
made alone_index pelna "${alone[@]}" -e 's/^(cell;instytucje;[MO];).*/\1;;;;;za_malo;/' \
    -e 's/^cell;jst;M;.*/cell;jst;M;14;14;70;60;80;tak;/'
says alone_index "Motywacja: samorząd – przeważa tak; odpowiadający mieszkańcy – nierozstrzygnięte |"
page_one alone_index > alone_index.page
check "alone_index: page 1 has the office's row" grep -q 'text "Samorząd"' alone_index.page
check "alone_index: no one else's" bash -c "! grep -qE 'za mało|Instytucje razem' alone_index.page"
never alone "W pierwszej piątce instytucji"
never alone "oczach instytucji"
made together pelna -e ''
says together "W pierwszej piątce instytucji i odpowiadających mieszkańców"
says together "Instytucje i samorząd najczęściej wskazują korzyść"
says together "Te same zdania oceniają instytucje, samorząd i mieszkańcy."

# who did not know is beside the bars of those who did
says together "Nie wiem: 2."

# not each group is asked about the future; a sum kept back is no list kept back
made fewer pelna -e "$wish" \
    -e '$a cell;instytucje;typ.chciany;10;11;;;;proj:6 temat:4;'
says fewer "Liczby głosów się różnią"
never wish7 "Liczby głosów się różnią"
made no_sum pelna -e '/^cell;instytucje;wklad;/d'
says no_sum "Nie podajemy, w ilu odpowiedziach jest i wkład, i korzyść."
made no_hopes pelna -e '/^cell;instytucje;(wklad|korzysc\.[a-z]+);/d'
never no_hopes "widać dalej"

# no partnership, and most speak of a lasting one
for n in 6 7; do
    made "lasting$n" pelna -e 's/^(cell;razem;przypadek;;;;;;)[^;]*/\1N/' \
        -e "s/^(cell;instytucje;typ.dotad;12;14;;;;).*/\\1akcja:$((12 - n)) temat:$n nw:2;/"
done
never lasting6 "było już stałe partnerstwo"
says lasting7 "Jednak według 7 z 12 głosów było już stałe partnerstwo"

# without a list of the invited nobody knows that somebody was
made unlisted pelna -e 's/^(cell;kultura;odpowiedzi;)[^\n]*/\10;;;;;bez_odpowiedzi;/'
says unlisted "Bez odpowiedzi (nie wiemy, czy zaproszenie dotarło): kultura"
made listed pelna -e 's/^(cell;kultura;odpowiedzi;)[^\n]*/\10;3;;;;bez_odpowiedzi;/'
says listed "Zaproszeni, bez odpowiedzi: kultura"

# an interval over the middle is also that of answers in the middle
says together "znaczy: przedział obejmuje środek skali, bo odpowiedzi wypadają pośrodku,"

# how firm the first places are, where that is known
firm=(-e '$a cell;razem;trwalosc.priorytet.mlodz;;;;;;stabilne;'
    -e '$a cell;razem;trwalosc.priorytet.senio;;;;;;stabilne;'
    -e '$a cell;razem;trwalosc.priorytet.miejs;;;;;;raczej;'
    -e '$a cell;razem;trwalosc.priorytet.cyfr;;;;;;stabilne;')
made firm pelna "${firm[@]}"
says firm "miejsce jest wspólne. Stabilne miejsce na czele: młodzież i seniorzy. Raczej stabilne miejsce na czele: miejsce spotkań."
says firm "„stabilne” miejsce zostaje na czele w co najmniej 90 % losowań"
made loose pelna "${firm[@]//;stabilne;/;niepewne;}" \
    -e '$a cell;razem;trwalosc.bariera.czas;;;;;;raczej;'
says loose "Raczej stabilne miejsce na czele: brak czasu."
never loose " Stabilne miejsce"
never together "stabilne"

# the workshop: both parts of the ballot are filled in at once, counted in a
# break that has its minutes, and each page that a step uses is prepared
minutes() { # NAME: each step begins where the one before it ends
    sed -nE 's/^ *cell 0 \| ([0-9]+–[0-9]+)$/\1/p' "$1.txt" > "$1.minutes"
    same "$1: minutes without a gap, to the end" \
        "$(sed 's/–.*//; 1d' "$1.minutes" | tr '\n' ' ')150" \
        "$(sed 's/.*–//' "$1.minutes" | tr '\n' ' ' | sed 's/ $//')"
}
made short brak -e ''
made signed pelna -e 's/^(cell;razem;deklaracja;;;;;;)[a-z_]+/\1jest/' \
    -e 's/^(cell;razem;przypadek;;;;;;)N/\1A/'
for name in shared only_theirs short signed; do
    minutes $name
    same "$name: minutes of the break" "$(($(grep -B1 'cell 0 | Przerwa' $name.txt |
        sed -nE 's/.* ([0-9]+)–([0-9]+)$/\2 - \1/p')))" 10
    says $name "sama wypełnia obie części karty."
    says $name "cell 0 | Pudełko na karty"
    says $name "dla mieszkańców, jeśli ich zaprosimy, dodatkowo"
done
says shared "cell 0 | policzone głosy i rozdział o barierach"
says shared "cell 0 | Rozdziały o chęciach i o barierach"
says only_theirs "cell 0 | Rozdział o chęciach"
says shared "cell 0 | obie mapy zasobów, na A3"
never shared "Czy działa już u nas partnerstwo?"
# a signed declaration is not asked about again; a partnership has its chapter
says shared "cell 0 | termin, osoba, stan deklaracji"
says shared "Wstępna deklaracja współpracy: stan, kto i kiedy"
says signed "Kto i na kiedy przygotuje deklarację partnerstwa?"
says signed "Deklaracja partnerstwa: kto ją przygotuje i na kiedy"
never signed "Wstępna deklaracja współpracy: stan"
never signed "Co z deklaracją współpracy?"
says signed "cell 0 | rozdział o współpracy"
says signed "cell 0 | Rozdział o współpracy"
never shared "cell 0 | Rozdział o współpracy"
made unknown_case pelna -e 's/(;przypadek;;;;;;)N/\1nieznane/'
says unknown_case "zapytajmy o to na początku"
says unknown_case "Czy działa już u nas partnerstwo?"

# two orders: the fifth place is near where a block, or equal counts of many
# voices, go beyond it
for n in 8 7; do
    made "fifth$n" pelna \
        -e "s/^(cell;instytucje;priorytet\.(czas|eko);)[0-9]+/\1$n/"
done
says fifth8 "Na granicy piątki"
never fifth7 "Na granicy piątki"
made fifth_equal pelna -e 's/^(cell;instytucje;priorytet\.(czas|eko);)[0-9]+/\17/' \
    -e 's/^(cell;mieszkancy;priorytet\.zdrow;)13/\115/'
says fifth_equal "Na granicy piątki"

# a matter beyond the list: two voices are not often, and both sides may name it
for n in 2 3; do
    made "often$n" pelna -e '/priorytet.inne/d' \
        -e "s/^(cell;instytucje;priorytet\.[a-z]+;)[0-9]+/\1$n/" \
        -e "\$a cell;instytucje;priorytet.inne;$n;14;;;;;"
done
never often2 "spoza listy"
says often3 "spoza listy: instytucje i samorząd 3 z 14."
made often_both pelna -e '/priorytet.inne/d' \
    -e '$a cell;instytucje;priorytet.inne;12;14;;;;;' \
    -e '$a cell;mieszkancy;priorytet.inne;19;37;;;;;'
made often_first pelna -e '/priorytet.inne/d' \
    -e '$a cell;mieszkancy;priorytet.inne;23;37;;;;;'
says often_first "Najczęściej wskazywana „inna sprawa”"
says often3 "Często wskazywana „inna sprawa”"
says often_both "spoza listy: instytucje i samorząd 12 z 14; odpowiadający mieszkańcy 19 z 37."

# who knows the fields on top of the list
made know pelna -e '/;razem;zasob.eksperci;/d' \
    -e '$a cell;razem;zasob.eksperci;1;0;;;;;'
says know "Pewne oferty wiedzy specjalistów: 1."
made unknown pelna -e '/;razem;zasob.eksperci;/d' \
    -e '$a cell;razem;zasob.eksperci;0;2;;;;;'
says unknown "nie ma jeszcze pewnej wiedzy specjalistów. Kto zna się na trzech"
made no_offer pelna -e '/;oferta\./d' \
    -e 's/^(cell;razem;zasob\.[a-z]+;)[0-9]*;[0-9]*/\10;0/'
says no_offer "Kto zna się na trzech"

# sectors with as many voices are both named
made sectors pelna -e 's/^(cell;spoleczny;odpowiedzi;)[0-9]+/\110/'
says sectors "najwięcej mają sektor publiczny i sektor społeczny, po 10 z 14"

# offers of residents alone: page 1 lists them, so the map does not deny them
made theirs_only mieszkancy -e '$a cell;mieszkancy;zasob.liderzy;17;;;;;;'
says theirs_only "Nie znamy jeszcze ofert partnerów. Na warsztacie wypełnimy"
says theirs_only "Co od siebie mogą dać odpowiadający mieszkańcy:"
made nobodys mieszkancy -e ''
says nobodys "Nie znamy jeszcze ofert partnerów"

# goals of the declaration: no numbers where the alphabet parts equal ones, and
# "among others" where one that follows is named as often
goals() { sed -n '/heading 3 | Cele/,/paragraph.*To propozycja/p' "$1.txt"; }
made goals_equal pelna \
    -e 's/^(cell;[a-z]+;priorytet\.[a-z]+;)[0-9]+/\15/'
goals goals_equal > goals_equal.part
check "goals: among others" grep -q "Między innymi:" goals_equal.part
check "goals: no numbers" grep -q "list 0" goals_equal.part
made goals_order pelna -e ''
goals goals_order > goals_order.part
check "goals: their order is one" grep -q "list 1" goals_order.part
check "goals: no others" bash -c '! grep -q "Między innymi" goals_order.part'
made goals_few samorzad -e ''
goals goals_few > goals_few.part
check "goals: no numbers where few answered" grep -q "list 0" goals_few.part

# more named partners than the map has rows: a map by sector has no boxes, so
# the list of what partners bring has them, and the conditional offers
offers=
for i in {1..25}; do
    offers+="cell;i$i;oferta.sale;;;2;;;tak;\ncell;i$i;oferta.sprzet;;;1;;;warunek;\n"
done
made by_sector czterdziesci -e "\$a ${offers}measure;oferta.sale;offer;200;sala na spotkania;;;" \
    -e '$a measure;oferta.sprzet;offer;201;sprzęt;;;'
sed -n '/heading 1 | Mapa zasobów$/,/heading 1 | Prior/p' by_sector.txt > by_sector.map
check "by_sector: the map is by sector" grep -q '\[Sektor\]' by_sector.map
check "by_sector: without boxes" bash -c '! grep -q "potwierdzono" by_sector.map'
sed -n '/Wkład partnerów, który wolno/,/^  page/p' by_sector.txt > by_sector.list
check "by_sector: the list has conditional offers" grep -q 'cell 2 | pod warunkiem' by_sector.list
says by_sector "tu osoba prowadząca zaznacza, co potwierdzono"
check "by_sector: the list has boxes" grep -q "cell 6 | do potwierdzenia" by_sector.list
made by_partner pelna -e ''
sed -n '/Wkład partnerów, który wolno/,/^  page/p' by_partner.txt > by_partner.list
check "by_partner: the map has them" bash -c '! grep -q "Potwierdzono" by_partner.list'

# offers that would point at who made them are not "not known"
made none mieszkancy -e '/^cell;[^;]*;zasob\./d'
says none "Nie znamy jeszcze ofert partnerów. Na warsztacie wypełnimy"
made hidden mieszkancy -e '/^cell;[^;]*;zasob\./d' \
    -e '$a cell;razem;pokrycie;;;;;;ukryte;'
says hidden "Ofert partnerów tu nie podajemy"
never hidden "Nie znamy jeszcze ofert"

# answers may differ though nobody denies that there is a partnership
made disputed pelna -e 's/^(cell;razem;przypadek;;;;;;)N;.*/\1niejednoznaczne;odpowiedzi urzędu i biblioteki różnią się/'
says disputed "Nie jest jasne, jak to jest z partnerstwem w gminie (odpowiedzi urzędu"
says disputed "Nie jest jasne, jak to jest z partnerstwem w gminie: zapytajmy o to na początku."
never disputed "czy jakieś partnerstwo działa"

# empty forms are not "nobody answered"
sed '$a cell;razem;puste;5;;;;;;' "$cases/brak/cells.csv" > blank.csv
for edition in partnerzy skrocony; do
    EDITION=$edition "$tool" blocks "$cases/shared.csv" blank.csv
done | sed 's/\xc2\xa0/ /g' > blank.txt
says blank "Przyszło 5 ankiet, ale bez żadnej odpowiedzi."
says blank "Sprawdźmy, dlaczego ankiety są puste, i zapytajmy na warsztacie"
never blank "Zaprośmy je do ankiety"
check "blank: of who answered" [ "$(grep -c 'Sprawdźmy, dlaczego\.' blank.txt)" = 2 ]
says blank "Przyszło 5 ankiet, ale bez żadnej odpowiedzi. Sprawdźmy, dlaczego. Te cztery strony"
never blank "Nikt jeszcze nie odpowiedział"

made blank_least brak -e '$a cell;razem;puste;3;;;;;co_najmniej;'
says blank_least "Przyszły co najmniej 3 ankiety, ale bez żadnej odpowiedzi."

# the library is the group that is marked so, whatever its code
for code in biblioteka ksiaznica; do
    sed "s/^group;biblioteka;/group;$code;/" "$cases/shared.csv" > code.shared
    sed "\$a inst;99;$code;publiczny;Biblioteka w Woli" \
        "$cases/warsztat/cells.csv" > code.csv
    EDITION=deklaracja "$tool" blocks code.shared code.csv > "code-$code.txt"
done
check "the library is named" grep -q 'Biblioteka w.*Woli' code-biblioteka.txt
check "the library by another code" diff code-biblioteka.txt code-ksiaznica.txt
# statements without counts are told; a group of one answer is no group
made left_out pelna -e 's/^(cell;mieszkancy;zgoda.L[12];)[0-9]+/\1/' -e '$a measure;zgoda.L3;anchor;3;Trzecie zdanie.;;;' \
    -e '$a cell;instytucje;zgoda.L3;;14;;;;ukryte;'
says left_out "Przy pozostałych zdaniach liczb nie podajemy:"
made one_left pelna -e ""
says one_left "Przy jednym zdaniu liczb nie podajemy:"
EDITION=partnerzy made one_voice jeden -e '$a cell;szkola;M;1;1;;20;85;podzielone;'
says one_voice "Motywacja: szkoły i przedszkola (jedna odpowiedź) – "

# page 1: one voice of ten and half the residents are not "also residents"
made mainly pelna -e 's/^(cell;razem;priorytet.mlodz;)[0-9]+/\11/' -e 's/^(cell;instytucje;priorytet.mlodz;)14;14/\12;14/'
page_one mainly > mainly.page
check "mainly residents" grep -q "Młodzież.*głównie mieszkańcy" mainly.page
page_one falling > falling.page
check "also residents" grep -q "Młodzież.*także mieszkańcy" falling.page

# page 1: "11 z 14" above a bare "9" is read as 9 of 14
made come_of dlugie-nazwy -e 's/^(cell;instytucje;warsztat;9;)14/\112/'
page_one come_of > come_of.page
check "come_of: of whom" grep -q "Na warsztat chce przyjść: 9 z 12\." come_of.page

# a list from which something is kept back is not all that was named
made cut_short pelna -e 's/^(cell;instytucje;priorytet.eko;).*/\1;14;;;;ukryte;/' \
    -e 's/^(cell;(razem|mieszkancy);priorytet.eko;[0-9]*;[0-9]*;)[0-9]*/\1/'
says cut_short "Pozostałych spraw nie podajemy."
never falling "Pozostałych spraw nie podajemy."

# nobody is afraid of a change of authorities, which is among the first barriers
unafraid='cell;razem;regula.DURABLE;;;;;;nie;Raczej nie obawiają się.'
made authorities pelna -e "\$a $unafraid" \
    -e 's/^(cell;razem;bariera.wladze;)1;5;5/\14;5;3/' \
    -e 's/^(cell;razem;bariera.wiedza;)3;5;3/\11;5;5/'
says authorities "Raczej nie obawiają się. Zmiany władz są jednak wśród"
made authorities_last pelna -e "\$a $unafraid"
says authorities_last "Raczej nie obawiają się."
never authorities_last "Zmiany władz są jednak"

# why no index is told: a question that stopped them all, or some
enough='s/^(cell;(mieszkancy|instytucje);odpowiedzi;)[0-9]+/\130/'
EDITION=partnerzy made stopped ukryte -e "$enough" \
    -e 's/^(cell;[a-z]+;[MOBL];;;;;;).*/\1brak;wstrzymany, bo pytanie X działa przeciw pozostałym/'
says stopped "Wyników tu nie podajemy: jedno z pytań działa przeciw pozostałym."
EDITION=partnerzy made some_stopped ukryte -e "$enough" \
    -e 's/^(cell;instytucje;M;;;;;;).*/\1brak;wstrzymany, bo pytanie X działa przeciw pozostałym/'
says some_stopped "jedno z pytań działa przeciw pozostałym, odpowiedzi jest na to"

# a quotation in what somebody wrote is one inside a quotation
made inner pelna -e 's/Autobus nie dojeżdża po południu/Hasło „razem” i "obok" (“dalej”)/'
says inner "„Hasło »razem« i »obok« (»dalej«).”"
quotes() { # NAME TEXT SENTENCE
    made "$1" pelna -e "s|Autobus nie dojeżdża po południu|$2|"
    says "$1" "$3"
}
quotes dash_quote 'Projekt-"Razem"/„Obok”' "„Projekt-»Razem«/»Obok«"
quotes bracket_quote 'Raz ["dwa" („trzy“)], "cztery?"' \
    "„Raz [»dwa« (»trzy«)], »cztery?«"
quotes hard_quote $'Nasz\xc2\xa0"dom", po„dom”' "„Nasz »dom«, po»dom«"
quotes inches 'Monitor 24" i "Sala 24"' "„Monitor 24\" i »Sala 24«"

# what no font has is not printed as a box, and that is said
quotes emoji 'Więcej 👍🏽 "zieleni" 🌳' "„Więcej »zieleni«"
says emoji "Pominęliśmy znaki, których nie umiemy wydrukować, na przykład emoji."
made emoji_only pelna -e 's/Autobus nie dojeżdża po południu/👍 👍/'
says emoji_only "na przykład emoji, i wypowiedzi, w których bez nich nie ma ani jednego słowa."
never emoji_only "👍"
never inner "Pominęliśmy znaki"

# a list of remarks that is full may not be all of them
made full pelna -e '/^measure;uwagi.03/d'
says full "Drukujemy najwyżej 2 wypowiedzi, pierwsze w porządku alfabetu"
made not_full pelna -e ""
never not_full "Drukujemy najwyżej"

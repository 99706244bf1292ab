#!/bin/bash
# What must not be known is in no byte: names that were refused, free texts and
# what hidden groups said; and what is published gives no way back to it.
set -uo pipefail
source "$ROOT/tests/lib.sh"
groups="jst ngo szkola kultura biznes biblioteka mieszkancy"

# exports FOLDER SEED GMINAS
exports() {
    mkdir "$1"
    for g in $groups; do
        "$DIAGNOZA" simulate "$1/$g.csv" --survey "$g" --profile limesurvey \
            --gminas "$3" --seed "$2" --from 2026-09-15 --to 2026-10-20
    done
}
# campaign FOLDER EXPORTS FORMATS [PARAMETER=VALUE...]
campaign() {
    local dir=$1 from=$2 formats=$3 p
    shift 3
    "$DIAGNOZA" init "$dir" --voivodeship 06 --wave fala --from 2026-09-01 \
        --to 2026-12-31
    printf '%064d\n' 0 > "$dir/klucz" # numbers of institutions come of it
    for p in "$@"; do
        sed -i "s/^[#; ]*${p%=*} *=.*/${p%=*} = ${p#*=}/" "$dir/diagnoza.ini"
    done
    "$DIAGNOZA" -C "$dir" ingest "$from"/*.csv && "$DIAGNOZA" -C "$dir" analyze &&
        "$DIAGNOZA" -C "$dir" freeze fala &&
        "$DIAGNOZA" -C "$dir" report --format "$formats"
}

exports e 5 24
# In the gmina with most organisations: one that refuses to be named, another
# that agrees (both with names found nowhere else); nobody's voice may be
# shown; free texts with a mark everywhere.  In the folder `swap`, the same but
# for who said what about the library (L1-L4) among those who are alone in their
# group and hidden (alone: they have no part in the spread within the group).
cat > prepare.py << 'END'
import collections, csv, os, random, shutil
rows, heads = {}, {}
for name in sorted(os.listdir("e")):
    with open("e/" + name, encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        heads[name], rows[name] = r.fieldnames, list(r)
big = collections.Counter(r["gmina"] for r in rows["ngo.csv"]).most_common(1)
gmina = big[0][0]
ours = [r for r in rows["ngo.csv"] if r["gmina"] == gmina]
for r in (x for rs in rows.values() for x in rs):
    for text in ("uwagi", "mikrosukces"):
        if text in r:
            r[text] = "Xqtajne Żółwiak"
    if "zgodaGlos" in r:
        r["zgodaGlos"] = "nie"
ours[0].update(instytucja="Koło Gżegżółka", zgodaZasoby="nie")
ours[1].update(instytucja="Klub Bączek", zgodaZasoby="tak", R01="tak")
def save(folder):
    os.mkdir(folder)
    for name in rows:
        with open(f"{folder}/{name}", "w", encoding="utf-8", newline="") as f:
            w = csv.DictWriter(f, heads[name], quoting=csv.QUOTE_ALL)
            w.writeheader()
            w.writerows(rows[name])
save("plain")
count = collections.Counter((r["gmina"], n) for n in rows for r in rows[n])
hidden = collections.defaultdict(list)
for name in rows:
    for r in rows[name]:
        if name != "mieszkancy.csv" and count[r["gmina"], name] == 1:
            hidden[r["gmina"]].append(r)
dice, moved = random.Random(1), 0
for who in hidden.values():
    said = [[r[f"L{i}"] for i in range(1, 5)] for r in who]
    order = said[:]
    dice.shuffle(order)
    moved += sum(a != b for a, b in zip(said, order))
    for r, s in zip(who, order):
        r.update({f"L{i + 1}": x for i, x in enumerate(s)})
save("swap")
print(gmina, moved)
END
read -r gmina moved < <(python3 prepare.py)
check "answers changed places ($moved)" test "$moved" -gt 5
campaign k plain pdf,html,csv,xlsx > k.log 2>&1
same "campaign is reported" $? 0
campaign s swap pdf,html,csv > s.log 2>&1
same "campaign of the swapped is reported" $? 0

# everything FOLDER: all bytes of the documents and of the overview, PDF and
# XLSX inflated and as text
everything() {
    local f
    for f in "$1"/raporty/fala/[0-9]* "$1"/raporty/fala/przeglad.* \
        "$1"/raporty/fala/analityk/*; do
        case $f in
        *.pdf)
            qpdf --qdf --object-streams=disable "$f" - 2> /dev/null
            pdftotext "$f" -
            pdfinfo "$f"
            ;;
        *.xlsx) python3 -c 'import sys, zipfile
book = zipfile.ZipFile(sys.argv[1])
for name in book.namelist():
    sys.stdout.buffer.write(book.read(name))' "$f" ;;
        *.html | *.csv) cat "$f" ;;
        esac
    done
}
everything k > k.bytes
# Text strings of a PDF are UTF-16; so look for a word in each coding.
holds() {
    python3 - "$1" "$2" << 'END'
import sys
data, word = open(sys.argv[1], "rb").read(), sys.argv[2]
low = data.lower()
forms = [word.encode(), word.encode("utf-16-be"), word.encode("cp1250"),
         word.encode("utf-16-be").hex().encode(),
         "".join(c if c < "\x7f" else f"&#{ord(c)};" for c in word).encode()]
found = [f for f in forms if f in data or f.lower() in low]
sys.exit(0 if found else 1)
END
}
for word in Bączek 'Klub Bączek'; do
    check "search finds the name that agreed: $word" holds k.bytes "$word"
done
for f in "k/raporty/fala/$gmina"*.{pdf,html}; do
    case $f in
    *.pdf) pdftotext "$f" one.txt ;;
    *) cp "$f" one.txt ;;
    esac
    case $f in
    *-mieszkancy.*) # residents' edition names no institution
        exits "no name is in $(basename "$f")" 1 holds one.txt Bączek
        continue
        ;;
    esac
    check "the name that agreed is in $(basename "$f")" holds one.txt Bączek
done
for word in Gżegżółka gżegżółk gzegzolka Xqtajne Żółwiak; do
    exits "in no byte: $word" 1 holds k.bytes "$word"
done
check "the overview was searched" \
    test "$(grep -ac 'Przegląd.*badan' k.bytes)" -gt 1
for f in k/raporty/fala/przeglad.{csv,html}; do
    exits "$(basename "$f") names no institution" 1 holds "$f" Bączek
done
# What it says of a gmina does not depend on who of the hidden said it; what is
# pooled over the voivodeship (reliability) may.
of_gminas() { tail -n +2 "$1/raporty/fala/przeglad.csv" | grep -E '^[0-9]{7};'; }
check "the overview's gminas are the same" \
    cmp <(of_gminas k) <(of_gminas s)
check "and they are there" test "$(of_gminas k | wc -l)" -gt 500
# Rows of groups that are hidden carry no number.
hidden_numbers() {
    tr -d '\r' < <(cat k/raporty/fala/[0-9]*.csv) | awk -F';' '$9 == "wliczone" { n++; if ($4 $5 $6 $7 $8 != "") bad++ }
        END { print (n > 300 ? "many" : n + 0), bad + 0 }'
}
same "hidden rows are empty" "$(hidden_numbers)" "many 0"
# The date of the foot and the hash of the cells are of published cells only,
# so who of the hidden said what leaves no trace at all.
sums() { (cd "$1/raporty/fala" && sha256sum [0-9]*.pdf [0-9]*.html [0-9]*.csv); }
sums k > k.sum
sums s > s.sum
diff k.sum s.sum > diff.txt
same "documents do not depend on who of the hidden said it" \
    "$(grep -c '^[<>]' diff.txt)" 0

# One official alone in a gmina, who did not agree to speak for the office.
mkdir alone
for g in $groups; do
    "$DIAGNOZA" simulate "alone/$g.csv" --survey "$g" --profile limesurvey \
        --gminas 3 --seed 5 --from 2026-09-15 --to 2026-10-20
done
python3 - << 'END'
import csv, os
with open("alone/jst.csv", encoding="utf-8-sig", newline="") as f:
    r = csv.DictReader(f)
    head, rows = r.fieldnames, list(r)
for x in rows:
    x["zgodaGlos"] = "nie"
one = rows[0]["gmina"]
with open("alone/jst.csv", "w", encoding="utf-8", newline="") as f:
    w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
    w.writeheader()
    w.writerows([rows[0]] + [x for x in rows if x["gmina"] != one])
for name in os.listdir("alone"):
    if name != "jst.csv":
        lines = open("alone/" + name, encoding="utf-8-sig",
                     newline="").read().split("\r\n")
        keep = [l for l in lines if f'"{one}"' not in l]
        open("alone/" + name, "w", encoding="utf-8", newline="").write("\r\n".join(keep))
END
campaign a alone csv > a.log 2>&1
same "campaign with one official alone" $? 0
python3 "$ROOT/tests/full/attack.py" "$ROOT/surveys/groups.csv" \
    a/raporty/fala > alone.txt
same "one official alone is not exposed" "$(grep -c razem alone.txt)" 0
head -n 5 alone.txt

# The attacker, on four campaigns with mixed consents.
for seed in 1 2 3 4; do
    exports "e$seed" $seed 30
    campaign "c$seed" "e$seed" csv > "c$seed.log" 2>&1
done
python3 "$ROOT/tests/full/attack.py" "$ROOT/surveys/groups.csv" \
    c[1-4]/raporty/fala > attack.txt
same "nothing hidden can be worked out" $? 0
tail -n 12 attack.txt
for seed in 1 2 3 4; do
    campaign "weak$seed" "e$seed" csv niepewnosc_ukrytych=5 min_ukryte=2 \
        min_ukryte_grup=1 > weak.log 2>&1
done
python3 "$ROOT/tests/full/attack.py" "$ROOT/surveys/groups.csv" \
    weak[1-4]/raporty/fala > weak.txt
check "the attacker wins where the protection is weakened" \
    grep -qE ' [1-9][0-9]* leaks' weak.txt
tail -n 1 weak.txt

#!/bin/bash
# The HTML of every edition: valid (Nu HTML Checker), no violations of axe-core
# in a real browser, no wider than a phone.  Both checkers come from npm once,
# into build/npm; without them the test says so and is skipped.
set -uo pipefail
source "$ROOT/tests/lib.sh"
npm=$ROOT/build/npm
jar=$npm/node_modules/vnu-jar/build/dist/vnu.jar
axe=$npm/node_modules/axe-core/axe.min.js
if [ ! -f "$jar" ] || [ ! -f "$axe" ]; then
    mkdir -p "$npm"
    timeout 120 npm install --prefix "$npm" --no-audit --no-fund \
        --ignore-scripts vnu-jar@26.9.27 axe-core@4.14.1 > npm.txt 2>&1
fi
# One gmina with all groups, one where hardly anybody answered.
groups="jst ngo szkola kultura biznes biblioteka mieszkancy"
mkdir e
for g in $groups; do
    "$DIAGNOZA" simulate "e/$g.csv" --survey "$g" --profile limesurvey \
        --gminas 2 --seed 3 --from 2026-09-15 --to 2026-10-20
done
python3 - << 'PY'
import csv
import os
few = None
for name in sorted(os.listdir("e")):
    with open("e/" + name, encoding="utf-8-sig", newline="") as f:
        r = csv.DictReader(f)
        head, rows = r.fieldnames, list(r)
    few = few or sorted({x["gmina"] for x in rows})[1]
    keep = [x for x in rows if x["gmina"] != few]
    if name == "ngo.csv":
        keep += [x for x in rows if x["gmina"] == few][:1]
    with open("e/" + name, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, quoting=csv.QUOTE_ALL)
        w.writeheader()
        w.writerows(keep)
PY
"$DIAGNOZA" init k --voivodeship 06 --wave fala --from 2026-09-01 \
    --to 2026-12-31 > /dev/null
for command in "ingest $(echo e/*.csv)" analyze "freeze fala" report; do
    # shellcheck disable=SC2086
    "$DIAGNOZA" -C k $command >> log.txt 2>&1
done
mapfile -t pages < <(find k/raporty -name '*.html' | sort)
"$BUILD/tests/docdemo" html demo.html 2> /dev/null
pages+=(demo.html)
check "pages of ${#pages[@]} documents" test ${#pages[@]} -ge 6

if command -v java > /dev/null && [ -f "$jar" ]; then
    java -jar "$jar" --format text "${pages[@]}" > vnu.txt 2>&1
    same "valid HTML" $? 0
    head -n 20 vnu.txt
    sed 's/<h1 id="h1"/<h1 id="h2"/' demo.html > bad.html
    exits "the checker can say no" 1 java -jar "$jar" bad.html
else
    skipped "Nu HTML Checker cannot be had"
fi

command -v chromium > /dev/null && [ -f "$axe" ] || {
    skipped "no chromium or no axe-core"
    exit 0
}
# All pages in one visit: each in a frame as wide as a phone, one after the
# other, with the checker in it.
cat > probe.py << 'PY'
import json
import sys
axe = open(sys.argv[1], encoding="utf-8").read()
pages = [open(p, encoding="utf-8").read() for p in sys.argv[2:]]
safe = lambda v: json.dumps(v).replace("</", "<\\/")
print(f"""<!DOCTYPE html><html lang="en"><title>probe</title><body><script>
const axe = {safe(axe)}, pages = {safe(pages)};
(async () => {{
  for (const page of pages) {{
    const f = document.createElement("iframe");
    f.style = "width:360px;height:900px";
    const ready = new Promise(done => f.onload = done);
    f.srcdoc = page;
    document.body.append(f);
    await ready;
    const w = f.contentWindow, s = w.document.createElement("script");
    s.textContent = axe;
    w.document.head.append(s);
    const wide = w.document.documentElement.scrollWidth > 361;
    const r = await w.axe.run(w.document);
    const p = document.createElement("pre");
    p.textContent = "FOUND " + (r.passes.length > 20) + " " + wide + " " +
      JSON.stringify(r.violations.map(v => [v.id, v.nodes.length,
        v.nodes[0].html.slice(0, 90)]));
    f.remove();
    document.body.append(p);
  }}
}})();
</script></body></html>""")
PY
sed -e 's/<html lang="pl"/<html/' -e 's/#4f5e6c/#cccccc/g' demo.html > bad.html
checked=() # the moderator's, and one of each other edition
for page in "${pages[@]}"; do
    case $page in
    *-partnerzy.html | *-mieszkancy.html | *analityk*)
        case " ${checked[*]} " in *"${page##*-}"*) continue ;; esac ;;
    esac
    checked+=("$page")
done
python3 probe.py "$axe" "${checked[@]}" bad.html > probe.html
timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-quic \
    --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync --user-data-dir="$PWD/profile" \
    --virtual-time-budget=400000 --dump-dom "file://$PWD/probe.html" \
    2> /dev/null | sed 's,<pre>,\n,g' | grep -o '^FOUND .*</pre>' > found.txt
for i in "${!checked[@]}"; do
    same "no violations in $(basename "${checked[$i]}")" \
        "$(sed -n "$((i + 1))p" found.txt)" 'FOUND true false []</pre>'
done
check "the accessibility check can say no" \
    grep -q 'color-contrast.*html-has-lang' <(tail -n 1 found.txt)

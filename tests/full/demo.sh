#!/bin/bash
# The demonstration campaign as its readers get it: the same bytes wherever and
# however it is run, every PDF sound, tagged, archivable, and every word of it
# in the HTML twin.
set -uo pipefail
source "$ROOT/tests/lib.sh"
gminas=14
wave=raporty/2026-jesien

# quiet LOG COMMAND...
quiet() {
    local log=$1
    shift
    "$@" > "$log" 2>&1
}
check "demo runs" quiet a.log "$ROOT/cli/demo.sh" "$DIAGNOZA" "$PWD/a" $gminas
mkdir elsewhere
check "demo runs elsewhere" quiet b.log bash -c "cd elsewhere && umask 077 &&
    TZ=Asia/Tokyo LC_ALL=en_US.UTF-8 LANG=en_US.UTF-8 \
    '$ROOT/cli/demo.sh' '$DIAGNOZA' ../b $gminas"

# list FOLDER: the documents with their hashes
list() { (cd "$1/$wave" && find . -type f \( -name '*.pdf' -o -name '*.html' \
    -o -name '*.csv' \) -path './[0-9]*' -print0 | sort -z |
    xargs -0 sha256sum); }
list a > a.sum
list b > b.sum
check "three files a gmina" test "$(wc -l < a.sum)" -ge $((3 * gminas))
check "same bytes under another TZ, language, umask, folder" cmp -s a.sum b.sum
for workers in 1 2; do
    cp -a a "w$workers"
    sed -i "s/^[#; ]*procesy *=.*/procesy = $workers/" "w$workers/diagnoza.ini"
    grep -q "^procesy = $workers" "w$workers/diagnoza.ini" ||
        printf '\n[parametry]\nprocesy = %s\n' $workers >> "w$workers/diagnoza.ini"
    find "w$workers/$wave" -type f -delete
    check "rendered again by $workers worker(s)" \
        quiet "w$workers.log" "$DIAGNOZA" -C "w$workers" report --force
    list "w$workers" > "w$workers.sum"
    check "same bytes by $workers worker(s)" cmp -s a.sum "w$workers.sum"
done
printf x >> "w1/$(cd w1 && find $wave -name '*.pdf' | head -n 1)"
list w1 > w1.sum
exits "the comparison notices one byte" 1 cmp -s a.sum w1.sum

mapfile -t pdfs < <(find "$PWD/a/$wave" -maxdepth 1 -name '*.pdf' | sort)
sound() {
    local f bad=0
    for f in "${pdfs[@]}"; do
        qpdf --check "$f" > qpdf.txt 2>&1 || { bad=1; head -n 3 qpdf.txt; }
    done
    return $bad
}
check "qpdf finds no fault in ${#pdfs[@]} files" sound
tagged() {
    local f bad=0
    for f in "${pdfs[@]}"; do
        /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" "$f" > ua.txt 2>&1 ||
            { bad=1; tail -n 3 ua.txt; }
    done
    return $bad
}
check "built to PDF/UA-1" tagged
jar=/usr/share/java/pdfbox2.jar
if command -v java > /dev/null && [ -f $jar ]; then
    check "PDF/A-1b" quiet pdfa.txt java -cp "$jar:/usr/share/java/*" \
        "$ROOT/tests/pdf/Preflight.java" "${pdfs[@]}"
    grep -A 5 ' INVALID' pdfa.txt | head -n 20
else
    skipped "no java or no libpdfbox2-java: PDF/A not checked"
fi

# Every word of the HTML twin that has a Polish letter comes back from the PDF,
# where hyphens at line ends are joined again.
cat > words.py << 'END'
import html.parser, re, subprocess, sys, unicodedata
class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.out, self.off = [], 0
    def handle_starttag(self, tag, attrs):
        self.off += tag in ("style", "title", "svg")
        self.out.append(" ")
    def handle_endtag(self, tag):
        self.off -= tag in ("style", "title", "svg")
        self.out.append(" ")
    def handle_data(self, data):
        if not self.off:
            self.out.append(data)
def words(text):
    text = unicodedata.normalize("NFC", text)
    text = re.sub("[\u00ad\u200b\u2060]", "", text)
    return {w for w in re.findall(r"[^\W\d_]+", text)
            if re.search("[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]", w)}
missing = total = 0
for pdf in sys.argv[1:]:
    t = Text()
    t.feed(open(pdf[:-3] + "html", encoding="utf-8").read())
    raw = subprocess.run(["pdftotext", "-raw", pdf, "-"], text=True,
                         capture_output=True).stdout
    joined = re.sub("[-\u00ad\u2010]\n", "", raw)
    have, want = words(raw) | words(joined), words("".join(t.out))
    total += len(want)
    lost = sorted(want - have)
    missing += len(lost)
    if lost:
        print(pdf.rsplit("/", 1)[1], "lacks", lost[:12])
print(f"{total} words, {missing} missing")
sys.exit(1 if missing or total < 100 * len(sys.argv[1:]) else 0)
END
check "Polish words come back from the PDF" python3 words.py "${pdfs[@]}"
sed -i 's,</main>\|</body>,<p>źdźbło</p>&,' "${pdfs[0]%.pdf}.html"
exits "a word that the PDF lacks is noticed" 1 python3 words.py "${pdfs[@]}"

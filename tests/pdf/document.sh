#!/bin/bash
# The demonstration document as PDF and HTML: sound, tagged, readable, the same
# bytes again; and the checker itself notices what is taken away.
set -uo pipefail
source "$ROOT/tests/lib.sh"
demo=$BUILD/tests/docdemo

check "writes a PDF" "$demo" pdf a.pdf 2> notes.txt
check "says what the font lacks" grep -q 'W807.*U+4E2D' notes.txt
LC_ALL=C TZ=Asia/Tokyo "$demo" pdf b.pdf 2> /dev/null
check "same blocks, same bytes" cmp -s a.pdf b.pdf
check "qpdf finds no fault" qpdf --check a.pdf > qpdf.txt 2>&1
check "built to PDF/UA-1" /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" a.pdf
pdftotext a.pdf a.txt
for words in 'Zażółć gęślą' 'Chęci są większe niż możliwości' \
    'Koło Gospodyń Wiejskich' 'pod warunkiem' 'potwierdzono' \
    'brak danych do pokazania' 'strona 1 z' 'Instytucja publiczna nr 40' \
    'wyższy niż strona' 'także mieszkańcy'; do
    check "text gives back: $words" grep -qF "$words" a.txt
done
pdftotext -raw a.pdf raw.txt # in the order of the content
same "reading order" "$(grep -nF -e 'Co jest najważniejsze' \
    -e 'zajęcia dla seniorów' -e 'Co już mamy' -e 'W czym trzeba pomóc' \
    -e 'Następny krok' raw.txt | cut -d: -f2 | sed 's,^[0-9] ,,' | tr '\n' ';')" \
    'Co jest najważniejsze;zajęcia dla seniorów;Co już mamy;W czym trzeba pomóc;Następny krok;'
same "title" "$(pdfinfo a.pdf | sed -n 's/^Title: *//p')" \
    'Gmina Przykładowa: diagnoza <gotowości> & współpracy'
check "dates are the data's" grep -q '2026-10-20' <(pdfinfo -isodates a.pdf)
check "fonts are subset and embedded" bash -c \
    "pdffonts a.pdf | tail -n +3 | grep -vq 'yes yes yes' && exit 1 || exit 0"
"$demo" pdf ten.pdf 10 2> /dev/null
same "ten pages" "$(pdfinfo ten.pdf | sed -n 's/^Pages: *//p')" 10
check "at most 250 KB" test "$(stat -c %s ten.pdf)" -le 256000

# The checker can fail: take things away.
/usr/bin/python3 - << 'END'
import pikepdf
from pikepdf import Name
def broken(name, change):
    with pikepdf.open("a.pdf") as pdf:
        change(pdf)
        pdf.save(name)
def elements(node):
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))
def first(pdf, role):
    return next(e for e in elements(pdf.Root.StructTreeRoot.K)
                if e.S == Name("/" + role))
def lang(pdf): del pdf.Root["/Lang"]
def alt(pdf): del first(pdf, "Figure")["/Alt"]
def scope(pdf): del first(pdf, "TH")["/A"]
def heading(pdf): first(pdf, "H1").S = Name.H3
def content(pdf): pdf.pages[0].contents_add(b"0 0 9 9 re f", prepend=False)
def order(pdf): first(pdf, "P").K = pikepdf.Array([])
def note(pdf): return next(n for p in pdf.pages for n in p.get("/Annots", []))
def words(pdf): del note(pdf)["/Contents"]
def goal(pdf): note(pdf).Dest = pikepdf.Array([pdf.Root, Name.Fit])
def child(pdf): first(pdf, "Link").K = 0
for f in (lang, alt, scope, heading, content, order, words, goal, child):
    broken(f"no-{f.__name__}.pdf", f)
END
for broken in no-*.pdf; do
    exits "checker notices $broken" 1 \
        /usr/bin/python3 "$ROOT/tests/pdf/uacheck.py" "$broken"
done

check "writes HTML" "$demo" html a.html 2> /dev/null
"$demo" html b.html 2> /dev/null
check "same blocks, same HTML" cmp -s a.html b.html
check "HTML is one file without scripts" bash -c \
    "! grep -qiE '<script|<link|src=|url\(|@import' a.html"
check "HTML speaks Polish" grep -q '<html lang="pl">' a.html
check "every element is closed" /usr/bin/python3 - << 'END'
import html.parser, sys
class Balance(html.parser.HTMLParser):
    void = {"meta", "br"}
    open, bad = [], []
    def handle_startendtag(self, tag, attrs):
        pass
    def handle_starttag(self, tag, attrs):
        if tag not in self.void:
            self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(tag)
p = Balance()
p.feed(open("a.html", encoding="utf-8").read())
sys.exit(1 if p.bad or p.open else 0)
END

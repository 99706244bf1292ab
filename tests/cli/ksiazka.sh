#!/bin/bash
# The codebook holds every question of every form with its scale and its place,
# names only sections that the report has, and its page is whole HTML.
set -uo pipefail
. "$ROOT/tests/lib.sh"
exits "written" 0 "$DIAGNOZA" surveys codebook --output out
exits "needs a folder" 2 "$DIAGNOZA" surveys codebook
check "every item, scale and section" python3 - "$ROOT" << 'READ'
import csv, html, re, sys
root = sys.argv[1]
def table(name):
    return list(csv.DictReader(open(f"{root}/surveys/{name}.csv",
                                    encoding="utf-8")))
titles = {"Na jednej stronie"} | set(re.findall(
    r'^SECTION\(\w+, "([^"]+)"', open(root + "/report/section/section.def",
                                      encoding="utf-8").read(), re.M))
words = {"poza diagnozą", "nie jest pokazywane",
         "tylko po przejrzeniu przez człowieka"}
text = open("out/ksiazka-kodow.csv", encoding="utf-8", newline="").read()
assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n")
book = {(r["ankieta"], r["kod"]): r for r in csv.DictReader(
    text.lstrip("\ufeff").splitlines(), delimiter=";")}
page = open("out/ksiazka-kodow.html", encoding="utf-8").read()
said = html.unescape(page)
lists = {}
for c in table("choices"):
    lists.setdefault(c["list_name"], []).append(c)
n = 0
for g in table("groups"):
    for i in table(g["code"]):
        kind, _, name = i["type"].partition(" ")
        if kind in ("note", "begin_group", "end_group"):
            continue
        n += 1
        r = book[g["code"], i["name"]]
        assert r["tresc"] == i["label"] and r["wersja"] == g["version"], r
        assert r["wymiar"] == i["dimension"] and r["wskaznik"] == i["index"], r
        assert (r["odwrocone"], r["wspolne"]) == (i["reverse"], i["anchor"]), r
        for c in lists.get(name, []):
            assert f'{c["name"]} = {c["label"]}' in r["skala"], (r, c)
        places = r["w_raporcie"].split("; ")
        assert places and all(p in titles | words for p in places), r
        # what counts for an index is shown somewhere, but in the extra forms
        shown = g["rodzaj"] != "dodatkowa"
        assert not i["index"] or shown == (places[0] in titles), r
        assert i["label"] in said, i
    assert f'id="{g["code"]}"' in page
assert n == len(book), (n, len(book))
READ
check "whole HTML" python3 - << 'HTML'
import html.parser, sys
class Page(html.parser.HTMLParser):
    open, bad, ids = [], [], []
    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        self.ids += [at["id"]] if "id" in at else []
        self.bad += [tag] if tag == "th" and "scope" not in at else []
        self.bad += [at["href"]] if at.get("href", "#")[0] != "#" else []
        if tag not in ("meta", "br"):
            self.open.append(tag)
    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.bad.append(tag)
page, text = Page(), open("out/ksiazka-kodow.html", encoding="utf-8").read()
page.feed(text)
links = [p.split('"')[0] for p in text.split('href="#')[1:]]
sys.exit(bool(page.bad or page.open or len(set(page.ids)) != len(page.ids)
              or set(links) - set(page.ids)
              or not text.startswith('<!DOCTYPE html>\n<html lang="pl">')))
HTML

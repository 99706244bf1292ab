#!/usr/bin/env python3
"""Workbooks for the tests, written by hand so that they can be wrong.

workbook.py csv IN OUT ENCODING   a CSV (;) as Excel keeps it: dates as numbers
workbook.py sheets OUT NAME=TEXT...   a sheet for each; "" leaves it empty
workbook.py all FOLDER            one workbook for each case, good and hostile
"""
import csv
import datetime
import io
import os
import re
import struct
import sys
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
# styles 0: General, 1: built-in date with time, 2: own day, 3: text
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1">'
          '<numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
          '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
          '<xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="165"/>'
          '<xf numFmtId="49"/></cellXfs></styleSheet>')


class Cell:
    """A cell as it is written: attributes and content."""

    def __init__(self, attributes, content):
        self.attributes, self.content = attributes, content


def column(i):
    name, i = "", i + 1
    while i:
        i, rest = divmod(i - 1, 26)
        name = chr(65 + rest) + name
    return name


def one_cell(value, ref, shared):
    if isinstance(value, Cell):
        return f'<c r="{ref}" {value.attributes}>{value.content}</c>'
    if isinstance(value, (int, float)):
        return f'<c r="{ref}"><v>{value}</v></c>'
    if shared is None:
        return (f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">'
                f'{escape(value)}</t></is></c>')
    shared.setdefault(value, len(shared))
    return f'<c r="{ref}" t="s"><v>{shared[value]}</v></c>'


def sheet(rows, shared=None):
    """rows: lists of cells; None leaves the row out."""
    out = [f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>']
    for r, row in enumerate(rows, 1):
        if row is None:
            continue
        out.append(f'<row r="{r}">')
        for c, value in enumerate(row):
            if value not in ("", None):
                out.append(one_cell(value, f"{column(c)}{r}", shared))
        out.append("</row>")
    out.append("</sheetData></worksheet>")
    return "".join(out)


def write(path, sheets, shared=None, book="", hidden=(), text_part=None,
          drop=()):
    """sheets: (name, xml) pairs; book: XML before the list of sheets."""
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels":
             f'<Relationships xmlns="{PACK}"><Relationship Id="a" Type="{REL}'
             '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
             "xl/styles.xml": STYLES}
    names = relations = ""
    for i, (name, xml) in enumerate(sheets, 1):
        state = ' state="hidden"' if name in hidden else ""
        names += f'<sheet name="{name}" sheetId="{i}"{state} r:id="s{i}"/>'
        relations += (f'<Relationship Id="s{i}" Type="{REL}/worksheet" '
                      f'Target="worksheets/sheet{i}.xml"/>')
        parts[f"xl/worksheets/sheet{i}.xml"] = xml
    relations += (f'<Relationship Id="y" Type="{REL}/styles" '
                  'Target="/xl/styles.xml"/>')
    if shared is not None:
        relations += (f'<Relationship Id="t" Type="{REL}/sharedStrings" '
                      'Target="sharedStrings.xml"/>')
        parts["xl/sharedStrings.xml"] = text_part or (
            f'{HEAD}<sst xmlns="{MAIN}">' + "".join(
                f'<si><t xml:space="preserve">{escape(t)}</t></si>'
                for t in shared) + "</sst>")
    parts["xl/workbook.xml"] = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{book}<sheets>{names}'
        "</sheets></workbook>")
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{HEAD}<Relationships xmlns="{PACK}">{relations}</Relationships>')
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            if name not in drop:
                z.writestr(name, data)


def serial(day, clock):
    d = datetime.date(*map(int, reversed(day.split("."))))
    h, m = (list(map(int, clock.split(":"))) + [0, 0])[:2] if clock else (0, 0)
    return (d - datetime.date(1899, 12, 30)).days + (h * 60 + m) / 1440


def from_csv(source, target, encoding):
    with io.open(source, encoding=encoding, newline="") as f:
        rows = list(csv.reader(f, delimiter=";"))
    for row in rows[1:]:
        for i, cell in enumerate(row):
            m = re.fullmatch(r"(\d\d\.\d\d\.\d{4})(?: (\d\d:\d\d))?", cell)
            if m:
                row[i] = Cell('s="%d"' % (1 if m[2] else 2),
                              f"<v>{serial(m[1], m[2])!r}</v>")
            elif re.fullmatch(r"[1-9]\d{0,8}", cell):
                row[i] = int(cell)
    shared = {}
    write(target, [("Arkusz1", sheet(rows, shared))], shared)


HEADER = ["data", "gmina", "nr_formularza", "L1", "L2", "M11", "M12", "M21",
          "uwagi"]


def answer(n, *cells):
    day = Cell('s="2"', "<v>46310</v>")
    return [day, "0602032", f"p-{n}", *(cells or (4, 5, 3, 2, 1))]


def bomb(path):
    """A part that says it is small and unpacks to 60 MB."""
    rows = [HEADER, answer(1)]
    write(path, [("A", sheet(rows))], {"x": 0},
          text_part=f'<sst xmlns="{MAIN}">' + " " * 60_000_000 + "</sst>")
    data = bytearray(open(path, "rb").read())
    at = data.rindex(b"xl/sharedStrings.xml") - 46
    struct.pack_into("<I", data, at + 24, 2000)
    with open(path, "wb") as f:
        f.write(data)


def cases(folder):
    def p(name):
        return os.path.join(folder, name + ".xlsx")

    good = sheet([HEADER, answer(1), None, answer(2, 5, "nw", 2, 2, 5)])
    write(p("good"), [("Odpowiedzi", good)])
    write(p("second"), [("Opis", sheet([["Ankieta dla szkoły"], ["2026"]])),
                        ("Odpowiedzi", good)])
    empty = sheet([None, ["", ""]])
    write(p("empty-first"), [("Arkusz1", empty), ("Moje dane", good),
                             ("Arkusz3", empty)])
    write(p("empty-which"), [("Arkusz1", empty), ("Opis", sheet([["x"]])),
                             ("Moje dane", good)])
    write(p("empty-all"), [("Arkusz1", empty), ("Arkusz2", empty)])
    write(p("hidden"), [("Listy", sheet([["x"]])), ("Odpowiedzi", good)],
          hidden=("Listy",))
    f = Cell("", "<f>2+2</f><v>4</v>")
    none = Cell("", "<f>WEBSERVICE(\"http://example.org\")</f>")
    bad = Cell('t="e"', "<v>#ARG!</v>")
    write(p("formulas"), [("A", sheet([HEADER, answer(1, f, 5, 3, 2, 1),
                                       answer(2, none, 5, 3, 2, 1),
                                       answer(3, bad, 5, 3, 2, 1)]))])
    rich = Cell('t="inlineStr"', "<is><r><t>rac</t></r><r><t>zej tak</t></r>"
                "<rPh><t>x</t></rPh></is>")
    yes = Cell('t="b"', "<v>1</v>")
    write(p("kinds"), [("A", sheet([
        HEADER, answer(1, rich, 4.0, Cell("", "<v>3.0000000000000004</v>"), 2,
                       1, "Tekst_x000D_\nw dwóch liniach; \"cytat\""),
        answer(2, 1, 2, 3, 4, 5, yes)]))])
    write(p("d1904"), [("A", sheet([HEADER, [
        Cell('s="2"', "<v>44848</v>")] + answer(9)[1:]]))],
        book='<workbookPr date1904="1"/>')
    write(p("title"), [("A", sheet([["Wyniki ankiety"], None, HEADER,
                                    answer(1), answer(2)]))])
    end = "</row></sheetData>"
    write(p("far-empty"), [("A", good.replace(
        end, '<c r="XFD4" s="1"/>' + end))])
    write(p("far"), [("A", good.replace(
        end, '<c r="XFD4"><v>1</v></c>' + end))])
    # hostile
    dtd = good.replace("<worksheet", '<!DOCTYPE w [<!ENTITY a "b">]><worksheet',
                       1)
    write(p("bad-dtd"), [("A", dtd)])
    write(p("bad-external"), [("A", good.replace(
        "<worksheet", '<!DOCTYPE w SYSTEM "file:///etc/passwd"><worksheet',
        1))])
    write(p("bad-deep"), [("A", f'<worksheet xmlns="{MAIN}">' + "<a>" * 5000
                           + "</a>" * 5000 + "</worksheet>")])
    write(p("bad-order"), [("A", good.replace('<row r="4">', '<row r="1">'))])
    write(p("bad-cell"), [("A", good.replace('r="C2"', 'r="ZZZZZ2"'))])
    write(p("bad-text"), [("A", good.replace('t="inlineStr"', 't="s"', 1)
                           .replace("<is><t", "<v>9</v><is><t", 1))])
    write(p("bad-xml"), [("A", good[:len(good) // 2])])
    write(p("bad-none"), [("A", good)], drop=("xl/worksheets/sheet1.xml",))
    write(p("bad-book"), [("A", good)], drop=("xl/workbook.xml",))
    write(p("bad-wide"), [("A", good.replace('r="C2"', 'r="XFD2"'))])
    long_tag = f'<worksheet xmlns="{MAIN}" a="' + "x y" * 3_000_000
    write(p("bad-tag"), [("A", long_tag + '"/>')])
    write(p("bad-ratio"), [("A", good.replace(
        "<sheetData>", "<sheetData>" + " " * 40_000_000))])
    bomb(p("bad-bomb"))
    whole = open(p("good"), "rb").read()
    for name, data in (("bad-cut", whole[:-200]), ("bad-half",
                       whole[:len(whole) // 2]), ("bad-flip", whole[:700] +
                       bytes(b ^ 0x55 for b in whole[700:760]) + whole[760:])):
        with open(p(name), "wb") as f:
            f.write(data)


if sys.argv[1] == "csv":
    from_csv(sys.argv[2], sys.argv[3], sys.argv[4])
elif sys.argv[1] == "sheets":
    write(sys.argv[2], [(name, sheet([[text], ["Lp", "Kto", "Co"], [1, 2, 3]]
                                     if text else []))
                        for name, text in (pair.split("=")
                                           for pair in sys.argv[3:])])
else:
    cases(sys.argv[2])

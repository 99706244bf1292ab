"""Reads what `surveys export` wrote, the way each tool's importer does."""
import csv
import html
import io
import re
import zipfile
import xml.etree.ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def workbook(path):
    """{sheet: [[cell, ...], ...]}, all cells as text."""
    z = zipfile.ZipFile(path)
    shared = []
    if "xl/sharedStrings.xml" in z.namelist():
        for si in ET.fromstring(z.read("xl/sharedStrings.xml")):
            shared.append("".join(t.text or "" for t in si.iter(MAIN + "t")))
    target = {r.get("Id"): r.get("Target")
              for r in ET.fromstring(z.read("xl/_rels/workbook.xml.rels"))}
    book = {}
    for sheet in ET.fromstring(z.read("xl/workbook.xml")).iter(MAIN + "sheet"):
        rows = []
        root = ET.fromstring(z.read("xl/" + target[sheet.get(REL + "id")]))
        assert not list(root.iter(MAIN + "f")), "a formula"
        for row in root.iter(MAIN + "row"):
            cells = {}
            for c in row.iter(MAIN + "c"):
                v = c.find(MAIN + "v")
                text = "" if v is None else v.text
                if c.get("t") == "s":
                    text = shared[int(text)]
                n = 0
                for letter in re.match("[A-Z]+", c.get("r")).group():
                    n = n * 26 + ord(letter) - 64
                cells[n - 1] = text
            while len(rows) < int(row.get("r")) - 1:
                rows.append([])
            rows.append([cells.get(i, "")
                         for i in range(max(cells, default=-1) + 1)])
        book[sheet.get("name")] = rows
    return book


def records(rows):
    head = rows[0]
    return [dict(zip(head, r + [""] * (len(head) - len(r))))
            for r in rows[1:] if any(r)]


class XlsForm:
    language = "::Polski (pl)"

    def __init__(self, path):
        book = workbook(path)
        self.sheets = list(book)
        self.header = {name: rows[0] for name, rows in book.items()}
        self.survey = records(book["survey"])
        self.settings = records(book["settings"])
        self.choices = {}
        for row in records(book["choices"]):
            self.choices.setdefault(row["list_name"], []).append(row)


class LimeSurvey:
    """The rows as TSVImportSurvey takes them."""

    def __init__(self, path):
        self.bytes = open(path, "rb").read()
        text = self.bytes.decode("utf-8-sig").replace("\r\n", "\n")
        rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
        self.header = rows[0]
        self.rows = [dict(zip(rows[0], r)) for r in rows[1:]]
        self.widths = {len(r) for r in rows}
        self.questions = []
        for row in self.rows:
            if row["class"] == "Q":
                self.questions.append(dict(row, SQ=[], A=[]))
            elif row["class"] in ("SQ", "A"):
                self.questions[-1][row["class"]].append(row)


def google_script(path):
    """[(kind, title, choices, rows)] in order."""
    text = open(path, encoding="utf-8").read()
    found = []
    string = r'"(?:[^"\\]|\\.)*"'
    strings = lambda s: [eval(x) for x in re.findall(string, s)]
    for call in re.findall(r"item = form\.add(.*?);\n", text, re.S):
        kind = re.match(r"\w+", call).group()
        part = {m: strings(a) for m, a in re.findall(
            r"\.set(\w+)\(((?:\[(?:\s*%s,?)*\s*\])|%s)\)" % (string, string),
            call)}
        found.append((kind, part.get("Title", [""])[0],
                      part.get("ChoiceValues", part.get("Columns", [])),
                      part.get("Rows", [])))
    return found


def guide(path):
    """[{what: text}] of a page to copy from, with its kind."""
    text = open(path, encoding="utf-8").read()
    found = []
    for section in re.findall(r"<section>(.*?)</section>", text, re.S):
        kind = re.search(r"<h2>\d+\. (.*?)</h2>", section)
        part = {w: html.unescape(t) for w, t in re.findall(
            r"<div>([^:<]*):<button[^>]*>[^<]*</button><pre>(.*?)</pre>",
            section, re.S)}
        part["kind"] = html.unescape(kind.group(1)) if kind else ""
        found.append(part)
    return found


def definition(folder, group):
    """(items, lists) of a survey as its CSV files have them."""
    def read(name):
        with open(f"{folder}/{name}", encoding="utf-8-sig", newline="") as f:
            return list(csv.DictReader(f))
    lists = {}
    for row in read("choices.csv"):
        lists.setdefault(row["list_name"], []).append(row)
    return read(f"{group}.csv"), lists


def sheet(path):
    """[{code: cell}] of a CSV that simulate wrote for profile hand."""
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f, delimiter=";"))

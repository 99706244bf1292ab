#!/usr/bin/env python3
"""Answers in the shape that a tool gives them back, from the form we exported:

    shape.py SHAPE FORMS ANSWERS OUT GROUP...

FORMS, ANSWERS and OUT are paths with `%` for the group: the exported file
(XLSForm, LimeSurvey, sheet, script or page), what `simulate --profile hand`
wrote, and the file to write.  The columns are those of the form, so a
question, choice or row that the export lost is a failure here, and so is an
answer that the form does not offer.
"""
import csv
import html
import os
import re
import sys
import zipfile

import forms

SURVEYS = os.environ["ROOT"] + "/surveys"
TODAY = "2026-10-0{} 10:20:30"


def main(shape, group, form, answers, out):
    items, lists = forms.definition(SURVEYS, group)
    truth = forms.sheet(answers)
    table = {
        "kobo": kobo, "kobo-labels": kobo_labels, "odk": odk,
        "limesurvey": lime, "limesurvey-full": lime_full,
        "limesurvey-codetext": lime_codetext, "csv": template,
        "xlsx": template_xlsx, "google": google, "google-page": google_page,
        "msforms": msforms, "msforms-xlsx": msforms_xlsx,
    }
    Answers.items = {i["name"]: i for i in items if i["name"]}
    Answers.lists = lists
    labels = {r["TERYT"]: r["gmina"] for r in forms.records(
        forms.workbook(os.path.join(os.path.dirname(form),
                                    f"arkusz-{group}.xlsx"))["gminy"])}
    Answers.gmina = labels
    table[shape](form, [Answers(r) for r in truth], out)


def iso(cell):
    return "-".join(reversed(cell.split(".")))


class Answers:
    """One response by codes; `used` must hold everything in the end."""
    items, lists, gmina = {}, {}, {}

    def __init__(self, row):
        self.row = {("nrFormularza" if k == "nr_formularza" else k): v
                    for k, v in row.items()}
        self.used = {"data"}

    def take(self, code):
        assert code in self.row, f"no such question: {code}"
        self.used.add(code)
        return self.row[code]

    def day(self):
        return iso(self.row["data"]) + " 10:20:30"

    def asked(self, name):
        """False when the item's condition is not met."""
        m = re.fullmatch(r"\$\{(\w+)\} = '(\w+)'",
                         self.items[name]["relevant"] or "")
        return m is None or self.row[m.group(1)] == m.group(2)

    def label(self, name, code, offered):
        """The label of the code, which the form has to offer."""
        if code == "":
            return ""
        kind = self.items[name]["type"].split()
        text = {c["name"]: c["label"] for c in self.lists[kind[1]]}[code]
        assert text in offered, f"{name}: {text} is not offered"
        return text

    def done(self):
        left = {k for k in self.row if k not in self.used and self.row[k]}
        assert not left, f"the form has no {sorted(left)}"


def write(path, header, rows, separator, quote_all=True, bom=False, end="\r\n",
          null=None, last=True):
    """null(cell) True: written without quotes."""
    def cell(c):
        if c is None:
            return ""
        if quote_all or any(x in c for x in (separator, '"', "\n")):
            return '"' + c.replace('"', '""') + '"'
        return c
    lines = [separator.join(cell(c) for c in r) for r in [header] + rows]
    with open(path, "w", encoding="utf-8-sig" if bom else "utf-8",
              newline="") as f:
        f.write(end.join(lines) + (end if last else ""))


def ticks(answer, name):
    """Choices ticked, or None when the question is blank."""
    cells = {k[len(name) + 1:]: answer.take(k) for k in answer.row
             if k.startswith(name + "_")}
    if all(v == "" for v in cells.values()):
        return None
    return [k for k, v in cells.items() if v == "1"]


# ---- XLSForm ----

def xls_columns(form):
    """(path, row, choices) of everything that has a value."""
    x = forms.XlsForm(form)
    groups = []
    for i, row in enumerate(x.survey, start=2):
        kind = row["type"].split()
        if kind[0] == "begin_group":
            groups.append(row["name"])
            if "table-list" in row["appearance"]:
                yield groups[:], dict(
                    row, type="note",
                    name=f"generated_table_list_label_{i}"), []
                yield groups[:], dict(
                    row, type="note",
                    name=f"reserved_name_for_field_list_labels_{i + 1}"), []
        elif kind[0] == "end_group":
            groups.pop()
        else:
            yield groups[:], row, x.choices[kind[1]] if kind[1:] else []


def xls_value(a, row, choices, labels):
    kind, name = row["type"].split()[0], row["name"]
    text = {c["name"]: c["label::Polski (pl)"] for c in choices}
    if kind == "note":
        return ""
    if kind in ("start", "end"):
        return a.day().replace(" ", "T") + ".000+02:00"
    if name in ("powiat", "wojewodztwo"):
        code = a.row["gmina"][:4 if name == "powiat" else 2]
        assert code in text
        return text[code] if labels else code
    if kind == "calculate":
        a.take(name)
        return row["calculation"].strip("'")
    if kind == "select_multiple":
        got = ticks(a, name)
        assert got is None or set(got) <= set(text)
        limit = re.search(r"count-selected\(.\) <= (\d+)", row["constraint"])
        assert limit is None or got is None or len(got) <= int(limit.group(1))
        return " ".join(text[c] if labels else c for c in text
                        if c in (got or []))
    code = a.take(name)
    if kind == "select_one":
        assert code == "" or code in text, (name, code)
        return text.get(code, "") if labels else code
    return code


def kobo_table(form, answers, out, labels):
    columns = list(xls_columns(form))
    tail = ["__version__", "_id", "_uuid", "_submission_time",
            "_validation_status", "_notes", "_status", "_submitted_by",
            "_tags", "_index"]
    columns = [c for c in columns  # Kobo keeps to the form's own rows
               if not re.match("generated_|reserved_", c[1]["name"])]
    header, rows = [], [[] for _ in answers]
    for _, row, choices in columns:
        text = row["label::Polski (pl)"] if labels else ""
        header.append(text or row["name"])
        for a, cells in zip(answers, rows):
            cells.append(xls_value(a, row, choices, labels))
        if row["type"].startswith("select_multiple"):
            for c in choices:
                header.append(header_of(text or row["name"], c, labels))
                for a, cells in zip(answers, rows):
                    got = ticks(a, row["name"])
                    cells.append("" if got is None
                                 else str(int(c["name"] in got)))
    for i, (a, cells) in enumerate(zip(answers, rows), start=1):
        cells += ["v1", str(7000 + i), f"{i:08d}-0000-4000-8000-000000000000",
                  a.day().replace(" ", "T"), "", "", "submitted_via_web", "",
                  "", str(i)]
        a.done()
    write(out, header + tail, rows, ";")


def header_of(question, choice, labels):
    column = "label::Polski (pl)" if labels else "name"
    return f"{question}/{choice[column]}"


def kobo(form, answers, out):
    kobo_table(form, answers, out, False)


def kobo_labels(form, answers, out):
    kobo_table(form, answers, out, True)


def odk(form, answers, out):
    columns = list(xls_columns(form))
    header = ["SubmissionDate"]
    header += ["-".join(p + [row["name"]]) for p, row, _ in columns]
    header += ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName",
               "AttachmentsPresent", "AttachmentsExpected", "Status",
               "ReviewState", "DeviceID", "Edits", "FormVersion"]
    rows = []
    for i, a in enumerate(answers, start=1):
        key = f"uuid:{i:08d}-0000-4000-8000-000000000000"
        rows.append([a.day().replace(" ", "T") + ".000Z"]
                    + [xls_value(a, row, c, False) for _, row, c in columns]
                    + [key, key, "5", "app", "0", "0", "", "", "", "0",
                       "2026.1"])
        a.done()
    write(out, header, rows, ",", quote_all=False, end="\n")


# ---- LimeSurvey ----

HEAD = ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate",
        "datestamp"]
HEAD_PL = ["ID odpowiedzi", "Data wysłania", "Ostatnia strona",
           "Język początkowy", "Seed", "Data rozpoczęcia",
           "Data ostatniej akcji"]


def short_code(teryt):
    return chr(64 + int(teryt[:2]) // 2) + teryt[2:6]


def lime_columns(form):
    """(question, subquestion or None, place) of everything with a value."""
    for q in forms.LimeSurvey(form).questions:
        kind = q["type/scale"]
        if kind in "FM":
            for sq in q["SQ"]:
                yield q, sq, 0
        elif kind == "R":
            for k in range(1, int(q["max_subquestions"]) + 1):
                yield q, None, k
        else:
            yield q, None, 0


def lime_header(q, sq, place, how):
    code = q["name"] + (f"[{sq['name']}]" if sq else
                        f"[{place}]" if place else "")
    text = q["text"] + (f" [{sq['text']}]" if sq else
                        f" [Ranga {place}]" if place else "")
    text = html.unescape(text)
    return {"code": code, "full": text, "codetext": f"{code}. {text}"}[how]


def lime_value(a, q, sq, place, labels):
    """None: not asked."""
    kind, name = q["type/scale"], q["name"]
    offered = {r["name"]: html.unescape(r["text"]) for r in q["A"]}
    if kind == "X":
        return ""
    if kind == "!":
        code = short_code(a.take(name))
        assert code in offered, code
        return offered[code] if labels else code
    if kind == "M":
        got = ticks(a, name)
        assert got is None or not q["max_answers"] or \
            len(got) <= int(q["max_answers"])
        if got is None:
            return "N/A" if labels else None
        yes = sq["name"] in got
        return ("Tak" if yes else "Nie") if labels else ("Y" if yes else "")
    code = a.take({"zaproszenie": "token"}.get(name, name) if not sq and not place
                  else sq["name"] if sq else f"{name}_{place}")
    if q["hidden"]:
        assert not q["default"] or q["default"] == code
        return code
    if kind in "FLR":
        assert code == "" or code in offered, (name, code)
        asked = a.asked(sq["name"] if sq else name)
        return None if code == "" and not asked else \
            offered.get(code, "") if labels else code
    return code


def lime_table(form, answers, out, how):
    columns = list(lime_columns(form))
    labels = how == "full"
    rows = []
    for i, a in enumerate(answers, start=1):
        rows.append([str(i), a.day(), "6", "pl", str(9 * i), a.day(), a.day()]
                    + [lime_value(a, *c, labels) for c in columns])
        a.done()
    head = {"code": HEAD, "full": HEAD_PL,
            "codetext": [f"{a}. {b}" for a, b in zip(HEAD, HEAD_PL)]}[how]
    write(out, head + [lime_header(*c, how) for c in columns], rows, ",",
          bom=True)


def lime(form, answers, out):
    lime_table(form, answers, out, "code")


def lime_full(form, answers, out):
    lime_table(form, answers, out, "full")


def lime_codetext(form, answers, out):
    lime_table(form, answers, out, "codetext")


# ---- the sheet for typing in ----

def template(form, answers, out):
    """The rows are typed in below what the file says already."""
    with open(form, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f, delimiter=";"))
    assert len(rows) == 3 and all(r[0].startswith("#") for r in rows[1:])
    head = rows[0]
    for a in answers:
        rows.append([iso(a.row["data"]) if c == "data" else
                     a.take("nrFormularza" if c == "nr_formularza" else c)
                     for c in head])
        a.done()
    write(out, head, rows[1:], ";", quote_all=False, bom=True)


def letters(i):
    return (letters(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)


def sheet_rows(rows, first):
    """Rows of sheet XML; single digits as people type them: numbers."""
    xml = []
    for n, row in enumerate(rows, start=first):
        cells = []
        for i, c in enumerate(row):
            ref = f'{letters(i)}{n}'
            if re.fullmatch(r"\d", c):
                cells.append(f'<c r="{ref}"><v>{c}</v></c>')
            elif c:
                cells.append(f'<c r="{ref}" t="inlineStr"><is>'
                             f'<t xml:space="preserve">{html.escape(c)}</t>'
                             '</is></c>')
        xml.append(f'<row r="{n}">{"".join(cells)}</row>')
    return "".join(xml)


def change_workbook(path, out, change):
    """A copy of a workbook in which change(xml) has been at the first sheet."""
    with zipfile.ZipFile(path) as z, zipfile.ZipFile(out, "w") as w:
        for name in z.namelist():
            data = z.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = change(data.decode()).encode()
            w.writestr(name, data)


def template_xlsx(form, answers, out):
    """The rows are typed in below what the workbook says already."""
    book = forms.workbook(form)["dane"]
    assert len(book) == 3 and all(r[0].startswith("#") for r in book[1:])
    rows = []
    for a in answers:
        rows.append([iso(a.row["data"]) if c == "data" else
                     a.gmina[a.take(c)] if c == "gmina" else
                     a.take("nrFormularza" if c == "nr_formularza" else c)
                     for c in book[0]])
        a.done()
    change_workbook(form, out, lambda xml: xml.replace(
        "</sheetData>", sheet_rows(rows, 4) + "</sheetData>"))


# ---- texts ----

def text_cells(a, title, offered, place_re=r" \[miejsce (\d+)\]$"):
    """The answer to the question of that title, which must be ours."""
    place = re.search(place_re, title)
    stem = re.sub(place_re, "", title)
    name = next((n for n, i in a.items.items()
                 if i["label"] == stem and i["type"] not in
                 ("note", "begin_group")), None)
    assert name, f"a question that is not ours: {title}"
    kind = a.items[name]["type"].split()[0]
    if kind == "gmina":
        label = a.gmina[a.take(name)]
        assert label in offered
        return label
    if kind == "select_multiple":
        got = ticks(a, name)
        return [a.label(name, c, offered) for c in got or []]
    code = a.take(f"{name}_{place.group(1)}" if place else name)
    if kind in ("select_one", "rank"):
        return a.label(name, code, offered)
    return code


def text_table(columns, answers, joint, end):
    """columns: (header, title, offered)."""
    rows = []
    for a in answers:
        cells = [text_cells(a, t, o) for _, t, o in columns]
        rows.append([joint.join(c) + (end if c else "")
                     if isinstance(c, list) else c for c in cells])
        a.used |= {"forma", "wersja", "tryb", "nrFormularza"}
        a.done()
    return [h for h, _, _ in columns], rows


def google_write(columns, answers, out):
    header, rows = text_table(columns, answers, ";", "")
    for a, r in zip(answers, rows):
        y, m, d = a.day()[:10].split("-")
        r.insert(0, f"{y}/{m}/{d} 10:20:30 AM CEST")
    write(out, ["Sygnatura czasowa"] + header, rows, ",", end="\n", last=False)


def google(form, answers, out):
    columns = []
    for kind, title, offered, rows in forms.google_script(form):
        if kind == "GridItem":
            columns += [(f"{title} [{r}]", r, offered) for r in rows]
        elif kind != "SectionHeaderItem":
            columns.append((title, title, offered))
    google_write(columns, answers, out)


def page_columns(form, grid):
    for part in forms.guide(form):
        offered = part.get("odpowiedzi", part.get("kolumny", "")).split("\n")
        if "wiersze" in part:
            for r in part["wiersze"].split("\n"):
                yield grid.format(part["pytanie"], r), r, offered
        elif "pytanie" in part:
            yield part["pytanie"], part["pytanie"], offered


def google_page(form, answers, out):
    google_write(list(page_columns(form, "{} [{}]")), answers, out)


def msforms_table(form, answers):
    header, rows = text_table(list(page_columns(form, "{1}")), answers, ";",
                              ";")
    for i, (a, r) in enumerate(zip(answers, rows), start=1):
        y, m, d = a.day()[:10].split("-")
        when = f"{d}.{m}.{y} 10:20"
        r[:0] = [str(i), when, when, "anonymous", ""]
    return ["ID", "Godzina rozpoczęcia", "Godzina ukończenia",
            "Adres e-mail", "Nazwa"] + header, rows


def msforms(form, answers, out):
    """What Excel makes of it."""
    write(out, *msforms_table(form, answers), ";", quote_all=False, bom=True)


def msforms_xlsx(form, answers, out):
    """As the tool writes it: one sheet of its own."""
    header, rows = msforms_table(form, answers)
    folder = os.path.dirname(form)
    some = next(f"{folder}/{n}" for n in sorted(os.listdir(folder))
                if n.startswith("xlsform-"))
    change_workbook(some, out, lambda xml: re.sub(
        "<sheetData>.*</sheetData>", lambda m: "<sheetData>" +
        sheet_rows([header] + rows, 1) + "</sheetData>", xml, flags=re.S))


if __name__ == "__main__":
    for name in sys.argv[5:]:
        try:
            main(sys.argv[1], name, *(p.replace("%", name)
                                      for p in sys.argv[2:5]))
        except Exception as error:
            sys.exit(f"{sys.argv[1]} {name}: {error!r}")

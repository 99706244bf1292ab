#!/usr/bin/env python3
"""Holds exported files against what the importers refuse:

    rules.py xlsform|limesurvey|google|sheet FILE...

The rules are read from the importers' sources (pyxform: xls2json.py,
aliases.py, question_type_dictionary.py, validators/pyxform; LimeSurvey 5 and 6:
import_helper.php, Question.php, Answer.php), not from ours.  Not tried in the
tools themselves.
"""
import re
import sys

import forms

faults = []


def rule(holds, what):
    if not holds:
        faults.append(what)


# ---- XLSForm ----

TYPES = {"start", "end", "note", "text", "integer", "decimal", "hidden",
         "calculate", "begin_group", "end_group"}
SELECTS = {"select_one", "select_multiple", "rank"}
SURVEY = {"type", "name", "label", "hint", "required", "required_message",
          "relevant", "constraint", "constraint_message", "appearance",
          "choice_filter", "calculation", "default"}
TRANSLATED = {"label", "hint", "required_message", "constraint_message"}
SETTINGS = {"form_title", "form_id", "version", "default_language"}
APPEARANCE = {"begin_group": {"table-list", "field-list"},
              "select_one": {"minimal"}, "text": {"multiline"}}
XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
LANGUAGE = "Polski (pl)"
FUNCTIONS = {"count-selected", "selected", "not"}


def references(text):
    return re.findall(r"\$\{([^}]*)\}", text)


def expression(text, where, names, columns=()):
    """Parentheses and quotes close, functions exist, references come before."""
    bare = re.sub(r"'[^']*'", "''", text)
    rule("'" not in bare.replace("''", ""), f"{where}: a quote is open")
    rule(bare.count("(") == bare.count(")"), f"{where}: a bracket is open")
    for f in re.findall(r"([a-z-]+)\(", bare):
        rule(f in FUNCTIONS or f in ("and", "or"), f"{where}: function {f}")
    for name in references(text):
        rule(name in names, f"{where}: {name} is not a question before it")
    words = re.sub(r"\$\{[^}]*\}|''|[a-z-]+\(", " ", bare)
    for w in re.findall(r"[A-Za-z_]\w*", words):
        rule(w in ("and", "or") or w in columns, f"{where}: word {w}")
    rule("==" not in bare and "&&" not in bare, f"{where}: not XPath")


def xls_headers(x):
    for sheet in ("survey", "choices", "settings"):
        rule(sheet in x.sheets, f"no sheet {sheet}")
    for name in x.header["survey"]:
        stem, _, language = name.partition("::")
        rule(stem in SURVEY, f"column {name} of survey")
        rule((language == LANGUAGE) == (stem in TRANSLATED),
             f"language of {name}")
    rule(x.header["choices"][:3] ==
         ["list_name", "name", f"label::{LANGUAGE}"], "columns of choices")
    for name in x.header["choices"]:
        rule(" " not in name.split("::")[0] and name, f"column {name!r}")
    rule(set(x.header["settings"]) <= SETTINGS, "columns of settings")
    rule(len(x.settings) == 1, "settings have one row")
    s = x.settings[0]
    rule(all(s.values()), "a setting is empty")
    rule(s["default_language"] == LANGUAGE, "default language")
    rule(XML_NAME.fullmatch(s["form_id"]), "form_id")


def xls_choices(x):
    for name, rows in x.choices.items():
        rule(XML_NAME.fullmatch(name), f"list {name}")
        codes = [r["name"] for r in rows]
        rule(len(codes) == len(set(codes)), f"list {name} repeats a name")
        rule(all(c and " " not in c for c in codes), f"list {name}: a name")
        rule(all(r[f"label::{LANGUAGE}"] for r in rows),
             f"list {name}: a label is missing")
    used = {r["type"].split()[1] for r in x.survey if " " in r["type"]}
    rule(used == set(x.choices), f"lists {used ^ set(x.choices)}")


def xls_rows(x):
    names, lower, stack = set(), set(), []
    for i, r in enumerate(x.survey, start=2):
        kind, _, listed = r["type"].partition(" ")
        where = f"row {i} ({r['name']})"
        rule(kind in (SELECTS if listed else TYPES), f"{where}: {r['type']}")
        if kind == "end_group":
            rule(stack, f"{where}: nothing to end")
            stack = stack[:-1]
            continue
        rule(XML_NAME.fullmatch(r["name"]), f"{where}: name")
        rule(r["name"] not in names and r["name"].lower() not in lower,
             f"{where}: twice")
        label = r[f"label::{LANGUAGE}"]
        rule(label or kind in ("start", "end", "calculate", "hidden"),
             f"{where}: no label")
        rule(r["appearance"] in APPEARANCE.get(kind, set()) | {""},
             f"{where}: appearance {r['appearance']}")
        rule(r["required"] in ("", "yes"), f"{where}: required")
        rule(bool(r["calculation"]) == (kind == "calculate"),
             f"{where}: calculation")
        rule(bool(r["constraint"]) ==
             bool(r[f"constraint_message::{LANGUAGE}"]),
             f"{where}: a constraint says why")
        for text in r.values():
            rule("${" not in text.replace("${", "", text.count("${")) and
                 text == text.strip() and "  " not in text,
                 f"{where}: blanks")
        for column in ("relevant", "constraint", "calculation"):
            expression(r[column].replace(". ", "").replace("(.)", "()")
                       .replace("(., ", "("), f"{where}, {column}", names)
        expression(r["choice_filter"], f"{where}, choice_filter", names,
                   ("name", "powiat", "wojewodztwo"))
        if stack and stack[-1][1] == "table-list":
            rule(kind == "select_one" and not r["choice_filter"],
                 f"{where}: in a table-list")
            stack[-1][2].add(listed)
            rule(len(stack[-1][2]) == 1, f"{where}: two lists in one table")
        names.add(r["name"])
        lower.add(r["name"].lower())
        if kind == "begin_group":
            stack.append((r["name"], r["appearance"], set()))
    rule(not stack, "a group is not ended")


def xls_gmina(x):
    """Each gmina hangs below a powiat that can be chosen."""
    codes = {r["name"]: r for r in x.choices["gminy"]}
    powiats = {r["name"] for r in x.choices.get("powiaty", [])}
    for code, r in codes.items():
        rule(re.fullmatch(r"\d{7}", code), f"gmina {code}")
        rule(not powiats or r["powiat"] in powiats, f"{code} has no powiat")
        rule(code.startswith(r["powiat"]), f"{code} in powiat {r['powiat']}")
    order = [r["name"] for r in x.survey]
    first = [r for r in x.survey if r["type"] not in
             ("start", "end", "note", "calculate", "hidden")]
    rule(first[0]["name"] in ("wojewodztwo", "powiat", "gmina"),
         "the first question is the gmina")
    rule("gmina" in order and "forma" in order and "wersja" in order,
         "fields that every form carries")


def xlsform(path):
    x = forms.XlsForm(path)
    xls_headers(x)
    xls_choices(x)
    xls_rows(x)
    xls_gmina(x)


# ---- LimeSurvey ----

LIME_BASE = ["class", "type/scale", "name", "relevance", "text", "help",
             "language", "validation", "mandatory", "other", "default",
             "same_default"]
ATTRIBUTE = {"hidden": "S!LMRTNFX", "max_answers": "MR",
             "max_subquestions": "R", "exclude_all_others": "M",
             "min_num_value_n": "N", "max_num_value_n": "N",
             "num_value_int_only": "N"}
RESERVED = {"LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self",
            "that", "this"}
NO_PREFILL = {"token", "sid", "gid", "qid", "lang", "newtest", "action",
              "seed"}
SETTING = {
    "sid", "anonymized", "language", "additional_languages", "format",
    "datestamp", "ipaddr", "refurl", "savetimings", "usecookie",
    "allowregister", "allowsave", "allowprev", "alloweditaftercompletion",
    "autoredirect", "printanswers", "publicstatistics", "publicgraphs",
    "listpublic", "htmlemail", "sendconfirmation", "tokenanswerspersistence",
    "assessments", "usecaptcha", "showwelcome", "showprogress",
    "showgroupinfo", "showqnumcode", "shownoanswer", "showxquestions",
    "questionindex", "navigationdelay", "nokeyboard"}
LANGUAGE_SETTING = {
    "surveyls_title", "surveyls_description", "surveyls_welcometext",
    "surveyls_endtext", "surveyls_dateformat", "surveyls_numberformat"}


def lime_bytes(lime):
    start = lime.bytes[:1001]
    rule(start[:3] == b"\xef\xbb\xbf", "no byte order mark")
    rule(all(b < 128 for b in start[3:]),
         "the first thousand bytes, by which the encoding is guessed, "
         "are not all ASCII")
    rule(b"\0" not in lime.bytes, "a NUL")
    rule(b"]]>" not in lime.bytes, "]]> ends a CDATA section")


def lime_order(lime):
    """G before Q before SQ and A; settings first."""
    seen, rank = [], {"S": 0, "SL": 1}
    for r in lime.rows:
        c = r["class"]
        rule(c in ("S", "SL", "G", "Q", "SQ", "A"), f"class {c}")
        rule(not seen or rank.get(c, 2) >= rank.get(seen[-1], 2),
             f"{c} behind {seen[-1:]}")
        rule(c != "Q" or "G" in seen, "a question outside a group")
        rule(c not in ("SQ", "A") or "Q" in seen, f"{c} before a question")
        seen.append(c)
    s = {r["name"]: r["text"] for r in lime.rows if r["class"] == "S"}
    rule(set(s) == SETTING, f"settings {set(s) ^ SETTING}")
    rule(re.fullmatch(r"[1-9]\d{5}", s["sid"]), "sid")
    rule(s["language"] == "pl" and s["format"] == "G", "language, format")
    sl = [r for r in lime.rows if r["class"] == "SL"]
    rule({r["name"] for r in sl} == LANGUAGE_SETTING, "language settings")
    rule(all(r["language"] == "pl" for r in lime.rows if r["class"] != "S"),
         "a text without its language")
    rule(any(r["name"] == "surveyls_endtext" and r["text"] for r in sl),
         "no end text")


def lime_relevance(q, known):
    text = q["relevance"]
    rule(text != "", f"{q['name']}: no relevance")
    rule("${" not in text and " = " not in text, f"{q['name']}: {text}")
    for name in re.findall(r"([A-Za-z]\w*)\.NAOK", text):
        rule(name in known, f"{q['name']}: {name} is not asked before")
    for code in re.findall(r"== '([^']*)'", text):
        rule(len(code) <= 5, f"{q['name']}: {code}")


def lime_question(q):
    where, kind = q["name"], q["type/scale"]
    rule(re.fullmatch("[A-Za-z][A-Za-z0-9]{0,19}", where), f"code {where}")
    rule(where not in RESERVED | NO_PREFILL, f"{where} is reserved")
    rule(kind in "!LMRTSNFX" and len(kind) == 1, f"{where}: type {kind}")
    rule(q["text"], f"{where}: no text")
    rule(q["mandatory"] in "YN" and q["other"] == "N", f"{where}: flags")
    rule(q["same_default"] == "0", f"{where}: same_default")
    rule(bool(q["A"]) == (kind in "!LRF"), f"{where}: answers")
    rule(bool(q["SQ"]) == (kind in "MF"), f"{where}: subquestions")
    for name, types in ATTRIBUTE.items():
        rule(not q[name] or kind in types, f"{where}: {name} of {kind}")
    codes = [a["name"] for a in q["A"]]
    rule(len({c.lower() for c in codes}) == len(codes), f"{where}: answers")
    rule(all(re.fullmatch("[A-Za-z0-9]{1,5}", c) for c in codes),
         f"{where}: an answer code")
    subs = [s["name"] for s in q["SQ"]]
    rule(len({c.lower() for c in subs}) == len(subs), f"{where}: rows")
    rule(all(re.fullmatch("[A-Za-z0-9]{1,20}", c) and
             c not in ("time", "other") for c in subs), f"{where}: a row code")
    rule(not q["exclude_all_others"] or q["exclude_all_others"] in subs,
         f"{where}: exclude_all_others")
    rule(kind != "R" or 0 < int(q["max_answers"]) ==
         int(q["max_subquestions"]) <= len(codes), f"{where}: places")
    rule(not q["default"] or kind == "S" or q["default"] in codes,
         f"{where}: default")


def lime_texts(lime):
    for r in lime.rows:
        for name in ("text", "help"):
            t = r[name]
            rule("{" not in t and "}" not in t, f"{r['name']}: braces")
            bare = re.sub(r"</?p>|<br />", "", t)
            rule("<" not in bare and '"' not in bare, f"{r['name']}: HTML")
            rule(not re.search(r"&(?!amp;|lt;|gt;|quot;|#12[35];)", bare),
                 f"{r['name']}: an entity")


def limesurvey(path):
    lime = forms.LimeSurvey(path)
    rule(lime.header[:12] == LIME_BASE, "base columns")
    rule(set(lime.header[12:]) == set(ATTRIBUTE), "attributes")
    rule(lime.widths == {len(lime.header)}, f"widths {lime.widths}")
    lime_bytes(lime)
    lime_order(lime)
    lime_texts(lime)
    known = set()
    for q in lime.questions:
        lime_relevance(q, known)
        lime_question(q)
        rule(q["name"] not in known, f"{q['name']} twice")
        known |= {q["name"]} | {f"{q['name']}_{s['name']}" for s in q["SQ"]}
    gmina = [q for q in lime.questions if q["name"] == "gmina"]
    rule(len(gmina) == 1 and gmina[0]["type/scale"] == "!" and
         gmina[0]["mandatory"] == "Y", "gmina is a dropdown and mandatory")
    first = next(q for q in lime.questions if q["type/scale"] != "X")
    rule(first["name"] == "gmina", "gmina comes first")


# ---- Google ----

METHODS = {"ListItem": "ChoiceValues", "MultipleChoiceItem": "ChoiceValues",
           "CheckboxItem": "ChoiceValues", "GridItem": "Rows",
           "TextItem": None, "ParagraphTextItem": None,
           "SectionHeaderItem": None}


def google(path):
    text = open(path, encoding="utf-8").read()
    found = forms.google_script(path)
    rule(found and found[0][0] == "ListItem", "gmina first")
    for kind, title, choices, rows in found:
        rule(kind in METHODS, kind)
        rule(title or kind == "SectionHeaderItem", f"{kind} without a title")
        rule(bool(choices) == (METHODS.get(kind) is not None), f"{title}: "
             "choices")
        rule(bool(rows) == (kind == "GridItem"), f"{title}: rows")
        rule(len(set(choices)) == len(choices), f"{title}: a choice twice")
    for page in re.findall(r"createChoice\([^,]*(?:,[^,]*)?, (\w+)\)", text):
        rule(f"var {page} = form.addPageBreakItem" in text, f"page {page}")
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', text)
    bare = re.sub(r"//.*", "", bare)
    for a, b in ("()", "[]", "{}"):
        rule(bare.count(a) == bare.count(b), f"{a}{b} do not match")
    rule('"' not in bare.replace('""', ""), "a string is open")


# ---- the workbook for typing in ----

def sheet(path):
    book = forms.workbook(path)
    rule(list(book) == ["dane", "kody", "kolumny", "gminy"], f"{list(book)}")
    head = book["dane"][0]
    rule(head[0] == "nr_formularza" and len(set(head)) == len(head), "header")
    rule([r[0] for r in book["dane"][1:]] == ["# co tu wpisać", "# przykład"],
         "rows of help")
    rule([r[0] for r in book["kolumny"][1:]] == head, "columns explained")
    lists = {r[0] for r in book["kody"][1:]}
    named = {r[3] for r in book["kolumny"][1:] if len(r) > 3 and r[3]}
    rule(named == lists, f"lists {named ^ lists}")


def main():
    check = {"xlsform": xlsform, "limesurvey": limesurvey, "google": google,
             "sheet": sheet}[sys.argv[1]]
    for path in sys.argv[2:]:
        del faults[:]
        check(path)
        name = path.rsplit("/", 1)[-1]
        print(f"not ok - {name}: {'; '.join(faults[:5])}" if faults else
              f"ok - {name}: {sys.argv[1]} rules")


main()

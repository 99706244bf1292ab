#!/usr/bin/python3
"""Names and texts that try something: nothing happens, anywhere.

    hostile.py DIAGNOZA WORK

200 headers, names of institutions, free texts and file names that try SQL,
paths, formulas, HTML, strings of PDF, escapes of a terminal and bidi go the
whole way: inbox, database, decyzje.csv, repair file, verdict page, reports in
every format, messages.  Counted is what came through alive.
"""
import csv
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile

SEEDS = {
    "sql": ["'; DROP TABLE response; --", "\" OR 1=1; --", "x'); DELETE FROM "
            "cell; --", "Robert'); --", "%s%n%s", "[gmina]", "rowid", "NULL"],
    "path": ["../../etc/passwd", "/etc/cron.d/x", "..\\..\\x", "CON", "-rf",
             "~root", "$(touch PWNED)", "`touch PWNED`", "a;touch PWNED"],
    "formula": ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1",
                "\uff1d1+1", " =HYPERLINK(\"http://x\")", "=DDE(1;2;3)"],
    "html": ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
             "\"><svg onload=alert(1)>", "</td></table><h1>X", "&lt;b&gt;",
             "javascript:alert(1)", "<!-- x", "]]>"],
    "pdf": [") Tj /JavaScript (app.alert(1)) (", "endstream endobj", "\\) \\(",
            "/OpenAction << /S /JavaScript >>", "%PDF-1.4", "<< /URI (x) >>"],
    "terminal": ["\x1b[2J\x1b[31mX", "\x1b]0;title\x07", "a\rb", "\x08\x08x",
                 "\x9b31m", "\x1b[6n"],
    "bidi": ["\u202egnp.exe", "a\u2066b\u2069", "\u200bzero", "\ufeffbom",
             "e\u0301" * 4, "\u0000x".replace("\x00", "\x01")],
}
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b\u202a-\u202e"
                     "\u2066-\u2069]")
DANGER = re.compile(r"^\s*[=+@\uff1d\uff0b\uff20]|^\s*-(?!\s*\d+([.,]\d+)?$)")


def strings():
    every = [s for group in SEEDS.values() for s in group]
    return [f"{every[i % len(every)]}{'' if i < len(every) else ' ' + str(i)}"
            for i in range(200)]


def answers(program, all_strings):
    """An export with hostile headers, names and texts; (path, count)."""
    subprocess.run([program, "simulate", "jst.csv", "--survey", "ngo",
                    "--profile", "limesurvey", "--gminas", "12", "--seed", "3",
                    "--scale", "600",
                    "--damage", "0", "--from", "2026-09-15", "--to",
                    "2026-10-20"], check=True)
    rows = list(csv.reader(open("jst.csv", encoding="utf-8-sig")))
    at = {h: i for i, h in enumerate(rows[0])}
    extra = all_strings[:60]
    rows[0] += extra
    for i, row in enumerate(rows[1:]):
        row[at["uwagi"]] = all_strings[i % 200]
        row[at["instytucja"]] = all_strings[(i + 70) % 200]
        row[at["zgodaZasoby"]] = "tak"
        if i % 7 == 3:
            row[at["M11"]] = all_strings[(i + 130) % 200]
        row += [all_strings[(i + k) % 200] for k in range(len(extra))]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


def look_text(path, bad):
    data = open(path, "rb").read()
    if path.endswith(".pdf"):
        shape = subprocess.run(["qpdf", "--json", path], capture_output=True)
        text = shape.stdout.decode(errors="replace")
        for word in ("/JavaScript", "/Launch", "/EmbeddedFile", "/OpenAction",
                     "/SubmitForm"):
            if f'"{word}"' in text:
                bad.append(f"{path}: {word}")
        said = subprocess.run(["pdftotext", path, "-"], capture_output=True)
        if CONTROL.search(said.stdout.decode().replace("\f", "")):
            bad.append(f"{path}: control characters")
        return
    if path.endswith(".xlsx"):
        with zipfile.ZipFile(path) as z:
            for name in z.namelist():
                part = z.read(name)
                if CONTROL.search(part.decode()):
                    bad.append(f"{path}: control characters")
                if b"<f>" in part or b"<f " in part:
                    bad.append(f"{path}: a formula")
        return
    text = data.decode("utf-8", errors="replace")
    # a repair file keeps the cells of others as they came
    if CONTROL.search(text) and not path.endswith(".do_poprawy.csv"):
        bad.append(f"{path}: control characters")
    if path.endswith(".html"):
        for word in ("<script", "<img src=x", "<svg onload", "<h1>X"):
            if word in text:
                bad.append(f"{path}: {word}")
    if path.endswith(".csv"):
        text = text.lstrip("\ufeff")
        for row in csv.reader(io.StringIO(text), delimiter=";"):
            for cell in row:
                if DANGER.search(cell):
                    bad.append(f"{path}: {cell[:30]!r}")
                    break


def show_all(path):
    """Every statement and remark was looked at and may be printed."""
    with open(path, encoding="utf-8-sig", newline="") as f:
        rows = list(csv.reader(f, delimiter=";"))
    at = rows[0].index("decyzja")
    for row in rows[1:]:
        if row[0].startswith("tekst."):
            row[at] = "przejrzany"
    with open("k/skrzynka/decyzje.csv", "w", encoding="utf-8-sig",
              newline="") as f:
        csv.writer(f, delimiter=";").writerows(rows)


def main():
    program, work = os.path.abspath(sys.argv[1]), sys.argv[2]
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    os.chdir(work)
    os.environ["DIAGNOZA_NOW"] = "1795000000"
    subprocess.run([program, "init", "k", "--voivodeship", "06", "--wave",
                    "fala", "--from", "2026-09-01", "--to", "2026-12-31"],
                   check=True, stdout=subprocess.DEVNULL)
    ini = open("k/diagnoza.ini", encoding="utf-8").read()
    with open("k/diagnoza.ini", "w", encoding="utf-8") as f:
        f.write(ini.replace("#odczekaj = 60", "odczekaj = 0"))
    before = sqlite3.connect("k/diagnoza.db").execute(
        "select name from sqlite_schema order by 1").fetchall()
    texts = strings()
    data = answers(program, texts)
    names = [t.replace("/", "\u2215").replace("\x00", "") for t in texts[:40]]
    said = b""
    for i, name in enumerate(["dane"] + names):
        with open(f"k/skrzynka/{name[:80]}.csv", "wb") as f:
            f.write(data + b"\r\n" * i)
    for words in (["run"], show_all, ["run"], ["freeze", "fala"], ["run"],
                  ["history"],
                  ["status"], ["report", "--json"]):
        if words is show_all:
            show_all("k/decyzje.csv")
            continue
        p = subprocess.run([program, "-C", "k"] + words, capture_output=True,
                           stdin=subprocess.DEVNULL)
        said += p.stdout + p.stderr
        if p.returncode not in (0, 1, 3):
            print(f"  {words}: exit {p.returncode}")
            said += b"\x1b"
    bad = []
    if CONTROL.search(said.decode("utf-8", errors="replace")):
        bad.append("messages: control characters, or a command failed")
    db = sqlite3.connect("k/diagnoza.db")
    if db.execute("select name from sqlite_schema order by 1").fetchall() != \
            before or db.execute("pragma integrity_check").fetchone()[0] != "ok":
        bad.append("the schema changed")
    loaded = db.execute("select count(*) from response").fetchone()[0]
    stored, named = [db.execute(sql).fetchone()[0] for sql in (
        "select count(distinct value) from text where state = 'przejrzany'",
        "select count(*) from institution")]
    # the words that are left of those that try something, in final reports
    html = "".join(open(os.path.join("k/raporty/fala", f)).read()
                   for f in os.listdir("k/raporty/fala")
                   if f.endswith(".html"))
    printed = sum(w in html for w in (
        "alert(1)", "DROP TABLE", "HYPERLINK", "etc/passwd", "JavaScript",
        "endstream", "PWNED", "gnp.exe"))
    n = 0
    for top, _, files in os.walk("k"):
        if "/archiwum" in top:
            continue  # the originals, for nobody's eyes but the program's
        for name in files:
            path = os.path.join(top, name)
            ours = name.endswith((".html", ".pdf", ".xlsx")) or \
                name.endswith(".do_poprawy.csv") or "raporty" in top or \
                name == "decyzje.csv"
            if ours:
                n += 1
                look_text(path, bad)
    if os.path.exists("PWNED") or os.path.exists("k/PWNED"):
        bad.append("a command was run")
    outside = sorted(set(os.listdir(".")) - {"k", "jst.csv"})
    if outside:
        bad.append(f"outside the campaign: {outside}")
    for line in bad[:12]:
        print("  " + line)
    print(f"{len(texts)} strings, {loaded} responses, {stored} texts to be "
          f"printed, {named} names, {printed} of 8 kinds in reports, {n} files "
          f"looked at, {len(bad)} bad")
    good = not bad and stored > 150 and named > 150 and printed == 8 and n > 50
    print(("ok" if good else "not ok") + " - inert everywhere")
    # control: the eyes see what is alive
    alive = []
    with open("c.html", "w") as f:
        f.write("<script>")
    with open("c.csv", "w") as f:
        f.write("a;=1+1\n")
    look_text("c.html", alive)
    look_text("c.csv", alive)
    print(("ok" if len(alive) == 2 else "not ok") + " - the control is seen")
    return 0 if good and len(alive) == 2 else 1


if __name__ == "__main__":
    sys.exit(main())

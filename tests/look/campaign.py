#!/usr/bin/python3
"""A campaign of gminas chosen to hurt, for looking at every page of a report.

    campaign.py DIAGNOZA FOLDER

Simulated exports, in which the answers of some gminas are edited: CASES below
says how.  FOLDER/kampania is the campaign, FOLDER/przypadki.tsv says which
gmina is which case.
"""
import csv
import os
import shutil
import sqlite3
import subprocess
import sys

DIAGNOZA, FOLDER = os.path.abspath(sys.argv[1]), sys.argv[2]
GROUPS = "jst ngo szkola kultura biznes biblioteka mieszkancy".split()
LONG_NAME = "Wólka Podlesna-Świętokrzyska i Rzepiennik Górny nad Krzczonką"


class Exports(dict):
    """Rows of each group, and its columns."""

    def __init__(self, folder, seed, first, last):
        super().__init__()
        os.makedirs(folder)
        self.folder, self.head = folder, {}
        for g in GROUPS:
            path = f"{folder}/{g}.csv"
            subprocess.run([DIAGNOZA, "simulate", path, "--survey", g,
                            "--profile", "limesurvey", "--gminas", "40",
                            "--seed", str(seed), "--from", first,
                            "--to", last], check=True)
            with open(path, encoding="utf-8-sig", newline="") as f:
                reader = csv.DictReader(f)
                self.head[g], self[g] = reader.fieldnames, list(reader)

    def gminas(self):
        return sorted({r["gmina"] for r in self["jst"] if r["gmina"]})

    def of(self, gmina, *groups):
        return [r for g in groups or GROUPS for r in self[g]
                if r["gmina"] == gmina]

    def keep(self, gmina, wanted):
        """Only rows of `gmina` for which wanted(group, row, number) holds."""
        for g in GROUPS:
            n, out = 0, []
            for r in self[g]:
                if r["gmina"] == gmina:
                    n += 1
                if r["gmina"] != gmina or wanted(g, r, n):
                    out.append(r)
            self[g] = out

    def save(self):
        for g in GROUPS:
            with open(f"{self.folder}/{g}.csv", "w", encoding="utf-8",
                      newline="") as f:
                w = csv.DictWriter(f, self.head[g], quoting=csv.QUOTE_ALL)
                w.writeheader()
                w.writerows(self[g])


FACTS = {"id", "submitdate", "lastpage", "startlanguage", "seed", "gmina",
         "instytucja", "forma", "wersja", "tryb", "nrFormularza", "token"}


def answers(row):
    return [k for k in row if k not in FACTS]


def agree(rows, named="tak"):
    for r in rows:
        for k in ("zgodaZasoby", "zgodaGlos"):
            if k in r:
                r[k] = named


def one(e, g):
    e.keep(g, lambda group, r, n: group == "ngo" and n == 1)


def official(e, g):
    e.keep(g, lambda group, r, n: group == "jst" and n == 1)
    agree(e.of(g), "nie")


def forty(e, g):
    """Institutions of other gminas answer here too, under names of their own."""
    n = 0
    for other in e.gminas()[-10:]:
        for group in GROUPS[:5]:
            for r in [r for r in e[group] if r["gmina"] == other]:
                r = dict(r, gmina=g, id=str(90000 + n), nrFormularza="",
                         token="")
                if "instytucja" in r:
                    r["instytucja"] = f"{r['instytucja']} (oddział {n})"
                e[group].append(r)
                n += 1
    agree(e.of(g))


def long_names(e, g):
    for i, r in enumerate(e.of(g, "ngo", "szkola", "kultura", "biznes")):
        r["instytucja"] = (f"Stowarzyszenie Miłośników Rozwoju Wsi i Przyjaciół "
                           f"Niepełnosprawnych „{LONG_NAME}” nr {i + 1}")
    agree(e.of(g))


def missing(e, g):
    for r in e.of(g):
        r.update({k: "" for k in answers(r)})


def equal(e, g):
    first = {}
    for group in GROUPS:
        for r in e.of(g, group):
            first.setdefault(group, r)
            r.update({k: first[group][k] for k in answers(r)})
            r.update({k: "5" for k in answers(r)
                      if k[0] in "LMOBF" and k[1:].isdigit()})
            r.update({k: "tak" for k in r if k[0] == "R" and k[1:].isdigit()})
            r.update({k: "tak" for k in ("chec", "warsztat", "zgodaZasoby",
                                         "zgodaGlos") if k in r})


def only(*groups):
    return lambda e, g: e.keep(g, lambda group, r, n: group in groups)


def nobody(e, g):
    e.keep(g, lambda *_: False)


def hidden(e, g):
    """Small groups, nobody agrees to be named or to speak for the office."""
    e.keep(g, lambda group, r, n: n <= 2)
    agree(e.of(g), "nie")


def plain(e, g):
    pass


# name, how the answers are edited, does it have an earlier wave
CASES = [
    ("zwykla", plain, False),
    ("jedna-osoba", one, False),
    ("jedna-z-urzedu", official, False),
    ("40-instytucji", forty, False),
    ("dluga-nazwa", long_names, False),
    ("same-braki", missing, False),
    ("wszyscy-to-samo", equal, False),
    ("tylko-urzad", only("jst"), False),
    ("tylko-mieszkancy", only("mieszkancy"), False),
    ("druga-fala", plain, True),
    ("nikt", nobody, False),
    ("ukryte", hidden, False),
]
DECISIONS = {  # of the plain one: case, variant, declaration, day
    "zwykla": {"przypadek": "C", "wariant": "strategiczny",
               "deklaracja": "w przygotowaniu", "termin": "2026-11-20",
               "gps": "tak"},
    "40-instytucji": {"przypadek": "A", "deklaracja": "jest",
                      "obecni": "34"},
    "dluga-nazwa": {"przypadek": "B"},
    "tylko-urzad": {"przypadek": "N", "deklaracja": "brak"},
}


def run(*words):
    r = subprocess.run([DIAGNOZA, "-C", f"{FOLDER}/kampania", *words],
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                       text=True)
    if r.returncode > 1:
        sys.exit(f"diagnoza {' '.join(words)}: {r.returncode}\n{r.stderr}")


def invite(campaign, gminas):
    with open(f"{campaign}/zaproszeni.csv", "w", encoding="utf-8") as f:
        f.write("gmina;grupa;instytucja;liczba\n")
        for g in gminas:
            for group, n in zip(GROUPS, (10, 8, 5, 4, 6, 1)):
                f.write(f"{g};{group};;{n}\n")


def decide(campaign, of_case):
    with open(f"{campaign}/decyzje.csv", encoding="utf-8-sig",
              newline="") as f:
        reader = csv.DictReader(f, delimiter=";")
        head, rows = reader.fieldnames, list(reader)
    for r in rows:
        wanted = DECISIONS.get(of_case.get(r["gmina"]), {})
        if r["klucz"] in wanted and r["fala"] == "2026-jesien":
            r.update(decyzja=wanted[r["klucz"]], zrodlo="rozmowa w urzędzie",
                     data="2026-10-25")
    with open(f"{campaign}/decyzje.csv", "w", encoding="utf-8",
              newline="") as f:
        w = csv.DictWriter(f, head, delimiter=";")
        w.writeheader()
        w.writerows(rows)
    run("ingest", f"{campaign}/decyzje.csv")


CARD = ("forma;wersja;nrFormularza;gmina;dataWarsztatu;obJst;obNgo;obSzkola;"
        "obKultura;obBiznes;obBiblioteka;obMieszkancy;potwierdzone;uzgodnione;"
        "dzialanie1;problem1;dzialanie2;problem2;lider;dataSpotkania;"
        "deklaracja\n")
CARDS = {  # what came back from the workshop: a full card, a long one, a bare one
    "zwykla": "2026-11-20;3;4;2;1;0;2;1;sale sprzet eksperci;senio mlodz;"
              "Telefony od seniorów odbiera świetlica.;senio;"
              "Młodzież prowadzi kino plenerowe na boisku szkoły.;mlodz;"
              "kierowniczka biblioteki;2026-12-09;jest",
    "dluga-nazwa": "2026-11-20;12;14;8;6;5;3;9;sale sprzet eksperci;"
                   "senio mlodz;" + "Objazdowa świetlica w każdej wsi, "
                   "z dowozem osób, które nie mają jak przyjechać. " * 4 +
                   ";senio;;mlodz;prezes stowarzyszenia i sołtysi na zmianę;"
                   "2026-12-09;przyg",
    "tylko-urzad": "2026-11-20;2;;;;;;;;;;;;;;;",
}


def workshop(campaign, of_case):
    """Cards come back, their texts are reviewed, a success is told."""
    gmina = {case: g for g, case in of_case.items()}
    with open(f"{FOLDER}/karta.csv", "w", encoding="utf-8") as f:
        f.write(CARD)
        f.writelines(f"karta;2026.1;{i};{gmina[case]};{text}\n"
                     for i, (case, text) in enumerate(CARDS.items(), 7))
    run("ingest", "--wave", "2026-jesien", f"{FOLDER}/karta.csv")
    run("analyze")
    path = f"{campaign}/decyzje.csv"
    with open(path, encoding="utf-8-sig", newline="") as f:
        reader = csv.DictReader(f, delimiter=";")
        head, rows = reader.fieldnames, list(reader)
    for r in rows:
        if r["klucz"].startswith("tekst."):
            r["decyzja"] = "przejrzany"
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, head, delimiter=";")
        w.writeheader()
        w.writerows(rows)
    run("ingest", path)
    run("analyze")
    run("report")


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.makedirs(FOLDER)
    campaign = f"{FOLDER}/kampania"
    subprocess.run([DIAGNOZA, "init", campaign, "--voivodeship", "06",
                    "--wave", "2025-jesien", "--from", "2025-09-01",
                    "--to", "2025-12-31"], check=True,
                   stdout=subprocess.DEVNULL)
    earlier = Exports(f"{FOLDER}/2025", 1, "2025-09-15", "2025-10-20")
    now = Exports(f"{FOLDER}/2026", 2026, "2026-09-15", "2026-10-20")
    # those with all groups, so that what a case takes away is all that lacks
    gminas = [g for g in now.gminas()
              if all(now.of(g, group) for group in GROUPS)][:len(CASES)]
    before = {g for g, case in zip(gminas, CASES) if case[2]}
    for g in GROUPS:
        earlier[g] = [r for r in earlier[g] if r["gmina"] in before]
    for g, (name, edit, _) in zip(gminas, CASES):
        edit(now, g)
    earlier.save()
    now.save()
    of_case = {g: case[0] for g, case in zip(gminas, CASES)}
    with sqlite3.connect(f"{campaign}/diagnoza.db") as db:
        for g, name in of_case.items():
            if name == "dluga-nazwa":
                db.execute("update gmina set name = ? where teryt = ?",
                           (LONG_NAME, g))
    invite(campaign, gminas)
    run("ingest", *(f"{earlier.folder}/{g}.csv" for g in GROUPS))
    run("wave", "add", "2026-jesien", "--from", "2026-09-01",
        "--to", "2026-12-31")
    run("ingest", "--wave", "2026-jesien", "--allow-rejects",
        *(f"{now.folder}/{g}.csv" for g in GROUPS))
    run("analyze")
    decide(campaign, of_case)
    run("analyze")
    run("freeze", "2026-jesien")
    run("report")
    workshop(campaign, of_case)
    with open(f"{FOLDER}/przypadki.tsv", "w", encoding="utf-8") as f:
        f.writelines(f"{g}\t{name}\n" for g, name in of_case.items())


main()

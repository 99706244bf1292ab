#!/bin/bash
# Real exports of other people's surveys: each is recognised as what it is and
# counted right, record for record as Python's csv module reads it.
source "$ROOT/tests/lib.sh"
data=${DIAGNOZA_DATA:-}/surveys
if [ ! -d "$data" ]; then
    skipped "no real exports (DIAGNOZA_DATA)"
    exit 0
fi
python3 - "$DIAGNOZA" "$data" <<'EOF'
import csv, glob, io, json, os, subprocess, sys

program, data = sys.argv[1:]
# folder -> profile; rows and columns that the collection's README states
profile = {"googleforms": "google", "kobo": "kobo", "limesurvey": "limesurvey",
           "odk": "odk", "surveymonkey": "surveymonkey"}
stated = {"cola_pl": (60, None), "jupyter_education_en_sheets": (125, None),
          "mzedi_xml": (400, None), "mzedi_labels": (400, None),
          "open_waste_burning_winter_xml": (240, 62),
          "digital_twins_en_full": (96, 317), "grid_codes": (42, 646),
          "limonaid_100001_fulltext_codes": (None, 646),
          "rse2017_nl_codetext": (77, 131),
          "starwars_two_headers": (1186, None)}
keys = "file encoding separator profile rows columns survey problems".split()


def truth(path):
    """Records and columns; blank lines are no records."""
    raw = open(path, "rb").read()
    for encoding in ("utf-8-sig", "cp1250", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            pass
    best = max((len(next(csv.reader(io.StringIO(text, newline=""),
                                    delimiter=s))), s) for s in ",;\t")
    rows = [r for r in csv.reader(io.StringIO(text, newline=""),
                                  delimiter=best[1]) if any(r)]
    second = rows[1][0] == "" and "Response" in rows[1]
    return len(rows) - 1 - second, len(rows[0])


right = total = 0
for path in sorted(glob.glob(data + "/*/*.csv")):
    name = os.path.basename(path)[:-4]
    want = profile[os.path.basename(os.path.dirname(path))], *truth(path)
    out = subprocess.run([program, "inspect", "--json", path],
                         capture_output=True, text=True)
    found = [json.loads(x) for x in out.stdout.splitlines()]
    found = [x for x in found if "profile" in x]
    got = None
    if out.returncode == 0 and len(found) == 1 and list(found[0]) == keys:
        got = (found[0]["profile"], found[0]["rows"], found[0]["columns"])
    ok = got == want and found[0]["survey"] == "" and all(
        a is None or a == b for a, b in zip(stated.get(name, ()), want[1:]))
    total, right = total + 1, right + ok
    print(f"{'ok' if ok else 'not ok'} - {name}: {want[0]}, {want[1]} rows, "
          f"{want[2]} columns" + ("" if ok else f"; got {got}"))
print(f"# {right} of {total} real exports are right")
print("ok - there are some" if total >= 14 else "not ok - files are missing")
EOF

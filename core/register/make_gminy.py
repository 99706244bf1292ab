#!/usr/bin/python3
"""Makes core/register/gminy.csv from the published registers.

usage: make_gminy.py TERC.csv POPULATION.csv AGES.csv BOUNDARIES.geojson
           > gminy.csv

TERC.csv        official TERC file of GUS (WOJ;POW;GMI;RODZ;NAZWA;...)
POPULATION.csv  BDL, table LUDN_2425: columns "ludność w tysiącach" of all and
                of women
AGES.csv        BDL, table LUDN_2137: persons in bands of five years
BOUNDARIES      GeoJSON, WGS 84, property "terc" (PRG of GUGiK)

The bands of adults are those the questionnaire asks (surveys/choices.csv, list
wiek).  Of 15 to 19 years two fifths count as 18 and 19: BDL does not part them.

All are joined on the first six digits of the code, because the seventh
(the kind of gmina) changes over the years.  What a source does not have stays
empty.  The point is the pole of inaccessibility, so it is inside the gmina
even when the gmina is a ring around its town.
"""
import csv
import heapq
import json
import math
import sys

POPULATION_DATE = "2024-12-31"
AGES_DATE = "2020-12-31"
BANDS = (  # column, bands of BDL
    ("wiek18", ("20-24",)),  # and 2/5 of TEENS
    ("wiek25", ("25-29", "30-34", "35-39")),
    ("wiek40", ("40-44", "45-49", "50-54", "55-59")),
    ("wiek60", ("60-64", "65-69", "70-74")),
    ("wiek75", ("75-79", "80-84", "85 i więcej")),
)
TEENS = "15-19"
PRECISION_DEG = 0.002  # about 200 m, finer than the map of the country needs


def read_terc(path):
    powiats, gminas, state = {}, [], ""
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            woj, pow_, gmi, kind = (row[k] for k in ("WOJ", "POW", "GMI", "RODZ"))
            state = row["STAN_NA"] or state
            if pow_ and not gmi:
                powiats[woj + pow_] = row["NAZWA"]
            elif kind in ("1", "2", "3"):
                gminas.append((woj + pow_ + gmi + kind, row["NAZWA"], kind))
    return state, powiats, sorted(gminas)


def read_population(path):
    """All and women, by six digits."""
    people = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        column = [
            next(i for i, h in enumerate(header) if h.startswith(name))
            for name in ("ludność w tysiącach,", "ludność w tysiącach kobiety,")
        ]
        for row in rows:
            if row and row[0][6] in "123" and all(row[i] for i in column):
                people[row[0][:6]] = [round(float(row[i]) * 1000) for i in column]
    return people


def read_ages(path):
    """Adults in the bands of the questionnaire, by six digits."""
    ages = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["Kod"][6] not in "123" or not row[TEENS]:
                continue
            adults = [sum(int(row[b]) for b in bands) for _, bands in BANDS]
            adults[0] += (4 * int(row[TEENS]) + 5) // 10
            ages[row["Kod"][:6]] = adults
    return ages


def segment_distance(x, y, a, b):
    """Distance of a point to the segment a-b, in plane units."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    t = 0.0
    if length2 > 0:
        t = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / length2))
    return math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)


def depth(x, y, rings):
    """Distance to the nearest edge; negative outside (even-odd rule)."""
    inside, nearest = False, math.inf
    for ring in rings:
        for a, b in zip(ring, ring[1:]):
            if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (
                b[1] - a[1]
            ) + a[0]:
                inside = not inside
            nearest = min(nearest, segment_distance(x, y, a, b))
    return nearest if inside else -nearest


def pole(rings):
    """Quadtree search for the deepest point (as mapbox/polylabel does)."""
    xs = [p[0] for p in rings[0]]
    ys = [p[1] for p in rings[0]]
    size = max(min(max(xs) - min(xs), max(ys) - min(ys)), PRECISION_DEG)
    half = size / 2
    heap, best = [], (-math.inf, 0.0, 0.0)

    def push(x, y, h):
        nonlocal best
        d = depth(x, y, rings)
        best = max(best, (d, x, y))
        heapq.heappush(heap, (-(d + h * math.sqrt(2)), x, y, h))

    x = min(xs)
    while x < max(xs):
        y = min(ys)
        while y < max(ys):
            push(x + half, y + half, half)
            y += size
        x += size
    while heap:
        bound, x, y, h = heapq.heappop(heap)
        if -bound - best[0] <= PRECISION_DEG:
            break
        for sx in (-1, 1):
            for sy in (-1, 1):
                push(x + sx * h / 2, y + sy * h / 2, h / 2)
    return best


def point_inside(geometry):
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    scale = math.cos(math.radians(parts[0][0][0][1]))
    flat = [[[(x * scale, y) for x, y in ring] for ring in part] for part in parts]
    _, x, y = max(pole(part) for part in flat)
    lon, lat = round(x / scale, 4), round(y, 4)
    if max(depth(lon * scale, lat, part) for part in flat) <= 0:
        raise SystemExit(f"point outside: {lon} {lat}")
    return lat, lon


def read_points(path):
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    return {
        f["properties"]["terc"][:6]: point_inside(f["geometry"]) for f in features
    }


def main():
    if len(sys.argv) != 5:
        raise SystemExit(__doc__)
    state, powiats, gminas = read_terc(sys.argv[1])
    people = read_population(sys.argv[2])
    ages = read_ages(sys.argv[3])
    points = read_points(sys.argv[4])
    print(f"# stan {state}; ludność i płeć {POPULATION_DATE}; wiek {AGES_DATE}; "
          "źródła: GUS TERYT, GUS BDL, PRG (GUGiK)")
    print("teryt;nazwa;rodzaj;powiat;ludnosc;szer;dl;kobiety",
          *(column for column, _ in BANDS), sep=";")
    for code, name, kind in gminas:
        lat, lon = points.get(code[:6], ("", ""))
        total, women = people.get(code[:6], ("", ""))
        print(code, name, kind, powiats[code[:4]], total, lat, lon, women,
              *ages.get(code[:6], [""] * len(BANDS)), sep=";")


if __name__ == "__main__":
    main()

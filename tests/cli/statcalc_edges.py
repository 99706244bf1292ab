"""Properties over the whole table of statcalc; called by statcalc_edges.sh."""
import random, re, subprocess, sys

CALC = sys.argv[1]
# Sums that really are 0 when nobody answered.
COUNTS = re.compile(r'^(n|lost|needed|covered|conditional|gaps|surplus|'
                    r'df|single-provider|least-expected|arrangements)$')
bad = 0


def check(name, good, detail=''):
    global bad
    if not good:
        bad += 1
        print(f'not ok - {name}\n  {detail}')


def run(name, text, *options):
    return subprocess.run([CALC, name, *options], input=text, text=True,
                          capture_output=True)


def table():
    out = subprocess.run([CALC, '--list'], text=True,
                         capture_output=True).stdout
    for m in re.finditer(r'^(\S+) +columns: ([^;\n]*)', out, re.M):
        if m[1] != 'usage:':
            yield m[1], m[2]


# A data set per shape: header and a function of a random generator -> row.
# 'r' rows may be put in any order without changing a value.
def shape(name, columns):
    if name == 'difference':
        return 'mean,variance,df', lambda r: [r.randint(20, 80), 4, 9], ''
    if columns.startswith('group,x'):
        groups = 'ab' if re.search('two groups|x,y', columns) else 'abc'
        return 'group,x', lambda r: [r.choice(groups), r.randint(1, 9)], 'r'
    if name == 'coverage':
        return 'need,firm,conditional', lambda r: [
            r.randint(0, 2), r.randint(0, 3), r.randint(0, 2)], 'r'
    if name == 'wilson':
        return 'n,total', lambda r: [r.randint(0, 9), 9], ''
    if name.startswith('chi-square-long'):
        return 'row,column', lambda r: [r.choice('xy'), r.choice('uvw')], 'r'
    if name == 'chi-square':
        return 'a,b,c', lambda r: [r.randint(1, 9) for _ in '123'], 'r'
    if name in ('paule-mandel', 'eb'):
        return 'y,v', lambda r: [r.randint(20, 80), r.randint(4, 40)], ''
    if name == 'paired' or columns == 'x,y' or columns.startswith('p,q'):
        return 'x,y', lambda r: [r.randint(1, 9), r.randint(1, 9)], 'r'
    if name == 'borda':
        return 'a,b,c', lambda r: r.sample([1, 2, ''], 3), 'r'
    if name == 'stability':
        return 'a,b,c', lambda r: [r.randint(0, 1) for _ in 'abc'], ''
    if columns.startswith(('items', 'objects')):
        rows = '' if name == 'person-score' else 'r'
        if name in ('parallel',):
            rows = ''
        return 'i1,i2,i3,i4', lambda r: [r.randint(1, 5) for _ in '1234'], rows
    if columns == 'p':
        return 'p', lambda r: [r.randint(1, 99) / 100], ''
    return 'x', lambda r: [r.randint(1, 99)], \
        '' if name in ('mean', 'sd', 'ranks', 'detectable', 'bootstrap') else 'r'


def csv(header, rows):
    return '\n'.join([header] + [','.join(map(str, r)) for r in rows]) + '\n'


def values(text):
    return [(a, b) for a, b in
            (line.split(' ', 1) for line in text.splitlines())]


def sound(name, what, text, empty=False):
    got = run(name, text)
    check(f'{name}, {what}', got.returncode == 0 and not got.stderr,
          got.stderr or got.returncode)
    for key, value in values(got.stdout):
        known = value.startswith('no value: ')
        number = re.fullmatch(r'-?\d+(\.\d+)?(e[-+]\d+)?', value)
        word = key == 'verdict'
        check(f'{name}, {what}', known or number or word, f'{key} {value}')
        if empty and number and not COUNTS.match(key):
            check(f'{name}, {what}: a value of nothing', False,
                  f'{key} {value}')


def close(a, b):
    if a == b:
        return True
    try:
        return abs(float(a) - float(b)) <= 1e-9 * max(1, abs(float(a)))
    except ValueError:
        return False


def equal(name, what, a, b):
    a, b = values(a), values(b)
    same = len(a) == len(b) and all(
        x[0] == y[0] and close(x[1], y[1]) for x, y in zip(a, b))
    check(f'{name}, {what}', same, f'{a}\n  {b}')


seen = set()
for name, columns in table():
    header, row, order = shape(name, columns)
    key = (name, header)
    seen.add(name)
    r = random.Random(name)
    width = header.count(',') + 1
    sound(name, 'n = 0', csv(header, []), empty=True)
    sound(name, 'n = 1', csv(header, [row(r)]))
    sound(name, 'n = 2', csv(header, [row(r), row(r)]))
    one = row(r)
    many = 2 if name == 'difference' else 12
    sound(name, 'all alike', csv(header, [one] * many))
    if header.startswith('group'):
        alike = [['ab'[i % 2], 5] for i in range(many)]
        sound(name, 'two groups, all alike', csv(header, alike))
        missing = [['ab'[i % 2], ''] for i in range(many)]
    else:
        missing = [[''] * width] * many
    if name != 'chi-square-long':
        sound(name, 'all missing', csv(header, missing), empty=True)
    for size in (3, 7, 40):
        rows = [row(r) for _ in range(2 if name == 'difference' else size)]
        sound(name, f'n = {size}', csv(header, rows))
        if not order:
            continue
        out = run(name, csv(header, rows)).stdout
        mixed = rows[:]
        # groups are numbered as they appear: the first of each stays first
        r.shuffle(mixed)
        if header.startswith('group'):
            mixed.sort(key=lambda x: x[0])
            rows = sorted(rows, key=lambda x: x[0])
            out = run(name, csv(header, rows)).stdout
        other = run(name, csv(header, mixed)).stdout
        drop = lambda t: '\n'.join(
            x for x in t.splitlines()
            if not re.match(r'(p\.permutation|pomp\.|t\.hi|t\.lo)', x)) + '\n'
        if name not in ('chi-square-long',):
            equal(name, 'order of rows', drop(out), drop(other))
        if header.startswith('group'):
            equal(name, 'an empty group', drop(out),
                  drop(run(name, csv(header, rows + [['zz', '']])).stdout))
        if columns.startswith('items') and 'pairwise' not in name:
            turned = [[6 - x[0]] + x[1:] for x in rows]
            equal(name, 'a key reversed twice', drop(out),
                  drop(run(name, csv(header, turned), 'reverse=1').stdout))
print(f'{"not ok" if bad else "ok"} - {len(seen)} statistics on nothing, one, '
      'two, all alike, all missing, in any order')
sys.exit(bad > 0)

"""Holds statcalc against the values of R, PSPP and NIST beside this file.

A line: data;command;name;value;tolerance;source.  The tolerance is relative
to max(1, |value|); for NIST's it is the least number of right digits (LRE).
One "ok" for each data set and command.
"""
import glob, math, os, subprocess, sys

calc, here = sys.argv[1:3]
wanted, bad, widest = {}, 0, 0


def lre(got, want):
    if got == want:
        return 15.0
    away = abs(got - want) / (abs(want) or 1)
    return min(15.0, -math.log10(away)) if away else 15.0


for path in sorted(glob.glob(os.path.join(here, '*values.csv'))):
    with open(path, encoding='utf-8') as lines:
        next(lines)
        for line in lines:
            cells = line.rstrip('\n').split(';')
            wanted.setdefault((cells[0], cells[1]), []).append(cells[2:])
for (data, command), values in wanted.items():
    with open(os.path.join(here, 'data', data + '.csv'), 'rb') as text:
        out = subprocess.run([calc, *command.split()], stdin=text,
                             capture_output=True, text=True)
    got = dict(line.split(' ', 1) for line in out.stdout.splitlines())
    wrong, digits = [], []
    for name, value, tolerance, source in values:
        have = got.get(name, 'nothing')
        try:
            x, y = float(have), float(value)
        except ValueError:
            right = value == 'none' and have.startswith('no value')
        else:
            if source.startswith('NIST'):
                digits.append(f'{name} {lre(x, y):.1f}')
                right = lre(x, y) >= float(tolerance)
            else:
                right = abs(x - y) <= float(tolerance) * max(1, abs(y))
        if not right:
            wrong.append(f'  {name}: wanted {value} ({source}), got {have}')
    note = f' (LRE: {", ".join(digits)})' if digits else ''
    print(f'{"not ok" if wrong else "ok"} - {command} < {data}: '
          f'{len(values)} values{note}')
    print('\n'.join(wrong + [out.stderr] if wrong else []), end='')

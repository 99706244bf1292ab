#!/usr/bin/python3
"""make bench: how long, how much memory, beside what people use otherwise.

  run.py BUILD WORK [--runs N] [--big] [--only voiv,poland,06,14,all]

Every figure is of a whole process: medians of wall and CPU seconds, the
largest memory of any of its processes (ru_maxrss).  The generator of the
bench job and its peers are read from $DIAGNOZA_SHARED/bench (else
../shared/bench) and skipped with a word where that is absent; peers that are
not installed are skipped too: python3-pandas, python3-scipy,
python3-reportlab, r-cran-data.table of Debian; of npm, into build/npm,
@duckdb/node-api and @myriaddreamin/typst-ts-node-compiler.  Check values are asserted: a fast wrong answer
ends the run.  On a shared machine trust the ratios, not the seconds.
"""
import argparse, csv, importlib.util, os, re, shutil, statistics, subprocess, sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get('DIAGNOZA_SHARED') or os.path.join(ROOT, '../shared')
NPM = os.path.join(ROOT, 'build/npm')
os.environ['NODE_HOME_MODULES'] = NPM + '/'  # where the peers look
SIZES = {  # rows; accepted, rejected, nulled; the analysis' check line
    'voiv': (10140, (10137, 3, 5), 'cells 2526 meanidx 50.367778 '
             'alpha 0.829193 H 8.364945 res 115302'),
    'poland': (247700, (247619, 81, 176), 'cells 37154 meanidx 49.857832 '
               'alpha 0.833701 H 11.717237 res 2823212'),
    'big': (4954000, (4952346, 1654, 3315), None),
}
opt = argparse.ArgumentParser(description=__doc__)
opt.add_argument('build'), opt.add_argument('work')
opt.add_argument('--runs', type=int, default=5)
opt.add_argument('--big', action='store_true', help='5 million rows of both, once')
opt.add_argument('--only', default='voiv,poland,06,14,all')
opt = opt.parse_args()
ONLY = opt.only.split(',')
PROGRAM = os.path.abspath(os.path.join(opt.build, 'diagnoza'))
JOB = os.path.abspath(os.path.join(opt.build, 'tests/bench/job'))
failures = 0


def fail(text):
    global failures
    failures += 1
    print('  WRONG:', text, flush=True)


def path(*names):
    return os.path.join(os.path.abspath(opt.work), *names)


def quiet(*command, cwd=None, ok=(0, 1)):
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=cwd,
                          stderr=subprocess.STDOUT, text=True)
    if done.returncode not in ok:
        sys.exit(f'{command}: exit {done.returncode}\n{done.stdout[-2000:]}')
    return done.stdout


def fresh(template):
    """An untimed copy of a campaign, the same for each run.  The one before it
    is only put aside: for minutes after files are deleted ext4 looks at each of
    their places whenever a file is made."""
    if os.path.exists(path('now')):
        os.makedirs(path('old'), exist_ok=True)
        os.rename(path('now'), path('old', str(len(os.listdir(path('old'))))))
    shutil.copytree(template, path('now'))


class Figure:
    def __init__(self, command, before=None, runs=None, ok=(0, 1)):
        walls, cpus, self.peak, self.out = [], [], 0, ''
        for _ in range(runs or opt.runs):
            if before:
                before()
            # Timed is what the program itself writes: its syncfs() would also
            # wait for the copies that others left dirty, and a peer without
            # one would still share the disk with their write-back.
            os.sync()
            start = time.monotonic()
            child = subprocess.Popen(command, stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL)
            self.out = child.stdout.read().decode()
            _, status, use = os.wait4(child.pid, 0)
            walls.append(time.monotonic() - start)
            cpus.append(use.ru_utime + use.ru_stime)
            self.peak = max(self.peak, use.ru_maxrss / 1024)
            if os.waitstatus_to_exitcode(status) not in ok:
                fail(f'{command}: exit {os.waitstatus_to_exitcode(status)}')
                break
        self.wall, self.cpu = statistics.median(walls), statistics.median(cpus)


def head(title):
    print(f'\n{title}\n{"":44}{"wall s":>9}{"CPU s":>9}{"MiB":>7}', flush=True)


def row(name, f, note=''):
    print(f'  {name:42}{f.wall:9.3f}{f.cpu:9.3f}{f.peak:7.0f}  {note}',
          flush=True)


def against(ours, peer):
    return f'we: {peer.wall / ours.wall:.1f}x wall, {peer.cpu / ours.cpu:.1f}x CPU'


def init(folder, voivodeship, *more):
    shutil.rmtree(folder, ignore_errors=True)
    quiet(PROGRAM, 'init', folder, '--voivodeship', voivodeship, '--wave', 'f',
          '--from', '2025-09-01', '--to', '2025-11-30', *more)
    with open(folder + '/diagnoza.ini') as f:
        text = f.read()
    for name, value in (('odczekaj', '0'), ('min_odpowiedzi', '0,6')):
        if name == 'odczekaj' or '--surveys' in more:
            text = re.sub(rf'(?m)^[#; ]*{name} *=.*', f'{name} = {value}', text)
    with open(folder + '/diagnoza.ini', 'w') as f:
        f.write(text)


# ---- the bench job ----

def has(*modules):
    return all(importlib.util.find_spec(m) for m in modules)


def has_r(*packages):
    wanted = ' && '.join(f'requireNamespace("{p}", quietly=TRUE)'
                         for p in packages)
    return bool(shutil.which('Rscript')) and subprocess.run(
        ['Rscript', '-e', f'q(status = !({wanted}))'],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def has_npm(package):
    return bool(shutil.which('node')) and os.path.isdir(
        os.path.join(NPM, 'node_modules', package))


def peers(size, csv, teryt):
    """name, ingest command, store, analysis command or None"""
    b, o = SHARED + '/bench', path(size)
    plain, sh = b + '/ingest/py_csv_sqlite.py', b + '/ingest/sqlite_ingest.sh'
    yield ('python csv + sqlite3', ['/usr/bin/python3', plain, csv, teryt,
           o + '.py.db'], o + '.py.db', None)
    if shutil.which('sqlite3'):
        yield ('sqlite3 shell', ['sh', sh, csv, teryt, o + '.sh.db'],
               o + '.sh.db', ['bash', b + '/analysis/sqlite_analysis.sh',
                              o + '.sh.db', o + '.sh', 'noboot'])
    if has('pandas', 'scipy'):
        yield ('pandas', ['/usr/bin/python3', b + '/ingest/py_ingest.py', csv,
               teryt, o + '.pkl'], o + '.pkl',
               ['/usr/bin/python3', b + '/analysis/py_analysis.py', o + '.pkl',
                o + '.pd', 'noboot'])
    else:
        print('  (skipped: pandas, scipy are not installed)')
    if has_r('data.table'):
        yield ('R data.table', ['Rscript', b + '/ingest/r_ingest.R', csv,
               teryt, o + '.rds'], o + '.rds',
               ['Rscript', b + '/analysis/r_analysis.R', o + '.rds', o + '.r',
                'base', 'noboot'])
    else:
        print('  (skipped: R with data.table is not installed)')
    if has_npm('@duckdb/node-api'):
        store = o + '.duckdb'
        yield ('DuckDB, 2 threads', ['node', b + '/ingest/duckdb_ingest.mjs',
               csv, teryt, store, '2'], store,
               ['node', b + '/analysis/duckdb_analysis.mjs', store, o + '.dd',
                'noboot', '2'])
    else:
        print('  (skipped: DuckDB is not installed)')


def check_ingest(size, out):
    got = re.search(r'nowe (\d+).*odrzucone (\d+); pominięte odpowiedzi (\d+)',
                    out)
    got = got and tuple(int(x) for x in got.groups())
    if got != SIZES[size][1]:
        fail(f'{size}: accepted, rejected, nulled {got}')


def bench_job(size, runs=None):
    csv, teryt = path(size + '.csv'), path('teryt.csv')
    quiet(path('gen'), size, csv), quiet(path('gen'), 'teryt', teryt)
    init(path('ankiety'), 'all', '--surveys', ROOT + '/tests/bench/ankiety')
    head(f'Bench job, {size}: {SIZES[size][0]} rows, '
         f'{os.path.getsize(csv) / 1e6:.1f} MB')
    ours = Figure([PROGRAM, '-C', path('now'), 'ingest', csv],
                  lambda: fresh(path('ankiety')), runs)
    row('ingest, diagnoza', ours, f'{SIZES[size][0] / ours.wall:.0f} rows/s')
    check_ingest(size, ours.out)
    found = []
    if size != 'big':
        found = list(peers(size, csv, teryt))
    for name, command, store, _ in found:
        def clean(store=store):
            if os.path.exists(store):
                os.unlink(store)
        f = Figure(command, clean, runs)
        row('ingest, ' + name, f, against(ours, f))
    analysis(size, found, runs)


def resampled(command):
    """A peer's own way to 1,000 resamples, or None: the sqlite3 shell takes
    minutes, DuckDB 10 GB, for which nobody waits."""
    return None if command[0] in ('bash', 'node') else [
        'boot' if word == 'noboot' else word for word in command]


def analysis(size, found, runs):
    for resamples, title in (('0', 'analysis'),
                             ('1000', 'analysis, 1,000 resamples')):
        bytes_of = {}
        for threads in ('1', '2'):
            out = path(f'{size}.out{threads}')
            ours = Figure([JOB, path('now'), out, resamples, threads], None,
                          runs, (0,))
            row(f'{title}, diagnoza, {threads} thr.', ours)
            if SIZES[size][2] and ours.out.strip() != SIZES[size][2]:
                fail(f'{size}: {ours.out.strip()}')
            bytes_of[threads] = [open(os.path.join(out, n), 'rb').read()
                                 for n in sorted(os.listdir(out))]
        if bytes_of['1'] != bytes_of['2']:
            fail(f'{size}: {title}: two threads gave other bytes than one')
        for name, _, _, command in found:
            if command and resamples != '0':
                command = resampled(command)
            if command:
                f = Figure(command, None, runs)
                row(f'{title}, {name}'[:42], f, against(ours, f))


# ---- the product's own campaign ----

def campaign(code, gminas, runs=None, scale=100):
    """`scale`: per cent of the usual number of answers; beyond the usual only
    loaded and counted."""
    template, csv = path('k' + code), path('k' + code + '.csv')
    init(template, code)
    quiet(PROGRAM, 'simulate', csv, '--voivodeship', code, '--gminas',
          str(gminas), '--from', '2025-09-15', '--to', '2025-11-20',
          '--seed', '1', '--damage', '2', '--scale', str(scale))
    with open(csv, 'rb') as f:
        rows = sum(1 for _ in f) - 1
    head(f'Own campaign, voivodeship {code}: {gminas} gminas, {rows} rows, '
         f'{os.path.getsize(csv) / 1e6:.1f} MB')
    step = lambda *words: [PROGRAM, '-C', path('now'), *words]
    f = Figure(step('ingest', csv), lambda: fresh(template), runs)
    row('ingest', f, f'{rows / f.wall:.0f} rows/s')
    row('analyze --full', Figure(step('analyze', '--full'), None, runs))
    if scale > 100:
        return
    once = 1 if gminas > 1000 else runs  # 7,000 documents
    reports(step, once)
    quiet(*step('report'))
    row('run, nothing to do', Figure(step('run'), None, runs))
    shutil.rmtree(path('done'), ignore_errors=True)
    shutil.copytree(path('now'), path('done'))
    one_gmina(step, code, runs)
    export_to_pdf(step, template, csv, once)
    all_new(step, template, csv, once)


def reports(step, runs):
    folder = path('now', 'raporty')
    for words, name in ((('pdf', '1'), 'PDF, one worker'),
                        (('pdf', '2'), 'PDF, two workers'),
                        (('pdf,html,csv', '2'), 'PDF, HTML, CSV, two')):
        f = Figure(step('report', '--force', '--format', words[0], '--workers',
                        words[1]), None, runs)
        sizes = [os.path.getsize(os.path.join(d, n))
                 for d, _, names in os.walk(folder) for n in names
                 if n.endswith('.pdf')]
        row('report --force, ' + name, f, f'{len(sizes)} PDF, '
            f'{len(sizes) / f.wall:.0f} a second, median '
            f'{statistics.median(sizes or [0]) / 1e3:.0f} kB')


def report_peers():
    """What others need for a PDF of 8 pages without tags, from the bench
    job's voivodeship, each in one process and in two."""
    b, data, out = SHARED + '/bench/report/', path('pages'), path('pages.out')
    if not os.path.exists(path('voiv.pkl')):
        print('\n  (skipped: PDFs of peers: no pandas)')
        return
    quiet('/usr/bin/python3', b + 'report_data.py', path('voiv.pkl'), data,
          ok=(0,))
    head('PDFs of peers: 60 of 8 pages, 60 in each of two processes')
    found = []
    if has_npm('@myriaddreamin/typst-ts-node-compiler'):
        found.append(('Typst', f'node {b}report_typst.mjs {data} {out}/$I 60'))
    if has('reportlab'):
        found.append(('ReportLab', '/usr/bin/python3 '
                      f'{b}report_reportlab.py {data} {out}/$I 0 60'))
    for name, command in found:
        for n, words in ((1, 'one process'), (2, 'two processes')):
            f = Figure(['sh', '-c', ''.join(
                f'I={i}; {command} & ' for i in range(n)) + 'wait'],
                lambda: shutil.rmtree(out, ignore_errors=True) or
                os.makedirs(out))
            made = sum(len(names) for _, _, names in os.walk(out))
            row(f'{name}, {words}', f, f'{made / f.wall:.0f} a second')


def one_gmina(step, code, runs):
    """A few answers of one gmina, in each run of another and of another group:
    what they move in other gminas' reports is a matter of luck."""
    with open(path('k' + code + '.csv'), encoding='utf-8-sig', newline='') as f:
        wanted = code.replace('all', '[0-3][0-9]') + '[0-9]{5}'
        found = sorted({row['gmina'] for row in csv.DictReader(f)
                        if re.fullmatch(wanted, row['gmina'] or '')})
    runs = runs or opt.runs
    groups = ('jst', 'ngo', 'mieszkancy', 'szkola', 'kultura')
    stamp, drawn = path('stamp'), []

    def count():
        """Of the run before: the documents it made."""
        since = os.stat(stamp).st_mtime_ns
        drawn.append(sum(n.endswith('.pdf') and
                         os.stat(os.path.join(d, n)).st_mtime_ns > since
                         for d, _, names in os.walk(path('now', 'raporty'))
                         for n in names))

    def before():
        if os.path.exists(stamp):
            count()
        k = len(drawn)
        fresh(path('done'))
        one = path('now', 'skrzynka', 'one.csv')
        quiet(PROGRAM, 'simulate', one, '--gmina',
              found[(2 * k + 1) * len(found) // (2 * runs)],
              '--survey', groups[k % len(groups)], '--from', '2025-09-15',
              '--to', '2025-11-20', '--seed', '2')
        with open(one, encoding='utf-8', newline='') as f:
            text = f.read()
        with open(one, 'w', encoding='utf-8', newline='') as f:
            # numbers that no earlier export has, or it is refused as another's
            f.write(re.sub(r'(?m)^"(\d+)"', r'"9\g<1>00000"', text))
        open(stamp, 'w').close()
    f = Figure(step('run'), before, runs)
    count()
    os.remove(stamp)
    row('run, one gmina with new answers', f,
        f'{statistics.median(drawn):.0f} PDF')


def export_to_pdf(step, template, csv, runs):
    """Three commands, as a peer's three programs."""
    f = Figure(['sh', '-c', '"$@" ingest "$0"; "$@" analyze && '
                '"$@" report --format pdf', csv, *step()],
               lambda: fresh(template), runs)
    row('ingest, analyze, report: export to PDF', f)


def all_new(step, template, csv, runs):
    """From the export in the inbox to the reports of all gminas, in all
    formats of all editions."""
    def before():
        fresh(template)
        shutil.copy(csv, path('now', 'skrzynka', 'all.csv'))
    row('run, all gminas new', Figure(step('run'), before, runs))


os.makedirs(path(), exist_ok=True)
print(f'{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; '
      f'medians of {opt.runs}')
if os.path.exists(SHARED + '/bench/gen.c'):
    quiet('cc', '-O2', '-o', path('gen'), SHARED + '/bench/gen.c',
          '-I', SHARED + '/bench', ok=(0,))
    for size in ('voiv', 'poland'):
        if size in ONLY:
            bench_job(size)
    if 'voiv' in ONLY:
        report_peers()
    if opt.big:
        bench_job('big', 1)
else:
    print('Bench job skipped: no generator at ' + SHARED + '/bench')
for code, gminas in (('06', 213), ('14', 314), ('all', 2479)):
    if code in ONLY:
        campaign(code, gminas)
if opt.big:
    campaign('all', 2479, 1, 4200)
shutil.rmtree(path('old'), ignore_errors=True)
print(f'\n{failures} wrong')
sys.exit(failures > 0)

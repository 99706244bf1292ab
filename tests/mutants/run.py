#!/usr/bin/python3
"""make mutants: are the tests of analysis/ able to fail?

  run.py BUILD WORK [WORD [FROM-TO,...]]    WORD: a pattern of files

FROM-TO: slices of the table.  JOBS=2 takes two cores; one without.

Every line of table.txt is one change to one line of analysis/:

  FILE|OPERATOR|line as it stands|line after the change[|why it is equivalent]

Operators: ROR another comparison, AOR another arithmetic operator, LCR "and"
for "or", CRP another constant, UOI a condition turned round, SDL a statement
left out.  A change that no test could see, because the program does the same,
says so in the fifth field and is run all the same: when a test kills it, the
table is wrong.  The line must stand in its file exactly once; a line that is
gone fails the run, so that the table keeps up with the code.

A mutant is one object, compiled alone and linked before the library; it is
killed when it does not compile into a passing test: a test fails, crashes or
takes longer than it may.
"""
import concurrent.futures, os, re, shutil, subprocess, sys

BUILD, WORK = (os.path.abspath(x) for x in sys.argv[1:3])
WORD = sys.argv[3] if len(sys.argv) > 3 else ''
SLICES = [[int(x) for x in part.split('-')] for part in
          (sys.argv[4] if len(sys.argv) > 4 else '1-99999').split(',')]
JOBS = int(os.environ.get('JOBS', '1'))
# a program stops at its first failed assertion
os.environ['CMOCKA_TEST_ABORT'] = '1'
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
GOAL = 90  # per cent
SECONDS = 150
FLAGS = ['-std=c17', '-D_GNU_SOURCE', '-isystem',
         '/usr/include/harfbuzz', '-O1', '-w']
LIBS = os.environ.get('LIBS', '').split()
NUMBERS = ['test_stats', 'test_stats_draw', 'test_stats_edges',
           'test_reliability', 'statcalc']
# quickest first
STAGES = ['test_groups', 'test_rank', 'test_willingness', 'test_rule',
          'test_reliability', 'test_resource', 'test_privacy', 'test_index',
          'test_compute']
# those that look at a file itself; others would take minutes to say the same
OWN = {'change': ['test_change'], 'differ': ['test_differ'],
       'items': ['test_items'], 'sensitivity': ['test_items'],
       'quality': ['test_items'], 'advise': ['test_advise'],
       'overview': ['test_overview'], 'unseen': ['test_overview'], 'overview_draw': ['test_overview'],
       'index': ['test_stage_ends', 'test_index', 'test_compute'], 'interval': ['test_index'],
       'idx_mean': ['test_index'], 'groups': ['test_groups'],
       'apart': ['test_items'], 'money': ['test_money'],
       'disclose': ['test_rank', 'test_items', 'test_rule', 'test_privacy', 'test_index',
                    'test_willingness', 'test_resource'],
       'resource': ['test_stage_ends', 'test_resource', 'test_compute'], 'compute': ['test_compute'],
       'freeze': ['test_compute'], 'rank': ['test_rank'],
       'facts': ['test_stage_ends', 'test_willingness', 'test_rule',
                 'test_compute'],
       'reliability': ['test_reliability'],
       'emit': ['test_rank', 'test_stage_ends'],
       'willingness': ['test_willingness', 'test_stage_ends'],
       'rule': ['test_rule', 'test_stage_ends'],
       'sample': ['test_rank', 'test_willingness', 'test_resource',
                  'test_compute']}


def tests_of(path):
    name = os.path.basename(path)[:-2]
    if name.startswith('stats_'):
        return NUMBERS
    return OWN.get('rule' if name.startswith('rule_') else name, STAGES)


def quiet(*command, seconds=SECONDS, cwd=ROOT):
    try:
        return subprocess.run(command, cwd=cwd, timeout=seconds,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode
    except subprocess.TimeoutExpired:
        return -1


def link(folder, test, objects):
    out = os.path.join(folder, test)
    own = [f'{BUILD}/tests/unit/{test}.o']
    more = ['-lcmocka']
    if test == 'statcalc':
        own = [f'{BUILD}/tests/statcalc.o'] + sorted(
            f'{BUILD}/tests/calc/{n}' for n in os.listdir(BUILD + '/tests/calc')
            if n.endswith('.o'))
        more = []
    return out if quiet('gcc', '-o', out, *own, *objects,
                        f'{BUILD}/libdiagnoza.a', *more, *LIBS) == 0 else None


def passes(folder, test, objects):
    program = link(folder, test, objects)
    if not program:
        return False
    if test != 'statcalc':
        rc = quiet(program)
    else:
        rc = quiet('python3', f'{ROOT}/tests/cli/statcalc_edges.py', program)
        out = subprocess.run(
            ['python3', f'{ROOT}/tests/reference/compare.py', program,
             f'{ROOT}/tests/reference'], capture_output=True, text=True)
        rc = rc or out.returncode or 'not ok' in out.stdout
    os.unlink(program)
    return rc == 0


def run(job):
    """killed by what, '' when it survives, None when the line is not there"""
    number, (path, operator, before, after, *why) = job
    with open(os.path.join(WORK, path), encoding='utf-8') as text:
        lines = text.read().split('\n')
    at = [i for i, line in enumerate(lines) if line.strip() == before]
    if len(at) != 1:
        return None
    lines[at[0]] = after
    folder = os.path.join(WORK, str(number))
    os.makedirs(folder)
    source = os.path.join(folder, os.path.basename(path))
    with open(source, 'w', encoding='utf-8') as text:
        text.write('\n'.join(lines))
    try:
        if quiet('gcc', *FLAGS, '-c', '-o', source + '.o', source) != 0:
            return 'the compiler'
        for test in tests_of(path):
            if not passes(folder, test, [source + '.o']):
                return test
        return ''
    finally:
        shutil.rmtree(folder)


def table():
    with open(os.path.join(os.path.dirname(__file__), 'table.txt'),
              encoding='utf-8') as text:
        for line in text:
            line = line.rstrip('\n')
            if line and not line.startswith('#'):
                # "||" of C is not two separators
                cells = [c.replace('\0', '||')
                         for c in line.replace('||', '\0').split('|')]
                if re.search(WORD, cells[0]):
                    yield cells


# a copy of its own, so that work may go on beside
shutil.rmtree(WORK, ignore_errors=True)
os.makedirs(WORK)
for folder in ('analysis', 'core', 'surveys'):
    shutil.copytree(os.path.join(ROOT, folder), os.path.join(WORK, folder))
os.makedirs(WORK + '/build/tests')
shutil.copy(BUILD + '/libdiagnoza.a', WORK + '/build')
shutil.copy(BUILD + '/tests/statcalc.o', WORK + '/build/tests')
for folder in ('unit', 'calc'):
    shutil.copytree(f'{BUILD}/tests/{folder}', f'{WORK}/build/tests/{folder}')
BUILD, FLAGS = WORK + '/build', FLAGS + ['-I' + WORK]
jobs = [x for x in enumerate(table(), 1) 
        if any(s[0] <= x[0] <= s[-1] for s in SLICES)]
wanted = {t for _, mutant in jobs for t in tests_of(mutant[0])}
with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
    for test, good in zip(sorted(wanted), pool.map(
            lambda test: passes(WORK, test, []), sorted(wanted))):
        if not good:
            sys.exit(f'{test} fails without any mutant')
killed, survived, equal, wrong = 0, 0, 0, 0
with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
    for (number, mutant), by in zip(jobs, pool.map(run, jobs)):
        path, operator, before, after, *why = mutant
        says = 'killed by ' + by if by else 'SURVIVED'
        if by is None:
            says, wrong = 'NOT FOUND: mend the table', wrong + 1
        elif why and not by:
            says, equal = 'equivalent: ' + why[0], equal + 1
        elif why:
            says, wrong = says + ', said to be equivalent', wrong + 1
        elif by == 'the compiler':
            says, wrong = 'DOES NOT COMPILE: mend the table', wrong + 1
        elif by:
            killed += 1
        else:
            survived += 1
        print(f'{number:3} {path} {operator}: {says}', flush=True)
        if not by and not why:
            print(f'      - {before}\n      + {after}', flush=True)
share = 100 * killed / max(1, killed + survived)
print(f'{len(jobs)} mutants: {killed} killed, {survived} survived, {equal} '
      f'equivalent, {wrong} to mend; {share:.0f} % killed')
sys.exit(wrong > 0 or share < GOAL)

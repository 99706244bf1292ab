#!/bin/bash
# The house keeps its rules: who may include whom, and which library is used
# where.
source "$ROOT/tests/lib.sh"
cd "$ROOT" || exit 1

# breaks NAME FILES-REGEX PATTERN: no file of that path has a line like that
breaks() {
    local found
    found=$(git ls-files -co --exclude-standard '*.c' '*.h' 2> /dev/null |
        grep -E "$2" | xargs -r grep -nE "$3" /dev/null)
    same "$1" "$found" ""
}
inc='^[[:space:]]*#[[:space:]]*include ["<]'
git rev-parse > /dev/null 2>&1 || { skipped "not a git checkout"; exit 0; }

breaks "core stands on nothing of ours" '^core/' "$inc(surveys|ingest|analysis|report|cli)/"
breaks "surveys stand on core" '^surveys/' "$inc(ingest|analysis|report|cli)/"
breaks "ingest knows no other stage" '^ingest/' "$inc(analysis|report|cli)/"
breaks "analysis knows no other stage" '^analysis/' "$inc(ingest|report|cli)/"
breaks "report knows no other stage" '^report/' "$inc(ingest|analysis|cli)/"
breaks "pages stand on core" '^report/page/' "$inc(surveys|report/(chart|section|[a-z]+\.h))"
breaks "SQL stands in core/store" '^(core/[a-z]+\.|surveys|ingest|analysis|report|cli)' 'sqlite3_(prepare|exec|step|bind)'
breaks "libharu stands in pdf files" '^(core|surveys|ingest|analysis|report/(chart|section)|report/page/[a-bd-oq-z]|cli)' 'HPDF_|<hpdf'
breaks "GSL stands in the kernels" '^(core|surveys|ingest|report|analysis/[a-rt-z])' '<gsl/'
breaks "malloc stands in the arena" '^(core/(b|c|d|e|f|h|p|r|s|t)|surveys|ingest|analysis|report|cli)' '\<(malloc|calloc|realloc) ?\('
breaks "nobody sets the locale" '^(core|surveys|ingest|analysis|report|cli)' '\<setlocale ?\('
breaks "one way out" '^(core/(b|c|d|e|f|h|p|r|s|t)|surveys|ingest|analysis|report/(chart|section))' '\<(exit|longjmp) ?\('

# every header compiles on its own
for h in $(git ls-files 'core/*.h' 'core/store/*.h' 'surveys/*.h' 'ingest/*.h' \
    'analysis/*.h' 'report/*.h' 'report/*/*.h' 'cli/*.h'); do
    "${CC:-gcc}" -std=c17 -D_GNU_SOURCE -I. -isystem /usr/include/harfbuzz \
        -fsyntax-only -x c "$h" 2> /dev/null || echo "$h"
done > "$TEST_DIR/alone.txt"
same "every header compiles on its own" "$(cat "$TEST_DIR/alone.txt")" ""

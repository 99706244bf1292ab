# diagnoza: one non-recursive makefile.  Sources are found by folder, so a new
# file needs no edit here; everything built stands under build/VARIANT/.
#
#   make            the program (build/release/diagnoza)
#   make demo       a whole campaign on made-up answers, in build/demo/
#   make test       all light tests; T=word runs the matching ones
#   make test-full  sanitizers, validators, faults, short fuzzing
#   make same       RUNS=20 campaigns on unlike machines: the same bytes
#   make soak       MINUTES=20 of imports, runs and kills over both clock changes
#   make test-damage  7,000 good and damaged exports, truth known; minutes
#   make test-fault  a kill, a full or failing disk, a failed allocation in
#                   every command that writes: "N points, M bad"; 15 minutes
#   make fuzz       the parsers by libFuzzer, FUZZ_TIME=20 seconds each
#   make sim        method against known truth: docs/symulacja.md
#   make bench      seconds and memory beside other tools; BENCH=--big for more
#   make random-campaigns N=10000  reports of made-up gminas, all extremes; hours
#   make look       contact sheets of every page of gminas chosen to hurt
#   make mutants    148 changed lines of analysis/: do the tests notice
#   make deps       installs the missing Debian packages (CLASSES="build test")

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

ifeq ($(origin CC),default)
CC := gcc
endif
VARIANT ?= release
CLASSES ?= build
JOBS ?= $(shell nproc)
T ?=
PREFIX ?= /usr/local
DESTDIR ?=
B := build/$(VARIANT)
# V=1 shows the commands
Q := $(if $(V),,@)

LIBS := -lgsl -lgslcblas -lcsv -lhpdf -lsqlite3 -lharfbuzz -lharfbuzz-subset \
	-ldeflate -lhyphen -lutf8proc -lenca -linih -lnettle -lqrencode -lminizip -lexpat \
	-lm -lpthread

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wdouble-promotion -Wstrict-prototypes -Wmissing-prototypes \
	-Wold-style-definition -Wvla -Wwrite-strings -Wcast-qual -Wformat=2 \
	-Wundef -Wswitch-enum -Wnull-dereference -fno-common
ifdef WERROR
WARN += -Werror
endif

CFLAGS.release := -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong
CFLAGS.debug := -O0 -g
CFLAGS.asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
LDFLAGS.asan := -fsanitize=address,undefined
CFLAGS.fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS.fuzz := -fsanitize=fuzzer,address,undefined
CFLAGS ?= $(CFLAGS.$(VARIANT))
LDFLAGS ?= $(LDFLAGS.$(VARIANT))
CPPFLAGS += -D_GNU_SOURCE -I. -isystem /usr/include/harfbuzz
STD := -std=c17

FOLDERS := core core/store surveys ingest analysis report report/page \
	report/chart report/section
LIB_SRC := $(foreach d,$(FOLDERS),$(wildcard $(d)/*.c))
CLI_SRC := $(wildcard cli/*.c)
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o) $(B)/embedded.o
CLI_OBJ := $(CLI_SRC:%.c=$(B)/%.o)
EMBED := $(sort core/store/schema.sql $(wildcard core/register/*.csv) \
	$(wildcard surveys/*.csv) fixtures/errors/errors.csv)
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c)) \
	$(B)/unit/test_csvin_plain $(B)/unit/test_similar_plain
REPLAY := $(patsubst tests/fuzz/%.c,$(B)/replay/%,$(wildcard tests/fuzz/*.c))
TOOLS := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/*.c tests/bench/*.c))

.PHONY: all deps fuzz fuzz-targets fuzz-programs demo sim pictures test test-full test-damage test-fault soak same control check-asan bench mutants look clean format tools unit install uninstall random-campaigns

all: $(B)/diagnoza

$(B)/diagnoza: $(CLI_OBJ) $(B)/libdiagnoza.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/libdiagnoza.a: $(LIB_OBJ)
	@rm -f $@
	$(Q)ar rcs $@ $^

# Objects are made again when the flags change ("make test" after "make demo"
# adds -Werror).
.PHONY: flags-changed
$(B)/flags: flags-changed
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS) $(CPPFLAGS) $(WARN)' | cmp -s - $@ || \
	  echo '$(CC) $(CFLAGS) $(CPPFLAGS) $(WARN)' > $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(if $(V),,@echo "  CC $<")
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

# Facts linked into the binary: .incbin keeps them out of C syntax and its
# limits on string length.
$(B)/embedded.c: $(EMBED) Makefile
	@mkdir -p $(@D)
	@{ printf '#include "core/embed.h"\n'; i=0; \
	for f in $(EMBED); do \
	  printf '__asm__(".pushsection .rodata\\n.balign 16\\nemb%d:\\n"\n' $$i; \
	  printf '".incbin \\"%s\\"\\nemb%de:\\n.byte 0\\n.popsection\\n");\n' $$f $$i; \
	  printf 'extern const char emb%d[];\n' $$i; i=$$((i+1)); done; \
	printf 'static const struct embed table[] = {\n'; i=0; \
	for f in $(EMBED); do \
	  printf '{"%s", emb%d, %d},\n' $$f $$i $$(wc -c < $$f); i=$$((i+1)); done; \
	printf '};\nconst struct embed *const embed_table = table;\n'; \
	printf 'const size_t embed_count = sizeof table / sizeof *table;\n'; } > $@

$(B)/embedded.o: $(B)/embedded.c $(EMBED)
	$(Q)$(CC) $(STD) $(CPPFLAGS) -O1 -c -o $@ $<

# Tests: every tests/unit/test_*.c is a program of its own; tests/*.c are tools
# that the shell tests use.
unit: $(UNIT)
tools: $(TOOLS) $(REPLAY)

# The fuzz targets with a main of their own that runs the corpus.
$(B)/replay/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay/main.o $(B)/libdiagnoza.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libdiagnoza.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

# The same tests where the code has vector instructions, without them.
$(B)/plain/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(Q)$(CC) $(STD) $(CPPFLAGS) -U__SSE2__ $(CFLAGS) $(WARN) -MMD -MP -c -o $@ $<

$(B)/unit/test_csvin_plain: $(B)/plain/ingest/csvin.o
$(B)/unit/test_similar_plain: $(B)/plain/ingest/personal.o
$(B)/unit/%_plain: $(B)/tests/unit/%.o $(B)/libdiagnoza.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) -lcmocka $(LIBS)

$(B)/tests/statcalc: $(patsubst %.c,$(B)/%.o,$(wildcard tests/calc/*.c))

$(B)/tests/%: $(B)/tests/%.o $(B)/libdiagnoza.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

deps:
	@tests/deps $(CLASSES)

test:
	@tests/deps build test
	@$(MAKE) --no-print-directory -j$(JOBS) WERROR=1 all unit tools
	@tests/run $(B) '$(T)'

test-full:
	@tests/deps build test full
	@tests/run-full '$(T)'

test-damage:
	@tests/deps build test
	@$(MAKE) --no-print-directory -j$(JOBS) WERROR=1 all
	@tests/damage/run.sh $(B)/diagnoza build/scratch/damage $(DAMAGE)

test-fault:
	@tests/deps build test full
	@$(MAKE) --no-print-directory -j$(JOBS) WERROR=1 all
	@rm -rf build/scratch/fault && mkdir -p build/scratch/fault && \
	  cd build/scratch/fault && ROOT=$(CURDIR) BUILD=$(CURDIR)/$(B) FAULTS=all \
	  DIAGNOZA=$(CURDIR)/$(B)/diagnoza $(CURDIR)/tests/full/faults.sh

# The same bytes from twenty machines: RUNS=20.
same:
	@tests/deps build test full
	@$(MAKE) --no-print-directory -j$(JOBS) WERROR=1 all
	@PYTHONDONTWRITEBYTECODE=1 tests/full/same.py $(B)/diagnoza build/scratch/same $(or $(RUNS),20)

# A busy campaign with kills and jumps of the clock: MINUTES=20.
soak:
	@tests/deps build test full
	@$(MAKE) --no-print-directory -j$(JOBS) WERROR=1 all
	@PYTHONDONTWRITEBYTECODE=1 tests/full/soak.py $(B)/diagnoza build/scratch/soak $(or $(MINUTES),20)

# The program with one file in place of the library's, for negative controls.
control: $(CLI_OBJ) $(B)/libdiagnoza.a
	$(Q)$(CC) $(STD) $(CPPFLAGS) $(CFLAGS) -w -c -o $(CONTROL_OUT).o $(CONTROL)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $(CONTROL_OUT) $(CLI_OBJ) \
	  $(CONTROL_OUT).o $(B)/libdiagnoza.a $(LIBS)

check-asan:
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=asan WERROR=1 all unit tools
	@tests/run build/asan '$(T)'

# One target a parser; clang only.
fuzz-targets:
	@$(MAKE) --no-print-directory -j2 VARIANT=fuzz CC=clang fuzz-programs

fuzz-programs: $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/*.c))

$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/libdiagnoza.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

fuzz:
	@tests/deps build test full
	@$(MAKE) --no-print-directory tools
	@rm -rf build/scratch/fuzz && mkdir -p build/scratch/fuzz && cd build/scratch/fuzz && \
	  ROOT=$(CURDIR) BUILD=$(CURDIR)/build/release \
	  FUZZ_TIME=$(or $(FUZZ_TIME),20) $(CURDIR)/tests/full/fuzz.sh

# medians of whole processes beside the peers that are installed
bench: all $(B)/tests/bench/job
	@tests/bench/run.py $(B) build/bench $(BENCH)

# Changed lines of analysis/ that the tests must notice; a quarter of an hour.
# LINES=1-40,75: slices; T=word: files; MUTANT_JOBS=2: two cores.
MUTANT_JOBS ?= 1
mutants: unit tools
	@LIBS='$(LIBS)' JOBS=$(MUTANT_JOBS) nice tests/mutants/run.py $(B) build/mutants '$(T)' $(or $(LINES),1-99999)

# Coverage, false alarms and right types on made-up truth: about a minute and
# a half; git diff docs/symulacja.md shows what a change of method does.
sim: $(B)/tests/sim/sim
	@$< > $(B)/symulacja.md && mv $(B)/symulacja.md docs/symulacja.md
	@tail -n +1 docs/symulacja.md

# N random campaigns of one gmina, from seed FIRST on: nothing crashes, stands
# outside its page or is empty.
N ?= 10000
FIRST ?= 1
random-campaigns: all
	@tests/deps build test full
	@nice tests/random/campaigns.py $(B) build/random $(FIRST) $(N) \
	  --ua $(or $(UA),500) --preflight $(or $(PREFLIGHT),100) \
	  --workers $(JOBS)

# Every page of gminas chosen to hurt, in colour and in grey: build/look/.
look: all
	@tests/deps build test
	@tests/look/look.sh $(B)/diagnoza build/look

demo:
	@tests/deps build
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@cli/demo.sh $(B)/diagnoza

# The pictures of the README and the manual, from what `make demo` made.
pictures:
	@tests/deps full
	@docs/pictures.sh build/demo docs

# What was installed is gone after `make uninstall`; campaigns are elsewhere
# and stay.
BINDIR := $(PREFIX)/bin
LIBDIR := $(PREFIX)/lib/diagnoza
UNITDIR := $(PREFIX)/lib/systemd/system
MANDIR := $(PREFIX)/share/man
BASHDIR := $(PREFIX)/share/bash-completion/completions
UNITS := $(patsubst cli/service/%.in,%,$(wildcard cli/service/*.service.in \
	cli/service/*.timer.in))
SERVICE = sed -e '/@SANDBOX@/{r cli/service/sandbox' -e 'd}' \
	-e 's|@BINDIR@|$(BINDIR)|g' -e 's|@LIBDIR@|$(LIBDIR)|g'

# Nothing of root's stays in build/ after `sudo make install`: the next `make
# clean` and `make test` are again those of the user.
install: all
	$(Q)mkdir -p $(B)/install
	$(Q)for page in diagnoza.1 diagnoza.ini.5 bash; do \
	  $(B)/diagnoza manual $$page > $(B)/install/$$page || exit 1; done
	$(Q)for f in $(UNITS) zglos diagnoza.cron.d; do \
	  $(SERVICE) cli/service/$$f.in > $(B)/install/$$f || exit 1; done
	install -D -m 755 $(B)/diagnoza $(DESTDIR)$(BINDIR)/diagnoza
	install -D -m 644 $(B)/install/diagnoza.1 $(DESTDIR)$(MANDIR)/man1/diagnoza.1
	install -D -m 644 $(B)/install/diagnoza.ini.5 $(DESTDIR)$(MANDIR)/man5/diagnoza.ini.5
	install -D -m 644 $(B)/install/bash $(DESTDIR)$(BASHDIR)/diagnoza
	install -D -m 755 $(B)/install/zglos $(DESTDIR)$(LIBDIR)/zglos
	install -D -m 644 $(B)/install/diagnoza.cron.d $(DESTDIR)$(LIBDIR)/diagnoza.cron.d
	$(Q)for f in $(UNITS); do \
	  install -D -m 644 $(B)/install/$$f $(DESTDIR)$(UNITDIR)/$$f || exit 1; done
	$(Q)rm -rf $(B)/install

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/diagnoza $(DESTDIR)$(BASHDIR)/diagnoza \
	  $(DESTDIR)$(MANDIR)/man1/diagnoza.1 \
	  $(DESTDIR)$(MANDIR)/man5/diagnoza.ini.5 \
	  $(UNITS:%=$(DESTDIR)$(UNITDIR)/%)
	rm -rf $(DESTDIR)$(LIBDIR)

format:
	clang-format -i $(LIB_SRC) $(CLI_SRC) \
	  $(wildcard tests/unit/*.c tests/*.c tests/calc/*.[ch]) \
	  $(foreach d,$(FOLDERS) cli,$(wildcard $(d)/*.h))

clean:
	rm -rf build

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:$(B)/unit/%=$(B)/tests/unit/%.d) $(wildcard $(B)/plain/*/*.d) $(TOOLS:%=%.d) \
  $(REPLAY:$(B)/replay/%=$(B)/tests/fuzz/%.d) \
	$(patsubst %.c,$(B)/%.d,$(wildcard tests/calc/*.c))

/* surveys lint: the forms of the house are clean, and every block of
 * fixtures/surveys/broken.txt gets the code it promises, said about the file
 * it names.  Reading ease is checked on words counted by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/embed.h"
#include "core/file.h"
#include "surveys/reading.h"
#include "surveys/survey.h"

struct fault {
    const char *code, *file, *find, *with, *at;
    long line; /* of the block in broken.txt */
};

static struct arena *arena;
static char folder[64];

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    strcpy(folder, "lint.XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void put(const char *name, const char *data, size_t n)
{
    FILE *f = fopen(file_join(arena, folder, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* All definitions as they are linked in, into the folder; without the record
 * of their words, since each block changes some. */
static void put_all(void)
{
    for (size_t i = 0; i < embed_count; i++) {
        if (strncmp(embed_table[i].name, "surveys/", 8) == 0 &&
            strcmp(embed_table[i].name, "surveys/versions.csv") != 0) {
            put(embed_table[i].name + 8, embed_table[i].data,
                embed_table[i].size);
        }
    }
}

/* Puts the file with its first `find` replaced; false when it is not there. */
static bool put_broken(const struct fault *fault)
{
    const struct embed *embed =
        embed_find(arena_printf(arena, "surveys/%s", fault->file));
    assert_non_null(embed);
    const char *data = arena_strndup(arena, embed->data, embed->size);
    const char *at = strstr(data, fault->find);
    if (!at) {
        return false;
    }
    struct buf buf = {.arena = arena};
    buf_add(&buf, data, (size_t)(at - data));
    buf_str(&buf, fault->with);
    buf_str(&buf, at + strlen(fault->find));
    put(fault->file, buf_text(&buf), buf.size);
    return true;
}

static bool said(const struct diag *diag, const char *code, const char *file)
{
    for (size_t i = 0; i < diag_count(diag); i++) {
        const struct diag_record *r = diag_get(diag, i);
        if (strcmp(status_row(r->status)->code, code) == 0 && r->place.file &&
            strcmp(file_base(r->place.file), file) == 0) {
            return true;
        }
    }
    return false;
}

static void print_all(const struct diag *diag)
{
    for (size_t i = 0; i < diag_count(diag); i++) {
        print_message("# got %s\n",
                      diag_line(arena, diag_get(diag, i), LANG_PL));
    }
}

static bool check(const struct fault *fault)
{
    struct diag *diag = diag_open(LANG_PL);
    bool found = put_broken(fault), ok = false;
    if (found) {
        enum status status = survey_lint(arena, folder, diag);
        ok = said(diag, fault->code, fault->at) &&
             (status == STATUS_OK) == (fault->code[0] == 'W');
    }
    if (!ok) {
        print_message("# broken.txt:%ld: wanted %s about %s%s\n", fault->line,
                      fault->code, fault->at,
                      found ? "" : " (text to replace not found)");
        print_all(diag);
    }
    diag_close(diag);
    const struct embed *embed =
        embed_find(arena_printf(arena, "surveys/%s", fault->file));
    put(fault->file, embed->data, embed->size);
    return ok;
}

/* "\n" written in the fixture is a line break. */
static const char *unescape(const char *s)
{
    struct buf buf = {.arena = arena};
    buf_str(&buf, "");
    for (; *s; s++) {
        bool is_break = s[0] == '\\' && s[1] == 'n';
        buf_char(&buf, is_break ? '\n' : *s);
        s += is_break;
    }
    return buf_text(&buf);
}

static void field(struct fault *fault, const char *line)
{
    static const struct {
        const char *key;
        size_t at;
    } fields[] = {
        {"code:", offsetof(struct fault, code)},
        {"file:", offsetof(struct fault, file)},
        {"find:", offsetof(struct fault, find)},
        {"with:", offsetof(struct fault, with)},
        {"at:",   offsetof(struct fault, at)  }
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        size_t n = strlen(fields[i].key);
        if (strncmp(line, fields[i].key, n) == 0) {
            const char *value = unescape(line + n + (line[n] == ' '));
            memcpy((char *)fault + fields[i].at, &value, sizeof value);
            return;
        }
    }
    fail_msg("broken.txt:%ld: %s", fault->line, line);
}

static void broken_definitions(void **state)
{
    (void)state;
    const char *root = getenv("ROOT");
    char *data = NULL;
    size_t size = 0, blocks = 0, bad = 0;
    struct diag *diag = diag_open(LANG_PL);
    char *path =
        file_join(arena, root ? root : ".", "fixtures/surveys/broken.txt");
    assert_int_equal(file_read(arena, path, 1 << 20, diag, &data, &size),
                     STATUS_OK);
    diag_close(diag);
    put_all();
    struct fault fault = {0};
    for (char *line = data, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next) {
            *next++ = '\0';
        }
        fault.line++;
        if (line[0] != '\0' && line[0] != '#') {
            field(&fault, line);
        } else if (fault.code) {
            fault.at = fault.at ? fault.at : fault.file;
            bad += !check(&fault);
            blocks++;
            fault = (struct fault){.line = fault.line};
        }
    }
    assert_true(blocks >= 50);
    assert_int_equal(bad, 0);
}

/* The forms of the house say nothing but their budgets. */
static void house_is_clean(void **state)
{
    (void)state;
    struct diag *diag = diag_open(LANG_PL);
    struct survey_set house;
    assert_int_equal(survey_load(arena, NULL, diag, &house), STATUS_OK);
    enum status status = survey_lint(arena, NULL, diag);
    if (diag_count(diag) != house.n_forms) {
        print_all(diag);
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(diag_count(diag), house.n_forms);
    assert_int_equal(diag_total(diag, STATUS_SURVEY_BUDGET), house.n_forms);
    assert_int_equal(diag_exit(diag), 0);
    diag_close(diag);
}

static void folder_that_is_not_there(void **state)
{
    (void)state;
    struct diag *diag = diag_open(LANG_PL);
    assert_int_not_equal(survey_lint(arena, "no-such-folder", diag), STATUS_OK);
    assert_true(diag_count(diag) > 0);
    diag_close(diag);
}

static void syllables(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int n;
    } cases[] = {
        {"w",           0},
        {"nie",         1},
        {"gmina",       2},
        {"działanie",  3},
        {"ósmy",       2},
        {"żółw",     1},
        {"partnerstwo", 3},
        {"instytucja",  4},
        {"chcieliby",   3},
        {"idea",        3},
        {"Łódź",     1},
        {"ę",          1},
        {"",            0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int got = reading_syllables(cases[i].word, strlen(cases[i].word));
        if (got != cases[i].n) {
            fail_msg("%s: wanted %d, got %d", cases[i].word, cases[i].n, got);
        }
    }
}

static void sentences(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long sentences, words, long_words;
    } cases[] = {
        {"",                                                       0, 0, 0},
        {"...",                                                    0, 0, 0},
        {"Ala ma kota",                                            1, 3, 0},
        {"Ala ma kota. Kot ma Alę!",                              2, 6, 0},
        {"Kto to? Instytucja.",                                    2, 3, 1},
        {"Pani/Pan pisze do «adres inspektora ochrony danych».", 1, 5, 0},
        {"Otwarte «bez końca",                                   1, 2, 0},
        {"Od 1 do 5 lat…",                                       1, 5, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r = {0};
        reading_add(&r, cases[i].text);
        if (r.sentences != cases[i].sentences || r.words != cases[i].words ||
            r.long_words != cases[i].long_words) {
            fail_msg("%s: got %ld sentences, %ld words, %ld long",
                     cases[i].text, r.sentences, r.words, r.long_words);
        }
    }
    struct reading none = {0};
    assert_true(reading_sentence(&none) == 0 && reading_long_pct(&none) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(house_is_clean),
        cmocka_unit_test(broken_definitions),
        cmocka_unit_test(folder_that_is_not_there),
        cmocka_unit_test(syllables),
        cmocka_unit_test(sentences),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

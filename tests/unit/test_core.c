/* The ground: arena, hashes, diagnostics, parameters, files. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/diag.h"
#include "core/embed.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/params.h"
#include "core/rng.h"

static void arena_zeroes_and_aligns(void **state)
{
    (void)state;
    struct arena *a = arena_open();
    for (size_t n = 0; n < 70000; n += 977) {
        unsigned char *p = arena_alloc(a, n, 1);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(p[i], 0);
            p[i] = 0xAA; /* dirties the block for later allocations */
        }
    }
    arena_close(a);
}

/* A table is zero too, also where something was before, and of any size. */
static void arena_table_zeroes(void **state)
{
    (void)state;
    struct arena *a = arena_open();
    for (size_t n = 1; n < 9000000; n = 3 * n + 7) {
        struct arena_mark mark = arena_mark(a);
        unsigned char *p = arena_table(a, n, 1);
        size_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += p[i];
            p[i] = 0xAA;
        }
        assert_int_equal(sum, 0);
        arena_release(a, mark);
    }
    arena_close(a);
}

static void arena_release_gives_back(void **state)
{
    (void)state;
    struct arena *a = arena_open();
    char *kept = arena_strdup(a, "zostaje");
    size_t before = arena_bytes(a);
    struct arena_mark mark = arena_mark(a);
    for (int i = 0; i < 1000; i++) {
        arena_alloc(a, 1000, 3);
    }
    assert_true(arena_bytes(a) > before);
    arena_release(a, mark);
    assert_int_equal(arena_bytes(a), before);
    assert_string_equal(kept, "zostaje");
    arena_close(a);
}

static void arena_grow_keeps_content(void **state)
{
    (void)state;
    struct arena *a = arena_open();
    int *v = NULL;
    size_t capacity = 0;
    for (int i = 0; i < 5000; i++) {
        if ((size_t)i == capacity) {
            size_t more = capacity ? capacity * 2 : 1;
            v = arena_grow(a, v, capacity, more, sizeof *v);
            capacity = more;
            arena_alloc(a, (size_t)(i % 3), 1); /* sometimes not the last */
        }
        v[i] = i;
    }
    for (int i = 0; i < 5000; i++) {
        assert_int_equal(v[i], i);
    }
    arena_close(a);
}

static void buf_builds_text(void **state)
{
    (void)state;
    struct arena *a = arena_open();
    struct buf b = {.arena = a};
    assert_string_equal(buf_text(&b), "");
    for (int i = 0; i < 300; i++) {
        buf_printf(&b, "%d,", i);
        buf_char(&b, 'x');
    }
    assert_int_equal(strlen(buf_text(&b)), b.size);
    assert_true(strncmp(buf_text(&b), "0,x1,x2,x", 9) == 0);
    buf_clear(&b);
    assert_string_equal(buf_text(&b), "");
    arena_close(a);
}

static void hash_known_values(void **state)
{
    (void)state;
    char hex[HASH_HEX];
    hash_data("abc", 3, hex); /* FIPS 180-2, B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223"
                             "b00361a396177a9cb410ff61f20015ad");
    /* RFC 4231, case 1, shortened to 16 bytes */
    uint8_t key[HASH_KEY_SIZE] = {0};
    memset(key, 0x0b, 20);
    uint8_t out[HASH_SHORT];
    hash_key(key, "Hi There", 8, out);
    static const uint8_t want[HASH_SHORT] = {0xb0, 0x34, 0x4c, 0x61, 0xd8, 0xdb,
                                             0x38, 0x53, 0x5c, 0xa8, 0xaf, 0xce,
                                             0xaf, 0x0b, 0xf1, 0x2b};
    /* a key padded with zeros to the block is the same key */
    assert_memory_equal(out, want, HASH_SHORT);
}

static void sum_of(const char *data, size_t n, size_t step,
                   uint8_t digest[static HASH_SIZE])
{
    struct hash_sum sum;
    hash_sum_init(&sum);
    for (size_t at = 0; at < n; at += step) {
        hash_sum_add(&sum, data + at, n - at < step ? n - at : step);
    }
    hash_sum_done(&sum, digest);
}

/* Any one bit, any two blocks in each other's place, zeros more at the end. */
static void sum_sees_every_bit(void **state)
{
    (void)state;
    enum { N = 333 };
    char data[N + 1] = "";
    uint8_t first[HASH_SIZE], other[HASH_SIZE];
    for (int i = 0; i < N; i++) {
        data[i] = (char)(i * 7);
    }
    data[N] = '\0';
    sum_of(data, N, N, first);
    for (size_t step = 1; step < N; step++) {
        sum_of(data, N, step, other);
        assert_memory_equal(first, other, HASH_SIZE);
    }
    for (int bit = 0; bit < 8 * N; bit++) {
        data[bit / 8] ^= (char)(1 << bit % 8);
        sum_of(data, N, 64, other);
        assert_memory_not_equal(first, other, HASH_SIZE);
        data[bit / 8] ^= (char)(1 << bit % 8);
    }
    sum_of(data, N + 1, 64, other);
    assert_memory_not_equal(first, other, HASH_SIZE);
    memmove(data, data + 32, 32);
    sum_of(data, N, 64, other);
    assert_memory_not_equal(first, other, HASH_SIZE);
}

static void rng_is_known_and_uniform(void **state)
{
    (void)state;
    struct rng a;
    struct rng b;
    rng_seed(&a, 7);
    rng_seed(&b, 7);
    long count[5] = {0};
    for (int i = 0; i < 50000; i++) {
        assert_true(rng_next(&a) == rng_next(&b));
        count[rng_below(&a, 5)]++;
        rng_below(&b, 5);
        double u = rng_unit(&a);
        rng_unit(&b);
        assert_true(u >= 0 && u < 1);
    }
    for (int i = 0; i < 5; i++) {
        assert_in_range(count[i], 9600, 10400);
    }
}

static void every_status_has_texts(void **state)
{
    (void)state;
    for (int i = STATUS_OK + 1; i < STATUS_COUNT; i++) {
        const struct status_row *row = status_row((enum status)i);
        for (int l = 0; l < 2; l++) {
            if (row->text[l][0] == '\0') {
                fail_msg("%s has no text", row->code);
            }
        }
        assert_int_equal(status_find(row->code), i); /* codes are unique */
        if (row->severity >= SEVERITY_FILE && row->exit == 0) {
            fail_msg("%s stops a file and exits 0", row->code);
        }
    }
    assert_int_equal(status_find("E000"), STATUS_OK);
}

static void diag_line_points_at_the_cell(void **state)
{
    (void)state;
    struct diag *d = diag_open(LANG_PL);
    struct arena *a = arena_open();
    struct place place = {.file = "jst.csv",
                          .line = 51,
                          .column = 7,
                          .excel_row = 48,
                          .header = "P07"};
    enum status said =
        diag_say(d, STATUS_IO, &place, "x", "brak \x1b[31mmiejsca", NULL);
    assert_int_equal(said, STATUS_IO);
    assert_int_equal(diag_exit(d), 4);
    const char *line = diag_line(a, diag_get(d, 0), LANG_PL);
    assert_true(strncmp(line,
                        "jst.csv:51:7 [E701] komórka G48, \"P07\": x: "
                        "brak [31mmiejsca. ",
                        60) == 0);
    assert_null(strchr(line, '\x1b'));
    const char *json = diag_json(a, diag_get(d, 0), LANG_EN);
    assert_non_null(strstr(json, "\"cell\":\"G48\""));
    assert_non_null(strstr(json, "\\u001b"));
    arena_close(a);
    diag_close(d);
}

static void diag_counts_beyond_the_list(void **state)
{
    (void)state;
    struct diag *d = diag_open(LANG_PL);
    size_t limit = (size_t)params_row(PARAM_LISTED)->value;
    for (size_t i = 0; i < limit + 5; i++) {
        diag_say(d, STATUS_USAGE, NULL, "x", NULL);
    }
    assert_int_equal(diag_count(d), limit);
    assert_int_equal(diag_total(d, STATUS_USAGE), limit + 5);
    assert_int_equal(diag_exit(d), 2);
    diag_say(d, STATUS_LOCKED, NULL, NULL);
    assert_int_equal(diag_exit(d), 11);
    diag_say(d, STATUS_INTERNAL, NULL, "x", NULL);
    diag_say(d, STATUS_IO, NULL, "x", "y", NULL);
    assert_int_equal(diag_exit(d), 70);
    diag_clear(d);
    assert_int_equal(diag_count(d), 0);
    assert_int_equal(diag_exit(d), 70);
    diag_close(d);
}

static void excel_cells(void **state)
{
    (void)state;
    static const struct {
        int column;
        long row;
        const char *want;
    } c[] = {
        {1,    1,  "A1"   },
        {26,   2,  "Z2"   },
        {27,   3,  "AA3"  },
        {702,  4,  "ZZ4"  },
        {703,  5,  "AAA5" },
        {0,    5,  ""     },
        {1024, 99, "AMJ99"}
    };
    struct arena *a = arena_open();
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        assert_string_equal(diag_excel_cell(a, c[i].column, c[i].row),
                            c[i].want);
    }
    arena_close(a);
}

static void params_keep_to_their_limits(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        enum status want;
    } c[] = {
        {"min_odpowiedzi",  "0,6",   STATUS_OK           },
        {"min_odpowiedzi",  "0.6",   STATUS_OK           },
        {"min_odpowiedzi",  "1,5",   STATUS_PARAM_VALUE  },
        {"min_odpowiedzi",  "dużo", STATUS_PARAM_VALUE  },
        {"min_odpowiedzi",  "",      STATUS_PARAM_VALUE  },
        {"min_odpowiedzii", "0,6",   STATUS_PARAM_UNKNOWN},
        {"MIN_ODPOWIEDZI",  "0,6",   STATUS_PARAM_UNKNOWN},
        {"min_grupa",       "5.5",   STATUS_PARAM_VALUE  },
        {"min_grupa",       "101",   STATUS_PARAM_VALUE  },
    };
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct diag *d = diag_open(LANG_PL);
        struct params p;
        params_init(&p);
        enum status got = params_set(&p, c[i].name, c[i].text, d, "x.ini", 3);
        if (got != c[i].want) {
            fail_msg("%s = %s gave %d", c[i].name, c[i].text, (int)got);
        }
        double v = params_get(&p, PARAM_MIN_ANSWERED);
        assert_true(got == STATUS_OK
                        ? v == 0.6
                        : v == params_row(PARAM_MIN_ANSWERED)->value);
        if (got == STATUS_PARAM_UNKNOWN) {
            assert_non_null(
                strstr(diag_get(d, 0)->arg[1], "\"min_odpowiedzi\""));
        }
        if (strcmp(c[i].name, "min_grupa") == 0) {
            assert_string_equal(diag_get(d, 0)->arg[4], "liczbą całkowitą");
        }
        diag_close(d);
    }
    for (int i = 0; i < PARAM_COUNT; i++) {
        const struct param_row *row = params_row((enum param)i);
        assert_true(row->min <= row->value && row->value <= row->max);
    }
}

static void files_are_whole_or_absent(void **state)
{
    (void)state;
    struct diag *d = diag_open(LANG_PL);
    struct arena *a = arena_open();
    assert_int_equal(file_make_folder("a/b/c", 0700, d), STATUS_OK);
    assert_int_equal(file_write_atomic("a/b/c/x.txt", "ala", 3, 0640, d),
                     STATUS_OK);
    struct stat st;
    assert_int_equal(stat("a/b/c/x.txt", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    char *data = NULL;
    size_t size = 0;
    assert_int_equal(file_read(a, "a/b/c/x.txt", 3, d, &data, &size),
                     STATUS_OK);
    assert_int_equal(size, 3);
    assert_string_equal(data, "ala");
    assert_int_equal(diag_count(d), 0);
    /* too large, a folder, none: said, results untouched */
    assert_int_equal(file_read(a, "a/b/c/x.txt", 2, d, &data, &size),
                     STATUS_IO);
    assert_int_equal(file_read(a, "a/b", 100, d, &data, &size), STATUS_IO);
    assert_int_equal(file_read(a, "a/none", 100, d, &data, &size), STATUS_IO);
    assert_int_equal(size, 3);
    assert_int_equal(diag_count(d), 3);
    /* a target that cannot be replaced leaves no temporary file */
    assert_int_equal(file_write_atomic("a/b/c", "ala", 3, 0640, d), STATUS_IO);
    const char **name = NULL;
    size_t n = 0;
    assert_int_equal(file_list(a, "a/b", d, &name, &n), STATUS_OK);
    assert_int_equal(n, 1);
    assert_string_equal(name[0], "c");
    arena_close(a);
    diag_close(d);
}

static enum status refuse(void *with)
{
    *(bool *)with = file_exists("p/2.csv") || file_exists("q/2.csv");
    return STATUS_LOCKED;
}

static void copies_appear_together(void **state)
{
    (void)state;
    static const char *const good[] = {"p/1.csv", "q/1.csv"};
    static const char *const bad[] = {"p/2.csv", "none/2.csv"};
    struct diag *d = diag_open(LANG_PL);
    struct arena *a = arena_open();
    const char **name = NULL;
    char *data = NULL;
    size_t n = 0;
    assert_int_equal(file_make_folder("p", 0700, d), STATUS_OK);
    assert_int_equal(file_make_folder("q", 0700, d), STATUS_OK);
    assert_int_equal(file_write_copies(good, 2, "ala", 3, 0660, NULL, NULL, d),
                     STATUS_OK);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(file_read(a, good[i], 3, d, &data, &n), STATUS_OK);
        assert_string_equal(data, "ala");
    }
    /* one that cannot be written: none appears, nothing is left behind */
    assert_int_equal(file_write_copies(bad, 2, "ola", 3, 0660, NULL, NULL, d),
                     STATUS_IO);
    assert_int_equal(diag_count(d), 1);
    assert_string_equal(diag_get(d, 0)->arg[0], bad[1]);
    assert_int_equal(file_list(a, "p", d, &name, &n), STATUS_OK);
    assert_int_equal(n, 1);
    /* the same when what is done meanwhile fails, which sees none of them */
    static const char *const later[] = {"p/2.csv", "q/2.csv"};
    bool seen = true;
    assert_int_equal(
        file_write_copies(later, 2, "ola", 3, 0660, refuse, &seen, d),
        STATUS_LOCKED);
    assert_false(seen);
    assert_int_equal(file_list(a, "p", d, &name, &n), STATUS_OK);
    assert_int_equal(n, 1);
    arena_close(a);
    diag_close(d);
}

static void full_disk_is_said(void **state)
{
    (void)state;
    /* /dev/full fails every write with ENOSPC */
    int fd = open("/dev/full", O_WRONLY);
    assert_true(fd >= 0);
    assert_false(file_write_all(fd, "ala", 3));
    assert_int_equal(errno, ENOSPC);
    close(fd);
}

static void move_never_overwrites(void **state)
{
    (void)state;
    struct diag *d = diag_open(LANG_PL);
    struct arena *a = arena_open();
    const char *target = NULL;
    assert_int_equal(file_make_folder("to", 0700, d), STATUS_OK);
    static const char *const want[] = {"to/y.csv", "to/y-2.csv", "to/y-3.csv"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(file_write_atomic("y.csv", "1", 1, 0600, d),
                         STATUS_OK);
        assert_int_equal(file_move(a, "y.csv", "to", &target, d), STATUS_OK);
        assert_string_equal(target, want[i]);
    }
    assert_false(file_exists("y.csv"));
    arena_close(a);
    diag_close(d);
}

static void embedded_files_are_whole(void **state)
{
    (void)state;
    const struct embed *schema = embed_find("core/store/schema.sql");
    assert_non_null(schema);
    assert_int_equal(strlen(schema->data), schema->size);
    assert_non_null(strstr(schema->data, "CREATE TABLE response"));
    assert_null(embed_find("none"));
    for (size_t i = 1; i < embed_count; i++) {
        assert_true(strcmp(embed_table[i - 1].name, embed_table[i].name) < 0);
    }
}

int main(void)
{
    char folder[] = "/tmp/test_core.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) != 0) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_zeroes_and_aligns),
        cmocka_unit_test(arena_table_zeroes),
        cmocka_unit_test(arena_release_gives_back),
        cmocka_unit_test(arena_grow_keeps_content),
        cmocka_unit_test(buf_builds_text),
        cmocka_unit_test(hash_known_values),
        cmocka_unit_test(sum_sees_every_bit),
        cmocka_unit_test(rng_is_known_and_uniform),
        cmocka_unit_test(every_status_has_texts),
        cmocka_unit_test(diag_line_points_at_the_cell),
        cmocka_unit_test(diag_counts_beyond_the_list),
        cmocka_unit_test(excel_cells),
        cmocka_unit_test(params_keep_to_their_limits),
        cmocka_unit_test(files_are_whole_or_absent),
        cmocka_unit_test(copies_appear_together),
        cmocka_unit_test(full_disk_is_said),
        cmocka_unit_test(move_never_overwrites),
        cmocka_unit_test(embedded_files_are_whole),
    };
    return cmocka_run_group_tests_name("core", tests, NULL, NULL);
}

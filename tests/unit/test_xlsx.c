/* Workbooks: the same calls give the same bytes, nothing is computed, a file
 * that cannot be written is said and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/file.h"
#include "core/xlsx.h"

static struct arena *arena;
static struct diag *diag;

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    diag_close(diag);
    arena_close(arena);
    return 0;
}

static const char *temp(const char *name)
{
    return arena_printf(arena, "/tmp/diagnoza-xlsx-%ld-%s", (long)getpid(),
                        name);
}

static enum status make(const char *path)
{
    static const char *const head[] = {"gmina", "wartość"};
    struct xlsx *book = xlsx_open(arena, path);
    struct xlsx_sheet *sheet = xlsx_sheet(book, "dane");
    struct xlsx_sheet *codes = xlsx_sheet(book, "kody");
    char *huge = ARENA_ARRAY(arena, 40001, char);
    memset(huge, 'x', 40000);
    xlsx_header(sheet, head, 2);
    xlsx_text(sheet, 1, 0, "=1+1", XLSX_PLAIN);
    xlsx_text(sheet, 2, 0, huge, XLSX_WRAP);
    xlsx_number(sheet, 1, 1, 0.25, 2);
    xlsx_filter(sheet, 2, 2);
    xlsx_width(sheet, 0, 1, 20, XLSX_TYPED);
    xlsx_text(codes, 0, 0, "tak", XLSX_PLAIN);
    xlsx_text(codes, 1, 0, "nie", XLSX_PLAIN);
    xlsx_choose(sheet, 1, 9, 0,
                &(struct xlsx_list){.from = "kody", .last = 1, .strict = true});
    return xlsx_close(book, diag);
}

static void test_same_bytes(void **state)
{
    (void)state;
    const char *path[2] = {temp("a.xlsx"), temp("b.xlsx")};
    char *data[2];
    size_t size[2];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(make(path[i]), STATUS_OK);
        assert_int_equal(
            file_read(arena, path[i], 1 << 20, diag, &data[i], &size[i]),
            STATUS_OK);
        assert_false(file_exists(arena_printf(arena, "%s.part", path[i])));
        unlink(path[i]);
    }
    assert_true(size[0] > 4 && memcmp(data[0], "PK\3\4", 4) == 0);
    assert_int_equal(size[0], size[1]);
    assert_memory_equal(data[0], data[1], size[0]);
}

static void test_no_folder(void **state)
{
    (void)state;
    assert_int_equal(make("/tmp/nie-ma-takiego/x.xlsx"), STATUS_IO);
    assert_int_equal(diag_count(diag), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_folder, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

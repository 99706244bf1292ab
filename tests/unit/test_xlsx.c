/* Workbooks: the same calls give the same bytes, nothing is computed, a file
 * that cannot be written is said and leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <minizip/unzip.h>

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

/* One part of the workbook, unpacked. */
static const char *part(const struct buf *book, const char *name)
{
    enum { MOST = 1 << 16 };
    char *text = ARENA_ARRAY(arena, MOST, char);
    const char *path = temp("part.xlsx");
    assert_int_equal(
        file_write_atomic(path, book->data, book->size, 0600, diag), STATUS_OK);
    unzFile zip = unzOpen64(path);
    assert_int_equal(unlink(path), 0);
    assert_non_null(zip);
    assert_int_equal(unzLocateFile(zip, name, 1), UNZ_OK);
    assert_int_equal(unzOpenCurrentFile(zip), UNZ_OK); /* header as directory */
    int n = unzReadCurrentFile(zip, text, MOST - 1);
    assert_true(n > 0 && n < MOST - 1);
    assert_int_equal(unzCloseCurrentFile(zip), UNZ_OK); /* checks the CRC */
    assert_int_equal(unzClose(zip), UNZ_OK);
    return text;
}

static struct buf packed(struct xlsx *book)
{
    struct buf out = {.arena = arena};
    assert_int_equal(xlsx_pack(book, &out, diag), STATUS_OK);
    return out;
}

/* Excel repairs a sheet whose ranges of columns overlap, or whose rows and
 * cells do not stand in order. */
static void test_order(void **state)
{
    (void)state;
    struct xlsx *book = xlsx_open(arena, NULL);
    struct xlsx_sheet *sheet = xlsx_sheet(book, "dane");
    xlsx_width(sheet, 0, 4, 16, XLSX_TYPED);
    xlsx_width(sheet, 2, 2, 40, XLSX_PLAIN);
    xlsx_number(sheet, 3, 27, 0.5, 1);
    xlsx_text(sheet, 3, 1, "b", XLSX_PLAIN);
    xlsx_height(sheet, 1, 30);
    xlsx_text(sheet, 0, 0, "a", XLSX_HEAD);
    struct buf out = packed(book);
    const char *text = part(&out, "xl/worksheets/sheet1.xml");
    static const char *const wanted[] = {
        "<cols><col min=\"1\" max=\"2\" width=\"16.7109375\" style=\"4\"",
        "<col min=\"3\" max=\"3\" width=\"40.7109375\" customWidth=\"1\"/>",
        "<col min=\"4\" max=\"5\" width=\"16.7109375\" style=\"4\"",
        "<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"2\" ht=\"30\" customHeight=\"1\"></row>"
        "<row r=\"4\"><c r=\"B4\" s=\"4\" t=\"s\"><v>0</v></c>"
        "<c r=\"AB4\" s=\"6\"><v>0.5</v></c></row>"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_non_null(strstr(text, wanted[i]));
}

static void test_texts(void **state)
{
    (void)state;
    struct xlsx *book = xlsx_open(arena, NULL);
    struct xlsx_sheet *sheet = xlsx_sheet(book, "dane");
    static const char *const text[] = {"a<b&c", "_x0041_", " x", "a<b&c",
                                       "_xyz_ \x01"};
    for (size_t i = 0; i < 5; i++)
        xlsx_text(sheet, i, 0, text[i], XLSX_PLAIN);
    struct buf out = packed(book);
    const char *shared = part(&out, "xl/sharedStrings.xml");
    assert_non_null(strstr(shared, "count=\"5\" uniqueCount=\"4\"><si><t>"
                                   "a&lt;b&amp;c</t></si><si><t>_x005F_x0041_"
                                   "</t></si><si><t xml:space=\"preserve\"> x"
                                   "</t></si><si><t>_xyz_ </t></si></sst>"));
}

/* What no sheet can hold is said, not left out. */
static void test_too_large(void **state)
{
    (void)state;
    static const size_t place[][2] = {
        {1 << 20, 0      },
        {0,       1 << 14}
    };
    struct buf out = {.arena = arena};
    for (size_t i = 0; i < 2; i++) {
        struct xlsx *book = xlsx_open(arena, NULL);
        struct xlsx_sheet *sheet = xlsx_sheet(book, "dane");
        xlsx_number(sheet, place[i][0] - (i == 0), place[i][1] - (i == 1), 1,
                    0);
        assert_int_equal(xlsx_pack(book, &out, diag), STATUS_OK);
        xlsx_number(sheet, place[i][0], place[i][1], 1, 0);
        assert_int_equal(xlsx_pack(book, &out, diag), STATUS_IO);
    }
    assert_int_equal(diag_count(diag), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_no_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_order, setup, teardown),
        cmocka_unit_test_setup_teardown(test_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_too_large, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

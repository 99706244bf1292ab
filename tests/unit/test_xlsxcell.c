/* Cells of workbooks: what a number shows under its format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <string.h>

#include "ingest/xlsxcell.h"

static void test_formats(void **state)
{
    static const struct {
        const char *code;
        enum xlsx_format want;
    } c[] = {
        {"General",                 XLSX_PLAIN },
        {"0.00",                    XLSX_PLAIN },
        {"#,##0.00\\ \"zł\"",      XLSX_PLAIN },
        {"[$zł-415]#,##0;[Red]-0", XLSX_PLAIN },
        {"\"dni: \"0",              XLSX_PLAIN },
        {"@",                       XLSX_PLAIN },
        {"0.00E+00",                XLSX_PLAIN },
        {"dd\\.mm\\.yyyy",          XLSX_DATE  },
        {"yyyy\\-mm\\-dd;@",        XLSX_DATE  },
        {"[$-415]d\\ mmmm\\ yyyy",  XLSX_DATE  },
        {"yyyy/mm/dd\\ hh:mm:ss",   XLSX_MOMENT},
        {"m/d/yy h:mm:ss",          XLSX_MOMENT},
        {"[h]:mm",                  XLSX_MOMENT},
        {"\"unclosed",              XLSX_PLAIN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        if (xlsxcell_format_code(c[i].code) != c[i].want)
            fail_msg("%s: %d", c[i].code, xlsxcell_format_code(c[i].code));
    }
    assert_int_equal(xlsxcell_format_builtin(0), XLSX_PLAIN);
    assert_int_equal(xlsxcell_format_builtin(14), XLSX_DATE);
    assert_int_equal(xlsxcell_format_builtin(22), XLSX_MOMENT);
    assert_int_equal(xlsxcell_format_builtin(49), XLSX_PLAIN);
}

static void test_numbers(void **state)
{
    static const struct {
        const char *stored;
        enum xlsx_format format;
        bool from_1904;
        const char *want;
    } c[] = {
        {"4",                     XLSX_PLAIN,  false, "4"                   },
        {"4.0",                   XLSX_PLAIN,  false, "4"                   },
        {"0.10000000000000001",   XLSX_PLAIN,  false, "0.1"                 },
        {"4.0999999999999996",    XLSX_PLAIN,  false, "4.1"                 },
        {"602032",                XLSX_PLAIN,  false, "602032"              },
        {"536296554",             XLSX_PLAIN,  false, "536296554"           },
        {"123456789012345",       XLSX_PLAIN,  false, "123456789012345"     },
        {"1.2345678901234567E19", XLSX_PLAIN,  false, "1.23456789012346e+19"},
        {"-0",                    XLSX_PLAIN,  false, "0"                   },
        {"abc",                   XLSX_PLAIN,  false, "abc"                 },
        {"nan",                   XLSX_PLAIN,  false, "nan"                 },
        {"1",                     XLSX_DATE,   false, "1900-01-01"          },
        {"59",                    XLSX_DATE,   false, "1900-02-28"          },
        {"60",                    XLSX_DATE,   false, "1900-02-29"          },
        {"61",                    XLSX_DATE,   false, "1900-03-01"          },
        {"46310",                 XLSX_DATE,   false, "2026-10-15"          },
        {"46310",                 XLSX_MOMENT, false, "2026-10-15 00:00:00" },
        {"46310.34375",           XLSX_DATE,   false, "2026-10-15 08:15:00" },
        {"46310.999999999",       XLSX_MOMENT, false, "2026-10-16 00:00:00" },
        {"44848",                 XLSX_DATE,   true,  "2026-10-15"          },
        {"0",                     XLSX_DATE,   true,  "1904-01-01"          },
        {"0.5",                   XLSX_MOMENT, false, "12:00:00"            },
        {"2958465",               XLSX_DATE,   false, "9999-12-31"          },
        {"2958466",               XLSX_DATE,   false, "2958466"             },
        {"-3",                    XLSX_DATE,   false, "-3"                  },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char got[XLSX_NUMBER];

        xlsxcell_number(c[i].stored, c[i].format, c[i].from_1904, got);
        if (strcmp(got, c[i].want) != 0)
            fail_msg("%s as %d: %s, wanted %s", c[i].stored, c[i].format, got,
                     c[i].want);
    }
}

static void test_references(void **state)
{
    static const struct {
        const char *ref;
        bool want;
        size_t column;
        long row;
    } c[] = {
        {"A1",                       true,  0,     1      },
        {"z9",                       true,  25,    9      },
        {"AA10",                     true,  26,    10     },
        {"XFD1048576",               true,  16383, 1048576},
        {"XFE1",                     false, 0,     0      },
        {"A1048577",                 false, 0,     0      },
        {"A0",                       false, 0,     0      },
        {"A",                        false, 0,     0      },
        {"7",                        false, 0,     0      },
        {"",                         false, 0,     0      },
        {"A1:B2",                    false, 0,     0      },
        {"AAAAAAAAAAAAAAAAAAAAAAA1", false, 0,     0      },
        {"A99999999999999999999",    false, 0,     0      },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        size_t column = 0;
        long row = 0;
        bool got = xlsxcell_reference(c[i].ref, &column, &row);

        if (got != c[i].want || column != c[i].column || row != c[i].row)
            fail_msg("%s: %d, %zu, %ld", c[i].ref, got, column, row);
    }
}

static void test_escapes(void **state)
{
    static const struct {
        const char *from, *want;
    } c[] = {
        {"a_x000D_\nb",   "a\nb"   },
        {"_x005F_x0041_", "_x0041_"},
        {"_x00",          "_x00"   },
        {"_x00GG_",       "_x00GG_"},
        {"ż\x01ó",      "żó"   },
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        char text[40];
        size_t n = strlen(c[i].from);

        memcpy(text, c[i].from, n);
        n = xlsxcell_unescape(text, n);
        assert_int_equal(n, strlen(c[i].want));
        assert_memory_equal(text, c[i].want, n);
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_escapes),
    };

    return cmocka_run_group_tests_name("xlsxcell", test, NULL, NULL);
}

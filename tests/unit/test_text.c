/* Polish text: the cases are tables, one loop each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/text.h"

#define N(table) (sizeof(table) / sizeof *(table))

static struct arena *a;

static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t n;
        int bad; /* -1: valid */
    } c[] = {
        {"",                           0,  -1},
        {"zażółć gęślą jaźń", 26, -1},
        {"a\xC0\x80",                  3,  1 }, /* overlong NUL */
        {"a\xED\xA0\x80",              4,  1 }, /* surrogate */
        {"\xF4\x90\x80\x80",           4,  0 }, /* above U+10FFFF */
        {"\xF0\x9F\x98\x80",           4,  -1}, /* emoji */
        {"abcdefgh\xB3xyz",            12, 8 }, /* 8859-2 ł after a word of ASCII */
        {"abc\xC5",                    4,  3 }, /* cut */
        {"a\0b",                       3,  -1},
    };
    for (size_t i = 0; i < N(c); i++) {
        size_t bad = 99;
        bool valid = text_utf8_valid(c[i].s, c[i].n, &bad);
        if (valid != (c[i].bad < 0) || (!valid && bad != (size_t)c[i].bad)) {
            fail_msg("case %zu: valid %d bad %zu", i, valid, bad);
        }
    }
    assert_int_equal(text_length("żółw €"), 6);
}

/* Long text is checked many bytes at once: a wrong byte anywhere in it is found
 * where it stands. */
static void utf8_in_long_text(void **state)
{
    (void)state;
    static const struct {
        unsigned char byte; /* written over a letter of one byte */
        bool valid;
    } c[] = {
        {'a',  true },
        {0x7F, true },
        {0x80, false},
        {0xBF, false},
        {0xC0, false},
        {0xC1, false},
        {0xC2, false},
        {0xDF, false},
        {0xE0, false},
        {0xE2, false},
        {0xF4, false},
        {0xFF, false}
    };
    char text[200];
    for (size_t i = 0; i < sizeof text; i += 5) {
        memcpy(text + i, "ażół" + (i % 2 == 0 ? 0 : 1), 5);
        text[i + (i % 2 == 0 ? 0 : 4)] = 'b';
    }
    for (size_t i = 0; i < sizeof text; i++) {
        for (size_t k = 0; text[i] == 'b' && k < N(c); k++) {
            size_t bad = sizeof text;
            text[i] = (char)c[k].byte;
            assert_int_equal(text_utf8_valid(text, sizeof text, &bad),
                             c[k].valid);
            assert_int_equal(bad, c[k].valid ? sizeof text : i);
            text[i] = 'b';
        }
    }
    for (size_t i = 1; i < sizeof text; i++) /* a letter without its end */
        if ((text[i] & 0xC0) == 0x80) {
            size_t bad = sizeof text;
            char was = text[i];
            text[i] = 'b';
            assert_false(text_utf8_valid(text, sizeof text, &bad));
            assert_int_equal(bad, i - 1);
            text[i] = was;
        }
}

/* The short way for Polish letters gives what the long way does; a dash of
 * print sends the same letters the long way. */
static void beginnings(void **state)
{
    (void)state;
    assert_true(text_begins("Wójtowi", "wójt"));
    assert_true(text_begins("WÓJT", "wójt"));
    assert_true(text_begins("Zażółć", ""));
    assert_false(text_begins("wojt", "wójt"));
    assert_false(text_begins("wó", "wójt"));
    assert_false(text_begins("w\xC3", "wójt"));
    assert_false(text_begins("", "a"));
}

static void folding_both_ways(void **state)
{
    (void)state;

    for (unsigned c = 1; c < 0x250; c++) {
        struct buf letter = {.arena = a}, dashed = {.arena = a};
        buf_str(&letter, "x");
        text_put(&letter, c);
        buf_str(&letter, "Y");
        buf_str(&dashed, buf_text(&letter));
        buf_str(&dashed, "\u2013");
        assert_string_equal(
            arena_printf(a, "%s\u2013", text_fold(a, buf_text(&letter))),
            text_fold(a, buf_text(&dashed)));
    }
}

static void folding(void **state)
{
    (void)state;
    static const struct {
        const char *s, *want;
    } c[] = {
        {"  Żółta\u00A0\r\n Łódź ", "żółta łódź"},
        {"z\u0307",                       "ż"              }, /* decomposed */
        {"",                              ""                },
        {"\uFEFFid",                      "id"              },
        {"L l",                           "l l"             },
        {"„Ż” i “ż\"",            "\"ż\" i \"ż\"" },
        {"d’Artagnan",                  "d'artagnan"      },
    };
    for (size_t i = 0; i < N(c); i++) {
        assert_string_equal(text_fold(a, c[i].s), c[i].want);
    }
    assert_string_not_equal(text_fold(a, "Łan"), text_fold(a, "Lan"));
    assert_string_equal(text_clean(a, " a\tb\x07\0c\n", 8), "a bc");
    assert_string_equal(text_clean(a, "ż\x07x", 4), "żx");
    assert_string_equal(text_clean(a, "\u00A0 \u2007tak\u00A0\u200B ", 15),
                        "tak");
    assert_string_equal(text_clean(a, "\u00A0\u202F", 5), "");
    assert_int_equal(text_lost_letters("Ko?o Gospody? Wiejskich"), 1);
    assert_int_equal(text_lost_letters("W\uFFFDz"), 1);
    assert_int_equal(text_lost_letters("Kto? Gdzie? (tak?)"), 0);
    assert_int_equal(text_lost_letters("patrz bip.pl/index.php?id=a?b"), 0);
    assert_string_equal(text_trim(a, " \tą b\u00A0\uFEFF", 11), "ą b");
    assert_string_equal(text_trim(a, "«x»", 5), "«x»");
    assert_string_equal(text_trim(a, "x \u00A0", 4), "x");
    assert_string_equal(text_trim(a, " \t", 2), "");
    assert_string_equal(text_trim(a, "", 0), "");
}

static void slugs(void **state)
{
    (void)state;
    static const struct {
        const char *s, *want;
    } c[] = {
        {"Biała Podlaska",    "biala-podlaska"},
        {"Łódź",            "lodz"          },
        {"../../etc/passwd",   "etc-passwd"    },
        {"  --rf ",            "rf"            },
        {"żźćńąśłęó", "zzcnasleo"     },
        {"漢字",             "x"             },
        {"",                   "x"             },
        {"a\u202Eb",           "a-b"           },
    };
    for (size_t i = 0; i < N(c); i++) {
        assert_string_equal(text_slug(a, c[i].s), c[i].want);
    }
    char *longest = arena_alloc(a, 500, 1);
    memset(longest, 'a', 499);
    assert_int_equal(strlen(text_slug(a, longest)), 60);
}

static void collation(void **state)
{
    (void)state;
    /* in order */
    static const char *const c[] = {
        "Adamów",  "Ąbc",   "Biłgoraj", "Biłgoraj A", "Ćmielów", "Dąbrowa",
        "Łabunie", "Łódź",  "Maków",    "Nowa Wieś",  "Nowak",   "Świdnik",
        "Zamość",  "Złota", "Źdźbło",   "Żabno",
    };
    for (size_t i = 0; i < N(c); i++) {
        for (size_t j = 0; j < N(c); j++) {
            int got = text_collate(c[i], c[j]);
            int want = i < j ? -1 : i > j;
            if ((got > 0) - (got < 0) != want) {
                fail_msg("%s ? %s: %d", c[i], c[j], got);
            }
        }
    }
}

static void plurals(void **state)
{
    (void)state;
    static const struct {
        long n;
        const char *want;
    } c[] = {
        {0,    "many"},
        {1,    "one" },
        {2,    "few" },
        {4,    "few" },
        {5,    "many"},
        {11,   "many"},
        {12,   "many"},
        {14,   "many"},
        {21,   "many"},
        {22,   "few" },
        {25,   "many"},
        {101,  "many"},
        {102,  "few" },
        {112,  "many"},
        {122,  "few" },
        {1001, "many"}
    };
    for (size_t i = 0; i < N(c); i++) {
        assert_string_equal(text_plural(c[i].n, "one", "few", "many"),
                            c[i].want);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        bool good;
        double want;
    } c[] = {
        {"1,5",         true,  1.5    },
        {"1.5",         true,  1.5    },
        {"-1,5",        true,  -1.5   },
        {"\u22121,5",   true,  -1.5   },
        {"12 345,5",    true,  12345.5},
        {"12\u00A0345", true,  12345  },
        {"",            false, 0      },
        {"-",           false, 0      },
        {"1,2,3",       false, 0      },
        {"1e5",         false, 0      },
        {"nan",         false, 0      },
        {"inf",         false, 0      },
        {"0x10",        false, 0      },
        {",5",          true,  0.5    },
        {"5 zł",       false, 0      },
    };
    for (size_t i = 0; i < N(c); i++) {
        double v = -99;
        bool good = text_to_number(c[i].s, &v);
        if (good != c[i].good || (good && v != c[i].want)) {
            fail_msg("\"%s\": %d %g", c[i].s, good, v);
        }
    }
    /* short ones are read without strtod, and no bit may differ */
    uint64_t h = 1;
    for (int i = 0; i < 20000; i++) {
        char s[32];
        h = h * UINT64_C(6364136223846793005) + 1442695040888963407u;
        int n = snprintf(s, sizeof s, "%s%llu", (h >> 60) == 0 ? "-" : "",
                         (unsigned long long)((h >> 8) % 1000000000000000) >>
                             (h % 50));
        int point = n - 1 - (int)(h >> 58);
        if (point > 1) {
            s[point] = '.';
        }
        double v = 0;
        assert_true(text_to_number(s, &v));
        if (v != strtod(s, NULL)) {
            fail_msg("%s: %.17g", s, v);
        }
    }
    static const struct {
        double v;
        int decimals;
        const char *want;
    } f[] = {
        {0,          0, "0"                     },
        {-0.001,     1, "0,0"                   },
        {1234,       0, "1234"                  },
        {12345,      0, "12\u202F345"           },
        {1234567.25, 2, "1\u202F234\u202F567,25"},
        {-5,         0, "\u22125"               },
        {62.5,       1, "62,5"                  },
    };
    for (size_t i = 0; i < N(f); i++) {
        assert_string_equal(text_number(a, f[i].v, f[i].decimals), f[i].want);
    }
    assert_string_equal(text_number_short(a, -3, 2), "\u22123");
    assert_string_equal(text_number_short(a, 0.25, 2), "0,25");
    long l = 0;
    assert_true(text_to_long("-12", &l) && l == -12);
    assert_false(text_to_long("12a", &l));
    assert_false(text_to_long("", &l));
    assert_false(text_to_long("99999999999999999999", &l));
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *s, *want; /* NULL: no date */
    } c[] = {
        {"2026-10-12",                    "2026-10-12"},
        {"2026-10-12 08:15:00",           "2026-10-12"},
        {"2026-10-12T08:15:00.952+02:00", "2026-10-12"},
        {"12.10.2026",                    "2026-10-12"},
        {"12.10.2026 9:46",               "2026-10-12"},
        {"2025/03/25 9:46:26 AM EET",     "2025-03-25"},
        {"2024-02-29",                    "2024-02-29"},
        {"4/22/2016 19:57:50",            "2016-04-22"},
        {"10/5/2015 06:55:36 AM",         "2015-10-05"},
        {"22/4/2016",                     "2016-04-22"},
        {"5/5/2026",                      "2026-05-05"},
        {"10/11/2026 19:00",              NULL        },
        {"31/31/2026",                    NULL        },
        {"13-10-2026 09:25",              "2026-10-13"},
        {"10-12-2026",                    NULL        },
        {"2026-02-29",                    NULL        },
        {"2026-13-01",                    NULL        },
        {"12.10.26",                      NULL        },
        {"15 stycznia 2027",              "2027-01-15"},
        {"2\u00A0października 2026 r.",  "2026-10-02"},
        {"31 kwietnia 2027",              NULL        },
        {"stycznia 2027",                 NULL        },
        {"15 stycznia",                   NULL        },
        {"2026-10-12x",                   NULL        },
        {"",                              NULL        },
        {"20261012",                      NULL        },
    };
    for (size_t i = 0; i < N(c); i++) {
        char iso[11] = "";
        bool good = text_to_date(c[i].s, iso);
        if (good != (c[i].want != NULL) ||
            (good && strcmp(iso, c[i].want) != 0)) {
            fail_msg("\"%s\": %d %s", c[i].s, good, iso);
        }
    }
    assert_string_equal(text_date(a, "2026-10-02"), "2\u00A0października 2026");
    assert_string_equal(text_month(a, "2026-09-30"), "wrzesień 2026");
}

static void escapes(void **state)
{
    (void)state;
    static const struct {
        const char *s, *want;
    } csv[] = {
        {"ala",                        "ala"          },
        {"a;b",                        "\"a;b\""      },
        {"a\"b",                       "\"a\"\"b\""   },
        {"a\nb",                       "\"a\nb\""     },
        {"=1+1",                       "'=1+1"        },
        {" =1",                        "' =1"         },
        {"+48 123",                    "+48 123"      }, /* a plain number with blanks */
        {"-1,5",                       "-1,5"         },
        {"-x",                         "'-x"          },
        {"@SUM(A1)",                   "'@SUM(A1)"    },
        {"\tx",                        "\"'\tx\""     },
        {"＝1",                       "'＝1"        },
        {"",                           ""             },
        {"a\u202Eb\xC2\x9B"
         "31m\u2069„ł”", "ab31m„ł”"},
        {"\u202E=1",                   "'=1"          },
    };
    for (size_t i = 0; i < N(csv); i++) {
        struct buf b = {.arena = a};
        text_csv(&b, csv[i].s, ';');
        assert_string_equal(buf_text(&b), csv[i].want);
    }
    struct buf h = {.arena = a};
    text_html(&h, "<a href=\"x\">'&\x1b</a>");
    assert_string_equal(buf_text(&h),
                        "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&lt;/a&gt;");
    struct buf j = {.arena = a};
    text_json(&j, "a\"\\\n\x01ż");
    assert_string_equal(buf_text(&j), "\"a\\\"\\\\\\n\\u0001ż\"");
    assert_string_equal(text_terminal(a, "a\x1b[31m\u202Eb\nc"), "a[31mb c");
}

static void binding(void **state)
{
    (void)state;
    static const struct {
        const char *s, *want;
    } c[] = {
        {"a w gminie i obok",             "a\u00A0w\u00A0gminie i\u00A0obok"       },
        {"nr 5 osób",                    "nr\u00A05\u00A0osób"                   },
        {"(w gminie)",                    "(w\u00A0gminie)"                        },
        {"„W naszej” („z nią”)", "„W\u00A0naszej” („z\u00A0nią”)"},
        {"z",                             "z"                                      },
        {"",                              ""                                       },
        {"to jest",                       "to jest"                                },
    };
    for (size_t i = 0; i < N(c); i++) {
        assert_string_equal(text_bind(a, c[i].s), c[i].want);
    }
}

static void nearest(void **state)
{
    (void)state;
    static const char *const c[] = {"ingest", "inspect", "init"};
    assert_string_equal(text_nearest("injest", c, 3), "ingest");
    assert_string_equal(text_nearest("ini", c, 3), "init");
    assert_string_equal(text_nearest("INGSET", c, 3), "ingest");
    char far[200];
    memset(far, 'z', 199);
    far[199] = '\0';
    assert_null(text_nearest(far, c, 3));
    assert_null(text_nearest("foo", c, 3));
}

/* The short way gives what the long one does: each of these anywhere in texts
 * of all lengths around its steps, also at both ends. */
static void cleaned(void **state)
{
    (void)state;
    static const char *const part[] = {
        "",       " ",      "\n", "\t", "\x07",   "",       "\u00A0",
        "\u0301", "\u017C", "?",  "\r", "\u201E", "\u200B", "\x7F"};
    for (size_t n = 0; n < 200; n++) {
        for (size_t p = 0; p < sizeof part / sizeof *part; p++) {
            for (size_t at = 0; at <= n; at += n < 70 ? 1 : 13) {
                char s[300];
                size_t size = strlen(part[p]);
                memset(s, 'x', n + size);
                memcpy(s + at, part[p], size);
                s[n + size] = '\0';
                struct arena_mark mark = arena_mark(a);
                assert_string_equal(text_cleaned(a, s, n + size),
                                    text_clean(a, s, n + size));
                arena_release(a, mark);
            }
        }
    }
    assert_string_equal(text_cleaned(a, "a\0b", 3), "ab");
}

/* Whatever bytes come, nothing here reads outside or hangs. */
static void hostile_bytes(void **state)
{
    (void)state;
    uint64_t x = 1;
    for (int round = 0; round < 20000; round++) {
        char s[40];
        size_t n = 0;
        for (; n < sizeof s - 1; n++) {
            x = x * UINT64_C(6364136223846793005) + 1442695040888963407u;
            s[n] = (char)(x >> 56);
            if (s[n] == '\0') {
                break;
            }
        }
        s[n] = '\0';
        struct arena_mark mark = arena_mark(a);
        char iso[11];
        double v;
        text_to_date(s, iso);
        text_to_number(s, &v);
        text_length(s);
        if (text_utf8_valid(s, n, NULL)) {
            const char *clean = text_clean(a, s, n);
            assert_true(text_utf8_valid(clean, strlen(clean), NULL));
            text_slug(a, clean);
            text_fold(a, clean);
            assert_int_equal(text_collate(clean, clean), 0);
        }
        arena_release(a, mark);
    }
}

int main(void)
{
    a = arena_open();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8),       cmocka_unit_test(utf8_in_long_text),
        cmocka_unit_test(folding),    cmocka_unit_test(folding_both_ways),
        cmocka_unit_test(beginnings), cmocka_unit_test(slugs),
        cmocka_unit_test(collation),  cmocka_unit_test(plurals),
        cmocka_unit_test(numbers),    cmocka_unit_test(dates),
        cmocka_unit_test(escapes),    cmocka_unit_test(binding),
        cmocka_unit_test(nearest),    cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(cleaned),
    };
    int rc = cmocka_run_group_tests_name("text", tests, NULL, NULL);
    arena_close(a);
    return rc;
}

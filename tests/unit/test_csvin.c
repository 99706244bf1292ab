/* The reader: dialects, damage, positions, and that chunks change nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <csv.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/diag.h"
#include "ingest/csvin.h"
#include "ingest/dialect.h"

static char path[128];

static void write_bytes(const void *data, size_t n)
{
    FILE *f;

    snprintf(path, sizeof path, "/tmp/test_csvin.%ld", (long)getpid());
    f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* A header of ours: it names the gmina. */
static bool knows(const struct csvin_cell *cell, size_t n, char separator)
{
    (void)separator;
    for (size_t i = 0; i < n; i++)
        if (strcmp(cell[i].text, "gmina") == 0)
            return true;
    return false;
}

/* The file as text: a line a row, "line/excel/record: a|b|c", cells that were
 * not quoted and empty as "~"; bad rows as "! CODE line:column". */
static char *dump(struct arena *arena, const struct csvin_options *options)
{
    struct buf buf = {.arena = arena};
    struct params params;
    struct diag *diag = diag_open(LANG_EN);
    struct csvin *in = NULL;
    struct csvin_row row;
    struct csvin_options how = *options;
    enum csvin_event event;
    enum status status;

    params_init(&params);
    how.is_header = knows;
    status = csvin_open(arena, path, &how, &params, diag, &in);
    if (status != STATUS_OK) {
        buf_str(&buf, status_row(status)->code);
        diag_close(diag);
        return arena_strdup(arena, buf_text(&buf));
    }
    while ((event = csvin_next(in, &row)) != CSVIN_END) {
        buf_printf(&buf, "%ld/%ld/%ld:", row.line, row.excel_row, row.record);
        if (event == CSVIN_BAD)
            buf_printf(&buf, " ! %s %ld:%d\n", status_row(row.status)->code,
                       row.place.line, row.place.column);
        for (size_t i = 0; event == CSVIN_ROW && i < row.n_cells; i++)
            buf_printf(&buf, "%s%s%s", i == 0 ? " " : "|",
                       row.cell[i].size == 0 && !row.cell[i].quoted ? "~" : "",
                       row.cell[i].text);
        if (event == CSVIN_ROW)
            buf_char(&buf, '\n');
    }
    if (csvin_status(in) != STATUS_OK)
        buf_str(&buf, status_row(csvin_status(in))->code);
    else
        buf_printf(&buf, "%s '%c' %s", csvin_info(in)->encoding,
                   csvin_info(in)->separator, csvin_info(in)->sha256);
    csvin_close(in);
    diag_close(diag);
    return arena_strdup(arena, buf_text(&buf));
}

struct example {
    const char *what, *text, *want; /* want: a start of the dump */
};

static const struct example example[] = {
    {"plain",                                         "a,b\n1,2\n",                                                     "1/1/0: a|b\n2/2/1: 1|2\nUTF-8 ','"                                 },
    {"semicolons, BOM, CRLF, no last end",
     "\xEF\xBB\xBF"
     "a;b\r\n1;2",                                                                                                      "1/1/0: a|b\n2/2/1: 1|2\nUTF-8 ';'"                                 },
    {"tabs",                                          "a\tb\n1\t2\n",                                                   "1/1/0: a|b\n2/2/1: 1|2\nUTF-8 '\t'"                                },
    {"CR only",                                       "a;b\r1;2\r3;4",                                                  "1/1/0: a|b\n2/2/1: 1|2\n3/3/2: 3|4\n"                              },
    {"CR CR LF",                                      "a;b\r\r\n1;2\r\r\n",                                             "1/1/0: a|b\n2/2/1: 1|2\n"                                          },
    {"null and blank",                                "a,b,c\n,\"\",x\n",                                               "1/1/0: a|b|c\n2/2/1: ~||x\n"                                       },
    {"quotes and line breaks in cells",               "a;b\n\"x \"\"y\"\"\";\"1\n2\"\n3;4\n",
     "1/1/0: a|b\n2/2/1: x \"y\"|1\n2\n4/3/2: 3|4\n"                                                                                                                                        },
    {"blank lines and empty rows keep Excel's count", "a;b\n\n;\n1;2\n;;\n\n",
     "1/1/0: a|b\n4/4/1: 1|2\n"                                                                                                                                                             },
    {"trailing empty columns",                        "a;b;\n1;2;\n3;4\n5;6;;;\n7;\n;;;;;\n",
     "1/1/0: a|b|~\n2/2/1: 1|2|~\n3/3/2: 3|4|~\n4/4/3: ! E154 4:0\n"
     "5/5/4: ! E153 5:0\nUTF-8"                                                                                                                                                             },
    {"short and long rows",                           "a;b\n1\n1;2;3\n4;5\n",
     "1/1/0: a|b\n2/2/1: ! E153 2:0\n3/3/2: ! E154 3:0\n4/4/3: 4|5\n"                                                                                                                       },
    {"unclosed quote up to the end of the file",
     "a;b;c\n1;2;3\n4;\"5;6\n7;8;9\n10;11;12\n",                                                                        "1/1/0: a|b|c\n2/2/1: 1|2|3\n3/3/2: ! E151 3:2\n4/4/3: 7|8|9\n"
     "5/5/4: 10|11|12\n"                                                                                                                    },
    {"unclosed quote that meets a later quoted cell",
     "a;b;c\n1;\"2;3\n4;\"x\";6\n7;8;9\n",                                                                              "1/1/0: a|b|c\n2/2/1: ! E151 2:2\n3/3/2: 4|x|6\n4/4/3: 7|8|9\n"     },
    {"stray quote",                                   "a;b\n1;2\"x\n3;4\n",
     "1/1/0: a|b\n2/2/1: ! E152 2:2\n3/3/2: 3|4\n"                                                                                                                                          },
    {"text behind a closing quote",                   "a;b\n\"1\"x;2\n3;4\n",
     "1/1/0: a|b\n2/2/1: ! E152 2:1\n3/3/2: 3|4\n"                                                                                                                                          },
    {"damage behind a cell of two lines",             "a;b\n\"1\n1\";2\"x\n3;4\n",
     "1/1/0: a|b\n2/2/1: ! E152 3:2\n4/3/2: 3|4\n"                                                                                                                                          },
    {"bytes that are no UTF-8",
     "a;\xC4\x85\xC4\x87\xC4\x99\xC5\x82\xC5\x84"
     "\xC3\xB3\xC5\x9B\xC5\xBA\xC5\xBC\n1;\xFF\n3;4\n",                                                                 "1/1/0: a|ąćęłńóśźż\n2/2/1: ! E157 2:0\n3/3/2: 3|4\n"      },
    {"Windows-1250",
     "a;gmina\n1;\xA3\xF3"
     "d\x9F, \x9Cwi\xEAto, g\xEA\x9C, "
     "\xBF\xF3\xB3\xE6\n",                                                                                              "1/1/0: a|gmina\n2/2/1: 1|Łódź, święto, gęś, żółć\n"
     "Windows-1250 ';'"                                                                                                                                           },
    {"separator line of Excel",                       "sep=,\na,b;c\n1,2;3\n",
     "2/1/0: a|b;c\n3/2/1: 1|2;3\nUTF-8 ','"                                                                                                                                                },
    {"one line that ends with its separator",         "a;b;",
     "1/1/0: a|b|~\nUTF-8 ';'"                                                                                                                                                              },
    {"title above the header",                        "Ankieta 2026;;\n\na;b;c\n1;2;3\n4;5;6\n",
     "3/3/0: a|b|c\n4/4/1: 1|2|3\n5/5/2: 4|5|6\nUTF-8"                                                                                                                                      },
    {"title without separators",                      "Ankieta 2026\na;b;c\n1;2;3\n4;5;6\n",
     "2/2/0: a|b|c\n3/3/1: 1|2|3\n4/4/2: 4|5|6\nUTF-8"                                                                                                                                      },
    {"title of two cells, header of the hand sheet",
     "Ankieta;2026;;;;\nx;gmina;M11;M12;M13;M14\n1;2;3;4;5;6\n",                                                        "2/2/0: x|gmina|M11|M12|M13|M14\n3/3/1: 1|2|3|4|5|6\nUTF-8"         },
    {"answers above a header are no title",
     "1;2;3\n4;5;6\nx;gmina;M11\n7;8;9\n",                                                                              "1/1/0: 1|2|3\n2/2/1: 4|5|6\n3/3/2: x|gmina|M11\n"                  },
    {"numbers of the columns above the header",
     "1;2;3;4;5;6;7;8\nx;gmina;a;b;c;d;e;f\n5;5;5;5;5;5;5;5\n",                                                         "2/2/0: x|gmina|a|b|c|d|e|f\n3/3/1: 5|5|5|5|5|5|5|5\nUTF-8"         },
    {"eight answers above a header are no title",
     "1;2;3;4;5;4;7;8\nx;gmina;a;b;c;d;e;f\n",                                                                          "1/1/0: 1|2|3|4|5|4|7|8\n2/2/1: x|gmina|a|b|c|d|e|f\n"              },
    {"remarks",                                       "a;b\n# bez \"cudzysłowu\n1;2\n# puste;\n3;4\n",
     "1/1/0: a|b\n3/3/1: 1|2\n5/5/2: 3|4\nUTF-8"                                                                                                                                            },
    {"header repeated",                               "id;gmina;x\n1;2;3\nid;gmina;x\n4;5;6\n",
     "1/1/0: id|gmina|x\n2/2/1: 1|2|3\n4/4/2: 4|5|6\nUTF-8"                                                                                                                                 },
    {"files joined with their marks",
     "\xEF\xBB\xBF\"id\";\"gm\"\n\"1\";\"2\"\n\xEF\xBB\xBF\"id\";\"gm\"\n"
     "\"3\";\"4\"\n",                                                                                                   "1/1/0: id|gm\n2/2/1: 1|2\n4/4/2: 3|4\nUTF-8"                       },
    {"another header",                                "id;gmina;x\n1;2;3\ngmina;id;x\n4;5;6\n",
     "1/1/0: id|gmina|x\n2/2/1: 1|2|3\nE130"                                                                                                                                                },
    {"another separator",                             "a;b;c\n1;2;3\n1,2,3\n4;5;6\n",
     "1/1/0: a|b|c\n2/2/1: 1|2|3\n3/3/2: ! E159 3:0\n4/4/3: 4|5|6\n"                                                                                                                        },
    {"a separator too many before an empty end",      "a;b;c\n1;2;\n1;;2;\n4;5;6\n",
     "1/1/0: a|b|c\n2/2/1: 1|2|~\n3/3/2: ! E154 3:0\n4/4/3: 4|5|6\n"                                                                                                                        },
    {"cut",                                           "a;b;c\n1;2;3\n4;5",
     "1/1/0: a|b|c\n2/2/1: 1|2|3\n3/3/2: ! E160 3:0\n"                                                                                                                                      },
    {"cut within quotes",                             "a;b;c\n1;2;3\n4;\"5",
     "1/1/0: a|b|c\n2/2/1: 1|2|3\n3/3/2: ! E160 3:2\n"                                                                                                                                      },
    {"header in one cell",                            "\"id,gmina,x\"\n\"1,2,3\"\n",                                    "E120"                                                              },
    {"header with another separator",                 "id,gmina,x\n1;2;3\n4;5;6\n7;8;9\n",
     "E119"                                                                                                                                                                                 },
    {"header with a separator that rows hold too",
     "id;gmina;x\n1\ta;b\t3\n4\ta;b;c;d\t6\n7\ta;b;c;d;e\t9\n",                                                         "E119"                                                              },
    {"row in one cell",                               "a,b,c\n1,2,3\n\"4,\"\"5\"\",6\"\n7,8,9\n",
     "1/1/0: a|b|c\n2/2/1: 1|2|3\n3/3/2: ! E161 3:0\n4/4/3: 7|8|9\n"                                                                                                                        },
    {"letters that were broken before",               "a;b\nĹ‚Ä…ka;1\nĹ›wiÄ™to;2\n",                        "E118"                                                              },
    {"UTF-8 within Windows-1250",
     "a;b\n\xBF\xF3\xB3\xE6 g\xEA\x9C, \x9Cwi\xEAto;1\nłąka;2\n",                                                     "1/1/0: a|b\n2/2/1: żółć gęś, święto|1\n3/3/2: ! E162 3:0\n"},
    {"ISO-8859-2 within Windows-1250",
     "a;b\n\xBF\xF3\xB3\xE6 g\xEA\x9C, \x9Cwi\xEAto;1\n\xA6l\xB1sk \xB6wi\xEAto;2\n"
     "2 \xB1 1 \xB6;3\n",                                                                                               "1/1/0: a|b\n2/2/1: żółć gęś, święto|1\n3/3/2: ! E162 3:0\n"
     "4/4/3: 2 ± 1 ¶|3\n"                                                                                                                                        },
    {"one column",                                    "a\n1\n",                                                         "1/1/0: a\n2/2/1: 1\n"                                              },
    {"only blanks",                                   " \n\n",                                                          "E105"                                                              },
    {"nothing",                                       "",                                                               "E105"                                                              },
    {"PDF",                                           "%PDF-1.4\n",                                                     "E110"                                                              },
    {"web page",                                      "<!DOCTYPE html><table>",                                         "E111"                                                              },
    {"list of objects",                               "\xEF\xBB\xBF [\n {\"id\": 1}]\n",                                "E145"                                                              },
    {"object",                                        "{ \"id\": 1}\n",                                                 "E145"                                                              },
    {"lines of objects",                              "{\"id\":1}\n{\"id\":2}\n",                                       "E145"                                                              },
    {"XLSX",                                          "PK\3\4....[Content_Types].xml....xl/workbook.xml",               "E106"                                                              },
    {"ODS",                                           "PK\3\4..mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
     "E108"                                                                                                                                                                                 },
    {"XLS",                                           "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....",                           "E107"                                                              },
};

static void test_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
        struct arena *arena = arena_open();
        struct csvin_options options = {0};
        const struct example *e = &example[i];
        const char *got;

        write_bytes(e->text, strlen(e->text));
        got = dump(arena, &options);
        if (strncmp(got, e->want, strlen(e->want)) != 0)
            fail_msg("%s: wanted\n%s\ngot\n%s", e->what, e->want, got);
        arena_close(arena);
    }
}

static int count_of(const char *text, const char *what)
{
    int n = 0;

    while ((text = strstr(text, what)) != NULL) {
        text += strlen(what);
        n++;
    }
    return n;
}

static void test_chunks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
        struct arena *arena = arena_open();
        size_t n = strlen(example[i].text);
        struct csvin_options options = {0};
        const char *whole;

        write_bytes(example[i].text, n);
        whole = dump(arena, &options);
        for (options.chunk = 1; options.chunk <= n + 1; options.chunk++) {
            struct arena_mark mark = arena_mark(arena);

            assert_string_equal(dump(arena, &options), whole);
            arena_release(arena, mark);
        }
        arena_close(arena);
    }
}

static void test_utf16(void **state)
{
    static const char text[] = "\xFF\xFE"
                               "a\0;\0b\0\r\0\n\0"
                               "\x41\x01;\0"
                               "\x3D\xD8\x00\xDE\r\0\n\0";
    struct arena *arena = arena_open();
    struct csvin_options options = {0};

    (void)state;
    write_bytes(text, sizeof text - 1);
    for (options.chunk = 0; options.chunk < 24; options.chunk++) {
        static const char want[] = "1/1/0: a|b\n2/2/1: Ł|\xF0\x9F\x98\x80\n"
                                   "UTF-16LE ';'";
        const char *got = dump(arena, &options);

        assert_int_equal(strncmp(got, want, strlen(want)), 0);
    }
    arena_close(arena);
}

static void test_nul(void **state)
{
    struct arena *arena = arena_open();
    struct csvin_options options = {0};
    const char *got;

    (void)state;
    write_bytes("a;b\n1;\0x\n3;4\n", 14);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E158 2:0\n3/3/2: 3|4\n"));
    arena_close(arena);
}

/* Lines that were read as part of an unclosed quote are damaged still when they
 * are read again. */
static void test_damage_behind_quote(void **state)
{
    static const char text[] = "a;b\n\xC5\x82\xC4\x85\xC4\x85;\"x\n2;\xFF\n"
                               "3;\xFE\n4;\xC5\x82\n";
    struct arena *arena = arena_open();
    struct csvin_options options = {0};
    const char *got;

    (void)state;
    write_bytes(text, sizeof text - 1);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E151 2:2\n3/3/2: ! E157 3:0\n"
                                "4/4/3: ! E157 4:0\n5/5/4: 4|"));
    arena_close(arena);
}

/* Bytes are checked as they are read, and a row may be read before what stands
 * behind it: one that ends what was read so far is found all the same. */
static void test_damage_behind_all_read(void **state)
{
    static const char damage[] = "1;\xFF\n2;\xC5\n3;\xE2\x82\n4;\xC5\x82\n";
    struct arena *arena = arena_open();
    struct csvin_options options = {0};
    struct buf text = {.arena = arena};
    const char *whole;

    (void)state;
    buf_str(&text, "a;\xC4\x85\n");
    while (text.size < 80000) /* more than is looked at for the dialect */
        buf_str(&text, "1;\xC5\xBC\xC3\xB3\xC5\x82w\n");
    buf_add(&text, damage, sizeof damage - 1);
    write_bytes(buf_text(&text), text.size);
    whole = dump(arena, &options);
    assert_int_equal(count_of(whole, "! E157"), 3);
    for (options.chunk = 1; options.chunk < 7; options.chunk++)
        assert_string_equal(dump(arena, &options), whole);
    arena_close(arena);
}

/* An encoding named by the user that the bytes contradict. */
static void test_wrong_encoding(void **state)
{
    static const struct {
        const char *text, *encoding, *want;
    } c[] = {
        {"a;\xC5\x82\n1;2\n", "windows-1250", "E114"       },
        {"a;\xB3\xEA\n1;2\n", "utf-8",        "E114"       },
        {"a;b\n1;2\n",        "utf-16le",     "E114"       },
        {"a;b\n1;2\n",        "koi8-r",       "E113"       },
        {"a;\xB3\n1;2\n",     "iso-8859-2",   "1/1/0: a|ł"},
        {"a;b\n1;2\n",        "cp1250",       "1/1/0: a|b" },
    };
    struct arena *arena = arena_open();

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct csvin_options options = {.encoding = c[i].encoding};
        const char *got;

        write_bytes(c[i].text, strlen(c[i].text));
        got = dump(arena, &options);
        if (strncmp(got, c[i].want, strlen(c[i].want)) != 0)
            fail_msg("%s: wanted %s, got %s", c[i].encoding, c[i].want, got);
    }
    arena_close(arena);
}

/* A quoted cell over the cap on lines or on bytes is an unclosed quote; a line
 * over the cap on a row is skipped; what follows is kept. */
static void test_caps(void **state)
{
    struct arena *arena = arena_open();
    struct csvin_options options = {0};
    struct buf lines = {.arena = arena}, bytes = {.arena = arena},
               row = {.arena = arena};
    const char *got;

    (void)state;
    buf_str(&lines, "a;b\n1;\"x\n");
    for (int i = 0; i < 60; i++)
        buf_str(&lines, "2;3\n");
    buf_str(&lines, "z\";3\n"); /* closes, but too late */
    write_bytes(lines.data, lines.size);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E151 2:2\n3/3/2: 2|3\n4/4/3: 2|3"));
    assert_non_null(strstr(got, "62/62/61: 2|3\n"));

    buf_str(&bytes, "a;b\n1;\"");
    for (int i = 0; i < 70000; i++)
        buf_char(&bytes, 'x');
    buf_str(&bytes, "\n2;3\n");
    write_bytes(bytes.data, bytes.size);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E151 2:2\n3/3/2: 2|3\n"));

    buf_str(&row, "a;b\n1;");
    for (int i = 0; i < 3000000; i++)
        buf_char(&row, 'x');
    buf_str(&row, "\n2;3\n");
    write_bytes(row.data, row.size);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E156 2:0\n3/3/2: 2|3\n"));

    /* pieces of it end within a letter */
    row.size = strlen("a;b\n1;");
    for (int i = 0; i < 1500001; i++)
        buf_str(&row, "ą");
    buf_str(&row, "\n2;ż\n3;\xC5\n");
    write_bytes(row.data, row.size);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E156 2:0\n3/3/2: 2|ż\n"));
    assert_non_null(strstr(got, "4/4/3: ! "));
    arena_close(arena);
}

/* Rows swallowed by two stray quotes show by their separators. */
static void test_swallowed_rows(void **state)
{
    struct arena *arena = arena_open();
    struct csvin_options options = {0};
    struct buf buf = {.arena = arena};
    const char *got;

    (void)state;
    for (int r = 0; r < 5; r++) {
        for (int i = 0; i < 24; i++)
            buf_printf(&buf, "%s%sv%d%s", i > 0 ? ";" : "",
                       r == 1 && i == 3 ? "\"" : "", r * 100 + i,
                       r == 3 && i == 3 ? "\"" : "");
        buf_char(&buf, '\n');
    }
    write_bytes(buf.data, buf.size);
    got = dump(arena, &options);
    assert_non_null(strstr(got, "2/2/1: ! E151 2:4\n3/3/2: v200|"));
    assert_non_null(strstr(got, "4/4/3: ! E152 4:4\n5/5/4: v400|"));
    arena_close(arena);
}

/* csvin_locate tells the bytes of a cell in the file itself. */
static void test_locate(void **state)
{
    static const char utf8[] = "\xEF\xBB\xBF"
                               "a;b;c\nż;\"x\ny\"\";\";z\n1;2;3\n";
    static const char cp1250[] =
        "a;b;\xB9\n\xBF\xF3\xB3\xE6;\"\xEA\";z\n1;2;3\n";
    const struct {
        const char *data;
        size_t n, column;
        const char *want;
        long line;
    } c[] = {
        {utf8,   sizeof utf8 - 1,   0, "ż",               2},
        {utf8,   sizeof utf8 - 1,   1, "\"x\ny\"\";\"",    2},
        {utf8,   sizeof utf8 - 1,   2, "z",                3},
        {cp1250, sizeof cp1250 - 1, 0, "\xBF\xF3\xB3\xE6", 2},
        {cp1250, sizeof cp1250 - 1, 1, "\"\xEA\"",         2},
        {cp1250, sizeof cp1250 - 1, 2, "z",                2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        struct arena *arena = arena_open();
        struct diag *diag = diag_open(LANG_EN);
        struct csvin_options options = {.chunk = 7};
        struct params params;
        struct csvin *in;
        struct csvin_row row;
        struct csvin_span span;

        params_init(&params);
        write_bytes(c[i].data, c[i].n);
        assert_int_equal(csvin_open(arena, path, &options, &params, diag, &in),
                         0);
        assert_int_equal(csvin_next(in, &row), CSVIN_ROW);
        assert_int_equal(csvin_next(in, &row), CSVIN_ROW);
        assert_true(csvin_locate(in, &row, c[i].column, &span));
        assert_false(csvin_locate(in, &row, 3, &(struct csvin_span){0}));
        assert_true(span.has_offset);
        assert_int_equal(span.size, strlen(c[i].want));
        assert_memory_equal(c[i].data + span.offset, c[i].want, span.size);
        assert_int_equal(span.line, c[i].line);
        csvin_close(in);
        diag_close(diag);
        arena_close(arena);
    }
}

/* Random damage over a clean file: never a crash, the same rows for every
 * chunk, and untouched lines are kept. */
static void test_random_damage(void **state)
{
    static const char byte[] = "\";,\n\r\0\xFF x1";
    uint64_t seed = 88172645463325252ULL;

    (void)state;
    for (int round = 0; round < 1500; round++) {
        struct arena *arena = arena_open();
        struct csvin_options options = {.separator = ';'};
        char text[400];
        size_t n = 0;
        const char *whole;

        n += (size_t)sprintf(text, "a;b;c;d\n");
        for (int r = 1; r <= 12; r++)
            n += (size_t)sprintf(text + n, "%d;\"x%d\";;y\n", r, r);
        for (int k = 0; k < 1 + round % 4; k++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text[8 + seed % (n - 8)] = byte[(seed >> 32) % (sizeof byte - 1)];
        }
        write_bytes(text, n);
        whole = dump(arena, &options);
        options.chunk = 1 + (size_t)(seed >> 40) % 9;
        assert_string_equal(dump(arena, &options), whole);
        arena_close(arena);
    }
}

/* Every fixture, in chunks that cut it everywhere. */
static void test_fixtures(void **state)
{
    static const size_t chunk[] = {1, 2, 3, 7, 61, 1021};
    glob_t found;

    (void)state;
    if (glob("fixtures/*/*.csv", 0, NULL, &found) != 0)
        fail_msg("no fixtures: run in the root of the tree or set ROOT");
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct arena *arena = arena_open();
        struct csvin_options options = {0};
        const char *whole;

        snprintf(path, sizeof path, "%s", found.gl_pathv[i]);
        whole = dump(arena, &options);
        for (size_t k = 0; k < sizeof chunk / sizeof *chunk; k++) {
            options.chunk = chunk[k];
            assert_string_equal(dump(arena, &options), whole);
        }
        arena_close(arena);
    }
    globfree(&found);
    path[0] = '\0';
}

/* What libcsv alone makes of one line: "a|b|~", or "!". */
static void alone_cell(void *text, size_t size, void *data)
{
    buf_str(data, text == NULL ? "~" : "");
    buf_add(data, text != NULL ? text : "", size);
    buf_char(data, '|');
}

static void alone_row(int end, void *data)
{
    (void)end;
    (void)data;
}

static const char *alone(struct arena *arena, const char *line, size_t n,
                         char separator)
{
    struct buf buf = {.arena = arena};
    struct csv_parser parser;
    bool good;

    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL |
                          CSV_EMPTY_IS_NULL);
    csv_set_delim(&parser, (unsigned char)separator);
    good = csv_parse(&parser, line, n, alone_cell, alone_row, &buf) == n &&
           csv_fini(&parser, alone_cell, alone_row, &buf) == 0;
    csv_free(&parser);
    return good ? buf_text(&buf) : "!";
}

static const char *with_reader(struct arena *arena, char separator)
{
    const struct csvin_options options = {.separator = separator};
    struct buf buf = {.arena = arena};
    struct params params;
    struct diag *diag = diag_open(LANG_EN);
    struct csvin *in = NULL;
    struct csvin_row row;
    bool good;

    params_init(&params);
    assert_int_equal(csvin_open(arena, path, &options, &params, diag, &in),
                     STATUS_OK);
    assert_int_equal(csvin_next(in, &row), CSVIN_ROW);
    good = csvin_next(in, &row) != CSVIN_END &&
           (row.status == STATUS_OK || row.status == STATUS_ROW_SHORT);
    for (size_t i = 0; good && i < row.n_cells; i++) {
        buf_str(&buf, row.cell[i].quoted || row.cell[i].size > 0 ? "" : "~");
        buf_add(&buf, row.cell[i].text, row.cell[i].size);
        buf_char(&buf, '|');
    }
    csvin_close(in);
    diag_close(diag);
    return good ? buf_text(&buf) : "!";
}

/* The cells that the reader splits by itself are those that libcsv finds. */
static void test_like_libcsv(void **state)
{
    static const char byte[2][12] = {"aaab\"\" ;;\t;", "aab\"\" \t\t\t,;"};

    (void)state;
    srand(5);
    for (int round = 0; round < 4000; round++) {
        struct arena *arena = arena_open();
        int tab = rand() % 2;
        char separator = tab ? '\t' : ';', text[256];
        int wide = rand() % 2; /* mostly of text, over several strides */
        size_t n = 0, from;
        const char *wanted, *got;

        for (; n < 80; n += 2) { /* no row is as wide */
            text[n] = 'h';
            text[n + 1] = n < 78 ? separator : '\n';
        }
        from = n;
        text[n++] = 'x'; /* no blank line */
        text[n++] = separator;
        for (int k = rand() % (wide ? 128 : 24); k > 0; k--)
            text[n++] = !wide              ? byte[tab][rand() % 11]
                        : rand() % 4 != 0  ? 'a'
                        : rand() % 20 == 0 ? '"'
                        : rand() % 2       ? ' '
                                           : separator;
        text[n++] = '\n';
        write_bytes(text, n);
        wanted = alone(arena, text + from, n - from, separator);
        got = with_reader(arena, separator);
        if (strcmp(wanted, got) != 0)
            print_error("%.*s: wanted %s got %s\n", (int)(n - from),
                        text + from, wanted, got);
        assert_string_equal(got, wanted);
        arena_close(arena);
    }
    unlink(path);
}

int main(void)
{
    const char *root = getenv("ROOT");
    if (root != NULL && chdir(root) != 0) {
        return 1;
    }
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_nul),
        cmocka_unit_test(test_wrong_encoding),
        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_swallowed_rows),
        cmocka_unit_test(test_locate),
        cmocka_unit_test(test_random_damage),
        cmocka_unit_test(test_fixtures),
        cmocka_unit_test(test_like_libcsv),
        cmocka_unit_test(test_damage_behind_quote),
        cmocka_unit_test(test_damage_behind_all_read),
    };
    int failed = cmocka_run_group_tests_name("csvin", test, NULL, NULL);

    snprintf(path, sizeof path, "/tmp/test_csvin.%ld", (long)getpid());
    unlink(path);
    return failed;
}

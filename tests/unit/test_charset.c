/* Encodings: detection on texts of a few words, decoding, names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <iconv.h>
#include <string.h>

#include "ingest/charset.h"

static const char *const text[] = {
    "gmina;uwagi\n0602052;Żółć, gęś, jaźń - sprawdzamy polskie litery\n",
    "Książka na telefon dla seniorów to był świetny pomysł!\n",
    "W filii nie ma internetu ani ogrzewania zimą; źle się dzieje\n",
    "Łódź;Święta Katarzyna;Dąbrowa Górnicza\n",
};

static size_t encode(const char *name, const char *from, char *to, size_t room)
{
    iconv_t cd = iconv_open(name, "UTF-8");
    char *in = (char *)(uintptr_t)from, *out = to;
    size_t n = strlen(from), left = room;

    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &in, &n, &out, &left), 0);
    iconv_close(cd);
    return room - left;
}

static void test_detect(void **state)
{
    static const struct {
        const char *name;
        enum charset charset;
    } c[] = {
        {"UTF-8",      CHARSET_UTF8   },
        {"CP1250",     CHARSET_CP1250 },
        {"ISO-8859-2", CHARSET_LATIN2 },
        {"UTF-16LE",   CHARSET_UTF16LE},
        {"UTF-16BE",   CHARSET_UTF16BE}
    };

    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        for (size_t t = 0; t < sizeof text / sizeof *text; t++) {
            char bytes[512], back[1600];
            size_t n = encode(c[i].name, text[t], bytes, sizeof bytes);
            struct charset_guess guess = charset_detect(bytes, n, true, true);
            struct charset_decoder decoder;

            if (guess.charset != c[i].charset || guess.unsure)
                fail_msg("%s, text %zu: got %s%s", c[i].name, t,
                         charset_name(guess.charset, false),
                         guess.unsure ? ", unsure" : "");
            charset_init(&decoder, guess.charset);
            n = charset_decode(&decoder, bytes, n, back);
            assert_int_equal(n, strlen(text[t]));
            assert_memory_equal(back, text[t], n);
            assert_int_equal(charset_finish(&decoder, back), 0);
        }
    }
}

static void test_small(void **state)
{
    static const char cut[] = "abc\xC5";
    struct charset_guess guess;

    (void)state;
    assert_int_equal(charset_detect("abc", 3, true, true).charset,
                     CHARSET_ASCII);
    assert_int_equal(charset_detect("", 0, true, true).charset, CHARSET_ASCII);
    guess = charset_detect("\xEF\xBB\xBF"
                           "a",
                           4, true, true);
    assert_int_equal(guess.charset, CHARSET_UTF8);
    assert_int_equal(guess.bom, 3);
    /* a sequence cut by the end of the block is not an error, at the end of
     * the file it is */
    assert_int_equal(charset_detect(cut, 4, true, false).charset, CHARSET_UTF8);
    assert_int_not_equal(charset_detect(cut, 4, true, true).charset,
                         CHARSET_UTF8);
    assert_true(charset_detect("x\x8E", 2, true, true).unsure);
    /* one letter in a word is enough, a footnote is not */
    assert_false(charset_detect("zim\xB9.", 5, true, true).unsure);
    assert_false(charset_detect("wcze\x9Cniej", 9, true, true).unsure);
    assert_true(charset_detect("s\x9Cur.", 5, true, true).unsure);
    assert_true(charset_detect("5 \xB9", 3, true, true).unsure);
}

/* A name that the letters contradict is noticed; the right one never is. */
static void test_contradicts(void **state)
{
    static const struct {
        const char *name;
        enum charset charset;
    } c[] = {
        {"UTF-8",      CHARSET_UTF8   },
        {"CP1250",     CHARSET_CP1250 },
        {"ISO-8859-2", CHARSET_LATIN2 },
        {"UTF-16LE",   CHARSET_UTF16LE},
        {"UTF-16BE",   CHARSET_UTF16BE}
    };
    enum { N = sizeof c / sizeof *c };

    (void)state;
    for (size_t i = 0; i < N; i++) {
        for (size_t named = 0; named < N; named++) {
            char bytes[512];
            size_t n = encode(c[i].name, text[0], bytes, sizeof bytes);

            if (charset_contradicts(c[named].charset, bytes, n) != (i != named))
                fail_msg("%s named %s", c[i].name, c[named].name);
        }
    }
}

/* Letters of UTF-8 read one byte at a time. */
static void test_mojibake(void **state)
{
    static const char *const as[] = {"CP1250", "ISO-8859-2"};

    (void)state;
    for (size_t t = 0; t < sizeof text / sizeof *text; t++) {
        size_t n = strlen(text[t]);

        assert_false(charset_is_mojibake(text[t], n));
        assert_false(charset_is_broken(text[t], n, CHARSET_UTF8));
        for (size_t k = 0; k < 2; k++) {
            char broken[1024], *in = (char *)(uintptr_t)text[t], *out = broken;
            size_t left = n, room = sizeof broken;
            iconv_t cd = iconv_open("UTF-8", as[k]);

            while (left > 0 && iconv(cd, &in, &left, &out, &room) != 0)
                in++, left--; /* a byte that the code page has not */
            iconv_close(cd);
            assert_true(charset_is_mojibake(broken, sizeof broken - room));
            if (t != 1) /* two letters of one word */
                assert_true(charset_is_broken(broken, sizeof broken - room,
                                              CHARSET_UTF8));
        }
    }
}

static void test_bad_bytes(void **state)
{
    struct charset_decoder decoder;
    char to[64];

    (void)state;
    charset_init(&decoder, CHARSET_CP1250);
    assert_int_equal(charset_decode(&decoder, "a\x81z", 3, to), 5);
    assert_memory_equal(to, "a\xEF\xBF\xBDz", 5);
    assert_int_equal(decoder.n_bad, 1);
    charset_init(&decoder, CHARSET_UTF16LE);
    assert_int_equal(charset_decode(&decoder, "a", 1, to), 0);
    assert_int_equal(charset_finish(&decoder, to), 3);
    charset_init(&decoder, CHARSET_UTF16LE); /* half a pair */
    assert_int_equal(charset_decode(&decoder,
                                    "\x3D\xD8"
                                    "a\0",
                                    4, to),
                     4);
    assert_memory_equal(to,
                        "\xEF\xBF\xBD"
                        "a",
                        4);
}

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(charset_find("UTF-8"), CHARSET_UTF8);
    assert_int_equal(charset_find("win-1250"), CHARSET_CP1250);
    assert_int_equal(charset_find("iso_8859-2"), CHARSET_LATIN2);
    assert_int_equal(charset_find("ebcdic"), CHARSET_COUNT);
    assert_string_equal(charset_name(CHARSET_COUNT, false), "?");
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_detect),    cmocka_unit_test(test_small),
        cmocka_unit_test(test_bad_bytes), cmocka_unit_test(test_contradicts),
        cmocka_unit_test(test_mojibake),  cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests_name("charset", test, NULL, NULL);
}

/* Polish text: checking, comparing, wording, escaping.
 *
 * All text inside the program is UTF-8 in NFC, NUL-terminated, without control
 * characters other than LF; this module makes it so and formats it.  Nothing
 * here reads the locale (cron has none, and LC_NUMERIC would turn 0.5 to 0,5
 * in SQL and PDF): Polish rules are written out.
 *
 * Results that are `char *` live in the arena given.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/status.h"

/* Is s[0..n) valid UTF-8 (no overlongs, surrogates, > U+10FFFF)?  When not,
 * *bad (may be NULL) is the offset of the first bad byte.  Fast on ASCII. */
bool text_utf8_valid(const char *s, size_t n, size_t *bad);
/* Next code point of valid UTF-8 at *s, which advances; 0 at the end. */
unsigned text_next(const char **s);
/* Code points in s. */
size_t text_length(const char *s);
/* Appends one code point as UTF-8 to buf. */
void text_put(struct buf *buf, unsigned code_point);

/* NFC of s[0..n) (valid UTF-8), blanks (also hard, thin and of no width) at
 * both ends cut, NUL and control characters but LF dropped. */
char *text_clean(struct arena *arena, const char *s, size_t n);
/* The same of s with a NUL behind its n bytes: s itself when it is clean
 * already. */
const char *text_cleaned(struct arena *arena, const char *s, size_t n);
/* Bytes of the blank that s begins with (plain, hard, thin, of no width), 0
 * when it begins with none. */
size_t text_blank(const char *s);
/* Valid UTF-8, n bytes and a NUL, without the blanks at both ends: s or a part
 * of it when there are none behind it. */
const char *text_trim(struct arena *arena, const char *s, size_t n);
/* Places in s where a letter was lost when the text was saved in an encoding
 * that has none: U+FFFD, or "?" inside a word ("Ko?o") that is no address. */
size_t text_lost_letters(const char *s);
/* A key for comparing headers and names: NFC, case folded, every run of
 * blanks, NBSP and line breaks one space, ends cut, quotes „“” as ".  "Ł" stays
 * apart from "l".
 */
char *text_fold(struct arena *arena, const char *s);
/* Does s begin with `folded` (ASCII and Polish letters), whatever the case? */
bool text_begins(const char *s, const char *folded);
/* Byte for byte: "a.csv.tmp" ends with ".tmp". */
bool text_ends_with(const char *s, const char *end);
/* ASCII slug: a-z 0-9 and single '-', at most 60 bytes, "x" when nothing is
 * left ("Biała Podlaska" -> "biala-podlaska"). */
char *text_slug(struct arena *arena, const char *s);

/* Polish collation (a ą b c ć ... z ź ż; case and punctuation break ties;
 * then bytes): <0, 0, >0.  Total order. */
int text_collate(const char *a, const char *b);

/* 1 odpowiedź; 2-4, 22-24 odpowiedzi; 0, 5-21, 112 odpowiedzi. */
const char *text_plural(long n, const char *one, const char *few,
                        const char *many);

/* The candidate with the smallest edit distance to `word` ("did you mean"),
 * whatever the case, the first of equals; NULL when none is near: more than a
 * third of the letters and one would have to change.  n >= 1.  Borrowed from
 * `candidate`. */
const char *text_nearest(const char *word, const char *const *candidate,
                         size_t n);

/* Reads a number with decimal comma or point and optional thousands spaces
 * (plain, NBSP, thin); false when s is anything else or not finite. */
bool text_to_number(const char *s, double *value);
/* Whole number, optional sign, digits only. */
bool text_to_long(const char *s, long *value);
/* Polish number: decimal comma, U+202F in thousands from 10 000, U+2212 minus
 * sign.  `value` must be finite (asserted). */
char *text_number(struct arena *arena, double value, int decimals);
/* The same, without decimals when there is nothing behind the comma. */
char *text_number_short(struct arena *arena, double value, int decimals);
/* "8 z 11". */
char *text_of(struct arena *arena, long n, long total);

/* Dates are "YYYY-MM-DD" inside.  Reads YYYY-MM-DD[ T]..., DD.MM.YYYY[ ...],
 * YYYY/MM/DD[ ...], 15 stycznia 2027[ ...], and M/D/YYYY[ ...], D/M/YYYY[ ...]
 * and both with dashes where only one of the two can be meant; `iso` takes 11
 * bytes; false when not a real date. */
bool text_to_date(const char *s, char iso[static 11]);
/* Days since 1970-01-01 of a real ISO date (its first ten bytes), and back; a
 * year is taken modulo 10000.  Howard Hinnant's days_from_civil and
 * civil_from_days. */
long text_day(const char *iso);
void text_from_day(long day, char iso[static 11]);
/* "12 października 2026", of "2026-10" "października 2026"; "październik 2026"
 * of both. */
char *text_date(struct arena *arena, const char *iso);
char *text_month(struct arena *arena, const char *iso);

/* One escaping function per kind of output. */
/* CSV cell, without what a terminal would obey or what turns text round: quoted
 * when it holds the separator, a quote or a line break;
 * leading = + - @ TAB CR (also after blanks, and full-width) gets an
 * apostrophe unless the cell is a plain number. */
void text_csv(struct buf *buf, const char *cell, char separator);
/* The same of a cell that has to come back as it came. */
void text_csv_raw(struct buf *buf, const char *cell, char separator);
void text_html(struct buf *buf, const char *s); /* also attribute values */
void text_html_n(struct buf *buf, const char *s, size_t n); /* n bytes of s */
void text_json(struct buf *buf, const char *s); /* with the quotes */
/* Control characters, ESC and bidi overrides out, for terminals and logs. */
char *text_terminal(struct arena *arena, const char *s);
/* Binds one-letter words, "nr", "pkt" and number + unit with U+00A0. */
char *text_bind(struct arena *arena, const char *s);

#endif

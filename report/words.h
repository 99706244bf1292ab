/* Polish sentences and parts of sentences that several sections print.
 *
 * Rules kept here so that no section breaks them: a number is said as it was
 * published; a result that an interval does not settle is never called a
 * result; residents are always "odpowiadający"; the gmina's name stays in the
 * nominative.
 */
#ifndef REPORT_WORDS_H
#define REPORT_WORDS_H

#include "report/book.h"

/* "przeważa tak", "przeważa nie", "nierozstrzygnięte" (zdania podzielone albo
 * za mało odpowiedzi), "za mało odpowiedzi", "brak odpowiedzi"; "" for unknown
 * states and for `wliczone`.  NULL is "brak odpowiedzi". */
const char *words_state(const struct cell *cell);
#define WORDS_SPLIT "zdania podzielone"
/* What a row of an index says: its state, but "zdania podzielone" where the
 * group's voices are too far apart for their mean to speak for them
 * (docs/method.md 5); barriers "raczej przeszkadzają", "raczej nie
 * przeszkadzają". */
const char *words_row_state(const struct book *book, const char *grp,
                            const char *key);
/* "najpewniej między 45 a 70"; "" without an interval. */
const char *words_range(struct arena *arena, const struct cell *cell);
/* "8 z 11"; "8" when the total is unknown; "" when n does not exist. */
const char *words_of(struct arena *arena, const struct cell *cell);
/* "a, b i c" of n >= 1 items; "a, b oraz c" when an item holds an "i". */
const char *words_join(struct arena *arena, const char *const *item, size_t n);
/* First letter upper or lower (Polish letters too); an abbreviation such as
 * "OSP" keeps its capitals. */
char *words_upper(struct arena *arena, const char *s);
char *words_lower(struct arena *arena, const char *s);
/* "3 z 14" that a narrow column keeps in one line. */
const char *words_unbroken(struct arena *arena, const char *s);
/* "5 głosów", "12 odpowiedzi". */
char *words_voices(struct arena *arena, long n);
/* All that answered: "14 instytucji i osób z samorządu", or only the ones or
 * the others, as the table of who answered has them. */
char *words_institutions(const struct book *book);
/* Whose one voice it is then, in the genitive. */
const char *words_whose_one(const struct book *book);
char *words_answers(struct arena *arena, long n);
/* Whose voices "instytucje" are: "osoby z samorządu gminy" where only they
 * answered, else "instytucje i samorząd"; in the genitive; as a title,
 * "Samorząd" or "Instytucje i samorząd". */
const char *words_who(const struct book *book);
const char *words_whose(const struct book *book);
const char *words_side(const struct book *book);
char *words_residents(struct arena *arena, long n);
/* That nobody answered: "Nikt jeszcze nie odpowiedział.", or that forms came
 * and all of them are empty. */
const char *words_nobody(const struct book *book);
/* "wskazały 4 z 5 grup", "wskazało 5 z 5 grup". */
char *words_named_by(struct arena *arena, long n, long total);
/* "12.10.2026" of an ISO date, "października 2026" of its month alone; "" of
 * anything else. */
char *words_day(struct arena *arena, const char *iso);
/* "Gmina Biłgoraj". */
char *words_gmina(struct arena *arena, const struct gmina *gmina);
/* "gmina wiejska, powiat biłgorajski"; a city: "miasto na prawach powiatu". */
char *words_where(struct arena *arena, const struct gmina *gmina);
/* "październik 2026" of the gmina's answers, "" unknown. */
char *words_when(const struct book *book);
/* "jesień 2026" of a wave that is called 2026-jesien, after a season; any other
 * name as it is. */
char *words_wave(struct arena *arena, const char *name);
/* "październik 2026 (oznaczenie: 2026-jesien)": a survey by its month, or by
 * words_wave where when is "", and by the name that commands know where that is
 * another. */
char *words_survey(struct arena *arena, const char *when, const char *wave);
/* Words of s: runs between blanks (NBSP too) that hold a letter or digit. */
size_t words_count(const char *s);

#endif

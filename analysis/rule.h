/* Rules: what the moderator should check before the workshop.
 *
 * rule.def has a row per rule with its Polish label; the stage walks the rows
 * and emits `regula.CODE` in grp `razem` with the state and a sentence that
 * holds the inputs.  A rule looks at the gmina's units and at the rows that
 * earlier stages emitted (declaration, answers, priorities, resources).
 *
 *   Q1  State `tak` (fired), `nie`, or `nieznane` when the inputs are missing
 *       or too few; the sentence then says what is missing.
 *   Q2  A sentence names no person and no institution, and counts only what
 *       is shown elsewhere: facts, groups, resources, forms.  Opinions enter
 *       it as a direction, and only from rule_enough().
 *   Q3  "Nie pytaliśmy", "nikogo nie zaproszono" and "nikt nie odpowiedział"
 *       are told apart.
 *   Q4  An index never overrides the declaration (docs/method.md 11 GATE).
 *   Q6  Of means, words about them, and counts of barriers and priorities a
 *       rule sees what disclose.c lets through and nothing else: a state that
 *       is published must not tell what a cell keeps back.
 *   Q5  A rule holds no sentence: it chooses a case and gives its inputs by
 *       name; the words stand in surveys/texts.csv (kind `rule`).  Every input
 *       with a row of kind `input` is shown (`wejscie.CODE`), also where the
 *       sentence does not need it, and what to look into before the workshop
 *       stands in `sprawdz.CODE` unless the rule passed.
 */
#ifndef ANALYSIS_RULE_H
#define ANALYSIS_RULE_H

#include "analysis/emit.h"
#include "surveys/texts.h"

enum { RULE_INPUTS = 6 };

/* What a rule found; texts live in the emit arena or are static. */
struct rule_case {
    const char *state; /* tak nie nieznane */
    const char *name;  /* column `condition` of texts.csv */
    struct texts_var input[RULE_INPUTS];
    size_t n_inputs;
};

struct rule {
    const char *code, *label;
    const char *key, *input_key, *check_key;
    int edition;
    struct rule_case (*answer)(const struct emit *emit);
};
extern const struct rule rule_table[];
extern const size_t rule_count;

#define RULE(name, code, edition, label)                                       \
    struct rule_case rule_##name(const struct emit *);
#include "analysis/rule.def"
#undef RULE

/* For the rules. */
struct rule_case rule_fired(const char *name);
struct rule_case rule_passed(const char *name);
struct rule_case rule_unknown(const char *name);
/* Inputs by the names of texts.csv. */
void rule_text(struct rule_case *c, const char *name, const char *text);
void rule_number(struct rule_case *c, const char *name, double number);

/* "a, b i c"; each word between `before` and `after` ("„", "”" or ""). */
struct rule_list {
    const char **word;
    size_t n;
};
void rule_list_add(struct arena *arena, struct rule_list *list,
                   const char *word);
const char *rule_list_text(struct arena *arena, const struct rule_list *list,
                           const char *before, const char *after);
/* The same of names that are silent, why[i] being the reason of name[i] (of
 * rule_silence()); each reason is said once: "a i b (nikt nie odpowiedział)
 * i c (nikogo nie zaproszono)". */
const char *rule_list_silent(struct arena *arena, const struct rule_list *name,
                             const struct rule_list *why);

/* May something be said of n voices from that many groups together? */
bool rule_enough(const struct emit *emit, size_t n, size_t n_groups);

/* Units of "instytucje", of a group or of "razem" that answered at all. */
size_t rule_voices(const struct emit *emit, const char *grp);
/* The group that every voice of the institutions is of, so that its results are
 * theirs; NULL when several or none answered, or too few to be told apart. */
const struct group *rule_only_group(const struct emit *emit);

/* Groups of the institutions that answered at all. */
size_t rule_groups(const struct emit *emit);
/* "z jednej grupy", of voices from so many groups, when these are too few to
 * say anything of their voices together; NULL when they are enough. */
const char *rule_few_groups(const struct emit *emit, size_t n_groups);

/* Why nothing is said of indices, of `grp` too where that is not NULL: a
 * clause, by who answered at all, which is no secret (how many answered one
 * question would be), and by T3 of reliability.h. */
const char *rule_why_untold(const struct emit *emit, const char *grp);

/* Scores 0..100 of one item (as X1 of index.h) by the units that count among
 * institutions, and from how many groups; values live in the emit arena. */
struct rule_scores {
    double *x;
    size_t n, n_groups;
};
struct rule_scores rule_scores(const struct emit *emit, const char *item);
/* The item's wording in quotation marks, of the first group that is asked it;
 * "" when none is. */
const char *rule_sentence(const struct emit *emit, const char *item);

/* A state for people: "w_przygotowaniu" as "w przygotowaniu". */
const char *rule_words(struct arena *arena, const char *state);
/* "nikt nie odpowiedział" for a state of `odpowiedzi`; NULL for `ok`. */
const char *rule_silence(const char *state);

#endif

/* Cells into answer bytes.  One character of a code is a table look-up in the
 * column; a name is a comparison; only what is left is folded and compared
 * with labels. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/hash.h"
#include "core/text.h"
#include "ingest/profile.h"

/* Words that mean an answer without being one of the choices, folded. */
static const struct {
    const char *text;
    enum decode result;
} marker[] = {
    {"n/a",             DECODE_NOT_ASKED},
    {"nie dotyczy",     DECODE_NOT_ASKED},
    {"-",               DECODE_BLANK    },
    {"brak odpowiedzi", DECODE_BLANK    },
    {"bez odpowiedzi",  DECODE_BLANK    },
    {"no answer",       DECODE_BLANK    },
    {"na",              DECODE_NOT_ASKED},
};

/* What people put where they have nothing to say, folded: more than the markers
 * of an answer, for "brak" may be an answer. */
static const char *const nothing[] = {
    "brak",         "brak danych", "brak nazwy", "bez nazwy", "nie ma",
    "nie mam",      "nie podano",  "n/d",        "nd",        "nd.",
    "n.d.",         "b.d.",        "bd",         "null",      "none",
    "nan",          "x",           "xx",         "xxx",       "(puste)",
    "nie posiadam", "(blank)"};

static const char *const dont_know[] = {"nw",
                                        "n.w.",
                                        "nie wiem",
                                        "nie wiem/trudno powiedzieć",
                                        "nie wiem / trudno powiedzieć",
                                        "trudno powiedzieć",
                                        "don't know",
                                        "dk"};

static const char *const yes[] = {"tak",  "t", "yes", "y",
                                  "true", "1", "x",   "prawda"};
static const char *const no[] = {"nie", "n", "no", "false", "0", "fałsz"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

static bool is_one_of(const char *s, const char *const *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(s, word[i]) == 0)
            return true;
    }
    return false;
}

/* Any letter or digit?  Beyond ASCII all are letters but punctuation. */
static bool has_words(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (isalnum(c) || (c >= 0xC3 && c != 0xE2 && c != 0xEF))
            return true;
    }
    return false;
}

bool decode_says_nothing(const char *folded, size_t n)
{
    enum { LONGEST = 16 };

    /* `#N/D!` and the like are what Excel leaves of a broken formula */
    if (folded[0] == '#' || !has_words(folded, n))
        return true;
    if (n > LONGEST)
        return false;
    for (size_t i = 0; i < COUNT(marker); i++)
        if (strncmp(folded, marker[i].text, n) == 0 &&
            marker[i].text[n] == '\0')
            return true;
    for (size_t i = 0; i < COUNT(nothing); i++)
        if (strncmp(folded, nothing[i], n) == 0 && nothing[i][n] == '\0')
            return true;
    return false;
}

/* A letter and its capital differ in one bit; so do few others. */
static bool same_letter(char a, char b)
{
    return ((a ^ b) & ~0x20) == 0;
}

static const struct choice *by_name(const struct choice_list *list,
                                    const char *s, size_t n)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        const char *name = list->choice[i].name;

        if (same_letter(name[0], s[0]) && strncasecmp(name, s, n) == 0 &&
            name[n] == '\0')
            return &list->choice[i];
    }
    return NULL;
}

/* The label as it stands in the definition: exports of texts are full of it. */
static const struct choice *by_whole_label(const struct choice_list *list,
                                           const struct csvin_cell *cell)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        const char *label = list->choice[i].label;

        if (label[0] == cell->text[0] && strcmp(label, cell->text) == 0)
            return &list->choice[i];
    }
    return NULL;
}

static const struct choice *by_label(const struct choice_list *list,
                                     const char *const *label,
                                     const char *folded)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (strcmp(label[i], folded) == 0)
            return &list->choice[i];
    }
    return NULL;
}

/* "4.0" and "4,0" of tables that made numbers of codes, "04" of those with a
 * format of two digits; "A4" of LimeSurvey's
 * habit; "4 - raczej tak" and "raczej tak (4)" of hand-made forms. */
static const struct choice *by_number(const struct choice_list *list,
                                      const char *const *label, const char *s)
{
    size_t n = strlen(s), digits = strspn(s, "0123456789");
    const struct choice *choice;

    if (digits == n && s[0] == '0' && n > 1)
        return by_name(list, s + strspn(s, "0"), n - strspn(s, "0"));
    if (digits > 0 && n == digits + 2 && strchr(".,", s[digits]) != NULL &&
        s[n - 1] == '0')
        return by_name(list, s, digits);
    if (s[0] == 'a' && n > 1 && strspn(s + 1, "0123456789") == n - 1)
        return by_name(list, s + 1, n - 1);
    choice = digits > 0 ? by_name(list, s, digits) : NULL;
    if (choice != NULL && n > digits) {
        const char *rest = s + digits + strspn(s + digits, " -.:)=");

        return strcmp(label[choice - list->choice], rest) == 0 ? choice : NULL;
    }
    return NULL;
}

static bool has_digit_names(const struct choice_list *list)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (isdigit((unsigned char)list->choice[i].name[0]))
            return true;
    }
    return false;
}

static const struct choice *by_habit(const struct choice_list *list,
                                     const char *folded)
{
    if (is_one_of(folded, dont_know, COUNT(dont_know)))
        return choice_by_value(list, ANSWER_DONT_KNOW);
    if (has_digit_names(list))
        return NULL;
    if (is_one_of(folded, yes, COUNT(yes)))
        return choice_by_name(list, "tak");
    if (is_one_of(folded, no, COUNT(no)))
        return choice_by_name(list, "nie");
    if (strcmp(folded, "-oth-") == 0)
        return choice_by_name(list, "inne");
    return NULL;
}

static const struct choice *find_choice(const struct choice_list *list,
                                        const char *const *label,
                                        const char *folded)
{
    const struct choice *choice = by_name(list, folded, strlen(folded));

    if (choice == NULL)
        choice = by_label(list, label, folded);
    if (choice == NULL)
        choice = by_number(list, label, folded);
    if (choice == NULL)
        choice = by_habit(list, folded);
    return choice;
}

static enum decode put(uint8_t *byte, size_t n, uint8_t value,
                       enum decode result)
{
    memset(byte, value, n);
    return result;
}

/* Does `label` end at a border between choices? */
static bool ends_well(const char *rest)
{
    return *rest == '\0' || strchr(";,|/ ", *rest) != NULL;
}

/* The longest name or label that `text` starts with; its length in *n. */
static const struct choice *longest_match(const struct choice_list *list,
                                          const char *const *folded,
                                          const char *text, size_t *n)
{
    const struct choice *best = NULL;

    *n = 0;
    for (size_t i = 0; i < list->n_choices; i++) {
        const struct choice *choice = &list->choice[i];
        const char *label = folded[i], *name = choice->name;

        if (label[0] == text[0] && strlen(label) > *n &&
            strncmp(text, label, strlen(label)) == 0 &&
            ends_well(text + strlen(label))) {
            best = choice;
            *n = strlen(label);
        }
        if (same_letter(name[0], text[0]) && strlen(name) > *n &&
            strncasecmp(text, name, strlen(name)) == 0 &&
            ends_well(text + strlen(name))) {
            best = choice;
            *n = strlen(name);
        }
    }
    return best;
}

/* An unknown word in a list is somebody's own "inne", if there is one. */
static const struct choice *own_words(const struct choice_list *list,
                                      const char *text, size_t *n)
{
    *n = strcspn(text, ";|");
    return decode_says_nothing(text, *n) ? NULL : choice_by_name(list, "inne");
}

/* Several choices in one cell: names or labels, joined by whatever the tool
 * joins with.  Labels may hold commas, so the longest known one is taken. */
static enum decode decode_list(const struct column *column, const char *folded,
                               uint8_t *byte)
{
    const struct item *item = column->item;
    bool rank = item->kind == ITEM_RANK;
    int place = 0, most = item->max > 0 ? item->max : item->n_bytes;

    memset(byte, rank ? ANSWER_BLANK : 0, (size_t)item->n_bytes);
    for (const char *s = folded; *s != '\0';) {
        const struct choice *choice;
        size_t n;

        if (strchr(";,|/ ", *s) != NULL) {
            s++;
            continue;
        }
        choice = longest_match(item->list, column->label, s, &n);
        if (choice == NULL)
            choice = own_words(item->list, s, &n);
        if (choice == NULL || place >= most)
            return put(byte, (size_t)item->n_bytes, ANSWER_BLANK, DECODE_BAD);
        if (rank && memchr(byte, choice->value, (size_t)place) != NULL)
            return put(byte, (size_t)item->n_bytes, ANSWER_BLANK, DECODE_BAD);
        if (rank)
            byte[place] = choice->value;
        else
            byte[choice_index(item->list, choice)] = 1;
        place++;
        s += n;
    }
    return DECODE_OK;
}

/* A tick that cannot be read, until the end of its question. */
enum { SPOILT = ANSWER_MAX + 1 };

static enum decode decode_ticked(const struct column *column,
                                 const char *folded, uint8_t *byte)
{
    const char *label =
        column->label[column->choice - column->item->list->choice];

    if (is_one_of(folded, yes, COUNT(yes)) || strcmp(folded, label) == 0 ||
        strcasecmp(folded, column->choice->name) == 0 ||
        strcmp(folded, "1.0") == 0)
        return put(byte, 1, 1, DECODE_OK);
    if (is_one_of(folded, no, COUNT(no)) || strcmp(folded, "0.0") == 0 ||
        strcmp(folded, "2") == 0 || strcmp(folded, "2.0") == 0)
        return put(byte, 1, 0, DECODE_OK);
    return put(byte, 1, SPOILT, DECODE_BAD);
}

/* A grid over a rank: the column is the choice, the cell its place. */
static enum decode decode_place_number(const char *folded,
                                       const struct column *column,
                                       uint8_t *blob)
{
    const struct item *item = column->item;
    const char *rest = folded + strspn(folded, "0123456789");
    long place = rest > folded && rest - folded < 4 &&
                         (*rest == '\0' || strcmp(rest, ".0") == 0)
                     ? strtol(folded, NULL, 10)
                     : 0;

    if (place < 1 || place > (long)item->list->n_choices)
        return DECODE_BAD;
    if (place > item->n_bytes)
        return DECODE_OK; /* a tool that orders all of them */
    if (blob[item->offset + place - 1] <= ANSWER_MAX)
        return DECODE_BAD;
    blob[item->offset + place - 1] = column->choice->value;
    return DECODE_OK;
}

static enum decode decode_one(const struct column *column, const char *folded,
                              uint8_t *byte)
{
    const struct choice *choice =
        find_choice(column->item->list, column->label, folded);

    if (choice == NULL)
        return put(byte, 1, ANSWER_BLANK, DECODE_BAD);
    return put(byte, 1, choice->value, DECODE_OK);
}

/* One place of a rank; a choice cannot stand in two places. */
static enum decode decode_place(const struct column *column, const char *folded,
                                uint8_t *blob)
{
    const struct item *item = column->item;
    uint8_t *byte = blob + item->offset + column->place - 1;
    enum decode result = decode_one(column, folded, byte);

    for (int i = 0; result == DECODE_OK && i < item->n_bytes; i++) {
        if (blob + item->offset + i != byte && *byte <= ANSWER_MAX &&
            blob[item->offset + i] == *byte)
            return put(byte, 1, ANSWER_BLANK, DECODE_BAD);
    }
    return result;
}

/* The bytes of the blob that a column writes. */
static uint8_t *bytes_of(const struct column *column, uint8_t *blob, size_t *n)
{
    const struct item *item = column->item;
    uint8_t *byte = blob + item->offset;

    *n = 1;
    if (column->kind == COLUMN_PLACE)
        return byte + column->place - 1;
    if (column->kind == COLUMN_CHOICE && item->kind == ITEM_MANY)
        return byte + choice_index(item->list, column->choice);
    if (column->kind == COLUMN_CHOICE)
        *n = 0; /* a rank's grid: an empty cell is just not chosen */
    else
        *n = (size_t)item->n_bytes;
    return byte;
}

static enum decode decode_words(const struct column *column, const char *folded,
                                uint8_t *blob)
{
    size_t n;
    uint8_t *byte = bytes_of(column, blob, &n);
    const struct item *item = column->item;

    for (size_t i = 0; i < COUNT(marker); i++) {
        if (strcmp(folded, marker[i].text) != 0)
            continue;
        return put(byte, n,
                   marker[i].result == DECODE_BLANK ? ANSWER_BLANK
                                                    : ANSWER_NOT_ASKED,
                   marker[i].result);
    }
    if (column->kind == COLUMN_PLACE)
        return decode_place(column, folded, blob);
    if (column->kind == COLUMN_CHOICE)
        return item->kind == ITEM_MANY
                   ? decode_ticked(column, folded, byte)
                   : decode_place_number(folded, column, blob);
    if (item->kind == ITEM_ONE)
        return decode_one(column, folded, byte);
    return decode_list(column, folded, byte);
}

static enum decode decode_empty(const struct plan *plan,
                                const struct column *column,
                                const struct csvin_cell *cell, uint8_t *blob)
{
    bool null = plan->keeps_null && !cell->quoted && cell->size == 0;
    size_t n;
    uint8_t *byte;

    if (column->item == NULL || column->item->n_bytes <= 0 ||
        column->kind == COLUMN_OTHER)
        return null ? DECODE_NOT_ASKED : DECODE_BLANK;
    byte = bytes_of(column, blob, &n);
    return put(byte, n, null ? ANSWER_NOT_ASKED : ANSWER_BLANK,
               null ? DECODE_NOT_ASKED : DECODE_BLANK);
}

/* ---- cells seen before ---- */

/* Longer cells and answers are decoded each time.  Several choices make as many
 * cells as there are subsets. */
enum { FEW_SLOTS = 16, MANY_SLOTS = 256, MEMO_TEXT = 64, MEMO_BYTES = 32 };

struct memo {
    size_t n_slots;
    struct {
        size_t size; /* of the text; 0: free */
        enum decode result;
        char text[MEMO_TEXT];
        uint8_t byte[MEMO_BYTES];
    } slot[];
};

/* Columns whose cells write all bytes of their item, whatever stands in the
 * rest of the row. */
struct memo *decode_memo(struct arena *arena, const struct column *column)
{
    const struct item *item = column->item;
    struct memo *memo;
    size_t n;

    if (item == NULL || item->list == NULL || item->n_bytes <= 0 ||
        item->n_bytes > MEMO_BYTES || column->kind != COLUMN_ITEM)
        return NULL;
    n = item->n_bytes > 1 ? MANY_SLOTS : FEW_SLOTS;
    memo = arena_alloc(arena, 1, sizeof *memo + n * sizeof *memo->slot);
    memo->n_slots = n;
    return memo;
}

/* Each text has two places, side by side: *slot is the one that holds it, or
 * the one to put it in. */
static bool find_slot(const struct memo *memo, const struct csvin_cell *cell,
                      size_t *slot)
{
    size_t first = (size_t)hash_wide(cell->text, cell->size) % memo->n_slots;

    for (size_t k = 0; k < 2; k++) {
        *slot = first ^ k;
        if (memo->slot[*slot].size == cell->size &&
            memcmp(memo->slot[*slot].text, cell->text, cell->size) == 0)
            return true;
    }
    *slot = first ^ (memo->slot[first].size > 0);
    return false;
}

static bool recall(const struct column *column, const struct csvin_cell *cell,
                   uint8_t *blob, enum decode *result)
{
    const struct memo *memo = column->memo;
    size_t i;

    if (memo == NULL)
        return false;
    if (!find_slot(memo, cell, &i))
        return false;
    memcpy(blob + column->item->offset, memo->slot[i].byte,
           (size_t)column->item->n_bytes);
    *result = memo->slot[i].result;
    return true;
}

static void remember(const struct column *column, const struct csvin_cell *cell,
                     const uint8_t *blob, enum decode result)
{
    struct memo *memo = column->memo;
    size_t i;

    if (memo == NULL || cell->size > MEMO_TEXT)
        return;
    (void)find_slot(memo, cell, &i);
    memo->slot[i].size = cell->size;
    memo->slot[i].result = result;
    memcpy(memo->slot[i].text, cell->text, cell->size);
    memcpy(memo->slot[i].byte, blob + column->item->offset,
           (size_t)column->item->n_bytes);
}

enum decode decode_cell(const struct plan *plan, const struct column *column,
                        const struct csvin_cell *cell, struct arena *scratch,
                        uint8_t *blob)
{
    const struct item *item = column->item;
    struct arena_mark mark;
    enum decode result;
    unsigned char c = (unsigned char)cell->text[0];

    if (cell->size == 0)
        return decode_empty(plan, column, cell, blob);
    if (item == NULL || item->n_bytes <= 0 || column->kind == COLUMN_OTHER ||
        column->kind == COLUMN_IGNORED)
        return DECODE_TEXT;
    if (cell->size == 1 && c < 128 && column->quick[c] != NO_QUICK) {
        size_t n;

        *bytes_of(column, blob, &n) = column->quick[c];
        return DECODE_OK;
    }
    if (recall(column, cell, blob, &result))
        return result;
    if (column->kind == COLUMN_ITEM && item->kind == ITEM_ONE) {
        const struct choice *choice =
            by_name(item->list, cell->text, cell->size);

        if (choice == NULL)
            choice = by_whole_label(item->list, cell);
        if (choice != NULL) {
            result = put(blob + item->offset, 1, choice->value, DECODE_OK);
            remember(column, cell, blob, result);
            return result;
        }
    }
    mark = arena_mark(scratch);
    {
        const char *folded = text_fold(scratch, cell->text);

        if (*folded == '\0') {
            result = decode_empty(plan, column, cell, blob);
        } else {
            result = decode_words(column, folded, blob);
            remember(column, cell, blob, result);
        }
    }
    arena_release(scratch, mark);
    return result;
}

static void end_many(const struct item *item, uint8_t *byte)
{
    bool ticked = false, zero = false, blank = false, spoilt = false;

    for (int i = 0; i < item->n_bytes; i++) {
        ticked |= byte[i] == 1;
        zero |= byte[i] == 0;
        blank |= byte[i] == ANSWER_BLANK;
        spoilt |= byte[i] == SPOILT;
    }
    if (spoilt) {
        memset(byte, ANSWER_BLANK, (size_t)item->n_bytes);
        return;
    }
    for (int i = 0; i < item->n_bytes; i++) {
        if (byte[i] == 1)
            continue;
        byte[i] = ticked || zero ? 0 : blank ? ANSWER_BLANK : ANSWER_NOT_ASKED;
    }
}

/* A rank with one place filled was asked: its empty places are blank. */
static void end_rank(const struct item *item, uint8_t *byte)
{
    bool asked = false;

    for (int i = 0; i < item->n_bytes; i++)
        asked |= byte[i] != ANSWER_NOT_ASKED;
    for (int i = 0; asked && i < item->n_bytes; i++) {
        if (byte[i] == ANSWER_NOT_ASKED)
            byte[i] = ANSWER_BLANK;
    }
}

void decode_item_end(const struct item *item, uint8_t *blob)
{
    if (item->kind == ITEM_MANY)
        end_many(item, blob + item->offset);
    else if (item->kind == ITEM_RANK)
        end_rank(item, blob + item->offset);
}

static const char *names(struct arena *arena, const struct choice_list *list)
{
    struct buf buf = {.arena = arena};

    for (size_t i = 0; i < list->n_choices; i++) {
        if (i > 0)
            buf_str(&buf, ", ");
        buf_str(&buf, list->choice[i].name);
    }
    return buf_text(&buf);
}

/* Are the choices 1, 2, ..., n, but for "nie wiem"?  Then n, else 0. */
static int scale_end(const struct choice_list *list)
{
    int n = 0;

    for (size_t i = 0; i < list->n_choices; i++) {
        const struct choice *choice = &list->choice[i];

        if (choice->value == ANSWER_DONT_KNOW)
            continue;
        if (choice->name[0] - '0' != n + 1 || choice->name[1] != '\0')
            return 0;
        n++;
    }
    return n;
}

const char *decode_expected(struct arena *arena, const struct column *column)
{
    const struct item *item = column->item;
    const struct choice *unsure;

    if (item == NULL || item->list == NULL)
        return "";
    if (column->kind == COLUMN_CHOICE)
        return item->kind == ITEM_MANY
                   ? "1 albo 0"
                   : arena_printf(arena, "1-%d", item->n_bytes);
    unsure = choice_by_value(item->list, ANSWER_DONT_KNOW);
    if (scale_end(item->list) > 1)
        return unsure != NULL
                   ? arena_printf(arena, "1-%d albo %s", scale_end(item->list),
                                  unsure->name)
                   : arena_printf(arena, "1-%d", scale_end(item->list));
    if (item->kind == ITEM_ONE || column->kind == COLUMN_PLACE)
        return arena_printf(arena, "jedno z: %s", names(arena, item->list));
    return arena_printf(arena, "najwyżej %d z: %s",
                        item->max > 0 ? item->max : item->n_bytes,
                        names(arena, item->list));
}

/* See header.h.  A header cell is cut into at most a stem and a part; the part
 * is a choice, a place, an item of a battery, or free text. */
#include "ingest/header.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "surveys/export.h"

enum { CODE_MAX = 64 };

bool header_read_meta(const struct header_meta *meta, size_t n_meta,
                      const char *folded, struct column *out)
{
    for (size_t i = 0; i < n_meta; i++) {
        if (strcmp(meta[i].folded, folded) != 0)
            continue;
        out->kind = meta[i].kind;
        out->personal = meta[i].personal;
        out->rank = (int)i;
        return true;
    }
    return false;
}

int header_find(const char *const *folded, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(folded[i], name) == 0)
            return (int)i;
    }
    return -1;
}

bool header_has(const char *const *folded, size_t n, const char *name)
{
    return header_find(folded, n, name) >= 0;
}

bool header_is_codetext(const char *folded)
{
    size_t n = 0;

    while (isalnum((unsigned char)folded[n]) || strchr("[]_", folded[n])) {
        if (folded[n++] == '\0')
            return false;
    }
    return n >= 2 && isalpha((unsigned char)folded[0]) && folded[n] == '.' &&
           folded[n + 1] == ' ' && strlen(folded) > n + 8;
}

static bool set_item(const struct item *item, struct column *out)
{
    if (item->kind == ITEM_NOTE) { /* some tools give it an empty column */
        out->kind = COLUMN_IGNORED;
        return true;
    }
    if (item->kind == ITEM_BEGIN || item->kind == ITEM_END)
        return false;
    out->item = item;
    out->kind = COLUMN_ITEM;
    if (item->kind == ITEM_HIDDEN && strcmp(item->name, "token") == 0) {
        out->kind = COLUMN_TOKEN;
        out->personal = true;
    } else if (item->kind == ITEM_HIDDEN && strcmp(item->name, "forma") == 0) {
        out->kind = COLUMN_GROUP;
    }
    return true;
}

/* "1", "1st", "miejsce 1", "ranking 1", "pozycja 1": the first number. */
static int place_of(const char *part)
{
    while (*part != '\0' && !isdigit((unsigned char)*part))
        part++;
    return *part == '\0' ? 0 : (int)strtol(part, NULL, 10);
}

static bool is_other(const char *part)
{
    return strcasecmp(part, "other") == 0 || strcasecmp(part, "comment") == 0 ||
           strcasecmp(part, "tekst") == 0 || strcasecmp(part, "inne") == 0;
}

/* The part of an item by code. */
static bool set_part(const struct item *item, const char *part,
                     struct column *out)
{
    const struct choice *choice = NULL;
    int place = place_of(part);

    if (item->kind == ITEM_MANY || item->kind == ITEM_RANK) {
        for (size_t i = 0; i < item->list->n_choices && choice == NULL; i++) {
            if (strcasecmp(item->list->choice[i].name, part) == 0)
                choice = &item->list->choice[i];
        }
    }
    out->item = item;
    if (choice != NULL) {
        out->kind = COLUMN_CHOICE;
        out->choice = choice;
        return true;
    }
    if (item->kind == ITEM_RANK && place >= 1 && place <= item->n_bytes) {
        out->kind = COLUMN_PLACE;
        out->place = place;
        return true;
    }
    if (item->n_bytes > 0 && is_other(part)) {
        out->kind = COLUMN_OTHER;
        return true;
    }
    out->item = NULL;
    return false;
}

/* `teryt` is as good a name as `gmina`; `grupa` as `forma`; `zaproszenie` is
 * what the token is called in LimeSurvey, which keeps that word for itself. */
static const struct item *find_item(const struct survey *survey,
                                    const char *name)
{
    const struct item *item = survey_item(survey, name);

    if (item == NULL && strcasecmp(name, "teryt") == 0)
        return survey_item(survey, "gmina");
    if (item == NULL && strcasecmp(name, EXPORT_LIME_TOKEN) == 0)
        return survey_item(survey, "token");
    return item;
}

/* Columns that a form made of our files has beside the answers: the areas
 * above the gmina, and what a battery is made of in ODK. */
static bool is_form_part(const char *header)
{
    static const char *const part[] = {"powiat", "województwo", "wojewodztwo"};
    static const char *const made[] = {"generated_table_list_label_",
                                       "reserved_name_for_field_list_labels_",
                                       "generated_note_name_"};

    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        if (strcasecmp(header, part[i]) == 0 ||
            (i == 1 && strcmp(header, "Województwo") == 0))
            return true;
    }
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        if (strstr(header, made[i]) != NULL)
            return true;
    }
    return false;
}

/* The item at the end of `a-b-question` or `a/b/question`. */
static const struct item *stem_item(const struct survey *survey,
                                    const char *stem)
{
    const struct item *item = find_item(survey, stem);

    for (const char *s = stem; item == NULL && *s != '\0'; s++) {
        if (strchr("/.-:", *s) != NULL && s[1] != '\0')
            item = find_item(survey, s + 1);
    }
    return item;
}

/* Is it the lead-in of that question? */
static bool is_own_battery(const struct survey *survey, const struct item *lead,
                           const struct item *item)
{
    return lead != NULL && item->battery >= 0 &&
           &survey->item[item->battery] == lead;
}

static bool read_stem_and_part(const struct survey *survey, const char *stem,
                               const char *part, struct column *out)
{
    const struct item *item = stem_item(survey, stem);
    const struct item *inner = find_item(survey, part);

    if (item != NULL && set_part(item, part, out))
        return true;
    if (inner == NULL || (item != NULL && item->kind != ITEM_BEGIN))
        return false;
    out->loose = !is_own_battery(survey, item, inner);
    return set_item(inner, out);
}

/* Tries every place where the code could be cut in two. */
static bool read_cut(const struct survey *survey, char *code,
                     struct column *out)
{
    size_t n = strlen(code);

    for (size_t i = n; i-- > 1;) {
        char cut = code[i];
        size_t end = n;
        bool found;

        if (strchr("[_/.-:", cut) == NULL || i + 1 >= n)
            continue;
        if (cut == '[' && code[n - 1] == ']')
            code[end - 1] = '\0';
        code[i] = '\0';
        found = read_stem_and_part(survey, code, code + i + 1, out);
        if (!found && strchr("/.-:", cut) != NULL) {
            const struct item *item = find_item(survey, code + i + 1);

            found = item != NULL && set_item(item, out);
            out->loose = found;
        }
        code[i] = cut;
        if (cut == '[' && code[end - 1] == '\0')
            code[end - 1] = ']';
        if (found)
            return true;
    }
    return false;
}

/* `a/b/c` of a tool that writes the whole path: the last two steps. */
static bool read_path(const struct survey *survey, char *code,
                      struct column *out)
{
    char *last = strrchr(code, '/');

    while (last != NULL && last > code) {
        char *step = last;

        while (step > code && step[-1] != '/')
            step--;
        if (step > code && read_cut(survey, step, out))
            return true;
        break;
    }
    return false;
}

static void make_labels(struct header_index *index)
{
    const struct survey *survey = index->survey;

    index->has_labels = true;
    index->label = ARENA_ARRAY(index->arena, survey->n_items, const char *);
    for (size_t i = 0; i < survey->n_items; i++)
        index->label[i] = text_fold(index->arena, survey->item[i].label);
}

static bool starts_with(const char *s, const char *start)
{
    return strncmp(s, start, strlen(start)) == 0;
}

/* Does the text behind a code belong to that question of the survey: the
 * question, or its lead-in and the question? */
static bool says_item(struct header_index *index, const struct item *item,
                      const char *text)
{
    const char *folded = text_fold(index->arena, text), *label;

    if (!index->has_labels)
        make_labels(index);
    label = index->label[item - index->survey->item];
    folded += *folded == '[';
    return starts_with(folded, label) ||
           (item->battery >= 0 &&
            starts_with(folded, index->label[item->battery]) &&
            strstr(folded, label) != NULL);
}

bool header_read_code(struct header_index *index, const char *header,
                      struct column *out)
{
    char code[CODE_MAX + 1];
    size_t n = strcspn(header, " \n\t"); /* `M11. Full text` */
    const struct item *item;

    if (n == 0 || n > CODE_MAX)
        return false;
    memcpy(code, header, n);
    code[n] = '\0';
    if (header[n] != '\0') {
        if (code[n - 1] != '.' && code[n - 1] != ':')
            return false;
        code[n - 1] = '\0';
    }
    if (strcasecmp(code, "grupa") == 0 || strcasecmp(code, "group") == 0) {
        out->kind = COLUMN_GROUP;
        return true;
    }
    item = find_item(index->survey, code);
    if (item == NULL && is_form_part(header)) {
        out->kind = COLUMN_IGNORED;
        return true;
    }
    if (item != NULL ? !set_item(item, out)
                     : !read_cut(index->survey, code, out) &&
                           !read_path(index->survey, code, out))
        return false;
    if (header[n] != '\0' && out->item != NULL)
        out->loose |= !says_item(index, out->item, header + n);
    return true;
}

/* Does `text` begin with `label`?  Colons and dots at the end do not count,
 * since tools add and drop them. */
static const char *after_label(const char *text, const char *label)
{
    size_t n = strlen(label);

    while (n > 0 && strchr(":.* ", label[n - 1]) != NULL)
        n--;
    if (n == 0 || strncmp(text, label, n) != 0)
        return NULL;
    text += n;
    while (*text != '\0' && strchr(":.* ", *text) != NULL)
        text++;
    return text;
}

static bool same_label(const char *text, const char *label)
{
    const char *rest = after_label(text, label);

    return rest != NULL && *rest == '\0';
}

/* The text in "[...]" at the end of a header, or behind "/". */
static const char *bracket(struct header_index *index, const char *rest)
{
    size_t n = strlen(rest);

    if (n > 2 && rest[0] == '[' && rest[n - 1] == ']')
        return arena_strndup(index->arena, rest + 1, n - 2);
    if (rest[0] == '/')
        return rest + 1;
    if (rest[0] == '-' && rest[1] == ' ')
        return rest + 2;
    if (strncmp(rest, "\u2013 ", strlen("\u2013 ")) == 0)
        return rest + strlen("\u2013 ");
    return NULL;
}

bool header_same_target(const struct column *a, const struct column *b)
{
    return a->item != NULL && a->item == b->item && a->kind == b->kind &&
           a->choice == b->choice && a->place == b->place &&
           (a->kind == COLUMN_ITEM || a->kind == COLUMN_CHOICE ||
            a->kind == COLUMN_PLACE);
}

bool header_is_taken(const struct header_index *index,
                     const struct column *column)
{
    for (size_t i = 0; i < index->n_before; i++) {
        if (header_same_target(&index->before[i], column))
            return true;
    }
    return false;
}

static bool set_labelled_part(struct header_index *index,
                              const struct item *item, const char *part,
                              struct column *out)
{
    if (item->list == NULL)
        return false;
    for (size_t i = 0; i < item->list->n_choices; i++) {
        const struct choice *choice = &item->list->choice[i];

        if (item->kind != ITEM_ONE &&
            same_label(part, text_fold(index->arena, choice->label))) {
            out->kind = COLUMN_CHOICE;
            out->item = item;
            out->choice = choice;
            return true;
        }
    }
    return set_part(item, part, out);
}

/* `lead-in [question]`: the items of the battery. */
static bool set_battery_row(struct header_index *index, size_t begin,
                            const char *part, struct column *out)
{
    const struct survey *survey = index->survey;

    for (size_t i = begin + 1; i < survey->n_items; i++) {
        if (survey->item[i].battery != (int)begin)
            break;
        if (same_label(part, index->label[i]))
            return set_item(&survey->item[i], out);
    }
    return false;
}

/* One item's text against the header; true when *out is filled. */
static bool read_item_label(struct header_index *index, size_t i,
                            const char *folded, struct column *out)
{
    const struct item *item = &index->survey->item[i];
    const char *rest = after_label(folded, index->label[i]), *part;

    if (rest == NULL || item->kind == ITEM_END)
        return false;
    if (*rest == '\0' && set_item(item, out))
        return true;
    part = bracket(index, rest);
    if (part == NULL)
        return false;
    return item->kind == ITEM_BEGIN ? set_battery_row(index, i, part, out)
                                    : set_labelled_part(index, item, part, out);
}

/* The first item of that text that no column has yet, else the first. */
static bool read_whole_label(struct header_index *index, const char *folded,
                             struct column *out)
{
    struct column first = *out;
    bool found = false;

    for (size_t i = 0; i < index->survey->n_items; i++) {
        struct column column = *out;

        if (!read_item_label(index, i, folded, &column))
            continue;
        if (!header_is_taken(index, &column)) {
            *out = column;
            return true;
        }
        if (!found)
            first = column;
        found = true;
    }
    *out = first;
    return found;
}

static bool read_without_underscores(struct header_index *index,
                                     const char *folded, struct column *out)
{
    char *plain;

    if (strchr(folded, '_') == NULL || strchr(folded, ' ') != NULL)
        return false;
    plain = arena_strdup(index->arena, folded);
    for (char *s = plain; *s != '\0'; s++)
        *s = *s == '_' ? ' ' : *s;
    return read_whole_label(index, text_fold(index->arena, plain), out);
}

/* Behind the number that somebody gave to the question ("12. How ..."); the
 * header itself when there is none. */
static const char *behind_number(const char *folded)
{
    enum { DIGITS = 3 };
    size_t n = strspn(folded, "0123456789");

    return n > 0 && n <= DIGITS && (folded[n] == '.' || folded[n] == ')') &&
                   folded[n + 1] == ' '
               ? folded + n + 2
               : folded;
}

bool header_read_label(struct header_index *index, const char *folded,
                       struct column *out)
{
    folded = behind_number(folded);
    if (*folded == '\0')
        return false;
    if (!index->has_labels)
        make_labels(index);
    if (read_whole_label(index, folded, out) ||
        read_without_underscores(index, folded, out))
        return true;
    for (const char *s = strchr(folded, '/'); index->paths && s != NULL;
         s = strchr(s + 1, '/')) {
        if (s[1] != '\0' && read_whole_label(index, s + 1, out)) {
            out->loose = true;
            return true;
        }
    }
    return false;
}

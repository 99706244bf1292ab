/* The set of questionnaires and its look-ups; reading is in read.c. */
#include "surveys/survey.h"

#include <string.h>

#include "core/hash.h"
#include "surveys/read.h"
#include "surveys/texts.h"

enum status survey_load(struct arena *arena, const char *folder,
                        struct diag *diag, struct survey_set *out)
{
    struct survey_set set;
    struct texts *texts = ARENA_NEW(arena, struct texts);
    enum status status = survey_read(arena, folder, diag, &set);
    if (status == STATUS_OK) {
        status = texts_load(arena, folder, diag, texts);
    }
    if (status == STATUS_OK) {
        status = survey_read_older(arena, folder, diag, &set);
    }
    if (status == STATUS_OK) {
        set.texts = texts;
        *out = set;
    }
    return status;
}

const struct survey *survey_version(const struct survey_set *set,
                                    const char *group, const char *version)
{
    const struct survey *now = survey_of(set, group);
    if (now != NULL && strcmp(now->version, version) == 0) {
        return now;
    }
    for (size_t i = 0; i < set->n_older; i++) {
        if (strcmp(set->older[i].group->code, group) == 0 &&
            strcmp(set->older[i].version, version) == 0) {
            return &set->older[i];
        }
    }
    return NULL;
}

const struct survey *survey_of(const struct survey_set *set, const char *group)
{
    const struct group *g = survey_group(set, group);
    return g ? &set->survey[g - set->group] : NULL;
}

const struct group *survey_group(const struct survey_set *set,
                                 const char *group)
{
    for (size_t i = 0; i < set->n_forms; i++) {
        if (strcmp(set->group[i].code, group) == 0) {
            return &set->group[i];
        }
    }
    return NULL;
}

/* Next character of a name that counts, in lower case; 0 at the end.  Tools
 * change case and underscores of names at will. */
static char name_next(const char **s)
{
    while (**s == '_') {
        (*s)++;
    }
    char c = **s;
    if (c != '\0') {
        (*s)++;
    }
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool name_same(const char *a, const char *b)
{
    for (;;) {
        char x = name_next(&a), y = name_next(&b);
        if (x != y) {
            return false;
        }
        if (x == '\0') {
            return true;
        }
    }
}

const struct item *survey_item(const struct survey *survey, const char *name)
{
    for (size_t i = 0; i < survey->n_items; i++) {
        const struct item *item = &survey->item[i];
        if (item->kind != ITEM_END && name_same(item->name, name)) {
            return item;
        }
    }
    return NULL;
}

const struct choice_list *survey_list(const struct survey_set *set,
                                      const char *name)
{
    for (size_t i = 0; i < set->n_lists; i++) {
        if (strcmp(set->list[i].name, name) == 0) {
            return &set->list[i];
        }
    }
    return NULL;
}

const struct choice *choice_by_name(const struct choice_list *list,
                                    const char *name)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (strcmp(list->choice[i].name, name) == 0) {
            return &list->choice[i];
        }
    }
    return NULL;
}

const struct choice *choice_by_value(const struct choice_list *list, int value)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (list->choice[i].value == value) {
            return &list->choice[i];
        }
    }
    return NULL;
}

int choice_index(const struct choice_list *list, const struct choice *choice)
{
    for (size_t i = 0; i < list->n_choices; i++) {
        if (&list->choice[i] == choice) {
            return (int)i;
        }
    }
    return -1;
}

static void layout_item(struct buf *buf, const struct item *item)
{
    for (int k = 0; k < item->n_bytes; k++) {
        buf_printf(buf, "%d %s", item->offset + k, item->name);
        if (item->kind == ITEM_MANY) {
            buf_printf(buf, "/%s", item->list->choice[k].name);
        } else if (item->kind == ITEM_RANK) {
            buf_printf(buf, ".%d", k + 1);
        }
        buf_char(buf, '\n');
    }
}

const char *survey_layout(struct arena *arena, const struct survey *survey)
{
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < survey->n_items; i++) {
        layout_item(&buf, &survey->item[i]);
    }
    return buf_text(&buf);
}

static void hash_number(struct hash *hash, long value)
{
    int64_t wide = value;
    hash_add(hash, &wide, sizeof wide);
}

static void hash_list(struct hash *hash, const struct choice_list *list)
{
    hash_str(hash, list->name);
    for (size_t i = 0; i < list->n_choices; i++) {
        const struct choice *c = &list->choice[i];
        hash_str(hash, c->name);
        hash_str(hash, c->label);
        hash_str(hash, c->domain);
        hash_number(hash, c->value);
        hash_number(hash, c->social);
    }
}

static void hash_item(struct hash *hash, const struct item *item)
{
    hash_str(hash, item->name);
    hash_str(hash, item->label);
    hash_str(hash, item->hint);
    hash_str(hash, item->relevant);
    hash_str(hash, item->index);
    hash_str(hash, item->dimension);
    hash_str(hash, item->resource);
    hash_number(hash, item->kind);
    hash_number(hash, item->required);
    hash_number(hash, item->max);
    hash_number(hash, item->reverse);
    hash_number(hash, item->anchor);
    hash_number(hash, item->disclose);
    if (item->limited) {
        hash_add(hash, &item->least, sizeof item->least);
        hash_add(hash, &item->most, sizeof item->most);
    }
    if (item->list) {
        hash_list(hash, item->list);
    }
}

/* What a respondent sees and how it counts; not lines or points, so that a
 * re-saved file is the same definition. */
void survey_sha256(const struct survey *survey, char hex[static 65])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    hash_str(&hash, survey->group->code);
    hash_str(&hash, survey->version);
    hash_str(&hash, survey->title);
    for (size_t i = 0; i < survey->n_items; i++) {
        hash_item(&hash, &survey->item[i]);
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
}

static void hash_group(struct hash *hash, const struct group *group)
{
    const char *const text[] = {
        group->code,        group->name,   group->members, group->members_gen,
        group->members_one, group->sector, group->who};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        hash_str(hash, text[i]);
    }
    hash_number(hash, group->anonymous);
    hash_number(hash, group->person);
    hash_number(hash, group->library);
    hash_number(hash, group->core);
    hash_number(hash, group->extra);
    hash_number(hash, group->order);
}

static void hash_texts(struct hash *hash, const struct texts *texts)
{
    for (size_t i = 0; texts && i < texts->n_rows; i++) {
        const struct texts_row *row = &texts->row[i];
        hash_str(hash, row->kind);
        hash_str(hash, row->code);
        hash_str(hash, row->condition);
        hash_str(hash, row->place);
        hash_str(hash, row->text);
        hash_str(hash, row->check);
    }
}

void survey_set_sha256(const struct survey_set *set, char hex[static 65])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    for (size_t i = 0; i < set->n_forms; i++) {
        char survey[HASH_HEX];
        hash_group(&hash, &set->group[i]);
        survey_sha256(&set->survey[i], survey);
        hash_str(&hash, survey);
    }
    for (size_t i = 0; i < set->n_lists; i++) {
        hash_list(&hash, &set->list[i]);
    }
    hash_texts(&hash, set->texts);
    hash_done(&hash, digest);
    hash_hex(digest, hex);
}

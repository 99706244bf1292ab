/* See versions.h. */
#include "surveys/versions.h"

#include <string.h>

#include "core/embed.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "surveys/table.h"

static const char file_name[] = "versions.csv";

static void hash_number(struct hash *hash, long value)
{
    int64_t wide = value;
    hash_add(hash, &wide, sizeof wide);
}

static void hash_words(struct hash *hash, const struct item *item)
{
    hash_str(hash, item->name);
    hash_str(hash, item->label);
    hash_str(hash, item->hint);
    hash_str(hash, item->relevant);
    hash_number(hash, item->kind);
    hash_number(hash, item->max);
    for (size_t i = 0; item->list && i < item->list->n_choices; i++) {
        hash_str(hash, item->list->choice[i].name);
        hash_str(hash, item->list->choice[i].label);
    }
}

void versions_sha256(const struct survey *survey, char hex[static 65])
{
    struct hash hash;
    uint8_t digest[HASH_SIZE];
    hash_init(&hash);
    hash_str(&hash, survey->title);
    for (size_t i = 0; i < survey->n_items; i++) {
        if (survey->item[i].kind != ITEM_NOTE) {
            hash_words(&hash, &survey->item[i]);
        }
    }
    hash_done(&hash, digest);
    hash_hex(digest, hex);
}

static bool is_there(struct arena *arena, const char *folder)
{
    return folder ? file_exists(file_join(arena, folder, file_name))
                  : embed_find(arena_printf(arena, "surveys/%s", file_name)) !=
                        NULL;
}

enum status versions_read(struct arena *arena, const char *folder,
                          struct diag *diag, struct versions *out)
{
    struct table table;
    *out = (struct versions){0};
    if (!is_there(arena, folder)) {
        return STATUS_OK;
    }
    enum status status = table_read(arena, folder, file_name, diag, &table);
    if (status != STATUS_OK) {
        return status;
    }
    *out = (struct versions){
        .code = ARENA_ARRAY(arena, table.n_rows, const char *),
        .version = ARENA_ARRAY(arena, table.n_rows, const char *),
        .sha256 = ARENA_ARRAY(arena, table.n_rows, const char *),
        .n = table.n_rows,
        .exists = true};
    for (size_t i = 0; i < table.n_rows; i++) {
        out->code[i] = table_cell(&table, i, "code");
        out->version[i] = table_cell(&table, i, "version");
        out->sha256[i] = table_cell(&table, i, "sha256");
    }
    return STATUS_OK;
}

enum versions_state versions_state(const struct versions *versions,
                                   const struct survey *survey)
{
    char hex[HASH_HEX];
    versions_sha256(survey, hex);
    for (size_t i = 0; i < versions->n; i++) {
        if (strcmp(versions->code[i], survey->group->code) == 0 &&
            strcmp(versions->version[i], survey->version) == 0) {
            return strcmp(versions->sha256[i], hex) == 0 ? VERSIONS_SAME
                                                         : VERSIONS_CHANGED;
        }
    }
    return versions->exists ? VERSIONS_NEW : VERSIONS_NONE;
}

static void put_row(struct buf *out, const char *code, const char *version,
                    const char *sha256)
{
    text_csv(out, code, ';');
    buf_char(out, ';');
    text_csv(out, version, ';');
    buf_char(out, ';');
    text_csv(out, sha256, ';');
    buf_str(out, "\r\n");
}

enum status versions_record(struct arena *arena, const char *folder,
                            const struct survey_set *set, struct diag *diag,
                            size_t *n_added)
{
    struct versions old;
    struct buf out = {.arena = arena};
    size_t n = 0;
    enum status status = versions_read(arena, folder, diag, &old);
    if (status != STATUS_OK) {
        return status;
    }
    buf_str(&out, "code;version;sha256\r\n");
    for (size_t i = 0; i < old.n; i++) {
        put_row(&out, old.code[i], old.version[i], old.sha256[i]);
    }
    for (size_t i = 0; i < set->n_forms; i++) {
        const struct survey *survey = &set->survey[i];
        enum versions_state state = versions_state(&old, survey);
        char hex[HASH_HEX];
        if (state == VERSIONS_NEW || state == VERSIONS_NONE) {
            versions_sha256(survey, hex);
            put_row(&out, survey->group->code, survey->version, hex);
            n++;
        }
    }
    *n_added = n;
    return n == 0 ? STATUS_OK
                  : file_write_atomic(file_join(arena, folder, file_name),
                                      buf_text(&out), out.size, 0644, diag);
}

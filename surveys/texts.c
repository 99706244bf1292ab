#include "surveys/texts.h"

#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "surveys/table.h"

static const char file_name[] = "texts.csv";

const struct texts_row *texts_find(const struct texts *texts, const char *kind,
                                   const char *code, const char *condition)
{
    for (size_t i = 0; i < texts->n_rows; i++) {
        const struct texts_row *row = &texts->row[i];
        if (row->code[0] == code[0] && strcmp(row->code, code) == 0 &&
            strcmp(row->kind, kind) == 0 &&
            strcmp(row->condition, condition) == 0) {
            return row;
        }
    }
    return NULL;
}

const struct texts_row *texts_way(const struct texts *texts,
                                  struct arena *arena, const char *kind,
                                  const char *key)
{
    const char *dot = strrchr(key, '.');
    const char *own = arena_printf(arena, "%s.%s", kind, dot ? dot + 1 : key);
    const struct texts_row *row = texts_find(texts, "explain", own, "");
    if (!row) {
        row = texts_find(texts, "explain", kind, "");
    }
    return row ? row : texts_find(texts, "explain", "other", "");
}

/* The name behind `{` at s, up to `:` or `}`; *end is behind the `}`, NULL
 * when there is none. */
static size_t name_length(const char *s, const char **end)
{
    const char *close = strchr(s, '}');
    *end = close ? close + 1 : NULL;
    return close ? strcspn(s, ":}") : 0;
}

/* Does `sentence` use the name? */
static bool uses(const char *sentence, const char *name, size_t n)
{
    const char *end;
    for (const char *s = strchr(sentence, '{'); s; s = strchr(end, '{')) {
        size_t length = name_length(s + 1, &end);
        if (!end) {
            return false;
        }
        if (length == n && strncmp(s + 1, name, n) == 0) {
            return true;
        }
    }
    return false;
}

/* "{kto}, {n}": the names that `sentence` uses; "" when none. */
static const char *names_of(struct arena *arena, const char *sentence)
{
    struct buf out = {.arena = arena};
    const char *end;
    for (const char *s = strchr(sentence, '{'); s; s = strchr(end, '{')) {
        size_t n = name_length(s + 1, &end);
        const char *name = arena_printf(arena, "{%.*s}", (int)n, s + 1);
        if (!end) {
            break;
        }
        if (!strstr(buf_text(&out), name)) {
            buf_printf(&out, "%s%s", out.size > 0 ? ", " : "", name);
        }
    }
    return buf_text(&out);
}

static const char *unknown_name(struct arena *arena, enum lang lang,
                                const char *name, size_t n,
                                const struct texts_row *ours)
{
    const char *known = ours ? names_of(arena, ours->text) : "";
    if (lang == LANG_EN) {
        return arena_printf(arena, "unknown name {%.*s}; filled in here: %s",
                            (int)n, name, *known ? known : "nothing");
    }
    return arena_printf(arena, "nieznana nazwa {%.*s}; program wstawia tu: %s",
                        (int)n, name, *known ? known : "nic");
}

/* What is wrong with a row, and in which column; what NULL: nothing. */
struct fault {
    const char *column, *what;
};

static struct fault fault_in(enum lang lang, const char *column,
                             const char *polish, const char *english)
{
    return (struct fault){column, lang == LANG_EN ? english : polish};
}

/* The braces of a row that stands for `ours`. */
static struct fault bad_names(struct arena *arena, enum lang lang,
                              const struct texts_row *row,
                              const struct texts_row *ours)
{
    const char *end;
    for (const char *s = strchr(row->text, '{'); s; s = strchr(end, '{')) {
        size_t n = name_length(s + 1, &end);
        if (!end) {
            return fault_in(lang, "text", "nawias { bez }", "a { without }");
        }
        if (!ours || !uses(ours->text, s + 1, n)) {
            return (struct fault){"text",
                                  unknown_name(arena, lang, s + 1, n, ours)};
        }
    }
    return strchr(row->check, '{')
               ? fault_in(lang, "check", "klamry tylko w kolumnie text",
                          "braces only in column text")
               : (struct fault){0};
}

static struct fault fault_of(struct arena *arena, enum lang lang,
                             const struct texts_row *row, bool own,
                             const struct texts_row *ours)
{
    static const char polish[] = "pusta komórka", english[] = "empty cell";
    if (row->kind[0] == '\0') {
        return fault_in(lang, "kind", polish, english);
    }
    if (row->code[0] == '\0') {
        return fault_in(lang, "code", polish, english);
    }
    if (row->text[0] == '\0') {
        return fault_in(lang, "text", polish, english);
    }
    return own ? bad_names(arena, lang, row, ours) : (struct fault){0};
}

static struct texts_row row_of(const struct table *table, size_t i)
{
    return (struct texts_row){.kind = table_cell(table, i, "kind"),
                              .code = table_cell(table, i, "code"),
                              .condition = table_cell(table, i, "condition"),
                              .place = table_cell(table, i, "place"),
                              .text = table_cell(table, i, "text"),
                              .check = table_cell(table, i, "check"),
                              .source = table_cell(table, i, "source")};
}

/* Told with the row's own words: Excel shows no text lines. */
static enum status say_fault(struct arena *arena, struct diag *diag,
                             const struct table *table, size_t i,
                             const struct fault *fault)
{
    struct place place = {.file = table->file,
                          .line = table->row[i].line,
                          .column = table_column(table, fault->column) + 1};
    const struct texts_row row = row_of(table, i);
    return diag_say(diag, STATUS_SURVEY_CSV, &place,
                    arena_printf(arena, "%s %s %s, %s: %s", row.kind, row.code,
                                 row.condition, fault->column, fault->what),
                    NULL);
}

/* `own`: rows of a campaign over ours. */
static enum status add_table(struct arena *arena, struct diag *diag,
                             const struct table *table, bool own,
                             struct texts *texts)
{
    texts->row = arena_grow(arena, texts->row, texts->n_rows,
                            texts->n_rows + table->n_rows, sizeof *texts->row);
    for (size_t i = 0; i < table->n_rows; i++) {
        struct texts_row row = row_of(table, i);
        const struct texts_row *old =
            texts_find(texts, row.kind, row.code, row.condition);
        struct fault fault = fault_of(arena, diag_lang(diag), &row, own, old);
        if (fault.what) {
            return say_fault(arena, diag, table, i, &fault);
        }
        texts->row[old ? (size_t)(old - texts->row) : texts->n_rows++] = row;
    }
    return STATUS_OK;
}

enum status texts_load(struct arena *arena, const char *folder,
                       struct diag *diag, struct texts *out)
{
    struct texts texts = {NULL, 0};
    struct table table;
    enum status status = table_read(arena, NULL, file_name, diag, &table);
    if (status == STATUS_OK) {
        status = add_table(arena, diag, &table, false, &texts);
    }
    if (status == STATUS_OK && folder &&
        file_exists(file_join(arena, folder, file_name))) {
        status = table_read(arena, folder, file_name, diag, &table);
        if (status == STATUS_OK) {
            status = add_table(arena, diag, &table, true, &texts);
        }
    }
    if (status == STATUS_OK) {
        *out = texts;
    }
    return status;
}

static const struct texts_var *find_var(const struct texts_var *var, size_t n,
                                        const char *name, size_t length)
{
    for (size_t i = 0; i < n; i++) {
        if (strlen(var[i].name) == length &&
            strncmp(var[i].name, name, length) == 0) {
            return &var[i];
        }
    }
    return NULL;
}

/* "one|few|many}" at s: the form for the number. */
static void put_form(struct buf *out, const char *s, long number)
{
    static const char which[] = "a\0b\0c";
    const char *pick = text_plural(number, &which[0], &which[2], &which[4]);
    for (char i = 'a'; i < *pick && s[strcspn(s, "|}")] == '|'; i++) {
        s += strcspn(s, "|}") + 1;
    }
    buf_printf(out, "%.*s", (int)strcspn(s, "|}"), s);
}

const char *texts_fill(struct arena *arena, const char *sentence,
                       const struct texts_var *var, size_t n)
{
    struct buf out = {.arena = arena};
    const char *end;
    for (const char *s = sentence; *s; s = end) {
        size_t plain = strcspn(s, "{");
        buf_printf(&out, "%.*s", (int)plain, s);
        end = s + plain;
        if (!*end) {
            break;
        }
        const char *name = end + 1;
        size_t length = name_length(name, &end);
        if (!end) {
            break; /* our own table has none of these; a test looks */
        }
        const struct texts_var *v = find_var(var, n, name, length);
        if (v && name[length] == ':') {
            put_form(&out, name + length + 1, v->number);
        } else if (v && v->text) {
            buf_str(&out, v->text);
        } else if (v) {
            buf_printf(&out, "%ld", v->number);
        }
    }
    return buf_text(&out);
}

/* Made-up answers in the shape of any profile: columns as the tool lays them
 * out, cells as it words them, and damage as people make it. */
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"
#include "ingest/charset.h"
#include "ingest/ingest.h"
#include "ingest/respondent.h"
#include "ingest/write.h"

enum { FLUSH = 256 * 1024, NO_COLUMN = -1 };

/* One column of the file and, per survey, what stands in it. */
struct sheet_column {
    const char *header, *meta;
    const char *second;      /* second header row, or NULL */
    struct write_column *of; /* n_surveys; item NULL where it has none */
};

struct sheet {
    const struct profile_writer *writer;
    const struct survey *const *survey;
    size_t n_surveys;
    struct sheet_column *column;
    size_t n_columns, capacity;
};

struct output {
    int fd;
    struct buf text;
    iconv_t cd; /* (iconv_t)-1: UTF-8 as it is */
    int error;  /* errno of the first failed write */
};

struct cell {
    const char *text;
    bool null; /* not asked: LimeSurvey leaves it without quotes */
    bool raw;  /* written without any quoting: damage */
};

struct simulation {
    struct run *run;
    const struct simulate_options *options;
    struct sheet sheet;
    struct output out;
    char separator;
    long day_from, day_to, number;
    struct cell *cell;
};

static void flush(struct output *out)
{
    char block[4096];
    char *from = out->text.data;
    size_t n = out->text.size;

    if (out->error != 0 || n == 0)
        return;
    if (out->cd == (iconv_t)-1) {
        if (!file_write_all(out->fd, from, n))
            out->error = errno;
    }
    while (out->cd != (iconv_t)-1 && n > 0 && out->error == 0) {
        char *to = block;
        size_t room = sizeof block;
        size_t rc = iconv(out->cd, &from, &n, &to, &room);

        if (!file_write_all(out->fd, block, sizeof block - room))
            out->error = errno;
        if (rc == (size_t)-1 && errno != E2BIG && n > 0) {
            size_t skip = 1; /* a letter the code page has not */

            while (skip < n && ((unsigned char)from[skip] & 0xC0) == 0x80)
                skip++;
            from += skip;
            n -= skip;
            if (!file_write_all(out->fd, "?", 1))
                out->error = errno;
        }
    }
    buf_clear(&out->text);
}

static void put_cell(struct simulation *s, const struct cell *cell)
{
    struct buf *buf = &s->out.text;
    const char *text = cell->text;
    char special[] = {s->separator, '"', '\n', '\r', '\0'};
    bool quoted = s->sheet.writer->quote_all && !cell->null;

    if (cell->raw || (!quoted && strpbrk(text, special) == NULL)) {
        buf_str(buf, text);
        return;
    }
    buf_char(buf, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_char(buf, '"');
        buf_char(buf, *text);
    }
    buf_char(buf, '"');
}

static void put_row(struct simulation *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&s->out.text, s->separator);
        put_cell(s, &s->cell[i]);
    }
}

/* Google ends rows between, the others behind. */
static void end_row(struct simulation *s, bool last)
{
    const struct profile_writer *writer = s->sheet.writer;

    if (!last || writer->last_line_end)
        buf_str(&s->out.text, writer->crlf ? "\r\n" : "\n");
}

static struct sheet_column *add_column(struct arena *arena, struct sheet *sheet,
                                       const char *header)
{
    struct sheet_column *column;

    ARENA_GROW(arena, sheet->column, sheet->n_columns, sheet->capacity);
    column = &sheet->column[sheet->n_columns++];
    column->header = header;
    column->of = ARENA_ARRAY(arena, sheet->n_surveys, struct write_column);
    return column;
}

/* A column of survey k, shared with other surveys of the same header. */
static void add_answer(struct arena *arena, struct sheet *sheet, size_t k,
                       struct write_column what)
{
    const struct profile_writer *writer = sheet->writer;
    const char *header = sheet->n_surveys > 1 && what.item->kind == ITEM_GMINA
                             ? "gmina"
                             : writer->header(arena, sheet->survey[k], &what);
    const char *second = writer->second != NULL
                             ? writer->second(arena, sheet->survey[k], &what)
                             : NULL;
    struct sheet_column *column = NULL;

    for (size_t i = 0; i < sheet->n_columns && column == NULL; i++) {
        if (sheet->column[i].meta == NULL &&
            sheet->column[i].of[k].item == NULL &&
            strcmp(sheet->column[i].header, header) == 0 &&
            (second == NULL || strcmp(sheet->column[i].second, second) == 0))
            column = &sheet->column[i];
    }
    if (column == NULL)
        column = add_column(arena, sheet, header);
    column->second = second;
    column->of[k] = what;
}

static void add_item(struct arena *arena, struct sheet *sheet, size_t k,
                     const struct item *item)
{
    const struct profile_writer *writer = sheet->writer;
    bool rank = item->kind == ITEM_RANK, many = item->kind == ITEM_MANY;
    bool places = rank && writer->placed;
    bool split = (many && writer->split) || (rank && writer->ranked);

    if (item->kind == ITEM_NOTE || item->kind == ITEM_BEGIN ||
        item->kind == ITEM_END ||
        (writer->no_number && strcmp(item->name, "nrFormularza") == 0))
        return;
    if ((many && writer->joined) || (rank && !places && !split) ||
        (!many && !rank))
        add_answer(arena, sheet, k, (struct write_column){.item = item});
    for (int i = 1; places && i <= item->n_bytes; i++)
        add_answer(arena, sheet, k,
                   (struct write_column){.item = item, .place = i});
    for (size_t i = 0; split && i < item->list->n_choices; i++)
        add_answer(arena, sheet, k,
                   (struct write_column){.item = item,
                                         .choice = &item->list->choice[i]});
}

static void add_meta(struct arena *arena, struct sheet *sheet,
                     const char *const *name)
{
    for (; *name != NULL; name++)
        add_column(arena, sheet, *name)->meta = *name;
}

static void lay_out(struct arena *arena, struct sheet *sheet)
{
    add_meta(arena, sheet, sheet->writer->head);
    for (size_t k = 0; k < sheet->n_surveys; k++) {
        for (size_t i = 0; i < sheet->survey[k]->n_items; i++)
            add_item(arena, sheet, k, &sheet->survey[k]->item[i]);
    }
    add_meta(arena, sheet, sheet->writer->tail);
}

/* A choice in words or as its code. */
static const char *choice_text(const struct profile_writer *writer,
                               const struct item *item, uint8_t value)
{
    const struct choice *choice = choice_by_value(item->list, value);

    if (choice == NULL)
        return "";
    return writer->labels ? choice->label : choice->name;
}

static const char *joined_text(struct arena *arena,
                               const struct profile_writer *writer,
                               const struct item *item, const uint8_t *byte)
{
    struct buf buf = {.arena = arena};

    for (int i = 0; i < item->n_bytes; i++) {
        uint8_t value = byte[i];

        if (item->kind == ITEM_MANY)
            value = value == 1 ? item->list->choice[i].value : ANSWER_BLANK;
        if (value > ANSWER_MAX && value != ANSWER_DONT_KNOW)
            continue;
        if (buf.size > 0)
            buf_str(&buf, writer->list_separator);
        buf_str(&buf, choice_text(writer, item, value));
    }
    if (buf.size > 0 && writer->list_end != NULL)
        buf_str(&buf, writer->list_end);
    return buf_text(&buf);
}

static const char *or_nothing(const char *text)
{
    return text != NULL ? text : "";
}

/* A choice's own column: of a select_multiple a tick, of a rank its place. */
static const char *choice_cell(struct arena *arena,
                               const struct profile_writer *writer,
                               const struct write_column *column,
                               const uint8_t *byte)
{
    const struct item *item = column->item;
    uint8_t value;

    if (item->kind == ITEM_RANK) {
        const uint8_t *place =
            memchr(byte, column->choice->value, (size_t)item->n_bytes);

        return place != NULL ? write_number(arena, place - byte + 1)
                             : or_nothing(writer->blank_choice);
    }
    value = byte[choice_index(item->list, column->choice)];
    if (writer->zero_unasked && value != 1)
        return writer->unticked;
    if (value == 1)
        return writer->ticked != NULL ? writer->ticked : column->choice->label;
    return or_nothing(value == 0                  ? writer->unticked
                      : value == ANSWER_NOT_ASKED ? writer->null_choice
                                                  : writer->blank_choice);
}

static const char *answer_cell(struct arena *arena,
                               const struct profile_writer *writer,
                               const struct write_column *column,
                               const uint8_t *blob, bool *null)
{
    const struct item *item = column->item;
    const uint8_t *byte = blob + item->offset;
    int at = column->place > 0 ? column->place - 1 : 0;

    if (column->choice != NULL) {
        const char *text = choice_cell(arena, writer, column, byte);

        *null = *text == '\0' && byte[0] == ANSWER_NOT_ASKED;
        return text;
    }
    *null = byte[at] == ANSWER_NOT_ASKED;
    if (*null)
        return "";
    if (column->place == 0 && item->kind != ITEM_ONE)
        return joined_text(arena, writer, item, byte);
    return choice_text(writer, item, byte[at]);
}

/* `1.25` as a Polish sheet shows it. */
static const char *with_comma(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    char *point = strchr(copy, '.');

    if (point != NULL)
        *point = ',';
    return copy;
}

static struct cell column_cell(struct simulation *s,
                               const struct sheet_column *column, size_t k,
                               const struct gmina *gmina,
                               const struct respondent *who)
{
    const struct profile_writer *writer = s->sheet.writer;
    const struct write_column *what = &column->of[k];
    struct arena *arena = s->run->arena;
    struct cell cell = {.text = ""};

    if (column->meta != NULL) {
        cell.text = writer->meta(arena, column->meta, s->number, who->when);
    } else if (what->item == NULL) {
        cell.null = true;
    } else if (what->item->kind == ITEM_GMINA) {
        cell.text =
            writer->labels ? register_label(arena, gmina) : gmina->teryt;
    } else if (what->item->n_bytes <= 0) {
        cell.text = who->text[what->item - s->sheet.survey[k]->item];
        if (writer->comma && what->item->kind == ITEM_DECIMAL)
            cell.text = with_comma(arena, cell.text);
    } else {
        cell.text = answer_cell(arena, writer, what, who->blob, &cell.null);
    }
    if (*cell.text == '\0' && writer->missing != NULL)
        cell = (struct cell){.text = writer->missing};
    return cell;
}

/* A random column of that kind of item, NO_COLUMN when there is none. */
static int some_column(struct simulation *s, struct rng *rng, size_t k,
                       enum item_kind kind)
{
    size_t n = s->sheet.n_columns, start = rng_below(rng, (uint32_t)n);

    for (size_t i = 0; i < n; i++) {
        size_t at = (start + i) % n;
        const struct item *item = s->sheet.column[at].of[k].item;

        if (item != NULL && item->kind == kind &&
            s->sheet.column[at].meta == NULL)
            return (int)at;
    }
    return NO_COLUMN;
}

/* Spoils a row in one of five ways; returns how many cells it keeps. */
static size_t spoil(struct simulation *s, struct rng *rng, size_t k)
{
    size_t n = s->sheet.n_columns;
    int gmina = some_column(s, rng, k, ITEM_GMINA);
    int one = some_column(s, rng, k, ITEM_ONE);
    uint32_t kind = rng_below(rng, 5);
    const char *code = gmina >= 0 ? s->cell[gmina].text : "";

    if (kind == 2 && code[0] != '0')
        kind = 0;
    if (kind == 0 && one >= 0)
        s->cell[one] = (struct cell){.text = "7"};
    else if (kind == 1 && gmina >= 0)
        s->cell[gmina].text = "9999999";
    else if (kind == 2)
        s->cell[gmina].text++;
    else if (kind == 3 && n > 4)
        return n - 1 - rng_below(rng, 3);
    else if (kind == 4 && one >= 0)
        s->cell[one] = (struct cell){.text = "3\" nie wiem", .raw = true};
    return n;
}

static void write_response(struct simulation *s, struct rng *rng,
                           struct rng *harm, size_t k,
                           const struct gmina *gmina, long number)
{
    const struct survey *survey = s->sheet.survey[k];
    struct arena *arena = s->run->arena;
    struct arena_mark mark = arena_mark(arena);
    struct respondent who;
    size_t n = s->sheet.n_columns;

    who.blob = ARENA_ARRAY(arena, (size_t)survey->n_bytes, uint8_t);
    who.text = ARENA_ARRAY(arena, survey->n_items, const char *);
    respondent_make(rng, arena, s->options->seed, survey, gmina, number,
                    s->day_from, s->day_to, &who);
    s->number++;
    for (size_t i = 0; i < n; i++)
        s->cell[i] = column_cell(s, &s->sheet.column[i], k, gmina, &who);
    if (rng_unit(harm) < s->options->damage)
        n = spoil(s, harm, k);
    end_row(s, false); /* of the row before */
    put_row(s, n);
    arena_release(arena, mark);
}

static enum status write_gmina(struct simulation *s, size_t position)
{
    const char *code = s->options->gmina[position];
    const struct gmina *gmina = register_find(s->run->gminas, code);

    if (gmina == NULL)
        return diag_say(
            s->run->diag, STATUS_USAGE, NULL,
            arena_printf(s->run->arena, "nie ma gminy o kodzie %s", code),
            NULL);
    for (size_t k = 0; k < s->sheet.n_surveys; k++) {
        const struct group *group = s->sheet.survey[k]->group;
        struct rng rng, harm; /* apart: damage leaves the truth alone */
        long n;

        respondent_seed(&rng, s->options->seed, gmina->teryt, group->code);
        rng_seed(&harm, rng_next(&(struct rng){
                            {rng.s[0], rng.s[1], rng.s[2], ~rng.s[3]}
        }));
        n = respondent_count(&rng, group, position, s->options->n_gminas,
                             s->options->scale_pct);
        for (long i = 1; i <= n; i++) {
            write_response(s, &rng, &harm, k, gmina, i);
            if (s->out.text.size > FLUSH)
                flush(&s->out);
        }
    }
    return STATUS_OK;
}

/* One row, or two: then a question stands over the first of its columns. */
static void put_header(struct simulation *s)
{
    const struct sheet_column *column = s->sheet.column;
    bool two = s->sheet.writer->second != NULL;
    size_t n = s->sheet.n_columns;

    for (size_t i = 0; i < n; i++) {
        bool again = two && i > 0 && column[i].second != NULL &&
                     strcmp(column[i].header, column[i - 1].header) == 0;

        s->cell[i] = (struct cell){.text = again ? "" : column[i].header};
    }
    put_row(s, n);
    if (!two)
        return;
    for (size_t i = 0; i < n; i++)
        s->cell[i] = (struct cell){.text = or_nothing(column[i].second)};
    end_row(s, false);
    put_row(s, n);
}

static enum status write_all(struct simulation *s, bool bom)
{
    enum status status = STATUS_OK;

    if (bom)
        buf_str(&s->out.text, "\xEF\xBB\xBF");
    put_header(s);
    for (size_t i = 0; i < s->options->n_gminas && status == STATUS_OK; i++)
        status = write_gmina(s, i);
    end_row(s, true);
    flush(&s->out);
    return status;
}

static bool day_of(const char *text, long *day)
{
    char iso[11];

    if (text == NULL || !text_to_date(text, iso))
        return false;
    *day = text_day(iso);
    return true;
}

/* Checks the options and lays the file out. */
static enum status prepare(struct simulation *s)
{
    const struct simulate_options *o = s->options;
    const struct survey_set *set = s->run->surveys;
    const struct survey **survey =
        ARENA_ARRAY(s->run->arena, set->n_forms, const struct survey *);
    const struct profile_writer *writer = profile_writer_find(o->profile);

    if (writer == NULL)
        return diag_say(s->run->diag, STATUS_PROFILE_UNKNOWN, NULL, o->profile,
                        profile_names(s->run->arena, true), NULL);
    /* Without a name all groups; an extra form only by name. */
    for (size_t i = 0; o->group == NULL && i < set->n_groups; i++)
        survey[s->sheet.n_surveys++] = &set->survey[i];
    if (o->group != NULL && survey_of(set, o->group) != NULL)
        survey[s->sheet.n_surveys++] = survey_of(set, o->group);
    if (s->sheet.n_surveys == 0)
        return diag_say(s->run->diag, STATUS_SURVEY_UNKNOWN, NULL, o->group,
                        NULL);
    if (!day_of(o->from, &s->day_from) || !day_of(o->to, &s->day_to) ||
        s->day_from > s->day_to)
        return diag_say(s->run->diag, STATUS_USAGE, NULL,
                        "daty --from i --to: potrzebne dwa dni RRRR-MM-DD, "
                        "pierwszy nie później niż drugi",
                        NULL);
    s->sheet.survey = survey;
    s->sheet.writer = writer;
    s->separator = o->separator != 0 ? o->separator : writer->separator;
    lay_out(s->run->arena, &s->sheet);
    s->cell = ARENA_ARRAY(s->run->arena, s->sheet.n_columns, struct cell);
    return STATUS_OK;
}

/* The encoding: NULL or "" is the tool's own. */
static enum status choose_encoding(struct simulation *s, bool *bom)
{
    const char *name = s->options->encoding;
    enum charset charset = CHARSET_UTF8;

    *bom = s->sheet.writer->bom;
    s->out.cd = (iconv_t)-1;
    if (name == NULL || *name == '\0')
        name = s->sheet.writer->encoding;
    if (name == NULL)
        return STATUS_OK;
    charset = charset_find(name);
    *bom = strcmp(name, "utf-8-bom") == 0;
    if (charset == CHARSET_UTF8)
        return STATUS_OK;
    if (charset == CHARSET_CP1250 || charset == CHARSET_LATIN2)
        s->out.cd = iconv_open(
            charset == CHARSET_CP1250 ? "CP1250" : "ISO-8859-2", "UTF-8");
    if (s->out.cd == (iconv_t)-1)
        return diag_say(s->run->diag, STATUS_OPTION_CHOICE, NULL, "encoding",
                        name, "utf-8, utf-8-bom, windows-1250, iso-8859-2",
                        NULL);
    return STATUS_OK;
}

static enum status write_file(struct simulation *s, const char *path, bool bom)
{
    const char *part = arena_printf(s->run->arena, "%s.part", path);
    enum status status;

    s->out.fd =
        open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (s->out.fd < 0)
        return diag_say(s->run->diag, STATUS_IO, NULL, path,
                        file_error(errno, diag_lang(s->run->diag)), NULL);
    /* nobody's answers: for all to read, whatever the umask */
    if (fchmod(s->out.fd, 0644) != 0)
        s->out.error = errno;
    status = write_all(s, bom);
    if (s->out.error == 0 && fsync(s->out.fd) != 0)
        s->out.error = errno;
    if (close(s->out.fd) != 0 && s->out.error == 0)
        s->out.error = errno;
    if (status == STATUS_OK && s->out.error == 0 && rename(part, path) != 0)
        s->out.error = errno;
    if (status == STATUS_OK && s->out.error != 0)
        status =
            diag_say(s->run->diag, STATUS_IO, NULL, path,
                     file_error(s->out.error, diag_lang(s->run->diag)), NULL);
    if (status != STATUS_OK)
        unlink(part);
    return status;
}

enum status ingest_simulate(struct run *run, const char *path,
                            const struct simulate_options *options)
{
    struct simulation s = {.run = run, .options = options, .number = 1};
    struct arena *text = arena_open();
    bool bom = false;
    enum status status = prepare(&s);

    s.out.text.arena = text;
    s.out.cd = (iconv_t)-1;
    if (status == STATUS_OK)
        status = choose_encoding(&s, &bom);
    if (status == STATUS_OK)
        status = write_file(&s, path, bom);
    if (s.out.cd != (iconv_t)-1)
        iconv_close(s.out.cd);
    arena_close(text);
    return status;
}

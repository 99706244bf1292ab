/* The reader of CSV files: window of lines, libcsv, way back.
 *
 * libcsv gets one text line a call, so its call-backs need not know where
 * they are: what ends during the call ends in that line.  The lines of the
 * row under way stay in the window until the row is delivered, which bounds
 * memory by the cap on a row and makes "go back to the line after the opening
 * quote" a matter of setting one index.
 *
 * Most of an export are cells of one character, for which libcsv's automaton
 * takes longer than all that is done with them afterwards.  So the cells at the
 * start of a row that can be read in one way only are split here, and libcsv
 * goes on where the first other one begins (plain_cells).
 */
#include "ingest/csvin.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"
#include "ingest/charset.h"
#include "ingest/dialect.h"

enum { BLOCK = 256 * 1024, LOOK = 64 * 1024 };

/* libcsv's states, which its header leaves unnamed. */
enum {
    STATE_ROW_NOT_BEGUN = 0,
    STATE_FIELD_NOT_BEGUN = 1,
    STATE_FIELD_BEGUN = 2
};

/* A spot in the window to which reading can return. */
struct spot {
    size_t at;
    uint64_t offset; /* in the original bytes */
    long line;
};

struct csvin {
    struct arena *arena;
    struct diag *diag;
    int fd;
    enum status status;
    struct csvin_info info;
    struct hash hash;
    size_t max_cell, max_row, max_columns, row_like;
    long max_lines;

    /* the file, block by block */
    unsigned char *block;
    size_t block_n, block_at, chunk;
    bool file_end, forced;
    enum charset charset;
    struct charset_decoder decoder;

    /* decoded text; [row.at, end) is kept */
    char *window;
    size_t capacity, end;
    struct spot row, next; /* where the row starts, where the next line does */
    bool lf_known;         /* lf: next LF at or after next.at, or where the */
    size_t lf;             /* search for it ended */
    bool text_end;
    long excel_row, record;

    /* the row under way */
    struct csv_parser parser;
    bool stops[256]; /* bytes at which a plain cell ends */
    char *text;
    size_t n_text;
    struct csvin_cell *cell;
    size_t n_cells, width, n_header;
    bool row_done, any, overflow, large;
    bool open;          /* within a quoted cell at a line end */
    size_t open_cell;   /* its index */
    struct spot after;  /* the line after the one where it opened */
    enum status damage; /* bytes that mean nothing: first of the row */
    long damage_line;

    struct csvin_row last; /* as given, for csvin_back */
    enum csvin_event last_event;
    bool again;
};

static void on_cell(void *text, size_t size, void *data)
{
    struct csvin *in = data;
    struct csvin_cell *cell;

    if (in->n_cells >= in->max_columns) {
        in->overflow = true;
        in->any |= size > 0;
        return;
    }
    cell = &in->cell[in->n_cells++];
    cell->text = in->text + in->n_text;
    cell->size = (uint32_t)size;
    cell->quoted = text != NULL;
    if (size > in->max_cell)
        in->large = true;
    if (size == 1)
        in->text[in->n_text] = *(const char *)text;
    else if (size > 0)
        memcpy(in->text + in->n_text, text, size);
    in->any |= size > 0;
    in->n_text += size;
    in->text[in->n_text++] = '\0';
}

static void on_row(int end, void *data)
{
    struct csvin *in = data;

    (void)end;
    in->row_done = true;
}

/* A file that is not there or not ours to read is that file's trouble; anything
 * else (too many open files, a dying disk) is the machine's, and says nothing
 * about the file. */
static enum status say_errno(struct csvin *in, const char *path)
{
    int e = errno;
    enum status status = e == ENOENT || e == ENOTDIR ? STATUS_FILE_MISSING
                         : e == EACCES || e == EPERM ? STATUS_FILE_READ
                                                     : STATUS_IO;

    return diag_say(in->diag, status, NULL, path,
                    file_error(e, diag_lang(in->diag)), NULL);
}

/* Fills the block; false at the end of the file or on an error. */
static bool read_block(struct csvin *in)
{
    in->block_n = 0;
    in->block_at = 0;
    while (in->block_n < BLOCK && !in->file_end) {
        ssize_t n = read(in->fd, in->block + in->block_n, BLOCK - in->block_n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            in->status = say_errno(in, in->info.file);
            in->file_end = true;
        } else if (n == 0) {
            in->file_end = true;
        } else {
            in->block_n += (size_t)n;
        }
    }
    hash_add(&in->hash, in->block, in->block_n);
    in->info.n_bytes += in->block_n;
    return in->block_n > 0;
}

static void set_charset(struct csvin *in, struct charset_guess guess)
{
    in->charset = guess.charset;
    in->info.bom = guess.bom > 0;
    in->info.encoding_unsure = guess.unsure;
    in->info.encoding = charset_name(guess.charset, false);
    in->info.has_offsets = charset_has_offsets(guess.charset);
    charset_init(&in->decoder, guess.charset);
}

/* One more chunk of text at the end of the window; false when there is none.
 * Room is made by dropping what lies before the row. */
static bool fill(struct csvin *in)
{
    size_t n;

    if (in->block_at == in->block_n) {
        if (!read_block(in)) {
            if (in->text_end)
                return false;
            in->end += charset_finish(&in->decoder, in->window + in->end);
            in->text_end = true;
            return true;
        }
        if (in->charset == CHARSET_ASCII && !in->forced)
            set_charset(in, charset_detect(in->block, in->block_n, false,
                                           in->block_n < BLOCK));
    }
    n = in->block_n - in->block_at;
    if (n > in->chunk)
        n = in->chunk;
    if (in->end + 3 * n + 8 > in->capacity) {
        size_t gone = in->row.at;

        memmove(in->window, in->window + gone, in->end - gone);
        in->end -= gone;
        in->row.at = 0;
        in->next.at -= gone;
        in->after.at = in->after.at > gone ? in->after.at - gone : 0;
        in->lf_known = in->lf_known && in->lf >= gone;
        in->lf -= in->lf_known ? gone : 0;
    }
    in->end += charset_decode(&in->decoder, in->block + in->block_at, n,
                              in->window + in->end);
    in->block_at += n;
    return true;
}

/* Remembers what it saw: files without LF are not searched again and again. */
static void find_lf(struct csvin *in)
{
    const char *s = in->window, *found;
    size_t from = in->next.at;

    if (in->lf_known && in->lf >= from) {
        if (in->lf >= in->end || s[in->lf] == '\n')
            return;
        from = in->lf;
    }
    found = memchr(s + from, '\n', in->end - from);
    in->lf = found != NULL ? (size_t)(found - s) : in->end;
    in->lf_known = true;
}

/* Index just behind the line end at or after next.at, 0 when it is not in the
 * window yet.  LF, CR LF, CR CR LF and a lone CR end a line. */
static size_t line_end(struct csvin *in)
{
    const char *s = in->window;
    size_t from = in->next.at, n = in->end, i;
    const char *cr;

    find_lf(in);
    cr = memchr(s + from, '\r', in->lf - from);
    if (cr == NULL)
        return in->lf < n ? in->lf + 1 : in->text_end ? n : 0;
    i = (size_t)(cr - s) + 1;
    if (i < n && s[i] == '\n')
        return i + 1;
    if (i + 1 < n && s[i] == '\r' && s[i + 1] == '\n')
        return i + 2;
    if (!in->text_end && (i == n || (i + 1 == n && s[i] == '\r')))
        return 0;
    return i;
}

/* The next line is window[next.at, *stop); false at the end of the text.  A
 * line over the cap comes in pieces and `*whole` is false. */
static bool get_line(struct csvin *in, size_t *stop, bool *whole)
{
    *whole = true;
    while ((*stop = line_end(in)) == 0 || *stop == in->next.at) {
        if (in->end - in->row.at > in->max_row) {
            *whole = false;
            *stop = in->end;
            return true;
        }
        if (!fill(in) && in->next.at == in->end)
            return false;
    }
    return true;
}

/* Original bytes of decoded text. */
static uint64_t original_size(const struct csvin *in, const char *s, size_t n)
{
    uint64_t count = 0;

    if (in->charset != CHARSET_CP1250 && in->charset != CHARSET_LATIN2)
        return n;
    for (size_t i = 0; i < n; i++)
        count += ((unsigned char)s[i] & 0xC0) != 0x80;
    return count;
}

static void note_damage(struct csvin *in, enum status status)
{
    if (in->damage != STATUS_OK)
        return;
    in->damage = status;
    in->damage_line = in->next.line;
}

/* Bytes that are no text are noted and written over, so that cells and raw
 * rows are always valid UTF-8. */
static void check_bytes(struct csvin *in, char *s, size_t n)
{
    size_t bad;
    char *nul;

    while ((nul = memchr(s, '\0', n)) != NULL) {
        note_damage(in, STATUS_ROW_NUL);
        *nul = ' ';
    }
    if (in->decoder.n_bad > 0 && memmem(s, n, "\xEF\xBF\xBD", 3) != NULL)
        note_damage(in, STATUS_ROW_BYTES);
    if (in->charset != CHARSET_UTF8)
        return;
    for (size_t from = 0; !text_utf8_valid(s + from, n - from, &bad);) {
        note_damage(in, STATUS_ROW_BYTES);
        from += bad;
        s[from] = '?';
    }
}

static void begin_row(struct csvin *in)
{
    in->row = in->next;
    in->n_text = 0;
    in->n_cells = 0;
    in->row_done = in->any = in->overflow = in->large = in->open = false;
    in->damage = STATUS_OK;
    in->parser.pstate = STATE_ROW_NOT_BEGUN;
    in->parser.quoted = 0;
    in->parser.spaces = 0;
    in->parser.entry_pos = 0;
    in->parser.status = CSV_SUCCESS;
}

static void fill_row(struct csvin *in, struct csvin_row *row, size_t stop)
{
    size_t n = stop - in->row.at;
    const char *raw = in->window + in->row.at;

    while (n > 0 && (raw[n - 1] == '\n' || raw[n - 1] == '\r'))
        n--;
    *row = (struct csvin_row){
        .cell = in->cell,
        .n_cells = in->n_cells,
        .record = in->record,
        .line = in->row.line,
        .excel_row = in->excel_row,
        .raw = raw,
        .raw_size = n,
    };
}

static enum csvin_event bad_row(struct csvin *in, struct csvin_row *row,
                                enum status status, long line, size_t column,
                                size_t stop)
{
    fill_row(in, row, stop);
    row->status = status;
    row->arg[0] = row->arg[1] = "";
    row->place = (struct place){.file = in->info.file,
                                .line = line,
                                .column = (int)column,
                                .excel_row = in->excel_row};
    in->info.n_bad++;
    return CSVIN_BAD;
}

/* C1: says where the cell opened and goes on at the line after it. */
static enum csvin_event damaged(struct csvin *in, struct csvin_row *row,
                                enum status status)
{
    struct spot here = in->next;
    size_t column = in->n_cells + 1;

    if (in->open &&
        (in->open_cell == in->n_cells || status == STATUS_QUOTE_OPEN)) {
        here = in->after;
        column = in->open_cell + 1;
        status = STATUS_QUOTE_OPEN;
    }
    in->next = here;
    in->lf_known = false;
    return bad_row(in, row, status, here.line - 1, column, here.at);
}

/* Do lines within the row look like rows of this file?  In a row of the right
 * width only lines wholly inside quotes count, and only as many separators as
 * no sentence has; a row of the wrong width is damaged anyway. */
static bool swallowed_rows(const struct csvin *in, bool right_width)
{
    const char *s = in->window + in->after.at;
    const char *end = in->window + in->next.at;

    if (!in->open || in->width < (right_width ? in->row_like : 3))
        return false;
    while (s < end) {
        size_t n = 1;

        for (; s < end && *s != '\n' && *s != '\r'; s++)
            n += *s == in->info.separator;
        while (s < end && (*s == '\n' || *s == '\r'))
            s++;
        if (right_width ? s < end && n == in->width : n >= in->width)
            return true;
    }
    return false;
}

static bool tail_is_empty(const struct csvin *in, size_t from)
{
    for (size_t i = from; i < in->n_cells; i++) {
        if (in->cell[i].size > 0)
            return false;
    }
    return true;
}

static const char *number(struct arena *arena, size_t n)
{
    return arena_printf(arena, "%zu", n);
}

static enum csvin_event wrong_width(struct csvin *in, struct csvin_row *row)
{
    bool is_short = in->n_cells < in->width;

    (void)bad_row(in, row, is_short ? STATUS_ROW_SHORT : STATUS_ROW_LONG,
                  in->row.line, 0, in->next.at);
    row->arg[0] = number(in->arena, in->n_cells);
    row->arg[1] = number(in->arena, in->width);
    return CSVIN_BAD;
}

static void learn_width(struct csvin *in)
{
    in->n_header = in->n_cells;
    in->width = in->n_cells;
    while (in->width > 1 && in->cell[in->width - 1].size == 0)
        in->width--;
}

static void pad(struct csvin *in)
{
    if (in->n_cells > in->n_header)
        in->n_cells = in->n_header;
    while (in->n_cells < in->n_header)
        in->cell[in->n_cells++] = (struct csvin_cell){.text = ""};
}

/* A row that libcsv found whole; `in->next` is behind it. */
static enum csvin_event finish_row(struct csvin *in, struct csvin_row *row)
{
    bool wide, right;

    if (in->damage != STATUS_OK)
        return bad_row(in, row, in->damage, in->damage_line, 0, in->next.at);
    if (in->large)
        return bad_row(in, row, STATUS_CELL_LARGE, in->row.line, 0,
                       in->next.at);
    if (in->record == 0 && in->overflow)
        return bad_row(in, row, STATUS_TOO_MANY_COLUMNS, in->row.line, 0,
                       in->next.at);
    if (in->record == 0)
        learn_width(in);
    wide = in->overflow || !tail_is_empty(in, in->n_header);
    right = in->n_cells >= in->width && !wide;
    if (swallowed_rows(in, right))
        return damaged(in, row, STATUS_QUOTE_OPEN);
    if (!right)
        return wrong_width(in, row);
    pad(in);
    fill_row(in, row, in->next.at);
    return CSVIN_ROW;
}

/* Remembers where a quoted cell that reaches over the line end opened. */
static void note_open(struct csvin *in)
{
    bool is_open =
        in->parser.pstate == STATE_FIELD_BEGUN && in->parser.quoted != 0;

    if (!is_open || (in->open && in->open_cell == in->n_cells))
        return;
    in->open = true;
    in->open_cell = in->n_cells;
    in->after = in->next;
}

/* Is the cell over the caps that make it an unclosed quote? */
static bool over_caps(const struct csvin *in)
{
    return in->open && in->parser.pstate == STATE_FIELD_BEGUN &&
           (in->parser.entry_pos > in->max_cell ||
            in->next.line - in->after.line >= in->max_lines);
}

/* A line longer than a row may be: report it and go to its end. */
static enum csvin_event too_long(struct csvin *in, struct csvin_row *row)
{
    long line = in->next.line;
    size_t stop;
    bool whole;

    if (in->open)
        return damaged(in, row, STATUS_QUOTE_OPEN);
    (void)bad_row(in, row, STATUS_ROW_LARGE, line, 0, in->row.at);
    do {
        if (!get_line(in, &stop, &whole))
            break;
        in->next.offset +=
            original_size(in, in->window + in->next.at, stop - in->next.at);
        in->next.at = stop;
        in->row = in->next;
    } while (!whole);
    in->next.line++;
    row->raw = "";
    row->raw_size = 0;
    row->n_cells = 0;
    return CSVIN_BAD;
}

enum feed { FEED_MORE, FEED_BLANK, FEED_ROW, FEED_ERROR };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes the cells at the start of a row that libcsv could only read in the same
 * way: whole ones before a separator, without quotes and without blanks at
 * their ends, or between two quotes.  Returns the bytes used. */
static size_t plain_cells(struct csvin *in, char *line, size_t n)
{
    size_t at = 0;

    while (at < n) {
        size_t end = at;

        if (line[at] == '"') {
            char *quote = memchr(line + at + 1, '"', n - at - 1);

            end = quote != NULL ? (size_t)(quote - line) : n;
            if (end + 1 >= n || line[end + 1] != in->info.separator)
                break;
            on_cell(line + at + 1, end - at - 1, in);
            at = end + 2;
            continue;
        }
        while (end < n && !in->stops[(unsigned char)line[end]])
            end++;
        if (end == n || line[end] != in->info.separator ||
            (end > at && (is_blank(line[at]) || is_blank(line[end - 1]))))
            break;
        on_cell(end > at ? line + at : NULL, end - at, in);
        at = end + 1;
    }
    return at;
}

/* Gives libcsv the line up to `stop`. */
static enum feed feed(struct csvin *in, size_t stop)
{
    char *line = in->window + in->next.at;
    size_t n = stop - in->next.at, parsed = 0;
    bool at_end = in->text_end && stop == in->end;

    check_bytes(in, line, n);
    if (in->parser.pstate == STATE_ROW_NOT_BEGUN)
        parsed = plain_cells(in, line, n);
    if (parsed > 0)
        in->parser.pstate = STATE_FIELD_NOT_BEGUN;
    parsed +=
        csv_parse(&in->parser, line + parsed, n - parsed, on_cell, on_row, in);
    in->next.offset += original_size(in, line, n);
    in->next.at = stop;
    in->next.line++;
    if (parsed < n)
        return FEED_ERROR;
    if (in->row_done)
        return FEED_ROW;
    if (in->parser.pstate == STATE_ROW_NOT_BEGUN)
        return FEED_BLANK;
    note_open(in);
    if (!at_end)
        return over_caps(in) ? FEED_ERROR : FEED_MORE;
    if (in->parser.pstate == STATE_FIELD_BEGUN && in->parser.quoted != 0)
        return FEED_ERROR;
    return csv_fini(&in->parser, on_cell, on_row, in) == 0 ? FEED_ROW
                                                           : FEED_ERROR;
}

static enum csvin_event read_row(struct csvin *in, struct csvin_row *row)
{
    size_t stop;
    bool whole;

    while (get_line(in, &stop, &whole)) {
        if (!whole || stop - in->row.at > in->max_row)
            return too_long(in, row);
        switch (feed(in, stop)) {
        case FEED_ERROR:
            return damaged(in, row, STATUS_QUOTE_STRAY);
        case FEED_ROW:
            return finish_row(in, row);
        case FEED_BLANK:
            in->info.n_blank++;
            in->excel_row++;
            begin_row(in);
            break;
        case FEED_MORE:
            break;
        }
    }
    return CSVIN_END;
}

static enum csvin_event finish_file(struct csvin *in)
{
    uint8_t digest[HASH_SIZE];

    if (in->info.sha256[0] == '\0') {
        hash_done(&in->hash, digest);
        hash_hex(digest, in->info.sha256);
    }
    return CSVIN_END;
}

static enum csvin_event next_row(struct csvin *in, struct csvin_row *row)
{
    enum csvin_event event;

    for (;;) {
        if (in->info.sha256[0] != '\0')
            return CSVIN_END;
        begin_row(in);
        in->excel_row++;
        event = read_row(in, row);
        in->info.n_lines = in->next.line - 1;
        if (event == CSVIN_END)
            return finish_file(in);
        if (in->any || event == CSVIN_BAD || in->record == 0)
            break;
        in->info.n_blank++;
    }
    in->record++;
    in->info.n_records++;
    return event;
}

enum csvin_event csvin_next(struct csvin *in, struct csvin_row *row)
{
    if (in->again) {
        in->again = false;
        *row = in->last;
        return in->last_event;
    }
    in->last_event = next_row(in, row);
    in->last = *row;
    return in->last_event;
}

void csvin_back(struct csvin *in)
{
    in->again = true;
}

enum status csvin_status(const struct csvin *in)
{
    return in->status;
}

const struct csvin_info *csvin_info(const struct csvin *in)
{
    return &in->info;
}

void csvin_say(const struct csvin_row *row, struct diag *diag)
{
    (void)diag_say(diag, row->status, &row->place, row->arg[0], row->arg[1],
                   NULL);
}

/* Walks the raw row again: positions are wanted for few cells, so the fast
 * path does not pay for them. */
bool csvin_locate(const struct csvin *in, const struct csvin_row *row,
                  size_t column, struct csvin_span *out)
{
    const char *s = row->raw, *end = s + row->raw_size, *start = s;
    size_t index = 0;
    long line = row->line, start_line = line;

    for (;; s++) {
        bool in_cell = s < end && *s != in->info.separator;

        if (in_cell && *s == '"') { /* a quoted cell ends at a lone quote */
            for (s++; s < end && (*s != '"' || (s + 1 < end && s[1] == '"'));
                 s++) {
                s += *s == '"';
                line += *s == '\n' || (*s == '\r' && s + 1 < end &&
                                       s[1] != '\n' && s[1] != '\r');
            }
            continue;
        }
        if (in_cell)
            continue;
        if (index == column)
            break;
        if (s >= end)
            return false;
        index++;
        start = s + 1;
        start_line = line;
    }
    *out = (struct csvin_span){.line = start_line,
                               .has_offset = in->info.has_offsets};
    out->offset = in->row.offset +
                  original_size(in, row->raw, (size_t)(start - row->raw));
    out->size = original_size(in, start, (size_t)(s - start));
    return true;
}

static enum status open_file(struct csvin *in, const char *path,
                             double max_file)
{
    struct stat st;

    in->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (in->fd < 0 || fstat(in->fd, &st) != 0)
        return say_errno(in, path);
    if (S_ISDIR(st.st_mode))
        return diag_say(in->diag, STATUS_FILE_FOLDER, NULL, path, NULL);
    if (!S_ISREG(st.st_mode))
        return diag_say(in->diag, STATUS_FILE_SPECIAL, NULL, path, NULL);
    if ((double)st.st_size > max_file)
        return diag_say(in->diag, STATUS_FILE_LARGE, NULL, path,
                        arena_printf(in->arena, "%.0f", max_file), NULL);
    return STATUS_OK;
}

/* Takes the first block: what it is, its encoding. */
static enum status look(struct csvin *in, const char *encoding)
{
    enum charset named = CHARSET_COUNT;
    struct charset_guess guess;
    enum status status;

    if (encoding != NULL) {
        named = charset_find(encoding);
        if (named == CHARSET_COUNT)
            return diag_say(in->diag, STATUS_ENCODING_UNKNOWN, NULL, encoding,
                            NULL);
    }
    (void)read_block(in);
    if (in->status != STATUS_OK)
        return in->status;
    status = dialect_magic(in->block, in->block_n);
    if (status != STATUS_OK)
        return diag_say(in->diag, status, NULL, in->info.file, NULL);
    guess = charset_detect(in->block, in->block_n, true, in->file_end);
    if (named != CHARSET_COUNT) {
        if (charset_contradicts(named, in->block, in->block_n))
            return diag_say(in->diag, STATUS_ENCODING_WRONG, NULL,
                            charset_name(named, false),
                            charset_name(guess.charset, false), NULL);
        guess.charset = named;
        guess.unsure = false;
        in->forced = true;
    }
    set_charset(in, guess);
    in->block_at = guess.bom;
    in->next.offset = guess.bom;
    return STATUS_OK;
}

/* Separator and quoting from the first LOOK bytes of text. */
static enum status sniff(struct csvin *in, char separator)
{
    struct dialect dialect;
    size_t n;

    while (in->end < LOOK && fill(in))
        ;
    n = in->end < LOOK ? in->end : LOOK;
    dialect_sniff(in->window, n, in->text_end && n == in->end, separator,
                  &dialect);
    if (dialect.empty)
        return diag_say(in->diag, STATUS_FILE_EMPTY, NULL, in->info.file, NULL);
    in->info.separator = dialect.separator;
    in->info.quoting = dialect.quoting;
    in->next.at = dialect.skip;
    in->next.offset += dialect.skip;
    in->next.line = dialect.skip > 0 ? 2 : 1;
    in->row = in->next;
    return STATUS_OK;
}

static void make_buffers(struct csvin *in, const struct params *params)
{
    in->max_cell = (size_t)params_get(params, PARAM_MAX_CELL);
    in->max_row = (size_t)params_get(params, PARAM_MAX_ROW);
    in->max_columns = (size_t)params_get(params, PARAM_MAX_COLUMNS);
    in->max_lines = (long)params_get(params, PARAM_MAX_CELL_LINES);
    in->row_like = (size_t)params_get(params, PARAM_ROW_LIKE);
    in->block = ARENA_ARRAY(in->arena, BLOCK, unsigned char);
    in->capacity = in->max_row + 6 * (size_t)BLOCK + 2 * LOOK;
    in->window = ARENA_ARRAY(in->arena, in->capacity, char);
    in->text = ARENA_ARRAY(in->arena, in->max_row + in->max_columns + 64, char);
    in->cell = ARENA_ARRAY(in->arena, in->max_columns + 1, struct csvin_cell);
}

enum status csvin_open(struct arena *arena, const char *path,
                       const struct csvin_options *options,
                       const struct params *params, struct diag *diag,
                       struct csvin **out)
{
    struct csvin *in = ARENA_NEW(arena, struct csvin);
    enum status status;

    in->arena = arena;
    in->diag = diag;
    in->info.file = path;
    in->chunk =
        options->chunk > 0 && options->chunk < BLOCK ? options->chunk : BLOCK;
    hash_init(&in->hash);
    make_buffers(in, params);
    csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL |
                              CSV_EMPTY_IS_NULL);
    status = open_file(in, path, params_get(params, PARAM_MAX_FILE));
    if (status == STATUS_OK)
        status = look(in, options->encoding);
    if (status == STATUS_OK)
        status = sniff(in, options->separator);
    if (status != STATUS_OK) {
        csvin_close(in);
        return status;
    }
    csv_set_delim(&in->parser, (unsigned char)in->info.separator);
    /* libcsv makes its buffer in the first csv_parse() with a byte in it, and
     * csv_fini() writes there: a last line that plain_cells() took whole would
     * end the file before it.  A blank line makes the buffer and nothing else. */
    if (csv_parse(&in->parser, "\n", 1, NULL, NULL, NULL) != 1) {
        csvin_close(in);
        return STATUS_NO_MEMORY;
    }
    in->stops[(unsigned char)in->info.separator] = true;
    in->stops['"'] = in->stops['\r'] = in->stops['\n'] = true;
    *out = in;
    return STATUS_OK;
}

void csvin_close(struct csvin *in)
{
    if (in == NULL)
        return;
    csv_free(&in->parser);
    if (in->fd >= 0)
        close(in->fd);
    in->fd = -1;
}

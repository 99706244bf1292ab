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
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/behind.h"
#include "core/file.h"
#include "core/text.h"
#include "ingest/charset.h"
#include "ingest/dialect.h"
#include "ingest/xlsxin.h"

enum { BLOCK = 256 * 1024, LOOK = 64 * 1024 };

/* By this libcsv's buffer for a cell grows: few cells are longer. */
enum { CELL_BLOCK = 4096 };

/* With fewer separators a row a sentence may have as many. */
enum { JOINED = 5, MENDED = 64 };

/* libcsv's states, which its header leaves unnamed. */
enum {
    STATE_ROW_NOT_BEGUN = 0,
    STATE_FIELD_NOT_BEGUN = 1,
    STATE_FIELD_BEGUN = 2
};

/* What a byte is to a plain cell. */
enum byte_role { BYTE_TEXT, BYTE_BLANK, BYTE_STOP };

/* Cells of one row that reach over a line end and are remembered. */
enum { OPENED = 8 };

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
    struct hash hash; /* of the jobs, while there is one */
    size_t max_cell, max_row, max_columns, row_like;
    long max_lines, max_titles;

    /* the file, block by block; with somebody to sum one while the next is
     * read, in two buffers in turn */
    unsigned char *block, *buffer[2];
    struct behind *behind;
    struct to_sum {
        struct hash *hash;
        const unsigned char *data;
        size_t n;
        unsigned long job;
    } to_sum[2];
    size_t turn;
    size_t block_size, block_n, block_at, chunk;
    bool file_end, forced;
    enum charset charset;
    struct charset_decoder decoder;

    /* decoded text; [row.at, end) is kept */
    char *window;
    size_t capacity, end;
    struct spot row, next; /* where the row starts, where the next line does */
    bool has_cr, has_nul;  /* does any text read so far hold such a byte */
    bool has_bad;          /* or one that is no UTF-8, in a file of it */
    size_t n_begun;        /* bytes at the end that begin a character */
    bool lf_known;         /* lf: next LF at or after next.at, or where the */
    size_t lf;             /* search for it ended */
    bool text_end;
    long excel_row, record;
    long n_gap, gap_line; /* blank rows since the last row */
    bool every;           /* see csvin_options */
    bool looking;         /* the first block only, and nothing is changed */

    /* the row under way */
    struct csv_parser parser;
    uint8_t role[256]; /* of a byte in a plain cell */
    char *text;
    size_t n_text;
    struct csvin_cell *cell;
    size_t n_cells, width, n_header;
    size_t usual;              /* cells of most rows, as sniffed */
    struct csvin_cell *header; /* n_header, once it was delivered */
    bool head_byte[256];       /* first bytes of header cells */
    bool row_done, any, overflow, large;
    bool open;         /* within a quoted cell at a line end */
    bool cut;          /* the row ends with the file, within its line */
    size_t open_cell;  /* its index */
    size_t error_at;   /* where in the window libcsv stopped */
    struct spot after; /* the line after the one where it opened */
    struct {
        size_t cell;
        struct spot after;
    } opened[OPENED]; /* this one and those before it in the row */
    size_t n_opened;
    enum status damage; /* bytes that mean nothing: first of the row */
    long damage_line;
    long mended[MENDED], mended_to; /* lines with bytes written over */
    size_t n_mended;

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

static void sum_block(void *data)
{
    const struct to_sum *block = data;

    hash_add(block->hash, block->data, block->n);
}

/* The sum of the file up to here is ours, with the buffers. */
static void wait_for_sums(struct csvin *in)
{
    for (size_t i = 0; i < 2 && in->behind != NULL; i++) {
        behind_wait(in->behind, in->to_sum[i].job);
        in->to_sum[i].job = 0;
    }
}

/* Adds the block to the sum of the file.  The first is summed at once: most
 * files have no other. */
static void add_block(struct csvin *in)
{
    struct to_sum *block = &in->to_sum[in->turn];

    if (in->behind == NULL || in->info.n_bytes == 0) {
        hash_add(&in->hash, in->block, in->block_n);
    } else if (in->block_n > 0) {
        *block = (struct to_sum){&in->hash, in->block, in->block_n, 0};
        block->job = behind_do(in->behind, sum_block, block);
    }
    in->info.n_bytes += in->block_n;
}

/* The buffer that was read before the last one. */
static void turn_buffers(struct csvin *in)
{
    if (in->behind == NULL)
        return;
    in->turn = 1 - in->turn;
    in->block = in->buffer[in->turn];
    behind_wait(in->behind, in->to_sum[in->turn].job);
}

/* Fills the block; false at the end of the file or on an error. */
static bool read_block(struct csvin *in)
{
    turn_buffers(in);
    in->block_n = 0;
    in->block_at = 0;
    while (in->block_n < in->block_size && !in->file_end) {
        ssize_t n =
            read(in->fd, in->block + in->block_n, in->block_size - in->block_n);

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
    if (in->info.workbook)
        return in->block_n > 0; /* the original is hashed already */
    add_block(in);
    return in->block_n > 0;
}

static void set_charset(struct csvin *in, struct charset_guess guess)
{
    in->charset = guess.charset;
    in->info.bom = guess.bom > 0;
    in->info.encoding_unsure = guess.unsure;
    in->info.encoding = charset_name(guess.charset, false);
    in->info.leftover = guess.leftover != NULL ? guess.leftover : "";
    in->info.has_offsets = charset_has_offsets(guess.charset);
    charset_init(&in->decoder, guess.charset);
}

/* Do all n bytes belong to characters beyond ASCII?  No line ends there. */
static bool is_beyond(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n && (unsigned char)s[i] >= 0x80)
        i++;
    return i == n;
}

/* Is the text valid, of which n bytes are new?  Its last character may go on in
 * what is read next. */
static void check_text(struct csvin *in, size_t n)
{
    size_t size = in->n_begun + n, bad;
    const char *s;

    if (in->charset != CHARSET_UTF8 || in->has_bad)
        return;
    if (size > in->end) /* it began in a row too long to be kept */
        size = in->end;
    s = in->window + in->end - size;
    bad = size;
    if (!text_utf8_valid(s, size, &bad))
        in->has_bad =
            size - bad > 3 || in->text_end || !is_beyond(s + bad, size - bad);
    in->n_begun = size - bad;
}

/* n bytes more of text in the window.  Bytes that few files hold are looked for
 * here, many lines at once, so that not each line is searched for them. */
static void take_text(struct csvin *in, size_t n)
{
    const char *s = in->window + in->end;

    in->has_cr = in->has_cr || memchr(s, '\r', n) != NULL;
    in->has_nul = in->has_nul || memchr(s, '\0', n) != NULL;
    in->end += n;
    check_text(in, n);
}

/* Drops what lies before the row. */
static void make_room(struct csvin *in)
{
    size_t gone = in->row.at;

    memmove(in->window, in->window + gone, in->end - gone);
    in->end -= gone;
    in->row.at = 0;
    in->next.at -= gone;
    in->after.at = in->after.at > gone ? in->after.at - gone : 0;
    for (size_t i = 0; i < in->n_opened; i++)
        in->opened[i].after.at -= gone;
    in->lf_known = in->lf_known && in->lf >= gone;
    in->lf -= in->lf_known ? gone : 0;
}

/* One more chunk of text at the end of the window; false when there is none.
 * What is left there is moved to its beginning when that is less than what
 * comes: memory that was used a moment ago is near. */
static bool fill(struct csvin *in)
{
    size_t n;

    if (in->block_at == in->block_n) {
        if (!read_block(in)) {
            if (in->text_end)
                return false;
            in->text_end = true;
            take_text(in, charset_finish(&in->decoder, in->window + in->end));
            return true;
        }
        if (in->charset == CHARSET_ASCII && !in->forced)
            set_charset(in, charset_detect(in->block, in->block_n, false,
                                           in->block_n < in->block_size));
    }
    n = in->block_n - in->block_at;
    if (n > in->chunk)
        n = in->chunk;
    if (in->end - in->row.at < n || in->end + 3 * n + 8 > in->capacity)
        make_room(in);
    take_text(in, charset_decode(&in->decoder, in->block + in->block_at, n,
                                 in->window + in->end));
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
    cr = in->has_cr ? memchr(s + from, '\r', in->lf - from) : NULL;
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
    if (in->looking) {
        *stop = line_end(in);
        return *stop > in->next.at && *stop + 4 < LOOK;
    }
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

    while (in->has_nul && (nul = memchr(s, '\0', n)) != NULL) {
        note_damage(in, STATUS_ROW_NUL);
        if (in->looking)
            return;
        *nul = ' ';
    }
    if (charset_is_8bit(in->charset) && charset_is_mojibake(s, n))
        note_damage(in, STATUS_ROW_MIXED);
    if (in->charset == CHARSET_CP1250 && charset_is_latin2_in_1250(s, n))
        note_damage(in, STATUS_ROW_MIXED);
    if (in->decoder.n_bad > 0 && memmem(s, n, "\xEF\xBF\xBD", 3) != NULL)
        note_damage(in, STATUS_ROW_BYTES);
    if (!in->has_bad)
        return;
    for (size_t from = 0; !text_utf8_valid(s + from, n - from, &bad);) {
        note_damage(in, STATUS_ROW_BYTES);
        if (in->looking)
            return;
        from += bad;
        s[from] = '?';
    }
}

/* A line that was read as part of a damaged row is read again: its bytes are
 * written over by then, so what they were is remembered. */
static void remember(struct csvin *in)
{
    if (in->damage == STATUS_OK || in->damage_line != in->next.line ||
        in->looking)
        return;
    if (in->n_mended < MENDED)
        in->mended[in->n_mended++] = in->next.line;
    else
        in->mended_to = in->next.line;
}

static void recall(struct csvin *in)
{
    for (size_t i = 0; i < in->n_mended; i++)
        if (in->mended[i] == in->next.line)
            note_damage(in, STATUS_ROW_BYTES);
    if (in->next.line <= in->mended_to)
        note_damage(in, STATUS_ROW_BYTES);
}

static void forget(struct csvin *in)
{
    size_t n = 0;

    for (size_t i = 0; i < in->n_mended; i++)
        if (in->mended[i] >= in->next.line)
            in->mended[n++] = in->mended[i];
    in->n_mended = n;
}

static void begin_row(struct csvin *in)
{
    if (in->n_mended > 0)
        forget(in);
    in->row = in->next;
    in->n_text = 0;
    in->n_cells = 0;
    in->row_done = in->any = in->overflow = in->large = in->open = false;
    in->cut = false;
    in->n_opened = 0;
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

/* Cells of the row under way with another separator. */
static size_t cells_with(const struct csvin *in, char separator)
{
    const char *s = in->window + in->row.at, *end = in->window + in->next.at;
    size_t n = 1;
    bool quoted = false;

    for (; s < end; s++) {
        quoted ^= *s == '"';
        n += !quoted && *s == separator;
    }
    return n;
}

/* Which separator would make the row right, 0 when none. */
static char other_separator(const struct csvin *in)
{
    for (const char *s = DIALECT_SEPARATORS; *s != '\0'; s++)
        if (*s != in->info.separator && in->width > 2 &&
            cells_with(in, *s) == in->n_header)
            return *s;
    return 0;
}

/* A stray quote that ends a cell closes one whose opening quote is lost.  When
 * the row has cells too many that one began as many cells before. */
static size_t cell_of_stray(const struct csvin *in, size_t column)
{
    const char *s = in->window + in->error_at, *end = in->window + in->next.at;
    size_t cells = column;
    bool quoted = false;

    if (*s != '"' || s + 1 == end ||
        (s[1] != in->info.separator && s[1] != '\r' && s[1] != '\n'))
        return column;
    for (s++; s < end; s++) {
        quoted ^= *s == '"';
        cells += !quoted && *s == in->info.separator;
    }
    if (cells <= in->n_header || cells - in->n_header >= column)
        return column;
    return column - (cells - in->n_header);
}

/* C1: says where the cell opened and goes on at the line after it. */
static enum csvin_event damaged(struct csvin *in, struct csvin_row *row,
                                enum status status)
{
    struct spot here = in->next;
    size_t column = in->n_cells + 1;
    char other;

    if (in->open &&
        (in->open_cell == in->n_cells || status == STATUS_QUOTE_OPEN)) {
        here = in->after;
        column = in->open_cell + 1;
        status = STATUS_QUOTE_OPEN;
    } else if (status == STATUS_QUOTE_STRAY)
        column = cell_of_stray(in, column);
    if (in->cut && here.at == in->end && status == STATUS_QUOTE_OPEN)
        status = STATUS_ROW_CUT;
    in->next = here;
    in->lf_known = false;
    /* Quotes behind a foreign separator look stray. */
    other = status == STATUS_QUOTE_STRAY ? other_separator(in) : 0;
    if (other == 0)
        return bad_row(in, row, status, here.line - 1, column, here.at);
    (void)bad_row(in, row, STATUS_ROW_SEPARATOR, in->row.line, 0, here.at);
    row->arg[0] = dialect_separator_name(other);
    row->arg[1] = dialect_separator_name(in->info.separator);
    return CSVIN_BAD;
}

/* Do lines within the row look like rows of this file?  In a row of the right
 * width only lines wholly inside quotes count, and only as many separators as
 * no sentence has; a row of the wrong width is damaged anyway. */
static bool swallowed_rows(const struct csvin *in, bool right_width)
{
    const char *s = in->window + in->after.at;
    const char *end = in->window + in->next.at;

    if (!in->open || in->width < (right_width ? in->row_like : 3) ||
        memchr(s, in->info.separator, (size_t)(end - s)) == NULL)
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

/* Does the cell hold just the separators of whole rows? */
static bool holds_rows(const struct csvin *in, const struct csvin_cell *cell)
{
    size_t n_lines = 0, n_separators = 0, row = in->n_header - 1;

    if (memchr(cell->text, in->info.separator, cell->size) == NULL)
        return false;
    for (size_t i = 0; i < cell->size; i++) {
        n_lines += cell->text[i] == '\n' || cell->text[i] == '\r';
        n_separators += cell->text[i] == in->info.separator;
    }
    return n_separators % row == 0 && n_separators / row <= n_lines;
}

/* Two quotes of two rows in the same column leave one row of the right width,
 * whose cell holds just the separators of the rows that are gone.  Any cell of
 * the row may be it; reading goes on behind its first line. */
static bool joined_rows(struct csvin *in)
{
    if (!in->open || in->n_header < JOINED + 1)
        return false;
    for (size_t i = 0; i < in->n_opened; i++) {
        size_t cell = in->opened[i].cell;

        if (cell >= in->n_cells || !holds_rows(in, &in->cell[cell]))
            continue;
        in->open_cell = cell;
        in->after = in->opened[i].after;
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

/* C5.  Cells lost or added in the middle move all that stand behind them, and
 * empty cells at the end would hide it: so a row is as long as the header or
 * as most rows are, or else ends with its last named cell. */
static bool right_width(const struct csvin *in)
{
    size_t n = in->n_cells, usual = in->n_header;

    if (in->usual >= in->width && in->usual < in->n_header)
        usual = in->usual;
    if (in->overflow || n < in->width || n > usual)
        return false;
    if (n == usual)
        return usual == in->n_header || tail_is_empty(in, in->width);
    return in->cell[in->width - 1].size > 0 && tail_is_empty(in, in->width);
}

static const char *number(struct arena *arena, size_t n)
{
    return arena_printf(arena, "%zu", n);
}

/* Parts of a cell between separators. */
static size_t count_in(const struct csvin_cell *cell, char separator)
{
    size_t n = 1;

    for (size_t i = 0; i < cell->size; i++)
        n += cell->text[i] == separator;
    return n;
}

/* A comma file edited in a sheet that parts with semicolons: the row stands in
 * one cell, its quotes doubled. */
static bool is_row_in_cell(const struct csvin *in)
{
    return in->n_cells > 0 && in->window[in->row.at] == '"' && in->width > 2 &&
           tail_is_empty(in, 1) &&
           count_in(&in->cell[0], in->info.separator) >= in->width;
}

static enum csvin_event wrong_width(struct csvin *in, struct csvin_row *row)
{
    bool is_short = in->n_cells < in->n_header;
    char separator = other_separator(in);
    enum status status = separator != 0        ? STATUS_ROW_SEPARATOR
                         : is_row_in_cell(in)  ? STATUS_ROW_IN_CELL
                         : is_short && in->cut ? STATUS_ROW_CUT
                         : is_short            ? STATUS_ROW_SHORT
                                               : STATUS_ROW_LONG;

    (void)bad_row(in, row, status, in->row.line, 0, in->next.at);
    row->arg[0] = number(in->arena, in->n_cells);
    row->arg[1] = number(in->arena, in->n_header);
    if (separator != 0) {
        row->arg[0] = dialect_separator_name(separator);
        row->arg[1] = dialect_separator_name(in->info.separator);
    }
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
    bool right;

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
    right = in->record == 0 || right_width(in);
    if (swallowed_rows(in, right) || (in->record > 0 && joined_rows(in)))
        return damaged(in, row, STATUS_QUOTE_OPEN);
    if (!right)
        return wrong_width(in, row);
    pad(in);
    fill_row(in, row, in->next.at);
    return CSVIN_ROW;
}

static bool is_quoted(const struct csvin *in)
{
    return in->parser.pstate == STATE_FIELD_BEGUN && in->parser.quoted != 0;
}

/* Remembers where a quoted cell that reaches over the line end opened. */
static void note_open(struct csvin *in)
{
    if (!is_quoted(in) || (in->open && in->open_cell == in->n_cells))
        return;
    in->open = true;
    in->open_cell = in->n_cells;
    in->after = in->next;
    if (in->n_opened < OPENED) {
        in->opened[in->n_opened].cell = in->n_cells;
        in->opened[in->n_opened++].after = in->next;
    }
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
    row->large_at = in->row.offset;
    do {
        if (!get_line(in, &stop, &whole))
            break;
        in->next.offset +=
            original_size(in, in->window + in->next.at, stop - in->next.at);
        in->next.at = stop;
        in->row = in->next;
    } while (!whole);
    in->next.line++;
    row->large_size = in->next.offset - row->large_at;
    for (size_t i = in->next.at;
         i-- > 0 && (in->window[i] == '\n' || in->window[i] == '\r');)
        row->large_size--;
    row->raw = "";
    row->raw_size = 0;
    row->n_cells = 0;
    return CSVIN_BAD;
}

static void note_blank(struct csvin *in)
{
    in->info.n_blank++;
    if (in->n_gap++ == 0)
        in->gap_line = in->row.line;
}

/* Blank rows before a row stand within the data; those at the end do not. */
static void note_gap(struct csvin *in)
{
    if (in->record > 0 && in->n_gap > 0) {
        if (in->info.n_gaps == 0)
            in->info.gap_line = in->gap_line;
        in->info.n_gaps += in->n_gap;
    }
    in->n_gap = 0;
}

enum feed { FEED_MORE, FEED_BLANK, FEED_ROW, FEED_ERROR };

/* A quoted cell that ends in this line: its text to *to, which advances.
 * Returns the bytes used, with the closing quote; 0 when there is none. */
static size_t unquote(const char *s, size_t n, char **to)
{
    const char *from = s, *end = s + n, *quote;

    while ((quote = memchr(from, '"', (size_t)(end - from))) != NULL) {
        size_t size = (size_t)(quote - from);
        bool doubled = quote + 1 < end && quote[1] == '"';

        memcpy(*to, from, size + doubled);
        *to += size + doubled;
        from = quote + 1 + doubled;
        if (!doubled)
            return (size_t)(from - s);
    }
    return 0;
}

static enum byte_role role_of(const struct csvin *in, char c)
{
    return in->role[(unsigned char)c];
}

/* A cell without quotes and without blanks at its ends: its text to *to, which
 * advances.  *end is behind its last byte; false when it is none of these. */
static inline bool bare(const struct csvin *in, const char *s, size_t n,
                        size_t *end, char **to)
{
    size_t i = 0;

    for (; i < n && role_of(in, s[i]) != BYTE_STOP; i++)
        (*to)[i] = s[i];
    *to += i;
    *end = i;
    return i == 0 || (role_of(in, s[0]) == BYTE_TEXT &&
                      role_of(in, s[i - 1]) == BYTE_TEXT);
}

/* Bytes looked at together. */
enum { STRIDE = 32 };

/* Which of STRIDE bytes are c, a bit each. */
static inline uint32_t where(const char *s, char c)
{
#ifdef __SSE2__
    const __m128i *from = (const void *)s;
    __m128i all = _mm_set1_epi8(c);
    int low = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(from), all));
    int high =
        _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(from + 1), all));

    return (uint32_t)high << 16 | (uint32_t)low;
#else
    uint32_t bits = 0;

    for (size_t i = 0; i < STRIDE; i++)
        bits |= (uint32_t)(s[i] == c) << i;
    return bits;
#endif
}

/* Takes the bare cells from *at on that end with a separator.  How long each
 * is, nobody can foretell, so few branches ask: many separators are found at
 * once, and of each cell a stride is copied, whatever it has.  Looks at up to
 * 31 bytes behind the line, and writes a stride behind the text. */
static struct csvin_cell *bare_cells(const struct csvin *in, const char *line,
                                     size_t n, size_t *at,
                                     struct csvin_cell *cell, char **text,
                                     size_t *longest)
{
    const struct csvin_cell *last = in->cell + in->max_columns;
    char separator = in->info.separator, *to = *text;
    uint32_t begin = 1, blank = 0, stops = 0; /* begin: behind a separator */
    size_t from = *at, most = *longest;

    for (size_t base = from; base < n && stops == 0 && last - cell >= STRIDE;
         base += STRIDE) {
        const char *s = line + base;
        uint32_t own =
            n - base < STRIDE ? (UINT32_C(1) << (n - base)) - 1 : UINT32_MAX;
        uint32_t ends = where(s, separator) & own;
        uint32_t blanks = (where(s, ' ') | where(s, '\t')) & own & ~ends;

        /* a quote; a blank at either end of a cell */
        stops = (where(s, '"') & own) | (blanks & (ends << 1 | begin)) |
                ((blanks << 1 | blank) & ends);
        begin = ends >> (STRIDE - 1);
        blank = blanks >> (STRIDE - 1);
        if (stops != 0)
            ends &= (stops & -stops) - 1;
        for (; ends != 0; ends &= ends - 1) {
            size_t end = base + (size_t)__builtin_ctz(ends);
            size_t size = end - from;

            if (size <= STRIDE)
                memcpy(to, line + from, STRIDE);
            else
                memcpy(to, line + from, size);
            *cell++ = (struct csvin_cell){to, (uint32_t)size, size > 0};
            most = size > most ? size : most;
            to += size;
            *to++ = '\0';
            from = end + 1;
        }
    }
    *at = from;
    *text = to;
    *longest = most;
    return cell;
}

/* Takes the cells at the start of a row that libcsv could only read in the same
 * way: before a separator or the end of the line, without quotes and without
 * blanks at their ends, or between two quotes.  Returns the bytes used, all
 * when the row is done; a blank line is left alone. */
static size_t plain_cells(struct csvin *in, const char *line, size_t n)
{
    struct csvin_cell *cell = in->cell + in->n_cells;
    const struct csvin_cell *last = in->cell + in->max_columns;
    char *text = in->text + in->n_text;
    char separator = in->info.separator;
    size_t at = 0, longest = 0;

    while (at < n && cell < last) {
        const char *s;
        char *to;
        size_t size, used = 1;
        bool quoted = line[at] == '"';

        if (!quoted)
            cell = bare_cells(in, line, n, &at, cell, &text, &longest);
        if (at == n || cell == last)
            break;
        s = line + at;
        to = text;
        quoted = *s == '"';
        if (quoted) {
            used += unquote(s + 1, n - at - 1, &to);
            if (used == 1)
                break;
        } else if (!bare(in, s, n - at, &used, &to)) {
            break;
        }
        if (at + used >= n ||
            (s[used] != separator &&
             (at + used == 0 || (s[used] != '\n' && s[used] != '\r'))))
            break;
        size = (size_t)(to - text);
        *cell++ = (struct csvin_cell){text, (uint32_t)size, quoted || size > 0};
        longest = size > longest ? size : longest;
        *to++ = '\0';
        text = to;
        at += used + 1;
        if (s[used] != separator) {
            in->row_done = true;
            at = n;
        }
    }
    in->large |= longest > in->max_cell;
    in->any |= longest > 0;
    in->n_cells = (size_t)(cell - in->cell);
    in->n_text = (size_t)(text - in->text);
    return at;
}

/* In a quoted cell, all up to the next quote is its text: into libcsv's buffer
 * with it, as far as there is room.  Returns the bytes taken. */
static size_t take_quoted(struct csv_parser *parser, const char *s, size_t n)
{
    const char *quote = memchr(s, '"', n);
    size_t size = quote != NULL ? (size_t)(quote - s) : n;
    size_t room = parser->entry_size - 1 - parser->entry_pos; /* but a NUL */

    if (size > room)
        size = room;
    memcpy(parser->entry_buf + parser->entry_pos, s, size);
    parser->entry_pos += size;
    return size;
}

/* csv_parse() with a short way for open answers, which go on over lines.  Two
 * bytes say what a quote means. */
static size_t parse(struct csvin *in, const char *s, size_t n)
{
    size_t done = 0;

    while (done < n) {
        size_t step, parsed;

        if (is_quoted(in))
            done += take_quoted(&in->parser, s + done, n - done);
        step = n - done > 2 && (s[done] == '"' || is_quoted(in)) ? 2 : n - done;
        parsed = csv_parse(&in->parser, s + done, step, on_cell, on_row, in);
        done += parsed;
        if (parsed < step)
            break;
    }
    return done;
}

/* Gives libcsv the line up to `stop`. */
static enum feed feed(struct csvin *in, size_t stop)
{
    char *line = in->window + in->next.at;
    size_t n = stop - in->next.at, parsed = 0;
    bool at_end = in->text_end && stop == in->end;
    enum status before;
    long before_line;

    if (in->n_mended > 0)
        recall(in);
    before = in->damage;
    before_line = in->damage_line;
    in->damage = STATUS_OK;
    check_bytes(in, line, n);
    remember(in);
    if (before != STATUS_OK) {
        in->damage = before;
        in->damage_line = before_line;
    }
    if (in->parser.pstate == STATE_ROW_NOT_BEGUN)
        parsed = plain_cells(in, line, n);
    if (!in->row_done) {
        if (parsed > 0)
            in->parser.pstate = STATE_FIELD_NOT_BEGUN;
        parsed += parse(in, line + parsed, n - parsed);
    }
    in->next.offset += original_size(in, line, n);
    in->next.at = stop;
    in->next.line++;
    in->cut = at_end && n > 0 && line[n - 1] != '\n' && line[n - 1] != '\r';
    if (parsed < n) {
        in->error_at = stop - n + parsed;
        return FEED_ERROR;
    }
    if (in->row_done)
        return FEED_ROW;
    if (in->parser.pstate == STATE_ROW_NOT_BEGUN)
        return FEED_BLANK;
    note_open(in);
    if (!at_end)
        return over_caps(in) ? FEED_ERROR : FEED_MORE;
    if (is_quoted(in))
        return FEED_ERROR;
    return csv_fini(&in->parser, on_cell, on_row, in) == 0 ? FEED_ROW
                                                           : FEED_ERROR;
}

/* A line `# ...` among the rows is somebody's remark, unless it is as wide as
 * a row (HXL tags are). */
static bool is_comment(const struct csvin *in, size_t stop)
{
    const char *s = in->window + in->next.at, *end = in->window + stop;
    size_t n = 1;

    if (*s != '#' || in->every || in->record == 0 || in->width < 2)
        return false;
    for (; s < end; s++)
        n += *s == in->info.separator;
    return n < in->width;
}

static void skip_comment(struct csvin *in, size_t stop)
{
    in->next.offset +=
        original_size(in, in->window + in->next.at, stop - in->next.at);
    in->next.at = stop;
    if (in->info.n_comments++ == 0)
        in->info.comment_line = in->next.line;
    in->next.line++;
    in->excel_row++;
    begin_row(in);
}

/* Files joined end to end keep the mark of the second one. */
static void skip_bom(struct csvin *in, size_t stop)
{
    if (stop - in->next.at < 3 ||
        memcmp(in->window + in->next.at, "\xEF\xBB\xBF", 3) != 0)
        return;
    in->next.at += 3;
    in->next.offset += 3;
    in->row = in->next;
}

static enum csvin_event read_row(struct csvin *in, struct csvin_row *row)
{
    size_t stop;
    bool whole;

    while (get_line(in, &stop, &whole)) {
        if (in->parser.pstate == STATE_ROW_NOT_BEGUN)
            skip_bom(in, stop);
        if (in->parser.pstate == STATE_ROW_NOT_BEGUN && is_comment(in, stop)) {
            skip_comment(in, stop);
            continue;
        }
        if (!whole || stop - in->row.at > in->max_row)
            return too_long(in, row);
        switch (feed(in, stop)) {
        case FEED_ERROR:
            return damaged(in, row, STATUS_QUOTE_STRAY);
        case FEED_ROW:
            return finish_row(in, row);
        case FEED_BLANK:
            note_blank(in);
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

    wait_for_sums(in);
    if (in->info.sha256[0] == '\0') {
        hash_done(&in->hash, digest);
        hash_hex(digest, in->info.sha256);
    }
    return CSVIN_END;
}

/* ---- the header, and rows that repeat it ---- */

static bool has_letter(const struct csvin_cell *cell)
{
    for (size_t i = 0; i < cell->size; i++) {
        unsigned char c = (unsigned char)cell->text[i];

        if (c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            return cell->size > 1;
    }
    return false;
}

/* Keeps the header's cells: those with a letter can be known again. */
static void keep_header(struct csvin *in)
{
    in->header = ARENA_ARRAY(in->arena, in->n_cells, struct csvin_cell);
    for (size_t i = 0; i < in->n_cells; i++) {
        in->header[i] = in->cell[i];
        in->header[i].text =
            arena_strndup(in->arena, in->cell[i].text, in->cell[i].size);
        if (has_letter(&in->cell[i]))
            in->head_byte[(unsigned char)in->cell[i].text[0]] = true;
    }
}

static bool same_cell(const struct csvin_cell *a, const struct csvin_cell *b)
{
    return a->size == b->size && memcmp(a->text, b->text, a->size) == 0;
}

/* How many cells of the row are header cells: anywhere, and in their place. */
static void count_headers(const struct csvin *in, size_t *n_filled,
                          size_t *n_any, size_t *n_same)
{
    *n_filled = *n_any = *n_same = 0;
    for (size_t i = 0; i < in->n_cells; i++) {
        const struct csvin_cell *cell = &in->cell[i];
        bool same = i < in->n_header && cell->size > 0 &&
                    same_cell(cell, &in->header[i]);
        bool found = same;

        *n_filled += cell->size > 0;
        for (size_t h = 0; h < in->n_header && !found && has_letter(cell); h++)
            found = same_cell(cell, &in->header[h]);
        *n_any += found;
        *n_same += same;
    }
}

enum repeat { REPEAT_NO, REPEAT_SAME, REPEAT_OTHER };

/* Is the row the header once more (exports joined end to end), or that of a
 * sheet with its columns in another order?  Asked only of rows that begin like
 * a header cell. */
static enum repeat is_repeated(const struct csvin *in)
{
    size_t first = 0, n_filled, n_any, n_same;

    while (first < in->n_cells && in->cell[first].size == 0)
        first++;
    if (first == in->n_cells ||
        !in->head_byte[(unsigned char)in->cell[first].text[0]])
        return REPEAT_NO;
    count_headers(in, &n_filled, &n_any, &n_same);
    if (n_any < 2 || n_any * 5 <= n_filled * 4)
        return REPEAT_NO;
    return n_same == n_any && in->n_cells >= in->width ? REPEAT_SAME
                                                       : REPEAT_OTHER;
}

static size_t count_filled(const struct csvin *in)
{
    size_t n = 0;

    for (size_t i = 0; i < in->n_cells; i++)
        n += in->cell[i].size > 0;
    return n;
}

/* One of the first rows, as the search for the header sees it. */
struct candidate {
    struct spot spot;
    long excel_row;
    size_t n_filled;
    bool bad, other; /* damaged; a row of this file but for its separator */
    bool
        names; /* all cells differ, as names of columns do and answers do not */
};

static bool has_other(const struct csvin *in)
{
    for (const char *s = DIALECT_SEPARATORS; *s != '\0'; s++)
        if (*s != in->info.separator && in->usual > 2 &&
            cells_with(in, *s) + 1 >= in->usual)
            return true;
    return false;
}

/* Has it many cells and no two alike?  A few repetitions are let pass. */
static bool is_names(const struct csvin *in, size_t n_filled)
{
    enum { MANY = 8, PASS = 10 };
    size_t n_twice = 0;

    if (n_filled < MANY)
        return false;
    for (size_t i = 0; i < in->n_cells; i++) {
        size_t j = i + 1;

        while (j < in->n_cells &&
               strcmp(in->cell[i].text, in->cell[j].text) != 0)
            j++;
        n_twice += in->cell[i].size > 0 && j < in->n_cells;
    }
    return n_twice * PASS < n_filled;
}

/* The first row that `is_header` knows, behind rows with few cells or with
 * other names of the columns (numbers, letters, the questions above their
 * codes); when it knows none, the first row behind titles of one cell.  0:
 * nothing to skip. */
static size_t choose_header(const struct csvin *in, const struct candidate *row,
                            size_t n, size_t known)
{
    size_t widest = 0, at = 0;

    for (size_t i = 0; known < n && i < known; i++)
        if (row[i].n_filled * 2 > row[known].n_filled && !row[i].names)
            return 0;
    if (known < n)
        return known;
    for (size_t i = 0; i < n; i++)
        if (row[i].n_filled > widest)
            widest = row[i].n_filled;
    while (at < n && row[at].n_filled <= 1 && !row[at].bad && !row[at].other)
        at++;
    return in->usual > 2 && widest > 2 && at < n && !row[at].bad ? at : 0;
}

/* Puts the reader behind the rows of a title. */
static void find_header(struct csvin *in, csvin_is_header *is_header)
{
    struct candidate *row =
        ARENA_ARRAY(in->arena, (size_t)in->max_titles, struct candidate);
    struct spot start = in->next;
    struct csvin_row read = {0};
    size_t n = 0, known = (size_t)in->max_titles, at;

    in->looking = true;
    while (n < (size_t)in->max_titles && known > n) {
        enum csvin_event event;

        begin_row(in);
        in->excel_row++;
        event = read_row(in, &read);
        if (event == CSVIN_END)
            break;
        row[n] = (struct candidate){in->row,          in->excel_row,
                                    count_filled(in), event == CSVIN_BAD,
                                    has_other(in),    false};
        if (event == CSVIN_ROW && is_header != NULL && row[n].n_filled > 1 &&
            is_header(in->cell, in->n_cells, in->info.separator))
            known = n;
        else
            row[n].names = event == CSVIN_ROW && is_names(in, row[n].n_filled);
        n++;
        if (known == 0)
            break;
    }
    in->looking = false;
    at = choose_header(in, row, n, known < n ? known : n);
    in->excel_row = 0;
    in->next = start;
    if (at > 0) {
        in->next = row[at].spot;
        in->excel_row = row[at].excel_row - 1;
        for (size_t i = 0; i < at; i++)
            in->info.n_titles += row[i].n_filled > 0 || row[i].bad;
        in->info.title_line = row[0].spot.line;
    }
    in->row = in->next;
    in->lf_known = false;
    in->info.n_blank = in->info.n_bad = 0;
    in->n_gap = 0;
}

/* Is the header parted with another character than the rows, or whole in one
 * cell?  Then no column has a name. */
static enum status check_header(struct csvin *in, bool bad)
{
    struct place place = {.file = in->info.file,
                          .line = in->row.line,
                          .excel_row = in->excel_row};
    bool whole = in->window[in->row.at] == '"' && in->usual <= 1;

    if (!bad && in->n_header != 1)
        return STATUS_OK;
    for (const char *s = DIALECT_SEPARATORS; *s != '\0'; s++) {
        size_t n = whole ? count_in(&in->cell[0], *s) : cells_with(in, *s);

        if (n > 2 && whole && !bad)
            return diag_say(in->diag, STATUS_HEADER_IN_CELL, &place,
                            dialect_separator_name(*s), NULL);
        if (n > 2 && *s != in->info.separator && in->usual > 2 &&
            n + 1 >= in->usual)
            return diag_say(in->diag, STATUS_HEADER_SEPARATOR, &place,
                            dialect_separator_name(*s),
                            dialect_separator_name(in->info.separator), NULL);
    }
    return STATUS_OK;
}

/* What the row just read is besides a row: true when the caller gets it. */
static bool is_delivered(struct csvin *in, enum csvin_event event)
{
    enum repeat repeat;

    if (in->record == 0) {
        in->info.header_line = in->row.line;
        in->info.header_row = in->excel_row;
        if (event == CSVIN_ROW)
            keep_header(in);
        if (!in->every)
            in->status = check_header(in, event == CSVIN_BAD);
        return true;
    }
    if (!in->any && (event == CSVIN_ROW || in->row_done) &&
        in->damage == STATUS_OK) {
        in->info.n_bad -= event == CSVIN_BAD;
        note_blank(in);
        return false;
    }
    if (in->every)
        return true;
    repeat = in->header != NULL ? is_repeated(in) : REPEAT_NO;
    if (repeat == REPEAT_OTHER) {
        in->status = diag_say(in->diag, STATUS_HEADER_OTHER,
                              &(struct place){.file = in->info.file,
                                              .line = in->row.line,
                                              .excel_row = in->excel_row},
                              NULL);
    } else if (repeat == REPEAT_SAME) {
        if (in->info.n_headers++ == 0)
            in->info.repeat_line = in->row.line;
        if (event == CSVIN_BAD)
            in->info.n_bad--;
    } else if (event == CSVIN_ROW && in->window[in->row.at] == '#' &&
               in->width > 1 && tail_is_empty(in, 1)) {
        if (in->info.n_comments++ == 0)
            in->info.comment_line = in->row.line;
        return false;
    }
    return repeat == REPEAT_NO;
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
        if (is_delivered(in, event) && in->status == STATUS_OK)
            break;
        if (in->status != STATUS_OK)
            return finish_file(in);
    }
    note_gap(in);
    in->info.open_end =
        in->cut && event == CSVIN_ROW && in->window[in->next.at - 1] != '"';
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
    if (in->info.workbook && in->last_event != CSVIN_END)
        row->line = row->place.line = row->excel_row;
    in->last = *row;
    return in->last_event;
}

void csvin_back(struct csvin *in)
{
    in->again = true;
}

/* One note on what was passed over, when there was any. */
static void say_note(const struct csvin *in, struct diag *diag,
                     enum status status, long n, long line)
{
    char text[24];

    if (n <= 0)
        return;
    (void)snprintf(text, sizeof text, "%ld", n);
    (void)diag_say(diag, status,
                   &(struct place){.file = in->info.file, .line = line}, text,
                   NULL);
}

void csvin_notes(const struct csvin *in, struct diag *diag)
{
    const struct csvin_info *info = &in->info;

    if (info->encoding_unsure)
        (void)diag_say(diag, STATUS_ENCODING_GUESSED,
                       &(struct place){.file = info->file}, info->encoding,
                       info->leftover, NULL);
    say_note(in, diag, STATUS_TITLE_ROWS, info->n_titles, info->title_line);
    say_note(in, diag, STATUS_COMMENT_ROWS, info->n_comments,
             info->comment_line);
    say_note(in, diag, STATUS_HEADER_REPEATED, info->n_headers,
             info->repeat_line);
    say_note(in, diag, STATUS_BLANK_ROWS, info->n_gaps, info->gap_line);
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

uint64_t csvin_offset(const struct csvin *in)
{
    return in->row.offset;
}

void csvin_locate_row(const struct csvin *in, const struct csvin_row *row,
                      struct csvin_span *out)
{
    *out = (struct csvin_span){.line = row->line,
                               .has_offset = in->info.has_offsets,
                               .offset = in->row.offset};
    out->size = original_size(in, row->raw, row->raw_size);
    if (row->status == STATUS_ROW_LARGE) {
        out->offset = row->large_at;
        out->size = row->large_size;
    }
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

/* The rest of a workbook into the hash: it is read out of order. */
static enum status hash_rest(struct csvin *in)
{
    while (in->status == STATUS_OK && read_block(in))
        ;
    return in->status;
}

/* The workbook gives way to the text of its sheet, which is kept in memory:
 * answers should not lie about in temporary folders. */
static enum status open_sheet(struct csvin *in,
                              const struct csvin_options *options,
                              const struct params *params)
{
    int fd;
    enum status status = hash_rest(in);

    if (status != STATUS_OK)
        return status;
    fd = memfd_create("arkusz", MFD_CLOEXEC);
    if (fd < 0)
        return say_errno(in, in->info.file);
    status = xlsxin_write(in->arena, in->fd, in->info.file, options->sheet,
                          options->for_header, params, in->diag, fd);
    (void)close(in->fd);
    in->fd = fd;
    if (status != STATUS_OK)
        return status;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return say_errno(in, in->info.file);
    in->info.workbook = true;
    in->file_end = false;
    (void)read_block(in);
    set_charset(in, (struct charset_guess){.charset = CHARSET_UTF8});
    in->info.encoding = "XLSX";
    in->info.has_offsets = false;
    in->forced = true;
    return in->status;
}

/* Takes the first block: what it is, its encoding. */
static enum status look(struct csvin *in, const struct csvin_options *options,
                        const struct params *params)
{
    const char *encoding = options->encoding;
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
    if (status == STATUS_FILE_XLSX)
        return open_sheet(in, options, params);
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
    if (charset_is_broken(in->block, in->block_n, guess.charset))
        return diag_say(in->diag, STATUS_ENCODING_BROKEN, NULL, in->info.file,
                        "Ĺ‚", NULL);
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
    in->usual = dialect.usual;
    in->next.at = dialect.skip;
    in->next.offset += dialect.skip;
    in->next.line = dialect.skip > 0 ? 2 : 1;
    in->row = in->next;
    return STATUS_OK;
}

/* A first row that is looked at for its names only is short, or none of ours:
 * small buffers leave no large ones behind that the import would clear. */
static void make_buffers(struct csvin *in, const struct params *params)
{
    in->max_cell = (size_t)params_get(params, PARAM_MAX_CELL);
    in->max_row = (size_t)params_get(params, PARAM_MAX_ROW);
    if (in->block_size < BLOCK && in->max_row > 2 * (size_t)LOOK)
        in->max_row = 2 * (size_t)LOOK;
    in->max_columns = (size_t)params_get(params, PARAM_MAX_COLUMNS);
    in->max_lines = (long)params_get(params, PARAM_MAX_CELL_LINES);
    in->max_titles = (long)params_get(params, PARAM_MAX_TITLES);
    in->row_like = (size_t)params_get(params, PARAM_ROW_LIKE);
    for (size_t i = 0; i < (in->behind != NULL ? 2 : 1); i++)
        in->buffer[i] = arena_room(in->arena, in->block_size);
    in->block = in->buffer[0];
    in->capacity = in->max_row + 6 * in->block_size + 2 * LOOK;
    in->window = arena_room(in->arena, in->capacity + 2 * STRIDE);
    in->text =
        arena_room(in->arena, in->max_row + in->max_columns + 64 + STRIDE);
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
    in->block_size = options->for_header ? LOOK : BLOCK;
    in->chunk = options->chunk > 0 && options->chunk < in->block_size
                    ? options->chunk
                    : in->block_size;
    in->behind = options->behind;
    in->every = options->every;
    hash_init(&in->hash);
    make_buffers(in, params);
    csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL |
                              CSV_EMPTY_IS_NULL);
    status = open_file(in, path, params_get(params, PARAM_MAX_FILE));
    if (status == STATUS_OK)
        status = look(in, options, params);
    if (status == STATUS_OK)
        status = sniff(in, in->info.workbook ? XLSXIN_SEPARATOR
                                             : options->separator);
    if (status != STATUS_OK) {
        csvin_close(in);
        return status;
    }
    csv_set_delim(&in->parser, (unsigned char)in->info.separator);
    csv_set_blk_size(&in->parser, CELL_BLOCK);
    /* libcsv makes its buffer in the first csv_parse() with a byte in it, and
     * csv_fini() writes there: a last line that plain_cells() took whole would
     * end the file before it.  A blank line makes the buffer and nothing else.
     */
    if (csv_parse(&in->parser, "\n", 1, NULL, NULL, NULL) != 1) {
        csvin_close(in);
        return diag_say(diag, STATUS_NO_MEMORY, NULL,
                        arena_printf(arena, "%d", CELL_BLOCK), NULL);
    }
    in->role[' '] = in->role['\t'] = BYTE_BLANK;
    in->role[(unsigned char)in->info.separator] = BYTE_STOP;
    in->role['"'] = in->role['\r'] = in->role['\n'] = BYTE_STOP;
    if (!in->every)
        find_header(in, options->is_header);
    *out = in;
    return STATUS_OK;
}

void csvin_close(struct csvin *in)
{
    if (in == NULL)
        return;
    wait_for_sums(in);
    csv_free(&in->parser);
    if (in->fd >= 0)
        close(in->fd);
    in->fd = -1;
}

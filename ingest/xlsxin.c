/* The workbook: minizip unpacks, expat splits, this file keeps the bounds.
 *
 * A workbook is a ZIP of XML parts that point at each other by relations:
 * _rels/.rels -> workbook -> sheets, texts, styles.  Each part is streamed
 * through expat once; only the texts stay in memory. */
#include "ingest/xlsxin.h"

#include <errno.h>
#include <expat.h>
#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/file.h"
#include "core/text.h"
#include "ingest/xlsxcell.h"

enum { BLOCK = 65536, NAME_MAX_BYTES = 512, BUILTIN_FORMATS = 164 };
enum { ENCRYPTED = 1 }; /* of an entry's flags */

/* clang-format off */
/* Why a workbook cannot be read, in both languages. */
static const char *const why[][2] = {
#define WHY_ZIP 0
    {"to uszkodzone albo niedokończone archiwum",
     "the archive is damaged or cut off"},
#define WHY_PART 1
    {"brakuje w nim części, bez której nie ma arkusza",
     "a part is missing without which there is no sheet"},
#define WHY_XML 2
    {"jego zawartość jest uszkodzona (błąd XML)",
     "its content is damaged (XML error)"},
#define WHY_DTD 3
    {"zawiera definicję typu dokumentu, której skoroszyt nie ma prawa mieć",
     "it holds a document type, which no workbook may have"},
#define WHY_DEEP 4
    {"elementy są zagnieżdżone głębiej, niż wolno",
     "its elements are nested deeper than allowed"},
#define WHY_ORDER 5
    {"jego wiersze albo komórki nie są po kolei",
     "its rows or cells are out of order"},
#define WHY_LOCKED 6
    {"jest zabezpieczony hasłem", "it has a password"},
};
/* clang-format on */

struct relation {
    const char *id, *type, *target;
};

struct sheet_entry {
    const char *name, *id;
    bool hidden;
};

struct workbook {
    struct arena *arena;
    struct arena *scratch; /* of a row */
    struct arena_mark mark;
    struct diag *diag;
    const struct params *params;
    const char *path;
    unzFile zip;
    int fd_out;
    enum status status;

    struct relation *relation; /* of the part being read */
    size_t n_relations;
    struct sheet_entry *sheet;
    size_t n_sheets;
    const char *book; /* the part that lists the sheets */
    bool from_1904;
    struct buf text; /* shared texts, each closed by NUL */
    size_t *start;
    size_t n_texts, cap_texts;
    enum xlsx_format *style; /* of cellXfs */
    size_t n_styles, cap_styles;
    enum xlsx_format custom[1024]; /* of format numbers from 164 */

    /* the part under way */
    XML_Parser parser;
    long depth;
    bool in_text, in_value, in_phonetic, in_xfs;
    struct buf value; /* characters of the cell or text */

    /* the sheet under way */
    struct cell *cell;
    size_t n_cells, n_width; /* cells of this row; widest row so far */
    long row, n_rows;        /* row under way, rows written */
    long n_filled;           /* rows that hold something */
    bool for_header, enough; /* the first block of rows is all that is wanted */
    size_t column;
    char type[16];
    size_t cell_style;
    bool formula, has_value;
    double total; /* cells so far */
    long n_formulas, n_unsaved;
    struct buf out;
};

struct cell {
    const char *text;
    bool quoted;
};

/* ---- failing ---- */

static void stop(struct workbook *b)
{
    if (b->parser != NULL)
        (void)XML_StopParser(b->parser, XML_FALSE);
}

static void fail_why(struct workbook *b, int reason)
{
    if (b->status == STATUS_OK)
        b->status = diag_say(b->diag, STATUS_FILE_XLSX, NULL, b->path,
                             why[reason][diag_lang(b->diag) == LANG_EN], NULL);
    stop(b);
}

static void fail_large(struct workbook *b, enum param param)
{
    if (b->status == STATUS_OK)
        b->status = diag_say(b->diag, STATUS_XLSX_LARGE, NULL, b->path,
                             params_row(param)->name, NULL);
    stop(b);
}

/* ---- parts ---- */

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');

    return colon != NULL ? colon + 1 : name;
}

/* The value of an attribute by its local name, NULL when it has none. */
static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes != NULL; attributes += 2) {
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    }
    return NULL;
}

static void on_doctype(void *data, const char *name, const char *system,
                       const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    fail_why(data, WHY_DTD);
}

/* X3: depth; the caller goes on only when it is true. */
static bool deeper(struct workbook *b)
{
    if ((double)++b->depth > params_get(b->params, PARAM_XLSX_DEPTH))
        fail_why(b, WHY_DEEP);
    return b->status == STATUS_OK;
}

static void on_end_any(void *data, const char *name)
{
    struct workbook *b = data;

    (void)name;
    b->depth--;
}

/* X3: are so many bytes of an entry within bounds? */
static bool check_size(struct workbook *b, const unz_file_info64 *info,
                       double size)
{
    double ratio = params_get(b->params, PARAM_XLSX_RATIO);

    if (size > params_get(b->params, PARAM_XLSX_PART))
        fail_large(b, PARAM_XLSX_PART);
    else if (size > BLOCK && size > ratio * ((double)info->compressed_size + 1))
        fail_large(b, PARAM_XLSX_RATIO);
    return b->status == STATUS_OK;
}

/* Is what was read all that the directory promised, and unchanged?  Asked at
 * the end of an entry; minizip compares the sum only then. */
static bool is_whole(struct workbook *b, const unz_file_info64 *info,
                     double seen)
{
    return unzCloseCurrentFile(b->zip) == UNZ_OK &&
           seen >= (double)info->uncompressed_size;
}

static void feed(struct workbook *b, const unz_file_info64 *info)
{
    double seen = 0;
    int n;

    do {
        void *block = XML_GetBuffer(b->parser, BLOCK);

        if (block == NULL) {
            fail_why(b, WHY_XML);
            return;
        }
        n = unzReadCurrentFile(b->zip, block, BLOCK);
        if (n < 0 || (n == 0 && !is_whole(b, info, seen))) {
            fail_why(b, WHY_ZIP);
            return;
        }
        seen += n;
        if (!check_size(b, info, seen))
            return;
        if (XML_ParseBuffer(b->parser, n, n == 0) != XML_STATUS_OK) {
            if (!b->enough)
                fail_why(b, WHY_XML);
            return;
        }
        /* expat keeps a tag until it ends, however long it is */
        if (seen - (double)XML_GetCurrentByteIndex(b->parser) >
            BLOCK + params_get(b->params, PARAM_MAX_ROW)) {
            fail_large(b, PARAM_MAX_ROW);
            return;
        }
    } while (n > 0 && b->status == STATUS_OK);
}

/* Streams a part through the handlers; a missing one is an error only when it
 * is needed. */
static void read_part(struct workbook *b, const char *name, bool needed,
                      XML_StartElementHandler start, XML_EndElementHandler end,
                      XML_CharacterDataHandler text)
{
    unz_file_info64 info;

    if (b->status != STATUS_OK)
        return;
    if (name == NULL || unzLocateFile(b->zip, name, 1) != UNZ_OK) {
        if (needed)
            fail_why(b, WHY_PART);
        return;
    }
    if (unzGetCurrentFileInfo64(b->zip, &info, NULL, 0, NULL, 0, NULL, 0) !=
        UNZ_OK) {
        fail_why(b, WHY_ZIP);
        return;
    }
    if (!check_size(b, &info, (double)info.uncompressed_size))
        return;
    if ((info.flag & ENCRYPTED) != 0 || unzOpenCurrentFile(b->zip) != UNZ_OK) {
        fail_why(b, (info.flag & ENCRYPTED) != 0 ? WHY_LOCKED : WHY_ZIP);
        return;
    }
    b->parser = XML_ParserCreate(NULL);
    b->depth = 0;
    if (b->parser != NULL) {
        XML_SetUserData(b->parser, b);
        XML_SetElementHandler(b->parser, start, end);
        XML_SetCharacterDataHandler(b->parser, text);
        XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
        feed(b, &info);
        XML_ParserFree(b->parser);
        b->parser = NULL;
    } else {
        fail_why(b, WHY_XML);
    }
    (void)unzCloseCurrentFile(b->zip);
}

/* ---- relations ---- */

static void on_relation(void *data, const char *name, const char **attributes)
{
    struct workbook *b = data;
    const char *id = attribute(attributes, "Id");
    const char *type = attribute(attributes, "Type");
    const char *target = attribute(attributes, "Target");
    const char *mode = attribute(attributes, "TargetMode");

    if (!deeper(b) || strcmp(local_name(name), "Relationship") != 0 ||
        id == NULL || type == NULL || target == NULL ||
        (mode != NULL && strcmp(mode, "External") == 0) ||
        (double)b->n_relations > params_get(b->params, PARAM_XLSX_ENTRIES))
        return;
    b->relation = arena_grow(b->arena, b->relation, b->n_relations,
                             b->n_relations + 1, sizeof *b->relation);
    b->relation[b->n_relations++] = (struct relation){
        arena_strdup(b->arena, id), arena_strdup(b->arena, type),
        arena_strdup(b->arena, target)};
}

/* The part that the first relation of that type points to, beside `from`. */
static const char *part_of(struct workbook *b, const struct relation *relation,
                           const char *from)
{
    const char *slash = strrchr(from, '/');
    int n = slash != NULL ? (int)(slash - from) + 1 : 0;

    if (relation == NULL)
        return NULL;
    if (relation->target[0] == '/')
        return relation->target + 1;
    return arena_printf(b->arena, "%.*s%s", n, from, relation->target);
}

static const struct relation *find_type(const struct workbook *b,
                                        const char *type)
{
    for (size_t i = 0; i < b->n_relations; i++) {
        if (text_ends_with(b->relation[i].type, type))
            return &b->relation[i];
    }
    return NULL;
}

static const struct relation *find_id(const struct workbook *b, const char *id)
{
    for (size_t i = 0; i < b->n_relations; i++) {
        if (strcmp(b->relation[i].id, id) == 0)
            return &b->relation[i];
    }
    return NULL;
}

/* Relations of a part: xl/workbook.xml has xl/_rels/workbook.xml.rels. */
static void read_relations(struct workbook *b, const char *part, bool needed)
{
    const char *base = file_base(part);

    b->relation = NULL;
    b->n_relations = 0;
    read_part(b,
              arena_printf(b->arena, "%.*s_rels/%s.rels", (int)(base - part),
                           part, base),
              needed, on_relation, on_end_any, NULL);
}

/* ---- workbook, texts, styles ---- */

static void on_workbook(void *data, const char *name, const char **attributes)
{
    struct workbook *b = data;
    const char *local = local_name(name), *value, *id = NULL;
    struct sheet_entry *entry;

    if (!deeper(b))
        return;
    if (strcmp(local, "workbookPr") == 0) {
        value = attribute(attributes, "date1904");
        b->from_1904 = value != NULL &&
                       (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    }
    if (strcmp(local, "sheet") != 0 ||
        (double)b->n_sheets > params_get(b->params, PARAM_XLSX_ENTRIES))
        return;
    for (const char **a = attributes; *a != NULL; a += 2) {
        if (text_ends_with(a[0], ":id"))
            id = a[1];
    }
    value = attribute(attributes, "name");
    if (id == NULL || value == NULL)
        return;
    b->sheet = arena_grow(b->arena, b->sheet, b->n_sheets, b->n_sheets + 1,
                          sizeof *b->sheet);
    entry = &b->sheet[b->n_sheets++];
    entry->name = text_clean(b->arena, value, strlen(value));
    entry->id = arena_strdup(b->arena, id);
    value = attribute(attributes, "state");
    entry->hidden = value != NULL && strcmp(value, "visible") != 0;
}

static void on_characters(void *data, const char *s, int n)
{
    struct workbook *b = data;

    if (!b->in_text && !b->in_value)
        return;
    if ((double)(b->value.size + (size_t)n) >
        params_get(b->params, PARAM_MAX_ROW)) {
        fail_large(b, PARAM_MAX_ROW);
        return;
    }
    buf_add(&b->value, s, (size_t)n);
}

static void on_text_start(void *data, const char *name, const char **attributes)
{
    struct workbook *b = data;
    const char *local = local_name(name);

    (void)attributes;
    if (!deeper(b))
        return;
    if (strcmp(local, "si") == 0)
        buf_clear(&b->value);
    else if (strcmp(local, "rPh") == 0)
        b->in_phonetic = true;
    else if (strcmp(local, "t") == 0)
        b->in_text = !b->in_phonetic;
}

/* Characters of a text as they are meant. */
static size_t finish_text(struct workbook *b)
{
    if (b->value.size == 0)
        return 0;
    b->value.size = xlsxcell_unescape(b->value.data, b->value.size);
    b->value.data[b->value.size] = '\0';
    return b->value.size;
}

static void on_text_end(void *data, const char *name)
{
    struct workbook *b = data;
    const char *local = local_name(name);

    b->depth--;
    if (strcmp(local, "rPh") == 0)
        b->in_phonetic = false;
    if (strcmp(local, "t") == 0)
        b->in_text = false;
    if (strcmp(local, "si") != 0 || b->status != STATUS_OK)
        return;
    (void)finish_text(b);
    if ((double)(b->text.size + b->value.size) + 16.0 * (double)b->n_texts >
        params_get(b->params, PARAM_XLSX_TEXT)) {
        fail_large(b, PARAM_XLSX_TEXT);
        return;
    }
    ARENA_GROW(b->arena, b->start, b->n_texts, b->cap_texts);
    b->start[b->n_texts++] = b->text.size;
    buf_add(&b->text, buf_text(&b->value), b->value.size);
    buf_char(&b->text, '\0');
}

static void add_style(struct workbook *b, const char *id)
{
    long number = id != NULL ? strtol(id, NULL, 10) : 0;
    size_t custom = (size_t)(number - BUILTIN_FORMATS);

    if ((double)b->n_styles > params_get(b->params, PARAM_MAX_ROW))
        return;
    ARENA_GROW(b->arena, b->style, b->n_styles, b->cap_styles);
    b->style[b->n_styles++] =
        number < BUILTIN_FORMATS ? xlsxcell_format_builtin(number)
        : custom < sizeof b->custom / sizeof *b->custom ? b->custom[custom]
                                                        : XLSX_PLAIN;
}

static void on_style(void *data, const char *name, const char **attributes)
{
    struct workbook *b = data;
    const char *local = local_name(name);
    const char *id = attribute(attributes, "numFmtId");

    if (!deeper(b))
        return;
    if (strcmp(local, "cellXfs") == 0)
        b->in_xfs = true;
    else if (strcmp(local, "xf") == 0 && b->in_xfs)
        add_style(b, id);
    else if (strcmp(local, "numFmt") == 0 && id != NULL) {
        const char *code = attribute(attributes, "formatCode");
        long at = strtol(id, NULL, 10) - BUILTIN_FORMATS;

        if (code != NULL && at >= 0 &&
            at < (long)(sizeof b->custom / sizeof *b->custom))
            b->custom[at] = xlsxcell_format_code(code);
    }
}

static void on_style_end(void *data, const char *name)
{
    struct workbook *b = data;

    b->depth--;
    if (strcmp(local_name(name), "cellXfs") == 0)
        b->in_xfs = false;
}

/* ---- the sheet ---- */

static void flush(struct workbook *b)
{
    if (b->status == STATUS_OK && b->out.size > 0 &&
        !file_write_all(b->fd_out, b->out.data, b->out.size)) {
        b->status = diag_say(b->diag, STATUS_IO, NULL, b->path,
                             file_error(errno, diag_lang(b->diag)), NULL);
        stop(b);
    }
    buf_clear(&b->out);
}

static void put_cell(struct buf *out, const struct cell *cell)
{
    if (cell->text == NULL || *cell->text == '\0')
        return;
    if (!cell->quoted) {
        buf_str(out, cell->text);
        return;
    }
    buf_char(out, '"');
    for (const char *s = cell->text; *s != '\0'; s++) {
        if (*s == '"')
            buf_char(out, '"');
        buf_char(out, *s);
    }
    buf_char(out, '"');
}

/* Rows are as wide as the widest before them: a workbook leaves out the empty
 * cells at the end. */
static void end_row(struct workbook *b)
{
    while (b->n_cells > 0 && (b->cell[b->n_cells - 1].text == NULL ||
                              *b->cell[b->n_cells - 1].text == '\0'))
        b->n_cells--;
    for (; b->n_rows < b->row - 1; b->n_rows++) {
        buf_str(&b->out, "\n");
        if (b->out.size > BLOCK)
            flush(b);
    }
    b->n_filled += b->n_cells > 0;
    if (b->n_cells > b->n_width)
        b->n_width = b->n_cells;
    for (size_t i = 0; b->n_cells > 0 && i < b->n_width; i++) {
        if (i > 0)
            buf_char(&b->out, XLSXIN_SEPARATOR);
        if (i < b->n_cells)
            put_cell(&b->out, &b->cell[i]);
    }
    buf_str(&b->out, "\n");
    b->n_rows = b->row;
    b->n_cells = 0;
    arena_release(b->scratch, b->mark);
    if (b->out.size <= BLOCK)
        return;
    flush(b);
    b->enough = b->for_header && b->n_filled > 0;
    if (b->enough)
        stop(b);
}

static void start_row(struct workbook *b, const char *number)
{
    long row = number != NULL ? strtol(number, NULL, 10) : b->n_rows + 1;

    b->n_cells = 0;
    b->row = row;
    b->column = 0;
    if (row <= b->n_rows || row > 1048576)
        fail_why(b, WHY_ORDER);
}

static void start_cell(struct workbook *b, const char **attributes)
{
    const char *ref = attribute(attributes, "r");
    const char *type = attribute(attributes, "t");
    const char *style = attribute(attributes, "s");
    size_t column = b->column;
    long row;

    if (ref != NULL && (!xlsxcell_reference(ref, &column, &row) ||
                        row != b->row || column < b->column)) {
        fail_why(b, WHY_ORDER);
        return;
    }
    b->total++;
    if (b->total > params_get(b->params, PARAM_XLSX_CELLS)) {
        fail_large(b, PARAM_XLSX_CELLS);
        return;
    }
    b->column = column;
    b->cell_style = style != NULL ? strtoul(style, NULL, 10) : 0;
    b->type[0] = '\0';
    if (type != NULL && strlen(type) < sizeof b->type)
        memcpy(b->type, type, strlen(type) + 1);
    b->formula = b->has_value = false;
    buf_clear(&b->value);
}

static void on_sheet_start(void *data, const char *name,
                           const char **attributes)
{
    struct workbook *b = data;
    const char *local = local_name(name);

    if (!deeper(b))
        return;
    if (strcmp(local, "row") == 0) {
        start_row(b, attribute(attributes, "r"));
    } else if (strcmp(local, "c") == 0) {
        start_cell(b, attributes);
    } else if (strcmp(local, "v") == 0) {
        b->in_value = true;
        b->has_value = true;
    } else if (strcmp(local, "f") == 0) {
        b->formula = true;
    } else if (strcmp(local, "rPh") == 0) {
        b->in_phonetic = true;
    } else if (strcmp(local, "t") == 0) {
        b->in_text = !b->in_phonetic;
        b->has_value = true;
    }
}

static const char *shared_text(struct workbook *b)
{
    unsigned long at = strtoul(buf_text(&b->value), NULL, 10);

    if (at >= b->n_texts) {
        fail_why(b, WHY_XML);
        return "";
    }
    return b->text.data + b->start[at];
}

static const char *stored_number(struct workbook *b)
{
    enum xlsx_format format =
        b->cell_style < b->n_styles ? b->style[b->cell_style] : XLSX_PLAIN;
    char *text = arena_alloc(b->scratch, XLSX_NUMBER, 1);

    xlsxcell_number(buf_text(&b->value), format, b->from_1904, text);
    return text;
}

/* What the cell shows. */
static struct cell cell_value(struct workbook *b)
{
    bool text =
        strcmp(b->type, "inlineStr") == 0 || strcmp(b->type, "str") == 0;

    b->n_formulas += b->formula;
    if (b->formula && !b->has_value) {
        b->n_unsaved++;
        return (struct cell){"#FORMUŁA", true};
    }
    if (!b->has_value)
        return (struct cell){"", false};
    if (strcmp(b->type, "s") == 0)
        return (struct cell){shared_text(b), true};
    (void)finish_text(b);
    if (strcmp(b->type, "b") == 0)
        return (struct cell){
            strcmp(buf_text(&b->value), "1") == 0 ? "TRUE" : "FALSE", false};
    if (text || strcmp(b->type, "e") == 0 || strcmp(b->type, "d") == 0)
        return (struct cell){
            arena_strndup(b->scratch, buf_text(&b->value), b->value.size),
            true};
    return (struct cell){stored_number(b), false};
}

/* Beyond the last column: nothing is lost by an empty cell. */
static void check_far(struct workbook *b, const struct cell *cell)
{
    if (*cell->text == '\0' || b->status != STATUS_OK)
        return;
    b->status = diag_say(b->diag, STATUS_TOO_MANY_COLUMNS,
                         &(struct place){.file = b->path,
                                         .excel_row = b->row,
                                         .column = (int)b->column + 1},
                         NULL);
    stop(b);
}

static void end_cell(struct workbook *b)
{
    struct cell cell = cell_value(b);

    b->in_value = b->in_text = false;
    if ((double)b->column >= params_get(b->params, PARAM_MAX_COLUMNS)) {
        check_far(b, &cell);
    } else {
        while (b->n_cells <= b->column)
            b->cell[b->n_cells++] = (struct cell){"", false};
        b->cell[b->column] = cell;
    }
    b->column++;
}

static void on_sheet_end(void *data, const char *name)
{
    struct workbook *b = data;
    const char *local = local_name(name);

    b->depth--;
    if (b->status != STATUS_OK)
        return;
    if (strcmp(local, "v") == 0)
        b->in_value = false;
    else if (strcmp(local, "t") == 0)
        b->in_text = false;
    else if (strcmp(local, "rPh") == 0)
        b->in_phonetic = false;
    else if (strcmp(local, "c") == 0)
        end_cell(b);
    else if (strcmp(local, "row") == 0)
        end_row(b);
}

/* ---- which sheet ---- */

static bool is_sheet(const struct workbook *b, const struct sheet_entry *entry)
{
    const struct relation *relation = find_id(b, entry->id);

    return relation != NULL && text_ends_with(relation->type, "/worksheet");
}

static const struct sheet_entry *choose(struct workbook *b, const char *wanted)
{
    long number = 0, n = 0;
    bool by_number = wanted != NULL && text_to_long(wanted, &number);

    for (size_t i = 0; i < b->n_sheets; i++) {
        if (is_sheet(b, &b->sheet[i]) && wanted != NULL &&
            strcasecmp(b->sheet[i].name, wanted) == 0)
            return &b->sheet[i];
    }
    for (size_t i = 0; i < b->n_sheets; i++) {
        if (!is_sheet(b, &b->sheet[i]))
            continue;
        n++;
        if (by_number ? n == number : wanted == NULL && !b->sheet[i].hidden)
            return &b->sheet[i];
    }
    return NULL;
}

/* "Odpowiedzi, Opis": the others, hidden or not. */
static const char *others(struct workbook *b, const struct sheet_entry *chosen,
                          bool hidden)
{
    struct buf names = {.arena = b->arena};

    for (size_t i = 0; i < b->n_sheets; i++) {
        if (&b->sheet[i] != chosen && b->sheet[i].hidden == hidden)
            buf_printf(&names, "%s%s", names.size > 0 ? ", " : "",
                       b->sheet[i].name);
    }
    return buf_text(&names);
}

/* X4 */
static void say_what(struct workbook *b, const struct sheet_entry *chosen,
                     const struct sheet_entry *first)
{
    struct place place = {.file = b->path};
    const char *seen = others(b, chosen, false);
    const char *hidden = others(b, chosen, true);

    if (chosen != first)
        (void)diag_say(b->diag, STATUS_XLSX_FIRST_EMPTY, &place, first->name,
                       chosen->name, NULL);
    else if (*seen != '\0')
        (void)diag_say(b->diag, STATUS_XLSX_SHEETS, &place, chosen->name, seen,
                       NULL);
    if (*hidden != '\0' || chosen->hidden)
        (void)diag_say(b->diag, STATUS_XLSX_HIDDEN, &place,
                       chosen->hidden ? chosen->name : hidden, NULL);
    if (b->n_formulas > 0)
        (void)diag_say(b->diag, STATUS_XLSX_FORMULAS, &place,
                       arena_printf(b->arena, "%ld", b->n_formulas),
                       arena_printf(b->arena, "%ld", b->n_unsaved), NULL);
}

/* In the place of one that was read before. */
static void read_sheet(struct workbook *b, const struct sheet_entry *entry)
{
    b->in_text = b->in_phonetic = b->in_value = false;
    b->n_cells = b->n_width = b->column = 0;
    b->row = b->n_rows = b->n_filled = 0;
    b->n_formulas = b->n_unsaved = 0;
    buf_clear(&b->out);
    if (b->status == STATUS_OK &&
        (ftruncate(b->fd_out, 0) != 0 || lseek(b->fd_out, 0, SEEK_SET) != 0))
        b->status = diag_say(b->diag, STATUS_IO, NULL, b->path,
                             file_error(errno, diag_lang(b->diag)), NULL);
    read_part(b, part_of(b, find_id(b, entry->id), b->book), true,
              on_sheet_start, on_sheet_end, on_characters);
    flush(b);
}

/* The first sheet holds nothing, as when the answers were pasted into a new
 * one.  The only other one that holds something is meant; of several nobody
 * knows which. */
static const struct sheet_entry *look_further(struct workbook *b,
                                              const struct sheet_entry *first)
{
    const struct sheet_entry *only = first;
    struct buf names = {.arena = b->arena};
    long n = 0;

    for (size_t i = 0; i < b->n_sheets && b->status == STATUS_OK; i++) {
        const struct sheet_entry *entry = &b->sheet[i];

        if (entry == first || entry->hidden || !is_sheet(b, entry))
            continue;
        read_sheet(b, entry);
        if (b->status != STATUS_OK || b->n_filled == 0)
            continue;
        only = entry;
        buf_printf(&names, "%s%s (%ld)", n++ > 0 ? ", " : "", entry->name,
                   b->n_filled);
    }
    if (b->status == STATUS_OK && n > 1)
        b->status = diag_say(b->diag, STATUS_XLSX_WHICH, NULL, b->path,
                             first->name, buf_text(&names), NULL);
    else
        read_sheet(b, only);
    return only;
}

static void read_workbook(struct workbook *b, const char *wanted)
{
    const struct sheet_entry *chosen, *first;
    const char *book, *texts, *styles;

    read_relations(b, "", true);
    book = part_of(b, find_type(b, "/officeDocument"), "");
    if (book == NULL && b->status == STATUS_OK) {
        fail_why(b, WHY_PART);
        return;
    }
    read_part(b, book, true, on_workbook, on_end_any, NULL);
    if (b->status != STATUS_OK)
        return;
    read_relations(b, book, true);
    texts = part_of(b, find_type(b, "/sharedStrings"), book);
    styles = part_of(b, find_type(b, "/styles"), book);
    chosen = choose(b, wanted);
    if (chosen == NULL) {
        if (b->status == STATUS_OK)
            b->status = diag_say(b->diag, STATUS_XLSX_NO_SHEET, NULL, b->path,
                                 wanted != NULL ? wanted : "1",
                                 others(b, NULL, false), NULL);
        return;
    }
    b->book = book;
    read_part(b, texts, false, on_text_start, on_text_end, on_characters);
    read_part(b, styles, false, on_style, on_style_end, NULL);
    first = chosen;
    read_sheet(b, chosen);
    if (b->status == STATUS_OK && wanted == NULL && b->n_filled == 0)
        chosen = look_further(b, first);
    if (b->status == STATUS_OK)
        say_what(b, chosen, first);
}

/* minizip's way to a file that is open already. */
static voidpf give_file(voidpf file, const void *path, int mode)
{
    (void)path;
    (void)mode;
    return file;
}

/* The archive behind a descriptor of its own, or NULL with errno set, which is
 * 0 when it is no archive. */
static unzFile unzip(const char *path, int fd)
{
    zlib_filefunc64_def calls;
    int copy = dup(fd);
    unzFile zip;

    fill_fopen64_filefunc(&calls);
    calls.zopen64_file = give_file;
    calls.opaque = copy < 0 ? NULL : fdopen(copy, "rb");
    if (calls.opaque == NULL) {
        if (copy >= 0)
            (void)close(copy);
        return NULL;
    }
    zip = unzOpen2_64(path, &calls);
    errno = 0;
    return zip;
}

/* Is the whole directory readable?  An entry that is not would only be
 * missing later. */
static bool has_directory(unzFile zip)
{
    int at = unzGoToFirstFile(zip);

    while (at == UNZ_OK)
        at = unzGoToNextFile(zip);
    return at == UNZ_END_OF_LIST_OF_FILE;
}

static enum status open_zip(struct workbook *b, int fd)
{
    unz_global_info64 info;

    b->zip = unzip(b->path, fd);
    if (b->zip == NULL && errno != 0)
        return diag_say(b->diag, STATUS_IO, NULL, b->path,
                        file_error(errno, diag_lang(b->diag)), NULL);
    if (b->zip == NULL || unzGetGlobalInfo64(b->zip, &info) != UNZ_OK)
        fail_why(b, WHY_ZIP);
    else if ((double)info.number_entry >
             params_get(b->params, PARAM_XLSX_ENTRIES))
        fail_large(b, PARAM_XLSX_ENTRIES);
    else if (!has_directory(b->zip))
        fail_why(b, WHY_ZIP);
    return b->status;
}

enum status xlsxin_write(struct arena *arena, int fd, const char *path,
                         const char *sheet, bool for_header,
                         const struct params *params, struct diag *diag,
                         int fd_out)
{
    struct workbook *b = ARENA_NEW(arena, struct workbook);
    size_t columns = (size_t)params_get(params, PARAM_MAX_COLUMNS);
    enum status status;

    b->arena = arena;
    b->diag = diag;
    b->params = params;
    b->path = path;
    b->fd_out = fd_out;
    b->for_header = for_header;
    b->text.arena = b->value.arena = b->out.arena = arena;
    b->scratch = arena_open();
    b->mark = arena_mark(b->scratch);
    b->cell = ARENA_ARRAY(arena, columns + 1, struct cell);
    if (open_zip(b, fd) == STATUS_OK)
        read_workbook(b, sheet);
    status = b->status;
    if (b->zip != NULL)
        (void)unzClose(b->zip);
    arena_close(b->scratch);
    return status;
}

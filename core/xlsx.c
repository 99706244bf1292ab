/* Written by ourselves since a library that does it (libxlsxwriter 1.1.4) goes
 * through temporary files without looking at what writing them gives, and
 * lets ranges of columns overlap, which Excel wants to repair.  The parts are
 * those of ECMA-376 that a table needs; in their order within a sheet
 * (18.3.1.99) Excel is strict. */
#include "core/xlsx.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "core/zipfile.h"

enum {
    /* Characters Excel takes in a cell; bytes are never fewer. */
    TEXT_MAX = 32767,
    SHEET_NAME = 31, /* characters of a sheet's name */
    ROWS_MAX = 1048576,
    COLUMNS_MAX = 16384,
    DECIMALS = 7,
    REFERENCE = 32, /* bytes of "$XFD$1048576" and more */
    CELL_XML = 48   /* bytes of most cells, their row's too */
};

struct cell {
    uint32_t row;
    uint16_t column;
    uint8_t style; /* of the table in styles.xml */
    bool is_text;
    union {
        uint32_t shared; /* number of the text */
        double value;
    };
};

struct column {
    double width; /* characters; 0: not set */
    uint8_t style;
};

struct height {
    size_t row;
    double points;
};

struct xlsx_sheet {
    struct xlsx *book;
    const char *name;
    struct cell *cell;
    size_t n_cells, cell_room;
    struct column *column;
    size_t n_columns;
    struct height *height;
    size_t n_heights, height_room;
    size_t freeze_row, freeze_column;
    size_t filter_columns, filter_row; /* 0 columns: none */
    struct buf rules;
    size_t n_rules;
    struct xlsx_sheet *next;
};

/* A text that cells share. */
struct shared {
    const char *text;
    uint64_t hash;
};

struct xlsx {
    struct arena *arena;
    const char *path;
    struct xlsx_sheet *first, **last;
    size_t n_sheets;
    struct shared *shared;
    size_t n_shared, shared_room;
    uint32_t *slot; /* number + 1 of a shared text; 0: empty */
    size_t n_slots;
    size_t n_uses;
    bool too_large;
};

/* ---- the texts ---- */

static void rehash(struct xlsx *book)
{
    book->n_slots = book->n_slots > 0 ? 4 * book->n_slots : 1024;
    book->slot = ARENA_ARRAY(book->arena, book->n_slots, uint32_t);
    for (size_t i = 0; i < book->n_shared; i++) {
        size_t at = book->shared[i].hash % book->n_slots;
        while (book->slot[at] != 0)
            at = (at + 1) % book->n_slots;
        book->slot[at] = (uint32_t)i + 1;
    }
}

static uint32_t share(struct xlsx *book, const char *text, size_t n)
{
    uint64_t hash = hash_wide(text, n);
    if (2 * book->n_shared >= book->n_slots)
        rehash(book);
    size_t at = hash % book->n_slots;
    for (; book->slot[at] != 0; at = (at + 1) % book->n_slots) {
        const struct shared *s = &book->shared[book->slot[at] - 1];
        if (s->hash == hash && strncmp(s->text, text, n) == 0 &&
            s->text[n] == '\0')
            return book->slot[at] - 1;
    }
    ARENA_GROW(book->arena, book->shared, book->n_shared, book->shared_room);
    book->shared[book->n_shared++] =
        (struct shared){arena_strndup(book->arena, text, n), hash};
    book->slot[at] = (uint32_t)book->n_shared;
    return (uint32_t)book->n_shared - 1;
}

/* Excel reads "_x0041_" as "A" (ST_Xstring): its first sign is written so. */
static bool is_code(const char *s)
{
    return s[0] == '_' && s[1] == 'x' && isxdigit((unsigned char)s[2]) &&
           isxdigit((unsigned char)s[3]) && isxdigit((unsigned char)s[4]) &&
           isxdigit((unsigned char)s[5]) && s[6] == '_';
}

static void put_shared(struct buf *out, const char *text)
{
    size_t n = strlen(text);
    bool bare =
        isspace((unsigned char)text[0]) || isspace((unsigned char)text[n - 1]);
    buf_str(out, bare ? "<si><t xml:space=\"preserve\">" : "<si><t>");
    for (const char *p = strstr(text, "_x"); p != NULL; p = strstr(p + 1, "_x"))
        if (is_code(p)) {
            text_html_n(out, text, (size_t)(p - text));
            buf_str(out, "_x005F");
            text = p;
        }
    text_html(out, text);
    buf_str(out, "</t></si>");
}

/* ---- what the caller says ---- */

struct xlsx *xlsx_open(struct arena *arena, const char *path)
{
    struct xlsx *book = ARENA_NEW(arena, struct xlsx);
    *book = (struct xlsx){.arena = arena, .path = path};
    book->last = &book->first;
    return book;
}

struct xlsx_sheet *xlsx_sheet(struct xlsx *book, const char *name)
{
    struct xlsx_sheet *sheet = ARENA_NEW(book->arena, struct xlsx_sheet);
    assert(name[0] != '\0' && text_length(name) <= SHEET_NAME &&
           strpbrk(name, "[]:*?/\\'<>&\"") == NULL);
    *sheet = (struct xlsx_sheet){
        .book = book, .name = name, .rules = {.arena = book->arena}};
    *book->last = sheet;
    book->last = &sheet->next;
    book->n_sheets++;
    return sheet;
}

void xlsx_room(struct xlsx_sheet *sheet, size_t n)
{
    assert(sheet->n_cells == 0);
    sheet->cell = arena_room(sheet->book->arena, n * sizeof *sheet->cell);
    sheet->cell_room = n;
}

/* A new cell, or NULL where no sheet has one. */
static struct cell *add_cell(struct xlsx_sheet *sheet, size_t row,
                             size_t column)
{
    if (row >= ROWS_MAX || column >= COLUMNS_MAX) {
        sheet->book->too_large = true;
        return NULL;
    }
    ARENA_GROW(sheet->book->arena, sheet->cell, sheet->n_cells,
               sheet->cell_room);
    struct cell *cell = &sheet->cell[sheet->n_cells++];
    *cell = (struct cell){.row = (uint32_t)row, .column = (uint16_t)column};
    return cell;
}

void xlsx_text(struct xlsx_sheet *sheet, size_t row, size_t column,
               const char *text, enum xlsx_style style)
{
    size_t n = strlen(text);
    struct cell *cell = n > 0 ? add_cell(sheet, row, column) : NULL;
    if (cell == NULL)
        return;
    if (n > TEXT_MAX) /* cut before a character that does not fit */
        for (n = TEXT_MAX; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;
             n--)
            continue;
    cell->is_text = true;
    cell->style = (uint8_t)style;
    cell->shared = share(sheet->book, text, n);
    sheet->book->n_uses++;
}

void xlsx_number(struct xlsx_sheet *sheet, size_t row, size_t column,
                 double value, int decimals)
{
    assert(isfinite(value) && decimals >= 0 && decimals < DECIMALS);
    struct cell *cell = add_cell(sheet, row, column);
    if (cell == NULL)
        return;
    cell->style = (uint8_t)(XLSX_STYLES + decimals);
    cell->value = value;
}

void xlsx_header(struct xlsx_sheet *sheet, const char *const *name, size_t n)
{
    for (size_t i = 0; i < n; i++)
        xlsx_text(sheet, 0, i, name[i], XLSX_HEAD);
    xlsx_freeze(sheet, 1, 0);
}

void xlsx_filter(struct xlsx_sheet *sheet, size_t n, size_t last_row)
{
    sheet->filter_columns = n;
    sheet->filter_row = last_row;
}

void xlsx_freeze(struct xlsx_sheet *sheet, size_t row, size_t column)
{
    sheet->freeze_row = row;
    sheet->freeze_column = column;
}

void xlsx_width(struct xlsx_sheet *sheet, size_t first, size_t last,
                double width, enum xlsx_style style)
{
    if (last >= COLUMNS_MAX) {
        sheet->book->too_large = true;
        return;
    }
    if (last >= sheet->n_columns) {
        sheet->column =
            arena_grow(sheet->book->arena, sheet->column, sheet->n_columns,
                       last + 1, sizeof *sheet->column);
        sheet->n_columns = last + 1;
    }
    for (size_t i = first; i <= last; i++)
        sheet->column[i] = (struct column){width, (uint8_t)style};
}

void xlsx_height(struct xlsx_sheet *sheet, size_t row, double points)
{
    ARENA_GROW(sheet->book->arena, sheet->height, sheet->n_heights,
               sheet->height_room);
    sheet->height[sheet->n_heights++] = (struct height){row, points};
}

/* "A", "Z", "AA": the letters of a column; returns how many. */
static int letters_of(size_t column, char letters[4])
{
    char back[4];
    int n = 0;
    for (size_t c = column + 1; c > 0 && n < 3; c = (c - 1) / 26)
        back[n++] = (char)('A' + (c - 1) % 26);
    for (int i = 0; i < n; i++)
        letters[i] = back[n - 1 - i];
    letters[n] = '\0';
    return n;
}

/* "B4", or "$B$4" where it must not move. */
static const char *reference(char out[REFERENCE], size_t row, size_t column,
                             const char *fixed)
{
    char letters[4];
    letters_of(column, letters);
    snprintf(out, REFERENCE, "%s%s%s%zu", fixed, letters, fixed, row + 1);
    return out;
}

void xlsx_choose(struct xlsx_sheet *sheet, size_t first_row, size_t last_row,
                 size_t column, const struct xlsx_list *list)
{
    char from[REFERENCE], to[REFERENCE], first[REFERENCE], last[REFERENCE];
    buf_printf(&sheet->rules,
               "<dataValidation type=\"list\"%s allowBlank=\"1\" "
               "showInputMessage=\"1\" showErrorMessage=\"1\" "
               "sqref=\"%s:%s\"><formula1>'%s'!%s:%s</formula1>"
               "</dataValidation>",
               list->strict ? "" : " errorStyle=\"warning\"",
               reference(from, first_row, column, ""),
               reference(to, last_row, column, ""), list->from,
               reference(first, list->first, list->source, "$"),
               reference(last, list->last, list->source, "$"));
    sheet->n_rules++;
}

/* ---- a sheet ---- */

static int compare_cells(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static int compare_heights(const void *a, const void *b)
{
    const struct height *x = a, *y = b;
    return (x->row > y->row) - (x->row < y->row);
}

static void in_order(struct xlsx_sheet *sheet)
{
    bool sorted = true;
    for (size_t i = 1; i < sheet->n_cells && sorted; i++)
        sorted = compare_cells(&sheet->cell[i - 1], &sheet->cell[i]) < 0;
    if (!sorted)
        qsort(sheet->cell, sheet->n_cells, sizeof *sheet->cell, compare_cells);
    for (size_t i = 1; i < sheet->n_cells && !sorted; i++)
        assert(compare_cells(&sheet->cell[i - 1], &sheet->cell[i]) < 0);
    if (sheet->n_heights > 1)
        qsort(sheet->height, sheet->n_heights, sizeof *sheet->height,
              compare_heights);
}

static void put_count(struct buf *out, size_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    do
        digits[--at] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    buf_add(out, digits + at, sizeof digits - at);
}

static void put_value(struct buf *out, double value)
{
    if (value >= 0 && value <= UINT32_MAX &&
        value == (double)(size_t)value) /* most are counts */
        put_count(out, (size_t)value);
    else
        buf_printf(out, "%.16G", value);
}

static void put_cell(struct xlsx_sheet *sheet, struct buf *out,
                     const struct cell *c)
{
    char letters[4];
    int style = c->style;
    if (style == XLSX_PLAIN && c->column < sheet->n_columns)
        style = sheet->column[c->column].style;
    buf_add(out, "<c r=\"", 6);
    buf_add(out, letters, (size_t)letters_of(c->column, letters));
    put_count(out, c->row + 1);
    if (style != XLSX_PLAIN) {
        buf_add(out, "\" s=\"", 5);
        put_count(out, (size_t)style);
    }
    if (c->is_text) {
        buf_add(out, "\" t=\"s\"><v>", 11);
        put_count(out, c->shared);
    } else {
        buf_add(out, "\"><v>", 5);
        put_value(out, c->value);
    }
    buf_add(out, "</v></c>", 8);
}

/* Rows that have cells or a height of their own. */
static void put_rows(struct xlsx_sheet *sheet, struct buf *out)
{
    size_t i = 0, h = 0;
    buf_str(out, "<sheetData>");
    while (i < sheet->n_cells || h < sheet->n_heights) {
        size_t row = i < sheet->n_cells ? sheet->cell[i].row : ROWS_MAX;
        if (h < sheet->n_heights && sheet->height[h].row < row)
            row = sheet->height[h].row;
        buf_str(out, "<row r=\"");
        put_count(out, row + 1);
        buf_char(out, '"');
        for (; h < sheet->n_heights && sheet->height[h].row == row; h++)
            buf_printf(out, " ht=\"%g\" customHeight=\"1\"",
                       sheet->height[h].points);
        buf_char(out, '>');
        for (; i < sheet->n_cells && sheet->cell[i].row == row; i++)
            put_cell(sheet, out, &sheet->cell[i]);
        buf_str(out, "</row>");
    }
    buf_str(out, "</sheetData>");
}

/* Alike neighbours in one element; none overlap. */
static void put_columns(const struct xlsx_sheet *sheet, struct buf *out)
{
    size_t n;
    bool open = false;
    for (size_t i = 0; i < sheet->n_columns; i += n) {
        const struct column *c = &sheet->column[i];
        for (n = 1; i + n < sheet->n_columns &&
                    memcmp(&c[n].width, &c->width, sizeof c->width) == 0 &&
                    c[n].style == c->style;)
            n++;
        if (c->width <= 0)
            continue;
        buf_str(out, open ? "" : "<cols>");
        open = true;
        /* 7 pixels a digit of Calibri 11 and 5 at the sides (18.3.1.13) */
        buf_printf(out, "<col min=\"%zu\" max=\"%zu\" width=\"%.10g\"", i + 1,
                   i + n, floor((c->width * 7 + 5) / 7 * 256) / 256);
        if (c->style != XLSX_PLAIN)
            buf_printf(out, " style=\"%d\"", c->style);
        buf_str(out, " customWidth=\"1\"/>");
    }
    buf_str(out, open ? "</cols>" : "");
}

static void put_view(const struct xlsx_sheet *sheet, struct buf *out)
{
    char corner[REFERENCE];
    size_t row = sheet->freeze_row, column = sheet->freeze_column;
    const char *pane = row == 0      ? "topRight"
                       : column == 0 ? "bottomLeft"
                                     : "bottomRight";
    buf_str(out, "<sheetViews><sheetView ");
    if (sheet == sheet->book->first)
        buf_str(out, "tabSelected=\"1\" ");
    buf_str(out, "workbookViewId=\"0\">");
    if (row > 0 || column > 0) {
        buf_str(out, "<pane ");
        if (column > 0)
            buf_printf(out, "xSplit=\"%zu\" ", column);
        if (row > 0)
            buf_printf(out, "ySplit=\"%zu\" ", row);
        buf_printf(out,
                   "topLeftCell=\"%s\" activePane=\"%s\" state=\"frozen\"/>"
                   "<selection pane=\"%s\"/>",
                   reference(corner, row, column, ""), pane, pane);
    }
    buf_str(out, "</sheetView></sheetViews>");
}

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE                                                                 \
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define SHEETS  "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPE    "application/vnd.openxmlformats-officedocument.spreadsheetml."

static void put_sheet(struct xlsx_sheet *sheet, struct buf *out)
{
    char last[REFERENCE];
    in_order(sheet);
    buf_reserve(out, sheet->n_cells * CELL_XML); /* of megabytes, once */
    /* as wide as the paper: printed, columns would fall on other pages */
    buf_str(out, XML "<worksheet xmlns=\"" SHEETS "\"><sheetPr><pageSetUpPr "
                     "fitToPage=\"1\"/></sheetPr>");
    put_view(sheet, out);
    buf_str(out, "<sheetFormatPr defaultRowHeight=\"15\"/>");
    put_columns(sheet, out);
    put_rows(sheet, out);
    if (sheet->filter_columns > 0)
        buf_printf(
            out, "<autoFilter ref=\"A1:%s\"/>",
            reference(last, sheet->filter_row, sheet->filter_columns - 1, ""));
    if (sheet->n_rules > 0) {
        buf_printf(out, "<dataValidations count=\"%zu\">", sheet->n_rules);
        buf_add(out, sheet->rules.data, sheet->rules.size);
        buf_str(out, "</dataValidations>");
    }
    buf_str(out, "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" "
                 "bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>"
                 "<pageSetup paperSize=\"9\" fitToHeight=\"0\" "
                 "orientation=\"landscape\"/></worksheet>");
}

/* ---- the other parts ---- */

static const char styles[] = XML
    "<styleSheet xmlns=\"" SHEETS "\"><numFmts count=\"5\">"
    "<numFmt numFmtId=\"164\" formatCode=\"0.0\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"0.000\"/>"
    "<numFmt numFmtId=\"166\" formatCode=\"0.0000\"/>"
    "<numFmt numFmtId=\"167\" formatCode=\"0.00000\"/>"
    "<numFmt numFmtId=\"168\" formatCode=\"0.000000\"/></numFmts>"
    "<fonts count=\"3\">"
    "<font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><i/><sz val=\"11\"/><color rgb=\"FF595959\"/><name "
    "val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7E6E6\"/>"
    "<bgColor indexed=\"64\"/></patternFill></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/>"
    "</border></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\" "
    "fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>";

/* In the order of enum xlsx_style, then numbers with 0, 1, ... decimals. */
static const struct {
    int number, font, fill;
    bool aligned, wrapped;
} look[XLSX_STYLES + DECIMALS] = {
    [XLSX_PLAIN] = {0,   0, 0, false, false},
    [XLSX_HEAD] = {0,   1, 2, true,  true },
    [XLSX_WRAP] = {0,   0, 0, true,  true },
    [XLSX_NOTE] = {0,   2, 0, true,  true },
    [XLSX_TYPED] = {49,  0, 0, true,  false},
    [XLSX_STYLES] = {1,   0, 0, false, false},
    {164, 0, 0, false, false},
    {2,   0, 0, false, false},
    {165, 0, 0, false, false},
    {166, 0, 0, false, false},
    {167, 0, 0, false, false},
    {168, 0, 0, false, false},
};

static void put_styles(struct buf *out)
{
    size_t n = sizeof look / sizeof *look;
    buf_str(out, styles);
    buf_printf(out, "<cellXfs count=\"%zu\">", n);
    for (size_t i = 0; i < n; i++) {
        buf_printf(out,
                   "<xf numFmtId=\"%d\" fontId=\"%d\" fillId=\"%d\" "
                   "borderId=\"0\" xfId=\"0\"%s%s%s%s",
                   look[i].number, look[i].font, look[i].fill,
                   look[i].number ? " applyNumberFormat=\"1\"" : "",
                   look[i].font ? " applyFont=\"1\"" : "",
                   look[i].fill ? " applyFill=\"1\"" : "",
                   look[i].aligned ? " applyAlignment=\"1\"" : "/>");
        if (look[i].aligned)
            buf_printf(out, "><alignment vertical=\"top\"%s/></xf>",
                       look[i].wrapped ? " wrapText=\"1\"" : "");
    }
    buf_str(out, "</cellXfs><cellStyles count=\"1\"><cellStyle "
                 "name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
                 "</styleSheet>");
}

static void put_texts(const struct xlsx *book, struct buf *out)
{
    buf_printf(
        out, XML "<sst xmlns=\"" SHEETS "\" count=\"%zu\" uniqueCount=\"%zu\">",
        book->n_uses, book->n_shared);
    for (size_t i = 0; i < book->n_shared; i++)
        put_shared(out, book->shared[i].text);
    buf_str(out, "</sst>");
}

/* The name that Excel gives the range of a filter. */
static void put_names(const struct xlsx *book, struct buf *out)
{
    char last[REFERENCE];
    bool open = false;
    size_t i = 0;
    for (const struct xlsx_sheet *s = book->first; s; s = s->next, i++) {
        if (s->filter_columns == 0)
            continue;
        buf_str(out, open ? "" : "<definedNames>");
        open = true;
        buf_printf(out,
                   "<definedName name=\"_xlnm._FilterDatabase\" "
                   "localSheetId=\"%zu\" hidden=\"1\">'%s'!$A$1:%s"
                   "</definedName>",
                   i, s->name,
                   reference(last, s->filter_row, s->filter_columns - 1, "$"));
    }
    buf_str(out, open ? "</definedNames>" : "");
}

static void put_workbook(const struct xlsx *book, struct buf *out)
{
    size_t i = 1;
    buf_str(out, XML "<workbook xmlns=\"" SHEETS "\" xmlns:r=\"" OFFICE
                     "\"><bookViews><workbookView/></bookViews><sheets>");
    for (const struct xlsx_sheet *s = book->first; s; s = s->next, i++)
        buf_printf(out, "<sheet name=\"%s\" sheetId=\"%zu\" r:id=\"rId%zu\"/>",
                   s->name, i, i);
    buf_str(out, "</sheets>");
    put_names(book, out);
    buf_str(out, "</workbook>");
}

static void put_relations(const struct xlsx *book, struct buf *out)
{
    static const char *const other[] = {"styles", "sharedStrings"};
    size_t n = book->n_sheets;
    buf_str(out, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 1; i <= n; i++)
        buf_printf(out,
                   "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                   "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
                   i, i);
    for (size_t i = 0; i < 2; i++)
        buf_printf(out,
                   "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
                   "/%s\" Target=\"%s.xml\"/>",
                   n + 1 + i, other[i], other[i]);
    buf_str(out, "</Relationships>");
}

static void put_types(const struct xlsx *book, struct buf *out)
{
    buf_str(out,
            XML "<Types xmlns=\"" PACKAGE "content-types\">"
                "<Default Extension=\"rels\" ContentType=\"application/"
                "vnd.openxmlformats-package.relationships+xml\"/>"
                "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE
                "sheet.main+xml\"/>"
                "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE
                "styles+xml\"/>"
                "<Override PartName=\"/xl/sharedStrings.xml\" "
                "ContentType=\"" TYPE "sharedStrings+xml\"/>");
    for (size_t i = 1; i <= book->n_sheets; i++)
        buf_printf(out,
                   "<Override PartName=\"/xl/worksheets/sheet%zu.xml\" "
                   "ContentType=\"" TYPE "worksheet+xml\"/>",
                   i);
    buf_str(out, "</Types>");
}

static const char root_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship "
        "Id=\"rId1\" Type=\"" OFFICE
        "/officeDocument\" Target=\"xl/workbook.xml\"/>"
        "</Relationships>";

/* ---- the whole ---- */

static void add_part(struct zipfile *zip, const char *name, struct buf *part)
{
    zipfile_add(zip, name, part->data, part->size);
    buf_clear(part);
}

enum status xlsx_pack(struct xlsx *book, struct buf *out, struct diag *diag)
{
    struct buf part = {.arena = book->arena};
    struct zipfile *zip = zipfile_open(book->arena, out);
    size_t i = 1;
    put_types(book, &part);
    add_part(zip, "[Content_Types].xml", &part);
    buf_str(&part, root_relations);
    add_part(zip, "_rels/.rels", &part);
    put_workbook(book, &part);
    add_part(zip, "xl/workbook.xml", &part);
    put_relations(book, &part);
    add_part(zip, "xl/_rels/workbook.xml.rels", &part);
    put_styles(&part);
    add_part(zip, "xl/styles.xml", &part);
    put_texts(book, &part);
    add_part(zip, "xl/sharedStrings.xml", &part);
    for (struct xlsx_sheet *s = book->first; s; s = s->next, i++) {
        put_sheet(s, &part);
        add_part(zip,
                 arena_printf(book->arena, "xl/worksheets/sheet%zu.xml", i),
                 &part);
    }
    if (zipfile_close(zip) && !book->too_large)
        return STATUS_OK;
    return diag_say(
        diag, STATUS_IO, NULL, book->path != NULL ? book->path : "XLSX",
        file_error(book->too_large ? EFBIG : ENOMEM, diag_lang(diag)), NULL);
}

enum status xlsx_close(struct xlsx *book, struct diag *diag)
{
    struct buf out = {.arena = book->arena};
    enum status status = xlsx_pack(book, &out, diag);
    return status != STATUS_OK
               ? status
               : file_write_atomic(book->path, out.data, out.size, 0644, diag);
}

/* A document as a byte string: tag bytes, variable-length integers, texts.
 *
 * Integers are written least significant group first (7 bits a byte, zigzag
 * for signed); lengths in thousandths of a millimetre, shares in millionths:
 * no floating point reaches the bytes, so every machine writes the same.
 */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/text.h"
#include "report/page/block.h"
#include "report/page/shape.h"

static const char MAGIC[8] = "diagdoc1";
enum { OP_END = BLOCK_COUNT, SHAPES_MAX = 200000, POINTS_MAX = 100000 };
static const double SHARE_UNIT = 1e6, LENGTH_UNIT = 1e3;

/* Writing. */

static void put(struct buf *out, long long value)
{
    unsigned long long v = (unsigned long long)value << 1;
    if (value < 0)
        v = ~v;
    while (v >= 0x80) {
        buf_char(out, (char)(v | 0x80));
        v >>= 7;
    }
    buf_char(out, (char)v);
}

static void put_text(struct buf *out, const char *text)
{
    if (!text) {
        put(out, -1);
        return;
    }
    size_t n = strlen(text);
    put(out, (long long)n);
    buf_add(out, text, n);
}

static void put_real(struct buf *out, double value, double unit)
{
    put(out, llround(value * unit));
}

static void put_canvas(struct buf *out, const struct canvas *canvas)
{
    put_real(out, canvas->width, LENGTH_UNIT);
    put_real(out, canvas->height, LENGTH_UNIT);
    put(out, (long long)canvas->n_shapes);
    for (size_t i = 0; i < canvas->n_shapes; i++) {
        const struct shape *s = &canvas->shape[i];
        const int small[] = {(int)s->kind, (int)s->fill,  (int)s->stroke,
                             (int)s->font, (int)s->align, s->angle};
        const double real[] = {s->x, s->y, s->w, s->h, s->r, s->width};
        for (size_t k = 0; k < sizeof small / sizeof *small; k++)
            put(out, small[k]);
        for (size_t k = 0; k < sizeof real / sizeof *real; k++)
            put_real(out, real[k], LENGTH_UNIT);
        put(out, (long long)s->n);
        for (size_t k = 0; k < 2 * s->n; k++)
            put_real(out, s->xy[k], LENGTH_UNIT);
        put_text(out, s->text);
    }
}

static void put_block(struct buf *out, const struct block *b)
{
    put(out, b->kind);
    put(out, b->n);
    for (int i = 0; i < 3; i++)
        put_text(out, b->text[i]);
    for (int i = 0; b->share && i < b->n; i++)
        put_real(out, b->share[i], SHARE_UNIT);
    for (int i = 0; b->column && i < b->n; i++) {
        put_text(out, b->column[i].title);
        put_real(out, b->column[i].share, SHARE_UNIT);
        put(out, (int)b->column[i].align | b->column[i].vertical << 2 |
                     b->column[i].rule_before << 3);
    }
    for (int i = 0; b->width && i < b->n; i++) {
        put(out, b->width[i]);
        put_text(out, b->title[i]);
    }
    if (b->canvas)
        put_canvas(out, b->canvas);
    if (b->narrow)
        put_canvas(out, b->narrow);
    for (const struct block *child = b->first; child; child = child->next)
        put_block(out, child);
    put(out, OP_END);
}

void doc_write(const struct doc *doc, struct buf *out)
{
    const struct doc_info *info = &doc->info;
    buf_add(out, MAGIC, sizeof MAGIC);
    const char *const field[] = {
        info->title,     info->subject,    info->author,    info->date,
        info->head_left, info->head_right, info->foot_left, info->watermark};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        put_text(out, field[i]);
    for (const struct block *b = doc->root.first; b; b = b->next)
        put_block(out, b);
    put(out, OP_END);
}

/* Reading: a cursor that turns bad once and stays so. */

struct reader {
    const unsigned char *at, *end;
    struct arena *arena;
    bool bad;
};

static long long get(struct reader *r, long long min, long long max)
{
    /* most are small */
    if (!r->bad && r->at < r->end && !(*r->at & 0x81) && min <= *r->at >> 1 &&
        max >= *r->at >> 1)
        return *r->at++ >> 1;
    unsigned long long v = 0;
    int shift = 0;
    while (!r->bad) {
        if (r->at == r->end || shift > 56) {
            r->bad = true;
            break;
        }
        unsigned char byte = *r->at++;
        v |= (unsigned long long)(byte & 0x7f) << shift;
        shift += 7;
        if (!(byte & 0x80))
            break;
    }
    long long value = (long long)(v >> 1);
    if (v & 1)
        value = ~value;
    if (r->bad || value < min || value > max) {
        r->bad = true;
        return min;
    }
    return value;
}

static bool text_plain(const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c == 0 || (c < ' ' && c != '\n' && c > DOC_CODE[0]))
            return false;
    }
    return text_utf8_valid(text, n, NULL);
}

static const char *get_text(struct reader *r)
{
    long long n = get(r, -1, BLOCK_TEXT_MAX);
    if (r->bad || n < 0)
        return NULL;
    if (n > r->end - r->at || !text_plain((const char *)r->at, (size_t)n)) {
        r->bad = true;
        return NULL;
    }
    const char *text = arena_strndup(r->arena, (const char *)r->at, (size_t)n);
    r->at += n;
    return text;
}

static double get_real(struct reader *r, double unit)
{
    return (double)get(r, -2000000000LL, 2000000000LL) / unit;
}

static void get_shape(struct reader *r, struct canvas *canvas)
{
    struct shape s = {.kind = (enum shape_kind)get(r, 0, SHAPE_COUNT - 1)};
    s.fill = (enum ink)get(r, 0, INK_COUNT - 1);
    s.stroke = (enum ink)get(r, 0, INK_COUNT - 1);
    s.font = (enum font)get(r, 0, FONT_COUNT - 1);
    s.align = (enum align)get(r, 0, ALIGN_RIGHT);
    s.angle = (int)get(r, 0, 90);
    double *const real[] = {&s.x, &s.y, &s.w, &s.h, &s.r, &s.width};
    for (size_t k = 0; k < sizeof real / sizeof *real; k++)
        *real[k] = get_real(r, LENGTH_UNIT);
    s.n = (size_t)get(r, 0, POINTS_MAX);
    if (r->bad || (long long)s.n > r->end - r->at) {
        r->bad = true;
        return;
    }
    double *xy = ARENA_ARRAY(r->arena, 2 * s.n, double);
    for (size_t k = 0; k < 2 * s.n; k++)
        xy[k] = get_real(r, LENGTH_UNIT);
    s.xy = xy;
    s.text = get_text(r);
    if (r->bad || !canvas_add(canvas, &s))
        r->bad = true;
}

static const struct canvas *get_canvas(struct reader *r)
{
    double width = get_real(r, LENGTH_UNIT), height = get_real(r, LENGTH_UNIT);
    long long n = get(r, 0, SHAPES_MAX);
    if (r->bad)
        return NULL;
    struct canvas *canvas = canvas_new(r->arena, width, height);
    while (!r->bad && n-- > 0)
        get_shape(r, canvas);
    return canvas;
}

/* What a block carries, as read, before the building call is made. */
struct load {
    int n;
    int index; /* among its siblings */
    const char *text[3];
};

static void build_page(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    if (l->n == 1)
        doc_section(doc);
    else
        doc_page(doc, l->text[0]);
}

static void build_heading(struct doc *doc, struct reader *r,
                          const struct load *l)
{
    (void)r;
    doc_heading_to(doc, l->n, l->text[0], l->text[1]);
}

static void build_paragraph(struct doc *doc, struct reader *r,
                            const struct load *l)
{
    if (l->n < 0 || l->n >= DOC_STYLES)
        r->bad = true;
    else
        doc_paragraph(doc, (enum doc_style)l->n, l->text[0]);
}

static void build_list(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    doc_list(doc, l->n != 0);
}

static void build_item(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    doc_item(doc, l->text[0], l->text[1], l->text[2]);
}

static void build_gap(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    doc_gap(doc, l->n);
}

static void build_columns(struct doc *doc, struct reader *r,
                          const struct load *l)
{
    double share[BLOCK_COLUMNS_MAX];
    if (l->n < 1 || l->n > BLOCK_COLUMNS_MAX) {
        r->bad = true;
        return;
    }
    for (int i = 0; i < l->n; i++)
        share[i] = get_real(r, SHARE_UNIT);
    if (!r->bad)
        doc_columns(doc, l->n, share);
}

/* doc_columns() has entered the first column already. */
static void build_column(struct doc *doc, struct reader *r,
                         const struct load *l)
{
    (void)r;
    if (l->index > 0)
        doc_next_column(doc);
}

static void build_panel(struct doc *doc, struct reader *r, const struct load *l)
{
    if (l->n < 0 || l->n > PANEL_DARK)
        r->bad = true;
    else
        doc_panel(doc, (enum doc_panel_style)l->n);
}

static void build_figure(struct doc *doc, struct reader *r,
                         const struct load *l)
{
    const struct canvas *canvas = get_canvas(r);
    if (!r->bad)
        doc_figure(doc, l->text[0], l->text[1], l->text[2], canvas);
    const struct canvas *narrow = l->n == 1 ? get_canvas(r) : NULL;
    if (!r->bad && narrow)
        doc_figure_narrow(doc, narrow);
}

static void build_table(struct doc *doc, struct reader *r, const struct load *l)
{
    struct doc_column column[BLOCK_TABLE_COLUMNS_MAX];
    if (l->n < 1 || l->n > BLOCK_TABLE_COLUMNS_MAX) {
        r->bad = true;
        return;
    }
    for (int i = 0; i < l->n; i++) {
        column[i].title = get_text(r);
        column[i].share = get_real(r, SHARE_UNIT);
        int bits = (int)get(r, 0, 15);
        column[i].align = (enum align)((bits & 3) % 3);
        column[i].vertical = bits & 4;
        column[i].rule_before = bits & 8;
    }
    if (!r->bad)
        doc_table(doc, l->text[0], l->n, column);
}

static void build_spans(struct doc *doc, struct reader *r, const struct load *l)
{
    int width[BLOCK_TABLE_COLUMNS_MAX];
    const char *title[BLOCK_TABLE_COLUMNS_MAX];
    if (l->n < 1 || l->n > BLOCK_TABLE_COLUMNS_MAX) {
        r->bad = true;
        return;
    }
    for (int i = 0; i < l->n; i++) {
        width[i] = (int)get(r, 1, BLOCK_TABLE_COLUMNS_MAX);
        title[i] = get_text(r);
    }
    if (!r->bad)
        doc_table_spans(doc, l->n, width, title);
}

static void build_row(struct doc *doc, struct reader *r, const struct load *l)
{
    if (l->n < 0 || l->n > ROW_TOTAL)
        r->bad = true;
    else
        doc_row(doc, (enum doc_row)l->n);
}

static void build_cell(struct doc *doc, struct reader *r, const struct load *l)
{
    if (l->n < 0 || l->n >= MARK_COUNT)
        r->bad = true;
    else
        doc_cell_mark(doc, (enum doc_mark)l->n, l->text[0]);
}

static void build_choices(struct doc *doc, struct reader *r,
                          const struct load *l)
{
    (void)r;
    doc_choices(doc, l->n);
}

static void build_lines(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    doc_lines(doc, l->n);
}

static void build_comb(struct doc *doc, struct reader *r, const struct load *l)
{
    (void)r;
    doc_comb(doc, l->text[0], l->n, l->text[1]);
}

/* Rows and columns are closed by what follows them. */
static void close_by_next(struct doc *doc)
{
    (void)doc;
}

/* `close` NULL: the block has no children. */
static const struct {
    void (*build)(struct doc *doc, struct reader *r, const struct load *load);
    void (*close)(struct doc *doc);
} kinds[BLOCK_COUNT] = {
    [BLOCK_PAGE] = {build_page,      NULL           },
    [BLOCK_HEADING] = {build_heading,   NULL           },
    [BLOCK_PARAGRAPH] = {build_paragraph, NULL           },
    [BLOCK_LIST] = {build_list,      doc_list_end   },
    [BLOCK_ITEM] = {build_item,      NULL           },
    [BLOCK_GAP] = {build_gap,       NULL           },
    [BLOCK_COLUMNS] = {build_columns,   doc_end        },
    [BLOCK_COLUMN] = {build_column,    close_by_next  },
    [BLOCK_PANEL] = {build_panel,     doc_end        },
    [BLOCK_FIGURE] = {build_figure,    NULL           },
    [BLOCK_TABLE] = {build_table,     doc_table_end  },
    [BLOCK_SPANS] = {build_spans,     NULL           },
    [BLOCK_ROW] = {build_row,       close_by_next  },
    [BLOCK_CELL] = {build_cell,      NULL           },
    [BLOCK_CHOICES] = {build_choices,   doc_choices_end},
    [BLOCK_LINES] = {build_lines,     NULL           },
    [BLOCK_COMB] = {build_comb,      NULL           },
};

/* One block after its kind was read, with its children. */
static void read_block(struct doc *doc, struct reader *r, int kind, int index,
                       int depth)
{
    struct load load = {.index = index};
    load.n = (int)get(r, 0, INT_MAX);
    for (int i = 0; i < 3; i++)
        load.text[i] = get_text(r);
    if (!kinds[kind].build || depth > BLOCK_DEPTH)
        r->bad = true;
    if (r->bad)
        return;
    kinds[kind].build(doc, r, &load);
    for (int i = 0; !r->bad && doc->status == STATUS_OK; i++) {
        int child = (int)get(r, 0, OP_END);
        if (r->bad || child == OP_END)
            break;
        if (kinds[kind].close)
            read_block(doc, r, child, i, depth + 1);
        else
            r->bad = true;
    }
    if (!r->bad && doc->status == STATUS_OK && kinds[kind].close)
        kinds[kind].close(doc);
}

enum status doc_read(struct arena *arena, const void *data, size_t size,
                     struct doc **out)
{
    struct reader r = {.at = data, .arena = arena};
    r.end = r.at + size;
    if (size < sizeof MAGIC || memcmp(data, MAGIC, sizeof MAGIC) != 0)
        return STATUS_INTERNAL;
    r.at += sizeof MAGIC;
    struct doc_info info = {0};
    const char **const field[] = {
        &info.title,     &info.subject,    &info.author,    &info.date,
        &info.head_left, &info.head_right, &info.foot_left, &info.watermark};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        *field[i] = get_text(&r);
    struct doc *doc = doc_new(arena, &info);
    doc->raw = true;
    for (int i = 0; !r.bad && doc->status == STATUS_OK; i++) {
        int kind = (int)get(&r, 0, OP_END);
        if (kind == OP_END)
            break;
        read_block(doc, &r, kind, i, 1);
    }
    if (r.bad || r.at != r.end || doc_status(doc) != STATUS_OK)
        return STATUS_INTERNAL;
    *out = doc;
    return STATUS_OK;
}

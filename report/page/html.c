/* The HTML twin: the same blocks in the same order, one file, no scripts.
 *
 * The markup alone carries the meaning: headings, lists, tables with scope,
 * figures with a title and a description; a mark in a table is a drawing for
 * eyes and its word for everything else.  The style sheet only lays out, so a
 * reader without it, a phone 360 px wide and a printer all get the document.
 */
#include "report/page/html.h"

#include <math.h>
#include <string.h>

#include "core/text.h"
#include "report/page/block.h"
#include "report/page/shape.h"

/* Pixels to an inch of a figure, in hundredths: more than 96, so that its 8
 * point labels are near the size of the text beside it. */
enum {
    SCREEN = 12500,
    CARD_COLUMNS = 5,
    MANY_COLUMNS = 7,
    FEW_ROWS = 3,
    WORDY_COLUMNS = 4,
    WORDY_TEXT = 80,
    LOOK_ROWS = 12
};
/* A figure this wide is as good on a phone. */
static const double PHONE_MM = 100;

struct html {
    struct buf *out;
    struct arena *arena;
    int heading_level;
    int figures;
    int headings;
};

static void add(struct html *html, const char *text)
{
    buf_str(html->out, text);
}

/* Text with bold runs as <strong>, codes as <small>. */
static void add_text(struct html *html, const char *text)
{
    static const char *const end[] = {"", "</strong>", "", "</small>"};
    int open = 0; /* the control character of the run */
    while (*text) {
        size_t n = strcspn(text, DOC_BOLD DOC_PLAIN DOC_CODE "\n");
        text_html_n(html->out, text, n);
        text += n;
        if (*text == '\n') {
            add(html, "<br>");
        } else if (*text != '\0') {
            add(html, end[open]);
            open = *text == DOC_PLAIN[0] ? 0 : *text;
            add(html, open == DOC_BOLD[0]   ? "<strong>"
                      : open == DOC_CODE[0] ? "<small>"
                                            : "");
        }
        text += *text != '\0';
    }
    add(html, end[open]);
}

/* Text where no markup may stand. */
static void add_plain(struct html *html, const char *text)
{
    for (const char *p = text; *p;) {
        size_t n = strcspn(p, DOC_BOLD DOC_PLAIN DOC_CODE "\n");
        text_html_n(html->out, p, n);
        p += n;
        if (*p == '\n')
            buf_char(html->out, ' ');
        p += *p != '\0';
    }
}

static void add_element(struct html *html, const char *open, const char *text,
                        const char *close)
{
    if (!text || !*text)
        return;
    add(html, open);
    add_text(html, text);
    add(html, close);
}

typedef void add_block(struct html *html, const struct block *block);
static add_block *adder_of(enum block_kind kind);

static void add_children(struct html *html, const struct block *block)
{
    for (const struct block *b = block->first; b; b = b->next)
        if (adder_of(b->kind))
            adder_of(b->kind)(html, b);
}

/* The number of a heading in the order of the document, as its id; 0: none. */
static int number_of(const struct block *in, const struct block *heading,
                     int *n)
{
    for (const struct block *b = in->first; b; b = b->next) {
        *n += b->kind == BLOCK_HEADING;
        if (b == heading)
            return *n;
        int found = number_of(b, heading, n);
        if (found)
            return found;
    }
    return 0;
}

static void add_heading(struct html *html, const struct block *block)
{
    const struct block *target = block_target(block);
    int n = 0;
    int level = block_heading_level(block, &html->heading_level);
    buf_printf(html->out, "<h%d id=\"h%d\" class=\"l%d\">", level,
               ++html->headings, block->n);
    if (target)
        buf_printf(html->out, "<a href=\"#h%d\">",
                   number_of(target->parent, target, &n));
    add_text(html, block->text[0]);
    buf_printf(html->out, "%s</h%d>\n", target ? "</a>" : "", level);
}

static void add_paragraph(struct html *html, const struct block *block)
{
    static const char *const open[DOC_STYLES] = {
        [DOC_BODY] = "<p>",
        [DOC_LEAD] = "<p class=\"lead\">",
        [DOC_SMALL] = "<p class=\"small\">",
        [DOC_MUTED] = "<p class=\"muted\">",
        [DOC_HUGE] = "<p class=\"huge\">",
        [DOC_INVERSE] = "<p class=\"inverse\">",
        [DOC_HINT] = "<p class=\"muted\">",
        [DOC_WIDE] = "<p>",
    };
    add_element(html, open[block->n], block->text[0], "</p>\n");
}

static void add_list(struct html *html, const struct block *block)
{
    bool rich = block_list_is_rich(block);
    const char *tag = block->n ? "ol" : "ul";
    if (!block->first)
        return;
    buf_printf(html->out, "<%s%s>\n", tag, rich ? " class=\"rich\"" : "");
    for (const struct block *b = block->first; b; b = b->next) {
        add(html, "<li>");
        add_element(html, rich ? "<strong>" : "", b->text[0],
                    rich ? "</strong>" : "");
        add_element(html, " <span class=\"tag\">", b->text[2], "</span>");
        add_element(html, "<br><small>", b->text[1], "</small>");
        add(html, "</li>\n");
    }
    buf_printf(html->out, "</%s>\n", tag);
}

static void add_columns(struct html *html, const struct block *block)
{
    add(html, "<div class=\"columns\" style=\"grid-template-columns:");
    for (int i = 0; i < block->n; i++)
        buf_printf(html->out, "%sminmax(0,%ldfr)", i ? " " : "",
                   lround(block->share[i] * 100));
    add(html, "\">\n");
    for (const struct block *b = block->first; b; b = b->next) {
        add(html, "<div>\n");
        add_children(html, b);
        add(html, "</div>\n");
    }
    add(html, "</div>\n");
}

static void add_panel(struct html *html, const struct block *block)
{
    static const char *const name[PANEL_DARK + 1] = {
        [PANEL_TINT] = "tint",
        [PANEL_FRAME] = "frame",
        [PANEL_RULE] = "rule",
        [PANEL_DARK] = "dark",
    };
    buf_printf(html->out, "<div class=\"panel %s\">\n", name[block->n]);
    add_children(html, block);
    add(html, "</div>\n");
}

/* What has letters in it is not made smaller than they can be read. */
static bool has_letters(const struct canvas *canvas)
{
    for (size_t i = 0; i < canvas->n_shapes; i++)
        if (canvas->shape[i].kind == SHAPE_TEXT)
            return true;
    return false;
}

/* One drawing of a figure, with attributes of its own or "".  Of two, the style
 * sheet hides one from everybody; without it that is the narrow one, or the
 * reader would count twice as many circles. */
static void add_picture(struct html *html, const struct block *block,
                        const struct canvas *canvas, const char *attributes)
{
    int n = ++html->figures;
    bool titled = block->text[0][0] != '\0';
    long w = lround(canvas_width(canvas) * 100);
    long h = lround(canvas_height(canvas) * 100);
    add(html, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
    add(html, attributes);
    buf_printf(html->out,
               " viewBox=\"0 0 %ld.%02ld %ld.%02ld\" style=\"width:"
               "%ldpx\" aria-labelledby=\"%s%s%d\">\n",
               w / 100, w % 100, h / 100, h % 100, w * SCREEN / 254000,
               titled ? arena_printf(html->arena, "t%d ", n) : "", "d", n);
    if (titled) {
        buf_printf(html->out, "<title id=\"t%d\">", n);
        add_plain(html, block->text[0]);
        add(html, "</title>\n");
    }
    buf_printf(html->out, "<desc id=\"d%d\">", n);
    add_plain(html, block->text[1]);
    add(html, "</desc>\n");
    canvas_svg(canvas, html->out);
    add(html, "</svg>\n");
}

static void add_figure(struct html *html, const struct block *block)
{
    const struct canvas *canvas = block->canvas;
    /* Folded or small it fits a phone; bare it only shrinks. */
    bool fits = block->narrow || !has_letters(canvas) ||
                canvas_width(canvas) < PHONE_MM;
    add(html, fits ? "<figure class=\"fits\">\n" : "<figure>\n");
    add_element(html, "<figcaption>", block->text[0], "</figcaption>\n");
    if (!fits)
        add(html, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                  "aria-label=\"Rysunek\">\n");
    add_picture(html, block, canvas, block->narrow ? " class=\"wide\"" : "");
    if (block->narrow)
        add_picture(html, block, block->narrow,
                    " class=\"narrow\" display=\"none\"");
    add(html, fits ? "" : "</div>\n");
    add_element(html, "<p class=\"small\">", block->text[2], "</p>\n");
    add(html, "</figure>\n");
}

/* Tables. */

static const char *const align_class[] = {"", "c", "r"};

static void open_cell(struct html *html, const char *tag, const char *scope,
                      int span, const char *class)
{
    buf_char(html->out, '<');
    add(html, tag);
    if (scope) {
        add(html, " scope=\"");
        add(html, scope);
        buf_char(html->out, '"');
    }
    if (span > 1)
        buf_printf(html->out, " colspan=\"%d\"", span);
    if (class[0]) {
        add(html, " class=\"");
        add(html, class);
        buf_char(html->out, '"');
    }
    buf_char(html->out, '>');
}

/* The drawing for eyes, the word for everybody else. */
static void add_mark(struct html *html, const struct block *cell)
{
    static const char *const symbol[MARK_COUNT] = {
        [MARK_FULL] = "full",   [MARK_HALF] = "half",   [MARK_EMPTY] = "empty",
        [MARK_NEED1] = "need1", [MARK_NEED2] = "need2", [MARK_BOX] = "box",
        [MARK_PEN] = "box",
    };
    buf_printf(html->out,
               "<svg class=\"mark\" width=\"14\" height=\"14\" "
               "aria-hidden=\"true\"><use href=\"#m-%s\"/></svg>",
               symbol[cell->n]);
    add_element(html, "<span class=\"said\">", cell->text[0], "</span>");
}

static void add_choices(struct html *html, const struct block *block)
{
    static const struct block box = {.n = MARK_PEN};
    add(html, "<ul class=\"choices\">\n");
    for (const struct block *b = block->first; b; b = b->next) {
        add(html, "<li>");
        add_mark(html, &box);
        add_element(html, " ", b->text[0], "</li>\n");
    }
    add(html, "</ul>\n");
}

static void add_lines(struct html *html, const struct block *block)
{
    for (int i = 0; i < block->n; i++)
        add(html, "<div class=\"line\"></div>\n");
}

static void add_comb(struct html *html, const struct block *block)
{
    add(html, "<p>");
    add_text(html, block->text[0]);
    add_element(html, " <strong>", block->text[1], "</strong>");
    add(html, "</p>\n");
    if (!block->text[1][0])
        add(html, "<div class=\"line\"></div>\n");
}

/* Is there more than blanks, which keep a row for a pen open? */
static bool has_words(const char *text)
{
    for (unsigned code; (code = text_next(&text));)
        if (code > ' ' && code != 0xA0)
            return true;
    return false;
}

/* Rows of a table, no more than `most`. */
static int rows_of(const struct block *table, int most)
{
    int n = 0;
    for (const struct block *b = table->first; b && n < most; b = b->next)
        n += b->kind == BLOCK_ROW;
    return n;
}

/* Has one of the first rows more text than fits beside the others? */
static bool is_wordy(const struct block *table)
{
    int n = 0;
    for (const struct block *b = table->first; b && n < LOOK_ROWS;
         b = b->next) {
        size_t length = 0;
        if (b->kind != BLOCK_ROW)
            continue;
        n++;
        for (const struct block *c = b->first; c; c = c->next)
            length += c->text[0] ? strlen(c->text[0]) : 0;
        if (length > WORDY_TEXT && b->n != ROW_GROUP)
            return true;
    }
    return false;
}

/* What a phone does with a table: signs under upright heads stand closer, many
 * columns keep their distance and are scrolled, a row of five or six becomes a
 * card that names its columns; so do a few rows of many, since what is beyond
 * the edge is not looked for, and four columns of long texts. */
enum table_kind { TABLE_PLAIN, TABLE_DENSE, TABLE_CARDS, TABLE_MANY };

static enum table_kind table_kind(const struct block *table)
{
    for (int i = 0; i < table->n; i++)
        if (table->column[i].vertical)
            return TABLE_DENSE;
    bool few = rows_of(table, FEW_ROWS + 1) <= FEW_ROWS;
    if (table->n >= MANY_COLUMNS && !few)
        return TABLE_MANY;
    return table->n >= CARD_COLUMNS ||
                   (table->n == WORDY_COLUMNS && is_wordy(table))
               ? TABLE_CARDS
               : TABLE_PLAIN;
}

/* The name of the cell's column, shown where there are no heads. */
static void add_card_name(struct html *html, const char *title)
{
    add(html, "<span class=\"card\" aria-hidden=\"true\" data-co=\"");
    add_plain(html, title);
    add(html, "\"></span>");
}

static void add_row(struct html *html, const struct block *table,
                    const struct block *row)
{
    static const char *const class[ROW_TOTAL + 1] = {
        [ROW_PLAIN] = "",
        [ROW_GROUP] = " class=\"group\"",
        [ROW_TINT] = " class=\"tint\"",
        [ROW_TOTAL] = " class=\"total\"",
    };
    bool group = row->n == ROW_GROUP;
    bool cards = !group && table_kind(table) == TABLE_CARDS;
    const struct block *cell = row->first;
    add(html, "<tr");
    add(html, class[row->n]);
    buf_char(html->out, '>');
    for (int i = 0; i < (group ? 1 : table->n); i++) {
        bool head = i == 0 && cell && has_words(cell->text[0]);
        open_cell(html, head ? "th" : "td", head ? "row" : NULL,
                  group ? table->n : 1, align_class[table->column[i].align]);
        if (cards && i > 0)
            add_card_name(html, table->column[i].title);
        if (cell && cell->n != MARK_NONE)
            add_mark(html, cell);
        else if (cell)
            add_text(html, cell->text[0]);
        add(html, head ? "</th>" : "</td>");
        cell = cell ? cell->next : NULL;
    }
    add(html, "</tr>\n");
}

static void add_spans(struct html *html, const struct block *spans)
{
    add(html, "<tr>");
    for (int i = 0; i < spans->n; i++) {
        bool head = spans->title[i][0] != '\0';
        open_cell(html, head ? "th" : "td", head ? "colgroup" : NULL,
                  spans->width[i], "");
        add_text(html, spans->title[i]);
        add(html, head ? "</th>" : "</td>");
    }
    add(html, "</tr>\n");
}

static void add_titles(struct html *html, const struct block *table)
{
    add(html, "<tr>");
    for (int i = 0; i < table->n; i++) {
        const struct doc_column *column = &table->column[i];
        bool head = column->title[0] != '\0';
        open_cell(html, head ? "th" : "td", head ? "col" : NULL, 1,
                  column->vertical ? "up" : align_class[column->align]);
        if (column->vertical)
            add_element(html, "<span>", column->title, "</span>");
        else
            add_text(html, column->title);
        add(html, head ? "</th>" : "</td>");
    }
    add(html, "</tr>\n");
}

/* scope="colgroup" needs the groups declared. */
static void add_groups(struct html *html, const struct block *spans)
{
    for (int i = 0; i < spans->n; i++)
        buf_printf(html->out, "<colgroup span=\"%d\"></colgroup>\n",
                   spans->width[i]);
}

static bool any_title(const struct block *table)
{
    for (int i = 0; i < table->n; i++)
        if (table->column[i].title[0])
            return true;
    return false;
}

static void add_table(struct html *html, const struct block *table)
{
    static const char *const opened[] = {
        [TABLE_PLAIN] = "<table>\n",
        [TABLE_DENSE] = "<table class=\"dense\">\n",
        [TABLE_CARDS] = "<table class=\"cards\">\n",
        [TABLE_MANY] = "<table class=\"many\">\n",
    };
    const struct block *row = table->first;
    const struct block *spans = row && row->kind == BLOCK_SPANS ? row : NULL;
    add(html, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
              "aria-label=\"");
    add_plain(html,
              table->text[0] && table->text[0][0] ? table->text[0] : "Tabela");
    add(html, "\">\n");
    add(html, opened[table_kind(table)]);
    add_element(html, "<caption>", table->text[0], "</caption>\n");
    if (spans)
        add_groups(html, spans);
    if (spans || any_title(table)) {
        add(html, "<thead>\n");
        if (spans)
            add_spans(html, spans);
        if (any_title(table))
            add_titles(html, table);
        add(html, "</thead>\n");
    }
    add(html, "<tbody>\n");
    row = spans ? spans->next : row;
    if (!row)
        buf_printf(html->out,
                   "<tr><td colspan=\"%d\">brak danych do pokazania"
                   "</td></tr>\n",
                   table->n);
    for (; row; row = row->next)
        add_row(html, table, row);
    add(html, "</tbody>\n</table>\n</div>\n");
}

static add_block *const adders[BLOCK_COUNT] = {
    [BLOCK_HEADING] = add_heading, [BLOCK_PARAGRAPH] = add_paragraph,
    [BLOCK_LIST] = add_list,       [BLOCK_COLUMNS] = add_columns,
    [BLOCK_PANEL] = add_panel,     [BLOCK_FIGURE] = add_figure,
    [BLOCK_TABLE] = add_table,     [BLOCK_CHOICES] = add_choices,
    [BLOCK_LINES] = add_lines,     [BLOCK_COMB] = add_comb,
};

static add_block *adder_of(enum block_kind kind)
{
    return adders[kind];
}

/* The frame. */

static const char style[] =
    "html{-webkit-text-size-adjust:100%}\n"
    "body{font:16px/1.5 Lato,'Segoe UI',Roboto,'Helvetica Neue',Arial,"
    "sans-serif;max-width:58rem;margin:0 auto;padding:0 1rem 3rem;"
    "color:#1e2b37;background:#fff}\n"
    "header,footer{display:flex;flex-wrap:wrap;justify-content:space-between;"
    "gap:0 1rem;font-size:.85rem;color:#4f5e6c;padding:.6rem 0;"
    "border-bottom:1px solid #1e2b37}\n"
    "footer{border:0;border-top:1px solid #c5ced6;margin-top:3rem}\n"
    "header strong{color:#1e2b37}\n"
    "h1,h2,h3{line-height:1.2;margin:1.6em 0 .4em;overflow-wrap:anywhere}\n"
    ".l1{font-size:2rem}.l2{font-size:1.4rem}.l3,.l4{font-size:1.08rem}\n"
    "a{color:inherit;text-decoration-color:#17607c;"
    "text-underline-offset:.2em}\n"
    "p,li{max-width:40rem;overflow-wrap:anywhere}p{margin:.5em 0}\n"
    ".lead{font-size:1.15rem}.small,small{font-size:.85rem;color:#4f5e6c}\n"
    ".muted{color:#4f5e6c}.huge{font-size:3rem;font-weight:700;"
    "line-height:1.1;margin:.1em 0}\n"
    ".part{max-width:none;font-size:.85rem;color:#4f5e6c;border-top:2px solid #17607c;"
    "margin-top:3rem;padding-top:.3rem}\n"
    ".columns{display:grid;gap:1rem 2rem;margin:1rem 0}\n"
    ".panel{margin:1rem 0}.panel>:first-child{margin-top:0}\n"
    ".tint{background:#ecf2f5}.panel.tint,.frame{padding:1rem}\n"
    ".frame{border:1px solid #1e2b37}\n"
    ".rule{border-top:2px solid #17607c;padding-top:.5rem}\n"
    ".dark{background:#1e2b37;color:#fff;padding:.8rem 1rem;"
    "text-align:center}.dark p{max-width:none}.dark .small{color:#fff}\n"
    ".inverse{font-weight:700}\n"
    "ul,ol{padding-left:1.4rem}.rich{list-style-position:outside}"
    ".rich li{border-bottom:1px solid #c5ced6;padding:.3rem 0}\n"
    "li::marker{color:#17607c;font-weight:700}\n"
    ".tag{border:1px solid #1e2b37;border-radius:1em;padding:0 .6em;"
    "font-size:.78rem;white-space:nowrap}\n"
    "figure{margin:1.2rem 0}figcaption,caption{font-weight:700;"
    "text-align:left;margin-bottom:.4rem}\n"
    "figure svg{display:block;max-width:100%;height:auto}\n"
    "svg text{font-family:Lato,'Segoe UI',Roboto,Arial,sans-serif}\n"
    ".scroll{overflow-x:auto;margin:1rem 0}figure .scroll{margin:0}\n"
    "table{border-collapse:collapse;font-size:.9rem;width:100%}\n"
    "th,td{padding:.35rem .5rem;border-bottom:1px solid #c5ced6;"
    "text-align:left;vertical-align:top;font-weight:400}\n"
    "thead th,thead td{font-weight:700;border-bottom:1px solid #1e2b37;"
    "vertical-align:bottom}\n"
    ".c,thead .c{text-align:center}.r,thead .r{text-align:right;"
    "white-space:nowrap}thead .r{white-space:normal}\n"
    ".up span{writing-mode:vertical-rl;transform:rotate(180deg);"
    "font-weight:400;max-height:9.5rem}\n"
    ".group th{font-weight:700;padding-top:1rem;border-color:#1e2b37}\n"
    ".total th,.total td{font-weight:700;border-color:#1e2b37}\n"
    "tr.tint th{font-weight:700}\n"
    ".mark{vertical-align:-2px}\n"
    ".choices{list-style:none;padding-left:0}"
    ".line{border-bottom:1px solid #4f5e6c;height:2rem}\n"
    ".said,.symbols{position:absolute;width:1px;height:1px;overflow:hidden;"
    "clip-path:inset(50%);white-space:nowrap}\n"
    "td,th{position:relative}\n"
    ".draft{border:2px solid #1e2b37;padding:.2rem .8rem;font-weight:700;"
    "display:inline-block}\n"
    ":focus-visible{outline:3px solid #17607c;outline-offset:2px}\n"
    ".narrow{display:none}\n";

/* What a narrow screen and paper ask for beside it. */
static const char media[] =
    "@media(min-width:40rem){.choices{columns:2}}\n"
    "@media(max-width:40rem){figure svg{max-width:32rem}.wide{display:none}"
    ".narrow{display:block}.fits svg{width:100%!important;max-width:100%}"
    ".fits{overflow:hidden}"
    "table{font-size:.75rem;hyphens:auto}th,td{padding:.3rem .2rem}"
    "th+th,th+td,td+td{padding-left:.5rem}.many{min-width:34rem}"
    ".dense th,.dense td{font-size:.7rem;padding:.3rem .08rem}"
    ".dense .mark{width:12px;height:12px}"
    ".cards thead{position:absolute;clip-path:inset(50%)}"
    ".cards tbody,.cards tr,.cards th,.cards td{display:block;border:0;"
    "padding:.1rem 0;text-align:left}"
    ".cards td,.cards th{font-size:.85rem}"
    ".cards tr{border-bottom:1px solid #c5ced6;padding:.4rem 0}"
    ".cards tbody th{font-weight:700}.card::before{content:attr(data-co) \": \";"
    "color:#4f5e6c}"
    ".up span{line-height:1.05;max-height:12rem}"
    ".l1{margin-top:.8em;font-size:1.6rem}"
    ".columns{grid-template-columns:minmax(0,1fr)!important}}\n"
    /* In print a rem is the body size of the PDF, so that what fills a page
     * there fills one here. */
    "@media print{@page{size:A4;margin:14mm 18mm 16mm}html{font-size:9.5pt}"
    "body{font-size:1rem;line-height:1.37;max-width:none;padding:0}"
    "a{text-decoration:none}.part{display:none}"
    ".sheet+.sheet{break-before:page}"
    ".l1{margin-top:.9em}.l2,.l3,.l4{margin-top:1.1em}"
    ".sheet>.l1:first-child,.part+.l1{margin-top:.4em}"
    ".columns,.panel{margin:.6rem 0}figure,.scroll{margin:.7rem 0}"
    ".lead,.group,.part{break-after:avoid}"
    "h1,h2,h3,h4,figcaption,caption{break-after:avoid}"
    "figure,tr,li,.panel,.choices,.line,.scroll{break-inside:avoid}"
    "p+.scroll,p+figure{break-before:avoid}"
    "p{orphans:3;widows:3}table{font-size:.85rem}th,td{padding:.25rem .5rem}"
    ".choices{columns:2}"
    ".choices .mark{width:13pt;height:13pt;vertical-align:-3pt}footer{margin-top:1rem}"
    "thead{display:table-header-group}.scroll{overflow:visible}"
    ".tint,.dark,tr.tint{"
    "print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* Drawn once, used by every mark. */
static void add_symbols(struct html *html)
{
    unsigned accent = canvas_rgb(INK_ACCENT), text = canvas_rgb(INK_TEXT);
    unsigned need = canvas_rgb(INK_NEGATIVE);
    buf_printf(
        html->out,
        "<svg class=\"symbols\" xmlns=\"http://www.w3.org/2000/svg\" "
        "width=\"1\" height=\"1\" aria-hidden=\"true\">"
        "<symbol id=\"m-full\" viewBox=\"0 0 14 14\"><circle cx=\"7\" "
        "cy=\"7\" r=\"6\" fill=\"#%06x\"/></symbol>"
        "<symbol id=\"m-half\" viewBox=\"0 0 14 14\"><circle cx=\"7\" "
        "cy=\"7\" r=\"5.5\" fill=\"#fff\" stroke=\"#%06x\"/><path d=\"M7 1"
        "A6 6 0 0 0 7 13Z\" fill=\"#%06x\"/></symbol>"
        "<symbol id=\"m-empty\" viewBox=\"0 0 14 14\"><circle cx=\"7\" "
        "cy=\"7\" r=\"5.5\" fill=\"#fff\" stroke=\"#%06x\"/></symbol>",
        accent, accent, accent, accent);
    buf_printf(
        html->out,
        "<symbol id=\"m-need1\" viewBox=\"0 0 14 14\"><rect x=\"4.5\" "
        "y=\"4.5\" width=\"5\" height=\"5\" fill=\"#%06x\"/></symbol>"
        "<symbol id=\"m-need2\" viewBox=\"0 0 14 14\"><path d=\"M1 4.5h5v5"
        "H1zM8 4.5h5v5H8z\" fill=\"#%06x\"/></symbol>"
        "<symbol id=\"m-box\" viewBox=\"0 0 14 14\"><rect x=\"1\" y=\"1\" "
        "width=\"12\" height=\"12\" fill=\"#fff\" stroke=\"#%06x\"/>"
        "</symbol></svg>\n",
        need, need, text);
}

static void add_top(struct html *html, const struct doc_info *info)
{
    add(html, "<!DOCTYPE html>\n<html lang=\"pl\">\n<head>\n"
              "<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, "
              "initial-scale=1\">\n<title>");
    add_plain(html, info->title);
    add(html, "</title>\n");
    if (info->author[0]) {
        add(html, "<meta name=\"author\" content=\"");
        add_plain(html, info->author);
        add(html, "\">\n");
    }
    if (info->subject[0]) {
        add(html, "<meta name=\"description\" content=\"");
        add_plain(html, info->subject);
        add(html, "\">\n");
    }
    add(html, "<style>\n");
    add(html, style);
    add(html, media);
    add(html, "</style>\n</head>\n<body>\n<header>");
    add_element(html, "<strong>", info->head_left, "</strong>\n");
    add_element(html, "<span class=\"draft\">", info->watermark, "</span>\n");
    add_element(html, "<span>", info->head_right, "</span>");
    add(html, "</header>\n");
    add_symbols(html);
    add(html, "<main>\n");
}

/* What begins a page in print does so here too; a part is named where it
 * changes. */
static void add_pages(struct html *html, const struct doc *doc)
{
    const char *part = "";
    bool open = false;
    for (const struct block *b = doc->root.first; b; b = b->next) {
        if (b->kind == BLOCK_PAGE && (b->n == 0 || !open)) {
            add(html, open ? "</div>\n" : "");
            add(html, "<div class=\"sheet\">\n");
            open = true;
        }
        if (b->kind == BLOCK_PAGE && b->text[0] &&
            strcmp(b->text[0], part) != 0) {
            part = b->text[0];
            add_element(html, "<p class=\"part\">", part, "</p>\n");
        }
        if (adders[b->kind])
            adders[b->kind](html, b);
    }
    add(html, open ? "</div>\n" : "");
}

void html_write(struct arena *scratch, const struct doc *doc, struct buf *out)
{
    struct html html = {.out = out, .arena = scratch};
    add_top(&html, &doc->info);
    add_pages(&html, doc);
    add(&html, "</main>\n<footer>");
    add_element(&html, "<span>", doc->info.foot_left, "</span>");
    add(&html, "</footer>\n</body>\n</html>\n");
}

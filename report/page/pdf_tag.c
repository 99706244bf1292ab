/* Tags: marked content in the pages, the structure tree that explains it.
 *
 * An element whose content lies on two pages gets a Span for each page, so a
 * mark is always a plain number on its element's own page.
 */
#include <string.h>

#include "report/page/pdf_objects.h"

static const char *const role_name[ROLE_COUNT] = {
    [ROLE_DOCUMENT] = "Document",
    [ROLE_H1] = "H1",
    [ROLE_H2] = "H2",
    [ROLE_H3] = "H3",
    [ROLE_P] = "P",
    [ROLE_L] = "L",
    [ROLE_LI] = "LI",
    [ROLE_LBL] = "Lbl",
    [ROLE_LBODY] = "LBody",
    [ROLE_TABLE] = "Table",
    [ROLE_THEAD] = "THead",
    [ROLE_TBODY] = "TBody",
    [ROLE_TR] = "TR",
    [ROLE_TH] = "TH",
    [ROLE_TD] = "TD",
    [ROLE_FIGURE] = "Figure",
    [ROLE_CAPTION] = "Caption",
    [ROLE_LINK] = "Link",
};

static void number(struct buf *out, unsigned n)
{
    char digits[12];
    size_t k = sizeof digits;
    do
        digits[--k] = (char)('0' + n % 10);
    while (n /= 10);
    buf_add(out, digits + k, sizeof digits - k);
}

void pdf_tag_enter(struct pdf_content *content, const struct layout *layout,
                   int element)
{
    struct buf *out = content->out;
    if (content->element == element)
        return;
    if (content->element != PDF_NOTHING)
        buf_add(out, "EMC\n", 4);
    content->element = element;
    if (element == PDF_NOTHING)
        return;
    if (element == ELEMENT_RULE) {
        buf_str(out, "/Artifact BMC\n");
    } else if (element < 0) {
        buf_printf(out, "/Artifact<</Type/Pagination/Subtype/%s>>BDC\n",
                   element == ELEMENT_HEAD ? "Header" : "Footer");
    } else {
        buf_char(out, '/');
        buf_str(out, role_name[layout->element[element].role]);
        buf_str(out, "<</MCID ");
        number(out, (unsigned)content->n_marks);
        buf_str(out, ">>BDC\n");
        content->mark[content->n_marks++] = element;
    }
}

/* A mark of an element: where its content is. */
struct mark {
    int page, id;
    int next; /* of the same element, -1: none */
};

struct tree {
    struct pdf_file *file;
    const struct layout *layout;
    HPDF_Dict *object;       /* of each element */
    int *first, *last;       /* marks of each element */
    int *child, *last_child; /* of each element, by number; -1: none */
    int *next;               /* next child of the same parent */
    struct mark *mark;
    unsigned **owner; /* page, MCID: number of the owning object */
    struct buf out;   /* bodies */
};

static void reference(struct buf *out, const char *key, unsigned n)
{
    buf_str(out, key);
    buf_char(out, ' ');
    number(out, n);
    buf_add(out, " 0 R", 4);
}

static void link_children(struct tree *tree)
{
    const struct layout *layout = tree->layout;
    for (int i = 0; i < layout->n_elements; i++)
        tree->child[i] = tree->last_child[i] = tree->next[i] = -1;
    for (int i = 1; i < layout->n_elements; i++) {
        int parent = layout->element[i].parent;
        if (tree->child[parent] < 0)
            tree->child[parent] = i;
        else
            tree->next[tree->last_child[parent]] = i;
        tree->last_child[parent] = i;
    }
}

static void link_marks(struct tree *tree)
{
    struct pdf_file *file = tree->file;
    int n = 0;
    for (int i = 0; i < tree->layout->n_elements; i++)
        tree->first[i] = tree->last[i] = -1;
    for (int page = 0; page < tree->layout->n_pages; page++) {
        tree->owner[page] =
            ARENA_ARRAY(file->arena, (size_t)file->n_marks[page], unsigned);
        for (int id = 0; id < file->n_marks[page]; id++, n++) {
            int element = file->mark[page][id];
            tree->mark[n] = (struct mark){page, id, -1};
            if (tree->first[element] < 0)
                tree->first[element] = n;
            else
                tree->mark[tree->last[element]].next = n;
            tree->last[element] = n;
        }
    }
}

static void put_figure(struct tree *tree, const struct element *e)
{
    struct buf *out = &tree->out;
    buf_str(out, "/Alt");
    pdf_string(out, e->alt);
    buf_str(out, "/A<</O/Layout/Placement/Block/BBox[");
    pdf_number(out, e->box[0]);
    pdf_number(out, LAYOUT_PAGE_H - e->box[3]);
    pdf_number(out, e->box[2]);
    pdf_number(out, LAYOUT_PAGE_H - e->box[1]);
    buf_str(out, "]>>");
}

static void put_cell(struct tree *tree, const struct element *e)
{
    struct buf *out = &tree->out;
    if (e->role == ROLE_TD && e->span == 1)
        return;
    buf_str(out, "/A<</O/Table");
    if (e->role == ROLE_TH)
        buf_str(out, e->heads_row ? "/Scope/Row" : "/Scope/Column");
    if (e->span > 1)
        buf_printf(out, "/ColSpan %d", e->span);
    buf_str(out, ">>");
}

/* Marks from `m` on as long as they lie on one page; returns the next. */
static int put_marks(struct tree *tree, int m, unsigned owner)
{
    int page = tree->mark[m].page;
    while (m >= 0 && tree->mark[m].page == page) {
        buf_char(&tree->out, ' ');
        number(&tree->out, (unsigned)tree->mark[m].id);
        tree->owner[page][tree->mark[m].id] = owner;
        m = tree->mark[m].next;
    }
    return m;
}

/* Takes the body written so far as that of `object`. */
static void close_body(struct tree *tree, HPDF_Dict object)
{
    pdf_body_buf(tree->file, object, &tree->out);
}

/* The annotation of a link, as its last child. */
static void put_note(struct tree *tree, int element)
{
    for (int i = 0; i < tree->file->n_links; i++)
        if (tree->file->link[i].element == element) {
            buf_str(&tree->out, "<</Type/OBJR");
            reference(&tree->out, "/Obj", pdf_ref(tree->file->link[i].note));
            buf_str(&tree->out, ">>");
        }
}

/* One Span per page of an element on several; their numbers go to span[]. */
static int put_spans(struct tree *tree, int element, unsigned *span)
{
    int n = 0;
    for (int m = tree->first[element]; m >= 0;) {
        HPDF_Dict object = pdf_object(tree->file);
        buf_clear(&tree->out);
        buf_str(&tree->out, "/S/Span");
        reference(&tree->out, "/P", pdf_ref(tree->object[element]));
        reference(&tree->out, "/Pg",
                  pdf_ref(tree->file->page[tree->mark[m].page]));
        buf_str(&tree->out, "/K[");
        m = put_marks(tree, m, pdf_ref(object));
        buf_char(&tree->out, ']');
        close_body(tree, object);
        span[n++] = pdf_ref(object);
    }
    return n;
}

static void put_element(struct tree *tree, int i)
{
    const struct element *e = &tree->layout->element[i];
    struct buf *out = &tree->out;
    int first = tree->first[i], n_spans = 0;
    bool divided =
        first >= 0 && tree->mark[first].page != tree->mark[tree->last[i]].page;
    unsigned *span = NULL;
    if (divided) {
        span = ARENA_ARRAY(tree->file->arena, (size_t)tree->layout->n_pages,
                           unsigned);
        n_spans = put_spans(tree, i, span);
    }
    buf_clear(out);
    buf_str(out, "/S/");
    buf_str(out, role_name[e->role]);
    reference(out, "/P",
              e->parent < 0 ? pdf_ref(tree->file->tree)
                            : pdf_ref(tree->object[e->parent]));
    if (first >= 0 && !divided)
        reference(out, "/Pg",
                  pdf_ref(tree->file->page[tree->mark[first].page]));
    if (e->role == ROLE_FIGURE)
        put_figure(tree, e);
    if (e->role == ROLE_TH || e->role == ROLE_TD)
        put_cell(tree, e);
    if (e->role == ROLE_L)
        buf_str(out, "/A<</O/List/ListNumbering/None>>");
    bool one = tree->child[i] < 0 && first >= 0 && first == tree->last[i] &&
               e->role != ROLE_LINK;
    buf_str(out, one ? "/K" : "/K[");
    for (int c = tree->child[i]; c >= 0; c = tree->next[c])
        reference(out, "", pdf_ref(tree->object[c]));
    for (int k = 0; k < n_spans; k++)
        reference(out, "", span[k]);
    if (first >= 0 && !divided)
        put_marks(tree, first, pdf_ref(tree->object[i]));
    if (e->role == ROLE_LINK)
        put_note(tree, i);
    if (!one)
        buf_char(out, ']');
    close_body(tree, tree->object[i]);
}

static void put_root(struct tree *tree)
{
    struct pdf_file *file = tree->file;
    struct buf *out = &tree->out;
    buf_clear(out);
    buf_str(out, "/Type/StructTreeRoot");
    reference(out, "/K", pdf_ref(tree->object[0]));
    buf_printf(out, "/ParentTreeNextKey %d",
               tree->layout->n_pages + file->n_links);
    HPDF_Dict parents = pdf_object(file);
    reference(out, "/ParentTree", pdf_ref(parents));
    close_body(tree, file->tree);
    buf_clear(out);
    buf_str(out, "/Nums[");
    for (int page = 0; page < tree->layout->n_pages; page++) {
        buf_printf(out, "%d[", page);
        for (int id = 0; id < file->n_marks[page]; id++)
            reference(out, "", tree->owner[page][id]);
        buf_char(out, ']');
    }
    for (int i = 0; i < file->n_links; i++) {
        number(out, (unsigned)(tree->layout->n_pages + i));
        reference(out, "", pdf_ref(tree->object[file->link[i].element]));
        buf_char(out, ' ');
    }
    buf_char(out, ']');
    close_body(tree, parents);
}

void pdf_tags(struct pdf_file *file)
{
    const struct layout *layout = file->layout;
    size_t n = (size_t)layout->n_elements, marks = 0;
    for (int page = 0; page < layout->n_pages; page++)
        marks += (size_t)file->n_marks[page];
    struct tree tree = {
        .file = file,
        .layout = layout,
        .object = ARENA_ARRAY(file->arena, n, HPDF_Dict),
        .first = ARENA_ARRAY(file->arena, n, int),
        .last = ARENA_ARRAY(file->arena, n, int),
        .child = ARENA_ARRAY(file->arena, n, int),
        .last_child = ARENA_ARRAY(file->arena, n, int),
        .next = ARENA_ARRAY(file->arena, n, int),
        .mark = ARENA_ARRAY(file->arena, marks, struct mark),
        .owner = ARENA_ARRAY(file->arena, (size_t)layout->n_pages, unsigned *),
        .out = {.arena = file->arena},
    };
    link_children(&tree);
    link_marks(&tree);
    for (size_t i = 0; i < n; i++)
        tree.object[i] = pdf_object(file);
    for (size_t i = 0; i < n; i++)
        put_element(&tree, (int)i);
    put_root(&tree);
}

/* Links inside the document: an annotation on the page, an object reference in
 * the structure tree, and words for a reader that cannot see the place.
 *
 * The destination stands in the annotation itself: preflight refuses one that
 * is an object of its own.
 */
#include <string.h>

#include "core/text.h"
#include "report/page/pdf_objects.h"

/* The heading of the first level with this text. */
static const struct outline *place_of(const struct layout *layout,
                                      const char *text)
{
    for (int i = 0; i < layout->n_outlines; i++)
        if (layout->outline[i].level == 1 &&
            strcmp(layout->outline[i].text, text) == 0)
            return &layout->outline[i];
    return NULL;
}

static bool on_page(struct pdf_file *file, int page, HPDF_Dict note)
{
    HPDF_Page dict = file->page[page];
    HPDF_Array notes = HPDF_Dict_GetItem(dict, "Annots", HPDF_OCLASS_ARRAY);
    if (!notes) {
        notes = HPDF_Array_New(file->doc->mmgr);
        if (!notes || HPDF_Dict_Add(dict, "Annots", notes) != HPDF_OK)
            return false;
    }
    return HPDF_Array_Add(notes, note) == HPDF_OK;
}

static void put_note(struct pdf_file *file, HPDF_Dict note,
                     const struct element *e, const struct outline *place,
                     int key)
{
    struct buf out = {.arena = file->arena};
    buf_str(&out, "/Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[");
    pdf_number(&out, e->box[0]);
    pdf_number(&out, LAYOUT_PAGE_H - e->box[3]);
    pdf_number(&out, e->box[2]);
    pdf_number(&out, LAYOUT_PAGE_H - e->box[1]);
    buf_printf(&out, "]/Dest[%u 0 R/XYZ 0 ", pdf_ref(file->page[place->page]));
    pdf_number(&out, LAYOUT_PAGE_H - place->y + 6);
    buf_printf(&out, "0]/StructParent %d/Contents", key);
    pdf_string(&out, arena_printf(file->arena, "%s, strona %d", e->target,
                                  place->page + 1));
    pdf_body_buf(file, note, &out);
}

void pdf_links(struct pdf_file *file)
{
    const struct layout *layout = file->layout;
    int n = 0;
    for (int i = 0; i < layout->n_elements; i++)
        n += layout->element[i].role == ROLE_LINK;
    file->link = ARENA_ARRAY(file->arena, (size_t)n, struct pdf_link);
    for (int i = 0; i < layout->n_elements; i++) {
        const struct element *e = &layout->element[i];
        if (e->role != ROLE_LINK)
            continue;
        const struct outline *place = place_of(layout, e->target);
        HPDF_Dict note = place ? pdf_object(file) : NULL;
        if (!note || !on_page(file, e->page, note))
            continue;
        put_note(file, note, e, place, layout->n_pages + file->n_links);
        file->link[file->n_links++] = (struct pdf_link){i, note};
    }
}

/* A sheet for typing in paper forms, as CSV for Excel (BOM, `;`). */
#include "core/text.h"
#include "surveys/export_sheet.h"

static void end_line(struct buf *out, size_t i, size_t n)
{
    buf_str(out, i + 1 < n ? ";" : "\r\n");
}

static enum status write_sheet(struct export *job, const struct survey *survey)
{
    struct buf out = {.arena = job->arena};
    size_t n = 0;
    struct sheet_column *column = export_columns(job, survey, &n);
    buf_str(&out, "\xEF\xBB\xBF");
    for (size_t i = 0; i < n; i++) {
        text_csv(&out, column[i].code, ';');
        end_line(&out, i, n);
    }
    for (size_t i = 0; i < n; i++) {
        text_csv(&out,
                 i == 0 ? SHEET_REMARK
                        : export_short(job->arena, column[i].text, SHEET_SHORT),
                 ';');
        end_line(&out, i, n);
    }
    for (size_t i = 0; i < n; i++) {
        text_csv(&out, i == 0 ? SHEET_EXAMPLE : column[i].example, ';');
        end_line(&out, i, n);
    }
    return export_text(job, export_path(job, "arkusz", survey, ".csv"), &out);
}

const struct export_format export_csv = {
    .name = "csv",
    .about = {"arkusz do wpisywania kartek (CSV)",
              "sheet for typing in paper forms (CSV)"},
    .write = write_sheet,
};

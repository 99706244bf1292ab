#include "report/edition.h"

const struct edition edition_table[] = {
#define EDITION(name, folder, suffix, cells, purpose, formats)                 \
    {#name, folder, suffix, cells, purpose, formats},
#include "report/edition.def"
#undef EDITION
};
const size_t edition_count = sizeof edition_table / sizeof *edition_table;

const struct format format_table[] = {
    {FORMAT_PDF,  "pdf" },
    {FORMAT_HTML, "html"},
    {FORMAT_CSV,  "csv" },
    {FORMAT_XLSX, "xlsx"},
};
const size_t format_count = sizeof format_table / sizeof *format_table;

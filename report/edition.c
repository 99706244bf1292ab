#include "report/edition.h"

const struct edition edition_table[] = {
#define EDITION(name, suffix, cells, purpose, formats)                         \
    {#name, suffix, cells, purpose, formats},
#include "report/edition.def"
#undef EDITION
};
const size_t edition_count = sizeof edition_table / sizeof *edition_table;

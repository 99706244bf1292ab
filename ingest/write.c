/* What the writers of several tools have in common; see write.h. */
#include "ingest/write.h"

#include <stdio.h>

#include "core/hash.h"

const char *const write_none[] = {NULL};

const char *write_code(struct arena *arena, const struct write_column *column,
                       const char *open, const char *close)
{
    const char *name = column->item->name;

    if (column->choice != NULL)
        return arena_printf(arena, "%s%s%s%s", name, open, column->choice->name,
                            close);
    if (column->place > 0)
        return arena_printf(arena, "%s%s%d%s", name, open, column->place,
                            close);
    return name;
}

const char *write_text(struct arena *arena, const struct survey *survey,
                       const struct write_column *column, const char *open,
                       const char *close)
{
    const struct item *item = column->item;

    if (item->kind == ITEM_HIDDEN)
        return item->name;
    if (column->choice != NULL)
        return arena_printf(arena, "%s%s%s%s", item->label, open,
                            column->choice->label, close);
    if (column->place > 0)
        return arena_printf(arena, "%s%s%d%s", item->label, open, column->place,
                            close);
    if (item->battery >= 0)
        return arena_printf(arena, "%s%s%s%s",
                            survey->item[item->battery].label, open,
                            item->label, close);
    return item->label;
}

const char *write_number(struct arena *arena, long number)
{
    return arena_printf(arena, "%ld", number);
}

const char *write_uuid(struct arena *arena, long number, const char *when)
{
    char text[64];
    unsigned long long a, b;
    int n = snprintf(text, sizeof text, "%ld %s", number, when);

    a = hash_64(text, (size_t)n);
    text[0] ^= 1;
    b = hash_64(text, (size_t)n);
    return arena_printf(arena, "%08llx-%04llx-4%03llx-%04llx-%012llx", a >> 32,
                        (a >> 16) & 0xFFFF, a & 0xFFF,
                        0x8000 | ((b >> 48) & 0x3FFF), b & 0xFFFFFFFFFFFFULL);
}

const char *write_iso(struct arena *arena, const char *when, const char *tail)
{
    return arena_printf(arena, "%.10sT%s%s", when, when + 11, tail);
}

const char *write_polish_day(struct arena *arena, const char *when)
{
    return arena_printf(arena, "%.2s.%.2s.%.4s", when + 8, when + 5, when);
}

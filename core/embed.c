#include "core/embed.h"

#include <string.h>

const struct embed *embed_find(const char *name)
{
    for (size_t i = 0; i < embed_count; i++) {
        if (strcmp(embed_table[i].name, name) == 0) {
            return &embed_table[i];
        }
    }
    return NULL;
}

/* Every function on text that meets input: any bytes made valid by
 * text_clean, then folded, sorted, escaped, read as numbers and dates. */
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_open();
    struct buf out = {.arena = arena};
    char iso[11];
    double value;
    long number;

    if (text_utf8_valid((const char *)data, size, NULL)) {
        char *s = text_clean(arena, (const char *)data, size);
        char *fold = text_fold(arena, s), *slug = text_slug(arena, s);
        if (!text_utf8_valid(s, strlen(s), NULL) ||
            !text_utf8_valid(fold, strlen(fold), NULL) ||
            strcmp(text_fold(arena, fold), fold) != 0 ||
            strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") !=
                strlen(slug) ||
            text_collate(s, s) != 0 ||
            text_collate(s, fold) != -text_collate(fold, s))
            abort();
        text_csv(&out, s, ';');
        text_html(&out, s);
        text_json(&out, s);
        (void)text_to_number(s, &value);
        (void)text_to_long(s, &number);
        if (text_to_date(s, iso))
            (void)text_date(arena, iso);
        if (!text_utf8_valid(text_bind(arena, s), strlen(text_bind(arena, s)),
                             NULL) ||
            strchr(text_terminal(arena, s), '\033'))
            abort();
    }
    arena_close(arena);
    return 0;
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/moment.h"

/* Expected: GNU date, `TZ=Europe/Warsaw date -d MOMENT '+%F %H:%M'`. */
static const struct {
    const char *utc, *told;
} moment_case[] = {
    {"2026-11-23T09:41:00Z",  "2026-11-23 10:41"     },
    {"2026-07-01 22:30:59",   "2026-07-02 00:30"     },
    {"2026-12-31T23:00:00Z",  "2027-01-01 00:00"     },
    {"2026-03-29T00:59:59Z",  "2026-03-29 01:59"     },
    {"2026-03-29T01:00:00Z",  "2026-03-29 03:00"     },
    {"2026-10-25T00:59:59Z",  "2026-10-25 02:59"     },
    {"2026-10-25T01:00:00Z",  "2026-10-25 02:00"     },
    {"2024-03-31T01:00:00Z",  "2024-03-31 03:00"     },
    {"2027-10-31T00:30:00Z",  "2027-10-31 02:30"     },
    {"2027-10-31T01:00:00Z",  "2027-10-31 02:00"     },
    {"2024-02-29T23:30:00Z",  "2024-03-01 00:30"     },
    {"",                      ""                     },
    {"2026-11-23",            "2026-11-23"           },
    {"2026-11-23T9:41:00Z",   "2026-11-23T9:41:00Z"  },
    {"kiedyś, o 10:41 rano", "kiedyś, o 10:41 rano"},
};

static void test_told(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof moment_case / sizeof *moment_case; i++) {
        assert_string_equal(moment_told(arena, moment_case[i].utc),
                            moment_case[i].told);
    }
    arena_close(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_told)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

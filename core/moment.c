#include "core/moment.h"

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

/* 01:00 UTC on the last Sunday of a month of 31 days; month 0 is January. */
static time_t change(int year, int month)
{
    struct tm last = {
        .tm_year = year, .tm_mon = month, .tm_mday = 31, .tm_hour = 1};
    time_t t = timegm(&last); /* sets the day of the week */
    return t - (time_t)last.tm_wday * 24 * 3600;
}

const char *moment_told(struct arena *arena, const char *utc)
{
    enum { MARCH = 2, OCTOBER = 9 };
    struct tm tm = {0};
    int end = 0;
    if (sscanf(utc, "%4d-%2d-%2d%*c%2d:%2d%n", &tm.tm_year, &tm.tm_mon,
               &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &end) != 5 ||
        end < 16) {
        return utc;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    time_t t = timegm(&tm);
    bool summer =
        t >= change(tm.tm_year, MARCH) && t < change(tm.tm_year, OCTOBER);
    t += summer ? 7200 : 3600;
    (void)gmtime_r(&t, &tm);
    return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min);
}

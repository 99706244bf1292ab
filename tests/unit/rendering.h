/* What each test of pages needs: an arena, a list of problems, fonts. */
#ifndef TESTS_UNIT_RENDERING_H
#define TESTS_UNIT_RENDERING_H

#include "core/arena.h"
#include "core/diag.h"
#include "report/page/render.h"

static struct arena *arena;
static struct diag *diag;

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    return render_start(diag) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    render_stop();
    diag_close(diag);
    arena_close(arena);
    return 0;
}

#endif

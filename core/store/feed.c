/* A virtual table without storage: all its callbacks pass on to the struct that
 * was bound, so nothing is kept between statements. */
#include "core/store/feed.h"

#include <string.h>

static const char pointer_type[] = "feed";
static const char columns[] =
    "CREATE TABLE feed (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, "
    "c13, c14, c15, source HIDDEN)";
enum { SOURCE = 16 };

struct cursor {
    sqlite3_vtab_cursor base;
    struct feed *feed;
    sqlite3_int64 row;
    bool end;
};

static int connect(sqlite3 *db, void *aux, int argc, const char *const *argv,
                   sqlite3_vtab **out, char **error)
{
    int rc = sqlite3_declare_vtab(db, columns);

    (void)aux, (void)argc, (void)argv, (void)error;
    if (rc != SQLITE_OK)
        return rc;
    *out = sqlite3_malloc64(sizeof **out);
    if (*out == NULL)
        return SQLITE_NOMEM;
    **out = (sqlite3_vtab){0};
    return sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* Only with its argument. */
static int best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != SOURCE ||
            info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ ||
            !info->aConstraint[i].usable)
            continue;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        return SQLITE_OK;
    }
    return SQLITE_CONSTRAINT;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);

    (void)table;
    if (cursor == NULL)
        return SQLITE_NOMEM;
    *cursor = (struct cursor){.end = true};
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    struct cursor *cursor = (struct cursor *)base;

    cursor->row++;
    cursor->end = !cursor->feed->next(cursor->feed);
    return SQLITE_OK;
}

static int filter(sqlite3_vtab_cursor *base, int index, const char *name,
                  int argc, sqlite3_value **argv)
{
    struct cursor *cursor = (struct cursor *)base;

    (void)index, (void)name;
    cursor->feed =
        argc > 0 ? sqlite3_value_pointer(argv[0], pointer_type) : NULL;
    cursor->end = true;
    return cursor->feed != NULL ? next(base) : SQLITE_OK;
}

static int eof(sqlite3_vtab_cursor *base)
{
    return ((struct cursor *)base)->end;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *out, int i)
{
    struct feed *feed = ((struct cursor *)base)->feed;

    if (i < SOURCE)
        feed->column(feed, i, out);
    return SQLITE_OK;
}

static int rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = ((struct cursor *)base)->row;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect,
    .xBestIndex = best_index,
    .xDisconnect = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = filter,
    .xNext = next,
    .xEof = eof,
    .xColumn = column,
    .xRowid = rowid,
};

int feed_register(sqlite3 *db)
{
    return sqlite3_create_module_v2(db, pointer_type, &module, NULL, NULL);
}

int feed_bind(sqlite3_stmt *stmt, int i, struct feed *feed)
{
    return sqlite3_bind_pointer(stmt, i, feed, pointer_type, NULL);
}

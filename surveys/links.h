/* clang-format off */
/* Links that carry what a form need not ask: the gmina, and the key of an
 * invited institution; so that sixty gminas share seven forms.
 *
 * Each tool fills answers in from a link in its own way (the table in links.c):
 *   limesurvey  ?gmina=C0201&zaproszenie=KEY&newtest=Y&lang=pl: codes of questions
 *               and answers (register_short(), rule X4 of export.h); newtest
 *               begins a new response even in a browser that knows the form
 *   kobo        ?d[//powiat]=0602&d[//gmina]=0602011&d[//token]=KEY: Enketo
 *               puts the value into the node that the path finds; powiat (and
 *               wojewodztwo, in a form for the whole country) choose what
 *               lists of the gmina show
 *   google      ?usp=pp_url&entry.N=LABEL: N is given by Google, the answer is
 *               the label of the list
 * After the tools' sources and pages; not tried in the tools themselves.
 */
/* clang-format on */
#ifndef SURVEYS_LINKS_H
#define SURVEYS_LINKS_H

#include "core/arena.h"
#include "core/diag.h"
#include "core/register.h"

struct link {
    const char *base; /* http(s) address of the form, as people open it */
    const struct gmina *gmina;
    const char *token;       /* "": none */
    const char *entry;       /* google: digits of the question gmina */
    const char *entry_token; /* google: of the key; "": none */
    bool country;            /* the form lists all gminas of the country */
};

struct link_tool {
    const char *name;
    bool entries; /* needs link.entry */
    void (*put)(struct buf *query, struct arena *arena,
                const struct link *link);
};
/* By name; by the looks of an address.  NULL when there is no such tool, or
 * the address does not tell. */
const struct link_tool *link_tool_find(const char *name);
const struct link_tool *link_tool_guess(const char *base);
/* "limesurvey, kobo, google". */
const char *link_tool_names(struct arena *arena);

/* The address with the query in its place: behind one that it has already,
 * before a fragment.  In the arena, plain ASCII. */
const char *link_make(struct arena *arena, const struct link_tool *tool,
                      const struct link *link);
/* What is wrong with an address, in Polish; NULL when nothing. */
const char *link_base_fault(const struct link_tool *tool, const char *base);

#endif

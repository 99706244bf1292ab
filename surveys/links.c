/* Addresses of forms with answers in them; see links.h. */
#include "surveys/links.h"

#include <string.h>

#include "core/text.h"
#include "surveys/export.h"

enum { BASE_MAX = 1000 };

/* Percent-encodes all but unreserved characters (RFC 3986). */
static void put_value(struct buf *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs"
                                "tuvwxyz0123456789-._~";
    for (; *text != '\0'; text++) {
        if (strchr(plain, *text)) {
            buf_char(out, *text);
        } else {
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
        }
    }
}

/* "&name=value", without '&' at the start; nothing for an empty value. */
static void put_pair(struct buf *out, const char *name, const char *value)
{
    if (value[0] == '\0') {
        return;
    }
    if (out->size > 0) {
        buf_char(out, '&');
    }
    buf_str(out, name);
    buf_char(out, '=');
    put_value(out, value);
}

static void put_limesurvey(struct buf *query, struct arena *arena,
                           const struct link *link)
{
    char code[6];
    (void)arena;
    put_pair(query, "gmina",
             register_short(link->gmina, code) ? code : link->gmina->teryt);
    put_pair(query, EXPORT_LIME_TOKEN, link->token);
    put_pair(query, "newtest", "Y");
    put_pair(query, "lang", "pl");
}

/* The root of the form is named by the server, so the path begins anywhere. */
static void put_kobo(struct buf *query, struct arena *arena,
                     const struct link *link)
{
    const char *teryt = link->gmina->teryt;
    if (link->country) {
        put_pair(query, "d%5B//wojewodztwo%5D", arena_strndup(arena, teryt, 2));
    }
    put_pair(query, "d%5B//powiat%5D", arena_strndup(arena, teryt, 4));
    put_pair(query, "d%5B//gmina%5D", teryt);
    put_pair(query, "d%5B//token%5D", link->token);
}

static void put_google(struct buf *query, struct arena *arena,
                       const struct link *link)
{
    put_pair(query, "usp", "pp_url");
    put_pair(query, arena_printf(arena, "entry.%s", link->entry),
             register_label(arena, link->gmina));
    if (link->entry_token[0] != '\0') {
        put_pair(query, arena_printf(arena, "entry.%s", link->entry_token),
                 link->token);
    }
}

static const struct link_tool tool_table[] = {
    {"limesurvey", false, put_limesurvey},
    {"kobo",       false, put_kobo      },
    {"google",     true,  put_google    },
};
enum { N_TOOLS = sizeof tool_table / sizeof *tool_table };

const struct link_tool *link_tool_find(const char *name)
{
    for (size_t i = 0; i < N_TOOLS; i++) {
        if (strcmp(tool_table[i].name, name) == 0) {
            return &tool_table[i];
        }
    }
    return NULL;
}

/* `https://ankiety.example.pl/123456?lang=pl`: LimeSurvey's short address. */
static bool ends_in_number(const char *base)
{
    enum { LEAST = 5 };
    size_t n = strcspn(base, "?#"), digits = 0;
    while (n > 0 && base[n - 1] == '/') {
        n--;
    }
    while (n > 0 && base[n - 1] >= '0' && base[n - 1] <= '9') {
        n--;
        digits++;
    }
    return digits >= LEAST && n > 0 && base[n - 1] == '/';
}

const struct link_tool *link_tool_guess(const char *base)
{
    static const struct {
        const char *word, *tool;
    } sign[] = {
        {"index.php",        "limesurvey"},
        {"limesurvey",       "limesurvey"},
        {"sid=",             "limesurvey"},
        {"kobo",             "kobo"      },
        {"enketo",           "kobo"      },
        {"//ee.",            "kobo"      },
        {"google.com/forms", "google"    },
        {"forms.gle",        "google"    },
    };
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
        if (strstr(base, sign[i].word)) {
            return link_tool_find(sign[i].tool);
        }
    }
    return ends_in_number(base) ? link_tool_find("limesurvey") : NULL;
}

const char *link_tool_names(struct arena *arena)
{
    struct buf buf = {.arena = arena};
    for (size_t i = 0; i < N_TOOLS; i++) {
        buf_printf(&buf, "%s%s", i ? ", " : "", tool_table[i].name);
    }
    return buf_text(&buf);
}

const char *link_make(struct arena *arena, const struct link_tool *tool,
                      const struct link *link)
{
    struct buf query = {.arena = arena}, url = {.arena = arena};
    size_t n = strcspn(link->base, "#");
    tool->put(&query, arena, link);
    buf_add(&url, link->base, n);
    buf_char(&url, memchr(link->base, '?', n) ? '&' : '?');
    buf_str(&url, buf_text(&query));
    buf_str(&url, link->base + n);
    return buf_text(&url);
}

const char *link_base_fault(const struct link_tool *tool, const char *base)
{
    size_t host = strncmp(base, "https://", 8) == 0  ? 8
                  : strncmp(base, "http://", 7) == 0 ? 7
                                                     : 0;
    if (host == 0 || base[host] == '\0' || base[host] == '/') {
        return "adres formularza zaczyna się od https://";
    }
    if (strlen(base) > BASE_MAX) {
        return "adres formularza jest za długi";
    }
    for (const char *p = base; *p != '\0'; p++) {
        if (*p <= ' ' || *p >= 127 || strchr("\"<>\\^`{|}", *p)) {
            return "adres formularza zawiera niedozwolony znak";
        }
    }
    if (tool->entries && !strstr(base, "/viewform")) {
        return "potrzebny jest pełny adres formularza Google, z /viewform na "
               "końcu";
    }
    return NULL;
}

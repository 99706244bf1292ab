/* The register of gminas and the reading of codes that people and Excel have
 * maimed.
 *
 * R1 A cell is matched or refused, never guessed: when two gminas fit, neither
 *    is taken.
 * R2 The first six digits are the identity; the seventh changes over the years
 *    (86 gminas since 2020).
 * R3 Excel drops the leading zero of voivodeships 02 to 08.  What is left could
 *    also be a six-digit code, so both readings are tried on the register.
 * R4 Names are no key: 226 repeat in the country, so a name counts only where
 *    one gmina has it; the label holds kind and powiat and is unique.
 */
#include "core/register.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/embed.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"

enum { CODE = 7, SIX = 6, TERC_MAX = 16 * 1024 * 1024 };

const char *const register_age[GMINA_AGES] = {"18", "25", "40", "60", "75"};

static const char *const kind_name[] = {
    [GMINA_URBAN] = "gmina miejska",
    [GMINA_RURAL] = "gmina wiejska",
    [GMINA_URBAN_RURAL] = "gmina miejsko-wiejska",
};

static const struct {
    const char *code, *name;
} wojewodztwo[] = {
    {"02", "dolnośląskie"      },
    {"04", "kujawsko-pomorskie"  },
    {"06", "lubelskie"           },
    {"08", "lubuskie"            },
    {"10", "łódzkie"           },
    {"12", "małopolskie"        },
    {"14", "mazowieckie"         },
    {"16", "opolskie"            },
    {"18", "podkarpackie"        },
    {"20", "podlaskie"           },
    {"22", "pomorskie"           },
    {"24", "śląskie"           },
    {"26", "świętokrzyskie"    },
    {"28", "warmińsko-mazurskie"},
    {"30", "wielkopolskie"       },
    {"32", "zachodniopomorskie"  },
};

void register_nobody(struct gmina *gmina)
{
    gmina->population = -1;
    gmina->women = -1;
    for (size_t i = 0; i < GMINA_AGES; i++) {
        gmina->age[i] = -1;
    }
}

const char *register_kind(enum gmina_kind kind)
{
    assert(kind >= GMINA_URBAN && kind <= GMINA_URBAN_RURAL);
    return kind_name[kind];
}

const char *register_wojewodztwo(const char *code)
{
    for (size_t i = 0; i < sizeof wojewodztwo / sizeof *wojewodztwo; i++) {
        if (strcmp(wojewodztwo[i].code, code) == 0) {
            return wojewodztwo[i].name;
        }
    }
    return NULL;
}

/* `kind` 0: a city with the rights of a powiat. */
static char *label_of(struct arena *arena, const char *name, int kind,
                      const char *powiat)
{
    if (kind == 0) {
        return arena_printf(arena, "%s (miasto na prawach powiatu)", name);
    }
    return arena_printf(arena, "%s (%s), pow. %s", name, kind_name[kind],
                        powiat);
}

static int label_kind(const struct gmina *gmina)
{
    return strcmp(gmina->powiat, gmina->name) == 0 ? 0 : (int)gmina->kind;
}

char *register_label(struct arena *arena, const struct gmina *gmina)
{
    return label_of(arena, gmina->name, label_kind(gmina), gmina->powiat);
}

/* ---- labels: an open hash table, at most half full ---- */

/* Stronger first: a true label keeps its owner against one of another year. */
enum strength { STRENGTH_LABEL, STRENGTH_NAME, STRENGTH_OTHER_YEAR };

struct label {
    const char *text;          /* NULL: an empty place */
    const struct gmina *gmina; /* NULL: more than one has it */
    uint64_t hash;
    enum strength strength;
};

/* Name and powiat folded once: the rest of a label is folded as it stands. */
struct folded {
    const char *name, *powiat;
};

/* Filled at the first look-up: exports with codes never need it. */
struct register_labels {
    struct arena *arena;
    struct gmina_register r;
    size_t size;         /* a power of two */
    struct label *label; /* NULL: not filled yet */
    struct folded *folded;
};

/* The place of `text`, or the empty one where it would go. */
static struct label *label_place(const struct register_labels *labels,
                                 const char *text, uint64_t hash)
{
    size_t i = hash & (labels->size - 1);
    while (labels->label[i].text != NULL &&
           (labels->label[i].hash != hash ||
            strcmp(labels->label[i].text, text) != 0)) {
        i = (i + 1) & (labels->size - 1);
    }
    return &labels->label[i];
}

/* R1: what two gminas have belongs to neither. */
static void label_add(const struct register_labels *labels, const char *text,
                      const struct gmina *gmina, enum strength strength)
{
    uint64_t hash = hash_64(text, strlen(text));
    struct label *place = label_place(labels, text, hash);
    if (place->text == NULL) {
        *place = (struct label){text, gmina, hash, strength};
    } else if (place->gmina != gmina && place->strength == strength) {
        place->gmina = NULL;
    }
}

static void fold_names(struct arena *arena, const struct gmina_register *r,
                       struct folded *folded)
{
    for (size_t i = 0; i < r->n_gminas; i++) {
        const struct gmina *gmina = &r->gmina[i];
        folded[i].name = text_fold(arena, gmina->name);
        folded[i].powiat = i > 0 && strcmp(gmina->powiat, gmina[-1].powiat) == 0
                               ? folded[i - 1].powiat
                               : text_fold(arena, gmina->powiat);
    }
}

/* The label as it stands (found without folding, for it comes in every row of
 * some exports) and folded. */
static void add_labels(struct arena *arena,
                       const struct register_labels *labels,
                       const struct gmina_register *r,
                       const struct folded *folded)
{
    for (size_t i = 0; i < r->n_gminas; i++) {
        const struct gmina *gmina = &r->gmina[i];
        label_add(labels, register_label(arena, gmina), gmina, STRENGTH_LABEL);
        label_add(labels,
                  label_of(arena, folded[i].name, label_kind(gmina),
                           folded[i].powiat),
                  gmina, STRENGTH_LABEL);
    }
}

static void add_names(struct arena *arena, const struct register_labels *labels,
                      const struct gmina_register *r,
                      const struct folded *folded)
{
    for (size_t i = 0; i < r->n_gminas; i++) {
        label_add(labels, folded[i].name, &r->gmina[i], STRENGTH_NAME);
    }
    for (size_t i = 0; i < r->n_gminas; i++) {
        for (int kind = GMINA_URBAN; kind <= GMINA_URBAN_RURAL; kind++) {
            char *label =
                label_of(arena, folded[i].name, kind, folded[i].powiat);
            label_add(labels, label, &r->gmina[i], STRENGTH_OTHER_YEAR);
        }
    }
}

void register_index(struct arena *arena, struct gmina_register *r)
{
    struct register_labels *labels = ARENA_NEW(arena, struct register_labels);
    labels->arena = arena;
    labels->r = *r;
    r->labels = labels;
}

static void labels_fill(struct register_labels *labels)
{
    const struct gmina_register *r = &labels->r;
    struct folded *folded =
        ARENA_ARRAY(labels->arena, r->n_gminas, struct folded);
    labels->size = 16;
    while (labels->size < 2 * 6 * r->n_gminas) {
        labels->size *= 2;
    }
    labels->label = ARENA_ARRAY(labels->arena, labels->size, struct label);
    fold_names(labels->arena, r, folded);
    add_labels(labels->arena, labels, r, folded);
    add_names(labels->arena, labels, r, folded);
    labels->folded = folded;
}

static const struct gmina *label_find(struct register_labels *labels,
                                      const char *cell)
{
    if (labels->label == NULL) {
        labels_fill(labels);
    }
    const struct label *place =
        label_place(labels, cell, hash_64(cell, strlen(cell)));
    if (place->text != NULL) {
        return place->gmina;
    }
    struct arena *scratch = arena_open();
    const char *fold = text_fold(scratch, cell);
    place = label_place(labels, fold, hash_64(fold, strlen(fold)));
    arena_close(scratch);
    return place->gmina;
}

size_t register_named(const struct gmina_register *r, const char *name,
                      const char *prefix, const struct gmina **out, size_t max)
{
    struct register_labels *labels = r->labels;
    size_t n = 0;
    if (labels == NULL) {
        return 0;
    }
    if (labels->label == NULL) {
        labels_fill(labels);
    }
    struct arena *scratch = arena_open();
    const char *fold = text_fold(scratch, name);
    for (size_t i = 0; i < r->n_gminas && n < max; i++) {
        if (strcmp(labels->folded[i].name, fold) == 0 &&
            strncmp(r->gmina[i].teryt, prefix, strlen(prefix)) == 0) {
            out[n++] = &r->gmina[i];
        }
    }
    arena_close(scratch);
    return n;
}

/* ---- codes ---- */

/* First gmina whose first n digits are not below those of `code`. */
static const struct gmina *find_prefix(const struct gmina_register *r,
                                       const char *code, size_t n)
{
    size_t low = 0;
    size_t high = r->n_gminas;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strncmp(r->gmina[middle].teryt, code, n) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == r->n_gminas || strncmp(r->gmina[low].teryt, code, n) != 0) {
        return NULL;
    }
    return &r->gmina[low];
}

const struct gmina *register_find(const struct gmina_register *r,
                                  const char *teryt)
{
    return strlen(teryt) == CODE ? find_prefix(r, teryt, CODE) : NULL;
}

/* A register of the database may still hold the code of an older year beside
 * today's; then the first six digits fit both, and the exact one is taken. */
const struct gmina *register_find6(const struct gmina_register *r,
                                   const char *teryt)
{
    if (strlen(teryt) < SIX) {
        return NULL;
    }
    const struct gmina *exact = register_find(r, teryt);
    return exact != NULL ? exact : find_prefix(r, teryt, SIX);
}

static const struct gmina *found(const struct gmina *gmina, enum teryt_fix how,
                                 enum teryt_fix *fix)
{
    *fix = gmina != NULL ? how : TERYT_NONE;
    return gmina;
}

/* RODZ of a gmina or of a part of one; 8 and 9 are no gminas. */
static bool is_kind(char digit)
{
    return digit >= '1' && digit <= '5';
}

static const struct gmina *match_seven(const struct gmina_register *r,
                                       const char *code, enum teryt_fix *fix)
{
    const struct gmina *gmina = register_find(r, code);
    if (gmina != NULL) {
        return found(gmina, TERYT_EXACT, fix);
    }
    return found(is_kind(code[SIX]) ? find_prefix(r, code, SIX) : NULL,
                 TERYT_KIND, fix);
}

/* R3 */
static const struct gmina *match_six(const struct gmina_register *r,
                                     const char *code, enum teryt_fix *fix)
{
    char padded[CODE + 1] = "0";
    memcpy(padded + 1, code, SIX);
    const struct gmina *zero = register_find(r, padded);
    const struct gmina *six = find_prefix(r, code, SIX);
    if (zero != NULL && six != NULL) {
        return found(NULL, TERYT_NONE, fix);
    }
    if (six != NULL) {
        return found(six, TERYT_SIX, fix);
    }
    if (zero == NULL && is_kind(padded[SIX])) {
        zero = find_prefix(r, padded, SIX);
    }
    return found(zero, TERYT_ZERO, fix);
}

static const struct gmina *match_five(const struct gmina_register *r,
                                      const char *code, enum teryt_fix *fix)
{
    char padded[SIX + 1] = "0";
    memcpy(padded + 1, code, SIX - 1);
    return found(find_prefix(r, padded, SIX), TERYT_SIX, fix);
}

/* Digits of a cell that holds a code and nothing else but blanks around it or
 * between groups of digits ("601 011" of a number with its thousands apart),
 * the apostrophe of a formula guard or the ".0" of a float; 0 when it does
 * not, or when there are more than CODE. */
static size_t code_digits(const char *cell, char code[static CODE + 1])
{
    size_t n = 0;
    cell += strspn(cell, " \t\r\n");
    cell += *cell == '\'';
    for (; *cell >= '0' && *cell <= '9';) {
        if (n == CODE) {
            return 0;
        }
        code[n++] = *cell++;
        cell += text_blank(cell);
    }
    code[n] = '\0';
    if (strncmp(cell, ".0", 2) == 0) {
        cell += 2;
    }
    cell += strspn(cell, " \t\r\n");
    return *cell == '\0' ? n : 0;
}

bool register_short(const struct gmina *gmina, char code[static 6])
{
    int province = (gmina->teryt[0] - '0') * 10 + gmina->teryt[1] - '0';
    if (province < 2 || province > 52 || province % 2 != 0) {
        return false;
    }
    code[0] = (char)('A' + province / 2 - 1);
    memcpy(code + 1, gmina->teryt + 2, 4);
    code[5] = '\0';
    return true;
}

/* The gmina of a code that register_short() makes, NULL when it is none. */
static const struct gmina *match_short(const struct gmina_register *r,
                                       const char *cell)
{
    char six[7];
    int letter = cell[0] >= 'a' ? cell[0] - 'a' : cell[0] - 'A';
    if (strlen(cell) != 5 || letter < 0 || letter > 25 ||
        strspn(cell + 1, "0123456789") != 4) {
        return NULL;
    }
    six[0] = (char)('0' + (letter + 1) * 2 / 10);
    six[1] = (char)('0' + (letter + 1) * 2 % 10);
    memcpy(six + 2, cell + 1, 5);
    return register_find6(r, six);
}

const struct gmina *register_match(const struct gmina_register *r,
                                   const char *cell, enum teryt_fix *fix)
{
    char code[CODE + 1];
    const struct gmina *gmina = match_short(r, cell);
    if (gmina != NULL) {
        return found(gmina, TERYT_EXACT, fix);
    }
    switch (code_digits(cell, code)) {
    case 7:
        return match_seven(r, code, fix);
    case 6:
        return match_six(r, code, fix);
    case 5:
        return match_five(r, code, fix);
    default:
        return found(r->labels != NULL ? label_find(r->labels, cell) : NULL,
                     TERYT_LABEL, fix);
    }
}

/* ---- reading ---- */

/* Cuts the next line off *text; NULL at the end.  CR before LF goes too. */
static char *next_line(char **text)
{
    char *line = *text;
    if (*line == '\0') {
        return NULL;
    }
    size_t n = strcspn(line, "\n");
    *text = line + n + (line[n] == '\n');
    line[n] = '\0';
    if (n > 0 && line[n - 1] == '\r') {
        line[n - 1] = '\0';
    }
    return line;
}

/* Cuts a line at ';' into at most `max` fields; the number of fields there
 * are, which may be larger. */
static size_t cut(char *line, char **field, size_t max)
{
    size_t n = 0;
    for (char *p = line; p != NULL; n++) {
        char *end = strchr(p, ';');
        if (end != NULL) {
            *end = '\0';
        }
        if (n < max) {
            field[n] = p;
        }
        p = end != NULL ? end + 1 : NULL;
    }
    return n;
}

static bool is_code(const char *s)
{
    return strlen(s) == CODE && strspn(s, "0123456789") == CODE;
}

/* An empty field leaves *out as it is. */
static bool parse_count(const char *field, long *out)
{
    return *field == '\0' || (text_to_long(field, out) && *out >= 0);
}

/* teryt;nazwa;rodzaj;powiat;ludnosc;szer;dl;kobiety;wiek18;...;wiek75 */
static bool parse_gmina(char *line, struct gmina *gmina)
{
    enum { WOMEN = 7, AGE, FIELDS = AGE + GMINA_AGES };
    char *field[FIELDS];
    long kind;
    char woj[3] = "";
    if (cut(line, field, FIELDS) != FIELDS || !is_code(field[0]) ||
        !text_to_long(field[2], &kind) || kind < GMINA_URBAN ||
        kind > GMINA_URBAN_RURAL) {
        return false;
    }
    memcpy(woj, field[0], 2);
    *gmina = (struct gmina){
        .name = field[1],
        .kind = (enum gmina_kind)kind,
        .powiat = field[3],
        .wojewodztwo = register_wojewodztwo(woj),
    };
    memcpy(gmina->teryt, field[0], CODE);
    register_nobody(gmina);
    if (!parse_count(field[4], &gmina->population) ||
        !parse_count(field[WOMEN], &gmina->women)) {
        return false;
    }
    for (size_t i = 0; i < GMINA_AGES; i++) {
        if (!parse_count(field[AGE + i], &gmina->age[i])) {
            return false;
        }
    }
    gmina->has_point = *field[5] != '\0';
    return gmina->wojewodztwo != NULL &&
           (!gmina->has_point || (text_to_number(field[5], &gmina->lat) &&
                                  text_to_number(field[6], &gmina->lon)));
}

static int by_teryt(const void *a, const void *b)
{
    const struct gmina *x = a;
    const struct gmina *y = b;
    return strcmp(x->teryt, y->teryt);
}

/* Room for one more. */
static struct gmina *gmina_add(struct arena *arena, struct gmina_register *r,
                               size_t *room)
{
    if (r->n_gminas == *room) {
        size_t more = *room == 0 ? 4096 : *room * 2;
        r->gmina = arena_grow(arena, r->gmina, *room, more, sizeof *r->gmina);
        *room = more;
    }
    return &r->gmina[r->n_gminas++];
}

enum status register_load(struct arena *arena, struct diag *diag,
                          struct gmina_register *out)
{
    const char *name = "core/register/gminy.csv";
    const struct embed *file = embed_find(name);
    if (file == NULL) {
        return diag_say(diag, STATUS_INTERNAL, NULL, name, (char *)NULL);
    }
    struct gmina_register r = {0};
    size_t room = 0;
    char *text = arena_strndup(arena, file->data, file->size);
    char *state = next_line(&text); /* "# stan 2026-01-01; ..." */
    if (state == NULL || strncmp(state, "# stan ", 7) != 0 ||
        next_line(&text) == NULL) {
        return diag_say(diag, STATUS_INTERNAL, NULL, name, (char *)NULL);
    }
    r.state = arena_strndup(arena, state + 7, 10);
    for (char *line; (line = next_line(&text)) != NULL;) {
        if (!parse_gmina(line, gmina_add(arena, &r, &room))) {
            return diag_say(diag, STATUS_INTERNAL, NULL, name, (char *)NULL);
        }
    }
    qsort(r.gmina, r.n_gminas, sizeof *r.gmina, by_teryt);
    register_index(arena, &r);
    *out = r;
    return STATUS_OK;
}

/* ---- the official file ---- */

enum terc_column { WOJ, POW, GMI, RODZ, NAZWA, DODATEK, STAN, TERC_COLUMNS };

struct terc {
    struct arena *arena;
    struct diag *diag;
    struct place place;
    char powiat_code[5]; /* the powiat row that came last */
    const char *powiat;
    struct gmina_register r;
    size_t room;
};

static enum status terc_bad(const struct terc *terc, const char *pl,
                            const char *en)
{
    return diag_say(terc->diag, STATUS_TERC_ROW, &terc->place,
                    diag_lang(terc->diag) == LANG_PL ? pl : en, (char *)NULL);
}

/* Two digits, a lost leading zero put back; "" stays "". */
static bool terc_pair(const char *s, char out[static 3])
{
    size_t n = strlen(s);
    if (n > 2 || strspn(s, "0123456789") != n) {
        return false;
    }
    out[0] = '\0';
    if (n > 0) {
        out[0] = n == 2 ? s[0] : '0';
        out[1] = s[n - 1];
        out[2] = '\0';
    }
    return true;
}

static enum status terc_gmina(struct terc *terc, const char *six, char kind,
                              char **field)
{
    char woj[3] = {six[0], six[1], '\0'};
    struct gmina gmina = {
        .name = text_clean(terc->arena, field[NAZWA], strlen(field[NAZWA])),
        .kind = (enum gmina_kind)(kind - '0'),
        .powiat = terc->powiat,
        .wojewodztwo = register_wojewodztwo(woj),
    };
    register_nobody(&gmina);
    memcpy(gmina.teryt, six, SIX);
    gmina.teryt[SIX] = kind;
    if (gmina.wojewodztwo == NULL) {
        return terc_bad(terc, "nie ma takiego województwa",
                        "no such voivodeship");
    }
    if (terc->powiat == NULL || strncmp(six, terc->powiat_code, 4) != 0) {
        return terc_bad(terc, "gmina stoi nie pod swoim powiatem",
                        "the gmina does not stand below its powiat");
    }
    if (*gmina.name == '\0') {
        return terc_bad(terc, "brak nazwy", "the name is missing");
    }
    *gmina_add(terc->arena, &terc->r, &terc->room) = gmina;
    return STATUS_OK;
}

static enum status terc_row(struct terc *terc, char *line)
{
    char *field[TERC_COLUMNS];
    char code[3][3];
    if (cut(line, field, TERC_COLUMNS) != TERC_COLUMNS ||
        !terc_pair(field[WOJ], code[0]) || !terc_pair(field[POW], code[1]) ||
        !terc_pair(field[GMI], code[2]) || *code[0] == '\0' ||
        strlen(field[RODZ]) > 1) {
        return terc_bad(terc, "nie ma siedmiu pól z kodami",
                        "not seven fields with codes");
    }
    char six[CODE];
    memcpy(six, code[0], 2);
    memcpy(six + 2, code[1], 2);
    memcpy(six + 4, code[2], 3);
    if (*code[1] == '\0') { /* a voivodeship: its name is in our table */
        terc->r.state =
            text_clean(terc->arena, field[STAN], strlen(field[STAN]));
        return STATUS_OK;
    }
    if (*code[2] == '\0') {
        memcpy(terc->powiat_code, six, 4);
        terc->powiat =
            text_clean(terc->arena, field[NAZWA], strlen(field[NAZWA]));
        return STATUS_OK;
    }
    char kind = *field[RODZ];
    return kind >= '1' && kind <= '3' ? terc_gmina(terc, six, kind, field)
                                      : STATUS_OK;
}

/* R2 */
static void terc_keep(struct gmina *gmina, const struct gmina_register *known)
{
    const struct gmina *old =
        known != NULL ? register_find6(known, gmina->teryt) : NULL;
    if (old != NULL) {
        gmina->population = old->population;
        gmina->women = old->women;
        memcpy(gmina->age, old->age, sizeof gmina->age);
        gmina->has_point = old->has_point;
        gmina->lat = old->lat;
        gmina->lon = old->lon;
    }
}

static enum status terc_finish(struct terc *terc,
                               const struct gmina_register *known)
{
    struct gmina_register *r = &terc->r;
    char date[11];
    terc->place.line = 0;
    if (r->n_gminas == 0 || r->state == NULL || !text_to_date(r->state, date)) {
        return terc_bad(terc, "brak gmin albo daty stanu",
                        "no gminas or no date of the state");
    }
    qsort(r->gmina, r->n_gminas, sizeof *r->gmina, by_teryt);
    for (size_t i = 0; i < r->n_gminas; i++) {
        if (i > 0 &&
            strncmp(r->gmina[i - 1].teryt, r->gmina[i].teryt, SIX) == 0) {
            return terc_bad(terc, "kod gminy powtarza się",
                            "a gmina's code repeats");
        }
        terc_keep(&r->gmina[i], known);
    }
    r->state = arena_strdup(terc->arena, date);
    register_index(terc->arena, r);
    return STATUS_OK;
}

static char *terc_header(char **text)
{
    static const char *const header =
        "WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA";
    if (strncmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
    }
    char *line = next_line(text);
    return line != NULL && strcmp(line, header) == 0 ? line : NULL;
}

enum status register_read_terc(struct arena *arena, const char *path,
                               const struct gmina_register *known,
                               struct diag *diag, struct gmina_register *out)
{
    struct terc terc = {
        .arena = arena, .diag = diag, .place = {.file = path, .line = 1}
    };
    char *text;
    size_t size;
    enum status status = file_read(arena, path, TERC_MAX, diag, &text, &size);
    if (status != STATUS_OK) {
        return status;
    }
    if (!text_utf8_valid(text, size, NULL) || memchr(text, '\0', size) ||
        terc_header(&text) == NULL) {
        return diag_say(diag, STATUS_TERC_HEADER, &terc.place, (char *)NULL);
    }
    for (char *line; (line = next_line(&text)) != NULL;) {
        terc.place.line++;
        if (*line != '\0') {
            status = terc_row(&terc, line);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    status = terc_finish(&terc, known);
    if (status == STATUS_OK) {
        *out = terc.r;
    }
    return status;
}

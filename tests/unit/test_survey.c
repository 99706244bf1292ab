/* Survey definitions: the seven forms load, the layout of the answer blob is
 * what it says, look-ups find and do not find, Excel's way of saving changes
 * nothing, and spoilt files are refused without harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/embed.h"
#include "core/file.h"
#include "core/rng.h"
#include "surveys/survey.h"

static struct arena *arena;
static struct survey_set house;
static char folder[64];

static enum status load(const char *from, struct survey_set *set)
{
    struct diag *diag = diag_open(LANG_PL);
    enum status status = survey_load(arena, from, diag, set);
    assert_true((status == STATUS_OK) == (diag_count(diag) == 0));
    diag_close(diag);
    return status;
}

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    strcpy(folder, "surveys.XXXXXX");
    return mkdtemp(folder) && load(NULL, &house) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void put(const char *name, const char *data, size_t n)
{
    FILE *f = fopen(file_join(arena, folder, name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static void put_all(void (*change)(struct buf *, const char *, size_t))
{
    for (size_t i = 0; i < embed_count; i++) {
        const struct embed *e = &embed_table[i];
        if (strncmp(e->name, "surveys/", 8) == 0) {
            struct buf buf = {.arena = arena};
            change(&buf, e->data, e->size);
            put(e->name + 8, buf_text(&buf), buf.size);
        }
    }
}

static void as_it_is(struct buf *buf, const char *data, size_t n)
{
    buf_add(buf, data, n);
}

/* As Polish Excel saves it: BOM, semicolons, CRLF, empty rows at the end. */
static void as_excel(struct buf *buf, const char *data, size_t n)
{
    bool quoted = false;
    buf_str(buf, "\xEF\xBB\xBF");
    for (size_t i = 0; i < n; i++) {
        quoted ^= data[i] == '"';
        if (data[i] == ';' && !quoted) { /* was safe with commas only */
            buf_char(buf, '|');
        } else if (data[i] == ',' && !quoted) {
            buf_char(buf, ';');
        } else if (data[i] == '\n') {
            buf_str(buf, "\r\n");
        } else {
            buf_char(buf, data[i]);
        }
    }
    buf_str(buf, ";;;;\r\n\r\n;\r\n");
}

/* The content model: items of each construct in each form. */
static void seven_forms(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int m, o, b, l, r;
        bool anonymous, person, library, core;
    } cases[] = {
        {"jst",        8, 8, 8, 4, 12, false, true,  false, true },
        {"ngo",        8, 7, 8, 4, 12, false, false, false, true },
        {"szkola",     6, 6, 7, 4, 12, false, false, false, true },
        {"kultura",    7, 7, 8, 4, 12, false, false, false, true },
        {"biznes",     5, 4, 5, 4, 8,  false, false, false, true },
        {"biblioteka", 6, 8, 8, 4, 12, false, false, true,  true },
        {"mieszkancy", 5, 4, 5, 4, 4,  true,  true,  false, false},
    };
    /* Others may stand beside the seven. */
    assert_true(house.n_groups >= sizeof cases / sizeof *cases);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct survey *s = survey_of(&house, cases[i].code);
        assert_non_null(s);
        int n[128] = {0};
        for (size_t k = 0; k < s->n_items; k++) {
            n[(unsigned char)s->item[k].index[0] & 127]++;
        }
        if (n['M'] != cases[i].m || n['O'] != cases[i].o ||
            n['B'] != cases[i].b || n['L'] != cases[i].l ||
            n['R'] != cases[i].r) {
            fail_msg("%s: got M %d O %d B %d L %d R %d", cases[i].code, n['M'],
                     n['O'], n['B'], n['L'], n['R']);
        }
        const struct group *g = s->group;
        assert_ptr_equal(g, &house.group[g->order]);
        assert_int_equal(g->anonymous, cases[i].anonymous);
        assert_int_equal(g->person, cases[i].person);
        assert_int_equal(g->library, cases[i].library);
        assert_int_equal(g->core, cases[i].core);
        assert_true(g->name[0] && g->members[0] && g->members_gen[0] &&
                    g->members_one[0] && g->who[0] && s->title[0]);
        assert_string_equal(s->version, "2026.1");
    }
}

/* Offsets run from 0 without holes and end at n_bytes. */
static void offsets(void **state)
{
    (void)state;
    for (size_t i = 0; i < house.n_forms; i++) {
        const struct survey *s = &house.survey[i];
        int at = 0;
        for (size_t k = 0; k < s->n_items; k++) {
            const struct item *item = &s->item[k];
            bool stored = item->kind == ITEM_ONE || item->kind == ITEM_MANY ||
                          item->kind == ITEM_RANK;
            assert_int_equal(item->offset, stored ? at : -1);
            assert_true((item->n_bytes > 0) == stored);
            at += item->n_bytes;
        }
        assert_int_equal(s->n_bytes, at);
    }
}

static void layout_text(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "0 wiek\n",
        "1 plec\n",
        "\n3 korzysta\n",
        "\n4 L1\n",
        "\n22 priorytety/przed\n",
        "\n35 priorytety/inne\n",
        "\n36 R01\n",
        "\n40 warsztat\n",
    };
    const struct survey *s = survey_of(&house, "mieszkancy");
    const char *layout = survey_layout(arena, s);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (!strstr(layout, lines[i])) {
            fail_msg("no %s in:\n%s", lines[i], layout);
        }
    }
    int n = 0;
    for (const char *c = layout; *c; c++) {
        n += *c == '\n';
    }
    assert_int_equal(n, s->n_bytes);
    layout = survey_layout(arena, survey_of(&house, "jst"));
    assert_non_null(strstr(layout, " priorytety.1\n"));
    assert_non_null(strstr(layout, " priorytety.3\n"));
    assert_null(strstr(layout, " priorytety.4\n"));
}

static void look_ups(void **state)
{
    (void)state;
    const struct survey *jst = survey_of(&house, "jst");
    assert_null(survey_of(&house, "JST"));
    assert_null(survey_of(&house, ""));
    assert_null(survey_group(&house, "nikt"));
    assert_string_equal(survey_group(&house, "ngo")->sector, "spoleczny");
    assert_string_equal(survey_group(&house, "mieszkancy")->sector, "");
    assert_ptr_equal(survey_item(jst, "nr_formularza"),
                     survey_item(jst, "nrFormularza"));
    assert_ptr_equal(survey_item(jst, "ZGODA_ZASOBY"),
                     survey_item(jst, "zgodaZasoby"));
    assert_non_null(survey_item(jst, "m11"));
    assert_null(survey_item(jst, "M1"));
    assert_null(survey_item(jst, "M111"));
    assert_null(survey_item(jst, ""));
    assert_null(survey_list(&house, "nie"));
    const struct choice_list *list = survey_list(&house, "priorytety");
    assert_int_equal(list->n_choices, 14);
    const struct choice *choice = choice_by_name(list, "mlodz");
    assert_true(choice->social);
    assert_false(choice_by_name(list, "inne")->social);
    assert_ptr_equal(choice_by_value(list, choice->value), choice);
    assert_int_equal(choice_index(list, choice), 1);
    assert_null(choice_by_name(list, "Mlodz"));
    assert_null(choice_by_value(list, 0));
    assert_null(choice_by_value(list, -7));
    list = survey_list(&house, "zgoda5");
    assert_int_equal(choice_index(list, choice), -1);
    assert_int_equal(choice_by_name(list, "nw")->value, ANSWER_DONT_KNOW);
}

/* What the analysis relies on: twelve resources in four domains, ten
 * barriers each of a dimension, nine advantages. */
static void known_lists(void **state)
{
    (void)state;
    const struct choice_list *zasoby = survey_list(&house, "zasoby");
    const struct choice_list *bariery = survey_list(&house, "bariery");
    assert_int_equal(zasoby->n_choices, 12);
    assert_int_equal(bariery->n_choices, 10);
    assert_int_equal(survey_list(&house, "korzysci")->n_choices, 9);
    int b[5] = {0};
    for (size_t i = 0; i < bariery->n_choices; i++) {
        const char *domain = bariery->choice[i].domain;
        assert_true(domain[0] == 'B' && domain[1] >= '1' && domain[1] <= '4');
        b[domain[1] - '0']++;
    }
    assert_true(b[1] && b[2] && b[3] && b[4]);
    for (size_t i = 0; i < house.n_forms; i++) {
        const struct survey *s = &house.survey[i];
        for (size_t k = 0; k < s->n_items; k++) {
            if (s->item[k].resource[0]) {
                assert_non_null(choice_by_name(zasoby, s->item[k].resource));
                assert_int_equal(s->item[k].disclose, DISCLOSE_OFFER);
            }
        }
    }
}

static const char *codes(const struct survey_set *set, size_t from, size_t to)
{
    struct buf buf = {.arena = arena};
    for (size_t i = from; i < to; i++) {
        const struct group *group = &set->group[i];
        assert_int_equal(group->extra, i >= set->n_groups);
        assert_int_equal(group->order, i);
        assert_ptr_equal(set->survey[i].group, group);
        assert_ptr_equal(survey_of(set, group->code), &set->survey[i]);
        buf_printf(&buf, " %s", group->code);
    }
    return buf_text(&buf);
}

/* Groups come first wherever their lines stand; without the column there are
 * groups only. */
static void extra_forms(void **state)
{
    (void)state;
    static const char head[] =
        "code,name,members,members_gen,members_one,sector,privacy,unit,library,"
        "core,minutes,version,title,kogo";
    static const char rows[] =
        "%s,rodzaj\n"
        "karta,K,k,k,k,,instytucjonalna,instytucja,,,5,1,K,k,dodatkowa\n"
        "jst,J,j,j,j,publiczny,instytucjonalna,osoba,,tak,10,1,J,j,glowna\n"
        "puls,P,p,p,p,,instytucjonalna,instytucja,,,2,1,P,p,dodatkowa\n"
        "ngo,N,n,n,n,spoleczny,instytucjonalna,instytucja,,tak,9,1,N,n,\n";
    static const char all[] =
        "%s\nkarta,K,k,k,k,,instytucjonalna,instytucja,,,5,1,K,k\n";
    static const char none[] =
        "%s,rodzaj\nkarta,K,k,k,k,,anonimowa,osoba,,,5,1,K,k,dodatkowa\n";
    const char *text = arena_printf(arena, rows, head);
    struct survey_set set;
    put_all(as_it_is);
    put("groups.csv", text, strlen(text));
    assert_int_equal(load(folder, &set), STATUS_OK);
    assert_string_equal(codes(&set, 0, set.n_groups), " jst ngo");
    assert_string_equal(codes(&set, 2, set.n_forms), " karta puls");
    text = arena_printf(arena, all, head);
    put("groups.csv", text, strlen(text));
    assert_int_equal(load(folder, &set), STATUS_OK);
    assert_string_equal(codes(&set, 0, set.n_groups), " karta");
    text = arena_printf(arena, none, head);
    put("groups.csv", text, strlen(text));
    assert_int_not_equal(load(folder, &set), STATUS_OK);
    put_all(as_it_is);
    assert_string_equal(codes(&house, house.n_groups, house.n_forms),
                        " partnerstwo puls karta");
}

static void excel_saves_it(void **state)
{
    (void)state;
    struct survey_set set;
    put_all(as_excel);
    assert_int_equal(load(folder, &set), STATUS_OK);
    assert_int_equal(set.n_groups, house.n_groups);
    assert_int_equal(set.n_forms, house.n_forms);
    for (size_t i = 0; i < set.n_forms; i++) {
        char a[65], b[65];
        survey_sha256(&house.survey[i], a);
        survey_sha256(&set.survey[i], b);
        assert_string_equal(a, b);
        assert_string_equal(survey_layout(arena, &house.survey[i]),
                            survey_layout(arena, &set.survey[i]));
    }
}

/* A changed word is another definition; the others stay. */
static void changed_word(void **state)
{
    (void)state;
    put_all(as_it_is);
    const struct embed *e = embed_find("surveys/ngo.csv");
    char *data = arena_strndup(arena, e->data, e->size);
    memcpy(strstr(data, "Brakuje pieni"), "brakuje", 7);
    put("ngo.csv", data, e->size);
    struct survey_set set;
    assert_int_equal(load(folder, &set), STATUS_OK);
    for (size_t i = 0; i < set.n_forms; i++) {
        char a[65], b[65];
        survey_sha256(&house.survey[i], a);
        survey_sha256(&set.survey[i], b);
        bool changed = strcmp(set.group[i].code, "ngo") == 0;
        assert_int_equal(strcmp(a, b) != 0, changed);
    }
}

static void spoil_bytes(struct rng *rng, char *data, size_t *n)
{
    static const char nasty[] = {'"',  ',',    ';',    '\n', '\r',
                                 '\0', '\xC5', '\xFF', '{',  'a'};
    for (int i = 0; i < 8; i++) {
        data[rng_next(rng) % *n] = nasty[rng_next(rng) % sizeof nasty];
    }
}

static void spoil_cut(struct rng *rng, char *data, size_t *n)
{
    (void)data;
    *n = rng_next(rng) % *n;
}

static void spoil_move(struct rng *rng, char *data, size_t *n)
{
    size_t from = rng_next(rng) % *n, to = rng_next(rng) % *n;
    size_t most = *n - (from > to ? from : to);
    memmove(data + to, data + from, most);
}

static void spoil_fill(struct rng *rng, char *data, size_t *n)
{
    static const char fill[] = {',', '"', 'x', '\n'};
    size_t at = rng_next(rng) % *n;
    memset(data + at, fill[rng_next(rng) % sizeof fill], *n - at);
}

/* Spoilt definitions are refused or still whole, never half. */
static void hostile(void **state)
{
    (void)state;
    static void (*const spoil[])(struct rng *, char *, size_t *) = {
        spoil_bytes, spoil_cut, spoil_move, spoil_fill};
    static const char *const files[] = {"jst.csv", "choices.csv", "groups.csv"};
    struct rng rng;
    rng_seed(&rng, 62);
    put_all(as_it_is);
    for (size_t i = 0; i < 60; i++) {
        const char *file = files[i % 3];
        const struct embed *e =
            embed_find(arena_printf(arena, "surveys/%s", file));
        size_t n = e->size;
        char *data = arena_strndup(arena, e->data, n);
        spoil[i % 4](&rng, data, &n);
        put(file, data, n);
        struct survey_set set = {0};
        if (load(folder, &set) == STATUS_OK) {
            assert_true(set.n_groups > 0 && set.survey[0].n_items > 0);
        } else {
            assert_null(set.survey);
        }
        struct diag *diag = diag_open(LANG_PL);
        enum status status = survey_lint(arena, folder, diag);
        assert_true(status < STATUS_COUNT);
        diag_close(diag);
        put(file, e->data, e->size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seven_forms),    cmocka_unit_test(offsets),
        cmocka_unit_test(layout_text),    cmocka_unit_test(look_ups),
        cmocka_unit_test(known_lists),    cmocka_unit_test(extra_forms),
        cmocka_unit_test(excel_saves_it), cmocka_unit_test(changed_word),
        cmocka_unit_test(hostile),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

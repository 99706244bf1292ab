/* Printed forms of definitions that are not ours: a new group is printed with
 * no C, and what no questionnaire should hold is still a whole document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/text.h"
#include "report/codebook.h"
#include "report/page/render.h"
#include "report/poster.h"
#include "report/questionnaire.h"

static struct arena *arena;
static struct diag *diag;
static char folder[64];

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    strcpy(folder, "forms.XXXXXX");
    return mkdtemp(folder) && render_start(diag) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    render_stop();
    diag_close(diag);
    arena_close(arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void put(const char *name, const char *text)
{
    FILE *f = fopen(file_join(arena, folder, name), "wb");
    assert_non_null(f);
    assert_int_equal(fputs(text, f) >= 0, 1);
    assert_int_equal(fclose(f), 0);
}

static const char form_head[] =
    "type,name,label,hint,required,relevant,max,index,dimension,reverse,anchor,"
    "resource,disclose,points,constraint\n"
    "gmina,gmina,Gmina?,,tak,,,,,,,,fact,,\n";

static void put_set(const char *items, const char *choices)
{
    put("groups.csv",
        "code,name,members,members_gen,members_one,sector,privacy,unit,library,"
        "core,minutes,version,title,kogo\n"
        "parafia,Parafie,parafie,parafii,parafia,spoleczny,instytucjonalna,"
        "instytucja,,tak,5,1,Ankieta dla parafii,parafie\n");
    put("choices.csv",
        arena_printf(arena, "list_name,name,label,value\n%s", choices));
    put("parafia.csv", arena_printf(arena, "%s%s", form_head, items));
}

static void load(struct survey_set *set)
{
    enum status status = survey_load(arena, folder, diag, set);
    for (size_t i = 0; status != STATUS_OK && i < diag_count(diag); i++)
        print_message("# %s\n", diag_line(arena, diag_get(diag, i), LANG_PL));
    assert_int_equal(status, STATUS_OK);
}

/* Prints it and looks for texts in the layout. */
static int print_form(const struct survey *survey, const char *const *want)
{
    struct questionnaire q = {.survey = survey, .draft = true};
    struct buf pdf = {.arena = arena}, trace = {.arena = arena};
    struct arena *scratch = arena_open();
    int pages = 0;
    assert_int_equal(questionnaire_pdf(&q, &pdf, &pages, diag), STATUS_OK);
    assert_true(pdf.size > 1000 && memcmp(pdf.data, "%PDF", 4) == 0);
    assert_int_equal(
        render_trace(scratch, questionnaire_doc(scratch, &q, 1), &trace, diag),
        STATUS_OK);
    for (; want && *want; want++)
        if (!strstr(buf_text(&trace), *want))
            fail_msg("no \"%s\"", *want);
    arena_close(scratch);
    return pages;
}

static void new_group(void **state)
{
    (void)state;
    static const char *const want[] = {"Ankieta dla parafii",
                                       "Gmina?",
                                       "2.\u00a0Czy parafia pomaga?",
                                       "zawsze",
                                       "Ile osób?",
                                       "Tylko je",
                                       "pomaga",
                                       "\"ile\"",
                                       "zaznaczono „zawsze”",
                                       "WZÓR – bez klauzuli",
                                       "Nr formularza",
                                       NULL};
    put_set("select_one czesto,pomaga,Czy parafia pomaga?,,,,,,,,,,opinion,,\n"
            "integer,ile,Ile osób?,,,${pomaga} = 'z',,,,,,,opinion,,\n"
            "text,uwagi,Co jeszcze?,,,,,,,,,,personal,,\n",
            "czesto,z,zawsze,1\nczesto,n,nigdy,2\nczesto,nw,nie wiem,253\n");
    struct survey_set set;
    load(&set);
    assert_int_equal(print_form(&set.survey[0], want), 1);
    struct buf book = {.arena = arena};
    const struct survey *one[] = {&set.survey[0]};
    codebook_csv(arena, one, 1, &book);
    assert_non_null(strstr(buf_text(&book), "parafia;1;pomaga;"));
    assert_non_null(strstr(buf_text(&book), "z = zawsze; n = nigdy"));
}

/* Long words, long lists, a battery of mixed kinds, an empty group, a scale of
 * many points, control characters of the layout. */
static void unkind(void **state)
{
    (void)state;
    struct buf items = {.arena = arena}, choices = {.arena = arena};
    char word[200];
    memset(word, 'w', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    for (int i = 0; i < 200; i++)
        buf_printf(&choices, "duzo,c%d,%s %d,%d\n", i, i % 9 ? "wybór" : word,
                   i, i + 1);
    for (int i = 0; i < 9; i++)
        buf_printf(&choices, "skala,%d,punkt skali %d,%d\n", i, i, i + 1);
    buf_str(&items, "begin_group,puste,Pusta grupa,,,,,,,,,,,,\n"
                    "end_group,,,,,,,,,,,,,,\n"
                    "begin_group,skale,Skala dziewięciu punktów,,,,,,,,,,,,\n");
    for (int i = 0; i < 40; i++)
        buf_printf(&items, "select_one skala,s%d,%s %d,,,,,,,,,,opinion,,\n", i,
                   i % 7 ? "Zdanie" : word, i);
    buf_str(&items, "end_group,,,,,,,,,,,,,,\n"
                    "begin_group,rozne,Różne,,,,,,,,,,,,\n"
                    "select_multiple duzo,duzo,Dużo,,,,0,,,,,,opinion,,\n"
                    "rank duzo,kolej,Kolej,,,,9,,,,,,opinion,,\n"
                    "integer,n,Liczba,,,,,,,,,,opinion,,\n"
                    "end_group,,,,,,,,,,,,,,\n");
    buf_printf(&items, "note,nota,%s,,,,,,,,,,,,\n", word);
    put_set(buf_text(&items), buf_text(&choices));
    struct survey_set set;
    load(&set);
    assert_true(print_form(&set.survey[0], NULL) > 4);
}

static void notices(void **state)
{
    (void)state;
    const char *const *notice;
    size_t n;
    const char *path = file_join(arena, folder, "n.txt");
    put("n.txt", "\xEF\xBB\xBFJeden\r\nakapit.\r\n\r\n\r\nDrugi.");
    assert_int_equal(questionnaire_notice(arena, path, diag, &notice, &n),
                     STATUS_OK);
    assert_int_equal(n, 2);
    assert_string_equal(notice[0], "Jeden akapit.");
    assert_string_equal(notice[1], "Drugi.");
    static const char *const bad[] = {"", " \n\n\t\n", "Dane «kto».",
                                      "\xFF\xFE"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put("n.txt", bad[i]);
        assert_int_equal(questionnaire_notice(arena, path, diag, &notice, &n),
                         STATUS_NOTICE_BAD);
    }
    assert_int_not_equal(questionnaire_notice(arena, folder, diag, &notice, &n),
                         STATUS_OK);
}

static void codes(void **state)
{
    (void)state;
    static char text[8000];
    memset(text, 'a', sizeof text - 1);
    assert_null(poster_qr(arena, text, 50));
    text[1000] = '\0';
    struct canvas *code = poster_qr(arena, text, 50);
    assert_non_null(code);
    assert_int_equal(canvas_status(code), STATUS_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_group),
        cmocka_unit_test(unkind),
        cmocka_unit_test(notices),
        cmocka_unit_test(codes),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

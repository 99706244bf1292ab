/* The campaign folder: made whole, found from below, settings with their
 * lines, key, lock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/text.h"

static struct arena *arena;
static struct diag *diag;
static char top[64];
static const char *folder;

static int setup(void **state)
{
    (void)state;
    arena = arena_open();
    diag = diag_open(LANG_PL);
    strcpy(top, "/tmp/campaign-XXXXXX");
    if (mkdtemp(top) == NULL)
        return -1;
    folder = file_join(arena, top, "lubelskie");
    return campaign_create(arena, folder, "06", NULL, diag) == STATUS_OK ? 0
                                                                         : -1;
}

static int teardown(void **state)
{
    (void)state;
    diag_close(diag);
    arena_close(arena);
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", top);
    return system(command);
}

static const char *in(const char *name)
{
    return file_join(arena, folder, name);
}

static void put(const char *path, const char *text)
{
    assert_int_equal(file_write_fast(path, text, strlen(text), 0600, diag),
                     STATUS_OK);
}

static char *get(const char *path)
{
    char *data = NULL;
    size_t size;
    assert_int_equal(file_read(arena, path, 1 << 20, diag, &data, &size),
                     STATUS_OK);
    return data;
}

static enum status open_it(const char *start, struct params *params,
                           const struct campaign **out)
{
    params_init(params);
    *out = NULL;
    diag_clear(diag);
    return campaign_open(arena, start, params, diag, out);
}

/* ---- making ---- */

static const struct {
    const char *name;
    mode_t mode;
} made[] = {
    {"diagnoza.ini",       0100640},
    {"klucz",              0100600},
    {"ankiety",            0040750},
    {"ankiety/groups.csv", 0100640},
    {"archiwum",           0040700},
    {"skrzynka",           0042770},
    {"skrzynka/przyjete",  0042770},
    {"skrzynka/odrzucone", 0042770},
    {"raporty",            0042770},
};

static void test_made(void **state)
{
    (void)state;
    struct stat info;
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        assert_int_equal(stat(in(made[i].name), &info), 0);
        if (info.st_mode != made[i].mode)
            print_error("%s: %o\n", made[i].name, info.st_mode);
        assert_int_equal(info.st_mode, made[i].mode);
    }
    assert_int_equal(strlen(get(in("klucz"))), 65);
}

/* Every parameter stands in diagnoza.ini, and putting the defaults in force
 * changes none of them by a bit. */
static void test_defaults(void **state)
{
    (void)state;
    struct params defaults;
    struct params params;
    const struct campaign *campaign;
    params_init(&defaults);
    char *text = arena_strdup(arena, get(in("diagnoza.ini")));
    for (int i = 0; i < PARAM_COUNT; i++) {
        char *line =
            arena_printf(arena, "\n#%s = ", params_row((enum param)i)->name);
        char *found = strstr(text, line);
        if (found == NULL)
            print_error("missing: %s\n", line);
        assert_non_null(found);
        found[1] = ' ';
    }
    put(in("diagnoza.ini"), text);
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_OK);
    for (int i = 0; i < PARAM_COUNT; i++)
        assert_true(params.value[i] == defaults.value[i]);
    assert_string_equal(campaign->voivodeship, "06");
    assert_string_equal(campaign->title, "");
}

static void test_two_keys(void **state)
{
    (void)state;
    const char *other = file_join(arena, top, "inny");
    assert_int_equal(campaign_create(arena, other, "all", NULL, diag),
                     STATUS_OK);
    assert_string_not_equal(get(in("klucz")),
                            get(file_join(arena, other, "klucz")));
}

static void test_refused(void **state)
{
    (void)state;
    const char *file = file_join(arena, top, "plik");
    const char *used = file_join(arena, top, "zajety");
    const char *empty = file_join(arena, top, "pusty");
    put(file, "x");
    assert_int_equal(mkdir(used, 0700), 0);
    assert_int_equal(mkdir(empty, 0700), 0);
    put(file_join(arena, used, "umowa.txt"), "x");
    char *before = get(in("klucz"));
    const struct {
        const char *folder, *voivodeship, *surveys;
        enum status status;
    } c[] = {
        {folder,          "06",       NULL,        STATUS_CAMPAIGN_EXISTS },
        {used,            "06",       NULL,        STATUS_FOLDER_NOT_EMPTY},
        {file,            "06",       NULL,        STATUS_IO              },
        {file_join(arena, file,       "x"),        "06",                    NULL, STATUS_IO},
        {"/proc/nie-ma",      "06",                NULL,              STATUS_IO                           },
        {"",      "06",                NULL,             STATUS_IO},
        {file_join(arena,      top,                "a"), "07",                 NULL, STATUS_INI_VALUE},
        {file_join(arena,           top,                 "a"),            "",                   NULL, STATUS_INI_VALUE},
        {file_join(arena,  top,"a"),"06",empty, STATUS_SURVEYS_NONE},
        {file_join(arena,               top,           "a"),                  "06",                                              "/brak", STATUS_SURVEYS_NONE},
        {empty,          "all", NULL,            STATUS_OK                              },
    };
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        enum status status = campaign_create(
            arena, c[i].folder, c[i].voivodeship, c[i].surveys, diag);
        if (status != c[i].status)
            print_error("%zu: %s\n", i, status_row(status)->symbol);
        assert_int_equal(status, c[i].status);
    }
    assert_false(file_exists(file_join(arena, top, "a")));
    assert_false(file_exists(file_join(arena, used, "klucz")));
    assert_string_equal(get(in("klucz")), before);
}

/* C1: a disk that fills up leaves nothing behind. */
static void test_full_disk(void **state)
{
    (void)state;
    struct rlimit old;
    const char *other = file_join(arena, top, "inny");
    const char *empty = file_join(arena, top, "pusty");
    assert_int_equal(mkdir(empty, 0710), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (rlim_t room = 0; room < 2048; room = room * 4 + 50) {
        struct rlimit full = {room, old.rlim_max};
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
        enum status a = campaign_create(arena, other, "06", NULL, diag);
        enum status b = campaign_create(arena, empty, "06", NULL, diag);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
        assert_int_equal(a, STATUS_IO);
        assert_int_equal(b, STATUS_IO);
        assert_false(file_exists(other));
        const char **name;
        size_t n_names;
        assert_int_equal(file_list(arena, empty, diag, &name, &n_names),
                         STATUS_OK);
        assert_int_equal(n_names, 0);
    }
}

static void test_own_surveys(void **state)
{
    (void)state;
    const char *own = file_join(arena, top, "wlasne");
    const char *other = file_join(arena, top, "inny");
    assert_int_equal(mkdir(own, 0700), 0);
    put(file_join(arena, own, "groups.csv"), "code\n");
    put(file_join(arena, own, "straz.csv"), "type\n");
    put(file_join(arena, own, "notatki.txt"), "x");
    assert_int_equal(campaign_create(arena, other, "06", own, diag), STATUS_OK);
    const char **name;
    size_t n_names;
    assert_int_equal(file_list(arena, file_join(arena, other, "ankiety"), diag,
                               &name, &n_names),
                     STATUS_OK);
    assert_int_equal(n_names, 2);
    assert_string_equal(get(file_join(arena, other, "ankiety/straz.csv")),
                        "type\n");
}

/* ---- finding ---- */

static void test_found(void **state)
{
    (void)state;
    struct params params;
    const struct campaign *campaign;
    const struct {
        const char *start;
        enum status status;
    } c[] = {
        {folder,                    STATUS_OK         },
        {in("skrzynka/przyjete"),   STATUS_OK         },
        {in("skrzynka/../raporty"), STATUS_OK         },
        {top,                       STATUS_NO_CAMPAIGN},
        {"/",                       STATUS_NO_CAMPAIGN},
        {in("brak"),                STATUS_IO         },
    };
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        assert_int_equal(open_it(c[i].start, &params, &campaign), c[i].status);
        if (c[i].status != STATUS_OK) {
            assert_null(campaign);
            continue;
        }
        assert_string_equal(campaign->folder, folder);
        assert_string_equal(campaign->database, in("diagnoza.db"));
        assert_string_equal(campaign->accepted, in("skrzynka/przyjete"));
    }
    assert_int_equal(chdir(in("archiwum")), 0);
    assert_int_equal(open_it(".", &params, &campaign), STATUS_OK);
    assert_int_equal(chdir("/"), 0);
}

/* ---- settings: text, what comes of it, line ---- */

#define K   "[kampania]\n"
#define P   "[parametry]\n"
#define X50 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct {
    const char *text;
    enum status status;
    long line;
} ini_case[] = {
    {"",                                             STATUS_OK,            0},
    {"\xEF\xBB\xBF" K "wojewodztwo = 06\n",          STATUS_OK,            0},
    {"\xEF\xBB\xBF# ą\r\n" K "wojewodztwo=all\r\n", STATUS_OK,            0},
    {K "  wojewodztwo = 06\n   tytul = Ż\n",        STATUS_OK,            0},
    {"#" X50 X50 X50 X50 X50 "\n" K "tytul = a\n",   STATUS_OK,            0},
    {P "min_grupa = 7\nufnosc = 90,5\n",             STATUS_OK,            0},
    {K "wojewodztwo = 07\n",                         STATUS_INI_VALUE,     2},
    {K "wojewodztwo =\n",                            STATUS_INI_VALUE,     2},
    {K "\n\nwojewodstwo = 06\n",                     STATUS_INI_KEY,       4},
    {"wojewodztwo = 06\n",                           STATUS_INI_SECTION,   1},
    {"[kampanja]\ntytul = a\n",                      STATUS_INI_SECTION,   2},
    {K "tytul = a\ntytul = b\n",                     STATUS_INI_TWICE,     3},
    {K "tytul = a\n" P K "tytul = a\n",              STATUS_INI_TWICE,     5},
    {P "min_grupy = 7\n",                            STATUS_PARAM_UNKNOWN, 2},
    {"# a\n" P "\nmin_grupa = 2\n",                  STATUS_PARAM_VALUE,   4},
    {P "min_grupa = pięć\n",                       STATUS_PARAM_VALUE,   2},
    {P "min_grupa\n",                                STATUS_INI_LINE,      2},
    {K "tytul = \xB3\n",                             STATUS_INI_ENCODING,  2},
    {"\xFF\xFE[\0k",                                 STATUS_INI_ENCODING,  1},
    {P "min_grupa = 5\ntytul = a\n",                 STATUS_INI_PLACE,     3},
    {K "min_grupa = 5\n",                            STATUS_INI_PLACE,     2},
    {K "tytul = " X50 X50 X50 X50 "\n",              STATUS_INI_LINE,      2},
};

static void test_settings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ini_case / sizeof *ini_case; i++) {
        struct params params;
        struct params before;
        const struct campaign *campaign;
        params_init(&before);
        put(in("diagnoza.ini"), ini_case[i].text);
        enum status status = open_it(folder, &params, &campaign);
        long line = diag_count(diag) > 0 ? diag_get(diag, 0)->place.line : 0;
        if (status != ini_case[i].status || line != ini_case[i].line)
            print_error("case %zu: got %s in line %ld\n", i,
                        status_row(status)->symbol, line);
        assert_int_equal(status, ini_case[i].status);
        assert_int_equal(line, ini_case[i].line);
        if (status != STATUS_OK)
            assert_memory_equal(&params, &before, sizeof params);
    }
}

static void test_values(void **state)
{
    (void)state;
    struct params params;
    const struct campaign *campaign;
    put(in("diagnoza.ini"), K "wojewodztwo = 24\ntytul = Biblioteka Śląska\n" P
                              "min_grupa = 7\nufnosc = 90,5\n");
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_OK);
    assert_string_equal(campaign->voivodeship, "24");
    assert_string_equal(campaign->title, "Biblioteka Śląska");
    assert_true(params_get(&params, PARAM_MIN_CELL) == 7);
    assert_true(params_get(&params, PARAM_CONFIDENCE) == 90.5);
}

static void test_nearest(void **state)
{
    (void)state;
    struct params params;
    const struct campaign *campaign;
    put(in("diagnoza.ini"), K "wojewodstwo = 06\n");
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_INI_KEY);
    const char *line = diag_line(arena, diag_get(diag, 0), LANG_PL);
    assert_non_null(strstr(line, "diagnoza.ini:2"));
    assert_non_null(strstr(line, "\"wojewodztwo\""));
}

/* ---- key ---- */

static const struct {
    const char *text;
    enum status status;
} key_case[] = {
    {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n",
     STATUS_OK                                                                           },
    {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
     STATUS_OK                                                                           },
    {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeef\n",
     STATUS_KEY_BAD                                                                      },
    {"00112233445566778899aabbccddeeff00112233445566778899aabbccddeexx\n",
     STATUS_KEY_BAD                                                                      },
    {"",                                                                   STATUS_KEY_BAD},
};

static void test_key(void **state)
{
    (void)state;
    struct params params;
    const struct campaign *campaign;
    for (size_t i = 0; i < sizeof key_case / sizeof *key_case; i++) {
        put(in("klucz"), key_case[i].text);
        assert_int_equal(open_it(folder, &params, &campaign),
                         key_case[i].status);
        if (campaign != NULL) {
            assert_int_equal(campaign->key[1], 0x11);
            assert_int_equal(campaign->key[31], 0xff);
            assert_int_equal(diag_count(diag), 0);
        }
    }
    put(in("klucz"), key_case[0].text);
    assert_int_equal(chmod(in("klucz"), 0644), 0);
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_OK);
    assert_int_equal(diag_total(diag, STATUS_KEY_OPEN), 1);
    assert_int_equal(unlink(in("klucz")), 0);
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_KEY_MISSING);
}

/* ---- lock ---- */

/* The lock as another process sees it. */
static enum status lock_elsewhere(const struct campaign *campaign)
{
    pid_t child = fork();
    if (child == 0) {
        int fd = -1;
        enum status status = campaign_lock(campaign, 0, diag, &fd);
        _exit(status == STATUS_OK ? 0 : status == STATUS_LOCKED ? 1 : 2);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) < 2);
    return WEXITSTATUS(how) == 0 ? STATUS_OK : STATUS_LOCKED;
}

static void test_lock(void **state)
{
    (void)state;
    struct params params;
    const struct campaign *campaign;
    int fd = -1;
    int other = -1;
    assert_int_equal(open_it(folder, &params, &campaign), STATUS_OK);
    assert_int_equal(campaign_lock(campaign, 0, diag, &fd), STATUS_OK);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(lock_elsewhere(campaign), STATUS_LOCKED);
    assert_int_equal(campaign_lock(campaign, 0, diag, &other), STATUS_LOCKED);
    assert_int_equal(other, -1);
    assert_int_equal(close(fd), 0);
    assert_int_equal(lock_elsewhere(campaign), STATUS_OK);
    assert_int_equal(unlink(in(".blokada")), 0);
    assert_int_equal(symlink("/etc/hosts", in(".blokada")), 0);
    assert_int_equal(campaign_lock(campaign, 0, diag, &fd), STATUS_IO);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_made),    CASE(test_defaults),  CASE(test_two_keys),
        CASE(test_refused), CASE(test_full_disk), CASE(test_own_surveys),
        CASE(test_found),   CASE(test_settings),  CASE(test_values),
        CASE(test_nearest), CASE(test_key),       CASE(test_lock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Making, finding and locking the campaign folder.
 *
 * C1 A campaign is made whole: what a failed init left is taken away again.
 * C2 A setting that is not understood stops the run with its line; guessing
 *    would change published numbers in silence.
 * C3 The lock is on a file of its own: closing any descriptor of the database
 *    would drop SQLite's locks.
 * C4 Key and database are for the owner only; the inbox and the reports are for
 *    the group that the administrator gives them (setgid, so that files keep
 *    it).
 * C5 Nobody works on a campaign of somebody else's, root neither.
 */
#include "core/campaign.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <ini.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

#include "core/embed.h"
#include "core/file.h"
#include "core/register.h"
#include "core/text.h"

enum { INI_SIZE_MAX = 256 * 1024, SURVEY_SIZE_MAX = 4 * 1024 * 1024 };

static enum status say_errno(struct diag *diag, const char *path)
{
    enum status status = errno == EACCES || errno == EROFS || errno == EPERM
                             ? STATUS_READ_ONLY
                             : STATUS_IO;
    return diag_say(diag, status, NULL, path,
                    file_error(errno, diag_lang(diag)), (char *)NULL);
}

static void set_paths(struct arena *arena, struct campaign *campaign,
                      const char *folder)
{
    campaign->folder = folder;
    campaign->ini = file_join(arena, folder, "diagnoza.ini");
    campaign->database = file_join(arena, folder, "diagnoza.db");
    campaign->key_file = file_join(arena, folder, "klucz");
    campaign->surveys = file_join(arena, folder, "ankiety");
    campaign->inbox = file_join(arena, folder, "skrzynka");
    campaign->accepted = file_join(arena, campaign->inbox, "przyjete");
    campaign->refused = file_join(arena, campaign->inbox, "odrzucone");
    campaign->archive = file_join(arena, folder, "archiwum");
    campaign->reports = file_join(arena, folder, "raporty");
}

static enum status check_network(const char *folder, struct diag *diag)
{
    const char *network = file_network(folder);
    if (network == NULL) {
        return STATUS_OK;
    }
    return diag_say(diag, STATUS_NETWORK_FS, NULL, folder, network,
                    (char *)NULL);
}

/* ---- diagnoza.ini as init writes it ---- */

const struct campaign_setting campaign_settings[] = {
    {"wojewodztwo", "", "",
     "Dwucyfrowy kod województwa, którego gminy badamy (06 to lubelskie),\n"
     "albo słowo all, gdy kampania obejmuje całą Polskę."},
    {"tytul",       "", "Biblioteka Śląska w Katowicach",
     "Nazwa biblioteki, która prowadzi badanie, w jednym wierszu. Pojawia się\n"
     "w raportach. Przykład:"                               },
};
const size_t campaign_n_settings =
    sizeof campaign_settings / sizeof *campaign_settings;

/* The shortest decimal text that reads back as the same number: a default put
 * in force by deleting its # must change nothing, and 0,667 is not 2/3. */
const char *campaign_number(struct arena *arena, double value)
{
    char *text = NULL;
    for (int digits = 1; digits <= 17; digits++) {
        text = arena_printf(arena, "%.*g", digits, value);
        if (strtod(text, NULL) == value && strchr(text, 'e') == NULL) {
            break;
        }
    }
    char *point = strchr(text, '.');
    if (point != NULL) {
        *point = ',';
    }
    return text;
}

static void add_capital(struct buf *buf, const char *s)
{
    unsigned first = text_next(&s);
    if (first != 0) {
        text_put(buf, (unsigned)utf8proc_toupper((utf8proc_int32_t)first));
    }
    buf_str(buf, s);
}

static void add_parameter(struct buf *ini, const struct param_row *row)
{
    buf_str(ini, "\n# ");
    add_capital(ini, row->about);
    buf_str(ini, ".\n# ");
    if (*row->unit != '\0') {
        buf_printf(ini, "Jednostka: %s. ", row->unit);
    }
    buf_printf(ini, "Dozwolone wartości: od %s do %s.\n#%s = %s\n",
               campaign_number(ini->arena, row->min),
               campaign_number(ini->arena, row->max), row->name,
               campaign_number(ini->arena, row->value));
}

/* Text as comment lines. */
static void add_comment(struct buf *ini, const char *text)
{
    buf_str(ini, "# ");
    for (; *text != '\0'; text++) {
        buf_char(ini, *text);
        if (*text == '\n') {
            buf_str(ini, "# ");
        }
    }
    buf_char(ini, '\n');
}

static void add_setting(struct buf *ini, const struct campaign_setting *row,
                        const char *value)
{
    buf_char(ini, '\n');
    add_comment(ini, row->about);
    if (*row->example != '\0') {
        buf_printf(ini, "# %s = %s\n", row->name, row->example);
    }
    buf_printf(ini, "%s =%s%s\n", row->name, *value != '\0' ? " " : "", value);
}

static const char *ini_text(struct arena *arena, const char *voivodeship)
{
    struct buf ini = {.arena = arena};
    buf_str(
        &ini,
        "# Ustawienia kampanii. Wiersze zaczynające się od # to objaśnienia,\n"
        "# które program pomija. Zapisuj ten plik jako UTF-8.\n"
        "\n"
        "[kampania]\n");
    for (size_t i = 0; i < campaign_n_settings; i++)
        add_setting(&ini, &campaign_settings[i],
                    i == 0 ? voivodeship : campaign_settings[i].value);
    buf_str(
        &ini,
        "\n"
        "[parametry]\n"
        "\n"
        "# Progi, według których program sprawdza pliki, liczy wyniki i składa\n"
        "# raporty. Każdy ma wartość domyślną. Żeby ją zmienić, usuń znak # na\n"
        "# początku wiersza z nazwą i wpisz inną liczbę. Zmiana działa od\n"
        "# następnego uruchomienia, a raport podaje wartości, które "
        "obowiązywały.\n");
    for (int i = 0; i < PARAM_COUNT; i++) {
        add_parameter(&ini, params_row((enum param)i));
    }
    return buf_text(&ini);
}

/* ---- making ---- */

static enum status make_folder(const char *path, mode_t mode, struct diag *diag)
{
    enum status status = file_make_folder(path, mode, diag);
    if (status == STATUS_OK && chmod(path, mode) != 0) { /* past the umask */
        return say_errno(diag, path);
    }
    return status;
}

static enum status make_folders(const struct campaign *campaign,
                                struct diag *diag)
{
    const struct {
        const char *path;
        mode_t mode;
    } folder[] = {
        {campaign->surveys,  0750 },
        {campaign->archive,  0700 },
        {campaign->inbox,    02770}, /* C4 */
        {campaign->accepted, 02770},
        {campaign->refused,  02770},
        {campaign->reports,  02770},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0;
         status == STATUS_OK && i < sizeof folder / sizeof *folder; i++) {
        status = make_folder(folder[i].path, folder[i].mode, diag);
    }
    return status;
}

static enum status make_key(const struct campaign *campaign, struct diag *diag)
{
    uint8_t key[HASH_KEY_SIZE];
    char hex[HASH_HEX + 1];
    if (getrandom(key, sizeof key, 0) != (ssize_t)sizeof key) {
        return say_errno(diag, campaign->key_file);
    }
    hash_hex(key, hex);
    memcpy(hex + HASH_HEX - 1, "\n", 2);
    return file_write_atomic(campaign->key_file, hex, HASH_HEX, 0600, diag);
}

static bool is_csv(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && name[0] != '.' && strcmp(name + n - 4, ".csv") == 0;
}

static enum status copy_embedded(struct arena *arena,
                                 const struct campaign *campaign,
                                 struct diag *diag)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < embed_count; i++) {
        const struct embed *file = &embed_table[i];
        if (strncmp(file->name, "surveys/", 8) == 0 && is_csv(file->name)) {
            status = file_write_atomic(
                file_join(arena, campaign->surveys, file_base(file->name)),
                file->data, file->size, 0640, diag);
        }
    }
    return status;
}

static enum status copy_folder(struct arena *arena,
                               const struct campaign *campaign,
                               const char *from, struct diag *diag)
{
    const char **name;
    size_t n_names;
    enum status status = file_list(arena, from, diag, &name, &n_names);
    for (size_t i = 0; status == STATUS_OK && i < n_names; i++) {
        char *data;
        size_t size;
        if (!is_csv(name[i])) {
            continue;
        }
        status = file_read(arena, file_join(arena, from, name[i]),
                           SURVEY_SIZE_MAX, diag, &data, &size);
        if (status == STATUS_OK) {
            status =
                file_write_atomic(file_join(arena, campaign->surveys, name[i]),
                                  data, size, 0640, diag);
        }
    }
    return status;
}

/* The settings come last: with them the folder is a campaign. */
static enum status fill_folder(struct arena *arena,
                               const struct campaign *campaign,
                               const char *voivodeship, const char *surveys_dir,
                               struct diag *diag)
{
    enum status status = make_folders(campaign, diag);
    if (status == STATUS_OK) {
        status = surveys_dir == NULL
                     ? copy_embedded(arena, campaign, diag)
                     : copy_folder(arena, campaign, surveys_dir, diag);
    }
    if (status == STATUS_OK) {
        status = make_key(campaign, diag);
    }
    if (status == STATUS_OK) {
        const char *ini = ini_text(arena, voivodeship);
        status = file_write_atomic(campaign->ini, ini, strlen(ini), 0640, diag);
    }
    return status;
}

/* May a campaign be made here?  The folder is missing or empty, and local. */
static enum status check_place(struct arena *arena, const char *folder,
                               struct diag *diag)
{
    const char **name;
    size_t n_names;
    if (!file_exists(folder)) {
        return STATUS_OK;
    }
    if (file_exists(file_join(arena, folder, "diagnoza.ini"))) {
        return diag_say(diag, STATUS_CAMPAIGN_EXISTS, NULL, folder,
                        (char *)NULL);
    }
    enum status status = file_list(arena, folder, diag, &name, &n_names);
    if (status == STATUS_OK && n_names > 0) {
        return diag_say(diag, STATUS_FOLDER_NOT_EMPTY, NULL, folder, name[0],
                        (char *)NULL);
    }
    return status;
}

static enum status check_request(struct arena *arena, const char *folder,
                                 const char *voivodeship,
                                 const char *surveys_dir, struct diag *diag)
{
    if (strcmp(voivodeship, "all") != 0 &&
        register_wojewodztwo(voivodeship) == NULL) {
        return diag_say(diag, STATUS_INI_VALUE, NULL, "wojewodztwo",
                        voivodeship, (char *)NULL);
    }
    if (surveys_dir != NULL &&
        !file_exists(file_join(arena, surveys_dir, "groups.csv"))) {
        return diag_say(diag, STATUS_SURVEYS_NONE, NULL, surveys_dir,
                        (char *)NULL);
    }
    return check_place(arena, folder, diag);
}

static int remove_one(const char *path, const struct stat *info, int type,
                      struct FTW *ftw)
{
    (void)info;
    (void)type;
    if (ftw->level > 0) {
        (void)remove(path);
    }
    return 0;
}

enum status campaign_create(struct arena *arena, const char *folder,
                            const char *voivodeship, const char *surveys_dir,
                            struct diag *diag)
{
    struct campaign campaign = {0};
    enum status status =
        check_request(arena, folder, voivodeship, surveys_dir, diag);
    if (status != STATUS_OK) {
        return status;
    }
    bool new_folder = !file_exists(folder);
    status = file_make_folder(folder, 0750, diag);
    if (status != STATUS_OK) {
        return status;
    }
    set_paths(arena, &campaign, folder);
    status = check_network(folder, diag);
    if (status == STATUS_OK) {
        status = fill_folder(arena, &campaign, voivodeship, surveys_dir, diag);
    }
    if (status != STATUS_OK) { /* C1: the folder was empty before us */
        (void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
        if (new_folder) {
            (void)rmdir(folder);
        }
    }
    return status;
}

/* ---- reading the settings ---- */

struct reader {
    const char *text; /* what is left of the file */
    long line;
    bool cut; /* a line was longer than the library takes */
    struct arena *arena;
    struct diag *diag;
    struct campaign *campaign;
    struct params *params;
    enum status status;
    const char **seen; /* "section/name" so far */
    size_t n_seen;
};

/* One setting of section [kampania]. */
static enum status set_voivodeship(struct reader *reader,
                                   const struct place *place, const char *value)
{
    if (strcmp(value, "all") != 0 && register_wojewodztwo(value) == NULL) {
        return diag_say(reader->diag, STATUS_INI_VALUE, place, "wojewodztwo",
                        value, (char *)NULL);
    }
    reader->campaign->voivodeship = arena_strdup(reader->arena, value);
    return STATUS_OK;
}

static enum status set_title(struct reader *reader, const struct place *place,
                             const char *value)
{
    (void)place;
    reader->campaign->title = text_clean(reader->arena, value, strlen(value));
    return STATUS_OK;
}

/* In the order of campaign_settings. */
static enum status (*const setter[])(struct reader *reader,
                                     const struct place *place,
                                     const char *value) = {
    set_voivodeship,
    set_title,
};
enum { SETTINGS = sizeof setter / sizeof *setter };
static_assert(SETTINGS == sizeof campaign_settings / sizeof *campaign_settings,
              "a setter for each setting");

static enum status set_campaign(struct reader *reader,
                                const struct place *place, const char *name,
                                const char *value)
{
    const char *names[SETTINGS];
    for (size_t i = 0; i < SETTINGS; i++) {
        if (strcmp(campaign_settings[i].name, name) == 0) {
            return setter[i](reader, place, value);
        }
        names[i] = campaign_settings[i].name;
    }
    return diag_say(reader->diag, STATUS_INI_KEY, place, name, "kampania",
                    diag_near(reader->diag, name, "", names, SETTINGS),
                    (char *)NULL);
}

static enum status set_parameter(struct reader *reader,
                                 const struct place *place, const char *name,
                                 const char *value)
{
    return params_set(reader->params, name, value, reader->diag, place->file,
                      place->line);
}

static const struct section {
    const char *name;
    enum status (*set)(struct reader *reader, const struct place *place,
                       const char *name, const char *value);
} section_table[] = {
    {"kampania",  set_campaign },
    {"parametry", set_parameter},
};
enum { SECTIONS = sizeof section_table / sizeof *section_table };

static bool seen_before(struct reader *reader, const char *section,
                        const char *name)
{
    char *both = arena_printf(reader->arena, "%s/%s", section, name);
    for (size_t i = 0; i < reader->n_seen; i++) {
        if (strcmp(reader->seen[i], both) == 0) {
            return true;
        }
    }
    reader->seen = arena_grow(reader->arena, reader->seen, reader->n_seen,
                              reader->n_seen + 1, sizeof *reader->seen);
    reader->seen[reader->n_seen++] = both;
    return false;
}

/* The section a setting belongs to; NULL: it is in none. */
static const char *home_of(const char *name)
{
    for (size_t i = 0; i < campaign_n_settings; i++) {
        if (strcmp(campaign_settings[i].name, name) == 0) {
            return "kampania";
        }
    }
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (strcmp(params_row((enum param)i)->name, name) == 0) {
            return "parametry";
        }
    }
    return NULL;
}

static enum status set_any(struct reader *reader, const struct place *place,
                           const char *section, const char *name,
                           const char *value)
{
    const char *names[SECTIONS];
    const char *home = home_of(name);
    for (size_t i = 0; i < SECTIONS; i++) {
        if (strcmp(section_table[i].name, section) != 0) {
            names[i] = section_table[i].name;
        } else if (home != NULL && strcmp(home, section) != 0) {
            return diag_say(reader->diag, STATUS_INI_PLACE, place, name, home,
                            section, (char *)NULL);
        } else if (seen_before(reader, section, name)) {
            return diag_say(reader->diag, STATUS_INI_TWICE, place, name,
                            (char *)NULL);
        } else {
            return section_table[i].set(reader, place, name, value);
        }
    }
    return diag_say(reader->diag, STATUS_INI_SECTION, place, section,
                    diag_near(reader->diag, section, "", names, SECTIONS),
                    (char *)NULL);
}

/* Called by inih for each setting, right after its line was read. */
static int take_setting(void *user, const char *section, const char *name,
                        const char *value)
{
    struct reader *reader = user;
    struct place place = {.file = reader->campaign->ini, .line = reader->line};
    enum status status = set_any(reader, &place, section, name, value);
    if (reader->status == STATUS_OK) {
        reader->status = status;
    }
    return 1;
}

/* Does the library pass over the end of this line?  What stands behind the name
 * of a section, as all of a file whose lines end by CR alone; or behind " ;".
 */
static bool loses_end(const char *line, size_t n)
{
    const char *end = *line == '[' ? memchr(line, ']', n) : NULL;
    if (end != NULL) {
        size_t blank = strspn(end + 1, " \t\r");
        return end + 1 + blank < line + n;
    }
    for (size_t i = 1; i < n; i++) {
        if (line[i] == ';' && (line[i - 1] == ' ' || line[i - 1] == '\t')) {
            return true;
        }
    }
    return false;
}

/* fgets() for inih that counts lines, which the library does not tell; drops
 * blanks in front, which it would take for a line continued; and gives comments
 * as empty lines, since they may be longer than the library takes. */
static char *next_line(char *out, int room, void *stream)
{
    struct reader *reader = stream;
    if (*reader->text == '\0' || reader->cut) {
        return NULL;
    }
    reader->line++;
    reader->text += strspn(reader->text, " \t");
    const char *line = reader->text;
    size_t n = strcspn(line, "\n");
    reader->text += n + (line[n] == '\n');
    if (*line == '#' || *line == ';') {
        n = 0;
    }
    if (n + 2 > (size_t)room || loses_end(line, n)) {
        reader->cut = true;
        return NULL;
    }
    memcpy(out, line, n);
    memcpy(out + n, "\n", 2);
    return out;
}

/* The line where text stops being UTF-8 without NUL; 0 when it does not. */
static long bad_line(const char *text, size_t size)
{
    size_t bad = 0;
    if (text_utf8_valid(text, size, &bad)) {
        bad = strlen(text);
    }
    if (bad == size) {
        return 0;
    }
    long line = 1;
    for (size_t i = 0; i < bad; i++) {
        line += text[i] == '\n';
    }
    return line;
}

static enum status read_ini(struct arena *arena, struct campaign *campaign,
                            struct params *params, struct diag *diag)
{
    char *text;
    size_t size;
    struct place place = {.file = campaign->ini};
    enum status status =
        file_read(arena, campaign->ini, INI_SIZE_MAX, diag, &text, &size);
    if (status != STATUS_OK) {
        return status;
    }
    place.line = bad_line(text, size);
    if (place.line > 0) {
        return diag_say(diag, STATUS_INI_ENCODING, &place, (char *)NULL);
    }
    struct reader reader = {
        .text = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text,
        .arena = arena,
        .diag = diag,
        .campaign = campaign,
        .params = params};
    int line = ini_parse_stream(next_line, &reader, take_setting, &reader);
    if (line == 0 && !reader.cut) {
        return reader.status;
    }
    place.line = line > 0 ? line : reader.line;
    return diag_say(diag, STATUS_INI_LINE, &place, (char *)NULL);
}

/* ---- opening ---- */

static int hex_value(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, c) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

static bool parse_key(const char *text, size_t size,
                      uint8_t key[static HASH_KEY_SIZE])
{
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) {
        size--;
    }
    if (size != 2 * HASH_KEY_SIZE) {
        return false;
    }
    for (size_t i = 0; i < HASH_KEY_SIZE; i++) {
        int high = hex_value(text[2 * i]);
        int low = hex_value(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        key[i] = (uint8_t)(high * 16 + low);
    }
    return true;
}

static enum status read_key(struct arena *arena, struct campaign *campaign,
                            struct diag *diag)
{
    char *text;
    size_t size;
    struct stat info;
    if (stat(campaign->key_file, &info) != 0 && errno == ENOENT) {
        return diag_say(diag, STATUS_KEY_MISSING, NULL, campaign->key_file,
                        (char *)NULL);
    }
    enum status status =
        file_read(arena, campaign->key_file, 4096, diag, &text, &size);
    if (status != STATUS_OK) {
        return status;
    }
    if (!parse_key(text, size, campaign->key)) {
        return diag_say(diag, STATUS_KEY_BAD, NULL, campaign->key_file,
                        (char *)NULL);
    }
    if (stat(campaign->key_file, &info) == 0 && (info.st_mode & 077) != 0) {
        diag_say(diag, STATUS_KEY_OPEN, NULL, campaign->key_file, (char *)NULL);
    }
    return STATUS_OK;
}

/* Cuts `path` back to the folder that holds diagnoza.ini; false when none
 * does. */
static bool climb(struct arena *arena, char *path)
{
    for (;;) {
        if (file_exists(file_join(arena, path, "diagnoza.ini"))) {
            return true;
        }
        char *slash = strrchr(path, '/');
        if (slash == NULL || strcmp(path, "/") == 0) {
            return false;
        }
        slash[slash == path ? 1 : 0] = '\0';
    }
}

static const char *user_name(struct arena *arena, uid_t uid)
{
    const struct passwd *user = getpwuid(uid);
    return user != NULL ? arena_strdup(arena, user->pw_name)
                        : arena_printf(arena, "#%u", (unsigned)uid);
}

static enum status say_owner(struct arena *arena, const char *folder,
                             uid_t owner, struct diag *diag)
{
    const char *name = user_name(arena, owner);
    return diag_say(diag, STATUS_OWNER_OTHER, NULL, folder, name,
                    user_name(arena, geteuid()), (char *)NULL);
}

/* C5: what root leaves behind cron may neither open nor replace; anybody else
 * cannot read the key. */
static enum status check_owner(struct arena *arena,
                               const struct campaign *campaign,
                               struct diag *diag)
{
    struct stat info;
    if (stat(campaign->folder, &info) != 0 || info.st_uid == geteuid() ||
        (geteuid() != 0 &&
         (access(campaign->key_file, R_OK) == 0 || errno != EACCES))) {
        return STATUS_OK;
    }
    return say_owner(arena, campaign->folder, info.st_uid, diag);
}

/* `path` is as far as one came on the way to `start`: somebody else's folder
 * there is closed to this user. */
static enum status say_closed(struct arena *arena, const char *start,
                              char *path, struct diag *diag)
{
    int why = errno;
    struct stat info;
    char *slash = strrchr(path, '/');
    if (why == EACCES && slash != NULL && slash != path) {
        *slash = '\0';
        if (stat(path, &info) == 0 && info.st_uid != geteuid()) {
            return say_owner(arena, start, info.st_uid, diag);
        }
    }
    return diag_say(diag, STATUS_IO, NULL, start,
                    file_error(why, diag_lang(diag)), (char *)NULL);
}

/* The folder of `start` or above it that holds diagnoza.ini. */
static enum status find_folder(struct arena *arena, const char *start,
                               struct diag *diag, char **folder)
{
    char *path = ARENA_ARRAY(arena, PATH_MAX, char);
    if (realpath(start, path) == NULL) {
        return say_closed(arena, start, path, diag);
    }
    if (!climb(arena, path)) {
        return diag_say(diag, STATUS_NO_CAMPAIGN, NULL, start, (char *)NULL);
    }
    *folder = path;
    return STATUS_OK;
}

const char *campaign_surveys(struct arena *arena, const char *start)
{
    char *path = ARENA_ARRAY(arena, PATH_MAX, char);
    const char *surveys;
    if (realpath(start, path) == NULL || !climb(arena, path)) {
        return NULL;
    }
    surveys = file_join(arena, path, "ankiety");
    return file_is_folder(surveys) ? surveys : NULL;
}

enum status campaign_open(struct arena *arena, const char *start,
                          struct params *params, struct diag *diag,
                          const struct campaign **out)
{
    char *folder = NULL;
    struct params read = *params;
    struct campaign *campaign = ARENA_NEW(arena, struct campaign);
    enum status status = find_folder(arena, start, diag, &folder);
    if (status == STATUS_OK) {
        set_paths(arena, campaign, folder);
        campaign->voivodeship = "all";
        campaign->title = "";
        status = check_network(folder, diag);
    }
    if (status == STATUS_OK) {
        status = check_owner(arena, campaign, diag);
    }
    if (status == STATUS_OK) {
        status = read_ini(arena, campaign, &read, diag);
    }
    if (status == STATUS_OK) {
        status = read_key(arena, campaign, diag);
    }
    if (status == STATUS_OK) {
        *params = read;
        *out = campaign;
    }
    return status;
}

/* Somebody else's turn is looked at ten times a second; the clock that counts
 * is one that nobody sets. */
static bool take_lock(int lock, long wait)
{
    const struct timespec pause = {.tv_nsec = 100000000};
    struct timespec start, now;
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    while (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return false;
        }
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        if (now.tv_sec - start.tv_sec >= wait) {
            errno = EWOULDBLOCK;
            return false;
        }
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

static const char *lock_path(const struct campaign *campaign,
                             struct arena *arena)
{
    return file_join(arena, campaign->folder, ".blokada");
}

enum status campaign_lock(const struct campaign *campaign, long wait,
                          struct diag *diag, int *fd)
{
    struct arena *scratch = arena_open();
    const char *path = lock_path(campaign, scratch);
    enum status status = STATUS_OK;
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) {
        status = say_errno(diag, path);
    } else if (take_lock(lock, wait)) {
        *fd = lock;
    } else {
        status = errno == EWOULDBLOCK
                     ? diag_say(diag, STATUS_LOCKED, NULL, (char *)NULL)
                     : say_errno(diag, path);
        (void)close(lock);
    }
    arena_close(scratch);
    return status;
}

static int open_lock(const struct campaign *campaign, struct arena *arena)
{
    return open(lock_path(campaign, arena), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
}

const char *campaign_begin(const struct campaign *campaign, struct arena *arena,
                           const char *now)
{
    char text[64];
    int fd = open_lock(campaign, arena);
    ssize_t n = fd < 0 ? -1 : pread(fd, text, sizeof text, 0);
    bool broken = n == (ssize_t)strlen(now);
    if (fd >= 0 && !broken) {
        (void)!pwrite(fd, now, strlen(now), 0);
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return broken ? arena_strndup(arena, text, (size_t)n) : "";
}

void campaign_end(const struct campaign *campaign)
{
    struct arena *scratch = arena_open();
    int fd = open_lock(campaign, scratch);
    if (fd >= 0) {
        (void)!ftruncate(fd, 0);
        (void)close(fd);
    }
    arena_close(scratch);
}

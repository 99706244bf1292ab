#include "ingest/invited.h"

#include <string.h>
#include <strings.h>

#include "core/campaign.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/store/responses.h"
#include "core/text.h"
#include "ingest/csvin.h"
#include "ingest/ingest.h"
#include "ingest/profile.h"
#include "surveys/survey.h"

static const char file_name[] = "zaproszeni.csv";
static const char meta_name[] = "zaproszeni";

/* A list of every institution of a voivodeship is far below this. */
enum { FILE_MAX = 4 * 1024 * 1024 };

enum { GMINA, GROUP, NAME, NUMBER, NAMES, VOICE, WAVE, TOKEN, FIELDS };

/* Folded headers; those from NAMES on may be missing. */
static const char *const field_name[FIELDS] = {
    "gmina",        "grupa",      "instytucja", "liczba",
    "zgoda_zasoby", "zgoda_glos", "fala",       "token"};
enum { ABSENT = -1 };

struct invited_file {
    struct run *run;
    const struct survey_set *surveys;
    struct arena *arena;
    struct diag *diag;
    const char *name; /* as said to people */
    int column[FIELDS];
    const struct wave *wave; /* of rows that name none; NULL: none to be had */
    struct wave *waves;
    size_t n_waves;
    struct invited_row {
        struct invitation invitation;
        const struct wave *wave;
        const char *token;
        long line;
    } * row;
    size_t n_rows, n_bad;
    bool again;   /* read it also when it was read already */
    bool no_wave; /* only whom it names is asked for */
    bool no_list; /* what init leaves: I5 */
};

bool invited_is_name(const char *path)
{
    return strcasecmp(file_base(path), file_name) == 0;
}

/* ---- the rows ---- */

static const char *text_at(const struct invited_file *file,
                           const struct csvin_row *csv, int field)
{
    int at = file->column[field];

    if (at == ABSENT || (size_t)at >= csv->n_cells)
        return "";
    return text_clean(file->arena, csv->cell[at].text, csv->cell[at].size);
}

/* The sentence about a row that cannot be used. */
static const char *wrong_text(const struct invited_file *file, const char *text,
                              const char *what)
{
    return arena_printf(file->arena, "„%s” %s", text, what);
}

static const char *find_gmina(const struct invited_file *file, const char *text,
                              struct invitation *out)
{
    const struct campaign *campaign = file->run->campaign;
    const char *here = campaign != NULL ? campaign->voivodeship : "all";
    enum teryt_fix fix = TERYT_NONE;
    const struct gmina *gmina = register_match(file->run->gminas, text, &fix);

    if (gmina == NULL)
        return wrong_text(file, text, "nie jest gminą z rejestru");
    if (strcmp(here, "all") != 0 && strncmp(gmina->teryt, here, 2) != 0)
        return wrong_text(file, text, "leży w innym województwie");
    memcpy(out->gmina, gmina->teryt, sizeof out->gmina);
    return NULL;
}

/* A group by its code or its name. */
static const char *find_group(const struct invited_file *file, const char *text,
                              struct invitation *out)
{
    const struct survey_set *set = file->surveys;
    const char *fold = text_fold(file->arena, text);

    for (size_t i = 0; i < set->n_groups; i++) {
        const struct group *group = set->survey[i].group;

        if (strcmp(group->code, fold) != 0 &&
            strcmp(text_fold(file->arena, group->name), fold) != 0)
            continue;
        out->group = group->code;
        return NULL;
    }
    return wrong_text(file, text, "nie jest grupą badania");
}

static const char *find_number(const struct invited_file *file,
                               const char *text, struct invitation *out)
{
    double number;

    if (*text == '\0' && *out->institution != '\0') {
        out->n = 1;
        return NULL;
    }
    if (*text == '\0' && file->no_wave)
        return NULL;
    if (*text == '\0')
        return "nie podano ani nazwy instytucji, ani liczby";
    if (!text_to_number(text, &number) || number < 0 || number > 1e7 ||
        number != (double)(long)number)
        return wrong_text(file, text, "nie jest liczbą zaproszonych");
    out->n = (long)number;
    return NULL;
}

/* "tak", "nie", or empty. */
static const char *find_consent(const struct invited_file *file,
                                const char *text, int *out)
{
    const char *fold = text_fold(file->arena, text);

    *out = -1;
    if (strcmp(fold, "tak") == 0 || strcmp(fold, "1") == 0)
        *out = 1;
    else if (strcmp(fold, "nie") == 0 || strcmp(fold, "0") == 0)
        *out = 0;
    else if (*fold != '\0')
        return wrong_text(file, text, "nie jest zgodą: tak, nie albo puste");
    return NULL;
}

static const char *find_wave(const struct invited_file *file, const char *text,
                             const struct wave **out)
{
    if (*text == '\0') {
        *out = file->wave;
        return file->wave != NULL
                   ? NULL
                   : "nie wiadomo, której fali dotyczy; dopisz kolumnę fala";
    }
    for (size_t i = 0; i < file->n_waves; i++)
        if (strcmp(file->waves[i].name, text) == 0) {
            *out = &file->waves[i];
            return NULL;
        }
    return wrong_text(file, text, "nie jest nazwą żadnej fali");
}

/* The same gmina, group and name again: which number is right is not known. */
static const char *find_twin(const struct invited_file *file,
                             const struct invited_row *row)
{
    for (size_t i = 0; i < file->n_rows; i++) {
        const struct invited_row *other = &file->row[i];

        if (other->wave == row->wave &&
            strcmp(other->invitation.gmina, row->invitation.gmina) == 0 &&
            strcmp(other->invitation.group, row->invitation.group) == 0 &&
            strcmp(other->invitation.fold, row->invitation.fold) == 0)
            return arena_printf(file->arena, "powtarza wiersz z linii %ld",
                                other->line);
    }
    return NULL;
}

static const char *read_row(const struct invited_file *file,
                            const struct csvin_row *csv,
                            struct invited_row *row)
{
    struct invitation *invitation = &row->invitation;
    const char *wrong;

    *row = (struct invited_row){.line = csv->line};
    invitation->institution = text_at(file, csv, NAME);
    invitation->fold = text_fold(file->arena, invitation->institution);
    if (decode_says_nothing(invitation->fold, strlen(invitation->fold)))
        invitation->institution = invitation->fold = ""; /* "-" names nobody */
    wrong = find_gmina(file, text_at(file, csv, GMINA), invitation);
    if (wrong == NULL)
        wrong = find_group(file, text_at(file, csv, GROUP), invitation);
    if (wrong == NULL)
        wrong = find_number(file, text_at(file, csv, NUMBER), invitation);
    if (wrong == NULL)
        wrong =
            find_consent(file, text_at(file, csv, NAMES), &invitation->names);
    if (wrong == NULL)
        wrong =
            find_consent(file, text_at(file, csv, VOICE), &invitation->voice);
    if (wrong == NULL && !file->no_wave)
        wrong = find_wave(file, text_at(file, csv, WAVE), &row->wave);
    row->token = text_at(file, csv, TOKEN);
    return wrong == NULL ? find_twin(file, row) : wrong;
}

static bool is_comment(const struct csvin_row *csv)
{
    const char *s = csv->n_cells > 0 ? csv->cell[0].text : csv->raw;

    return s != NULL && s[strspn(s, " \"")] == '#';
}

static void take_row(struct invited_file *file, const struct csvin_row *csv)
{
    struct place place = {
        .file = file->name, .line = csv->line, .excel_row = csv->excel_row};
    struct invited_row row;
    const char *wrong = read_row(file, csv, &row);

    if (wrong != NULL) {
        (void)diag_say(file->diag, STATUS_INVITED_ROW, &place, wrong, NULL);
        file->n_bad++;
        return;
    }
    file->row = arena_grow(file->arena, file->row, file->n_rows,
                           file->n_rows + 1, sizeof *file->row);
    file->row[file->n_rows++] = row;
}

/* ---- the file ---- */

static void find_columns(struct invited_file *file,
                         const struct csvin_row *header)
{
    for (int f = 0; f < FIELDS; f++) {
        file->column[f] = ABSENT;
        for (size_t i = header->n_cells; i-- > 0;)
            if (strcmp(text_fold(file->arena, header->cell[i].text),
                       field_name[f]) == 0)
                file->column[f] = (int)i;
    }
    if (file->column[GMINA] == ABSENT)
        for (size_t i = 0; i < header->n_cells; i++)
            if (strcmp(text_fold(file->arena, header->cell[i].text), "teryt") ==
                0)
                file->column[GMINA] = (int)i;
}

static enum status read_header(struct invited_file *file,
                               const struct csvin_row *header)
{
    struct place place = {.file = file->name, .line = header->line};

    find_columns(file, header);
    for (int f = 0; f < NAMES; f++)
        if (file->column[f] == ABSENT && f != NAME &&
            !(file->no_wave && f == NUMBER))
            return diag_say(file->diag, STATUS_INVITED_HEADER, &place,
                            field_name[f], NULL);
    return STATUS_OK;
}

/* All rows into file->row; `header_only`: the header, to see whether it fits.
 */
static enum status read_file(struct invited_file *file, const char *path,
                             bool header_only)
{
    struct csvin_options options = {0};
    struct csvin_row row = {0};
    struct csvin *in = NULL;
    enum csvin_event event;
    enum status status = csvin_open(file->arena, path, &options,
                                    &file->run->params, file->diag, &in);

    if (status != STATUS_OK)
        return status;
    event = csvin_next(in, &row);
    if (event == CSVIN_ROW)
        status = read_header(file, &row);
    else
        status = diag_say(file->diag, STATUS_INVITED_HEADER,
                          &(struct place){.file = file->name},
                          field_name[GMINA], NULL);
    while (status == STATUS_OK && !header_only &&
           (event = csvin_next(in, &row)) != CSVIN_END) {
        if (is_comment(&row))
            continue;
        if (event != CSVIN_BAD) {
            take_row(file, &row);
            continue;
        }
        file->n_bad++;
        csvin_say(&row, file->diag);
    }
    if (status == STATUS_OK)
        status = csvin_status(in);
    csvin_close(in);
    return status;
}

static enum status find_waves(struct invited_file *file)
{
    const char *today = file->run->today;
    size_t n_open = 0;
    enum status status = store_waves(file->run->store, file->arena,
                                     &file->waves, &file->n_waves);

    for (size_t i = 0; status == STATUS_OK && i < file->n_waves; i++) {
        const struct wave *wave = &file->waves[i];

        if (wave->closed)
            continue;
        n_open++;
        file->wave = wave;
    }
    if (n_open <= 1)
        return status;
    file->wave = NULL;
    for (size_t i = 0; i < file->n_waves; i++)
        if (strcmp(file->waves[i].starts, today) <= 0 &&
            strcmp(file->waves[i].ends, today) >= 0 && !file->waves[i].closed)
            file->wave = &file->waves[i];
    return status;
}

/* ---- the database ---- */

/* Replaces each wave that the file speaks of, and the one that it would speak
 * of without rows: an emptied list means that nobody is known to be invited. */
static enum status write_waves(struct invited_file *file)
{
    struct invitation *list =
        ARENA_ARRAY(file->arena, file->n_rows, struct invitation);
    enum status status = STATUS_OK;

    for (size_t w = 0; w < file->n_waves && status == STATUS_OK; w++) {
        const struct wave *wave = &file->waves[w];
        size_t n = 0;

        for (size_t i = 0; i < file->n_rows; i++)
            if (file->row[i].wave == wave)
                list[n++] = file->row[i].invitation;
        if (n > 0 || wave == file->wave)
            status = responses_invited_write(
                file->run->store, file->run->campaign->key, wave->id, list, n);
    }
    return status;
}

static enum status write_all(struct invited_file *file, const char *mark)
{
    enum status status = store_begin(file->run->store);

    if (status != STATUS_OK)
        return status;
    if (!file->no_list)
        status = write_waves(file);
    if (status == STATUS_OK)
        status = store_meta_set(file->run->store, meta_name, mark);
    if (status == STATUS_OK && !file->run->dry_run)
        return store_commit(file->run->store);
    store_rollback(file->run->store);
    return status;
}

static void say_loaded(const struct invited_file *file)
{
    long total = 0;

    if (file->no_list)
        (void)diag_say(file->diag, STATUS_INVITED_TEMPLATE,
                       &(struct place){.file = file->name}, NULL);
    for (size_t i = 0; i < file->n_rows; i++)
        total += file->row[i].invitation.n;
    if (file->n_rows > 0)
        (void)diag_say(file->diag, STATUS_INVITED_LOADED,
                       &(struct place){.file = file->name},
                       arena_printf(file->arena, "%zu", file->n_rows),
                       arena_printf(file->arena, "%ld", total), NULL);
}

/* What tells whether the file was read already: I1. */
static const char *mark_of(const struct invited_file *file, const char *hex)
{
    struct buf mark = {.arena = file->arena};

    buf_str(&mark, hex);
    for (size_t i = 0; i < file->n_waves; i++)
        buf_printf(&mark, " %s%s", file->waves[i].name,
                   &file->waves[i] == file->wave ? "*" : "");
    return buf_text(&mark);
}

/* What init leaves in the campaign: I5. */
static const char template[] =
    "\xEF\xBB\xBF"
    "gmina;grupa;instytucja;liczba;zgoda_zasoby;zgoda_glos\r\n"
    "# Wiersze ze znakiem # na początku to objaśnienia. Program je "
    "pomija.;;;\r\n"
    "# gmina: siedmiocyfrowy kod TERYT. grupa: kod ankiety (jst, ngo, "
    "szkola, kultura, biznes, biblioteka, mieszkancy).;;;\r\n"
    "# instytucja: nazwa zaproszonej instytucji. Bez nazwy liczba mówi, "
    "ilu zaproszono spośród niewymienionych z nazwy.;;;\r\n"
    "# liczba: ile osób lub instytucji zaproszono. Przy nazwie można ją "
    "pominąć (wtedy 1).;;;\r\n"
    "# zgoda_zasoby, zgoda_glos: tak albo nie, jeśli instytucja udzieliła "
    "zgody przy zaproszeniu; puste, gdy pyta o nią ankieta.;;;\r\n"
    "# Przykłady (bez znaku # na początku):;;;\r\n"
    "# 0601011;ngo;Ochotnicza Straż Pożarna;1\r\n"
    "# 0601011;mieszkancy;;120\r\n";

static enum status load_file(struct invited_file *file, const char *path)
{
    size_t size;
    char *data, hex[HASH_HEX];
    const char *known = "", *mark;
    enum status status =
        file_read(file->arena, path, FILE_MAX, file->diag, &data, &size);

    if (status == STATUS_OK)
        status = store_meta(file->run->store, file->arena, meta_name, &known);
    if (status != STATUS_OK)
        return status;
    file->no_list = !file->again && size == sizeof template - 1 &&
                    memcmp(data, template, size) == 0;
    if (file->no_list && *known == '\0')
        return STATUS_OK;
    hash_data(data, size, hex);
    status = find_waves(file);
    if (status != STATUS_OK)
        return status;
    mark = mark_of(file, hex);
    if (!file->again && strcmp(known, mark) == 0)
        return STATUS_OK;
    status = read_file(file, path, false);
    if (status == STATUS_OK)
        status = write_all(file, mark);
    if (status == STATUS_OK)
        say_loaded(file);
    return status;
}

enum status ingest_invited(struct run *run)
{
    struct invited_file file = {.run = run,
                                .surveys = run->surveys,
                                .arena = arena_open(),
                                .diag = run->diag,
                                .name = file_name};
    const char *path = file_join(file.arena, run->campaign->folder, file_name);
    enum status status = STATUS_OK;

    if (file_exists(path))
        status = load_file(&file, path);
    arena_close(file.arena);
    /* A list that cannot be used stops nobody's answers. */
    return status_row(status)->severity == SEVERITY_RUN ? status : STATUS_OK;
}

enum status invited_take(struct run *run, const char *path, struct diag *diag)
{
    struct invited_file file = {.run = run,
                                .surveys = run->surveys,
                                .arena = arena_open(),
                                .diag = diag,
                                .name = file_base(path)};
    size_t size;
    const char *target =
        file_join(file.arena, run->campaign->folder, file_name);
    char *data;
    enum status status = read_file(&file, path, true);

    if (status == STATUS_OK)
        status = file_read(file.arena, path, FILE_MAX, diag, &data, &size);
    if (status == STATUS_OK && !run->dry_run)
        status = file_write_atomic(target, data, size, 0640, diag);
    arena_close(file.arena);
    return status;
}

bool invited_is_header(struct arena *arena, const struct csvin_row *header)
{
    struct invited_file file = {.arena = arena};

    find_columns(&file, header);
    return file.column[GMINA] != ABSENT && file.column[GROUP] != ABSENT &&
           file.column[NUMBER] != ABSENT && header->n_cells <= FIELDS + 1;
}

/* The rows read and counted, and nothing kept: for a dry run. */
static enum status look(struct invited_file *file, const char *path)
{
    enum status status = find_waves(file);

    return status == STATUS_OK ? read_file(file, path, false) : status;
}

enum status invited_load(struct run *run, const char *path,
                         const struct ingest_options *options,
                         struct diag *diag, struct verdict *out)
{
    struct invited_file file = {.run = run,
                                .surveys = run->surveys,
                                .arena = arena_open(),
                                .diag = diag,
                                .name = path,
                                .again = true};
    bool dry = run->dry_run || options->dry_run;
    enum status status = STATUS_OK;

    if (dry)
        status = look(&file, path);
    else
        status = invited_take(run, path, diag);
    if (status == STATUS_OK && !dry)
        status = load_file(&file, path);
    *out = (struct verdict){.kind = VERDICT_CLEAN,
                            .status = status,
                            .file = arena_strdup(run->arena, path),
                            .profile = "zaproszeni",
                            .profile_label = "Lista zaproszonych",
                            .encoding = "",
                            .group = "",
                            .wave = "",
                            .n_rows = (long)(file.n_rows + file.n_bad),
                            .n_loaded = (long)file.n_rows,
                            .n_rejected = (long)file.n_bad};
    if (status != STATUS_OK)
        out->kind = VERDICT_REFUSED;
    else if (file.n_bad > 0)
        out->kind = VERDICT_PROBLEMS;
    arena_close(file.arena);
    return status_row(status)->severity == SEVERITY_RUN ? status : STATUS_OK;
}

enum status ingest_invited_list(struct run *run,
                                const struct survey_set *surveys,
                                const char *path,
                                struct invited_institution **row,
                                size_t *n_rows)
{
    struct invited_file file = {.run = run,
                                .surveys = surveys,
                                .arena = run->arena,
                                .diag = run->diag,
                                .name = path,
                                .no_wave = true};
    struct invited_institution *list;
    size_t n = 0;
    enum status status = read_file(&file, path, false);

    if (status != STATUS_OK)
        return status;
    list = ARENA_ARRAY(run->arena, file.n_rows, struct invited_institution);
    for (size_t i = 0; i < file.n_rows; i++) {
        const struct invitation *one = &file.row[i].invitation;

        if (*one->institution != '\0')
            list[n++] = (struct invited_institution){
                arena_strdup(run->arena, one->gmina), one->group,
                one->institution, file.row[i].token};
    }
    *row = list;
    *n_rows = n;
    return STATUS_OK;
}

enum status ingest_invited_template(const char *folder, struct diag *diag)
{
    struct arena *arena = arena_open();
    enum status status =
        file_write_atomic(file_join(arena, folder, file_name), template,
                          sizeof template - 1, 0640, diag);

    arena_close(arena);
    return status;
}

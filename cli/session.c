#include "cli/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/progress.h"
#include "core/campaign.h"
#include "core/file.h"
#include "core/seal.h"
#include "core/store/store.h"
#include "surveys/survey.h"

/* DIAGNOZA_NOW (seconds since 1970) fixes the clock for tests. */
static void set_clock(struct run *run)
{
    const char *fixed = getenv("DIAGNOZA_NOW");
    time_t now = fixed != NULL ? (time_t)strtoll(fixed, NULL, 10) : time(NULL);
    struct tm tm;
    gmtime_r(&now, &tm);
    strftime(run->now, sizeof run->now, "%Y-%m-%dT%H:%M:%SZ", &tm);
    localtime_r(&now, &tm);
    strftime(run->today, sizeof run->today, "%Y-%m-%d", &tm);
}

static enum status open_linked_in(struct session *session)
{
    struct run *run = &session->run;
    enum status status = register_load(run->arena, run->diag, session->gminas);
    if (status != STATUS_OK) {
        return status;
    }
    struct survey_set *set = ARENA_NEW(run->arena, struct survey_set);
    status = survey_load(run->arena, NULL, run->diag, set);
    run->surveys = set;
    return status;
}

/* The register is read in any case; without NEED_READ or NEED_WRITE the store
 * is closed again, because that stage opens it in its own way. */
static enum status open_store(struct session *session, enum need need)
{
    struct run *run = &session->run;
    enum status status = store_open(
        run->campaign->database, need == NEED_WRITE ? STORE_WRITE : STORE_READ,
        run->diag, &run->store);
    if (status == STATUS_OK) {
        status = store_gminas_read(run->store, run->arena, session->gminas);
    }
    if (need == NEED_LOCK || need == NEED_ALONE) {
        store_close(run->store);
        run->store = NULL;
    }
    return status;
}

static enum status open_campaign(struct session *session, const char *start,
                                 enum need need, long wait)
{
    struct run *run = &session->run;
    enum status status = campaign_open(run->arena, start, &run->params,
                                       run->diag, &run->campaign);
    if (status != STATUS_OK) {
        return status;
    }
    if (need != NEED_READ) {
        status = campaign_lock(run->campaign, wait, run->diag, &session->lock);
        if (status != STATUS_OK) {
            return status;
        }
        file_sweep(run->campaign->folder);
        file_sweep(run->campaign->reports);
    }
    struct survey_set *set = ARENA_NEW(run->arena, struct survey_set);
    status = survey_load(run->arena, run->campaign->surveys, run->diag, set);
    if (status != STATUS_OK) {
        return status;
    }
    run->surveys = set;
    return open_store(session, need);
}

enum status session_open(struct session *session, struct arena *arena,
                         struct diag *diag, const char *start, enum need need,
                         long wait)
{
    memset(session, 0, sizeof *session);
    session->lock = -1;
    session->need = need;
    session->gminas = ARENA_NEW(arena, struct gmina_register);
    session->run.arena = arena;
    session->run.diag = diag;
    session->run.gminas = session->gminas;
    session->run.progress = progress_show;
    params_init(&session->run.params);
    set_clock(&session->run);
    return need == NEED_NOTHING ? open_linked_in(session)
                                : open_campaign(session, start, need, wait);
}

/* Sums of what this run may have changed, still under its lock.  A failure is
 * said and changes nothing of what was done: `check` will tell. */
static void seal(struct session *session)
{
    struct run *run = &session->run;
    if (session->lock >= 0 && session->need != NEED_ALONE) {
        (void)!seal_update(run->campaign, run->known, run->diag);
    }
}

void session_close(struct session *session)
{
    store_close(session->run.store);
    session->run.store = NULL;
    seal(session);
    if (session->lock >= 0) {
        close(session->lock);
        session->lock = -1;
    }
}

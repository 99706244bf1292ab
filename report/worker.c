/* Parent and worker speak over a socket pair: a fixed header, then bytes.
 * A worker draws one document after another and says nothing before a document
 * is whole, so that one it dies of never leaves half an answer on the socket.
 * It lives on from document to document, since a process of its own for each
 * costs as much as drawing: its memory is warm and the kerning of pairs seen
 * once is known.  The keeper between it and the parent loads the fonts, once
 * for all, and only watches. */
#include "report/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.h"
#include "report/page/render.h"

enum { WORKERS_MAX = 64, JOB_SECONDS = 120, HELD = 2, SOCKET_ROOM = 1 << 20 };
static const uint64_t BLOCKS_MAX = UINT64_C(64) << 20, FILE_MAX = UINT64_C(256)
                                                                  << 20;

struct job_head {
    uint64_t size, pdf, html;
};
/* What a worker is doing, in memory it shares with its keeper. */
enum phase { PHASE_TALKING, PHASE_DRAWING };
struct result_head {
    uint64_t good, pages, pdf_size, html_size, message_size;
};

struct worker {
    int fd; /* -1: dead */
    int held;
    size_t tag[HELD]; /* of the documents it holds, the first is drawn */
};
struct workers {
    int n;
    pid_t keeper;
    size_t room; /* so many bytes never wait in an empty socket */
    struct worker worker[WORKERS_MAX];
};

/* Reads exactly n bytes; false at the end of the stream or on an error. */
static bool read_all(int fd, void *data, size_t n)
{
    char *at = data;
    while (n > 0) {
        ssize_t got = read(fd, at, n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        n -= (size_t)got;
    }
    return true;
}

/* Sends all without SIGPIPE. */
static bool send_all(int fd, const void *data, size_t n)
{
    const char *at = data;
    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        n -= (size_t)sent;
    }
    return true;
}

/* ---- in a worker ---- */

static enum status render_job(struct arena *arena, const struct job_head *job,
                              const char *blocks, struct buf *pdf,
                              struct buf *html, int *pages, struct diag *diag)
{
    struct doc *doc = NULL;
    enum status status = render_start(diag);
    if (status == STATUS_OK)
        status = doc_read(arena, blocks, (size_t)job->size, &doc);
    if (status == STATUS_OK && job->pdf != 0)
        status = render_pdf(arena, doc, pdf, pages, diag);
    if (status == STATUS_OK && job->html != 0)
        status = render_html(arena, doc, html, diag);
    return status;
}

/* Seconds of processor time from now on: an endless loop costs its document
 * only. */
static void limit_seconds(void)
{
    struct rusage used;
    struct rlimit limit;
    if (getrusage(RUSAGE_SELF, &used) != 0 ||
        getrlimit(RLIMIT_CPU, &limit) != 0)
        return;
    rlim_t seconds =
        (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + JOB_SECONDS;
    limit.rlim_cur = seconds < limit.rlim_max ? seconds : limit.rlim_max;
    (void)setrlimit(RLIMIT_CPU, &limit);
}

static bool send_result(int fd, const struct result_head *head,
                        const struct buf *pdf, const struct buf *html,
                        const char *message)
{
    return send_all(fd, head, sizeof *head) &&
           send_all(fd, pdf->data, pdf->size) &&
           send_all(fd, html->data, html->size) &&
           send_all(fd, message, (size_t)head->message_size);
}

/* Why there is no document; of one that is made, the letters no font has. */
static const char *message_of(struct arena *arena, enum status status,
                              const struct diag *diag)
{
    struct buf lacks = {.arena = arena};
    size_t n = diag_count(diag);
    if (status != STATUS_OK)
        return n > 0 ? diag_sentence(arena, diag_get(diag, n - 1), LANG_PL)
                     : status_row(status)->code;
    for (size_t i = 0; i < n; i++)
        if (diag_get(diag, i)->status == STATUS_GLYPH_MISSING)
            buf_printf(&lacks, "%s\n", diag_get(diag, i)->arg[0]);
    return buf_text(&lacks);
}

/* One document: nothing is sent before all of it is made. */
static bool do_job(int fd, const struct job_head *job, const char *blocks,
                   struct arena *arena, struct arena *files, _Atomic int *phase)
{
    struct diag *diag = diag_open(LANG_PL);
    struct buf pdf = {.arena = files}, html = {.arena = files};
    int pages = 0;
    limit_seconds();
    enum status status =
        render_job(arena, job, blocks, &pdf, &html, &pages, diag);
    const char *message = message_of(arena, status, diag);
    if (status != STATUS_OK)
        pdf.size = html.size = 0;
    struct result_head head = {.good = status == STATUS_OK,
                               .pages = (uint64_t)pages,
                               .pdf_size = pdf.size,
                               .html_size = html.size,
                               .message_size = strlen(message)};
    *phase = PHASE_TALKING;
    bool sent = send_result(fd, &head, &pdf, &html, message);
    diag_close(diag);
    return sent;
}

/* One document after another until the parent closes the socket. */
_Noreturn static void draw(int fd, _Atomic int *phase)
{
    /* Renderers release their scratch arena as they go: files grow apart. */
    struct arena *arena = arena_open(), *files = arena_open();
    struct rlimit none = {0, 0};
    struct job_head job;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setrlimit(RLIMIT_CORE, &none);
    while (read_all(fd, &job, sizeof job) && job.size <= BLOCKS_MAX) {
        struct arena_mark mark = arena_mark(arena),
                          none_yet = arena_mark(files);
        char *blocks = arena_room(arena, (size_t)job.size);
        if (!read_all(fd, blocks, (size_t)job.size))
            break;
        *phase = PHASE_DRAWING;
        if (!do_job(fd, &job, blocks, arena, files, phase))
            break;
        arena_release(files, none_yet);
        arena_release(arena, mark);
    }
    _exit(0);
}

/* ---- in the keeper ---- */

static bool send_failure(int fd, int how)
{
    char message[80];
    struct result_head head = {0};
    if (WIFSIGNALED(how))
        snprintf(message, sizeof message,
                 "proces składający dokument zakończył sygnał %d",
                 WTERMSIG(how));
    else
        snprintf(message, sizeof message,
                 "proces składający dokument nie oddał wyniku");
    head.message_size = strlen(message);
    return send_all(fd, &head, sizeof head) &&
           send_all(fd, message, (size_t)head.message_size);
}

/* Nothing else of the parent's stays open: neither ends of others, which would
 * keep them alive when the parent is gone, nor its files.  Lowest first. */
static void keep_only(const int *fd, int n)
{
    unsigned first = STDERR_FILENO + 1;
    for (int i = 0; i < n; i++)
        if ((unsigned)fd[i] >= first) {
            (void)close_range(first, (unsigned)fd[i] - 1, 0);
            first = (unsigned)fd[i] + 1;
        }
    (void)close_range(first, ~0U, 0);
}

/* Gives the worker's process, or -1. */
static pid_t start_one(int fd, _Atomic int *phase)
{
    *phase = PHASE_TALKING;
    pid_t pid = fork();
    if (pid == 0) {
        keep_only(&fd, 1);
        draw(fd, phase);
    }
    return pid;
}

/* A worker that dies of a document is replaced; one that dies between documents
 * leaves a broken talk behind: its end. */
_Noreturn static void keep(const int *fd, int n)
{
    pid_t pid[WORKERS_MAX], ended;
    int how = 0;
    struct diag *quiet = diag_open(LANG_PL); /* the parent will say it */
    _Atomic int *phase =
        mmap(NULL, sizeof *phase * (size_t)n, PROT_READ | PROT_WRITE,
             MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (phase == MAP_FAILED || render_start(quiet) != STATUS_OK)
        _exit(0);
    diag_close(quiet);
    for (int i = 0; i < n; i++)
        if ((pid[i] = start_one(fd[i], &phase[i])) < 0)
            close(fd[i]);
    while ((ended = waitpid(-1, &how, 0)) > 0 || errno == EINTR)
        for (int i = 0; i < n; i++) {
            if (ended < 0 || pid[i] != ended)
                continue;
            bool more = phase[i] == PHASE_DRAWING && send_failure(fd[i], how);
            pid[i] = more ? start_one(fd[i], &phase[i]) : -1;
            if (pid[i] < 0)
                close(fd[i]);
        }
    _exit(0);
}

/* ---- in the parent ---- */

static enum status say_errno(struct diag *diag, const char *call)
{
    return diag_say(diag, STATUS_IO, NULL, call,
                    file_error(errno, diag_lang(diag)), NULL);
}

/* *fd is the worker's end. */
static enum status connect_one(struct workers *workers, int *fd,
                               struct diag *diag)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return say_errno(diag, "socketpair");
    /* As much of it as the system allows: a result is left there for a parent
     * at work, the next document for a worker at work. */
    int room = SOCKET_ROOM;
    socklen_t size = sizeof room;
    (void)setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, size);
    (void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &room, size);
    if (getsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, &size) == 0)
        workers->room = (size_t)room / 2; /* the rest is the system's own */
    workers->worker[workers->n++].fd = pair[0];
    *fd = pair[1];
    return STATUS_OK;
}

enum status workers_start(struct arena *arena, int n, struct diag *diag,
                          struct workers **out)
{
    struct workers *workers = ARENA_NEW(arena, struct workers);
    int fd[WORKERS_MAX];
    enum status status = STATUS_OK;
    for (int i = 0; i < n && i < WORKERS_MAX && status == STATUS_OK; i++)
        status = connect_one(workers, &fd[i], diag);
    if (status == STATUS_OK) {
        workers->keeper = fork();
        if (workers->keeper < 0)
            status = say_errno(diag, "fork");
    }
    if (status == STATUS_OK && workers->keeper == 0) {
        keep_only(fd, workers->n);
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        keep(fd, workers->n);
    }
    for (int i = 0; i < workers->n; i++)
        close(fd[i]);
    if (status != STATUS_OK) {
        workers_stop(workers);
        return status;
    }
    *out = workers;
    return STATUS_OK;
}

static void dismiss(struct worker *worker)
{
    if (worker->fd >= 0)
        close(worker->fd);
    worker->fd = -1;
}

void workers_dismiss(struct workers *workers)
{
    for (int i = 0; workers != NULL && i < workers->n; i++)
        dismiss(&workers->worker[i]);
}

void workers_stop(struct workers *workers)
{
    workers_dismiss(workers);
    while (workers != NULL && workers->keeper > 0 &&
           waitpid(workers->keeper, NULL, 0) < 0 && errno == EINTR)
        continue;
}

bool workers_alive(const struct workers *workers)
{
    for (int i = 0; workers != NULL && i < workers->n; i++) {
        struct pollfd end = {.fd = workers->worker[i].fd};
        if (end.fd < 0 || poll(&end, 1, 0) != 0) /* it hung up */
            return false;
    }
    return workers != NULL;
}

/* A send never waits for good: when a second document goes out, the result
 * before the first one was received, so the worker reads the first one, or has
 * read it and the socket is empty. */
int workers_room(const struct workers *workers, size_t size)
{
    int most = size + sizeof(struct job_head) <= workers->room ? HELD : 1;
    for (int held = 0; held < most; held++)
        for (int i = 0; i < workers->n; i++)
            if (workers->worker[i].fd >= 0 && workers->worker[i].held == held)
                return i;
    return -1;
}

bool workers_busy(const struct workers *workers)
{
    for (int i = 0; i < workers->n; i++)
        if (workers->worker[i].held > 0)
            return true;
    return false;
}

bool worker_send(struct workers *workers, int i, size_t tag, const void *blocks,
                 size_t size, bool pdf, bool html)
{
    struct worker *worker = &workers->worker[i];
    struct job_head head = {.size = size, .pdf = pdf, .html = html};
    if (!send_all(worker->fd, &head, sizeof head) ||
        !send_all(worker->fd, blocks, size)) {
        dismiss(worker);
        return false;
    }
    worker->tag[worker->held++] = tag;
    return true;
}

static bool read_result(int fd, struct arena *arena, struct worker_result *out)
{
    struct result_head head;
    if (!read_all(fd, &head, sizeof head) || head.pdf_size > FILE_MAX ||
        head.html_size > FILE_MAX || head.message_size > FILE_MAX)
        return false;
    char *pdf = arena_room(arena, (size_t)head.pdf_size);
    char *html = arena_room(arena, (size_t)head.html_size);
    char *message = arena_alloc(arena, (size_t)head.message_size + 1, 1);
    if (!read_all(fd, pdf, (size_t)head.pdf_size) ||
        !read_all(fd, html, (size_t)head.html_size) ||
        !read_all(fd, message, (size_t)head.message_size))
        return false;
    *out = (struct worker_result){.good = head.good != 0,
                                  .message = message,
                                  .pages = (long)head.pages,
                                  .pdf = pdf,
                                  .html = html,
                                  .pdf_size = (size_t)head.pdf_size,
                                  .html_size = (size_t)head.html_size};
    return true;
}

/* The first busy worker with something to say, waited for so long; NULL: none
 * had.  The dead have: that they are. */
static struct worker *wait_for_one(struct workers *workers, int milliseconds)
{
    struct pollfd set[WORKERS_MAX];
    struct worker *busy[WORKERS_MAX];
    nfds_t n = 0;
    for (int i = 0; i < workers->n; i++) {
        struct worker *worker = &workers->worker[i];
        if (worker->held > 0 && worker->fd < 0)
            return worker;
        if (worker->held > 0) {
            busy[n] = worker;
            set[n++] = (struct pollfd){.fd = worker->fd, .events = POLLIN};
        }
    }
    while (poll(set, n, milliseconds) < 0)
        if (errno != EINTR)
            return busy[0];
    for (nfds_t i = 0; i < n; i++)
        if (set[i].revents != 0)
            return busy[i];
    return NULL;
}

bool workers_answer(struct workers *workers)
{
    return wait_for_one(workers, 0) != NULL;
}

void worker_receive(struct workers *workers, struct arena *arena, size_t *tag,
                    struct worker_result *out)
{
    struct worker *worker = wait_for_one(workers, -1);
    *tag = worker->tag[0];
    memmove(worker->tag, worker->tag + 1, sizeof *tag * (HELD - 1));
    worker->held--;
    if (worker->fd >= 0 && read_result(worker->fd, arena, out))
        return;
    *out = (struct worker_result){.message = "proces roboczy przestał działać"};
    dismiss(worker);
}

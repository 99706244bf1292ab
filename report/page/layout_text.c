/* Text to lines: ragged right, kerned, hyphenated where a line would else be
 * short.
 *
 * First fit is enough for ragged text when hyphenation is a last resort: a
 * word is divided only if the line would stay emptier than RAGGED without it,
 * never on three lines running.  NBSP is a letter here, so what text_bind()
 * joined stays together.
 */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/text.h"
#include "report/page/box.h"
#include "report/page/font.h"
#include "report/page/hyphen.h"

static const double RAGGED = 0.86, RAGGED_NARROW = 0.97, NARROW_PT = 110;
enum { HYPHENS_RUNNING = 2 };
/* How much shorter lines may become for a word that stands alone. */
enum { ALONE_TRIES = 8 };
static const double ALONE_STEP = 0.03;
/* 75 characters of Polish text in Lato, in ems. */
static const double MEASURE_EM = 37.5;

const struct style style_paragraph[DOC_STYLES] = {
    [DOC_BODY] = {FONT_REGULAR, 9.5, 13,   INK_TEXT,  5, 5, false},
    [DOC_LEAD] = {FONT_REGULAR, 11,  15,   INK_TEXT,  4, 8, false},
    [DOC_SMALL] = {FONT_REGULAR, 8,   10.5, INK_MUTED, 3, 3, false},
    [DOC_MUTED] = {FONT_REGULAR, 9.5, 13,   INK_MUTED, 3, 3, false},
    [DOC_HUGE] = {FONT_BOLD,    30,  34,   INK_TEXT,  0, 0, true },
    [DOC_INVERSE] = {FONT_BOLD,    9.5, 13,   INK_WHITE, 2, 2, true },
    [DOC_HINT] = {FONT_REGULAR, 8.5, 11,   INK_MUTED, 1, 3, false},
    [DOC_WIDE] = {FONT_REGULAR, 9.5, 12.5, INK_TEXT,  3, 6, true },
};
const struct style style_heading[DOC_QUESTION + 1] = {
    [1] = {FONT_BOLD, 20,   24,   INK_TEXT, 18, 5, true},
    [2] = {FONT_BOLD, 14,   18,   INK_TEXT, 15, 4, true},
    [3] = {FONT_BOLD, 10.5, 14,   INK_TEXT, 11, 4, true},
    [DOC_QUESTION] = {FONT_BOLD, 9.5,  12.5, INK_TEXT, 8,  2, true},
};
const struct style style_cell = {FONT_REGULAR, 8, 10.5, INK_TEXT, 0, 0, false};
const struct style style_cell_bold = {FONT_BOLD, 8, 10.5, INK_TEXT,
                                      0,         0, false};
const struct style style_caption = {FONT_BOLD, 9.5, 13, INK_TEXT, 8, 4, true};
const struct style style_tag = {FONT_REGULAR, 7, 9, INK_TEXT, 0, 0, true};

double set_measure(const struct style *style, double w)
{
    return fmin(w, MEASURE_EM * style->size);
}

/* A stretch of text with the face it starts in: 0 or one of the control
 * characters of doc.h. */
struct slice {
    const char *from, *to;
    char face;
    bool plain; /* it is known that no switch is in it */
};

/* A code is small and grey in any style: still 6:1 on white. */
static const double CODE_SIZE = 6.3;

static enum font face_of(const struct style *style, char face)
{
    return face == DOC_BOLD[0]   ? FONT_BOLD
           : face == DOC_CODE[0] ? FONT_REGULAR
                                 : style->font;
}

static double size_of(const struct style *style, char face)
{
    return face == DOC_CODE[0] ? fmin(CODE_SIZE, style->size) : style->size;
}

static double face_width(const struct style *style, char face, const char *text,
                         size_t n)
{
    return font_width(face_of(style, face), size_of(style, face), text, n);
}

static bool is_switch(char c)
{
    return c > '\0' && c <= DOC_CODE[0];
}

/* The first run (text without a switch of face) of *slice, which shrinks. */
static struct slice next_run(struct slice *slice)
{
    if (slice->plain) {
        struct slice whole = *slice;
        slice->from = slice->to;
        return whole;
    }
    while (slice->from < slice->to && is_switch(*slice->from)) {
        slice->face = *slice->from == DOC_PLAIN[0] ? '\0' : *slice->from;
        slice->from++;
    }
    struct slice run = {slice->from, slice->from, slice->face, true};
    while (run.to < slice->to && !is_switch(*run.to))
        run.to++;
    slice->from = run.to;
    return run;
}

static double width(const struct style *style, struct slice slice)
{
    double w = 0;
    while (slice.from < slice.to) {
        struct slice run = next_run(&slice);
        w += face_width(style, run.face, run.from, (size_t)(run.to - run.from));
    }
    return w;
}

static char face_after(struct slice slice)
{
    while (slice.from < slice.to)
        next_run(&slice);
    return slice.face;
}

/* What stands between blanks, or an end of line: `text` is then empty. */
struct word {
    struct slice text;
    double w, blank; /* of a blank before it */
};

struct words {
    const char *text; /* NULL: the place is free */
    enum font font;
    double size;
    struct word *word;
    size_t n;
};

static struct slice word_at(const char *p, char face)
{
    struct slice word = {p, p, face, true};
    for (; *word.to && *word.to != ' ' && *word.to != '\n'; word.to++)
        word.plain = word.plain && !is_switch(*word.to);
    return word;
}

static void add_to(struct setter *set, struct words *words, struct word word)
{
    if (words->n % 16 == 0)
        words->word = arena_grow(set->arena, words->word, words->n,
                                 words->n + 16, sizeof word);
    words->word[words->n++] = word;
}

static void measure_words(struct setter *set, const struct style *style,
                          struct words *words)
{
    const char *p = words->text;
    char face = '\0', spaced = face;
    double blank = face_width(style, face, " ", 1);
    while (*p) {
        if (*p == ' ') {
            p++;
            continue;
        }
        struct word word = {.text = word_at(p, face)};
        p = word.text.to;
        if (word.text.from == p) {
            word.text.from = word.text.to = ++p;
        } else {
            if (face != spaced)
                blank = face_width(style, face, " ", 1);
            spaced = face;
            word.w = width(style, word.text);
            word.blank = blank;
            face = face_after(word.text);
        }
        add_to(set, words, word);
    }
}

/* A text is broken again for company at its end, in two columns, and whenever
 * its page is set in another way: its words are measured once. */
static const struct words *words_of(struct setter *set,
                                    const struct text_job *job)
{
    enum { PLACES = 1024 };
    const struct style *style = job->style;
    if (!set->words)
        set->words = ARENA_ARRAY(set->arena, PLACES, struct words);
    struct words *words = &set->words[((uintptr_t)job->text >> 3) % PLACES];
    if (words->text != job->text || words->font != style->font ||
        words->size != style->size) {
        *words = (struct words){
            .text = job->text, .font = style->font, .size = style->size};
        measure_words(set, style, words);
    }
    return words;
}

/* Lines as they are found. */
struct breaker {
    struct setter *set;
    const struct text_job *job;
    struct box *stack;
    struct slice line; /* being filled */
    double filled;
    int hyphens; /* running */
    int n_lines, n_hyphens;
    bool alone;    /* the last line is one word */
    bool measured; /* somebody asks for the next: */
    double last_end;
};

/* What stays free before a line; nearly all begin at the left, unmeasured. */
static double left_free(const struct breaker *b, bool hyphen)
{
    const struct text_job *job = b->job;
    if (job->align == ALIGN_LEFT)
        return 0;
    double w = width(job->style, b->line);
    if (hyphen)
        w += face_width(job->style, face_after(b->line), "-", 1);
    return fmax(0, job->w - w) * (int)job->align / 2;
}

static void finish_line(struct breaker *b, bool hyphen)
{
    const struct text_job *job = b->job;
    const struct style *style = job->style;
    struct box *leaf = box_new(b->set, BOX_LEAF, job->indent + job->w);
    leaf->h = style->leading;
    leaf->keep = hyphen; /* no page ends within a word */
    double x = job->indent + left_free(b, hyphen);
    double y = (style->leading - 1.2 * style->size) / 2 + 0.987 * style->size;
    struct slice line = b->line;
    while (line.from < line.to) {
        struct slice run = next_run(&line);
        struct piece *piece = box_piece(b->set, leaf, PIECE_TEXT, job->element);
        piece->x = x;
        piece->y = y;
        piece->run.text = run.from;
        piece->run.n = (size_t)(run.to - run.from);
        piece->run.font = face_of(style, run.face);
        piece->run.size = size_of(style, run.face);
        piece->run.ink = run.face == DOC_CODE[0] ? INK_MUTED : job->ink;
        piece->run.space = line.from >= line.to;
        piece->run.hyphen = piece->run.space && hyphen;
        if (b->measured || !piece->run.space)
            x += font_width(piece->run.font, piece->run.size, run.from,
                            piece->run.n);
    }
    b->last_end = x;
    b->hyphens = hyphen ? b->hyphens + 1 : 0;
    b->n_hyphens += hyphen;
    b->n_lines++;
    b->alone =
        memchr(b->line.from, ' ', (size_t)(b->line.to - b->line.from)) == NULL;
    box_append(b->stack, leaf);
    b->line = (struct slice){b->line.to, b->line.to, line.face, true};
    b->filled = 0;
}

/* May a line end before `at`, a place in a word without hyphenation? */
static bool soft_place(const char *at, const char *from)
{
    return at > from && strchr("/-._@&=?", at[-1]) != NULL;
}

/* An address: broken after its own punctuation, never with a hyphen. */
static bool is_address(struct slice word)
{
    size_t n = (size_t)(word.to - word.from);
    return memchr(word.from, '/', n) || memchr(word.from, '@', n);
}

/* The last place in the word where a line may end as it is, with the part
 * before it no wider than `room`; NULL when there is none. */
static const char *soft_end(const struct breaker *b, struct slice word,
                            double room)
{
    bool address = is_address(word);
    const char *end = NULL;
    for (const char *p = word.from + 2; p + 2 < word.to; p++) {
        if (p[-1] != '-' && !(address && soft_place(p, word.from)))
            continue;
        struct slice part = {word.from, p, word.face, word.plain};
        if (width(b->job->style, part) > room)
            break;
        end = p;
    }
    return end;
}

/* A word wider than the line: as much of it as fits, better after a slash. */
static const char *forced_end(const struct breaker *b, struct slice word)
{
    const char *p = word.from, *fits = NULL, *soft = NULL;
    while (p < word.to) {
        text_next(&p);
        struct slice part = {word.from, p, word.face, word.plain};
        if (width(b->job->style, part) > b->job->w)
            break;
        fits = p;
        if (soft_place(p, word.from))
            soft = p;
    }
    if (!fits) { /* not even one letter: one a line */
        fits = word.from;
        text_next(&fits);
    }
    return soft && soft - word.from > (fits - word.from) / 2 ? soft : fits;
}

/* The longest part of the word that ends at a hyphenation point and fits into
 * `room` with a hyphen; NULL when there is none. */
static const char *hyphen_end(const struct breaker *b, struct slice word,
                              double room)
{
    enum { BYTES_MAX = 4 * HYPHEN_WORD_MAX };
    bool cut[BYTES_MAX];
    size_t n = (size_t)(word.to - word.from);
    if (n > BYTES_MAX || is_address(word) || !hyphen_points(word.from, n, cut))
        return NULL;
    for (size_t i = n - 1; i > 0; i--) {
        struct slice part = {word.from, word.from + i, word.face, word.plain};
        if (!cut[i])
            continue;
        double w = width(b->job->style, part) +
                   face_width(b->job->style, word.face, "-", 1);
        if (w <= room)
            return part.to;
    }
    return NULL;
}

static bool want_hyphen(const struct breaker *b, double room)
{
    double limit = b->job->w < NARROW_PT ? RAGGED_NARROW : RAGGED;
    if (b->set->whole_words || b->job->style->whole_words ||
        b->job->align != ALIGN_LEFT)
        return false;
    return b->hyphens < HYPHENS_RUNNING && b->job->w - room < limit * b->job->w;
}

/* Where to cut a word that does not fit into `room`; NULL: before it.
 * *hyphen is set when a hyphen is drawn at the cut. */
static const char *cut_word(const struct breaker *b, struct slice word,
                            double room, bool empty, bool *hyphen)
{
    const char *end = soft_end(b, word, room);
    *hyphen = !end && (empty || want_hyphen(b, room));
    if (*hyphen)
        end = hyphen_end(b, word, room);
    if (!end) {
        *hyphen = false;
        end = empty ? forced_end(b, word) : NULL;
    }
    return end;
}

/* Adds one word, breaking lines as needed. */
static void add_word(struct breaker *b, struct slice word, double w,
                     double blank)
{
    while (word.from < word.to) {
        bool empty = b->line.from == b->line.to, hyphen = false;
        double room = b->job->w - b->filled - (empty ? 0 : blank);
        if (w <= room + 1e-6) {
            if (empty)
                b->line = word;
            b->line.to = word.to;
            b->line.plain = b->line.plain && word.plain;
            b->filled = b->job->w - room + w;
            return;
        }
        const char *end = cut_word(b, word, room, empty, &hyphen);
        if (end) {
            if (empty)
                b->line = word;
            b->line.to = end;
            b->line.plain = b->line.plain && word.plain;
            word.face = face_after(
                (struct slice){word.from, end, word.face, word.plain});
            word.from = end;
            w = width(b->job->style, word);
        }
        finish_line(b, hyphen);
    }
}

static void break_lines(struct breaker *b)
{
    const struct words *words = words_of(b->set, b->job);
    b->line = (struct slice){b->job->text, b->job->text, '\0', true};
    for (size_t i = 0; i < words->n; i++) {
        const struct word *word = &words->word[i];
        if (word->text.from < word->text.to) {
            add_word(b, word->text, word->w, word->blank);
            continue;
        }
        finish_line(b, false);
        b->line = word->text;
    }
    if (b->line.from < b->line.to || !b->stack->first)
        finish_line(b, false);
}

static struct breaker broken(struct setter *set, const struct text_job *job,
                             bool measured)
{
    struct breaker b = {.set = set, .job = job, .measured = measured};
    b.stack = box_new(set, BOX_STACK, job->indent + job->w);
    b.stack->widows = 2;
    b.stack->before = job->style->before;
    b.stack->after = job->style->after;
    break_lines(&b);
    b.job = NULL;
    return b;
}

/* A word alone in the last line gets company when the lines are a little
 * shorter: no more of them and no more hyphens than before. */
static void accompany(struct setter *set, const struct text_job *job,
                      struct breaker *b)
{
    struct text_job narrow = *job;
    for (int i = 1; i <= ALONE_TRIES; i++) {
        narrow.w = job->w * (1 - ALONE_STEP * i);
        struct breaker other = broken(set, &narrow, b->measured);
        if (other.n_lines > b->n_lines)
            return;
        if (other.alone || other.n_hyphens > b->n_hyphens)
            continue;
        *b = other;
        b->stack->w = job->indent + job->w;
        return;
    }
}

struct box *set_text(struct setter *set, const struct text_job *job,
                     double *last_end)
{
    struct breaker b = broken(set, job, last_end != NULL);
    if (b.alone && b.n_lines > 1 && job->align == ALIGN_LEFT)
        accompany(set, job, &b);
    if (last_end)
        *last_end = b.last_end;
    return b.stack;
}

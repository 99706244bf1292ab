/* Charts: a struct of data, then drawing on the canvas.
 *
 * Every kind has its data struct here, one file that draws it and one function
 * that says the same facts in words (alternative text), made from the same
 * struct, so that a picture and its description cannot drift apart.  A chart
 * draws only numbers that were published; what has no value has no mark and
 * its words instead.  Position, symbol and word carry the meaning, never
 * colour alone.
 *
 * chart_draw() refuses data outside the limits of its kind (STATUS_INTERNAL is
 * kept by the document as a figure that failed).
 *
 * A kind that folds has a second layout for a width under CHART_NARROW_MM: the
 * words above each mark instead of beside it, at the same size of type.
 */
#ifndef REPORT_CHART_CHART_H
#define REPORT_CHART_CHART_H

#include "report/page/doc.h"

/* Willingness: one mark a voice.  total >= 1. */
struct chart_dots {
    long yes;         /* full circles */
    long conditional; /* half circles; 0 when not published */
    long total;
    bool show_rest; /* empty circles for the others: never below M = 10 */
    long bar_above; /* more voices than this: a bar */
};

/* A row of the profile: an interval on 0..100 with or without a point. */
struct chart_profile_row {
    const char *heading; /* starts a block: "Motywacja", or NULL */
    const char *scale;   /* beside the heading: what 100 means, or NULL */
    const char *label;
    const char *word;  /* at the row's end: "przeważa tak" */
    const char *count; /* "n = 12", or NULL */
    bool has_value, has_interval, has_band;
    double value, lo, hi;    /* 0..100 */
    double band_lo, band_hi; /* middle half of the gminas compared */
};

struct chart_profile {
    const char *low, *high; /* words under the ends of the scale */
    double tick_low, tick_high;
    const struct chart_profile_row *row;
    size_t n_rows;
    const char *band; /* what the band behind is, or NULL */
    bool dense;       /* many rows below each other: closer */
};

/* Counts as bars on 0..total. */
struct chart_bar {
    const char *label;
    const char *word; /* "8 z 11" */
    long n, total;    /* total >= 1 */
    bool strong;      /* drawn full, the others soft */
};
struct chart_bars {
    const struct chart_bar *bar;
    size_t n_bars;
};

/* Answers on a scale of five levels, those who do not know apart. */
enum { CHART_LIKERT_LEVELS = 5 };
struct chart_likert_row {
    const char *label;
    long n[CHART_LIKERT_LEVELS];
    long unknown;
};
struct chart_likert {
    const char *level[CHART_LIKERT_LEVELS]; /* "zdecydowanie nie" ... */
    bool high_is_bad;                       /* severity of a barrier */
    const struct chart_likert_row *row;
    size_t n_rows;
};

/* Two groups beside each other: n of total who said yes.  total >= 1. */
struct chart_dumbbell_row {
    const char *label;
    long n[2], total[2];
};
struct chart_dumbbell {
    const char *first, *second; /* names of the groups */
    const struct chart_dumbbell_row *row;
    size_t n_rows;
};

/* Types of gminas, by shape and tone: full, half, a dot inside, empty. */
enum { CHART_SYMBOLS = 4, CHART_NO_SYMBOL = -1 };
/* Not firm is the lighter tone: on the border of two types, or nobody is told
 * whether it is. */
enum chart_sure { CHART_FIRM, CHART_BORDER, CHART_UNKNOWN };
struct chart_symbol {
    int shape; /* 0..CHART_SYMBOLS-1, or CHART_NO_SYMBOL: crossed out */
    enum chart_sure sure;
};
/* Draws one. */
void chart_symbol_draw(struct canvas *canvas, double cx, double cy, double r,
                       struct chart_symbol symbol);

/* Gminas as circles at their points, sized by population, moved apart where
 * they would overlap. */
struct chart_circle {
    const char *label; /* unique: "Biłgoraj" */
    const char *word;  /* what the circle says: "gotowi, na granicy" */
    double lat, lon;   /* degrees */
    long population;   /* -1 unknown: the smallest circle */
    struct chart_symbol symbol;
};
struct chart_circle_map {
    const struct chart_circle *circle; /* those with a point */
    size_t n_circles;
    const double *other; /* lat, lon of gminas that took no part: dots */
    size_t n_others;
    const char *symbol_name[CHART_SYMBOLS];
    /* Where drawing puts whose the numbers on the map are: "1 Abramów, 2
     * Adamów"; "" when there was room for all names.  NULL: not asked.  A
     * drawing for a phone has its key in the picture; there is none
     * (chart_draw() gives NULL) when *key says that the wide one needed
     * numbers. */
    const char **key;
};

/* In which places among all gminas one may stand: an interval of ranks. */
struct chart_rank_row {
    const char *label;
    const char *score; /* "60 (50–70)", "" none */
    const char *word;  /* type with its share, or why there is none */
    bool has_range;
    double lo, hi; /* places, 1 the highest */
    struct chart_symbol symbol;
};
struct chart_rank_intervals {
    double places; /* >= 2 */
    const struct chart_rank_row *row;
    size_t n_rows;
};

/* The same small picture for each powiat: one block a gmina on 0..100. */
enum { CHART_SERIES = 3 };
struct chart_panel {
    const char *title;                 /* "powiat bialski (4)" */
    const double *value[CHART_SERIES]; /* n of each series, sorted */
    size_t n[CHART_SERIES];
    size_t kept[CHART_SERIES]; /* gminas whose value is kept back */
};
struct chart_multiples {
    const char *series[CHART_SERIES]; /* "motywacja" */
    bool has_mean[CHART_SERIES];      /* of all gminas: a line */
    double mean[CHART_SERIES];
    double width; /* of the widest class that a value is the middle of */
    const struct chart_panel *panel;
    size_t n_panels;
};

/* Places in two lists, or points at two times. */
struct chart_slope_row {
    const char *label;
    const char *word[2];  /* beside the marks: "5 z 16  Młodzież" */
    const char *count[2]; /* in the alternative text, or NULL: the place */
    const char *verdict;  /* in the alternative text, or NULL */
    bool has[2];          /* points: both */
    double at[2];         /* a place from 1, or 0..100 */
    bool strong;          /* drawn bold */
};
struct chart_slope {
    const char *left, *right; /* what the sides are */
    bool places;
    int n_places; /* of places: that many are shown, >= 1 */
    const struct chart_slope_row *row;
    size_t n_rows;
};

struct chart_kind {
    const char *name;
    size_t least, most; /* series: voices, rows, bars */
    size_t (*size)(const void *data);
    struct canvas *(*draw)(struct arena *arena, const void *data,
                           double width_mm);
    char *(*alt)(struct arena *arena, const void *data);
    bool folds;
};

enum chart {
    CHART_DOTS,
    CHART_PROFILE,
    CHART_BARS,
    CHART_LIKERT,
    CHART_DUMBBELL,
    CHART_CIRCLE_MAP,
    CHART_RANK_INTERVALS,
    CHART_MULTIPLES,
    CHART_SLOPE,
    CHART_COUNT
};
extern const struct chart_kind chart_table[CHART_COUNT];

/* A phone 360 px wide shows labels of PHONE_MM at 11 px and more. */
#define CHART_NARROW_MM 100.0
#define CHART_PHONE_MM  82.0

/* Adds the chart to the document: its words, its picture, and one for a phone
 * where the kind folds and the picture is wider. */
void chart_figure(struct doc *doc, enum chart kind, struct arena *arena,
                  const void *data, const char *title, const char *source,
                  double width_mm);
/* The canvas, or NULL when the data has fewer or more series than the kind
 * can show. */
struct canvas *chart_draw(enum chart kind, struct arena *arena,
                          const void *data, double width_mm);
/* One or more sentences with the facts of the picture. */
char *chart_alt(enum chart kind, struct arena *arena, const void *data);

/* Sets text in at most `most` lines, the first with its baseline at y; what
 * does not fit ends in "…".  Returns how many lines that were; `canvas` NULL
 * only counts. */
enum { CHART_LINES_MAX = 4 };
size_t chart_text(struct canvas *canvas, struct arena *arena, double x,
                  double y, enum align align, enum font font, enum ink ink,
                  double width_mm, size_t most, const char *text);
extern const double chart_leading_mm;
/* The label above a row, as wide as the chart: one line, on a phone several.
 * Returns the height of those after the first; `canvas` NULL only measures. */
double chart_label(struct canvas *canvas, struct arena *arena, double y,
                   double width_mm, const char *text);

/* The files of the kinds. */
size_t chart_dots_size(const void *data);
struct canvas *chart_dots_draw(struct arena *arena, const void *data,
                               double width_mm);
char *chart_dots_alt(struct arena *arena, const void *data);
size_t chart_profile_size(const void *data);
struct canvas *chart_profile_draw(struct arena *arena, const void *data,
                                  double width_mm);
char *chart_profile_alt(struct arena *arena, const void *data);
size_t chart_bars_size(const void *data);
struct canvas *chart_bars_draw(struct arena *arena, const void *data,
                               double width_mm);
char *chart_bars_alt(struct arena *arena, const void *data);
size_t chart_likert_size(const void *data);
struct canvas *chart_likert_draw(struct arena *arena, const void *data,
                                 double width_mm);
char *chart_likert_alt(struct arena *arena, const void *data);
size_t chart_dumbbell_size(const void *data);
struct canvas *chart_dumbbell_draw(struct arena *arena, const void *data,
                                   double width_mm);
char *chart_dumbbell_alt(struct arena *arena, const void *data);
size_t chart_circle_map_size(const void *data);
struct canvas *chart_circle_map_draw(struct arena *arena, const void *data,
                                     double width_mm);
char *chart_circle_map_alt(struct arena *arena, const void *data);
size_t chart_rank_intervals_size(const void *data);
struct canvas *chart_rank_intervals_draw(struct arena *arena, const void *data,
                                         double width_mm);
char *chart_rank_intervals_alt(struct arena *arena, const void *data);
size_t chart_multiples_size(const void *data);
struct canvas *chart_multiples_draw(struct arena *arena, const void *data,
                                    double width_mm);
char *chart_multiples_alt(struct arena *arena, const void *data);
size_t chart_slope_size(const void *data);
struct canvas *chart_slope_draw(struct arena *arena, const void *data,
                                double width_mm);
char *chart_slope_alt(struct arena *arena, const void *data);

#endif

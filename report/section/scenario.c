/* One diagnostic workshop, step by step, by what already exists in the gmina.
 *
 * A step is a row of the table: how long it takes, which page lies on the
 * table, what to ask and what to write down.  Rows are chosen by the case
 * (partnership with the library, without it, none) and by where the room
 * starts (from needs that were found, or from a look ahead). */
#include <string.h>

#include "core/text.h"
#include "report/section/section.h"
#include "report/words.h"

/* Which gminas a step is for: bits. */
enum {
    NEW = 1,     /* no partnership, or not known */
    WITH = 2,    /* one that the library belongs to */
    WITHOUT = 4, /* one without it, or one that faded */
    NEEDS = 8,   /* starts from needs found by the survey */
    AHEAD = 16,  /* starts with a look ahead */
    HEARD = 32,  /* there are results to talk about */
    UNHEARD = 64,
    MAPPED = 128, /* there are offers or needs to confirm */
    BLANK = 256,
    SIGNED = 512, /* the preliminary declaration */
    UNSIGNED = 1024,
    ANY_CASE = NEW | WITH | WITHOUT,
    ANY_START = NEEDS | AHEAD,
    ANY_DATA = HEARD | UNHEARD,
    ANY_MAP = MAPPED | BLANK,
    ANY_SIGN = SIGNED | UNSIGNED,
    ANY = ANY_START | ANY_DATA | ANY_MAP | ANY_SIGN,
    ALWAYS = ANY_CASE | ANY
};

/* A page that not every report has. */
#define VOTES       "policzone głosy"
#define BARRIERS    VOTES " i rozdział o barierach"
#define COOPERATION "rozdział o współpracy"

enum { BREAK_MINUTES = 10 };

struct step {
    int when;
    int weight; /* share of the time; 0: the break, BREAK_MINUTES */
    const char *title, *page, *question, *result;
    const char *without; /* what lies on the table when its page is not there,
                            as in the short edition */
};

/* clang-format off */
static const struct step step_table[] = {
    {ALWAYS, 3, "Poznajmy się", "czysta kartka na listę obecnych",
     "Kim jesteśmy i co dobrego robimy dla gminy?",
     "kto jest, kogo zabrakło, kto go zaprosi", NULL},
    {NEW | WITHOUT | ANY, 3, "Po co razem", "strona 1",
     "Co każde z nas wniesie i po czym pozna, że było warto?",
     "jedno zdanie: po co chcemy współpracować", "czysta kartka"},
    {WITH | ANY, 4, "Co u nas działa", COOPERATION,
     "Co w naszym partnerstwie się udaje, co wygasło, czego już nie potrzeba?",
     "trzy rzeczy do zachowania, dwie do zmiany", "czysta kartka"},
    {ANY_CASE | NEEDS | HEARD | ANY_MAP | ANY_SIGN, 4, "Co mówią odpowiedzi",
     "strona 1 i rozdział o chęciach",
     "Co się zgadza z tym, co widzimy na co dzień? Co zaskakuje?",
     "trzy uwagi do wyników", NULL},
    {ANY_CASE | NEEDS | UNHEARD | ANY_MAP | ANY_SIGN, 4, "Jak się u nas żyje", "czysta kartka",
     "Co w gminie działa dobrze? Komu i z czym jest trudno?",
     "trzy dobre rzeczy, trzy potrzeby", NULL},
    {ANY_CASE | AHEAD | HEARD | ANY_MAP | ANY_SIGN, 4, "Jaka ma być gmina za pięć lat",
     "czysta kartka, strona 1 i rozdział o chęciach",
     "Po czym poznamy, że żyje się tu lepiej? Co z tego potwierdzają odpowiedzi?",
     "trzy obrazy przyszłości", NULL},
    {ANY_CASE | AHEAD | UNHEARD | ANY_MAP | ANY_SIGN, 4, "Jaka ma być gmina za pięć lat",
     "czysta kartka", "Po czym poznamy, że żyje się tu lepiej?",
     "trzy obrazy przyszłości", NULL},
    {ALWAYS, 2, "Głosujemy", "karty do głosowania i pudełko",
     "Co najpierw, w czym pomóc? Każda osoba sama wypełnia obie części karty.",
     "karty w pudełku", NULL},
    {ALWAYS, 0, "Przerwa", "karty z pudełka",
     "Jedna osoba liczy głosy i spisuje dopiski.",
     "wyniki na dużej kartce", NULL},
    {NEW | WITH | ANY, 5, "Co najważniejsze", VOTES,
     "Które trzy sprawy są wspólne? Które z nich to problem społeczny?",
     "trzy sprawy, w tym dwie społeczne", NULL},
    {WITHOUT | ANY, 5, "Czego nikt jeszcze nie robi", VOTES,
     "Którą ważną sprawą nikt w gminie się jeszcze nie zajmuje?",
     "jedna lub dwie wolne dziedziny, bez konkurowania", NULL},
    {ANY_CASE | ANY_START | ANY_DATA | MAPPED | ANY_SIGN, 5, "Co mamy",
     "obie mapy zasobów, na A3",
     "Co potwierdzamy? Kto jeszcze może coś dodać? Kto kogo zastąpi?",
     "co potwierdzono, nowe oferty na mapie do wypełnienia", NULL},
    {ANY_CASE | ANY_START | ANY_DATA | BLANK | ANY_SIGN, 5, "Co mamy", "mapa zasobów do wypełnienia, na A3",
     "Co możemy dać na pewno, a co pod warunkiem? Czego szukamy?",
     "wiersz każdego partnera na mapie", NULL},
    {ALWAYS, 3, "W czym trzeba pomóc", BARRIERS,
     "Co przeszkodzi najpierw i kto może pomóc?",
     "dwie przeszkody, przy każdej osoba", VOTES},
    {ALWAYS, 4, "Pierwszy mały sukces", "karta ustaleń",
     "Co zrobimy razem w trzy miesiące? Kto, co, do kiedy?",
     "jedno działanie z osobą i datą", "czysta kartka"},
    {ANY_CASE | ANY_START | ANY_DATA | ANY_MAP | UNSIGNED, 2, "Co dalej", "karta ustaleń",
     "Kto zwoła następne spotkanie i kiedy? Co z deklaracją współpracy?",
     "termin, osoba, stan deklaracji", "czysta kartka"},
    {ANY_CASE | ANY_START | ANY_DATA | ANY_MAP | SIGNED, 2, "Co dalej", "karta ustaleń",
     "Kto zwoła następne spotkanie i kiedy? Kto i na kiedy przygotuje deklarację partnerstwa?",
     "termin, osoby", "czysta kartka"},
};
/* clang-format on */

static bool is_short(const struct book *book)
{
    return (book->edition->readers & READER_FEW) != 0;
}

/* Case of the gmina into a bit; what is not known is a new start. */
static int case_of(const struct book *book)
{
    const char *state = book_state(book, "razem", "przypadek");
    if (strcmp(state, "A") == 0)
        return WITH;
    return strcmp(state, "B") == 0 || strcmp(state, "C") == 0 ? WITHOUT : NEW;
}

/* Its letter, rather than a word for why there is none. */
static bool case_known(const struct book *book)
{
    return strlen(book_state(book, "razem", "przypadek")) == 1;
}

static int start_of(const struct book *book)
{
    return strcmp(book_state(book, "razem", "wariant"), "strategiczny") == 0
               ? AHEAD
               : NEEDS;
}

static bool applies(const struct step *step, int bits)
{
    return (step->when & bits & ANY_CASE) != 0 &&
           (step->when & bits & ANY_START) != 0 &&
           (step->when & bits & ANY_DATA) != 0 &&
           (step->when & bits & ANY_MAP) != 0 &&
           (step->when & bits & ANY_SIGN) != 0;
}

static bool has_barriers(const struct book *book)
{
    const struct cell *one;
    return book_ranked(book, "barrier", "razem", &one, 1) > 0;
}

/* What lies on the table. */
static const char *page_of(const struct book *book, const struct step *step)
{
    bool there =
        !is_short(book) &&
        (strcmp(step->page, BARRIERS) != 0 || has_barriers(book)) &&
        (strcmp(step->page, COOPERATION) != 0 || section_has_closeness(book));
    return there || step->without == NULL ? step->page : step->without;
}

static int total_weight(int bits)
{
    int sum = 0;
    for (size_t i = 0; i < sizeof step_table / sizeof *step_table; i++)
        if (applies(&step_table[i], bits))
            sum += step_table[i].weight;
    return sum;
}

/* Minute at which `done` of `sum` shares have passed, to five minutes, the
 * break not counted. */
static int minute(int minutes, int done, int sum)
{
    enum { STEP = 5 };
    int at = (minutes - BREAK_MINUTES) * done / sum;
    return (at + STEP / 2) / STEP * STEP;
}

/* As many copies as people are expected, with some to spare. */
static long copies(const struct book *book)
{
    const struct cell *come = book_cell(book, "instytucje", "warsztat");
    long usual = (long)params_get(book->params, PARAM_WORKSHOP_SIZE);
    long wanted = come != NULL && come->n > 0 ? come->n + 3 : usual;
    return wanted < usual / 2 ? usual / 2 : wanted;
}

/* So many that each takes at most `most` people, one at least. */
static long shares(const struct book *book, long most)
{
    return (copies(book) + most - 1) / most;
}

/* Where nobody knows whether there is a partnership, the first step asks; and
 * one person counts so many ballots in a break. */
static const char *question_of(const struct book *book, const struct step *step)
{
    enum { BALLOTS = 20 };
    long counting = shares(book, BALLOTS);
    if (step->weight == 0 && counting > 1)
        return arena_printf(book->arena,
                            "%ld %s dopiski, każda ze swojej części kart.",
                            counting,
                            text_plural(counting, "osoba liczy głosy i spisuje",
                                        "osoby liczą głosy i spisują",
                                        "osób liczy głosy i spisuje"));
    return step == step_table && !case_known(book)
               ? arena_printf(book->arena,
                              "%s Czy działa już u nas partnerstwo?",
                              step->question)
               : step->question;
}

static void steps(const struct book *book, struct doc *doc, int minutes)
{
    static const struct doc_column column[] = {
        {"Minuta",      1.6, ALIGN_LEFT, false, false},
        {"Krok",        3,   ALIGN_LEFT, false, false},
        {"Na stole",    3.4, ALIGN_LEFT, false, false},
        {"Pytanie",     6.4, ALIGN_LEFT, false, false},
        {"Co zapisać", 4.8, ALIGN_LEFT, false, false},
    };
    bool few = is_short(book);
    int bits = case_of(book) | start_of(book) | (few ? UNHEARD : HEARD) |
               (!few && section_map_known(book) ? MAPPED : BLANK) |
               (section_signed(book) ? SIGNED : UNSIGNED);
    int done = 0, paused = 0, from = 0;
    int sum = total_weight(bits);
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < sizeof step_table / sizeof *step_table; i++) {
        const struct step *step = &step_table[i];
        if (!applies(step, bits))
            continue;
        done += step->weight;
        paused += step->weight == 0 ? BREAK_MINUTES : 0;
        int to = minute(minutes, done, sum) + paused;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, arena_printf(book->arena, "%d–%d", from, to));
        from = to;
        doc_cell(doc, step->title);
        doc_cell(doc, page_of(book, step));
        doc_cell(doc, question_of(book, step));
        doc_cell(doc, step->result);
    }
    doc_table_end(doc);
}

/* Cases B and C have the same steps, and so have N and what is not known; but
 * they are not the same. */
static const char *intro(const struct book *book)
{
    const char *state = book_state(book, "razem", "przypadek");
    if (strcmp(state, "A") == 0)
        return "W gminie działa już partnerstwo z biblioteką: najpierw "
               "pytamy, jak się ma, potem ustalamy nowe cele.";
    if (strcmp(state, "B") == 0)
        return "Partnerstwo w gminie działa bez biblioteki: szukamy dziedziny, "
               "którą nikt się nie zajmuje. Nie tworzymy niczego "
               "konkurencyjnego.";
    if (strcmp(state, "C") == 0)
        return "Partnerstwo w gminie jest tylko na papierze albo wygasa: "
               "szukamy dziedziny, którą nikt się nie zajmuje.";
    if (!case_known(book))
        return arena_printf(
            book->arena,
            "%s: zapytajmy o to na początku. Plan jest taki, jakbyśmy "
            "zaczynali od poznania się i wspólnej sprawy.",
            strcmp(state, "niejednoznaczne") == 0
                ? "Nie jest jasne, jak to jest z partnerstwem w gminie"
                : "Nie wiemy, czy w gminie działa już partnerstwo");
    return "W gminie zaczynamy od początku: od poznania się i wspólnej sprawy.";
}

static void second_meeting(struct doc *doc)
{
    doc_heading(doc, 2, "Drugie spotkanie, około dwóch godzin");
    doc_paragraph(doc, DOC_BODY,
                  "Między spotkaniami każda osoba opowiada o ustaleniach u "
                  "siebie, a biblioteka sprawdza, kogo jeszcze zaprosić.");
    doc_list(doc, true);
    doc_item(doc,
             "Zasady: jak się spotykamy, jak decydujemy, jak się "
             "informujemy.",
             NULL, NULL);
    doc_item(doc,
             "Obszary i kierunki: z tego, co wybraliśmy na pierwszym "
             "spotkaniu, wskazujemy, od czego zaczniemy.",
             NULL, NULL);
    doc_item(doc, "Zadania: kto, co, do kiedy i z czego.", NULL, NULL);
    doc_item(doc, "Osoba, która koordynuje, i sposób, w jaki ją zmienimy.",
             NULL, NULL);
    doc_item(doc, "Kilka zdań oceny: co było dobre, co zmienić.", NULL, NULL);
    doc_list_end(doc);
    doc_paragraph(
        doc, DOC_SMALL,
        "Spotkania mogą odbywać się u różnych partnerów. Kto prowadzi "
        "(moderator biblioteki wojewódzkiej czy osoba z biblioteki "
        "gminnej), ustala biblioteka wojewódzka.");
}

/* ---- what to prepare ---- */

static void preparing(const struct book *book, struct doc *doc)
{
    static const struct doc_column column[] = {
        {"Co",  5,   ALIGN_LEFT,  false, false},
        {"Ile", 1.3, ALIGN_RIGHT, false, false},
        {"Jak", 6.7, ALIGN_LEFT,  false, false},
    };
    enum { AT_ONE_TABLE = 8 };
    const char *each = arena_printf(book->arena, "%ld", copies(book));
    bool crowd =
        copies(book) > (long)params_get(book->params, PARAM_WORKSHOP_SIZE);
    const char *tables =
        crowd ? arena_printf(book->arena, "%ld", shares(book, AT_ONE_TABLE))
              : "2";
    const char *maps =
        arena_printf(book->arena, "%ld", shares(book, SECTION_MAP_ROWS));
    const char *wall =
        arena_printf(book->arena,
                     "na A3 (powiększenie 141 %%), na ścianę; na arkuszu "
                     "mieści się %d partnerów",
                     SECTION_MAP_ROWS);
    bool full = !is_short(book);
    const struct {
        const char *what, *many, *how;
        bool there;
    } row[] = {
        {"Stoły",                                              tables,
         "po sześć do ośmiu osób: każdy rozmawia osobno, jedna osoba mówi "
         "potem za stół",                                                                                                  crowd},
        {"Strona 1",                                            each,
         "A4, wystarczy na szaro; tyle, ile kart do głosowania",                                                            full },
        {has_barriers(book) ? "Rozdziały o chęciach i o barierach"
                            : "Rozdział o chęciach",
         tables,                                                        crowd ? "A4, po jednym na stół" : "A4, na stół", full },
        {"Rozdział o współpracy",                            tables,
         crowd ? "„Jak blisko współpracy”, A4, po jednym na stół"
               : "„Jak blisko współpracy”, A4, na stół",
         full && case_of(book) == WITH && section_has_closeness(book)                                                             },
        {"Karty do głosowania",                                each,
         "A4; po jednej, a dla mieszkańców, jeśli ich zaprosimy, dodatkowo",                                              true },
        {"Pudełko na karty",                                   "1",    "oraz duże kartki i pisaki",                        true },
        {"Mapa zasobów z ofertami",                            "1",
         section_map_by_partner(book)
             ? "rozdział „Mapa zasobów” na A3: w nim zaznaczamy, co potwierdzono"
             : "rozdział „Mapa zasobów” na A3",
         full && section_map_known(book)                                                                                          },
        {"Wykaz wkładu partnerów",                            "1",
         "z rozdziału „Do deklaracji partnerstwa”: tu osoba prowadząca zaznacza, co potwierdzono",
         full && section_map_known(book) && !section_map_by_partner(book) &&
             book->n_shown > 0                                                                                                    },
        {"Mapa zasobów do wypełnienia",                       maps,   wall,                                                true },
        {"Karta ustaleń",                                      "2",
         "A4; jedna dla prowadzącej osoby, jedna dla biblioteki",                                                           full },
        {"Ten raport, całość",                               "1",    "tylko dla osoby prowadzącej",                      full },
    };
    doc_heading(doc, 2, "Co przygotować");
    doc_table(doc, NULL, sizeof column / sizeof *column, column);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        if (!row[i].there)
            continue;
        doc_row(doc, ROW_PLAIN);
        doc_cell(doc, row[i].what);
        doc_cell(doc, row[i].many);
        doc_cell(doc, row[i].how);
    }
    doc_table_end(doc);
}

void section_scenario(const struct book *book, struct doc *doc)
{
    int minutes = (int)params_get(book->params, PARAM_WORKSHOP_MINUTES);
    const char *day = section_workshop_day(book);
    section_say(book, doc, DOC_LEAD, "%d minut. %s", minutes, intro(book));
    if (day[0] != '\0')
        section_say(book, doc, DOC_BODY, "Termin warsztatu: %s.", day);
    steps(book, doc, minutes);
    doc_columns(doc, 2, (double[]){1.25, 1});
    preparing(book, doc);
    doc_next_column(doc);
    second_meeting(doc);
    doc_end(doc);
}

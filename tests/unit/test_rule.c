/* Every rule in its three states, on built samples; and what no sentence may
 * say (Q2). */
#include "analysis/rule.h"

#include "sampling.h"

static struct sampling s;

/* The rule's state, and words its sentence holds. */
static void rule_is(const char *code, const char *want, const char *words)
{
    struct emit e = sampling_emit(&s);
    const struct emit_row *row =
        sampling_row(&e, "razem", arena_printf(s.arena, "regula.%s", code));
    if (strcmp(row->state, want) != 0 || !strstr(row->reason, words))
        fail_msg("%s: wanted %s \"%s\", got %s \"%s\"", code, want, words,
                 row->state, row->reason);
    size_t n = strlen(row->reason);
    assert_true(n > 1 && row->reason[n - 1] == '.');
}

static void empty(void **state)
{
    static const char *const unknown[] = {"GATE", "EXIST", "DECIDE",
                                          "TWO",  "EFF",   "DEPEND",
                                          "GAP",  "SPLIT", "DURABLE"};
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        rule_is(unknown[i], "nieznane", "");
}

/* With the least number of groups three, then one (default: two). */
static void few_groups(const char *code, const char *three, const char *state,
                       const char *one)
{
    double *least = &s.params.value[PARAM_MIN_HIDDEN_GROUPS];
    *least = 3;
    rule_is(code, "nieznane", three);
    *least = 1;
    rule_is(code, state, one);
    *least = 2;
}

/* Nobody is not "too few". */
static void nobody(void **state)
{
    static const struct {
        const char *code, *none, *office;
    } c[] = {
        {"DURABLE", "nie odpowiedziała jeszcze żadna.",
         "urwie: odpowiedzi jest na to za mało."                                    },
        {"EFF",     "żadna instytucja.",                 "instytucja spoza urzędu."},
        {"SPLIT",   "nie odpowiedziała jeszcze żadna.",
         "zgodne: odpowiedzi jest na to za mało."                                   },
        {"GAP",     "głosów instytucji.",               "głosów mieszkańców."  },
        {"DEPEND",  "zasoby: nikt nie odpowiedział, co", ""                         },
    };
    (void)state;
    sampling_unit(&s, "mieszkancy", 0, "");
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        rule_is(c[i].code, "nieznane", c[i].none);
    s.n_rows = 0;
    sampling_unit(&s, "jst", 0, "");
    for (size_t i = 0; i < sizeof c / sizeof *c; i++)
        rule_is(c[i].code, "nieznane", c[i].office);
}

static void gate(void **state)
{
    static const struct {
        const char *said, *want, *words;
    } c[] = {
        {"deklaracja=jest",  "nie",
         "jest podpisana (według jednej odpowiedzi z urzędu"},
        {"deklaracja=przyg", "tak", "w przygotowaniu"         },
        {"deklaracja=brak",  "tak", "jeszcze nie ma"          },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        s.n_rows = 0;
        sampling_unit(&s, "jst", 0, c[i].said);
        rule_is("GATE", c[i].want, c[i].words);
    }
    sampling_unit(&s, "biblioteka", 1, "deklaracja=jest");
    /* whether it is signed nobody has put in doubt where all say it is not */
    rule_is("GATE", "tak", "Nie jest jasne, jaki jest stan");
}

static void exist(void **state)
{
    static const struct {
        const char *said, *want, *words;
    } c[] = {
        {"przypadek=n", "nie", "nie ma jeszcze partnerstwa"},
        {"przypadek=a", "tak", "z udziałem biblioteki"    },
        {"przypadek=b", "tak", "bez biblioteki"            },
        {"przypadek=c", "tak", "na papierze"               },
    };
    (void)state;
    for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
        s.n_rows = 0;
        sampling_unit(&s, "biblioteka", 1, c[i].said);
        rule_is("EXIST", c[i].want, c[i].words);
    }
}

static void decide(void **state)
{
    (void)state;
    sampling_unit(&s, "ngo", 2, "decyzja=tak"); /* not of the office */
    rule_is("DECIDE", "nieznane", "");
    sampling_unit(&s, "jst", 0, "decyzja=nie");
    rule_is("DECIDE", "tak", "osobę decyzyjną");
    sampling_unit(&s, "jst", 0, "decyzja=tak");
    rule_is("DECIDE", "nie", "");
}

static void lowatt(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    rule_is("LOWATT", "nieznane", "Nie wiemy jeszcze, ile");
    s.ruling = (struct ruling){"obecni", "5", "2026-11-03", ""};
    rule_is("LOWATT", "tak", "przyszło 5 osób, mniej niż 8");
    s.ruling.answer = "8";
    rule_is("LOWATT", "nie", "przyszło 8 osób");
    s.ruling.answer = "wielu";
    rule_is("LOWATT", "nieznane", "");
    /* the card's counts, where nothing is decided */
    const struct survey *survey = survey_of(&s.set, "karta");
    const struct card card = {
        .gmina = "0602022",
        .survey = survey,
        .ans = ARENA_ARRAY(s.arena, (size_t)survey->n_bytes, uint8_t),
        .day = "",
        .response = 1};
    const struct response_note note[] = {
        {.response = 1,
         .group = "karta",
         .item = "obJst",
         .value = "2",
         .state = ""},
        {.response = 1,
         .group = "karta",
         .item = "obNgo",
         .value = "3",
         .state = ""},
    };
    s.card = &card;
    s.note = note;
    s.n_notes = 2;
    rule_is("LOWATT", "tak", "przyszło 5 osób, mniej niż 8");
    s.ruling.answer = "8";
    rule_is("LOWATT", "nie", "przyszło 8 osób");
    s.card = NULL;
    s.n_notes = 0;
}

/* Q5: inputs and what to look into. */
static void inputs(void **state)
{
    (void)state;
    sampling_unit(&s, "biblioteka", 1, "deklaracja=przyg");
    struct emit e = sampling_emit(&s);
    assert_non_null(strstr(sampling_row(&e, "razem", "wejscie.GATE")->reason,
                           "w przygotowaniu"));
    assert_non_null(strstr(sampling_row(&e, "razem", "sprawdz.GATE")->reason,
                           "kto podpisze"));
    s.n_rows = 0;
    sampling_unit(&s, "biblioteka", 1, "deklaracja=jest");
    e = sampling_emit(&s);
    assert_null(emit_find(&e, "razem", "sprawdz.GATE"));
}

static void sector(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    rule_is("SECTOR", "nieznane", "nie pytaliśmy");
    sampling_unit(&s, "ngo", 2, "");
    sampling_unit(&s, "biznes", 3, "");
    rule_is("SECTOR", "nie", "wszystkie trzy");
    struct emit e = sampling_emit(&s);
    assert_non_null(strstr(sampling_row(&e, "razem", "wejscie.SECTOR")->reason,
                           "sektory, które odpowiedziały: 3"));
    /* elsewhere the form is in use, here nobody answered */
    s.row[2].gmina = "0602033";
    rule_is("SECTOR", "tak", "gospodarczego (nikt nie odpowiedział)");
    rule_is("SILENT", "tak",
            "nie mamy: przedsiębiorcy (nikt nie odpowiedział)");
    sampling_unit(&s, "biblioteka", 4, "");
    s.row[3].gmina = "0602033"; /* a gmina has one library */
    rule_is("SILENT", "tak", "przedsiębiorcy i biblioteka (nikt");
}

/* A reason is said once for all that share it. */
static void silent_reasons(void **state)
{
    (void)state;
    static const struct {
        const char *name[4], *why[4], *text;
    } cases[] = {
        {{0},                                 {0},                      ""               },
        {{"a"},                               {"nikt"},                 "a (nikt)"       },
        {{"a", "b", "c"},                     {"nikt", "nikt", "nikt"}, "a, b i c (nikt)"},
        {{"a", "szkoły i przedszkola", "c"},
         {"nikt", "nikt", "nie"},
         "a oraz szkoły i przedszkola (nikt) i c (nie)"                                 },
        {{"a", "b", "c", "d"},
         {"nikt", "nie", "nikt", "inne"},
         "a i c (nikt), b (nie) i d (inne)"                                              },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule_list name = {0}, why = {0};
        for (size_t k = 0; k < 4 && cases[i].name[k] != NULL; k++) {
            rule_list_add(s.arena, &name, cases[i].name[k]);
            rule_list_add(s.arena, &why, cases[i].why[k]);
        }
        assert_string_equal(rule_list_silent(s.arena, &name, &why),
                            cases[i].text);
    }
}

static void silent(void **state)
{
    (void)state;
    sampling_unit(&s, "jst", 0, "");
    rule_is("SILENT", "nie", "Odpowiedziały wszystkie");
    /* blank forms, and no group that is silent */
    struct emit e = sampling_emit(&s);
    emit_fact(&e, "razem", "puste", "", "")->n = 3;
    assert_string_equal(rule_silent(&e).name, "puste_same");
    assert_null(
        strstr(texts_find(s.set.texts, "rule", "SILENT", "puste_same")->text,
               "{grupy}"));
    s.n_rows = 0;
    sampling_unit(&s, "jst", 0, "");
    sampling_unit(&s, "ngo", 1, "");
    s.row[0].gmina = "0602033";
    e = sampling_emit(&s);
    emit_fact(&e, "razem", "puste", "", "")->n = 3;
    assert_string_equal(rule_silent(&e).name, "puste");
}

static void small(void **state)
{
    (void)state;
    sampling_unit(&s, "mieszkancy", 0, "");
    rule_is("SMALL", "nieznane", "Nie odpowiedziała jeszcze żadna instytucja");
    sampling_unit(&s, "biblioteka", 1,
                  "N01=tak N02=tak N03=tak N04=tak R01=tak zgodaZasoby=tak");
    for (int i = 0; i < 6; i++) /* six officials are one office */
        sampling_unit(&s, "jst", 0, "R05=nie");
    /* few answers say nothing of the gmina's size where many were asked, or
     * nobody knows how many */
    rule_is("SMALL", "nieznane", "odpowiedziały 2 instytucje, a ile");
    struct emit e = sampling_emit(&s);
    long *invited = (long *)(uintptr_t)e.commune->invited;
    static const struct {
        long invited;
        const char *name;
    } few[] = {
        {-1, "nieznane"  },
        {4,  "instytucje"},
        {5,  "zaproszone"}
    };
    for (size_t i = 0; i < sizeof few / sizeof *few; i++) {
        invited[survey_of(&s.set, "ngo") - s.set.survey] = few[i].invited;
        struct rule_case c = rule_small(&e);
        assert_string_equal(c.name, few[i].name);
        for (size_t k = 0; k < c.n_inputs; k++)
            assert_true(few[i].invited >= 0 ||
                        strcmp(c.input[k].name, "zaproszonych") != 0);
    }
    for (int i = 0; i < 3; i++)
        sampling_unit(&s, "ngo", 2 + i, "");
    /* what others offer is unknown: the office's word alone is not counted */
    rule_is("SMALL", "nieznane", "za mało wiadomo, co kto może dać");
    sampling_unit(&s, "ngo", 9, "R01=nie R02=nie zgodaZasoby=tak");
    rule_is("SMALL", "tak", "znane oferty innych obejmują 0 z 4");
    sampling_unit(&s, "ngo", 10, "R01=tak R02=war zgodaZasoby=tak");
    rule_is("SMALL", "nie", "Odpowiedziało 7 instytucji");
    s.ruling = (struct ruling){"mala_gmina", "Tak", "", ""};
    rule_is("SMALL", "tak", "uznała gminę za małą");
}

/* Two units of a group say the same: a lone one would join another group. */
static void pair(const char *group, long id, const char *answers)
{
    sampling_unit(&s, group, id, answers);
    sampling_unit(&s, group, id ? id + 1 : 0, answers);
}

static void three(const char *group, long id, const char *answers)
{
    pair(group, id, answers);
    sampling_unit(&s, group, id ? id + 20 : 0, answers);
}

static void two(void **state)
{
    (void)state;
    three("jst", 0, "priorytety=czas+mlodz");
    rule_is("TWO", "nieznane", "");
    three("ngo", 2, "priorytety=czas+dzied+miejs");
    rule_is("TWO", "nieznane", ""); /* six: groups are not counted (Q6) */
    three("jst", 0, "priorytety=czas+mlodz");
    three("ngo", 10, "priorytety=czas+dzied+miejs");
    rule_is("TWO", "tak", "Żaden problem"); /* none of them is social */
    three("szkola", 20, "priorytety=mlodz+eko");
    three("szkola", 30, "priorytety=mlodz+eko");
    rule_is("TWO", "tak", "tylko „młodzież”");
    three("kultura", 40, "priorytety=senio+eko");
    three("kultura", 50, "priorytety=senio+eko+mlodz");
    rule_is("TWO", "nie", "„młodzież”");
    /* too few for any order: nothing is known of what they share */
    s.n_rows = 0;
    pair("jst", 0, "priorytety=mlodz");
    pair("ngo", 2, "priorytety=mlodz");
    rule_is("TWO", "nieznane", "nie wszystkie grupy można policzyć osobno");
    /* two of them may well share what no groups that are counted do */
    s.n_rows = 0;
    pair("jst", 0, "priorytety=mlodz+dzied");
    pair("ngo", 2, "priorytety=mlodz+dzied");
    pair("szkola", 20, "priorytety=mlodz+dzied");
    rule_is("TWO", "nieznane", "nie wszystkie grupy można policzyć osobno");
    /* four of eight, no more than two of a group: two groups at least */
    s.n_rows = 0;
    for (long i = 0; i < 4; i++) {
        static const char *const group[] = {"jst", "ngo", "szkola", "kultura"};
        sampling_unit(&s, group[i], i * 2, "priorytety=mlodz+eko");
        sampling_unit(&s, group[i], i * 2 + (i > 0), "priorytety=czas+miejs");
    }
    rule_is("TWO", "nie", "„młodzież”");
    /* one form more of a voice: it may have named six */
    sampling_unit(&s, "ngo", 2, "priorytety=czas");
    rule_is("TWO", "nieznane", "nie wszystkie grupy można policzyć osobno");
}

static void depend(void **state)
{
    (void)state;
    sampling_unit(&s, "biblioteka", 1, "N04=tak N06=bard");
    sampling_unit(&s, "ngo", 2, "R04=tak R06=war zgodaZasoby=tak");
    rule_is("DEPEND", "tak", "jedną pewną ofertę innych: sala na spotkania.");
    /* names with commas are parted by semicolons; one without a name of its
     * own makes the count a lower bound */
    sampling_unit(&s, "ngo", 3, "R12=tak zgodaZasoby=tak");
    sampling_unit(&s, "biblioteka", 1, "N04=tak N06=bard N12=tak");
    sampling_unit(&s, "biznes", 9, "R04=tak");
    rule_is("DEPEND", "tak", "ofercie innych: sala na spotkania; kontakty");
    struct emit e = sampling_emit(&s);
    assert_non_null(strstr(sampling_row(&e, "razem", "wejscie.DEPEND")->reason,
                           "ofertą: co najmniej 2;"));
    s.n_rows = 0;
    sampling_unit(&s, "biblioteka", 1, "N04=tak N06=bard");
    sampling_unit(&s, "ngo", 2, "R04=tak R06=war zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3, "R04=tak zgodaZasoby=tak");
    rule_is("DEPEND", "nie", "pewną ofertę innych, tam znamy co najmniej dwie");
    s.n_rows = 0;
    sampling_unit(&s, "biblioteka", 1, "N06=bard");
    sampling_unit(&s, "ngo", 2, "R04=tak R06=war zgodaZasoby=tak");
    rule_is("DEPEND", "nie", "nie znamy jeszcze pewnych ofert innych");
    s.n_rows = 0; /* without a library others say what is needed */
    sampling_unit(&s, "ngo", 2, "potrzeby=sale zgodaZasoby=tak");
    sampling_unit(&s, "szkola", 3, "potrzeby=sale R04=tak zgodaZasoby=tak");
    rule_is("DEPEND", "tak", "Na ten potrzebny zasób znamy tylko jedną");
    sampling_unit(&s, "ngo", 4, "R04=tak zgodaZasoby=tak");
    rule_is("DEPEND", "nie", "znamy pewną ofertę, tam znamy co najmniej dwie");
    s.n_rows = 0;
    sampling_unit(&s, "ngo", 2, "potrzeby=sale R05=tak zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3, "potrzeby=sale");
    rule_is("DEPEND", "nie", "nie znamy jeszcze pewnych ofert.");
    s.n_rows = 0; /* one of several named something: not "nobody" */
    sampling_unit(&s, "ngo", 2, "potrzeby=sale R04=tak zgodaZasoby=tak");
    sampling_unit(&s, "ngo", 3, "potrzeby=teren R04=tak zgodaZasoby=tak");
    rule_is("DEPEND", "nie", "Nie widać, by brakowało");
}

static void eff(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        sampling_unit(&s, "ngo", 2 + i, "R04=tak korzysci=relacje");
    rule_is("EFF", "nieznane", "odpowiedziało na to za mało instytucji.");
    sampling_unit(&s, "ngo", 6, "R04=tak korzysci=relacje");
    rule_is("EFF", "nieznane", "głosy instytucji są z jednej grupy.");
    few_groups("EFF", "głosy instytucji są ze zbyt małej liczby grup.", "nie",
               "w parze");
    s.n_rows--;
    sampling_unit(&s, "szkola", 7, "R04=nie R05=tak korzysci=relacje");
    rule_is("EFF", "nie", "w parze");
    sampling_unit(&s, "jst", 0, "R04=tak korzysci="); /* officials: no */
    rule_is("EFF", "nie", "w parze");
    sampling_unit(&s, "szkola", 8, "R04=war korzysci=");
    rule_is("EFF", "tak", "nie wskazały korzyści");
    sampling_unit(&s, "kultura", 9, "R04=nie korzysci=spory");
    rule_is("EFF", "tak", "liczą na korzyści");
}

static void six(const char *answers)
{
    s.n_rows = 0;
    for (int i = 0; i < 6; i++)
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i, answers);
}

static void durable(void **state)
{
    (void)state;
    six("B32=5");
    rule_is("DURABLE", "tak", "przeważa obawa");
    six("B32=1");
    rule_is("DURABLE", "nie", "");
    six("B32=3");
    rule_is("DURABLE", "nieznane", "albo jest ich za mało");
    s.n_rows = 0;
    for (int i = 0; i < 20; i++)
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i, "B32=3");
    rule_is("DURABLE", "nieznane", "albo odpowiedzi wypadają pośrodku.");
    six("B32=5");
    s.n_rows = 4;
    rule_is("DURABLE", "nieznane", "odpowiedzi jest na to za mało.");
    s.n_rows = 0;
    for (int i = 0; i < 6; i++)
        sampling_unit(&s, "ngo", 2 + i, "B32=5");
    rule_is("DURABLE", "nieznane", "urwie: głosy są z jednej grupy.");
    few_groups("DURABLE", "urwie: głosy są ze zbyt małej liczby grup.", "tak",
               "przeważa obawa");
}

static void split(void **state)
{
    (void)state;
    six("L1=4 L2=4 L3=4 L4=4");
    rule_is("SPLIT", "nie", "");
    s.n_rows = 3;
    for (int i = 0; i < 3; i++)
        sampling_unit(&s, "kultura", 20 + i, "L1=1 L2=1 L3=1 L4=1");
    rule_is("SPLIT", "tak", "Zdania instytucji są podzielone");
    /* the office's voices are all there are */
    s.n_rows = 0;
    for (int i = 0; i < 8; i++)
        sampling_unit(&s, "jst", 0, "L1=4 L2=4 L3=4 L4=4");
    rule_is("SPLIT", "nie", "osób z samorządu gminy są dość zgodne");
}

static void apart(void)
{
    for (int i = 0; i < 30; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i % 2 ? "L1=2 L2=2 L3=2 L4=2" : "L1=1 L2=1 L3=1 L4=2");
}

static void gap(void **state)
{
    (void)state;
    /* Three of three said the most: D4 widens what is printed of them, so the
     * rule does not say it either (Q6). */
    six("L1=5 L2=5 L3=5 L4=5");
    apart();
    rule_is("GAP", "nieznane", "na to za mało albo dałoby się odczytać");
    s.n_rows = 0;
    for (int i = 0; i < 14; i++)
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i,
                      "L1=4 L2=4 L3=5 L4=5");
    apart();
    rule_is("GAP", "tak", "„Rola biblioteki” (wyżej oceniają instytucje)");
    six("L1=5 L2=5 L3=5 L4=5");
    for (int i = 0; i < 3; i++)
        sampling_unit(&s, "mieszkancy", 0, "L1=1 L2=1 L3=1 L4=1");
    rule_is("GAP", "nieznane", "samo: odpowiedzi jest na to za mało.");
    six("L1=4 L2=4 L3=4 L4=4"); /* alike, but seven could be anything */
    for (int i = 0; i < 7; i++)
        sampling_unit(&s, "mieszkancy", 0,
                      i % 2 ? "L1=3 L2=3 L3=3 L4=3" : "L1=5 L2=5 L3=4 L4=4");
    rule_is("GAP", "nieznane", "na to za mało albo dałoby się odczytać");
    s.n_rows = 0;
    for (int i = 0; i < 60; i++) {
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i,
                      i % 3 ? "L1=4 L2=4 L3=4 L4=4" : "L1=4 L2=4 L3=4 L4=3");
        sampling_unit(&s, "mieszkancy", 0,
                      i % 3 ? "L1=4 L2=4 L3=4 L4=4" : "L1=4 L2=4 L3=3 L4=4");
    }
    rule_is("GAP", "nie", "podobnie");
    s.n_rows = 0;
    for (int i = 0; i < 9; i++) {
        sampling_unit(&s, "jst", 0, "L1=5 L2=5 L3=5 L4=5");
        sampling_unit(&s, "mieszkancy", 0, "L1=1 L2=1 L3=1 L4=1");
    }
    rule_is("GAP", "nieznane", "głosy instytucji są z jednej grupy.");
    few_groups("GAP", "głosy instytucji są ze zbyt małej liczby grup.",
               "nieznane", "na to za mało albo dałoby się odczytać");
}

/* What a question that works against the others stopped is not "too few". */
static void stopped(void **state)
{
    (void)state;
    for (int i = 0; i < 80; i++) {
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i,
                      i % 4 < 2 ? "L1=5 L2=5 L3=5 L4=1"
                                : "L1=2 L2=2 L3=2 L4=5");
        sampling_unit(&s, "mieszkancy", 0, "L1=4 L2=4 L3=4 L4=4");
    }
    static const char may_be[] =
        "jedno z pytań działa przeciw pozostałym, odpowiedzi jest na to za "
        "mało albo dałoby się odczytać, kto co powiedział.";
    rule_is("GAP", "nieznane", may_be);
    rule_is("SPLIT", "nieznane", may_be);
    s.n_rows = 0; /* only the residents' */
    for (int i = 0; i < 80; i++) {
        sampling_unit(&s, i % 2 ? "ngo" : "szkola", 2 + i,
                      "L1=4 L2=4 L3=4 L4=4");
        sampling_unit(&s, "mieszkancy", 0,
                      i % 4 < 2 ? "L1=5 L2=5 L3=5 L4=1"
                                : "L1=2 L2=2 L3=2 L4=5");
    }
    rule_is("GAP", "nieznane", may_be);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        SAMPLING_TEST(empty, &s),   SAMPLING_TEST(nobody, &s),
        SAMPLING_TEST(gate, &s),    SAMPLING_TEST(exist, &s),
        SAMPLING_TEST(decide, &s),  SAMPLING_TEST(lowatt, &s),
        SAMPLING_TEST(inputs, &s),  SAMPLING_TEST(sector, &s),
        SAMPLING_TEST(silent, &s),  SAMPLING_TEST(silent_reasons, &s),
        SAMPLING_TEST(small, &s),   SAMPLING_TEST(two, &s),
        SAMPLING_TEST(depend, &s),  SAMPLING_TEST(eff, &s),
        SAMPLING_TEST(durable, &s), SAMPLING_TEST(split, &s),
        SAMPLING_TEST(gap, &s),     SAMPLING_TEST(stopped, &s),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}

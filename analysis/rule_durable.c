/* DURABLE: will cooperation outlive a change of authorities?  The barrier
 * "Po zmianie władz wspólna praca może się urwać" (B32), institutions and
 * officials together.  A direction is said only when the whole interval lies
 * on one side of the middle. */
#include "analysis/rule.h"
#include "analysis/stats_mean.h"

/* By who answered at all, which is no secret: how many answered this one
 * question would be more than is told elsewhere. */
static const char *why_unknown(const struct emit *emit)
{
    size_t voices = rule_voices(emit, "instytucje");
    return voices == 0                                     ? "nikt"
           : !rule_enough(emit, voices, rule_groups(emit)) ? "malo"
                                                           : "nieznane";
}

struct rule_case rule_durable(const struct emit *emit)
{
    const struct params *params = emit->sample->params;
    struct rule_scores s = rule_scores(emit, "B32");
    const char *sentence = rule_sentence(emit, "B32");
    struct rule_case unknown =
        rule_unknown(*sentence == '\0' ? "nie_pytano" : why_unknown(emit));
    rule_text(&unknown, "zdanie", sentence);
    const char *few = rule_few_groups(emit, rule_groups(emit));
    bool voices = (double)rule_voices(emit, "instytucje") >=
                  params_get(params, PARAM_MIN_CELL);
    rule_text(&unknown, "dlaczego",
              few && voices ? arena_printf(emit->arena, "głosy są %s", few)
                            : "odpowiedzi jest na to za mało");
    struct stats_pool pool = {0};
    stats_pool_add(&pool, s.x, s.n);
    stats_pool_prior(&pool, params_get(params, PARAM_SD_START),
                     params_get(params, PARAM_SD_START_DF));
    struct stats_value mean = stats_mean(s.x, s.n), sd = stats_pool_sd(&pool);
    if (!rule_enough(emit, s.n, s.n_groups) || mean.why != STATS_EXISTS ||
        sd.why != STATS_EXISTS)
        return unknown;
    struct stats_interval t =
        stats_t_interval(mean.value, sd.value, pool.df, s.n, 0,
                         params_get(params, PARAM_CONFIDENCE));
    double middle = params_get(params, PARAM_CUT_LOW);
    if (t.why != STATS_EXISTS)
        return unknown;
    if (t.lo < middle && t.hi >= middle) {
        if ((double)s.n >= params_get(params, PARAM_OWN_VARIANCE))
            unknown.name = "podzielone"; /* no longer for want of answers */
        return unknown;
    }
    struct rule_case found =
        t.lo >= middle ? rule_fired("obawa") : rule_passed("brak_obaw");
    rule_text(&found, "zdanie", sentence);
    return found;
}

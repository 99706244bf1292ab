# Reference values for statcalc, by R and its packages, apart from our C.
#
#   Rscript tests/reference/make.R       (in the project's folder; Debian:
#     r-base-core r-cran-psych r-cran-multilevel r-cran-metafor r-cran-rstatix
#     r-cran-coin r-cran-effectsize)
#
# Writes data/*.csv and values.csv: data;command;name;value;tolerance;source.
# Tolerance is relative to max(1, |value|): 1e-9 where the estimator is closed.
suppressPackageStartupMessages({
  library(psych); library(multilevel); library(metafor); library(rstatix)
  library(coin); library(effectsize)
})
here <- "tests/reference/"
rows <- character()
val <- function(data, command, name, value, source, tolerance = 1e-9)
  rows <<- c(rows, paste(data, command, name,
    ifelse(is.na(value), "none", sprintf("%.15g", value)),
    sprintf("%g", tolerance), source, sep = ";"))
save_data <- function(name, d)
  write.csv(d, paste0(here, "data/", name, ".csv"), row.names = FALSE,
    quote = FALSE, na = "")
take <- function(name) read.csv(paste0(here, "data/", name, ".csv"),
  check.names = FALSE)
quietly <- function(x) suppressMessages(suppressWarnings(x))

# ---- one sample ----
one <- function(name, x) {
  save_data(name, data.frame(x = x)); at <- which(!is.na(x)); x <- x[at]
  val(name, "mean", "n", length(x), "length")
  val(name, "mean", "mean", mean(x), "mean")
  val(name, "mean", "variance", var(x), "var")
  val(name, "sd", "sd", sd(x), "sd")
  for (p in c(.1, .25, .5, .9))
    val(name, sprintf("quantile p=%g", p), "quantile", quantile(x, p), "quantile")
  for (l in c(90, 95)) {
    t <- t.test(x, conf.level = l / 100, mu = 50)
    val(name, sprintf("t-interval level=%g mu=50", l), "t.lo", t$conf.int[1], "t.test")
    val(name, sprintf("t-interval level=%g mu=50", l), "t.hi", t$conf.int[2], "t.test")
    val(name, sprintf("t-interval level=%g mu=50", l), "statistic", t$statistic, "t.test")
    val(name, sprintf("t-interval level=%g mu=50", l), "p", t$p.value, "t.test")
  }
  big <- length(x) + 7; h <- qt(.975, length(x) - 1) * sd(x) *
    sqrt((1 - length(x) / big) / length(x))
  val(name, sprintf("fpc frame=%d", big), "t.lo", mean(x) - h, "Cochran 1977 by hand")
  val(name, sprintf("fpc frame=%d", big), "t.hi", mean(x) + h, "Cochran 1977 by hand")
  r <- rank(x); t <- table(x)
  val(name, "ranks", "ties", sum(t^3 - t), "table")
  for (i in seq_along(x)) val(name, "ranks", paste0("rank.", at[i]), r[i], "rank")
}
set.seed(101)
one("one_tied", sample(c(12.5, 25, 50, 62.5, 75), 23, TRUE))
one("one_real", c(round(rnorm(15, 60, 18), 3), NA, 41.25))
one("one_two", c(40, 65))

# ---- scales ----
likert <- function(n, k, r, turned = 0, miss = 0) {
  f <- rnorm(n)
  x <- sapply(1:k, function(i) sqrt(r) * f + sqrt(1 - r) * rnorm(n))
  x[] <- pmin(5, pmax(1, round(3 + 1.1 * x)))
  if (turned > 0) x[, turned] <- 6 - x[, turned]
  if (miss > 0) x[sample(length(x), miss)] <- NA
  d <- as.data.frame(x); names(d) <- paste0("i", 1:k); d
}
scale_values <- function(name, d = take(name), command = "", keys = NULL) {
  d <- as.data.frame(na.omit(d))
  for (i in keys) d[[i]] <- 6 - d[[i]]
  k <- ncol(d); n <- nrow(d); a <- quietly(psych::alpha(d, warnings = FALSE))
  cmd <- function(x) trimws(paste(x, command))
  al <- a$total$raw_alpha
  val(name, cmd("alpha"), "alpha", al, "psych::alpha")
  val(name, cmd("standardised-alpha"), "standardised", a$total$std.alpha, "psych::alpha")
  val(name, cmd("feldt"), "feldt.lo", 1 - (1 - al) * qf(.975, n - 1, (n - 1) * (k - 1)), "Feldt by qf")
  val(name, cmd("feldt"), "feldt.hi", 1 - (1 - al) * qf(.025, n - 1, (n - 1) * (k - 1)), "Feldt by qf")
  for (i in 1:k) {
    val(name, cmd("item-rest"), paste0("item-rest.", i), a$item.stats$r.drop[i], "psych::alpha r.drop")
    if (k > 2) val(name, cmd("alpha-if-deleted"), paste0("if-deleted.", i), a$alpha.drop$raw_alpha[i], "psych::alpha alpha.drop")
  }
  e <- eigen(cor(d))$values
  for (i in 1:k) val(name, cmd("eigenvalues"), paste0("eigenvalue.", i), e[i], "eigen(cor())")
  f <- NULL # some starts fail
  for (factr in c(1, 100, 1e7)) if (is.null(f)) f <- tryCatch(
    factanal(covmat = cor(d), factors = 1, n.obs = n,
      control = list(nstart = 10, opt = list(factr = factr, maxit = 10000))),
    error = function(e) NULL)
  l <- f$loadings[, 1]; l <- l * sign(sum(l)); u <- 1 - l^2; s <- sapply(d, sd)
  val(name, cmd("omega"), "omega.correlation", sum(l)^2 / (sum(l)^2 + sum(u)), "factanal", 1e-5)
  if (all(f$uniquenesses > .0051))
    val(name, cmd("omega"), "omega", sum(l * s)^2 / (sum(l * s)^2 + sum(u * s^2)), "factanal", 1e-5)
  m <- quietly(psych::fa(d, 1, fm = "minres"))
  if (all(m$uniquenesses > .01)) {
    val(name, cmd("omega"), "omega.minres", sum(m$loadings)^2 / (sum(m$loadings)^2 + sum(m$uniquenesses)), "psych::fa minres", 1e-4)
    val(name, cmd("omega"), "omega.total", 1 - sum(m$uniquenesses) / sum(cor(d)), "psych::omega omega.tot", 1e-4)
  }
  p <- NULL
  invisible(capture.output(p <- quietly(psych::fa.parallel(d, fa = "pc", plot = FALSE, sim = FALSE, n.iter = 500, quant = .95))))
  val(name, cmd("parallel"), "components", p$ncomp, "psych::fa.parallel", 0)
}
set.seed(102)
scale_values("golden_a")
for (s in list(list("scale_12x4", 12, 4, .6), list("scale_40x5", 40, 5, .5),
               list("scale_100x8", 100, 8, .35), list("scale_300x3", 300, 3, .4))) {
  save_data(s[[1]], likert(s[[2]], s[[3]], s[[4]])); scale_values(s[[1]])
}
save_data("scale_missing", likert(60, 4, .5, miss = 14)); scale_values("scale_missing")
save_data("scale_turned", likert(80, 5, .5, turned = 3))
scale_values("scale_turned"); scale_values("scale_turned", command = "reverse=3", keys = 3)
d <- cbind(likert(150, 4, .6), likert(150, 4, .6)); names(d) <- paste0("i", 1:8)
save_data("scale_two_factors", d); scale_values("scale_two_factors")
save_data("scale_pair", likert(25, 2, .5))
a <- quietly(psych::alpha(take("scale_pair"), warnings = FALSE))
val("scale_pair", "alpha", "alpha", a$total$raw_alpha, "psych::alpha")
d <- take("scale_missing"); v <- cov(d, use = "pairwise"); k <- ncol(v)
val("scale_missing", "pairwise-alpha", "alpha", k / (k - 1) * (1 - sum(diag(v)) / sum(v)), "cov(use = pairwise)")

# ---- agreement ----
agree <- function(name, d) {
  save_data(name, d); d <- na.omit(d); u <- (25 - 1) / 12; id <- rep(1, nrow(d))
  val(name, "rwgj", "rwgj", rwg.j(d, id, u)$rwg.j, "multilevel::rwg.j")
  val(name, "rwgj", "lindell", rwg.j.lindell(d, id, u)$rwg.lindell, "multilevel::rwg.j.lindell")
  for (i in seq_along(d)) # multilevel sets negative rwg to 0; ours keeps it
    val(name, "rwg", paste0("rwg.", i), 1 - var(d[[i]]) / u, "1 - var / 2")
}
set.seed(103)
agree("agree_8x4", likert(8, 4, .3)); agree("agree_3x3", likert(3, 3, .2))
save_data("agree_one", data.frame(x = c(4, 4, 5, 3, 4)))
val("agree_one", "rwg", "rwg", rwg(c(4, 4, 5, 3, 4), rep(1, 5), 2)$rwg, "multilevel::rwg")

# ---- groups ----
exact_kw <- function(x, g) { # every arrangement of two or three groups
  n <- length(x); r <- rank(x); g <- as.integer(factor(g)); size <- tabulate(g)
  stat <- function(lab) sum(tapply(r, lab, sum)^2 / size)
  obs <- stat(g); all <- c()
  put <- function(lab, left, grp) {
    if (grp == length(size)) { lab[left] <- grp; all <<- c(all, stat(lab)); return(invisible()) }
    for (s in asplit(combn(length(left), size[grp]), 2)) {
      l <- lab; l[left[s]] <- grp; put(l, left[-s], grp + 1)
    }
  }
  put(integer(n), 1:n, 1)
  mean(all >= obs - 1e-9 * abs(obs))
}
groups <- function(name, d = take(name)) {
  save_data(name, d); d <- d[!is.na(d$value), ]
  d$group <- factor(d$group, levels = unique(d$group)); n <- nrow(d)
  k <- kruskal.test(value ~ group, d)
  val(name, "kruskal", "h", k$statistic, "kruskal.test")
  val(name, "kruskal", "df", k$parameter, "kruskal.test")
  val(name, "kruskal", "p", k$p.value, "kruskal.test")
  val(name, "kruskal", "epsilon2", k$statistic / (n - 1), "rank_epsilon_squared")
  size <- table(d$group)
  if (exp(lfactorial(n) - sum(lfactorial(size))) < 5000)
    val(name, "kruskal", "p.exact", exact_kw(d$value, d$group), "all arrangements in R")
  z <- as.data.frame(dunn_test(d, value ~ group, p.adjust.method = "holm"))
  b <- as.data.frame(dunn_test(d, value ~ group, p.adjust.method = "bonferroni"))
  for (i in seq_len(nrow(z))) {
    pair <- paste0(z$group1[i], "-", z$group2[i]) # rstatix: second less first
    val(name, "dunn", paste0("z.", pair), -z$statistic[i], "rstatix::dunn_test")
    val(name, "dunn", paste0("p.", pair), z$p[i], "rstatix::dunn_test")
    val(name, "dunn", paste0("holm.", pair), z$p.adj[i], "rstatix::dunn_test")
    val(name, "dunn", paste0("bonferroni.", pair), b$p.adj[i], "rstatix::dunn_test")
  }
  m <- aov(value ~ group, d); s <- summary(m)[[1]]
  val(name, "anova", "f", s[1, 4], "aov"); val(name, "anova", "p", s[1, 5], "aov")
  val(name, "anova", "ss.between", s[1, 2], "aov"); val(name, "anova", "ss.within", s[2, 2], "aov")
  val(name, "icc1", "icc1", multilevel::ICC1(m), "multilevel::ICC1")
  val(name, "icc2", "icc2", multilevel::ICC2(m), "multilevel::ICC2")
  val(name, "anova", "eta2", s[1, 2] / sum(s[, 2]), "aov")
  df <- n - nlevels(d$group); sp <- sqrt(s[2, 2] / df)
  val(name, "t-pooled", "sd", sp, "aov")
  for (g in levels(d$group)) {
    x <- d$value[d$group == g]; h <- qt(.975, df) * sp / sqrt(length(x))
    val(name, "t-pooled", paste0("t.", g, ".lo"), mean(x) - h, "aov, qt")
    val(name, "t-pooled", paste0("t.", g, ".hi"), mean(x) + h, "aov, qt")
  }
}
set.seed(104)
groups("golden_b")
groups("groups_222", data.frame(group = rep(c("a", "b", "c"), each = 2), value = 1:6))
groups("groups_small", data.frame(group = rep(c("jst", "ngo", "szk"), c(3, 2, 4)),
  value = sample(c(25, 50, 62.5, 75, 100), 9, TRUE)))
groups("groups_five", data.frame(group = sample(letters[1:5], 60, TRUE), value = round(rnorm(60, 55, 20), 2)))
d <- data.frame(group = rep(c("x", "y", "z", "w"), c(8, 13, 5, 21)), value = sample(1:5, 47, TRUE))
d$value[c(3, 20)] <- NA; groups("groups_tied", d)
groups("groups_two", data.frame(group = rep(c("p", "q"), c(6, 9)), value = sample(1:9, 15, TRUE)))
groups("groups_numbered", data.frame(group = rep(1:3, each = 7), value = round(rnorm(21, 3), 1)))

# ---- two samples ----
samples <- function(name, x, y) {
  n <- max(length(x), length(y)); length(x) -> nx; length(y) -> ny
  save_data(name, data.frame(x = c(x, rep(NA, n - nx)), y = c(y, rep(NA, n - ny))))
  w <- quietly(wilcox.test(x, y))
  val(name, "mann-whitney", "w", w$statistic, "wilcox.test")
  val(name, "mann-whitney", "p", w$p.value, "wilcox.test")
  val(name, "mann-whitney", "p.normal", quietly(wilcox.test(x, y, exact = FALSE))$p.value, "wilcox.test")
  val(name, "mann-whitney", "p.uncorrected", quietly(wilcox.test(x, y, exact = FALSE, correct = FALSE))$p.value, "wilcox.test")
  if (nx + ny <= 100)
    val(name, "mann-whitney", "p.exact", as.numeric(pvalue(wilcox_test(v ~ g,
      data = data.frame(v = c(x, y), g = factor(rep(1:2, c(nx, ny)))), distribution = "exact"))), "coin::wilcox_test")
  if (nx > 1 && ny > 1) {
    t <- t.test(y, x)
    val(name, "welch", "interval.lo", t$conf.int[1], "t.test")
    val(name, "welch", "interval.hi", t$conf.int[2], "t.test")
    val(name, "welch", "df", t$parameter, "t.test"); val(name, "welch", "p", t$p.value, "t.test")
    # the customary factor; effectsize uses the gamma function
    sp <- sqrt(((nx - 1) * var(x) + (ny - 1) * var(y)) / (nx + ny - 2))
    val(name, "welch", "g", (mean(y) - mean(x)) / sp * (1 - 3 / (4 * (nx + ny - 2) - 1)), "Hedges 1981")
    val(name, "welch", "g", hedges_g(y, x)$Hedges_g, "effectsize::hedges_g", 2e-2)
  }
  val(name, "cliff", "delta", mean(sign(outer(x, y, "-"))), "outer")
  if (nx == ny) {
    t <- t.test(x, y, paired = TRUE)
    val(name, "paired", "t", t$statistic, "t.test(paired)")
    val(name, "paired", "p", t$p.value, "t.test(paired)")
    val(name, "paired", "interval.lo", t$conf.int[1], "t.test(paired)")
    val(name, "paired", "interval.hi", t$conf.int[2], "t.test(paired)")
    for (i in 1:2) {
      k <- quietly(cor.test(x, y, method = "kendall", exact = if (i == 2) FALSE else NULL))
      val(name, "tau-b", "tau", k$estimate, "cor.test kendall")
      val(name, "tau-b", if (i == 2) "p.normal" else "p", k$p.value, "cor.test kendall")
    }
  }
}
set.seed(105)
samples("two_real", round(rnorm(9, 55, 18), 3), round(rnorm(12, 65, 10), 3))
samples("two_tied", sample(1:5, 14, TRUE), sample(2:5, 14, TRUE))
samples("two_pairs", round(rnorm(12, 50, 10), 4), round(rnorm(12, 55, 10), 4))
samples("two_few", c(50, 62.5), c(25, 37.5, 75, 80))
samples("two_many", round(rnorm(60), 5), round(rnorm(60, .3), 5))
samples("two_one", c(3.5), c(1, 2, 3, 4, 5))
samples("two_flat", rep(c(1, 2, 3), 12), rep(c(1, 1, 2), 12))

# ---- judges ----
judges <- function(name, d) {
  save_data(name, d); d <- as.matrix(na.omit(d)); f <- friedman.test(d)
  val(name, "friedman", "chi2", f$statistic, "friedman.test")
  val(name, "friedman", "p", f$p.value, "friedman.test")
  val(name, "kendall-w", "w", f$statistic / (nrow(d) * (ncol(d) - 1)), "friedman.test")
}
set.seed(106)
judges("golden_c", data.frame(a = c(1, 2, 1, 1.5), b = c(2, 1, 3, 1.5), c = c(3, 3, 2, 3), d = c(4, 4, 5, 4.5), e = c(5, 5, 4, 4.5)))
judges("judges_7x4", as.data.frame(t(replicate(7, sample(4)))))
d <- as.data.frame(matrix(sample(1:5, 60, TRUE), 12)); d[3, 2] <- NA; judges("judges_tied", d)

# ---- tables, shares, p values ----
tab <- function(name, m) {
  save_data(name, as.data.frame(m)); c <- quietly(chisq.test(m, correct = FALSE))
  val(name, "chi-square", "chi2", c$statistic, "chisq.test")
  val(name, "chi-square", "df", c$parameter, "chisq.test")
  val(name, "chi-square", "p", c$p.value, "chisq.test")
  if (all(dim(m) == 2)) {
    y <- quietly(chisq.test(m))
    val(name, "chi-square", "yates", y$statistic, "chisq.test"); val(name, "chi-square", "p.yates", y$p.value, "chisq.test")
  }
  val(name, "chi-square", "cramer", sqrt(c$statistic / sum(m) / (min(dim(m)) - 1)), "by hand")
}
tab("table_2x2", matrix(c(8, 3, 5, 11), 2)); tab("table_3x4", matrix(c(3, 7, 2, 9, 4, 6, 1, 8, 5, 2, 7, 7), 3))
tab("table_2x3", matrix(c(4, 9, 6, 2, 7, 7), 2)); val("table_2x3", "chi-square", "yates", NA, "for two by two only")
tab("table_2x2_close", matrix(c(5, 5, 5, 6), 2))
set.seed(107)
d <- data.frame(row = sample(c("wies", "miasto"), 50, TRUE), column = sample(c("tak", "nie", "nie wiem"), 50, TRUE))
save_data("table_long", d); c <- quietly(chisq.test(table(d), correct = FALSE))
val("table_long", "chi-square-long", "chi2", c$statistic, "chisq.test")
val("table_long", "chi-square-long", "p", c$p.value, "chisq.test")
w <- data.frame(n = c(0, 3, 7, 17, 20, 20), total = c(5, 7, 7, 23, 20, 400)); save_data("wilson", w)
for (i in seq_len(nrow(w))) {
  ci <- quietly(prop.test(w$n[i], w$total[i], correct = FALSE))$conf.int
  val("wilson", "wilson", sprintf("wilson.%d.lo", i), ci[1], "prop.test")
  val("wilson", "wilson", sprintf("wilson.%d.hi", i), ci[2], "prop.test")
}
for (i in 1:3) {
  p <- list(c(.001, .012, .03, .04, .2), c(.2, .01, .04, .01, .9, .5, .049), c(.9))[[i]]
  name <- paste0("p_", i); save_data(name, data.frame(p = p))
  for (m in c("bonferroni", "holm", "BH")) {
    a <- p.adjust(p, m)
    for (j in seq_along(p)) val(name, tolower(m), paste0(tolower(m), ".", j), a[j], "p.adjust")
  }
}
s <- c(5, 3, 2, 0, 7); save_data("shares", data.frame(count = s)); q <- s / sum(s)
val("shares", "hhi", "hhi", sum(q^2), "by hand"); val("shares", "hhi", "equivalents", 1 / sum(q^2), "by hand")
val("shares", "hhi", "hhi-normalised", (sum(q^2) - .2) / .8, "by hand")
val("shares", "gini-simpson", "gini-simpson", 1 - sum(s * (s - 1)) / (sum(s) * (sum(s) - 1)), "by hand")
d <- data.frame(p = c(10, 20, 30, 40), q = c(.1, .3, .2, .4)); save_data("dissimilarity", d)
val("dissimilarity", "dissimilarity", "dissimilarity", sum(abs(d$p / sum(d$p) - d$q / sum(d$q))) / 2, "by hand")

# ---- shrinkage ----
shrink <- function(name, y, v, d, command) {
  save_data(name, d)
  m <- rma(y, v, method = "PM", control = list(tol = 1e-13, maxiter = 1000))
  val(name, command, "tau2", m$tau2, "metafor PM"); val(name, command, "mu", m$beta[1], "metafor PM")
  val(name, command, "mu.se", m$se, "metafor PM"); b <- blup(m)
  W <- 1 / (v + m$tau2); B <- v / (v + m$tau2)
  for (i in seq_along(y)) {
    val(name, command, paste0("eb.", i), b$pred[i], "metafor blup")
    g3 <- v[i]^2 / (v[i] + m$tau2)^3 * 2 * length(y) / sum(W)^2
    # blup's error is that of g1 + g2 (tau2 taken as known)
    val(name, command, paste0("variance.", i), b$se[i]^2 + g3, "metafor blup + g3 (Prasad, Rao 1990)")
  }
}
set.seed(108)
d <- data.frame(y = c(62, 48, 75, 55, 68, 40), n = c(3, 5, 2, 8, 4, 6)); shrink("golden_pm", d$y, 18^2 / d$n, d, "paule-mandel sd=18")
d <- data.frame(y = round(rnorm(25, 55, 12), 2), variance = round(runif(25, 10, 90), 3)); shrink("shrink_25", d$y, d$variance, d, "paule-mandel")
d <- data.frame(y = c(50, 51, 52, 50.5), variance = c(80, 60, 90, 70)); shrink("shrink_none", d$y, d$variance, d, "paule-mandel")
writeLines(c("data;command;name;value;tolerance;source", rows), paste0(here, "values.csv"))
cat(length(rows), "values\n")

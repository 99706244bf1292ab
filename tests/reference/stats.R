# Reference values for tests/unit/test_stats.c in base R, apart from our C.
# Run: Rscript tests/reference/stats.R > tests/reference/stats.out
options(digits = 12)
say <- function(name, x) cat(name, format(x, digits = 12), "\n")

# Paule-Mandel by a bracketed root, tolerance far below metafor's default
y <- c(62, 48, 75, 55, 68, 40)
d <- 18^2 / c(3, 5, 2, 8, 4, 6)
q <- function(tau2) {
  w <- 1 / (d + tau2)
  sum(w * (y - sum(w * y) / sum(w))^2) - (length(y) - 1)
}
tau2 <- uniroot(q, c(0, 1000), tol = 1e-13)$root
w <- 1 / (d + tau2)
mu <- sum(w * y) / sum(w)
say("tau2", tau2)
say("mu", mu)
say("eb", mu + tau2 / (tau2 + d) * (y - mu))

# Wilson, ties, adjustment
ends <- function(n, m) suppressWarnings(prop.test(n, m, correct = FALSE)$conf.int)
say("wilson.0.5", ends(0, 5))
say("wilson.17.23", ends(17, 23))
x <- c(1, 2, 2, 3, 3, 3, 4, 4, 5, 5)
g <- c(1, 1, 2, 1, 2, 2, 3, 3, 3, 1)
k <- kruskal.test(x, g)
say("kruskal.ties", c(k$statistic, k$p.value))
say("friedman", friedman.test(rbind(1:5, c(2, 1, 3, 4, 5), c(1, 3, 2, 5, 4),
  c(1.5, 1.5, 3, 4.5, 4.5)))$statistic)
p <- c(.2, .01, .04, .01, .9)
say("holm", p.adjust(p, "holm"))
say("bh", p.adjust(p, "BH"))
say("quantile", quantile(c(7, 1, 3, 5, 8.5), c(.1, .25, .5, .9)))
t <- t.test(c(55, 60, 62.5, 70, 48), mu = 60)
say("t", t$conf.int)
say("t.quantile", qt(.975, c(1, 2, 3, 17.5, 400)))

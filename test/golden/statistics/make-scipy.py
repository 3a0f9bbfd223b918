"""Writes test/golden/statistics/scipy.json: what NumPy, SciPy and statsmodels say of a fixed set of inputs.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels
    venv/bin/python test/golden/statistics/make-scipy.py

The inputs are seeded and rounded: ties and zeros occur in some, none in others. The tests hold our own statistics to these values.
"""

import json
import sys
from pathlib import Path

import numpy as np
import scipy
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(20261125)
target = Path(__file__).parent / "scipy.json"


def walsh(values):
    i, j = np.triu_indices(len(values))
    return np.sort((values[i] + values[j]) / 2)


def paired(name, values):
    values = np.asarray(values, dtype=float)
    averages = walsh(values)
    return {
        "name": name,
        "differences": values.tolist(),
        "value": float(np.median(averages)),
        "p": float(stats.wilcoxon(values).pvalue),
        "intervals": [interval_of(averages, signed_rank_bound(len(values), alpha), alpha) for alpha in (0.05, 0.0025)],
    }


def signed_rank_bound(n, alpha):
    """How many of the sums of ranks have a cumulated probability of at most alpha / 2."""
    ways = np.zeros(n * (n + 1) // 2 + 1)
    ways[0] = 1
    for rank in range(1, n + 1):
        shifted = np.zeros_like(ways)
        shifted[rank:] = ways[:-rank]
        ways += shifted
    return int(np.sum(np.cumsum(ways / 2.0**n) <= alpha / 2))


def interval_of(ordered, bound, alpha):
    low = None if bound == 0 else float(ordered[bound - 1])
    high = None if bound == 0 else float(ordered[len(ordered) - bound])
    return {"alpha": alpha, "low": low, "high": high}


def two_samples(name, baseline, candidate):
    baseline, candidate = np.asarray(baseline, dtype=float), np.asarray(candidate, dtype=float)
    differences = np.sort(np.subtract.outer(candidate, baseline).ravel())
    return {
        "name": name,
        "baseline": baseline.tolist(),
        "candidate": candidate.tolist(),
        "value": float(np.median(differences)),
        "p": float(stats.mannwhitneyu(candidate, baseline).pvalue),
        "intervals": [
            interval_of(differences, rank_sum_bound(len(baseline), len(candidate), alpha), alpha)
            for alpha in (0.05, 0.0025)
            if len(differences) <= 2500
        ],
    }


def rank_sum_bound(n, m, alpha):
    """How many of the values of U have a cumulated probability of at most alpha / 2: ways to choose n of n + m ranks, by their sum."""
    ways = np.zeros((n + 1, n * (n + m) + 1))
    ways[0, 0] = 1
    for rank in range(1, n + m + 1):
        for chosen in range(n, 0, -1):
            ways[chosen, rank:] += ways[chosen - 1, : ways.shape[1] - rank]
    ways = ways[n, n * (n + 1) // 2 :]
    return int(np.sum(np.cumsum(ways / ways.sum()) <= alpha / 2))


def swapped(name, baseline, candidate):
    """Pairs whose values may change places: all values ranked together, exact by going through every way to swap."""
    baseline, candidate = np.asarray(baseline, dtype=float), np.asarray(candidate, dtype=float)
    differences = np.sort(np.subtract.outer(candidate, baseline).ravel())
    middles = (differences[1:] + differences[:-1]) / 2

    def test(shift, alternative):
        ranks = stats.rankdata(np.concatenate([baseline, candidate - shift]))
        ranked = (ranks[: len(baseline)], ranks[len(baseline) :])
        result = stats.permutation_test(
            ranked,
            lambda one, other, axis: np.sum(other, axis=axis) - np.sum(one, axis=axis),
            permutation_type="samples",
            vectorized=True,
            n_resamples=np.inf,
            alternative=alternative,
        )
        return float(result.pvalue)

    def interval(alpha):
        """Between neighbouring differences the ranks stay as they are."""
        held = [index for index, shift in enumerate(middles) if test(shift, "greater") > alpha / 2]
        held_above = [index for index, shift in enumerate(middles) if test(shift, "less") > alpha / 2]
        if 2.0 ** -len(baseline) > alpha / 2:
            return {"alpha": alpha, "low": None, "high": None}
        return {
            "alpha": alpha,
            "low": float(differences[min(held)]),
            "high": float(differences[max(held_above) + 1]),
        }

    return {
        "name": name,
        "baseline": baseline.tolist(),
        "candidate": candidate.tolist(),
        "value": float(np.median(differences)),
        "p": test(0, "two-sided"),
        "intervals": [interval(alpha) for alpha in (0.05, 0.01)],
    }


def adjusted(ps):
    return {"ps": ps, "holm": multipletests(ps, method="holm")[1].tolist()}


def median_intervals(n):
    """Of order statistics: the ranks of the shortest symmetric interval of at least 95 %."""
    values = np.sort(np.round(random.normal(100, 6, n), 3))
    rank = int(stats.binom.ppf(0.025, n, 0.5))
    if stats.binom.cdf(rank - 1, n, 0.5) > 0.025:
        rank -= 1
    return {"values": values.tolist(), "low": float(values[rank - 1]), "high": float(values[n - rank])}


def bootstrapped(n):
    values = np.round(random.gamma(9, 4, n), 3)
    result = stats.bootstrap((values,), np.median, n_resamples=20_000, method="percentile", random_state=1)
    low, high = result.confidence_interval
    return {"values": values.tolist(), "low": float(low), "high": float(high)}


def spent_levels(fractions, alpha):
    """Levels of looks under the spending function alpha * t ** 3, by integrating the normal distribution of all values seen so far."""
    boundaries = []
    times = np.array(fractions)
    covariance = np.sqrt(np.minimum.outer(times, times) / np.maximum.outer(times, times))
    for look, fraction in enumerate(times, start=1):
        still_going = 1 - alpha * fraction**3

        def excess(boundary):
            reach = np.array([*boundaries, boundary])
            held = stats.multivariate_normal.cdf(
                reach,
                mean=np.zeros(look),
                cov=covariance[:look, :look],
                lower_limit=-reach,
                maxpts=2_000_000,
                abseps=1e-9,
                releps=1e-9,
                rng=1,
            )
            return held - still_going

        boundaries.append(float(optimize.brentq(excess, 1, 6, xtol=1e-6)))
    return {"fractions": fractions, "alpha": alpha, "boundaries": boundaries}


def rounded(size, digits, centre=0.0, spread=1.0):
    return np.round(random.normal(centre, spread, size), digits)


golden = {
    "made": f"Python {sys.version.split()[0]}, NumPy {np.__version__}, SciPy {scipy.__version__}",
    "paired": [
        paired("small", rounded(7, 6, 0.4)),
        paired("without ties", rounded(20, 6, 0.5)),
        paired("with ties", rounded(24, 1, 0.3)),
        paired("with zeros", rounded(30, 0, 0.6)),
        paired("of fifty", rounded(50, 6, 0.2)),
        paired("larger", rounded(80, 6, 0.15)),
        paired("heavy tails", np.round(random.standard_t(2, 60) + 0.5, 5)),
    ],
    "twoSamples": [
        two_samples("small", rounded(6, 6), rounded(7, 6, 1)),
        two_samples("of unequal size", rounded(12, 6), rounded(30, 6, 0.6)),
        two_samples("with ties", rounded(25, 1), rounded(25, 1, 0.4)),
        two_samples("larger", rounded(120, 6), rounded(90, 6, 0.2)),
    ],
    "holm": [adjusted([0.01, 0.04, 0.03, 0.005]), adjusted([0.2]), adjusted([0.5, 0.5, 0.001, 0.9, 0.02])],
    "medianIntervals": [median_intervals(n) for n in (6, 9, 20, 51, 200)],
    "bootstrap": [bootstrapped(n) for n in (15, 40)],
    "spending": [
        spent_levels([0.2, 0.4, 0.6, 0.8, 1], 0.05),
        spent_levels([0.2, 0.4, 0.6, 0.8, 1], 0.0025),
        spent_levels([0.3, 0.35, 1], 0.05),
    ],
}
blocks = rounded(11, 3, 100, 20)
golden["swapped"] = [
    swapped("five", rounded(5, 3), rounded(5, 3, 1)),
    swapped("nothing in common", rounded(10, 3), rounded(10, 3, 0.8)),
    swapped("much in common", blocks + rounded(11, 3), blocks + rounded(11, 3, 1.5)),
    swapped("with ties", rounded(9, 0), rounded(9, 0, 1)),
    swapped("an outlier", np.append(rounded(8, 3), 40), np.append(rounded(8, 3, 2), 1)),
]
target.write_text(json.dumps(golden, indent=1) + "\n")

"""Works out test/golden/statistics/reference.json with NumPy and SciPy, apart from the code that it checks.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install numpy scipy
    /tmp/reference/bin/python test/golden/statistics/make-reference.py
"""

import json
import pathlib

import numpy
import scipy.stats

random = numpy.random.default_rng(20261123)


def values(count, shape):
    drawn = {
        "lognormal": lambda: numpy.exp(random.normal(4, 0.4, count)),
        "exponential": lambda: random.exponential(3, count),
        "ties": lambda: random.integers(1, 5, count).astype(float),
        "negative": lambda: random.normal(0, 2, count),
    }[shape]()
    return [round(float(value), 6) for value in drawn]


def sample(count, shape):
    drawn = values(count, shape)
    array = numpy.array(drawn)
    return {
        "shape": shape,
        "values": drawn,
        "quantiles": {
            str(permille): float(numpy.quantile(array, permille / 1000, method="linear"))
            for permille in (500, 900, 950, 990, 999)
        },
        "mean": float(numpy.mean(array)),
        "stddev": float(numpy.std(array, ddof=1)),
    }


def lower_rank(count):
    rank = 0
    while scipy.stats.binom.cdf(rank, count, 0.5) <= 0.025:
        rank += 1
    return rank


def clustered(environments, per_environment):
    """Warm samples with a level of each environment, and the bootstrap of their median by whole environments."""
    clusters = [
        [round(float(level + noise), 6) for noise in random.exponential(0.2, per_environment)]
        for level in random.normal(5, 0.3, environments)
    ]
    arrays = [numpy.array(cluster) for cluster in clusters]
    medians = [
        numpy.median(numpy.concatenate([arrays[pick] for pick in random.integers(0, environments, environments)]))
        for _ in range(20_000)
    ]
    low, high = numpy.quantile(medians, [0.025, 0.975])
    return {"clusters": clusters, "lowMs": float(low), "highMs": float(high)}


reference = {
    "samples": [
        sample(count, shape)
        for shape in ("lognormal", "exponential", "ties", "negative")
        for count in (2, 7, 20, 101, 230)
    ],
    "lowerRanks": [
        [count, lower_rank(count)] for count in [*range(1, 61), 99, 100, 101, 230, 999, 1000, 1076, 5000, 100_000, 1_000_000]
    ],
    "clustered": [clustered(12, 10), clustered(40, 5)],
}

target = pathlib.Path(__file__).with_name("reference.json")
target.write_text(json.dumps(reference, indent=1) + "\n")

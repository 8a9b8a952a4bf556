"""What do SciPy and NumPy answer? Writes tests.json, which tests.test.mts compares with: python tests.py (SciPy 1.16, NumPy 2.2)."""

import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(4)


def rounded(values, digits=3):
    return [round(float(v), digits) for v in values]


def paired():
    for n in (1, 3, 6, 10, 20, 30, 50):
        yield rounded(rng.normal(0.3, 1, n), 6)
    yield [1, -1, 2, -2, 3, 3, 3, -4, 5, 6]  # ties
    yield [0, 0, 1, 2, 2, -1, 4, 4, 4, 4]  # ties and zeros
    yield [0, 0, 0]
    for n in (70, 90):
        yield rounded(rng.normal(0.2, 1, n), 1)  # ties, above the exact limit


def signed_rank(x):
    moved = [v for v in x if v != 0]
    if not moved:
        return {"x": x, "p": 1.0, "plus": 0.0}
    ranks = stats.rankdata(np.abs(moved))
    plus = float(ranks[np.array(moved) > 0].sum())
    if len(moved) > 50:
        p = stats.wilcoxon(x, method="asymptotic", correction=False).pvalue
    elif len(moved) <= 16:  # all signs, one by one: right with ties as well
        signs = (np.arange(2 ** len(moved))[:, None] >> np.arange(len(moved))) & 1
        sums = signs @ ranks
        p = min(1, 2 * min(np.mean(sums <= plus), np.mean(sums >= plus)))
        if len(set(np.abs(moved))) == len(moved):
            assert abs(p - stats.wilcoxon(moved, method="exact").pvalue) < 1e-12
    else:
        p = stats.wilcoxon(x, method="exact").pvalue
    return {"x": x, "p": float(p), "plus": plus}


def shift(x, alpha):
    """The interval as the shifts that the exact test does not reject: no formula in common with ours."""
    walsh = sorted((x[i] + x[j]) / 2 for i in range(len(x)) for j in range(i, len(x)))
    kept = []
    for a, b in zip(walsh, walsh[1:]):
        middle = (a + b) / 2
        if stats.wilcoxon(np.array(x) - middle, method="exact").pvalue > alpha:
            kept += [a, b]
    end = stats.wilcoxon(np.array(x) - (walsh[0] - 1), method="exact").pvalue
    bounds = [None, None] if end > alpha else [min(kept), max(kept)]
    return {"x": x, "alpha": alpha, "estimate": float(np.median(walsh)), "bounds": bounds}


def rank_sums():
    for m, n in ((3, 3), (5, 30), (8, 9), (9, 9), (30, 30), (3, 30)):
        yield rounded(rng.normal(0, 1, m), 6), rounded(rng.normal(0.8, 1, n), 6)
    yield [1, 1, 2, 3], [2, 2, 3, 4, 5]
    yield [5, 5, 5], [5, 5, 5]


samples = [[7.0], [1, 2], [3, 1, 2, 10], rounded(rng.lognormal(0, 1, 101), 6)]
tests = {
    "signedRank": [signed_rank(x) for x in paired()],
    "shift": [
        shift(rounded(rng.normal(0.3, 1, n), 6), alpha)
        for n in (5, 8, 10, 20, 30)
        for alpha in (0.05, 0.01, 0.01 / 3)
    ],
    "rankSum": [
        {"left": a, "right": b, "p": float(stats.mannwhitneyu(a, b).pvalue)} for a, b in rank_sums()
    ],
    "percentile": [
        {"x": x, "p": p, "value": float(np.percentile(x, p))} for x in samples for p in (0, 5, 50, 95, 99.9, 100)
    ],
    "deviation": [
        {"x": x, "value": float(stats.median_abs_deviation(x, scale="normal"))} for x in samples
    ],
    "holm": [
        {"p": p, "adjusted": [float(v) for v in adjusted]}
        for p, adjusted in (
            ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
            ([0.5, 0.6], [1.0, 1.0]),
        )
    ],
    "share": [
        {"seen": k, "trials": n, "interval": list(stats.binomtest(k, n).proportion_ci(method="exact"))}
        for k, n in ((0, 1), (0, 30), (1, 30), (15, 30), (30, 30), (7, 1000))
    ],
    "studentTail": [{"t": t, "df": df, "p": float(stats.t.cdf(t, df))} for t in (-9, -2.5, 0, 1) for df in (1, 8, 98)],
}
pathlib.Path(__file__).with_name("tests.json").write_text(json.dumps(tests) + "\n")

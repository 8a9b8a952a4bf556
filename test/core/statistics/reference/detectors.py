"""What do the original detectors find? Writes detectors.json, which change-points.test.mts compares with.

python detectors.py PERFALERT, with apache-otava 0.8 and asv 0.6 installed and PERFALERT a copy of treeherder's
treeherder/perfalert/perfalert/__init__.py; opx is the few lines below, on NumPy and SciPy.
"""

import importlib.util
import json
import math
import pathlib
import sys

import numpy as np
from asv import step_detect
from otava.analysis import compute_change_points
from scipy import stats

rng = np.random.default_rng(7)


def levels(n, *steps):
    y = np.full(n, 100.0)
    for at, by in steps:
        y[at:] *= 1 + by
    return y


def remembered(n, rho):
    e = rng.normal(0, 2, n)
    for i in range(1, n):
        e[i] += rho * e[i - 1]
    return e


def series():
    yield "flat", levels(100) + rng.normal(0, 2, 100)
    yield "step of 5 %", levels(100, (85, 0.05)) + rng.normal(0, 2, 100)
    yield "step of 10 %", levels(100, (40, 0.10)) + rng.normal(0, 2, 100)
    yield "up and back", levels(120, (40, 0.10), (80, -0.0909)) + rng.normal(0, 2, 120)
    yield "step at the end", levels(60, (55, 0.20)) + rng.normal(0, 2, 60)
    spikes = levels(100, (60, 0.10)) + rng.normal(0, 2, 100)
    spikes[[7, 23, 50, 77]] *= 1.6
    yield "spikes", spikes
    yield "heavy tails", levels(100, (30, 0.08)) + 2 * rng.standard_t(3, 100)
    yield "two machines", levels(100, (70, 0.15)) + rng.choice([0, 6], 100) + rng.normal(0, 1, 100)
    yield "remembers itself", levels(100) + remembered(100, 0.6)
    yield "drift", levels(100) + np.arange(100) * 0.2 + rng.normal(0, 1, 100)
    yield "all equal", levels(60)
    yield "quantised", np.round(levels(80, (50, 0.04)) + rng.normal(0, 0.4, 80))
    yield "three levels", levels(150, (50, 0.06), (100, 0.06)) + rng.normal(0, 1.5, 150)
    yield "long", levels(600, (200, -0.07), (480, 0.12)) + rng.normal(0, 2, 600)


def spread(a):
    return stats.median_abs_deviation(a, scale="normal")


def cleaned(x):
    y, d = x.copy(), np.diff(x)
    s = spread(d) / math.sqrt(2) or 1e-12
    for i in range(len(x)):
        around = np.r_[x[max(0, i - 5) : i], x[i + 1 : i + 6]]
        if len(around) < 4:
            continue
        m = np.median(around)
        near = np.r_[x[max(0, i - 2) : i], x[i + 1 : i + 3]]
        if abs(x[i] - m) > 4 * max(s, spread(around)) and not any(abs(near - x[i]) < 2 * s):
            y[i] = m
    return y


def partition(z, beta, shortest):
    n, sums, squares = len(z), np.r_[0, np.cumsum(z)], np.r_[0, np.cumsum(z * z)]
    cost, cut = np.full(n + 1, np.inf), [0] * (n + 1)
    cost[0] = -beta
    for t in range(shortest, n + 1):
        s = np.arange(t - shortest + 1)
        total = cost[s] + squares[t] - squares[s] - (sums[t] - sums[s]) ** 2 / (t - s) + beta
        cut[t] = int(np.argmin(total))
        cost[t] = total[cut[t]]
    found, t = [], cut[n]
    while t > 0:
        found.append(t)
        t = cut[t]
    return found[::-1]


def opx(x, shortest, alpha, magnitude=0.02):
    x, n = np.asarray(x), len(x)
    y = cleaned(x)
    s = spread(np.diff(y)) / math.sqrt(2) or np.std(np.diff(y)) / math.sqrt(2) or 1.0
    z = (y - np.median(y)) / s
    found = partition(z, 3 * math.log(n), shortest)
    for _ in range(3):
        r = np.concatenate([part - part.mean() for part in np.split(z, found)])
        power = np.sum(r * r)
        rho = np.clip(np.sum(r[1:] * r[:-1]) / power, 0, 0.9) if power > 0 else 0
        again = partition(z, 3 * math.log(n) * max(1, np.var(r) * (1 + rho) / (1 - rho)), shortest)
        if again == found:
            break
        found = again
    while found:
        b = [0, *found, n]
        sides = [(x[b[i - 1] : b[i]][-30:], x[b[i] : b[i + 1]][:30]) for i in range(1, len(b) - 1)]
        p = [stats.mannwhitneyu(left, right).pvalue for left, right in sides]
        size = [abs(np.median(right) / np.median(left) - 1) for left, right in sides]
        if max(p) > alpha:
            del found[int(np.argmax(p))]
        elif min(size) < magnitude:
            del found[int(np.argmin(size))]
        else:
            break
    return found


def otava(y, **options):
    return sorted(int(c.index) for c in compute_change_points(list(y), **options)[0])


def asv(y):
    return step_detect.solve_potts_autogamma(list(y), [1] * len(y))[0][:-1]


def perfherder(module, y):
    module.RevisionDatum.__lt__ = lambda a, b: a.push_timestamp < b.push_timestamp
    data = [module.RevisionDatum(i, i, [v]) for i, v in enumerate(y)]
    return [d.push_id for d in module.detect_changes(data) if d.change_detected]


spec = importlib.util.spec_from_file_location("perfalert", sys.argv[1])
perfalert = importlib.util.module_from_spec(spec)
spec.loader.exec_module(perfalert)
rows = []
for name, y in series():
    y = [round(float(v), 4) for v in y]
    found = {
        "opx": opx(y, 3, 5e-3),
        "opx, five points": opx(y, 5, 1e-3),
        "otava": otava(y),
        "otava, 5 %": otava(y, min_magnitude=0.05),
        "asv": asv(y),
        "mozilla": perfherder(perfalert, y),
    }
    rows.append({"name": name, "values": y, "found": {k: [int(i) for i in v] for k, v in found.items()}})
pathlib.Path(__file__).with_name("detectors.json").write_text(
    "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n"
)

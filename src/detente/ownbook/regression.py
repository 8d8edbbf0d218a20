"""Logistic regression with an L2 penalty, for many features and few examples.

Own code, as the library that has it would double what detente's mathematics weighs: scikit-learn with scipy and
joblib unpacks to 200 MB beside numpy (which spaCy brings), for the forty lines below. They are the textbook's:
iteratively reweighted least squares (Newton's method; Hastie, Tibshirani & Friedman, “The Elements of Statistical
Learning”, §4.4.1), solved in the space of examples rather than of features (§18.3.5 there), of which there are
hundreds rather than tens of thousands. `tests/ownbook/test_regression.py` holds it to solutions known otherwise.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Newton's method doubles the right digits with each step: ten steps are enough where it converges at all.
_STEPS = 50
_STILL = 1e-10
# Curvature of an example that is as good as certain: keeps the equations solvable.
_FLOOR = 1e-9


def fit(gram: Floats, labels: Floats, weights: Floats, penalty: float) -> Floats:
    """The coefficients of the examples: those of the features are their sum over the examples' features.

    `gram` holds the inner products of the examples' features (a constant feature among them is the
    intercept), `labels` are 0 or 1, `weights` say how much each example counts. Minimises the weighted log
    loss plus `penalty` / 2 times the squared length of the features' coefficients.
    """
    used = np.flatnonzero(weights > 0)
    inner, truth, counts = gram[np.ix_(used, used)], labels[used], weights[used]
    alpha: Floats = np.zeros(len(used), dtype=np.float64)
    for _ in range(_STEPS):
        leaning = inner @ alpha
        chance = probability(leaning)
        curvature = np.maximum(counts * chance * (1.0 - chance), _FLOOR)
        wanted = leaning + counts * (truth - chance) / curvature
        last, alpha = alpha, _solved(inner + np.diag(penalty / curvature), wanted)
        if float(np.max(np.abs(alpha - last))) < _STILL:
            break
    whole = np.zeros(len(labels))
    whole[used] = alpha
    return whole


def _solved(left: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(left, right), dtype=np.float64)


def probability(leaning: Floats) -> Floats:
    """The logistic function, without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * leaning)), dtype=np.float64)

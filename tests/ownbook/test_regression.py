"""The logistic regression, held to solutions known otherwise."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ownbook.regression import fit, probability


def coefficients(rows, labels, weights, penalty):
    rows = np.array(rows, dtype=float)
    return rows.T @ fit(rows @ rows.T, np.array(labels, float), np.array(weights, float), penalty)


def test_two_opposite_examples_have_the_coefficient_that_solves_their_equation():
    # Minimise 2 log(1 + exp(-w)) + w²/2: w (1 + exp(w)) = 2, so w = 0.67483…
    (w,) = coefficients([[1.0], [-1.0]], [1, 0], [1, 1], 1.0)
    assert abs(w * (1 + np.exp(w)) - 2) < 1e-9


@settings(deadline=None)
@given(st.integers(0, 10_000), st.floats(0.003, 3.0))
def test_at_the_solution_no_direction_leads_downhill(seed, penalty):
    rng = np.random.default_rng(seed)
    rows, labels, weights = rng.normal(size=(12, 30)), rng.integers(2, size=12), rng.uniform(0, 1, size=12)
    found = coefficients(rows, labels, weights, penalty)
    slope = rows.T @ (weights * (probability(rows @ found) - labels)) + penalty * found
    assert np.max(np.abs(slope)) < 1e-6


def test_an_example_that_counts_nothing_changes_nothing():
    rows = [[1.0, 0.5], [-1.0, 0.2], [0.3, 9.0]]
    with_it = coefficients(rows, [1, 0, 1], [1, 1, 0], 0.1)
    without = coefficients(rows[:2], [1, 0], [1, 1], 0.1)
    assert np.allclose(with_it, without)

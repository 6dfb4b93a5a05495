"""The shifted-beta-geometric model of retention: customers differ in how often they look around, and nobody changes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def survival(alpha: float, beta: float, years: int) -> "np.ndarray":
    """Share that is still there after 1 to `years` years.

    S(t) = prod over k = 1 to t of (beta + k - 1) / (alpha + beta + k - 1)

    Source: Fader & Hardie (2007), Journal of Interactive Marketing 21(1).

    >>> survival(0.668, 3.806, 2).round(3).tolist()
    [0.851, 0.747]
    """
    import numpy as np

    past = np.arange(years)
    return np.asarray(np.cumprod((beta + past) / (alpha + beta + past)))


def fitted(shares: "Sequence[float] | np.ndarray") -> tuple[float, float]:
    """Alpha and beta of the greatest likelihood, given the shares that are still there after 1, 2, ... years."""
    import numpy as np
    from scipy import optimize

    kept = np.concatenate([[1.0], np.asarray(shares, dtype=float)])
    lost = -np.diff(kept)

    def surprise(logs: "np.ndarray") -> float:
        model = np.concatenate([[1.0], survival(float(np.exp(logs[0])), float(np.exp(logs[1])), len(lost))])
        leaves = np.maximum(-np.diff(model), 1e-300)
        return -float((lost * np.log(leaves)).sum() + kept[-1] * np.log(max(model[-1], 1e-300)))

    options = {"xatol": 1e-6, "fatol": 1e-12, "maxiter": 4000}
    best = optimize.minimize(surprise, np.zeros(2), method="Nelder-Mead", options=options)
    alpha, beta = np.exp(best.x)
    return float(alpha), float(beta)


def largest_error(shares: "Sequence[float] | np.ndarray", fit_years: int) -> float:
    """Largest relative error of the shares: in the years fitted where those are all, else in the years after them.

    fit_years  how many of the first years the curve is fitted to
    """
    import numpy as np

    known = np.asarray(shares, dtype=float)
    curve = survival(*fitted(known[:fit_years]), len(known))
    judged = slice(0, None) if fit_years >= len(known) else slice(fit_years, None)
    return float(np.abs(curve[judged] / known[judged] - 1.0).max())

"""K3 and Q12: how long it takes before bad service filters through. Quality is made worse by hand, on the same luck."""

from collections.abc import Sequence
from functools import cache
from math import exp
from typing import TYPE_CHECKING

from simulation.rules.journey import BILLING, CONTACT, USE
from simulation.scenario.shape import percent
from simulation.studies.evidence.estimates import over_parts, over_runs
from simulation.studies.evidence.finding import EMERGENT, Band, Estimate, Finding, in_band, not_measured
from simulation.studies.evidence.markets import Markets

if TYPE_CHECKING:
    import numpy as np

    from simulation.scenario import Scenario

ONSET, LASTS, FOLLOWED = 13, 3, 48
"""First month of the shock, its months, and the months that are followed from its onset on."""

DEVIATIONS = 2.0
"""By how many standard deviations between firms failures are more frequent: of their logarithm, a parameter."""

RUNS_FACTOR, CUSTOMERS_FACTOR = 5, 10
"""So many times as many runs and customers as elsewhere: the effect is some tenths of a percent of revenue, and the month in
which a course is lowest is the first thing that noise takes over."""

FRONT, BACK = "front line", "back office"
STAGES = {FRONT: (CONTACT,), BACK: (USE, BILLING)}
HALF = 0.5
COUNTED = 24
SMOOTH = 3


def revenues(scenario: "Scenario", replication: int, stages: Sequence[int]) -> "np.ndarray":
    """Revenue of every firm by month from the onset on, (months, firms); shocked is the first firm of the file.

    stages  whose failures are more frequent for `LASTS` months; none: the market as it is
    """
    import numpy as np

    from simulation.engines import Market
    from simulation.engines.simulation_run import forget

    market = Market(scenario, replication=replication)
    firm = market.firms_in_file[0]
    usual = firm.start
    factor = exp(DEVIATIONS * scenario.journey.firm_failure_spread)
    worse = tuple(level * (factor if stage in stages else 1.0) for stage, level in enumerate(usual.failure_levels))
    names = [f.name for f in market.firms_in_file]
    try:
        while market.month < ONSET + FOLLOWED - 1:
            shocked = ONSET <= market.month + 1 < ONSET + LASTS
            firm.start = usual._replace(failure_levels=worse) if shocked else usual
            market.step()
        series = market.recorder.tables(market).series
    finally:
        forget(market)
        market.__dict__.clear()  # as after every run: without this its memory waits for the collector
    wide = series[series["month"] >= ONSET].pivot(index="month", columns="firm", values="revenue")[names]
    return np.asarray(wide.to_numpy(float))


@cache
def effects(markets: Markets) -> "dict[str, list[np.ndarray]]":
    """Relative effect of each shock on the shocked firm's revenue: by place of the shock, a row of months a run."""
    size = markets.size
    scenario = markets.usual.with_values({"run.months": ONSET + FOLLOWED, "market.customers": CUSTOMERS_FACTOR * size.customers})
    found: dict[str, list[np.ndarray]] = {place: [] for place in STAGES}
    for replication in range(RUNS_FACTOR * size.replications):
        calm = revenues(scenario, replication, ())[:, 0]
        for place, stages in STAGES.items():
            found[place].append(revenues(scenario, replication, stages)[:, 0] / calm - 1.0)
    return found


def course(effect: "Sequence[np.ndarray]") -> dict[str, float]:
    """When the mean effect is worst, and how long it takes until half of it is gone.

    effect   by month from the onset, a row a run
    returns  size (the worst, of three months' means), peak (months since the onset, the onset's own month counting as 0) and
             recovery (months from the peak until half of the effect is gone for good; as many as followed where it is not)
    """
    import numpy as np

    mean = np.mean(effect, axis=0)
    smooth = np.convolve(mean, np.ones(SMOOTH) / SMOOTH, mode="valid")
    peak = int(np.argmin(smooth))
    bad = np.flatnonzero(smooth < HALF * smooth[peak])
    last = int(bad.max()) if bad.size else peak
    return {"size": float(smooth[peak]), "peak": peak + (SMOOTH - 1) / 2, "recovery": float(last + 1 - peak)}


def peaks(markets: Markets) -> "dict[str, Estimate]":
    """Months from onset to the worst effect, by place of the shock."""
    return {place: over_parts(rows, lambda parts: course(parts)["peak"]) for place, rows in effects(markets).items()}


def later_in_the_back(markets: Markets) -> Estimate:
    """By how many months the worst effect of a shock in the back office comes after that of one at the front line."""
    both = effects(markets)
    pairs = list(zip(both[BACK], both[FRONT], strict=True))
    return over_parts(pairs, lambda parts: course([p[0] for p in parts])["peak"] - course([p[1] for p in parts])["peak"])


def mean_effect(markets: Markets, place: str) -> Estimate:
    """Relative effect on revenue over the first `COUNTED` months from the onset."""
    return over_runs([float(row[:COUNTED].mean()) for row in effects(markets)[place]])


def seen(markets: Markets, place: str) -> bool:
    """Whether revenue falls by more than luck; if not, the month of the worst effect says nothing."""
    return mean_effect(markets, place).high < 0


def sizes(markets: Markets, place: str) -> str:
    """How large the effect is, in words."""
    found = mean_effect(markets, place)
    share, low, high = (percent(value, 3, signed=True) for value in (found.value, found.low, found.high))
    words = f"mean effect on revenue in {COUNTED} months {share} ({low} to {high})"
    return words if found.high < 0 else f"{words}: no more than luck, so that no month can be named"


def filters_through(markets: Markets) -> list[Finding]:
    """K3: decline is slow, and recovery slower."""
    found = []
    at = peaks(markets)
    for place, rows in effects(markets).items():
        note = sizes(markets, place)
        what = "months from onset to the worst effect on revenue"
        if not seen(markets, place):
            found.append(not_measured("K3", what, place, Band(low=6.0).words, EMERGENT, note))
            continue
        found.append(in_band("K3", what, place, at[place], "months", Band(low=6.0), EMERGENT, note))
        slower = over_parts(rows, lambda parts: course(parts)["recovery"] - course(parts)["peak"])
        found.append(in_band("K3", "months of recovery to half, less months of decline", place, slower, "months", Band(low=0.0),
                             EMERGENT, note))  # fmt: skip
    return found

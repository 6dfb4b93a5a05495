"""Who is ahead, by how much, how surely and from when: the comparison read as a verdict.

Data and short plain sentences; nothing is computed here that the comparison does not hold.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from simulation.measures.dictionary import measure as described
from simulation.measures.strategies import LEVEL, WHOLE
from simulation.scenario.shape import percent
from simulation.studies.comparisons.comparison import VERDICT
from simulation.studies.comparisons.paired import holm
from simulation.studies.comparisons.precision import POWER, shift, smallest_detectable
from simulation.studies.runs.tasks import BASELINES, ordered_worlds

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario
    from simulation.studies.robustness.study import Share

FURTHER = ("revenue", "retention_per_year", "employee_engagement")
"""What a verdict speaks of beside profit."""

Held = Literal["as expected", "not as expected", "too close to call", "nothing to hold it against"]


@dataclass(frozen=True)
class PairVerdict:
    """What is known of one pair of strategies in one measure, over the whole horizon.

    estimate, low, high  left minus right, mean and 95 % interval; None where there is none
    share_ahead          share of the paired runs in which left does better
    p_adjusted           p value after Holm's adjustment for all pairs of strategies in this measure
    detectable           smallest true difference that so many runs call with a chance of 80 %, all pairs allowed for
    ahead                the strategy that does better; None: too close to call
    ahead_from_month     first month from which it stays ahead in cumulative discounted profit; None for other
                         measures and where it is too close to call
    sentence             all of it in plain words
    """

    measure: str
    left: str
    right: str
    estimate: float | None
    low: float | None
    high: float | None
    share_ahead: float | None
    replications: int
    p_adjusted: float | None
    ahead: str | None
    ahead_from_month: int | None
    sentence: str
    detectable: float | None = None


@dataclass(frozen=True)
class Verdict:
    """The verdict on one scenario.

    kind         "twin": the focal firm with each strategy in turn; "market": side by side in one market
    focal        name of the focal firm
    winner       the strategy that earns more than each of the others; None: too close to call
    pairs        discounted profit, each pair of strategies in the file (with one strategy: it and the
                 baselines)
    baselines    discounted profit, each of these strategies against the same budget on the ordinary mix, and
                 against the budget saved
    further      revenue, retention and employee engagement, the same pairs
    held         the expectation against the result, where the scenario names a winner or a month
    robustness   share of the draws from uncertain values that each strategy wins; empty where not studied
    sentences    the verdict in plain words, the most important first
    """

    scenario: str
    kind: str
    focal: str
    months: int
    winner: str | None
    pairs: tuple[PairVerdict, ...]
    baselines: tuple[PairVerdict, ...]
    further: tuple[PairVerdict, ...]
    expectation: str
    expected_winner: str | None
    expected_by_month: int | None
    held: Held
    robustness: tuple["Share", ...]
    sentences: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain values, ready for JSON."""
        return asdict(self)


def verdict(comparison: "pd.DataFrame", scenario: "Scenario", robustness: Sequence["Share"] = ()) -> Verdict:
    """Reads the verdict on `scenario` off the comparison.

    comparison  rows of comparison.csv; the twin comparison is used where there is one, else the market's
    robustness  the shares of a robustness study of the same scenario
    """
    rows = comparison[(comparison["scenario"] == scenario.name) & (comparison["period"] == WHOLE)]
    kind = "twin" if (rows["kind"] == "twin").any() else "market"
    rows = rows[rows["kind"] == kind]
    known = set(rows["left"]) | set(rows["right"])
    worlds = [name for name in ordered_worlds(scenario) if name in known]
    in_file = [name for name in worlds if name not in BASELINES or name in _strategies(scenario)]
    candidates = in_file if len(in_file) >= 2 else worlds
    months = scenario.run.months
    pairs = _pairs(rows, VERDICT, candidates, months)
    against = [
        pair
        for pair in _pairs(rows, VERDICT, worlds, months)
        if pair.right in BASELINES and pair.left not in BASELINES and pair.right not in candidates
    ]
    further = [pair for name in FURTHER for pair in _pairs(rows, name, candidates, months)]
    winner = next((name for name in candidates if _beats_all(name, pairs)), None) if pairs else None
    held = _held(scenario, pairs, candidates, winner)
    result = Verdict(
        scenario=scenario.name,
        kind=kind,
        focal=scenario.focal.name,
        months=months,
        winner=winner,
        pairs=tuple(pairs),
        baselines=tuple(against),
        further=tuple(further),
        expectation=scenario.expectation,
        expected_winner=scenario.expected_winner,
        expected_by_month=scenario.expected_by_month,
        held=held,
        robustness=tuple(robustness),
        sentences=(),
    )
    return replace(result, sentences=tuple(_sentences(result)))


def _strategies(scenario: "Scenario") -> set[str]:
    return {str(firm.strategy) for firm in scenario.firms}


def _pairs(rows: "pd.DataFrame", name: str, candidates: Sequence[str], months: int) -> list[PairVerdict]:
    """The pairs of candidates in one measure, p values adjusted for their number."""
    table = rows[rows["measure"] == name].set_index(["left", "right"])
    wanted = [one for pair in combinations(candidates, 2) for one in (pair, pair[::-1])]
    keys = [pair for pair in wanted if pair in table.index]
    if not keys:
        return []
    chosen = table.loc[keys]
    adjusted = holm(chosen["p_value"].to_numpy(float))
    return [
        _pair(name, left, right, row, float(p), months, len(keys))
        for ((left, right), row), p in zip(chosen.iterrows(), adjusted, strict=True)
    ]


def _pair(name: str, left: str, right: str, row: "pd.Series", p_adjusted: float, months: int, pairs: int) -> PairVerdict:
    estimate, low, high = (_known(row[key]) for key in ("estimate", "low", "high"))
    clear = estimate is not None and p_adjusted < 1 - LEVEL
    leads = clear and estimate is not None and (estimate > 0) != (described(name).better == "lower")
    ahead = (left if leads else right) if clear else None
    lead_month = _known(row["lead_month"]) if name == VERDICT and ahead is not None else None
    pair = PairVerdict(
        measure=name,
        left=left,
        right=right,
        estimate=estimate,
        low=low,
        high=high,
        share_ahead=_known(row["share_ahead"]),
        replications=int(row["replications"]),
        p_adjusted=_known(p_adjusted),
        ahead=ahead,
        ahead_from_month=None if lead_month is None else int(lead_month),
        sentence="",
        detectable=_detectable(row, pairs),
    )
    return replace(pair, sentence=_pair_sentence(pair, str(row["note"]), months))


def _detectable(row: "pd.Series", pairs: int) -> float | None:
    """The smallest difference that would be called, the level shared among the pairs."""
    alone, runs = _known(row.get("detectable", float("nan"))), int(row["replications"])
    return None if alone is None else alone * shift(runs, pairs) / shift(runs, 1)


def _pair_sentence(pair: PairVerdict, note: str, months: int) -> str:
    noun = f"{pair.measure.replace('_', ' ')} over {months} months"
    if pair.estimate is None:
        return f"{pair.left} against {pair.right} in {noun}: {note}."
    unit = described(pair.measure).unit
    if pair.low is None or pair.high is None or pair.share_ahead is None:
        return f"{pair.left} minus {pair.right} in {noun}: {worded(pair.estimate, unit)} ({note})."
    first, second = (pair.left, pair.right) if pair.ahead != pair.right else (pair.right, pair.left)
    sign = 1 if first == pair.left else -1
    ends = sorted((sign * pair.low, sign * pair.high))
    share = pair.share_ahead if first == pair.left else 1 - pair.share_ahead
    interval = f"95 % interval {worded(ends[0], unit).split(' ')[0]} to {worded(ends[1], unit)}"
    runs = f"ahead in {percent(share)} of {pair.replications} paired runs"
    facts = f"{worded(sign * pair.estimate, unit)} ({interval}), {runs}"
    if pair.ahead is None:
        alone = "; alone it would be called, among all pairs not" if ends[0] > 0 or ends[1] < 0 else ""
        return f"{first} and {second} are too close to call in {noun}: {facts}{alone}."
    since = "" if pair.ahead_from_month is None else f", for good from month {pair.ahead_from_month}"
    return f"{first} is ahead of {second} in {noun} by {facts}{since}."


def worded(value: float, unit: str) -> str:
    """A value to three figures with its unit.

    >>> worded(1234567.0, "currency"), worded(0.0314, "share")
    ('1,230,000', '3.14 percentage points')
    """
    if unit == "share":
        return f"{value * 100:.3g} percentage points"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


def _beats_all(name: str, pairs: Sequence[PairVerdict]) -> bool:
    """Whether a strategy is clearly ahead in every pair that it is in."""
    own = [pair for pair in pairs if name in (pair.left, pair.right)]
    return bool(own) and all(pair.ahead == name for pair in own)


def _held(scenario: "Scenario", pairs: Sequence[PairVerdict], candidates: Sequence[str], winner: str | None) -> Held:
    """Holds the expectation that the scenario states in fields against the result."""
    expected, by_month = scenario.expected_winner, scenario.expected_by_month
    if expected is None and by_month is None:
        return "nothing to hold it against"
    champion = expected if expected is not None else winner
    if champion is None:
        return "too close to call"
    own = [pair for pair in pairs if champion in (pair.left, pair.right)]
    if champion not in candidates or any(pair.ahead not in (None, champion) for pair in own):
        return "not as expected"
    if not _beats_all(champion, pairs):
        return "too close to call"
    months = [pair.ahead_from_month for pair in own]
    if by_month is not None and any(month is None or month > by_month for month in months):
        return "not as expected"
    return "as expected"


def _sentences(result: Verdict) -> list[str]:
    if not result.pairs:
        return ["There is nothing to compare: no two strategies have a finished run in common."]
    how = (
        f"{result.focal} with each strategy in turn, same luck and rivals"
        if result.kind == "twin"
        else "the firms side by side in one market"
    )
    head = (
        f"{result.winner} earns most over {result.months} months ({how})."
        if result.winner
        else f"Which strategy earns most over {result.months} months is too close to call ({how})."
    )
    found = [head, *(pair.sentence for pair in (*result.pairs, *result.baselines, *result.further))]
    if smallest := smallest_detectable(result):
        size, unit = worded(smallest[0], described(VERDICT).unit), VERDICT.replace("_", " ")
        found.append(f"{smallest[1]} paired runs call a true difference in {unit} of {size} with a chance of {percent(POWER)}.")
    if result.robustness:
        shares = "; ".join(f"{s.strategy} {percent(s.share)} ({percent(s.low)} to {percent(s.high)})" for s in result.robustness)
        draws = result.robustness[0].draws
        found.append(f"Share of {draws} draws from the uncertain values that each strategy wins: {shares}.")
    if result.expectation or result.held != "nothing to hold it against":
        said = f'Expected: "{result.expectation}" ' if result.expectation else "Expected "
        named = f"winner {result.expected_winner}" if result.expected_winner else ""
        month = f"ahead by month {result.expected_by_month}" if result.expected_by_month else ""
        fields = ", ".join(word for word in (named, month) if word)
        found.append(f"{said}{f'({fields}) ' if fields else ''}- {result.held}.")
    return found


def _known(value: Any) -> float | None:
    """The value as a plain number, None for NaN."""
    return None if value != value else float(value)

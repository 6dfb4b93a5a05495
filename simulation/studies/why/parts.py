"""Why one strategy earns more than another: the gap in discounted profit, split into parts that sum to it.

Two worlds with the same luck are taken apart month by month. What customers bring is

    contribution = customers x spending x margin,    customers(t) = customers(t - 1) (1 - loss rate) + gained

so five courses decide it: customers at the start, the loss rate, customers gained, spending per customer, and the
margin on sales. Each is switched from one world's course to the other's, one at a time, in every order; the mean of
what a switch changes over all orders (Shapley value) is its part, so that no order is preferred and nothing is left
over. Every other cost is a part of its own: the books are a sum, so no order matters. The parts say through what
the gap comes about, not which decision brought it about.

Source: Shapley (1953), A value for n-person games; as a decomposition: Shorrocks (2013), Journal of Economic
Inequality 11.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from simulation.studies.comparisons.paired import paired
from simulation.studies.comparisons.standard import rows_of, standard
from simulation.studies.runs.tasks import BASELINES, own_world
from simulation.studies.why.shapley import coalitions, shapley

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.scenario import Scenario

START, RETENTION, ACQUISITION, SPENDING, MARGIN = "start", "retention", "acquisition", "spending", "margin"
COURSES = (START, RETENTION, ACQUISITION, SPENDING, MARGIN)
"""What decides the contribution, each switched as a whole course over the months."""

COSTS = {
    "contacts": ("cost_contacts_compensation",),
    "wages": ("cost_wages",),
    "turnover": ("cost_hiring_training",),
    "advertising": ("cost_acquisition",),
    "programme": ("cost_programme", "cost_surveys"),
    "coordination": ("cost_coordination",),
    "overhead": ("cost_overhead",),
}
"""The other costs, each with its lines of the ledger."""

GOODS = "cost_of_goods"
GAP = "gap"
PARTS = (*COURSES, *COSTS)
COLUMNS = ("scenario", "subject", "left", "right", "part", "estimate", "low", "high", "replications")
NEEDED = ("customers", "lost", "revenue", GOODS, *(line for lines in COSTS.values() for line in lines))


def why_all(scenarios: Sequence["Scenario"], series: "pd.DataFrame", twins: "pd.DataFrame") -> "pd.DataFrame":
    """What why.csv holds: the parts of every gap of the standard comparison of every scenario.

    series   rows of series.parquet
    twins    rows of twins.parquet; where a scenario has none, its strategies side by side in one market
    returns  columns COLUMNS; for each pair a row for each of PARTS and GAP; left minus right, positive where
             left earns more through it
    """
    import pandas as pd

    frames = []
    for scenario in scenarios:
        own = [rows_of(table, scenario.name) for table in (series, twins)]
        if not len(own[0]):
            continue
        found = standard(scenario, own[0], own[1])
        if not set(NEEDED) <= set(found.rows.columns):
            continue
        subject = scenario.focal.name if found.kind == "twin" else ""
        for left, right in combinations(found.strategies, 2):
            frame = why(found.rows, left, right, scenario.ledger.discount_rate_per_year)
            frames.append(frame.assign(scenario=scenario.name, subject=subject, left=left, right=right))
    together = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))
    return together[list(COLUMNS)]


def asked(parts: "pd.DataFrame", scenario: "Scenario") -> tuple[str, str] | None:
    """The pair that is asked for first: the focal firm's own plan and the best of the other strategies of the file;
    where there is none, the ordinary mix.

    parts    rows of why.csv
    returns  left and right; None where nothing was compared
    """
    own = own_world(scenario)
    gaps = parts[(parts["scenario"] == scenario.name) & (parts["part"] == GAP) & (parts["left"] == own)]
    rivals = gaps[~gaps["right"].isin(BASELINES)]
    if len(rivals):
        return own, str(rivals.loc[rivals["estimate"].idxmin(), "right"])
    return (own, str(gaps["right"].iloc[0])) if len(gaps) else None


def why(rows: "pd.DataFrame", left: str, right: str, discount_rate: float, months: int | None = None) -> "pd.DataFrame":
    """The gap in discounted profit between two strategies, split into PARTS.

    rows           a row per replication, strategy and month with the columns NEEDED, month 0 among them, as
                   `standard` gives them
    discount_rate  1/year
    months         up to which is counted; None: the last
    returns        columns part, estimate, low, high, replications, a row for each of PARTS and GAP. The
                   estimates sum to that of GAP in every replication. Intervals are paired (95 %, Student's t),
                   NaN with one replication.
    """
    import numpy as np
    import pandas as pd

    parts = parts_by_run(rows, left, right, discount_rate, months)
    values = np.column_stack([parts.to_numpy(float), parts.sum(axis=1).to_numpy(float)])
    found = paired(values, np.zeros_like(values), np.zeros(values.shape[1], dtype=bool))
    columns = {"estimate": found.estimate, "low": found.low, "high": found.high, "replications": found.replications}
    return pd.DataFrame({"part": [*PARTS, GAP], **columns})


def parts_by_run(
    rows: "pd.DataFrame", left: str, right: str, discount_rate: float, months: int | None = None
) -> "pd.DataFrame":
    """The parts in every replication: a row per replication that both have, a column per part.

    arguments as in `why`
    """
    import numpy as np
    import pandas as pd

    counted = rows[(rows["month"] >= 0) & rows["strategy"].isin([left, right])]
    if months is not None:
        counted = counted[counted["month"] <= months]
    wide = counted.pivot(index="replication", columns=["strategy", "month"], values=list(NEEDED))
    sides = []
    for name in (left, right):
        sides.append({line: wide[line][name].sort_index(axis=1).to_numpy(float) for line in NEEDED})
    several = sides[0]["revenue"].shape[1]
    discount = np.exp(-np.arange(1, several) / 12.0 * np.log1p(discount_rate))
    courses = [_courses(side) for side in sides]
    parts = _shapley(courses[0], courses[1], discount)
    parts[MARGIN] += -_present(courses[0]["unsold"] - courses[1]["unsold"], discount)
    for part, lines in COSTS.items():
        more = np.sum([sides[0][line] - sides[1][line] for line in lines], axis=0)
        parts[part] = -_present(more[:, 1:], discount)
    return pd.DataFrame(parts, index=wide.index)[list(PARTS)].dropna()


def _courses(side: "dict[str, np.ndarray]") -> "dict[str, np.ndarray]":
    """The five courses of a world: replications x months 1, 2, ... (the start: replications x 1).

    "unsold" is what goods cost in months without any sale, which no margin can hold.
    """
    import numpy as np

    before, after = side["customers"][:, :-1], side["customers"][:, 1:]
    lost, revenue, goods = (side[line][:, 1:] for line in ("lost", "revenue", GOODS))
    some, sold = np.maximum(before, 1.0), np.where(revenue > 0, revenue, 1.0)
    rate = np.where(before > 0, lost / some, 0.0)
    return {
        START: before[:, :1],
        RETENTION: rate,
        ACQUISITION: after - before * (1.0 - rate),
        SPENDING: np.where(before > 0, revenue / some, 0.0),
        MARGIN: np.where(revenue > 0, 1.0 - goods / sold, 0.0),
        "unsold": np.where(revenue > 0, 0.0, goods),
    }


def _shapley(
    left: "dict[str, np.ndarray]", right: "dict[str, np.ndarray]", discount: "np.ndarray"
) -> "dict[str, np.ndarray]":
    """Part of each of COURSES in the discounted contribution of left less that of right, by replication."""
    worth = {}
    for names in coalitions(COURSES):
        taken = {name: (left if name in names else right)[name] for name in COURSES}
        worth[names] = _present(_contribution(taken), discount)
    return shapley(worth, COURSES)


def _contribution(courses: "dict[str, np.ndarray]") -> "np.ndarray":
    """Revenue less goods by replication and month."""
    import numpy as np

    customers = np.empty_like(courses[RETENTION])
    there = courses[START][:, 0]
    for month in range(customers.shape[1]):
        customers[:, month] = there
        there = there * (1.0 - courses[RETENTION][:, month]) + courses[ACQUISITION][:, month]
    return np.asarray(customers * courses[SPENDING] * courses[MARGIN])


def _present(amounts: "np.ndarray", discount: "np.ndarray") -> "np.ndarray":
    """Present value by replication of amounts by month."""
    import numpy as np

    return np.asarray(amounts @ discount)

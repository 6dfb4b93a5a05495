"""What one scenario's chapter is made from: its rows, what was found in them, and how its strategies are called and
coloured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from simulation.measures.strategies import summary
from simulation.presentation.bands import named_by_course, turns
from simulation.presentation.findings import spoken
from simulation.presentation.report.panels import Axis
from simulation.presentation.style import strategy_colours
from simulation.presentation.wording import Unit
from simulation.studies.comparisons.guard_rails import GuardRails, guard_rails
from simulation.studies.comparisons.horizons import by_month
from simulation.studies.comparisons.standard import Standard, rows_of, standard

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario
    from simulation.studies.comparisons.verdict import Verdict
    from simulation.studies.robustness.study import Robustness
    from simulation.studies.study import StudyResult

EXPLAINED = {
    "status-quo": "the same budget on the ordinary mix",
    "saving the budget": "no programme, its money kept",
    "the plan in the file": "what the scenario file says",
}
"""What a strategy's name does not say by itself."""


@dataclass(frozen=True)
class Scene:
    """One scenario of a study.

    place       of the scenario in the study, from 0
    found       the standard comparison, its strategies under the names that stand in sentences
    given       spoken name -> name in the tables
    comparison  rows of comparison.csv of this scenario
    robustness  what draws from the uncertain values have found; None where it was not asked for
    """

    place: int
    scenario: "Scenario"
    verdict: "Verdict"
    found: Standard
    given: Mapping[str, str]
    series: "pd.DataFrame"
    twins: "pd.DataFrame"
    departments: "pd.DataFrame"
    panel: "pd.DataFrame"
    cohorts: "pd.DataFrame"
    comparison: "pd.DataFrame"
    robustness: "Robustness | None"
    failed: int

    @property
    def currency(self) -> str:
        """Code of the scenario's currency."""
        return self.scenario.market.currency

    @property
    def money(self) -> Unit:
        """How amounts are written."""
        return Unit("money", self.currency)

    @property
    def runs(self) -> int:
        """Runs of the comparison."""
        return int(self.found.rows["replication"].nunique())

    @property
    def prefix(self) -> str:
        """What the names of this scenario's pictures begin with."""
        return f"s{self.place + 1}"

    @cached_property
    def axis(self) -> Axis:
        """Months of the pictures, and what happens in them in the market as in the file."""
        months = self.found.rows["month"]
        return Axis(int(months.max()), min(0, int(months.min())), tuple(turns(self.series)))

    @cached_property
    def courses(self) -> "pd.Series":
        """For each firm of the market as in the file its strategy, or its course where it has several."""
        names = named_by_course(self.series)
        return names.groupby(self.series["firm"], sort=False).first()

    @cached_property
    def colours(self) -> dict[str, str]:
        """A colour for every strategy, spoken name or course of the chapter."""
        named = strategy_colours(list(dict.fromkeys([*self.given.values(), *map(str, self.courses)])))
        return named | {name: named[given] for name, given in self.given.items()}

    @cached_property
    def months(self) -> "pd.DataFrame | None":
        """Every strategy against the reference, month by month; None where there is no reference."""
        return None if self.found.reference is None else by_month(self.found.rows, self.found.reference)

    @cached_property
    def summary(self) -> "pd.DataFrame":
        """Means and intervals of every measure by period, for the strategies of the comparison."""
        return summary(self.found.rows)

    @cached_property
    def rails(self) -> GuardRails:
        """What limits the claims."""
        reference = self.found.reference
        given = None if reference is None else self.given[reference]
        months = None if self.months is None else self.months.assign(strategy=self.months["strategy"].map(self.given))
        own = self.given[self.found.own]
        return guard_rails(self.scenario, self.verdict, self.comparison, months, own, given, self.failed)

    def playing(self, name: str) -> str:
        """Who does what, as the subject of a sentence about one strategy of the comparison."""
        return f"{self.scenario.focal.name} with {name}" if self.found.kind == "twin" else name


def scenes(study: "StudyResult") -> list[Scene]:
    """The scenarios of a study that have a finished run."""
    made = []
    studied = {one.scenario: one for one in study.robustness}
    for place, (scenario, verdict) in enumerate(zip(study.scenarios, study.verdicts, strict=True)):
        own = {name: rows_of(study.tables[name], scenario.name) for name in ("series", "departments", "panel", "cohorts")}
        twins = rows_of(study.focal_twins, scenario.name)
        if not len(own["series"]):
            continue
        failed = sum(row.scenario == scenario.name for row in study.failed)
        plain = standard(scenario, own["series"], twins)
        given = {spoken(name): name for name in plain.strategies}
        comparison = rows_of(study.comparison, scenario.name)
        made.append(
            Scene(
                place=place,
                scenario=scenario,
                verdict=verdict,
                found=_spoken(plain),
                given=given,
                series=own["series"],
                twins=twins,
                departments=own["departments"],
                panel=own["panel"],
                cohorts=own["cohorts"],
                comparison=comparison,
                robustness=studied.get(scenario.name),
                failed=failed,
            )
        )
    return made


def listed_as(names: Sequence[str]) -> list[tuple[str, str]]:
    """Names with what they mean, where they do not say it themselves."""
    return [(name, EXPLAINED.get(name, "")) for name in names]


def _spoken(plain: Standard) -> Standard:
    """The same comparison under the names that can stand in a sentence."""
    rows = plain.rows.assign(strategy=plain.rows["strategy"].map(lambda name: spoken(str(name))))
    names = tuple(map(spoken, plain.strategies))
    reference = None if plain.reference is None else spoken(plain.reference)
    return replace(plain, rows=rows, strategies=names, own=spoken(plain.own), reference=reference)

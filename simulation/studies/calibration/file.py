"""Reads a calibration file and a table of who stayed, and says all that is wrong with them before anything is run."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from simulation.scenario.checking import checked
from simulation.scenario.errors import Problem, ScenarioError, shown
from simulation.scenario.parameter import Section, setting
from simulation.scenario.source import Place, Source, read_file
from simulation.studies.calibration.runs import months_for
from simulation.studies.calibration.search import Effort
from simulation.studies.calibration.targets import MOST_YEARS, Target, is_known, names, needs_panel, years_needed
from simulation.studies.sweep.design import Axis
from simulation.studies.sweep.file import Reader, Said, base_of, is_experiment
from simulation.studies.sweep.sections import ParameterRange

if TYPE_CHECKING:
    from simulation.scenario import Scenario

USUAL_PARAMETERS: tuple[dict[str, Any], ...] = (
    {"key": "market.attention.shape_a", "low": 0.2, "high": 4.0, "scale": "log"},
    {"key": "market.attention.shape_b", "low": 1.0, "high": 60.0, "scale": "log"},
    {"key": "market.switching_cost", "low": 0.0, "high": 6.0},
)
"""What is fitted to a table where the file is a plain scenario."""

USUAL_TOLERANCE = 0.03
LEAST_SCALE = 0.2
"""Part of a one-sided target's end that counts as one where the file says no tolerance."""

YEAR, SURVIVAL = "year", "survival"


class TargetSection(Section):
    """A quantity of the simulated market and where it must lie."""

    name: str = setting(..., unit="none", meaning="The quantity.")
    value: float | None = setting(None, unit="the quantity's", meaning="What was observed; together with a tolerance.")
    tolerance: float | None = setting(None, low=1e-9, high=1e9, unit="the quantity's", meaning="How far off still passes.")
    low: float | None = setting(None, unit="the quantity's", meaning="Lowest value that passes; left out: any.")
    high: float | None = setting(None, unit="the quantity's", meaning="Highest value that passes; left out: any.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = []
        ends = self.low is not None or self.high is not None
        if self.value is None and not ends:
            problems.append("value: a target has a value with a tolerance, or low, or high, or both")
        if self.value is not None and ends:
            problems.append("value: a target has either a value, or low and high")
        if self.value is not None and self.tolerance is None:
            problems.append("tolerance: a value needs a tolerance")
        if self.low is not None and self.high is not None and self.low >= self.high:
            problems.append("low: must lie below high")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class DataSection(Section):
    """How a table of who stayed is used."""

    file: str | None = setting(None, unit="none", meaning="CSV file with the columns year and survival; --data goes before it.")
    cohort: Literal["new", "all"] = setting("new", unit="none",
        meaning="Whom the table follows: new customers from when they joined, or all from a date on.")
    tolerance: float = setting(USUAL_TOLERANCE, low=1e-6, high=1.0, unit="share", meaning="How far off a share still passes.")
    fit_years: int = setting(MOST_YEARS, low=1, high=MOST_YEARS, unit="years",
        meaning="Years of the table that are fitted; the later ones check the fit.")


class EffortSection(Section):
    """How much is simulated."""

    points: int = setting(64, low=2, high=2**20, unit="points", meaning="Points of the first, even design, a power of two.")
    generations: int = setting(6, low=0, high=1000, unit="generations", meaning="Of the optimiser that follows.")
    close: int = setting(128, low=2, high=2**20, unit="points",
        meaning="Points of the second design, spread evenly where it is close, a power of two.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        wrong = [name for name in ("points", "close") if getattr(self, name) & (getattr(self, name) - 1)]
        if wrong:
            raise ValueError("; ".join(f"{name}: must be a power of two" for name in wrong))
        return self


class CalibrationFile(Section):
    """A calibration: a scenario, what is free in it, and what it is held against."""

    title: str = setting("", unit="none", meaning="Title of the calibration.")
    question: str = setting("", unit="none", meaning="What it asks.")
    expectation: str = setting("", unit="none", meaning="What is expected of it, said before it is run.")
    scenario: str = setting(..., unit="none", meaning="File of a scenario, relative to this one, or the name of a shipped one.")
    replications: int = setting(2, low=1, high=1000, unit="runs", meaning="Runs of every point, each with luck of its own.")
    set: dict[str, Any] = setting({}, unit="none", meaning="Values laid over the scenario, by dotted key.")
    parameters: tuple[ParameterRange, ...] = Field((), max_length=30, description="What is free.")
    targets: tuple[TargetSection, ...] = Field((), max_length=200, description="What must be met.")
    data: DataSection = DataSection()
    effort: EffortSection = EffortSection()


@dataclass(frozen=True)
class Calibration:
    """A calibration with everything resolved.

    name      stem of its file
    base      the scenario, long enough for every target
    axes      what is free
    targets   what must be met
    observed  the table: share that is still there after each year, by year; empty without one
    """

    name: str
    file: CalibrationFile
    base: "Scenario"
    axes: tuple[Axis, ...]
    targets: tuple[Target, ...]
    observed: dict[int, float]
    effort: Effort

    @property
    def own(self) -> tuple[Any, ...]:
        """The scenario's own values of what is free."""
        return tuple(value_at(self.base, axis.key) for axis in self.axes)

    @property
    def checked_years(self) -> tuple[int, ...]:
        """Years of the table that are not fitted."""
        return tuple(year for year in self.observed if year > self.file.data.fit_years)


def value_at(scenario: "Scenario", key: str) -> Any:
    """What a scenario says at a dotted key."""
    value: Any = scenario
    for part in key.split("."):
        value = next(entry for entry in value if entry.name == part) if isinstance(value, tuple) else getattr(value, part)
    return value


def load_calibration(path: str | Path, data: str | Path | None = None, said: Said | None = None) -> Calibration:
    """The calibration of a file.

    path    a calibration file, or a scenario: its attention and switching cost are then fitted to `data`
    data    CSV file with the columns year and survival; None: the one that the file names, if any
    raises  ScenarioError that tells all mistakes
    """
    path = Path(path)
    if is_experiment(path):
        return _resolved(read_file(path), path.stem, path.parent, data, said or Said())
    source = Source({"scenario": str(path), "parameters": [dict(one) for one in USUAL_PARAMETERS]}, {(): Place(str(path))})
    return _resolved(source, path.stem, Path(), data, said or Said())


def _resolved(source: Source, name: str, folder: Path, data: str | Path | None, said: Said) -> Calibration:
    file = checked(source, CalibrationFile)
    base = base_of(source, file, folder, said)
    reader = Reader(source, base)
    axes = reader.axes(file)
    problems = list(reader.problems)
    for number, axis in enumerate(axes):
        if axis.values:
            place = source.place(("parameters", number))
            problems.append(Problem("what is free has low and high, not values", place.file, place.line, axis.key))
    if not file.parameters:
        place = source.place(())
        problems.append(Problem("nothing is free", place.file, place.line, "parameters", allowed="one [[parameters]] at least"))
    targets = _targets(source, file, problems)
    table = Path(data) if data is not None else folder / file.data.file if file.data.file is not None else None
    observed: dict[int, float] = {}
    if table is not None:
        observed, wrong = read_table(table)
        problems += wrong
        targets += tuple(
            Target(f"survival_{file.data.cohort}_year_{year}", share, share - file.data.tolerance, share + file.data.tolerance,
                   file.data.tolerance)
            for year, share in observed.items() if year <= file.data.fit_years
        )  # fmt: skip
    if not targets and not problems:
        place = source.place(())
        allowed = "--data FILE with the columns year and survival, or [[targets]]"
        problems.append(Problem("there is nothing to fit", place.file, place.line, "targets", allowed=allowed))
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    years = max(years_needed(targets), *observed) if observed else years_needed(targets)
    months = months_for(years, needs_panel(targets))
    base = base.with_values({"run.months": months})
    effort = Effort(file.effort.points, file.effort.generations, file.effort.close, base.run.seed)
    return Calibration(name, file, base, axes, targets, observed, effort)


def _targets(source: Source, file: CalibrationFile, problems: list[Problem]) -> tuple[Target, ...]:
    found = []
    for number, target in enumerate(file.targets):
        place = source.place(("targets", number, "name"))
        if not is_known(target.name):
            message = "is no quantity of a calibration"
            problems.append(Problem(message, place.file, place.line, "name", shown(target.name), names()))
            continue
        if target.value is not None and target.tolerance is not None:
            ends = (target.value - target.tolerance, target.value + target.tolerance)
            found.append(Target(target.name, target.value, *ends, target.tolerance))
            continue
        low, high = -inf if target.low is None else target.low, inf if target.high is None else target.high
        scale = target.tolerance or ((high - low) / 2 if isfinite(high - low) else _one_sided(low, high))
        found.append(Target(target.name, None, low, high, scale))
    return tuple(found)


def _one_sided(low: float, high: float) -> float:
    end = abs(low) if isfinite(low) else abs(high)
    return LEAST_SCALE * end if end > 0 else 1.0


def read_table(path: Path) -> tuple[dict[int, float], list[Problem]]:
    """A table of who stayed: share by year (from 1), and what is wrong with it.

    path  CSV with the columns year (0, 1, 2, ...) and survival (a share of those who joined, or per cent if it starts at 100)
    """
    import csv

    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is no CSV text"
        allowed = "a CSV file with the columns year and survival"
        return {}, [Problem(f"cannot be read as a table: {reason}", str(path), allowed=allowed)]
    if not rows or not {YEAR, SURVIVAL} <= set(rows[0]):
        found = ", ".join(name for name in (rows[0] if rows else ()) if name)
        return {}, [Problem("lacks the columns or has no rows", str(path), 1, "", found, "the columns year and survival")]
    return _shares(path, rows)


def _shares(path: Path, rows: Sequence[dict[str, str]]) -> tuple[dict[int, float], list[Problem]]:
    problems: list[Problem] = []
    shares: dict[int, float] = {}
    for line, row in enumerate(rows, start=2):
        year, share = (_number(row.get(name)) for name in (YEAR, SURVIVAL))
        if year is None or year != int(year) or not 0 <= year <= MOST_YEARS:
            allowed = f"whole years from 0 to {MOST_YEARS}, ascending"
            problems.append(Problem("is no year", str(path), line, YEAR, shown(row.get(YEAR) or ""), allowed))
        elif share is None or not 0 < share <= 100:
            allowed = "shares, or per cent of those who joined"
            problems.append(Problem("is no share", str(path), line, SURVIVAL, shown(row.get(SURVIVAL) or ""), allowed))
        elif int(year) in shares:
            problems.append(Problem("stands here a second time", str(path), line, YEAR, str(int(year))))
        else:
            shares[int(year)] = share
    if not problems:
        shares, problems = _in_shares(path, dict(sorted(shares.items())))
    return shares, problems


def _in_shares(path: Path, shares: dict[int, float]) -> tuple[dict[int, float], list[Problem]]:
    """Shares from year 1 on; per cent are recognised by what is largest."""
    whole = 100.0 if max(shares.values()) > 1.0 else 1.0
    if 0 in shares and shares[0] != whole:
        allowed = "1, or 100 where the table is in per cent"
        return {}, [Problem("those who joined are all there in year 0", str(path), None, SURVIVAL, f"{shares[0]:g}", allowed)]
    found = {year: share / whole for year, share in shares.items() if year > 0}
    rising = [year for year, before in zip(list(found)[1:], found, strict=False) if found[year] > found[before]]
    if rising:
        return {}, [Problem(f"more are there in year {rising[0]} than before", str(path), None, SURVIVAL, f"{found[rising[0]]:g}",
                            "shares of those who joined, which cannot rise")]  # fmt: skip
    if not found:
        return {}, [Problem("says nothing of any year from 1 on", str(path), None, YEAR)]
    return found, []


def _number(text: str | None) -> float | None:
    try:
        value = float((text or "").strip())
    except ValueError:
        return None
    return value if isfinite(value) else None

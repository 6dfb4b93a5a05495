"""All pictures of a study: which there are, what each is called, and how they are written."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.presentation.bands import named_by_course, runs_by_strategy, turns
from simulation.presentation.panel_figures import culture, perception_gap
from simulation.presentation.profit_figure import differences_between_worlds, differences_in_market, profit
from simulation.presentation.style import save
from simulation.presentation.time_figures import (
    ENGAGEMENT,
    RETENTION,
    REVENUE,
    Backdrop,
    over_time,
    overview,
)
from simulation.presentation.twins_figure import between_scenarios, twins
from simulation.presentation.why_figure import why_figure
from simulation.studies.comparisons.standard import rows_of
from simulation.studies.runs.tasks import STATUS_QUO
from simulation.studies.runs.workers import Workers
from simulation.studies.why.parts import asked, why_all

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from simulation.presentation.canvas import Picture
    from simulation.scenario import Scenario


Drawing = tuple[str, "Callable[[], Figure]"]
"""A picture's name, and what draws it."""


@dataclass(frozen=True)
class Material:
    """What the pictures of one scenario are drawn from: the scenario and its rows of the tables of a
    result.
    """

    scenario: "Scenario"
    series: "pd.DataFrame"
    departments: "pd.DataFrame"
    twins: "pd.DataFrame"
    comparison: "pd.DataFrame"

    @property
    def backdrop(self) -> Backdrop:
        """What all the pictures share."""
        return Backdrop(
            currency=self.scenario.market.currency,
            months=int(self.series["month"].max()),
            first_month=min(0, int(self.series["month"].min())),
            replications=int(self.series["replication"].nunique()),
            turns=tuple(turns(self.series)),
        )


def material_of(
    scenarios: "Sequence[Scenario]",
    series: "pd.DataFrame",
    departments: "pd.DataFrame",
    twin_rows: "pd.DataFrame",
    comparison: "pd.DataFrame",
) -> list[Material]:
    """The tables of a result divided by scenario; scenarios without a finished run are left out."""
    found = []
    for scenario in scenarios:
        own = [rows_of(table, scenario.name) for table in (series, departments, twin_rows)]
        series_rows, department_rows, world_rows = own
        if len(series_rows):
            rows = rows_of(comparison, scenario.name)
            found.append(Material(scenario, series_rows, department_rows, world_rows, rows))
    return found


def overview_of(material: Material) -> "Picture":
    """The three outcomes of one scenario in one picture."""
    return overview(runs_by_strategy(material.series), material.backdrop)


def figures(material: Material) -> "Iterator[tuple[str, Figure]]":
    """Name and figure of every picture of one scenario, drawn one at a time; those that nothing can be said
    by are left out.
    """
    return ((name, draw()) for name, draw in _drawings(material))


def _drawings(material: Material) -> Iterator[Drawing]:
    """Name of every picture of one scenario, and what draws it."""
    backdrop = material.backdrop
    runs = runs_by_strategy(material.series)
    yield "overview", lambda: overview(runs, backdrop)
    for name, subject in (("revenue", REVENUE), ("retention", RETENTION), ("engagement", ENGAGEMENT)):
        if runs[subject.measure].notna().any():
            yield name, partial(over_time, runs, subject, backdrop)
    yield "perception_gap", lambda: perception_gap(runs, backdrop)
    if len(material.departments):
        yield "culture", lambda: culture(_named_departments(material), backdrop)
    yield from _differences(material, runs, backdrop)


def _named_departments(material: Material) -> "pd.DataFrame":
    names = dict(zip(material.series["firm"], named_by_course(material.series), strict=True))
    return material.departments.assign(strategy=material.departments["firm"].map(names))


def _differences(material: Material, runs: "pd.DataFrame", backdrop: Backdrop) -> Iterator[Drawing]:
    """Profit against the twin with the ordinary mix, and all outcomes of all twins; in a market without
    twins, profit against the strategy that stands last in the comparison.
    """
    focal = material.scenario.focal.name
    currency = material.scenario.market.currency
    worlds = set(material.twins["world"]) if len(material.twins) else set()
    if STATUS_QUO in worlds and len(worlds) > 1:
        line = f"Cumulative discounted profit of {focal} with each strategy in turn, against {STATUS_QUO}, {currency}"
        yield "profit", lambda: profit(differences_between_worlds(material.twins, focal, STATUS_QUO), STATUS_QUO, backdrop, line)
        rows = against(material.comparison, "twin", STATUS_QUO)
        if len(rows):
            months = f"{focal} with each strategy in turn against {STATUS_QUO}, months 1 to {backdrop.months}"
            yield "twins", lambda: twins(rows, STATUS_QUO, currency, months)
        yield from _why(material)
    elif runs["strategy"].nunique() > 1:
        reference = str(runs["strategy"].iloc[0])
        beside = f"Cumulative discounted profit per firm, against {reference} in the same market, {currency}"
        yield "profit", lambda: profit(differences_in_market(runs, reference), reference, backdrop, beside)


def _why(material: Material) -> Iterator[Drawing]:
    """What the focal firm's own plan earns more or less than the best of the file's other strategies, part by part."""
    scenario = material.scenario
    parts = why_all([scenario], material.series, material.twins)
    pair = asked(parts, scenario)
    if pair is not None:
        left, right = pair
        rows = parts[(parts["left"] == left) & (parts["right"] == right)]
        runs = int(rows["replications"].max())
        line = f"{scenario.focal.name}: discounted profit with {left} less that with {right}, months 1 to "
        line += f"{material.backdrop.months}, mean of {runs} pairs of runs"
        yield "why", lambda: why_figure(rows, left, right, scenario.market.currency, line)


def against(comparison: "pd.DataFrame", kind: str, reference: str) -> "pd.DataFrame":
    """The comparisons over the whole horizon with `reference`, all turned so that it stands on the right."""
    rows = comparison[(comparison["kind"] == kind) & (comparison["period"] == "whole")]
    straight = rows[rows["right"] == reference]
    other = rows[rows["left"] == reference]
    turned = other.assign(
        left=other["right"],
        right=other["left"],
        estimate=-other["estimate"],
        low=-other["high"],
        high=-other["low"],
        share_ahead=1 - other["share_ahead"],
        payback_month=float("nan"),
        payback="",
    )
    import pandas as pd

    return pd.concat([straight, turned], ignore_index=True) if len(turned) else straight


def write_figures(folder: Path, materials: Sequence[Material], comparison: "pd.DataFrame") -> list[Path]:
    """Draws and writes all pictures of a study.

    folder      one scenario's lie in it; those of several lie each in a folder of its own, with one that
                compares them
    comparison  rows of comparison.csv
    returns     the files, in the order in which they were drawn
    """
    return [path for _, files in _written(folder, materials, comparison) for path in files]


def begin_figures(
    folder: Path, materials: Sequence[Material], comparison: "pd.DataFrame", workers: Workers
) -> Callable[[], list[Path]]:
    """As `write_figures`, by processes that draw while there is something else to do here, where there are several.

    returns  what waits until all are written, and gives the files
    """
    if workers.jobs < 2:
        return lambda: write_figures(folder, materials, comparison)
    lanes = workers.jobs - 1  # this process is busy, too
    shares = [(folder, materials, comparison, lane, lanes) for lane in range(lanes)]
    begun = [workers.submit(lane, _written, *share) for lane, share in enumerate(shares)]

    def files() -> list[Path]:
        found: list[tuple[int, list[Path]]] = []
        for future, share in zip(begun, shares, strict=True):
            try:
                found += future.result()
            except BrokenProcessPool:  # killed, or out of memory: here there may be enough
                found += _written(*share)
        return [path for _, files in sorted(found) for path in files]

    return files


def _written(
    folder: Path, materials: Sequence[Material], comparison: "pd.DataFrame", share: int = 0, of: int = 1
) -> list[tuple[int, list[Path]]]:
    """Draws and writes one share of all pictures; returns the number of each with its files."""
    found = []
    for number, (place, name, draw) in enumerate(_all_drawings(folder, materials, comparison)):
        if number % of == share:
            found.append((number, save(draw(), place, name)))
    return found


def _all_drawings(
    folder: Path, materials: Sequence[Material], comparison: "pd.DataFrame"
) -> "Iterator[tuple[Path, str, Callable[[], Figure]]]":
    for material in materials:
        place = folder if len(materials) == 1 else folder / material.scenario.name
        for name, draw in _drawings(material):
            yield place, name, draw
    for name, figure in between_scenarios(comparison, [material.scenario for material in materials]):
        yield folder, name, partial(_same, figure)


def _same(figure: "Figure") -> "Figure":
    return figure

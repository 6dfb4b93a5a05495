"""The company's own figures beside those of an ordinary year in the model."""

from typing import TYPE_CHECKING

from simulation.measures.company_figures import survival_of_new
from simulation.presentation.company_words import by_hand_sentence, fit_rows, fit_sentence, standing_sentence
from simulation.presentation.report.tables import Row, Table
from simulation.presentation.wording import Unit, worded
from simulation.studies.company.fit import misfits
from simulation.studies.company.retention_fit import read_retention
from simulation.studies.runs.tasks import STATUS_QUO

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene


def company_sentences(scene: "Scene") -> tuple[str, ...]:
    """How well the model looks like the company; empty where the scenario is about none."""
    if not scene.scenario.company.given:
        return ()
    found = misfits(scene.scenario.company, _status_quo(scene))
    sentences = (fit_sentence(found, scene.currency), standing_sentence(scene.scenario), by_hand_sentence(scene.scenario))
    return tuple(sentence for sentence in sentences if sentence)


def company_table(scene: "Scene") -> Table | None:
    """Every figure that the company gave beside the model's; None where it gave none."""
    if not scene.scenario.company.given:
        return None
    found = misfits(scene.scenario.company, _status_quo(scene))
    rows = tuple(Row(name, tuple(cells)) for name, *cells in fit_rows(found, scene.currency))
    if not rows:
        return None
    return Table(
        caption=f"{scene.scenario.focal.name}: figures of the company, and of the first year in the model with {STATUS_QUO}",
        heads=("", "company", "model", ""),
        rows=rows,
        note="Reproduced: within 5 % of the figure, or within one percentage point of churn or a margin. "
        "Rivals do what the file says, so that they may win or lose customers.",
    )


def survival_table(scene: "Scene") -> Table | None:
    """Customers kept by year since they joined, beside the company's table; None where it has none that can be read."""
    from simulation.scenario.errors import ScenarioError

    named = scene.scenario.company.retention_table
    if not named:
        return None
    try:
        given = read_retention(named)
    except ScenarioError:  # it was read when the model was fitted; a report can be made again without it
        return None
    model = survival_of_new(scene.cohorts, [firm.name for firm in scene.scenario.firms])
    years = [year for year in given if year <= len(model)]
    if not years:
        return None
    unit = Unit("share")
    rows = (
        Row("The company's table", tuple(worded(given[year], unit, 0.004) for year in years)),
        Row("The model", tuple(worded(model[year - 1], unit, 0.004) for year in years)),
    )
    return Table(
        caption="Of new customers, the share still there: the company's table, and all firms of the market as in the file",
        heads=("", *(f"year {year}" for year in years)),
        rows=rows,
    )


def _status_quo(scene: "Scene") -> "pd.DataFrame":
    twins = scene.twins
    return twins[(twins["world"] == STATUS_QUO) & (twins["firm"] == scene.scenario.focal.name)]

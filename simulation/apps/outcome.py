"""What a command says of a result: tables, verdict, odds over uncertain values, and where everything lies."""

from typing import TYPE_CHECKING, Any

from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from rich.console import RenderableType

    from simulation.api import Result
    from simulation.scenario import Scenario
    from simulation.studies.comparisons.verdict import Verdict
    from simulation.studies.sequential import Reached

AGAIN = "the same command with --resume --robustness"
"""How the odds over the uncertain values are asked for once a result is there."""


def tell(result: "Result", voice: Voice) -> None:
    """Prints a result: tables and verdict for people, one object for programs, the folder alone when quiet."""
    failed = [row for row in result.runs if row.status == "failed"]
    if voice.as_json:
        voice.object(as_object(result))
    elif voice.quiet:
        voice.answer(str(result.folder))
    else:
        for scenario, verdict in zip(result.scenarios, result.verdicts, strict=True):
            _tell_scenario(result, scenario, verdict, voice)
        if len(result.scenarios) > 1:
            _tell_differences(result, voice)
        if result.reached is not None:
            voice.show(_paragraph(reached_in_words(result.reached)))
        voice.show(_places(result))
    if failed:
        first = failed[0]
        run = f"{first.scenario}, run {first.replication}, {first.world}"
        voice.complain(f"{len(failed)} of {len(result.runs)} runs failed. The first ({run}): {first.error}")


def _tell_scenario(result: "Result", scenario: "Scenario", verdict: "Verdict", voice: Voice) -> None:
    from rich.text import Text

    from simulation.presentation.findings import capital
    from simulation.presentation.gallery import against
    from simulation.presentation.tables import strategy_table, twin_table
    from simulation.presentation.verdict_words import robustness_line, verdict_lines
    from simulation.studies.runs.tasks import STATUS_QUO

    currency = scenario.market.currency
    runs = sum(r.status == "done" and r.scenario == scenario.name and r.world == "market" for r in result.runs)
    customers = scenario.market.customers * scenario.market.each_stands_for
    size = f"{scenario.run.months} months, {len(scenario.firms)} firms, {customers:,} customers"
    voice.show(Text(f"{scenario.title or scenario.name}", style="bold"), f"{size}, {runs} runs, {currency}")
    if scenario.question:
        voice.show(_paragraph(scenario.question))
    if not runs:
        voice.show("No run is finished, so there is nothing to compare.")
        return
    summary = result.summary()
    voice.show(strategy_table(summary[summary["scenario"] == scenario.name], currency))
    _tell_company(result, scenario, voice)
    rows = result.comparison[result.comparison["scenario"] == scenario.name]
    twins = against(rows, "twin", STATUS_QUO)
    if len(twins):
        voice.show(twin_table(twins, f"{scenario.focal.name} as {STATUS_QUO}", currency))
    first, *rest = verdict_lines(verdict, currency)
    voice.show(Text(first, style="bold"), *(_point(line) for line in rest))
    studied = [one for one in result.study.robustness if one.scenario == scenario.name]
    lines = studied[0].sentences if studied else (robustness_line(verdict.robustness, AGAIN),)
    voice.show(*(_point(capital(line)) for line in [*_through_what(result, scenario), *lines]), "")


def _through_what(result: "Result", scenario: "Scenario") -> list[str]:
    """Through what the focal firm's plan earns more or less than the best other strategy of the file; none without twins."""
    from simulation.presentation.why_words import why_finding
    from simulation.studies.why.parts import asked

    pair = asked(result.why, scenario)
    if pair is None:
        return []
    left, right = pair
    rows = result.why[(result.why["scenario"] == scenario.name) & (result.why["left"] == left) & (result.why["right"] == right)]
    return [f"{why_finding(rows, left, right, scenario.market.currency)}."]


def _tell_company(result: "Result", scenario: "Scenario", voice: Voice) -> None:
    """How well the model looks like the company that the scenario is about."""
    if not scenario.company.given:
        return
    from simulation.presentation.company_words import by_hand_sentence, fit_sentence
    from simulation.studies.company.fit import misfits
    from simulation.studies.runs.tasks import STATUS_QUO

    twins = result.study.focal_twins
    own = (twins["scenario"] == scenario.name) & (twins["world"] == STATUS_QUO) & (twins["firm"] == scenario.focal.name)
    if own.any():
        sentences = (fit_sentence(misfits(scenario.company, twins[own]), scenario.market.currency), by_hand_sentence(scenario))
        voice.show(*(_paragraph(sentence) for sentence in sentences if sentence), "")


def _tell_differences(result: "Result", voice: Voice) -> None:
    """The same strategy or firm in two scenarios."""
    from simulation.presentation.tables import scenario_table

    rows = result.comparison[(result.comparison["kind"] == "scenario")]
    if len(rows):
        voice.show(scenario_table(rows, result.scenarios[0].market.currency))


def _places(result: "Result") -> "RenderableType":
    pictures = f"; pictures in {result.folder / 'figures'}" if result.folder and result.figures else ""
    report = f" The report: {result.report}" if result.report else ""
    return _paragraph(f"Results in {result.folder}{pictures}.{report}")


def reached_in_words(reached: "Reached") -> str:
    """How near a study came to the width that was asked for."""
    goal, noun = reached.goal, reached.goal.measure.replace("_", " ")
    if reached.widest is None or reached.between is None or reached.interval is None:
        return f"No interval of {noun} is known after {reached.runs} runs, so its width cannot be told."
    between = f"{reached.between[0]} and {reached.between[1]}"
    widest = f"the widest 95 % interval of {noun}, between {between}, is {reached.widest:,.6g} wide"
    widest += f" ({reached.interval[0]:,.6g} to {reached.interval[1]:,.6g}, skewness allowed for)"
    if reached.reached:
        return f"{reached.runs} runs were enough: {widest}; {goal.width:,.6g} was asked for."
    asked = f"{goal.width:,.6g} was asked for (--most allows more)"
    return f"{reached.runs} runs, the most allowed, were not enough: {widest}; {asked}."


def _paragraph(text: str) -> "RenderableType":
    from rich.text import Text

    return Text(text)


def _point(text: str) -> "RenderableType":
    """A line with a dash before it, its further lines indented."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text("-"), Text(text))
    return Padding(grid, (0, 0, 0, 1))


def as_object(result: "Result") -> dict[str, Any]:
    """A result for programs: runs, verdicts, summary and comparison over the whole horizon, and where it lies."""
    summary, comparison = result.summary(), result.comparison
    whole = summary[summary["period"] == "whole"].drop(columns="period")
    differences = comparison[comparison["period"] == "whole"].drop(columns="period")
    statuses = [row.status for row in result.runs]
    return {
        "results": str(result.folder),
        "scenarios": [scenario.name for scenario in result.scenarios],
        "runs_done": statuses.count("done"),
        "runs_failed": statuses.count("failed"),
        "errors": list(dict.fromkeys(row.error for row in result.runs if row.status == "failed")),
        "verdicts": [verdict.to_dict() for verdict in result.verdicts],
        "summary": whole.to_dict(orient="records"),
        "comparison": differences.to_dict(orient="records"),
        "figures": [str(path) for path in result.figures],
        "report": None if result.report is None else str(result.report),
        "until": None if result.reached is None else result.reached.to_dict(),
    }

"""Commands about scenario files: check, new, explain, diff, schema."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.apps.guard import BAD_INPUT, guarded
from simulation.apps.options import AsJson, Quiet, SetValues
from simulation.apps.streams import Voice

CUSTOMER_MONTHS_PER_SECOND = {"agents": 45_000.0, "compiled": 4_000_000.0}
"""Months of one customer that one processor core simulates in a second, by engine; measured, on the careful side."""

SECONDS_PER_FIRM_MONTH = {"agents": 0.0007, "compiled": 0.0006}
"""What a month of one firm takes besides its customers, by engine."""

BYTES_PER_CUSTOMER = {"agents": 8_000.0, "compiled": 400.0}
"""Memory that a simulated customer takes, by engine."""

BESIDES = "Each process at work takes about 260 MB besides, whatever the size of the market."


@guarded
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
    set_values: SetValues = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Checks scenario files; tells all mistakes at once. Exit code 0 when all are right, else 2."""
    from simulation.scenario import ScenarioError, load_scenario

    voice = Voice(quiet, as_json)
    problems = []
    for file in files:
        try:
            scenario = load_scenario(file, set_values or ())
        except ScenarioError as error:
            problems += list(error.problems)
            continue
        if not quiet:
            firms, months = len(scenario.firms), scenario.run.months
            voice.answer(f"{file}: ok ({firms} firms, {months} months, {scenario.run.replications} runs)")
    if problems:
        raise ScenarioError(problems)
    voice.object({"ok": True, "files": files})


@guarded
def new(
    path: Annotated[str, typer.Argument(metavar="PATH", help="File to be made.")],
    template: Annotated[str, typer.Option("--from", metavar="NAME", help="Shipped scenario to start from.")],
    as_json: AsJson = False,
) -> None:
    """Starts a scenario of your own from a shipped one, with the schema for your editor beside it."""
    from simulation.scenario.templates import SCHEMA_NAME, new_scenario

    target = new_scenario(path, template)
    voice = Voice(as_json=as_json)
    beside = target.parent / SCHEMA_NAME
    voice.answer(f"{target} is made, from {template}; {beside} lets editors complete and check it.")
    voice.answer(f"Next: centricity check {target}")
    voice.object({"path": str(target), "from": template, "schema": str(beside)})


@guarded
def explain(
    what: Annotated[str, typer.Argument(metavar="KEY | FILE", help="A parameter's key, or a scenario.")],
    set_values: SetValues = None,
    as_json: AsJson = False,
) -> None:
    """Explains a parameter (meaning, unit, range, default, source) or a scenario in plain words."""
    from simulation.scenario.plain_words import Pace, explain_key, explain_scenario

    if names_a_file(what):
        from simulation.scenario import load_scenario
        from simulation.scenario.loading import load_base
        from simulation.studies.runs.tasks import worlds_of

        scenario = load_scenario(what, set_values or ())
        base = load_base(what) if Path(what).is_file() else None
        engine = scenario.run.engine
        pace = Pace(
            CUSTOMER_MONTHS_PER_SECOND[engine], BYTES_PER_CUSTOMER[engine], len(worlds_of(scenario)),
            SECONDS_PER_FIRM_MONTH[engine],
        )
        text = f"{explain_scenario(scenario, base=base, pace=pace)}\n  {BESIDES}"
    else:
        text = explain_key(what)
    voice = Voice(as_json=as_json)
    voice.answer(text)
    voice.object({"explained": what, "text": text})


@guarded
def diff(
    before: Annotated[str, typer.Argument(metavar="FILE", help="A scenario.")],
    after: Annotated[str, typer.Argument(metavar="FILE", help="Another one.")],
    as_json: AsJson = False,
) -> None:
    """Says in plain words what differs between two scenarios."""
    from simulation.scenario import load_scenario
    from simulation.scenario.plain_words import diff_words

    text = diff_words(load_scenario(before), load_scenario(after))
    voice = Voice(as_json=as_json)
    voice.answer(text)
    voice.object({"before": before, "after": after, "text": text})


@guarded
def schema(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Writes it to a file instead of printing it.")] = None,
) -> None:
    """Prints the JSON Schema of scenario files, with which editors complete and check them."""
    from simulation.scenario.schema import schema_text, write_schema

    if out is None:
        Voice().answer(schema_text())
        return
    try:
        write_schema(out)
    except OSError as error:
        Voice().error(f"{out}: cannot be written ({error.strerror})")
        raise typer.Exit(BAD_INPUT) from None
    Voice().note(f"{out} is written.")


def names_a_file(text: str) -> bool:
    """Whether an argument means a scenario rather than the key of a parameter."""
    if text.endswith(".toml") or "/" in text or "\\" in text or Path(text).is_file():
        return True
    from simulation.scenario.library import shipped_scenario

    return shipped_scenario(text) is not None

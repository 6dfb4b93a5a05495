"""Command `claims`: falsifiers, patterns and claims, measured and printed as scorecards."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.apps.guard import guarded
from simulation.apps.options import AsJson, Force, Quiet
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.evidence.finding import Finding
    from simulation.studies.evidence.markets import Markets
    from simulation.studies.evidence.size import Size

PAGE, FOLDER, PICTURE = "evidence.md", "evidence", "scorecard"
HOW = "made_by.json"


@guarded
def claims(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder for the page evidence.md and evidence/ with tables and picture."),
    ] = Path("results") / "claims",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="CARD", help="falsifiers, patterns or claims; repeatable. The others stay."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tiny markets, to see that it works; such verdicts mean nothing.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", min=1, help="Processes at work.")] = 1,
    force: Force = False,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Holds the model against falsifiers, known patterns and claims in its sources; takes most of an hour of one processor."""
    from simulation.presentation.scorecard import CARDS
    from simulation.studies.evidence.markets import Markets
    from simulation.studies.evidence.size import FULL, QUICK

    voice = Voice(quiet, as_json)
    chosen = _chosen(only, CARDS)
    _check_free(out, chosen, force)
    size = QUICK if quick else FULL
    markets = Markets(size, jobs, say=voice.note)
    for card in chosen:
        voice.note(f"Measuring the {card}")
        started = time.monotonic()
        found = _measured(card, markets)
        _keep(out, card, found, size, quick)
        voice.note(f"The {card} are measured, in {time.monotonic() - started:.0f} s")
    _tell(out, chosen, voice)


def _chosen(only: Sequence[str] | None, cards: Sequence[str]) -> list[str]:
    """The cards that are wanted, in their order. Raises ScenarioError for one that there is not."""
    from simulation.scenario import Problem, ScenarioError

    unknown = [name for name in only or () if name not in cards]
    if unknown:
        allowed = ", ".join(cards)
        raise ScenarioError([Problem("no such scorecard", found=name, allowed=allowed, key="--only") for name in unknown])
    return [card for card in cards if not only or card in only]


def _check_free(out: Path, chosen: Sequence[str], force: bool) -> None:
    """Raises StoreError where a table would be replaced and `--force` is not given."""
    from simulation.records.files import StoreError

    there = [path for path in (_table(out, card) for card in chosen) if path.exists()]
    if there and not force:
        raise StoreError(f"{there[0]} is there already; choose another folder with --out, or replace it with --force")


def _table(out: Path, card: str) -> Path:
    return out / FOLDER / f"{card}.csv"


def _measured(card: str, markets: "Markets") -> "list[Finding]":
    from simulation.studies.evidence.claims import claims as measure_claims
    from simulation.studies.evidence.falsifiers import falsifiers
    from simulation.studies.evidence.finding import DIRECTION, INSIDE, NOT_REPRODUCED, OUTSIDE, REPRODUCED
    from simulation.studies.evidence.in_draws import with_draws
    from simulation.studies.evidence.patterns import patterns

    if card == "falsifiers":
        return falsifiers(markets.size, markets.jobs)
    if card == "patterns":
        return with_draws(patterns(markets), markets, patterns, met=(INSIDE,), judged=(INSIDE, OUTSIDE))
    judged = (REPRODUCED, DIRECTION, NOT_REPRODUCED)
    return with_draws(measure_claims(markets), markets, measure_claims, met=(REPRODUCED,), judged=judged)


def _keep(out: Path, card: str, found: "list[Finding]", size: "Size", quick: bool) -> None:
    """Writes the table of a card and how it was made."""
    import json

    import simulation
    from simulation.studies.evidence.finding import table_of

    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    table_of(found).to_csv(_table(out, card), index=False, lineterminator="\n", float_format="%.6g")
    path = folder / HOW
    how = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    sizes = (
        "customers, months and runs as in the files"
        if size.of_the_file and card == "falsifiers"
        else f"{size.customers:,} customers, {size.replications} runs"
    )  # fmt: skip
    drawn = f"{size.markets} markets of {size.firms} firms with drawn policies"
    more = f", {size.draws} draws over uncertain values" if card == "falsifiers" else f", {drawn}"
    if card != "falsifiers":
        more += f", {size.line_draws} draws over uncertain values in smaller markets"
    options = f"--only {card}{' --quick' if quick else ''}"
    how[card] = f"Measured by `centricity claims {options}`, version {simulation.__version__}: {sizes}{more}."
    path.write_text(json.dumps(how, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")


def _tell(out: Path, chosen: Sequence[str], voice: Voice) -> None:
    """Writes page and picture from all tables that lie in the folder; prints those just made."""
    from rich.text import Text

    from simulation.presentation.scorecard import counted, scorecard_table
    from simulation.studies.evidence.finding import table_of

    cards = written(out)
    voice.object({"evidence": str(out / PAGE), **{card: table_of(cards[card]).to_dict(orient="records") for card in chosen}})
    if voice.as_json:
        return
    if voice.quiet:
        voice.answer(str(out / PAGE))
        return
    for card in chosen:
        voice.show(scorecard_table(card, cards[card]), Text(f"{card}: {counted(card, cards[card])}", style="bold"), "")
    voice.show(Text(f"Page in {out / PAGE}; tables and picture in {out / FOLDER}."))


def written(out: Path) -> "dict[str, list[Finding]]":
    """Writes the page and the picture on the tables that lie in a folder, and returns their lines by card."""
    import json

    import pandas as pd

    import simulation
    from simulation.presentation.report.experiment import write_evidence
    from simulation.presentation.scorecard import CARDS, page
    from simulation.presentation.scorecard_figure import scorecard
    from simulation.presentation.style import drawing, save
    from simulation.studies.evidence.finding import findings_in

    cards = {card: findings_in(pd.read_csv(_table(out, card))) for card in CARDS if _table(out, card).exists()}
    how = json.loads((out / FOLDER / HOW).read_text(encoding="utf-8"))
    text = page(cards, how) + f"\n![Scorecard]({FOLDER}/{PICTURE}.png)\n"
    (out / PAGE).write_text(text, encoding="utf-8", newline="\n")
    with drawing():
        save(scorecard(cards), out / FOLDER, PICTURE)
    write_evidence(out / FOLDER, cards, how, simulation.__version__)
    return cards

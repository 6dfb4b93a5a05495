"""The report of a search for the best programme."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.presentation.allocation_words import (
    difference_words,
    flatness,
    headline,
    money_of,
    sentences,
    worth_words,
)
from simulation.presentation.findings import capital, listed
from simulation.presentation.report.answer import CLEAR, OPEN, Tile
from simulation.presentation.report.chapter import Section
from simulation.presentation.report.page import Page, write_page
from simulation.presentation.report.panels import Whisker, whiskers
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.report.tables import Row, Table
from simulation.presentation.style import BLUE, GREEN, INK, VERMILLION
from simulation.presentation.wording import Unit, interval_worded, worded
from simulation.records.files import explained
from simulation.scenario.shape import percent
from simulation.studies.allocation.study import BEST, PRESENT, Allocation
from simulation.studies.runs.tasks import NONE, STATUS_QUO

FEW_RUNS, FEW_TRIED = 20, 100
SHOWN = 10
"""Programmes of the search that the table shows."""

CALLED = {STATUS_QUO: "the ordinary mix", NONE: "saving the budget"}


def write_allocation(folder: Path, found: Allocation, manifest: Mapping[str, Any]) -> Path:
    """Writes the page into the folder of the search and returns the file. Raises StoreError where it cannot be written."""
    with explained(folder):
        return write_page(folder, allocation_page(found, manifest))


def allocation_page(found: Allocation, manifest: Mapping[str, Any]) -> Page:
    """The page. Equal findings give an equal page; its one time is that of the manifest."""
    scenario, effort = found.scenario, found.effort
    told = sentences(found)
    clear = found.gain.low > 0 or found.gain.high < 0
    customers = scenario.market.customers * scenario.market.each_stands_for
    return Page(
        title=f"{scenario.title or scenario.name}: which programme",
        question=f"How should {scenario.focal.name} divide an improvement budget of {percent(found.budget, 1)} of revenue, and "
                 "when should "
        "each part start?",
        call=CLEAR if clear else OPEN,
        sketch=f"Only {effort.judgement} runs. A sketch." if effort.judgement < FEW_RUNS else "",
        headline=headline(found),
        sure=f"{told[0]} {told[1]}",
        tiles=_tiles(found),
        words=tuple(told[2:]),
        cautions=tuple(_cautions(found)),
        size=f"{scenario.run.months} months, {len(scenario.firms)} firms, {customers:,} customers, {len(found.tried)} programmes "
        f"tried, amounts in {scenario.market.currency}.",
        sections=(
            Section("programme", "The programme", pictures=(_shares(found),), tables=(_starts(found),)),
            Section("judged", "On fresh luck", pictures=(_judged(found),)),
            *((Section("worth", "What each part is worth", pictures=(_worth(found),)),) if found.worth else ()),
            Section("tried", "What else was tried", tables=(_tried(found),)),
        ),
        method=_method(found),
        again=(
            ("centricity run best.toml", "in the result folder: the best programme as a scenario, with its whole report"),
            ("centricity report .", "in the result folder: makes this page again without simulating"),
        ),
        origin=(
            ("Command", str(manifest["command"])),
            ("Seed", str(scenario.run.seed)),
            ("Version", f"centricity {manifest['version']}"),
            ("Scenario digest", str(manifest["scenario_digest"])),
            ("Code digest", str(manifest["code_digest"])),
        ),
        when=str(manifest.get("end") or ""),
    )  # fmt: skip


def _tiles(found: Allocation) -> tuple[Tile, ...]:
    unit = money_of(found)
    named = [("Against the plan in the file", found.gain)]
    named += [(f"Against {CALLED[one.name]}", one) for one in found.against]
    tiles = []
    for label, one in named:
        call = "too close to call" if one.low <= 0 <= one.high else "clearly more" if one.difference > 0 else "clearly less"
        figure = worded(one.difference, unit, (one.high - one.low) / 2, signed=True)
        tiles.append(Tile(label, figure, f"95 % interval {interval_worded(one.low, one.high, unit, signed=True)}", call))
    tiles.append(Tile("As good, as far as the search can tell", f"{found.near} of {len(found.tried)}", "programmes tried"))
    return tuple(tiles)


def _cautions(found: Allocation) -> list[tuple[str, str]]:
    effort = found.effort
    cautions = []
    if effort.judgement < FEW_RUNS:
        cautions.append((f"Only {effort.judgement} runs.", "The interval of the lead is itself uncertain: use 20 or more."))
    if len(found.tried) < FEW_TRIED:
        cautions.append((
            f"Only {len(found.tried)} programmes were tried.",
            "Among so many shares and starts there may be better ones: use --evaluations 200 or more.",
        ))  # fmt: skip
    if found.flat:
        cautions.append((
            "Not settled.", "The best programme is not clearly better than the plan in the file: read its shares as one of many "
            "that are as good, not as a recommendation.",
        ))  # fmt: skip
    cautions.append((
        "At the given values.", "The effects and costs of the levers are design choices and priors. With others of their likely "
        "values another programme may be best; run best.toml with --robustness to see in which share of them it wins.",
    ))  # fmt: skip
    cautions.append((
        "Only the budget was searched.", "What the firm listens to, measures and rewards stayed as in the file.",
    ))  # fmt: skip
    return cautions


def _shares(found: Allocation) -> Picture:
    """The shares of the best, with the range among programmes that are as good."""
    unit = Unit("share")
    rows = []
    for name, (low, high) in sorted(found.ranges.items(), key=lambda pair: -found.best.shares.get(pair[0], 0.0)):
        start = found.best.starts.get(name)
        text = "not bought" if start is None else "at once" if start == 1 else f"from month {start}"
        rows.append(Whisker(name.replace("_", " "), found.best.shares.get(name, 0.0), low, high, BLUE, text))
    top = listed([row.name for row in rows[:3] if row.estimate > 0])
    values = "; ".join(f"{row.name} {worded(row.estimate, unit, 0.01)}, {row.text}" for row in rows)
    most = max(row.high for row in rows)
    return Picture(
        name="shares",
        finding=f"Most of the budget goes to {top}. {flatness(found)}",
        reading="Point: share of the budget in the best programme found. Bar: from the smallest to the largest share among the "
        "programmes tried that are as good, as far as the search can tell.",
        alternative=f"A point with a range for each purchase. {values}.",
        svg=inline_svg(whiskers(rows, unit, signed=False, bounds=(0.0, min(1.0, most * 1.08))), "shares"),
    )


def _starts(found: Allocation) -> Table:
    """Share and start of each part, beside the plan in the file."""
    plan = found.named(PRESENT).programme
    assert plan is not None
    names = sorted({*found.best.shares, *plan.shares}, key=lambda name: -found.best.shares.get(name, 0.0))
    rows = []
    for name in names:
        start = found.best.starts.get(name)
        share = found.best.shares.get(name)
        cells = ("–" if share is None else f"{100 * share:.1f} %", "–" if start is None else f"month {start}",
                 f"{100 * plan.shares[name]:.1f} %" if name in plan.shares else "–")  # fmt: skip
        rows.append(Row(capital(name.replace("_", " ")), cells))
    return Table(
        "The best programme found, and the plan in the file", ("", "share of the budget", "starts", "plan in the "
        "file"), tuple(rows),
        note="Months count from the start of the firm's strategy. Until a part starts, its money goes to those that have: the "
        "budget is always spent whole.",
    )  # fmt: skip


def _judged(found: Allocation) -> Picture:
    unit = money_of(found)
    colours = {BEST: BLUE, STATUS_QUO: INK, NONE: VERMILLION}
    rows = [
        Whisker(CALLED.get(one.name, one.name), one.difference, one.low, one.high, colours.get(one.name, GREEN),
                f"ahead in {percent(one.ahead)}")
        for one in found.judged if one.name != PRESENT
    ]  # fmt: skip
    values = "; ".join(f"{row.name}: {worded(row.estimate, unit, signed=True)}" for row in rows)
    return Picture(
        name="judged",
        finding=f"The best found against the plan in the file: {difference_words(found.gain, unit)}.",
        reading="Cumulative discounted profit, more or less than with the plan in the file: mean of "
                f"{found.effort.judgement} runs on "
        "luck that the search has not seen, with 95 % intervals.",
        alternative=f"A point with an interval for each. {values}.",
        svg=inline_svg(whiskers(rows, unit), "judged"),
    )


def _worth(found: Allocation) -> Picture:
    unit = money_of(found)
    rows = [
        Whisker(one.purchase.replace("_", " "), one.loss, one.low, one.high, BLUE if one.loss >= 0 else VERMILLION,
                f"{100 * one.share:.0f} % of the budget")
        for one in found.worth
    ]  # fmt: skip
    values = "; ".join(f"{row.name}: {worded(row.estimate, unit, signed=True)}" for row in rows)
    return Picture(
        name="worth",
        finding=worth_words(found.worth, unit) or "One run tells nothing sure of any part.",
        reading="What the best programme loses when one part is left out and its money is spread over the others, same "
                "luck, with "
        "95 % intervals. To the left of nought: its money would earn more elsewhere.",
        alternative=f"A point with an interval for each part. {values}.",
        svg=inline_svg(whiskers(rows, unit), "worth"),
    )


def _tried(found: Allocation) -> Table:
    unit = money_of(found)
    rows = tuple(
        Row(programme.words(), (worded(lead, unit, signed=True),)) for programme, lead in found.tried[:SHOWN]
    )
    return Table(
        f"The {len(rows)} best of {len(found.tried)} programmes on the luck of the search", ("", "against the plan in the "
        "file"), rows,
        note="These leads contain the luck of the search: the first of them is expected to lose some of it. All are in "
             "programmes.csv.",
    )  # fmt: skip


def _method(found: Allocation) -> tuple[str, ...]:
    effort = found.effort
    return (
        f"{len(found.tried)} programmes were tried, by differential evolution over shares and starting months and by "
        "steps from the best, each on the same "
        f"{effort.search} runs. The best of them were compared on {effort.choice} fresh runs, and the best of those was "
        "judged on "
        f"{effort.judgement} further runs that neither round had seen.",
        "In every run the firm plays each programme in the same market: same rivals, same customers, same luck. Intervals "
        "are 95 % "
        "intervals of the mean of the paired differences (Student's t).",
        "As good, as far as the search can tell: behind the best by no more than half the 95 % interval of the best "
        "programme's lead on "
        "the luck of the search.",
        "Every programme spends the same share of revenue; what decides is cumulative discounted profit at the end.",
    )

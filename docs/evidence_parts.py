"""The parts of the pages on evidence and calibration that are read off stored results."""

import json
import math
import runpy
from pathlib import Path

import pandas as pd

from simulation.measures.strategies import LEVEL
from simulation.presentation.scorecard import CARDS, VERDICTS, interval, said
from simulation.scenario.catalogue import parameters
from simulation.scenario.shape import percent
from simulation.studies.evidence.finding import Finding, findings_in

FOLDER = Path(__file__).resolve().parent
EVIDENCE, CALIBRATION = FOLDER / "evidence", FOLDER / "calibration"

TABLES = ("high_end", "regular")
"""Calibrations to the published retention tables."""
NAMES = {"high_end": "High End", "regular": "Regular", "defaults": "the shipped defaults", "known": "a market of known values"}


def number(value: float) -> str:
    """A value in few signs.

    >>> number(0.12345), number(1234.5), number(float("nan")), number(float("inf"))
    ('0.123', '1,234', '-', 'any')
    """
    if math.isnan(value):
        return "-"
    if math.isinf(value):
        return "any"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|\n" + "\n".join(lines)


def cards() -> dict[str, list[Finding]]:
    """The stored scorecards."""
    return {card: findings_in(pd.read_csv(EVIDENCE / f"{card}.csv")) for card in CARDS}


def origins() -> str:
    """How many defaults come from where, and how many have a likely range."""
    words = {
        "source": "read in a publication", "computed": "computed from published data",
        "prior": "prior from general knowledge", "design choice": "design choice of this model",
    }  # fmt: skip
    rows = []
    for origin, named in words.items():
        own = [entry for entry in parameters() if entry.origin == origin]
        rows.append((named, str(len(own)), str(sum(entry.likely is not None for entry in own))))
    return table(("origin of a default", "parameters", "of them drawn in robustness studies"), rows)


def known() -> str:
    """The known answers."""
    found = pd.read_csv(EVIDENCE / "known_answers.csv")
    rows = [(r.answer, r.source, number(r.off), number(r.allowed), "met" if r.met else "**not met**") for r in found.itertuples()]
    head = ("known answer", "source", "largest distance", "allowed", "")
    return f"{table(head, rows)}\n\n![Known answers: exact and simulated](evidence/known_answers.png)"


def customers_in(experiment: str) -> str:
    """How many customers the markets of an experiment have, from its script."""
    found = runpy.run_path(str(FOLDER.parent / "experiments" / f"{experiment}.py"))
    return f"{found['SIZE']['market.customers']:,} customers"


def ablations() -> str:
    """The parts that surely move the lead, and the picture of all."""
    found = pd.read_csv(EVIDENCE / "ablations.csv")
    whole, parts = found.iloc[0], found.iloc[1:]
    sure = parts[(parts["change_low"] > 0) | (parts["change_high"] < 0)]
    others = parts[~parts["wins"].isin([whole["wins"], "too close to call"])]
    rows = [
        (r.without, number(r.lead), f"{number(r.change)} ({number(r.change_low)} to {number(r.change_high)})", r.wins)
        for r in sure.itertuples()
    ]
    turned = ", ".join(f"without {r.without} {r.wins}" for r in others.itertuples()) or "none does"
    close = whole["wins"] == "too close to call"
    handed = "without some parts somebody surely wins" if close else "parts that hand the win to somebody else"
    return (
        f"With everything in place the lead of customer-centric over service-only in head to head, in a market of "
        f"{customers_in('ablations')}, is {number(whole['lead'])} "
        f"({number(whole['lead_low'])} to {number(whole['lead_high'])}) of cumulative discounted profit; "
        f"{'who wins is' if close else 'winner:'} {whole['wins']}. Of {len(parts)} parts, {len(sure)} surely move "
        f"that lead; {handed}: {turned}. So many comparisons "
        "at once let two or three show by chance alone: this is a screening.\n\n"
        + table(("without", "lead", "change of the lead (95 %)", "wins"), rows)
        + "\n\n![How much of the lead each part makes](evidence/ablations.png)\n\n"
        "Repeat: `python experiments/ablations.py`; every part stands in [ablations.csv](evidence/ablations.csv)."
    )


def calibrated() -> str:
    """What was calibrated, in one table."""
    rows = []
    for name in ("defaults", *TABLES, "known"):
        points = pd.read_csv(CALIBRATION / name / "points.csv")
        tried = points[points["part"] != "as in the scenario"]
        own = "yes" if bool(points.loc[points["part"] == "as in the scenario", "passes"].iloc[0]) else "no"
        found = pd.read_csv(CALIBRATION / name / "parameters.csv")
        open_ones = found.loc[found["identified"] == "not identified", "parameter"]
        rows.append((NAMES[name], str(len(found)), f"{int(tried['passes'].sum())} of {len(tried)}", own,
                     ", ".join(f"`{key}`" for key in open_ones) or "-"))  # fmt: skip
    head = ("held against", "free parameters", "points that pass", "shipped defaults pass", "not identified")
    return table(head, rows)


def analysis() -> str:
    """Front line and centricity, blends, number of agents."""
    cells = pd.read_csv(EVIDENCE / "one_or_both_cells.csv")
    rows = [(r.cell, f"{number(r.gain)} ({number(r.low)} to {number(r.high)})") for r in cells.itertuples()]
    blends = pd.read_csv(EVIDENCE / "one_or_both_blends.csv")
    best = blends.loc[blends.groupby("environment", sort=False)["gain"].idxmax()]
    blend_rows = [
        (r.environment, percent(r.share_centric), r.policy_of, f"{number(r.gain)} ({number(r.low)} to {number(r.high)})")
        for r in best.itertuples()
    ]
    sizes = pd.read_csv(EVIDENCE / "number_of_agents.csv")
    counts = sorted(sizes["customers"].unique())
    smaller = sizes[sizes["customers"] < counts[-1]]
    apart = int((smaller["p_adjusted"] <= 1 - LEVEL).sum())
    second = smaller[(smaller["measure"] == "satisfaction") & (smaller["customers"] == counts[-2])]
    far = float(second[["differs_low", "differs_high"]].abs().max().max())
    sized = ", ".join(f"{size:,}" for size in counts)
    return (
        "**Isn't one enough?** A good front line and organisation-wide centricity, each with a budget of its own, against "
        "the firm that saves the budget: cumulative discounted profit after five years of head to head, in markets of "
        f"{customers_in('one_or_both')}.\n\n"
        + table(("", "gain (95 %)"), rows)
        + "\n\n**The best blend.** One budget, spent partly as customer-focused and partly as customer-centric firms do, with "
        "the policy of either; gain against pure focus. The best of ten is chosen after the runs, so that its gain is on the "
        "high side.\n\n"
        + table(("environment", "spent as centric firms do", "policy of", "gain against focus (95 %)"), blend_rows)
        + "\n\n![One or both, and the best blend](evidence/one_or_both.png)\n\nRepeat: `python experiments/one_or_both.py`.\n\n"
        f"**The number of agents.** Markets of {sized} customers, {sizes['runs'].max()} runs each. "
        "Firms have the same luck of their own in equal runs of all sizes, so that sizes are compared run by run: of "
        f"{len(smaller)} differences from the largest market, in retention, satisfaction, engagement and margin, {apart} are "
        f"more than luck (Holm). They are known well: satisfaction at {counts[-2]:,} customers differs by no more than "
        f"{number(far)} of 100 points.\n\n"
        "![Results by number of customers](evidence/number_of_agents.png)\n\nRepeat: `python experiments/number_of_agents.py`."
    )


def corroboration() -> str:
    """How many lines of each scorecard have which verdict, and which patterns are met whole."""
    found = cards()
    rows = []
    for card, lines in found.items():
        counts = ", ".join(
            f"{count} {verdict}" for verdict in VERDICTS[card]
            if (count := sum(line.verdict == verdict for line in lines))
        )  # fmt: skip
        rows.append((card, str(len(lines)), counts))
    patterns = [line for line in found["patterns"] if line.item.startswith("K")]
    how = json.loads((EVIDENCE / "made_by.json").read_text(encoding="utf-8"))
    commands = "\n".join(f"- {how[card]}" for card in CARDS)
    return (
        f"{table(('scorecard', 'lines', 'verdicts'), rows)}\n\nOf the patterns that were only checked: "
        f"{where_outside(patterns)}\n\nWhy, as far as it is known, stands in the notes of [evidence.md](evidence.md) and in "
        f"[limits.md](limits.md#where-the-model-and-the-world-disagree).\n\n{commands}\n\n"
        "Line by line: [evidence.md](evidence.md).\n\n![Scorecard](evidence/scorecard.png)"
    )


def where_outside(patterns: list[Finding]) -> str:
    """How many of the patterns are inside, also under the condition that they name, and every line that is outside."""
    items = list(dict.fromkeys(line.item for line in patterns))
    outside = [line for line in patterns if line.verdict == "outside"]
    whole = [item for item in items if not any(line.item == item for line in outside)]
    named = [
        item for item in items
        if item not in whole and not any(line.item == item and not line.beside for line in outside)
    ]  # fmt: skip
    under = f"; {', '.join(named)} under the condition that the pattern names, not as a preset buys it" if named else ""
    rows = [
        (one.item, one.what, one.subject, f"{said(one.estimate, one.unit)} ({interval(one)})", one.expected)
        for one in outside
    ]  # fmt: skip
    head = ("", "outside", "of", "value (95 %)", "expected")
    return f"{len(whole)} of {len(items)} are inside in every line{under}. What is outside:\n\n{table(head, rows)}"


def trace() -> dict[str, str]:
    """The parts of the record of the evidence."""
    return {"origins": origins(), "ablations": ablations(), "known": known(), "calibrated": calibrated(),
            "analysis": analysis(), "corroboration": corroboration()}  # fmt: skip


def calibration() -> dict[str, str]:
    """The parts of the page on calibration."""
    return {"defaults": _targets("defaults"), "defaults_parameters": _parameters("defaults"),
            "known": _known(), **{name: f"{_survival(name)}\n\n{_parameters(name)}" for name in TABLES}}  # fmt: skip


def _known() -> str:
    """Known values beside the set that passes."""
    found = pd.read_csv(CALIBRATION / "known" / "known.csv")
    points = pd.read_csv(CALIBRATION / "known" / "points.csv")
    tried = points[points["part"] != "as in the scenario"]
    rows = [
        (f"`{r.parameter}`", number(r.known), number(r.default), f"{number(r.passing_low)} to {number(r.passing_high)}",
         "yes" if r.inside else "**no**", r.identified)
        for r in found.itertuples()
    ]  # fmt: skip
    head = ("free parameter", "known value", "shipped default", "values that pass", "known value among them", "")
    off = found["known_misses_by"].iloc[0]
    return (
        f"{int(tried['passes'].sum())} of {len(tried)} points pass; the known values themselves, on the calibration's luck, are "
        f"off by {off:.2f} of what passes.\n\n{table(head, rows)}"
    )


def _targets(name: str) -> str:
    found = pd.read_csv(CALIBRATION / name / "targets.csv")
    rows = [
        (r.target.replace("_", " "), f"{number(r.low)} to {number(r.high)}", number(r.in_scenario),
         "yes" if r.scenario_miss <= 1 else "**no**")
        for r in found.itertuples()
    ]  # fmt: skip
    return table(("target", "passes", "at the shipped defaults", "met"), rows)


def _parameters(name: str) -> str:
    found = pd.read_csv(CALIBRATION / name / "parameters.csv")
    rows = [
        (f"`{r.parameter}`", f"{number(r.low)} to {number(r.high)}", number(r.in_scenario), number(r.best),
         f"{number(r.passing_low)} to {number(r.passing_high)}", r.identified)
        for r in found.itertuples()
    ]  # fmt: skip
    points = pd.read_csv(CALIBRATION / name / "points.csv")
    tried = points[points["part"] != "as in the scenario"]
    head = ("free parameter", "range", "shipped default", "best", "values that pass", "")
    return f"{int(tried['passes'].sum())} of {len(tried)} points pass.\n\n{table(head, rows)}"


def _survival(name: str) -> str:
    found = pd.read_csv(CALIBRATION / name / "survival.csv")
    rows = [
        (str(r.year), f"{r.observed:.3f}", f"{r.best:.3f}", f"{r.best_error:+.3f}",
         f"{r.passing_low:.3f} to {r.passing_high:.3f}" if r.passing_low == r.passing_low else "-",
         "fit" if r.fitted else "check")
        for r in found.itertuples()
    ]  # fmt: skip
    later = found[~found["fitted"]]
    off = later["best_error"].abs().max()
    mean = later["best_error"].mean()
    return (
        f"In the years that were not fitted the best point is off by {off:.3f} at most, {mean:+.3f} in the mean.\n\n"
        + table(("year", "published", "best point", "off by", "points that pass", "used for"), rows)
    )

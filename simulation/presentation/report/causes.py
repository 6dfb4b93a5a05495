"""Where the difference in profit comes from: revenue and each kind of cost, one step after the other."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital, listed
from simulation.presentation.report.amounts import amount_in
from simulation.presentation.report.panels import Step, waterfall
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.style import BLUE, VERMILLION
from simulation.presentation.wording import worded
from simulation.studies.comparisons.ledger_lines import PROFIT, REVENUE, ledger_difference

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene

NAMES = {
    "revenue": "revenue",
    "cost_of_goods": "goods and services bought",
    "cost_wages": "wages",
    "cost_hiring_training": "hiring and training",
    "cost_contacts_compensation": "contacts, compensation",
    "cost_acquisition": "winning customers",
    "cost_programme": "the programme itself",
    "cost_surveys": "surveys",
    "cost_coordination": "coordination",
    "cost_overhead": "overhead",
    "profit": "profit",
}
"""What the lines of the ledger are called."""

MORE, LESS = BLUE, VERMILLION
MOST_NAMED = 3
"""Kinds of cost that the finding names."""


def causes(scene: "Scene") -> Picture | None:
    """The difference between the focal firm's plan and the reference, line by line; None without a reference."""
    own, reference = scene.found.own, scene.found.reference
    if reference is None:
        return None
    found = ledger_difference(scene.found.rows, own, reference)
    size = float(found["estimate"].abs().max())
    steps = []
    for line, amount in zip(found["line"], found["estimate"], strict=True):
        text = amount_in(float(amount), scene.money, size, figures=3, signed=True)
        steps.append(Step(NAMES[line], float(amount), text, MORE if amount >= 0 else LESS, total=line == PROFIT))
    name = f"{scene.prefix}-causes"
    parts = "; ".join(f"{step.name} {step.text}" for step in steps)
    return Picture(
        name=name,
        finding=_finding(found, own, reference, scene),
        reading=(
            f"{scene.playing(own)} against {reference}: what each line of the books adds to profit over "
            f"{scene.axis.months} months or "
            "takes from it, mean over the runs, not discounted. To the right: better for profit."
        ),
        alternative=f"Steps from revenue over every kind of cost to profit: {parts}.",
        svg=inline_svg(waterfall(steps, scene.money), name),
    )


def _finding(found: "pd.DataFrame", own: str, reference: str, scene: "Scene") -> str:
    """In which lines the two differ clearly, the largest first."""
    lines = found[found["line"] != PROFIT].set_index("line")
    if scene.runs < 2:
        top = str(lines["estimate"].abs().idxmax())
        return f"In this one run the largest step is {NAMES[top]}: {_amount(lines.loc[top], scene, signed=True)}."
    more, less = lines[lines["low"] > 0], lines[lines["high"] < 0]
    parts = [f"earns clearly {word} ({_amount(rows.loc[REVENUE], scene)})"
             for word, rows in (("more", more), ("less", less)) if REVENUE in rows.index]  # fmt: skip
    parts += [
        f"spends clearly {word} on {text}" for word, rows in (("more", less), ("less", more)) if (text := _spent(rows, scene))
    ]
    if not parts:
        return f"No line of the books differs clearly between {own} and {reference}."
    return f"{capital(own)} {', '.join(parts[:-1])}{' and ' if len(parts) > 1 else ''}{parts[-1]}, compared with {reference}."


def _spent(rows: "pd.DataFrame", scene: "Scene") -> str:
    """The kinds of cost among clearly different lines with their amounts, the largest first; "" where there is none."""
    costs = rows.drop(index=REVENUE, errors="ignore")
    order = costs["estimate"].abs().sort_values(ascending=False, kind="stable").index[:MOST_NAMED]
    return listed([f"{NAMES[str(line)]} ({_amount(costs.loc[line], scene)})" for line in order]) if len(order) else ""


def _amount(row: "pd.Series", scene: "Scene", signed: bool = False) -> str:
    value = float(row["estimate"])
    return worded(value if signed else abs(value), scene.money, (float(row["high"]) - float(row["low"])) / 2, signed=signed)

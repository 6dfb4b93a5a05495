"""Through what the plan earns more or less than the reference: customers, spending, margin, and each kind of cost."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital
from simulation.presentation.report.amounts import amount_in
from simulation.presentation.report.panels import Step, waterfall
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.style import BLUE, VERMILLION
from simulation.presentation.why_words import NAMES, why_finding
from simulation.studies.why.parts import GAP, NEEDED, why

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene


def why_picture(scene: "Scene") -> Picture | None:
    """The parts of the gap in discounted profit; None without a reference, or where a table lacks a column for it."""
    own, reference = scene.found.own, scene.found.reference
    if reference is None or not set(NEEDED) <= set(scene.found.rows.columns):
        return None
    parts = why(scene.found.rows, own, reference, scene.scenario.ledger.discount_rate_per_year)
    shown = parts[(parts["estimate"] != 0) | (parts["part"] == GAP)]
    size = float(shown["estimate"].abs().max())
    steps = []
    for part, amount in zip(shown["part"], shown["estimate"], strict=True):
        text = amount_in(float(amount), scene.money, size, figures=3, signed=True)
        steps.append(Step(NAMES[str(part)], float(amount), text, BLUE if amount >= 0 else VERMILLION, total=part == GAP))
    name = f"{scene.prefix}-why"
    listed = "; ".join(f"{step.name} {step.text}" for step in steps)
    return Picture(
        name=name,
        finding=f"{capital(why_finding(parts, own, reference, scene.currency))}.",
        reading=f"{scene.playing(own)} against {reference}: through what discounted profit over {scene.axis.months} "
                "months differs, mean "
        "over the runs. Customers kept and won, spending and margin by Shapley values; the parts sum to the difference. "
        "To the right: "
        "better for profit.",
        alternative=f"Steps from each part to the difference in discounted profit: {listed}.",
        svg=inline_svg(waterfall(steps, scene.money), name),
    )

"""What matters most: the uncertain values that go most with the lead of the strategy that wins most often."""

from typing import TYPE_CHECKING

from simulation.measures.strategies import LEVEL
from simulation.presentation.findings import spoken
from simulation.presentation.report.bars import Bar, bars
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.style import BLUE, VERMILLION
from simulation.presentation.wording import MINUS, Unit

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene


def tornado(scene: "Scene") -> Picture | None:
    """Rank correlations, the strongest on top; None where it was not studied."""
    found = scene.robustness
    if found is None or found.leader is None or not found.drivers:
        return None
    ordered = sorted(found.drivers, key=lambda one: -abs(one.correlation))
    rows = [
        Bar(
            one.parameter.rpartition(".")[2].replace("_", " "),
            one.correlation,
            BLUE if one.correlation > 0 else VERMILLION,
            f"{one.correlation:+.2f}".replace("-", MINUS),
            sure=one.p_adjusted < 1 - LEVEL,
        )
        for one in ordered
    ]
    leader, top = spoken(found.leader), rows[0]
    word = "larger" if ordered[0].correlation > 0 else "smaller"
    sure = [row for row in rows if row.sure]
    finding = (
        f"The lead of {leader} depends most on {top.name}: the higher it is, the {word} the lead."
        if top.sure
        else f"None of the {len(found.varied)} uncertain values stands out from chance in the lead of {leader}; "
        f"{top.name} goes with it most."
    )
    name = f"{scene.prefix}-tornado"
    values = "; ".join(f"{row.name} {row.text}" for row in rows)
    return Picture(
        name=name,
        finding=finding,
        reading=f"Rank correlation over {len(found.draws)} draws of each uncertain value with the lead of {leader} over "
                "the best other "
        f"strategy. To the right: the higher, the larger the lead. Pale: may be chance ({len(sure)} of {len(rows)} are not).",
        alternative=f"Bars to the right and left of nought, the longest on top. {values}.",
        svg=inline_svg(bars(rows, Unit("number"), (-1.0, 1.0)), name),
    )

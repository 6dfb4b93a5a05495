"""Why a falsifier fails: what the strategy that should not be ahead would lose without each part of its policy."""

from simulation.scenario.policy import PURCHASES, PolicyFields
from simulation.scenario.presets import PRESETS
from simulation.studies.evidence.estimates import over_runs
from simulation.studies.evidence.outcomes import PROFIT, Terms, World, combined, simulated
from simulation.studies.evidence.size import Size
from simulation.studies.runs.workers import Simulate

LEVERS = "what the budget buys"


def parts_of(file: str, ahead: str, behind: str) -> dict[str, World]:
    """The focal firm playing `ahead` with one part of its policy as `behind` has it: worlds by the name of the part."""
    from simulation.scenario import load_scenario

    focal = load_scenario(file).focal.name
    (own, own_levers), (other, other_levers) = PRESETS[ahead], PRESETS[behind]
    found = {}
    for name in PolicyFields.model_fields:
        value = getattr(other, name)
        if value != getattr(own, name):
            values = ((f"firms.{focal}.strategy", ahead), (f"firms.{focal}.{name}", value))
            found[name.replace("_", " ")] = World(file, None, values)
    if own_levers != other_levers:
        weights = tuple((f"firms.{focal}.levers.{name}", getattr(other_levers, name) or 0.0) for name in PURCHASES)
        found[LEVERS] = World(file, None, ((f"firms.{focal}.strategy", ahead), *weights))
    return found


def what_makes_the_difference(terms: Terms, size: Size, jobs: int = 1, simulate: Simulate | None = None) -> str:
    """Words on what each part of the policy is worth to the strategy that is ahead; "" where no two presets are compared."""
    if len(terms) != 2 or any(column != PROFIT or world.preset is None for _, world, column in terms):
        return ""
    (_, left, _), (_, right, _) = terms
    assert left.preset is not None
    assert right.preset is not None
    parts = parts_of(right.file, right.preset, left.preset)
    found = simulated([(right.file, world) for world in (right, *parts.values())], size, jobs, simulate)
    worth = {
        name: over_runs(combined(found.runs, ((1.0, right, PROFIT), (-1.0, world, PROFIT)))) for name, world in parts.items()
    }
    ordered = sorted(worth, key=lambda name: -worth[name].value)
    words = ", ".join(
        f"{name} {worth[name].value:+,.0f} ({worth[name].low:+,.0f} to {worth[name].high:+,.0f})" for name in ordered
    )
    return f"what {right.preset} earns by each part of its policy that {left.preset} has otherwise: {words}"

"""What the numbers rest on: method, origin, limits, and how to get them again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.presentation.findings import listed
from simulation.scenario.catalogue import parameters
from simulation.scenario.shape import percent
from simulation.studies.comparisons.paired import RESAMPLES

if TYPE_CHECKING:
    from simulation.presentation.report.scene import Scene
    from simulation.scenario import Scenario

MUST_NOT = (
    "Not for forecasting a company. The markets are made up. A result says what follows from assumptions, not what a "
    "firm will earn.",
    "Not as evidence that customer centricity pays, or that it does not. Most effect sizes are design choices and "
    "priors. The model shows "
    "under which of them it would.",
    "Not for decisions about single customers or employees.",
    "Not for comparing real companies, vendors or consultants.",
    "Not for quoting a number without its scenario, its interval and its robustness.",
)
"""What a result must not be used for."""

LEFT_OUT = (
    "Competitors do not react to each other: no price wars, no imitation, no new firms.",
    "No business cycle, no inflation, no regulation, no supply limits.",
    "One product per firm, one price for all, no contracts with a fixed end.",
)
"""What the model leaves out."""


def method(scene: "Scene") -> list[str]:
    """How the numbers came about, in sentences."""
    scenario, found = scene.scenario, scene.found
    market = (
        f"A market of {scenario.market.customers:,} customers and {len(scenario.firms)} firms is simulated month by month: "
        f"{scenario.run.warm_up_months} months of warm-up, then {scenario.run.months} months, {scene.runs} times, "
        "each time with other luck."
    )
    if found.kind == "twin":
        compared = (
            f"{scenario.focal.name} plays each strategy in turn in the same market: same rivals, same customers, same "
            "luck. So two strategies "
            "differ in a run only by what they do, and differences are taken run by run."
        )
    else:
        compared = (
            "The firms stand side by side in one market. Differences are taken run by run; they contain the "
            "luck of each firm's customers."
        )
    sentences = [market, compared]
    gain = _gain(scene)
    if gain:
        sentences.append(gain)
    sentences += [
        "Intervals are 95 % intervals of the mean over the runs (Student's t). A pair is called only where its p "
        "value, adjusted for the number of "
        "pairs (Holm), is below .05; else it is too close to call. Bands in pictures hold the middle 95 % of the "
        "runs and show what luck can do.",
        f"Profit is discounted at {percent(scenario.ledger.discount_rate_per_year)} a year. Payback is the month from "
        "which the mean difference of cumulative "
        f"discounted profit stays at or above zero; its interval is a bootstrap over the runs ({RESAMPLES:,} resamples).",
        "Every strategy but the saved budget spends the same share of revenue on improvement, so that who spends "
        "more is not the explanation."
        if _equal_budgets(scenario)
        else "The firms' improvement budgets differ; the table of the budget shows by how much.",
    ]
    return sentences


def _gain(scene: "Scene") -> str:
    """By how much the shared luck narrows the comparison that the verdict rests on."""
    rows = scene.comparison
    rows = rows[(rows["measure"] == "discounted_profit") & (rows["period"] == "whole") & (rows["kind"] == scene.verdict.kind)]
    gains = rows["variance_reduction"].dropna()
    if scene.found.kind != "twin" or gains.empty or not float(gains.median()) > 1:
        return ""
    return (
        "The shared luck cuts the variance of the differences in profit by a factor of "
        f"{float(gains.median()):.0f} (median of the pairs)."
    )


def _equal_budgets(scenario: "Scenario") -> bool:
    budgets = {firm.at(scenario.run.months).policy.improvement_budget for firm in scenario.firms if firm.strategy != "none"}
    return len(budgets) <= 1


def evidence() -> str:
    """How many of the values that can decide who wins were measured, and how many are judgement."""
    deciding = [one for one in parameters() if one.likely is not None]
    origins = Counter(one.origin for one in deciding)
    measured = origins["source"] + origins["computed"]
    return (
        f"Of the {len(deciding)} values that can decide who wins, {measured} were read in publications or computed "
        "from published data; "
        f"{origins['prior']} are priors from general knowledge and {origins['design choice']} are design choices of "
        "this model. Each has a likely range."
    )


def origin(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where the result comes from: names and values for a list."""
    platform, packages = manifest["platform"], manifest["packages"]
    seeds = list(dict.fromkeys(str(one["seed"]) for one in manifest["scenarios"]))
    rows = [
        ("Command", str(manifest["command"])),
        (
            "Runs",
            f"{manifest['runs_done']} done, {manifest['runs_failed']} failed"
            + ("" if manifest["complete"] else "; the study is not complete"),
        ),
        ("Seed" if len(seeds) == 1 else "Seeds", listed(seeds)),
        ("Engine", str(manifest["engine"])),
        ("Version", f"centricity {manifest['version']}, result folder version {manifest['schema_version']}"),
        ("Scenario digest", str(manifest["scenario_digest"])),
        ("Code digest", str(manifest["code_digest"])),
        ("Platform", f"{platform['implementation']} {platform['python']} on {platform['system']}"),
        ("Packages", ", ".join(f"{name} {version}" for name, version in packages.items())),
    ]
    return [(name, value) for name, value in rows if value]


def again(names: Sequence[str], robust: bool) -> list[tuple[str, str]]:
    """Commands that give the numbers, or this page, again, each with what it does."""
    if len(names) == 1:
        commands = [("centricity run scenario.toml --out again", "in the result folder: the same numbers, to the last digit")]
    else:
        files = " ".join(f"scenarios/{place + 1:02d}.toml" for place in range(len(names)))
        commands = [(f"centricity compare {files} --out again", "in the result folder: the same numbers, to the last digit")]
    if not robust and len(names) == 1:
        commands.append(
            ("centricity run scenario.toml --out again --robustness", "also says who wins when the uncertain values change")
        )
    commands.append(("centricity report .", "in the result folder: makes this page again without simulating"))
    return commands

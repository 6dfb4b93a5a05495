"""The pictures of customers: why they leave, and what the tenths of them are worth."""

from typing import TYPE_CHECKING

from simulation.measures.departures import REASONS, departures
from simulation.measures.value_deciles import value_by_tenth
from simulation.presentation import findings
from simulation.presentation.findings import capital
from simulation.presentation.report.panels import Dots, dots
from simulation.presentation.report.picture import Picture, inline_svg
from simulation.presentation.wording import Unit, worded

if TYPE_CHECKING:
    import pandas as pd

    from simulation.presentation.report.scene import Scene

WHY = {
    "lost": "all reasons",
    "lost_failure": "failures they felt",
    "lost_price": "the price",
    "lost_better_offer": "a better offer",
    "lost_neighbour": "somebody they know",
    "lost_other": "reasons of their own",
}
"""Reasons for leaving, in words."""

TENTHS = ("top tenth", "2nd", "3rd", *(f"{n}th" for n in range(4, 10)), "last tenth")


def leaving(scene: "Scene") -> Picture:
    """Customers lost a year of a hundred, by reason."""
    found = departures(scene.found.rows)
    means = found.groupby("strategy", sort=False)[list(WHY)].mean()
    strategies = list(scene.found.strategies)
    rows = [Dots(WHY[key], {s: float(means.loc[s, key]) for s in strategies}, bold=key == "lost") for key in WHY]
    colours = {name: scene.colours[name] for name in strategies}
    name = f"{scene.prefix}-leaving"
    values = "; ".join(f"{row.name}: " + ", ".join(f"{s} {row.of[s]:.1f}" for s in strategies) for row in rows)
    return Picture(
        name=name,
        finding=f"{capital(_leaving_finding(found, means, scene))}.",
        reading=f"Customers who leave in a year, of a hundred, by main reason; months 1 to {scene.axis.months}. A "
        "customer who leaves because of "
        "somebody they know heard of it from a contact who left or complained.",
        alternative=f"A point for each strategy and reason. {values}.",
        svg=inline_svg(dots(rows, colours, Unit("count"), from_nought=True), name),
    )


def _leaving_finding(found: "pd.DataFrame", means: "pd.DataFrame", scene: "Scene") -> str:
    """How many the focal firm's plan loses against the reference, whether that differs clearly, and the main reason."""
    own, reference = scene.found.own, scene.found.reference
    total = float(means.loc[own, "lost"])
    named = means.loc[own, [key for key in REASONS if key != "lost_other"]]
    main = str(named.idxmax())
    text = f"of a hundred customers a year {own} loses {total:.1f}"
    if reference is not None:
        other = float(means.loc[reference, "lost"])
        wide = found.pivot(index="replication", columns="strategy", values="lost")
        difference = findings.gap(wide[own] - wide[reference])
        doubt = "" if difference.clear else " (one run)" if len(wide) < 2 else " (too close to call)"
        text += f", {reference} {other:.1f}{doubt}"
    if not named.max() > 0:
        return text
    return f"{text}; after reasons of their own, most leave for {WHY[main].removeprefix('the ')} ({float(named[main]):.1f})"


def worth(scene: "Scene") -> list[Picture]:
    """Revenue and yearly retention by tenths of customers, in the market as in the file; none where the panel is
    too small.
    """
    courses = scene.panel["firm"].map(scene.courses)
    table = value_by_tenth(scene.panel.assign(strategy=courses))
    if table.empty:
        return []
    pictures = [
        _by_tenth(
            scene, table, "revenue_share", "revenue", _share_finding(table), "Share of a strategy's revenue in the last year"
        )
    ]
    if table["kept"].notna().any():
        subject = "Share of customers still with the firm a year later"
        pictures.append(_by_tenth(scene, table, "kept", "kept", _kept_finding(table, scene), subject))
    return pictures


def _by_tenth(scene: "Scene", table: "pd.DataFrame", column: str, short: str, finding: str, subject: str) -> Picture:
    strategies = [str(name) for name in table["strategy"].unique()]
    wide = table.pivot(index="tenth", columns="strategy", values=column)
    rows = [Dots(TENTHS[int(tenth) - 1], {s: float(wide.loc[tenth, s]) for s in strategies}) for tenth in sorted(wide.index)]
    share = Unit("share")
    name = f"{scene.prefix}-tenths-{short}"
    observed = int(table["customers"].sum())
    values = "; ".join(f"{r.name}: " + ", ".join(f"{s} {worded(r.of[s], share, 0.01)}" for s in strategies) for r in rows)
    return Picture(
        name=name,
        finding=f"{capital(finding)}.",
        reading=f"{subject}, by tenths of its customers from those who spend most to those who spend least; "
        f"{observed:,} sampled customers.",
        alternative=f"A point for each strategy and tenth. {values}.",
        svg=inline_svg(dots(rows, {s: scene.colours[s] for s in strategies}, share, from_nought=column == "revenue_share"), name),
    )


def _share_finding(table: "pd.DataFrame") -> str:
    """What the tenth that spends most brings."""
    top = table[table["tenth"] == 1].set_index("strategy")["revenue_share"]
    low, high = float(top.min()), float(top.max())
    share = Unit("share")
    if round(low, 2) == round(high, 2):
        return f"the tenth of customers who spend most brings {worded(high, share, 0.03)} of revenue"
    return f"the tenth of customers who spend most brings {worded(low, share, 0.03)} to {worded(high, share, 0.03)} of revenue"


def _kept_finding(table: "pd.DataFrame", scene: "Scene") -> str:
    """Whether the customers worth most are kept better than the rest."""
    focal = str(scene.courses[scene.scenario.focal.name])
    own = table[table["strategy"] == focal]
    if own.empty or own["kept"].isna().all():
        focal = str(table["strategy"].iloc[0])
        own = table[table["strategy"] == focal]
    top, rest = float(own[own["tenth"] <= 2]["kept"].mean()), float(own[own["tenth"] > 2]["kept"].mean())
    share = Unit("share")
    top_words, rest_words = worded(top, share, 0.03), worded(rest, share, 0.03)
    return f"of the fifth of customers who spend most, {focal} still has {top_words} a year later; of the others {rest_words}"

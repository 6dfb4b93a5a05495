"""A calibration in one picture: who stays, observed and simulated, and which values of each parameter pass."""

from typing import TYPE_CHECKING

from simulation.presentation.style import BLUE, INK, LEFT_EDGE, ORANGE, QUIET, VERMILLION, headline, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulation.presentation.canvas import Picture
    from simulation.studies.calibration.study import Calibrated

GREY = "#CFCFCF"


def calibration_figure(result: "Calibrated") -> "Picture":
    """Left, where there is a table: shares by year. Right: every point that was tried, by parameter, with its miss."""
    outcome = result.outcome
    figure = new_figure()
    passing = len(outcome.passing)
    own = "pass" if outcome.own.passes else "do not pass"
    top = headline(
        figure,
        f"{passing} of {len(outcome.tried) - 1} points agree with what was observed; the scenario's own values {own}",
        result.plan.file.title or result.plan.name,
        "Each point is one set of values; its miss is how far the target is off that is off most, and 1 or less passes. "
        "Orange: the scenario's own values. A parameter whose passing points (blue) lie everywhere is not identified.",
    )
    left = 0.44 if result.plan.observed else LEFT_EDGE + 0.02
    if result.plan.observed:
        _survival(figure.add_axes((LEFT_EDGE + 0.035, 0.17, 0.31, top - 0.24)), result)
    count = len(outcome.parameters)
    columns = min(count, 2 if result.plan.observed else 3)
    rows = -(-count // columns)
    width, height = (0.985 - left) / columns, (top - 0.13) / rows
    for number in range(count):
        row, column = divmod(number, columns)
        box = (left + column * width + 0.03, 0.115 + (rows - 1 - row) * height + 0.075, width - 0.045, height - 0.125)
        _parameter(figure.add_axes(box), result, number)
    return figure


def _survival(axes: "Axes", result: "Calibrated") -> None:
    table = result.survival()
    years, fit = table["year"].to_numpy(), table["fitted"].to_numpy(bool)
    if result.outcome.passing:
        low, high = (table[name].to_numpy() for name in ("passing_low", "passing_high"))
        axes.fill_between(years, low, high, color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(years, table["best"].to_numpy(), color=BLUE, linewidth=2.5, label="best point; band: all that pass")
    axes.plot(years, table["in_scenario"].to_numpy(), color=ORANGE, linewidth=2, linestyle="--", label="scenario's own values")
    observed = table["observed"].to_numpy()
    axes.plot(years[fit], observed[fit], "o", color=INK, markersize=9, label="observed, fitted")
    axes.plot(years[~fit], observed[~fit], "o", color=INK, markersize=9, markerfacecolor="white", label="observed, not fitted")
    axes.set_ylim(0, 1)
    axes.set_xticks([year for year in years if len(years) < 8 or year % 2 == 0])
    axes.set_title("Share still there, by year", fontsize=17, loc="left", color=INK)
    axes.legend(frameon=False, fontsize=13, loc="upper right")


def _parameter(axes: "Axes", result: "Calibrated", number: int) -> None:
    outcome, one = result.outcome, result.outcome.parameters[number]
    tried = [tried for tried in outcome.tried if tried is not outcome.own]
    for passes, colour, size in ((False, GREY, 26), (True, BLUE, 46)):
        chosen = [tried for tried in tried if tried.passes == passes]
        values, off = [float(t.row[number]) for t in chosen], [max(t.worst, 0.05) for t in chosen]
        axes.scatter(values, off, s=size, color=colour, linewidths=0, alpha=0.9, zorder=2 + passes)
    axes.axvline(one.own, color=ORANGE, linewidth=2.5, linestyle="--", zorder=1)
    axes.axhline(1.0, color=VERMILLION, linewidth=1.2, zorder=1)
    axes.set_yscale("log")
    axes.set_xscale("log" if one.axis.log else "linear")
    axes.set_xlim(one.axis.low, one.axis.high)
    axes.set_ylim(0.05, 60)
    axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    axes.minorticks_off()
    if one.axis.log:
        ticks = [one.axis.at(place) for place in (0.0, 0.5, 1.0)]
        axes.set_xticks(ticks, [f"{tick:.2g}" for tick in ticks])
    axes.tick_params(labelsize=12)
    axes.set_title(f"{one.axis.key.rsplit('.', 1)[-1]}: {one.words}", fontsize=13, loc="left", color=QUIET)

"""What drives the result, in words and tables for the terminal."""

from typing import TYPE_CHECKING

from simulation.presentation.findings import capital
from simulation.presentation.sweep_table import parameter_called
from simulation.presentation.wording import Unit, interval_worded, unit_of, worded
from simulation.scenario.shape import percent
from simulation.studies.sensitivity.indices import NOISE
from simulation.studies.sensitivity.plan import SCREENING, SOBOL, TORNADO, explained

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from simulation.studies.sensitivity.study import SensitivityResult

MOST_NAMED = 3


def unit_explained(result: "SensitivityResult") -> Unit:
    """The unit of what is explained."""
    return unit_of(result.plan.file.sensitivity.measure, result.plan.base.market.currency)


def tornado_finding(table: "pd.DataFrame", unit: Unit) -> str:
    """Which parameter changes the result most on its own, in a sentence."""
    known = table[(table["swing_from"] > 0) | (table["swing_to"] < 0) | table["swing_from"].isna()]
    if not len(known):
        return "No parameter on its own moves the result by more than luck"
    row = known.loc[known["swing"].abs().idxmax()]
    half = (float(row["swing_to"]) - float(row["swing_from"])) / 2
    swing = worded(abs(float(row["swing"])), unit, half)
    text = f"On its own {parameter_called(row['parameter'])} moves the result most: by {swing} from end to end of its range"
    turns = [parameter_called(one["parameter"]) for _, one in known.iterrows() if _turns(one)]
    return text + (f"; {_and(turns[:MOST_NAMED])} can turn its sign" if turns else "; none turns its sign")


def _turns(row: "pd.Series") -> bool:
    """Whether the mean result has another sign at an end of a parameter's range than at the base."""
    ends = (float(row["base"] + row["at_low"]), float(row["base"] + row["at_high"]))
    return any(end * float(row["base"]) < 0 for end in ends)


def morris_finding(table: "pd.DataFrame") -> str:
    """Which parameters move the result more than luck does, in a sentence."""
    floor = table["luck"].fillna(0.0)
    strong = [parameter_called(key) for key in table.loc[table["mu_star_low"] > floor, "parameter"]]
    if not strong:
        return "No parameter moves the result by more than luck would seem to"
    head = f"{capital(_and(strong[:MOST_NAMED]))} {'move' if len(strong) > 1 else 'moves'} the result most"
    rest = len(strong) - MOST_NAMED
    weak = len(table) - len(strong)
    more = [f"{'one more does' if rest == 1 else f'{rest} more do'} so beyond luck"] if rest > 0 else []
    more += [f"{'one parameter' if weak == 1 else f'{weak} parameters'} cannot be told from luck"] if weak else []
    return head + (f"; {' and '.join(more)}" if more else "")


def sobol_finding(table: "pd.DataFrame") -> str:
    """Which parameter causes most of the variance, what interactions and luck cause, in a sentence."""
    rows = table[table["parameter"] != NOISE]
    luck = table.loc[table["parameter"] == NOISE, "first"].iloc[0]
    known = rows[rows["first_low"] > 0].sort_values("first", ascending=False)
    if len(known):
        parts = [f"{parameter_called(row['parameter'])} {percent(row['first'])}" for _, row in known.iloc[:MOST_NAMED].iterrows()]
        text = f"Of what these parameters cause, {_and(parts)} on {'its' if len(parts) == 1 else 'their'} own"
    else:
        text = "So few samples do not tell what any parameter causes on its own"
    return text + (f"; of a single run's variance {percent(luck)} is luck" if luck == luck else "")


def sensitivity_lines(result: "SensitivityResult") -> list[str]:
    """How it was made, and what it is about."""
    plan = result.plan
    return [
        f"Explained: {explained(plan)}. {result.points} points, {plan.replications} runs each, all with the same luck. "
        "Ranges are those of the file or the parameters' likely ranges: other ranges, other shares."
    ]


def sensitivity_tables(result: "SensitivityResult") -> "list[tuple[str, Table]]":
    """A finding and a table for each method."""
    unit = unit_explained(result)
    made = {
        TORNADO: lambda table: (tornado_finding(table, unit), _tornado(table, unit)),
        SCREENING: lambda table: (morris_finding(table), _morris(table, unit)),
        SOBOL: lambda table: (sobol_finding(table), _sobol(table)),
    }
    return [made[method](table) for method, table in result.tables.items()]


def _new(*headings: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place == 0 else "right")
    return table


def _tornado(rows: "pd.DataFrame", unit: Unit) -> "Table":
    table = _new("parameter", "at its lowest", "at its highest", "swing", "95 % interval")
    size = float(rows[["at_low", "at_high", "swing"]].abs().max().max())
    for _, row in rows.iterrows():
        cells = []
        for name in ("at_low", "at_high", "swing"):
            half = (float(row[f"{name}_to"]) - float(row[f"{name}_from"])) / 2
            cells.append(worded(float(row[name]), unit, half, signed=True, size=size))
        interval = interval_worded(float(row["swing_from"]), float(row["swing_to"]), unit, signed=True, size=size)
        table.add_row(str(row["parameter"]), *cells, interval)
    return table


def _morris(rows: "pd.DataFrame", unit: Unit) -> "Table":
    table = _new("parameter", "moves it by", "95 % interval", "on average", "uneven by", "luck alone")
    size = float(rows["mu_star_high"].max())
    for _, row in rows.iterrows():
        half = (float(row["mu_star_high"]) - float(row["mu_star_low"])) / 2
        interval = interval_worded(float(row["mu_star_low"]), float(row["mu_star_high"]), unit, size=size)
        signed = worded(float(row["mu"]), unit, half, signed=True, size=size)
        others = [worded(float(row[name]), unit, half, size=size) for name in ("sigma", "luck")]
        table.add_row(str(row["parameter"]), worded(float(row["mu_star"]), unit, half, size=size), interval, signed, *others)
    return table


def _sobol(rows: "pd.DataFrame") -> "Table":
    table = _new("parameter", "alone", "95 % interval", "with interactions", "95 % interval")
    for _, row in rows.iterrows():
        if row["parameter"] == NOISE:
            table.add_section()
        cells = []
        for name in ("first", "total"):
            cells += [f"{percent(row[name])}", f"{percent(row[f'{name}_low'])} to {percent(row[f'{name}_high'])}"]
        if row["parameter"] == NOISE:
            cells = ["n/a", "", "", ""] if row["first"] != row["first"] else [*cells[:2], "", ""]
        name = "luck, of a single run's variance" if row["parameter"] == NOISE else str(row["parameter"])
        table.add_row(name, *cells)
    return table


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

"""Reads an experiment file, and says all that is wrong with it before anything is run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from simulation.measures.dictionary import measures
from simulation.scenario.assignment import parse_settings
from simulation.scenario.checking import checked
from simulation.scenario.errors import Problem, ScenarioError, nearest_name, shown
from simulation.scenario.inheritance import find_base
from simulation.scenario.library import shipped_names, shipped_scenario
from simulation.scenario.loading import load_scenario
from simulation.scenario.presets import PRESETS
from simulation.scenario.source import Place, Source, read_file
from simulation.studies.robustness.study import contenders
from simulation.studies.runs.tasks import AS_IN_FILE
from simulation.studies.sweep.design import Axis, Row
from simulation.studies.sweep.plan import Plan
from simulation.studies.sweep.rows import csv_points, flattened, listed_points
from simulation.studies.sweep.sections import ExperimentFile, ParameterRange

if TYPE_CHECKING:
    from simulation.scenario import Scenario

FIXED = ("run.replications", "run.seed", "run.engine", "run.months", "run.warm_up_months", "run.twin_of")
"""What an experiment does not vary: luck is the replications' part, and horizons are taken from the same runs."""

PURPOSE = ("name", "title", "question", "expectation", "expected_winner", "expected_by_month")
FIRM_STATE = ("start_month", "price", "survey_bias_points", "improvement_budget")
"""What the focal firm keeps when it plays another strategy."""

ENGINE = "compiled"
"""The engine of experiments: the same bits as the other, in a fraction of the time."""


@dataclass(frozen=True)
class Said:
    """What the command line lays over an experiment file; None and nothing where it says nothing."""

    set_values: Sequence[str] = ()
    seed: int | None = None
    replications: int | None = None
    months: int | None = None
    engine: str | None = None


class Varied(Protocol):
    """What a file says of the scenario that it varies."""

    @property
    def scenario(self) -> str: ...
    @property
    def replications(self) -> int: ...
    @property
    def set(self) -> dict[str, Any]: ...
    @property
    def parameters(self) -> tuple[ParameterRange, ...]: ...


def is_experiment(path: str | Path) -> bool:
    """Whether a file is an experiment rather than a scenario. Raises ScenarioError where it cannot be read."""
    path = Path(path)
    if not path.is_file() and shipped_scenario(str(path)) is not None:
        return False
    return "scenario" in read_file(path).data


def load_experiment(path: str | Path, said: Said | None = None) -> Plan:
    """The plan of an experiment file. Raises ScenarioError that tells all mistakes."""
    path = Path(path)
    return _plan(read_file(path), path.stem, path.parent, said or Said())


def experiment(name: str, said: Said | None = None, /, **words: Any) -> Plan:
    """A plan made in Python: the keys of an experiment file as arguments, tables as dicts.

    >>> plan = experiment("costs", scenario="baseline", parameters=[{"key": "market.switching_cost"}])
    >>> plan.axes[0].low, plan.axes[0].high, len(plan.design())
    (0.5, 4.0, 5)
    """
    return _plan(Source(words, {(): Place(name)}), name, Path(), said or Said())


def _plan(source: Source, name: str, folder: Path, said: Said) -> Plan:
    file = checked(source, ExperimentFile)
    base = base_of(source, file, folder, said)
    reader = Reader(source, base)
    rows = None
    if file.design.kind in ("list", "csv"):
        axes, rows = reader.written(file, folder)
    else:
        axes = reader.axes(file)
    worlds = reader.worlds(file, axes)
    kept = reader.measures(file)
    horizons = reader.horizons(file)
    reader.design(file)
    if reader.problems:
        raise ScenarioError(dict.fromkeys(reader.problems))
    return Plan(name, source.place(()).file, file, base, axes, rows, worlds, kept, horizons)


def base_of(source: Source, file: Varied, folder: Path, said: Said) -> "Scenario":
    """The scenario with all that is laid over it."""
    place = source.place(("scenario",))
    path = find_base(file.scenario, folder)
    if path is None:
        nearest = nearest_name(Path(file.scenario).stem, [name.rsplit("/", 1)[-1] for name in shipped_names()])
        message = "there is no such scenario, neither relative to this file nor among the shipped ones"
        raise ScenarioError([Problem(message, place.file, place.line, "scenario", shown(file.scenario), "", nearest)])
    scenario = load_scenario(path)
    laid = {key: (value, source.place(("set",))) for key, value in flattened(file.set).items()}
    for key in list(laid):
        line = source.places.get(("set", key)) or source.places.get(("set", *key.split(".")))
        laid[key] = (laid[key][0], line or laid[key][1])
    scenario = _laid_over(scenario, laid)
    assignments, problems = parse_settings(said.set_values)
    if problems:
        raise ScenarioError(problems)
    scenario = _laid_over(scenario, {one.key: (one.value, Place(one.said)) for one in assignments})
    numbers = {
        "engine": said.engine or ENGINE,
        "seed": said.seed,
        "months": said.months,
        "replications": said.replications if said.replications is not None else file.replications,
    }
    options = {f"run.{key}": (value, Place(f"--{key}")) for key, value in numbers.items() if value is not None}
    scenario = _laid_over(scenario, options)
    return scenario.with_values({"run.twin_of": scenario.focal.name})


def _laid_over(scenario: "Scenario", values: Mapping[str, tuple[Any, Place]]) -> "Scenario":
    """The scenario with other values. Raises ScenarioError with the places where they were said."""
    if not values:
        return scenario
    try:
        return scenario.with_values({key: value for key, (value, _) in values.items()})
    except ScenarioError as error:
        together = error
    problems: list[Problem] = []
    for key, (value, place) in values.items():
        try:
            scenario.with_values({key: value})
        except ScenarioError as error:
            problems += [replace(one, file=place.file, line=place.line) for one in error.problems]
    if not problems:
        first = next(iter(values.values()))[1]
        problems = [replace(one, file=first.file, line=first.line) for one in together.problems]
    raise ScenarioError(problems)


class Reader:
    """Reads the parts of an experiment against its scenario, and gathers what is wrong with them."""

    def __init__(self, source: Source, base: "Scenario") -> None:
        self.source = source
        self.base = base
        self.problems: list[Problem] = []

    def axes(self, file: Varied) -> tuple[Axis, ...]:
        """What is varied."""
        found: list[Axis] = []
        for number, parameter in enumerate(file.parameters):
            place = self.source.place(("parameters", number, "key"))
            if parameter.key in [axis.key for axis in found]:
                self.problems.append(Problem("this parameter stands here a second time", place.file, place.line, parameter.key))
                continue
            axis = self._axis(parameter, place)
            if axis is not None:
                found.append(axis)
        return tuple(found)

    def _axis(self, parameter: ParameterRange, place: Place) -> Axis | None:
        entry = self._known(parameter.key, place)
        if entry is None:
            return None
        whole = entry.kind == "a whole number"
        low, high = parameter.low, parameter.high
        if parameter.values is None and low is None:
            if entry.likely is None:
                message = "this parameter has no likely range of its own"
                self._add(message, place, parameter.key, allowed="values, or low and high")
                return None
            low, high = entry.likely
        steps, log = parameter.steps, parameter.scale == "log"
        axis = Axis(parameter.key, parameter.values or (), low or 0.0, 1.0 if high is None else high, steps, log, whole)
        ends = axis.values or (int(axis.low) if whole else axis.low, int(axis.high) if whole else axis.high)
        return axis if all(self._accepted(axis.key, value, place) for value in ends) else None

    def _known(self, key: str, place: Place) -> Any:
        """The parameter of a key in the catalogue; None, with a problem, where there is none to vary."""
        from simulation.scenario.catalogue import Table, find

        if key in FIXED or key in PURPOSE:
            self._add("is not varied by an experiment", place, key, allowed="replications and horizons of the experiment")
            return None
        try:
            entry = find(key)
        except ScenarioError as error:
            self.problems += [replace(one, file=place.file, line=place.line) for one in error.problems]
            return None
        if isinstance(entry, Table):
            self._add("is a table", place, key, allowed="the key of one value")
            return None
        return entry

    def _accepted(self, key: str, value: Any, place: Place) -> bool:
        """Whether the scenario knows the key and takes the value, other values aside."""
        try:
            self.base.with_values({key: value})
        except ScenarioError as error:
            self.problems += [replace(one, file=place.file, line=place.line) for one in error.problems]
            return False
        return True

    def written(self, file: ExperimentFile, folder: Path) -> tuple[tuple[Axis, ...], tuple[Row, ...]]:
        """What is varied, and the points, where they are written down."""
        place = self.source.place(("design",))
        if file.parameters:
            self._add("points that are written down need no [[parameters]]", self.source.place(("parameters",)), "parameters")
        if file.design.kind == "csv":
            if file.design.file is None:
                raise ScenarioError([Problem("is missing", place.file, place.line, "design.file", "", "the name of a CSV file")])
            place = self.source.place(("design", "file"))
            keys, rows = csv_points(folder / file.design.file, place)
        else:
            keys, rows = listed_points(self.source, file.points)
            place = self.source.place(("points",))
        axes = []
        for column, key in enumerate(keys):
            values = tuple(dict.fromkeys(row[column] for row in rows))
            if self._known(key, place) is not None and all(self._accepted(key, value, place) for value in values):
                axes.append(Axis(key, values))
        return tuple(axes), rows

    def worlds(self, file: ExperimentFile, axes: Sequence[Axis]) -> tuple[str, ...]:
        """The strategies that are compared."""
        known = (*PRESETS, AS_IN_FILE)
        focal = self.base.focal.name
        policy = [
            axis.key for axis in axes
            if axis.key.startswith(f"firms.{focal}.") and axis.key.rsplit(".", 1)[-1] not in FIRM_STATE
        ]  # fmt: skip
        if file.worlds is None:
            own, *others = contenders(self.base)
            return tuple(dict.fromkeys((AS_IN_FILE if policy else own, *others)))
        place = self.source.place(("worlds",))
        for world in file.worlds:
            if world not in known:
                allowed = ", ".join(f'"{name}"' for name in known)
                self._add("is no strategy", place, "worlds", shown(world), allowed, nearest_name(world, known))
        if not file.worlds or len(set(file.worlds)) < len(file.worlds):
            self._add("must name one strategy or several, each once", place, "worlds", shown(file.worlds))
        if policy and AS_IN_FILE not in file.worlds:
            message = f'is part of the own policy of {focal}, which it plays only in the world "{AS_IN_FILE}"'
            self._add(message, place, policy[0], allowed=f'worlds = ["{AS_IN_FILE}", ...]')
        return file.worlds

    def measures(self, file: ExperimentFile) -> tuple[str, ...]:
        """The measures that are kept, the explained one among them."""
        known = measures()
        analysed = (file.map.measure, file.sensitivity.measure)
        named = {"measures": file.measures, "map.measure": analysed[:1], "sensitivity.measure": analysed[1:]}
        for key, names in named.items():
            for name in names:
                if name not in known:
                    place = self.source.place(tuple(key.split(".")))
                    nearest = nearest_name(name, known)
                    self._add("is no measure", place, key, shown(name), "a measure of docs/measures.md", nearest)
        if not file.measures:
            self._add("must name one measure at least", self.source.place(("measures",)), "measures")
        return tuple(dict.fromkeys((*file.measures, *analysed)))

    def horizons(self, file: ExperimentFile) -> tuple[int, ...]:
        """The months after which results are taken."""
        months = self.base.run.months
        for month in file.horizons or ():
            if not 1 <= month <= months:
                allowed = f"months from 1 to {months}, the scenario's last"
                self._add("out of range", self.source.place(("horizons",)), "horizons", str(month), allowed)
        return tuple(sorted(set(file.horizons or (months,))))

    def design(self, file: ExperimentFile) -> None:
        """Notes what is wrong with the design."""
        design = file.design
        place = self.source.place(("design",))
        if design.kind == "sobol" and design.points & (design.points - 1):
            self._add("a Sobol sequence needs a power of two", place, "design.points", str(design.points), "16, 32, 64, 128, ...")
        if design.kind in ("grid", "latin-hypercube", "sobol"):
            if not file.parameters:
                self._add("nothing is varied", place, "parameters", allowed="one [[parameters]] at least")
            for key in ("points",) if file.points else ():
                self._add('is only read by a design of kind "list"', self.source.place((key,)), key)
        if design.file is not None and design.kind != "csv":
            self._add('is only read by a design of kind "csv"', self.source.place(("design", "file")), "design.file")

    def _add(self, message: str, place: Place, key: str, found: str = "", allowed: str = "", nearest: str = "") -> None:
        self.problems.append(Problem(message, place.file, place.line, key, found, allowed, nearest))

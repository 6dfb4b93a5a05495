"""Hypothesis strategies for scenarios, made from the catalogue and so for every parameter there is."""

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from simulation.scenario import Scenario, ScenarioError
from simulation.scenario.catalogue import Parameter, parameters

NOT_DRAWN = ("name", "run.twin_of")
WORLD = [entry for entry in parameters() if "[]" not in entry.key and entry.key not in NOT_DRAWN]
WORLD = [entry for entry in WORLD if not entry.key.startswith("company.")]  # figures drawn at random contradict each other
PER_FIRM = [entry for entry in parameters() if entry.key.startswith("firms[].") and "changes" not in entry.key]
PER_CHANGE = [entry for entry in parameters() if entry.key.startswith("firms[].changes[].")]

NAMES = st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters='/\\"'), min_size=1, max_size=20).filter(
    lambda name: name not in (".", "..") and name[0] not in "=+-@"
)


def allowed_values(entry: Parameter) -> st.SearchStrategy[Any]:
    """Values that a parameter may take."""
    if entry.choices:
        return st.sampled_from(entry.choices)
    if entry.kind == "true or false":
        return st.booleans()
    if entry.kind == "text in quotes":
        return st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=40)
    if entry.kind == "a whole number":
        low, high = entry.low or 0, entry.high if entry.high is not None else 10**6
        return st.integers(int(low), int(high))
    assert entry.kind == "a number"
    return st.floats(entry.low, entry.high, allow_nan=False, allow_infinity=False)


@st.composite
def table(draw: st.DrawFn, entries: list[Parameter], prefix: str, most: int) -> dict[str, Any]:
    """A few keys of a table, inner tables nested, with allowed values."""
    data: dict[str, Any] = {}
    for entry in draw(st.lists(st.sampled_from(entries), max_size=most, unique_by=lambda entry: entry.key)):
        *path, last = entry.key.removeprefix(prefix).split(".")
        inner = data
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = draw(allowed_values(entry))
    return data


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Valid scenarios with two to four firms; a few parameters are set to anything that is allowed."""
    data = draw(table(WORLD, "", most=6))
    firms = []
    for name in draw(st.lists(NAMES, min_size=2, max_size=4, unique=True)):
        changes = [
            {**draw(table(PER_CHANGE, "firms[].changes[].", most=3)), "month": draw(st.integers(1, 60))}
            for _ in range(draw(st.integers(0, 2)))
        ]
        own = draw(table(PER_FIRM, "firms[].", most=4))
        strategy = draw(st.sampled_from(["service-only", "customer-centric", "none"]))
        firms.append({"strategy": strategy, **own, "name": name, "changes": tuple(changes)})
    data["firms"] = tuple(firms)
    data["name"] = draw(NAMES)
    try:
        return Scenario.model_validate(data)
    except ValueError:
        assume(False)
        raise ScenarioError([]) from None

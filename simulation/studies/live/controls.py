"""What can be decided while a market is running: each control with unit, range and one sentence from the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from simulation.scenario.catalogue import Parameter, find
from simulation.scenario.firms import Firm
from simulation.scenario.policy import LEVERS, PURCHASES

LEVER_PREFIX = "levers."
"""Keys of decisions on levers begin with it, as in a scenario file."""

CHOICES = ("approach", "listens_to")
"""Policy fields that a choice among words is made for."""

AMOUNTS = {"improvement_budget": (0.0, 0.12, 0.005), "price": (0.7, 1.3, 0.01)}
"""What a slider offers: least, most, step. The catalogue allows more, and a file may say it."""

LEVER_AMOUNT = (0.0, 0.4, 0.01)
"""The same for the weight of a lever."""


@dataclass(frozen=True)
class Control:
    """One thing that can be decided.

    key       as in a `[[firms.changes]]` table, levers with "levers." before them
    label     in words
    sentence  what it does, from the catalogue
    unit      in words
    kind      "lever", "amount" or "choice"
    low, high, step  what a slider offers; all 0 for a choice
    choices   the words to choose from; empty for an amount
    """

    key: str
    label: str
    sentence: str
    unit: str
    kind: str
    low: float = 0.0
    high: float = 0.0
    step: float = 0.0
    choices: tuple[str, ...] = ()


@cache
def controls() -> tuple[Control, ...]:
    """All controls: budget, price, approach, what the firm listens to, then the eight levers."""
    found = [_amount("improvement_budget"), _amount("price")]
    found += [_choice(key) for key in CHOICES]
    return (*found, *(_lever(name) for name in LEVERS))


def control(key: str) -> Control:
    """The control of a key. Raises KeyError where there is none."""
    return {one.key: one for one in controls()}[key]


def purchase(name: str) -> Control:
    """The weight of anything that a budget buys, a lever or not, by its name in `PURCHASES`."""
    return _lever(name)


def settings_at(firm: Firm, month: int) -> dict[str, Any]:
    """What a firm's file says of every control in a month; levers as weights that sum to 1 over all purchases.

    month  the first in which it holds; a firm whose strategy has not started yet has the ordinary settings
    """
    state = firm.at(month)
    policy = state.policy
    found: dict[str, Any] = {
        "improvement_budget": policy.improvement_budget,
        "price": state.price,
        "approach": "proactive" if policy.proactive else "reactive",
        "listens_to": ("complaints", "wants", "needs")[policy.listens_to],
    }
    return found | {LEVER_PREFIX + name: policy.allocation[PURCHASES.index(name)] for name in LEVERS}


def other_purchases(firm: Firm, month: int) -> dict[str, float]:
    """Shares of the budget that go to what is no lever, those above nought."""
    policy = firm.at(month).policy
    shares = zip(PURCHASES, policy.allocation, strict=True)
    return {name: share for name, share in shares if name not in LEVERS and share > 0.0}


def value_in_words(key: str, value: Any) -> str:
    """A setting as people say it: "5 % of revenue", "0.95 × market price", "proactive"."""
    if key == "improvement_budget":
        return f"{100.0 * value:.3g} % of revenue"
    if key == "price":
        return f"{value:.2f} × market price"
    if key.startswith(LEVER_PREFIX):
        return f"weight {100.0 * value:.0f}"
    return str(value)


def in_words(changes: Mapping[str, Any]) -> str:
    """Changes as one phrase: "improvement budget: 5 % of revenue; breaking silos: weight 20"."""
    return "; ".join(f"{label_of(key)}: {value_in_words(key, value)}" for key, value in changes.items())


def label_of(key: str) -> str:
    """The name of a control in words."""
    return key.removeprefix(LEVER_PREFIX).replace("_", " ")


def _described(key: str) -> Parameter:
    entry = find(f"firms[].changes[].{key}")
    assert isinstance(entry, Parameter)
    return entry


def _amount(key: str) -> Control:
    entry = _described(key)
    return Control(key, label_of(key), entry.meaning, entry.unit, "amount", *AMOUNTS[key])


def _choice(key: str) -> Control:
    entry = _described(key)
    return Control(key, label_of(key), entry.meaning, "", "choice", choices=entry.choices)


def _lever(name: str) -> Control:
    key = LEVER_PREFIX + name
    return Control(key, label_of(key), _described(key).meaning, "share of the budget", "lever", *LEVER_AMOUNT)

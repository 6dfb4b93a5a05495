"""What differs between two scenarios, key by key and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from simulation.scenario.catalogue import value_in_words
from simulation.scenario.shape import fields_of, unit_of


@dataclass(frozen=True)
class Difference:
    """One key with its value in two scenarios; None where one of them says nothing.

    key      as the user addresses it ("firms.Compass.start_month"); "firms.Compass" for a whole entry of a list
    meaning  one sentence; unit in words or ""
    entry    name of the entry, where a whole entry of a list was added or taken out
    """

    key: str
    before: Any
    after: Any
    meaning: str = ""
    unit: str = ""
    entry: str = ""

    def __str__(self) -> str:
        if self.entry:
            return f"{self.change_of_list} {self.entry}"
        unit = f" {self.unit}" if self.unit and self.after is not None else ""
        change = f"{_value(self.before)} -> {_value(self.after)}{unit}"
        return f"{self.key}: {change}" + (f"   ({self.meaning.rstrip('.')})" if self.meaning else "")

    @property
    def change_of_list(self) -> str:
        """What happened to the list of a whole entry: "firms: added"; "" where it is a single value."""
        if not self.entry:
            return ""
        return f"{self.key.removesuffix(f'.{self.entry}')}: {'taken out' if self.after is None else 'added'}"


def differences(before: BaseModel, after: BaseModel) -> list[Difference]:
    """All keys whose values differ, in the order of the declarations. Both must be sections of one kind."""
    return list(_compare(before, after, ""))


def _compare(before: BaseModel, after: BaseModel, prefix: str) -> Iterator[Difference]:
    for name, field, shape in fields_of(type(after)):
        one, other = getattr(before, name), getattr(after, name)
        if one == other:
            continue
        key = prefix + name
        if shape.kind == "tables":
            yield from _compare_entries(one, other, key)
        elif isinstance(one, BaseModel) and isinstance(other, BaseModel):
            yield from _compare(one, other, f"{key}.")
        else:
            yield Difference(key, one, other, field.description or "", unit_of(field))


def _compare_entries(before: tuple[BaseModel, ...], after: tuple[BaseModel, ...], key: str) -> Iterator[Difference]:
    """Entries are matched by their names, or by their places where they have none."""
    ones, others = _by_name(before), _by_name(after)
    for name in dict.fromkeys([*ones, *others]):
        one, other = ones.get(name), others.get(name)
        if one is not None and other is not None:
            yield from _compare(one, other, f"{key}.{name}.")
        else:
            yield Difference(f"{key}.{name}", one, other, entry=name)
    if list(ones) != list(others) and set(ones) == set(others):
        yield Difference(key, tuple(ones), tuple(others), "Order in the file.")


def _by_name(entries: tuple[BaseModel, ...]) -> dict[str, BaseModel]:
    return {str(getattr(entry, "name", number)): entry for number, entry in enumerate(entries, start=1)}


def _value(value: Any) -> str:
    return "left out" if value is None else value_in_words(value)

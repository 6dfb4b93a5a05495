"""Nothing in the loader knows a parameter by name: it works for sections that the model does not have."""

from pathlib import Path
from typing import Self

import pytest
from pydantic import model_validator

from simulation.scenario import ScenarioError
from simulation.scenario.catalogue import find, parameters
from simulation.scenario.loading import load_as
from simulation.scenario.parameter import Section, parameter
from simulation.scenario.schema import schema
from simulation.scenario.values import to_toml
from tests.scenario.examples import write


class Room(Section):
    name: str = parameter(..., unit="none", meaning="Name of the room.", origin="setting")
    size: float | None = parameter(None, unit="m2", meaning="Size of the room.", origin="prior", low=1.0)
    windows: tuple[int, ...] = parameter((), unit="windows", meaning="Windows on each side.", origin="setting")
    place: tuple[float, float] = parameter((0.0, 0.0), unit="m", meaning="Where it is.", origin="setting")


class Roof(Section):
    flat: bool = parameter(False, unit="none", meaning="Whether it is flat.", origin="setting")
    pitch: int = parameter(30, unit="degrees", meaning="Its pitch.", origin="setting", high=60)

    @model_validator(mode="after")
    def _flat_has_no_pitch(self) -> Self:
        if self.flat and self.pitch:
            raise ValueError("pitch: a flat roof has none")
        return self


class House(Section):
    rooms: tuple[Room, ...] = parameter((Room(name="hall"),), unit="none", meaning="Rooms.", origin="setting")
    roof: Roof = Roof()


def mistakes(folder: Path, text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(ScenarioError) as caught:
        load_as(House, write(folder, text))
    return [(problem.line, problem.key, problem.message) for problem in caught.value.problems]


def test_lists_of_values(tmp_path: Path) -> None:
    text = '[[rooms]]\nname = "attic"\nwindows = [1, 2]\nplace = [1, 2.5]\n'
    house = load_as(House, write(tmp_path, text))
    assert house.rooms[0].windows == (1, 2)
    assert house.rooms[0].place == (1.0, 2.5)
    assert load_as(House, write(tmp_path, to_toml(house))) == house


def test_wrong_lists_of_values(tmp_path: Path) -> None:
    attic = '[[rooms]]\nname = "attic"\nwindows = [1,\n  "two"]\nplace = [1]\nsize = 0.5\n'
    text = attic + '[[rooms]]\nname = "a"\nplace = [1, 2, 3]'
    assert mistakes(tmp_path, text) == [
        (4, "rooms.attic.windows.2", "wrong type"),
        (5, "rooms.attic.place.2", "is missing"),
        (6, "rooms.attic.size", "out of range"),
        (9, "rooms.a.place", "too many entries"),
    ]


def test_checks_of_a_section_stand_at_the_key_that_they_name(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "[roof]\nflat = true\npitch = 10\n") == [(3, "roof.pitch", "a flat roof has none")]


def test_catalogue_and_schema() -> None:
    assert [entry.key for entry in parameters(House)] == [
        "rooms[].name", "rooms[].size", "rooms[].windows", "rooms[].place", "roof.flat", "roof.pitch",
    ]  # fmt: skip
    assert find("pitch", House).key == "roof.pitch"
    room = schema(House)["definitions"]["Room"]
    assert room["required"] == ["name"]
    assert room["properties"]["place"]["minItems"] == 2
    assert room["properties"]["size"]["minimum"] == 1.0

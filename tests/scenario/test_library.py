"""Shipped scenarios are found by name, load without a mistake, and start scenarios of the user's own."""

import tomllib
from pathlib import Path

import jsonschema
import pytest

from simulation.scenario import ScenarioError, library, load_scenario
from simulation.scenario.schema import schema, schema_text
from simulation.scenario.templates import new_scenario
from tests.scenario.examples import VALID, write

SHIPPED = library.shipped_names()

BASE = "#:schema ../simulation/scenario/schema.json\n# The base of all.\n" + VALID
LIMIT = """\
#:schema ../../simulation/scenario/schema.json
# Short.
extends = "../base.toml" # as there
[run]
months = 12
"""


@pytest.fixture
def small_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of two scenarios, one in a folder that extends the other."""
    folder = tmp_path / "shipped"
    write(folder, BASE, "base.toml")
    write(folder, LIMIT, "limits/short.toml")
    for cached in (library.shipped_folder, library.shipped_files):
        cached.cache_clear()
    monkeypatch.setattr(library, "_PACKAGE", tmp_path / "package")
    (tmp_path / "package").mkdir()
    folder.rename(tmp_path / "scenarios")
    yield tmp_path / "scenarios"
    for cached in (library.shipped_folder, library.shipped_files):
        cached.cache_clear()


def test_names_and_files(small_library: Path) -> None:
    assert library.shipped_names() == ("base", "limits/short")
    for name in ("limits/short", "short", "limits/short.toml", "../x/short.toml", "..\\short.toml"):
        assert library.shipped_scenario(name) == small_library / "limits" / "short.toml"
    assert library.shipped_scenario("long") is None


def test_an_installed_package_has_them_inside(small_library: Path, tmp_path: Path) -> None:
    inside = write(tmp_path / "package" / "shipped" / "scenarios", VALID, "other.toml")
    library.shipped_folder.cache_clear()
    library.shipped_files.cache_clear()
    assert library.shipped_files() == (inside,)


@pytest.mark.usefixtures("small_library")
def test_a_bare_name_loads_a_shipped_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_scenario("limits/short").run.months == 12
    write(tmp_path, VALID, "bose.toml")
    with pytest.raises(ScenarioError, match="bose"):
        load_scenario("base.toml")


@pytest.mark.usefixtures("small_library")
def test_a_shipped_base_is_found_from_anywhere(tmp_path: Path) -> None:
    path = write(tmp_path / "far", 'extends = "base.toml"\n[run]\nseed = 5\n')
    assert load_scenario(path).run.seed == 5
    write(tmp_path / "far", VALID.replace("months = 24", "months = 3"), "base.toml")
    assert load_scenario(path).run.months == 3


def test_a_new_scenario_is_equal_and_keeps_its_comments(small_library: Path, tmp_path: Path) -> None:
    path = new_scenario(tmp_path / "my" / "first", "base")
    assert path == tmp_path / "my" / "first.toml"
    assert path.read_text().split("\n")[:2] == ["#:schema ./schema.json", "# The base of all."]
    assert (path.parent / "schema.json").read_text(encoding="utf-8") == schema_text()
    assert load_scenario(path).digest() == load_scenario(small_library / "base.toml").digest()


@pytest.mark.usefixtures("small_library")
@pytest.mark.parametrize("name", ["mine.toml", "base.toml", "short.toml"])
@pytest.mark.parametrize("beside", [False, True])
def test_a_new_scenario_still_finds_its_base(name: str, beside: bool, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if beside and name != "base.toml":
        write(folder, VALID.replace("1_000", "3_000"), "base.toml")
    path = new_scenario(folder / name, "short")
    scenario = load_scenario(path)
    assert (scenario.run.months, scenario.market.customers) == (12, 1_000)
    assert "# as there" in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("small_library")
def test_nothing_is_overwritten(tmp_path: Path) -> None:
    kept = write(tmp_path, "mine", "kept.toml")
    with pytest.raises(ScenarioError, match="not overwritten"):
        new_scenario(kept, "base")
    assert kept.read_text() == "mine"
    assert not (tmp_path / "schema.json").exists()
    (tmp_path / "schema.json").write_text("{}")
    with pytest.raises(ScenarioError, match="not the schema"):
        new_scenario(tmp_path / "other.toml", "base")
    assert not (tmp_path / "other.toml").exists()
    assert (tmp_path / "schema.json").read_text() == "{}"


@pytest.mark.usefixtures("small_library")
def test_a_second_new_scenario_may_lie_beside_the_first(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert load_scenario(new_scenario(tmp_path / "my" / name, "base")).name == name


@pytest.mark.usefixtures("small_library")
def test_an_unknown_template(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        new_scenario(tmp_path / "a.toml", "bass")
    assert caught.value.problems[0].nearest == "base"
    assert "limits/short" in caught.value.problems[0].allowed
    assert list(tmp_path.glob("a.toml")) == []


@pytest.mark.usefixtures("small_library")
def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path, "a file", "folder")
    with pytest.raises(ScenarioError, match="cannot be written"):
        new_scenario(tmp_path / "folder" / "mine.toml", "base")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_are_right(name: str) -> None:
    path = library.shipped_scenario(name)
    assert path is not None
    scenario = load_scenario(path)
    assert scenario.question
    assert scenario.expectation
    text = path.read_text(encoding="utf-8")
    first, _, _ = text.partition("\n")
    assert first.startswith("#:schema ")
    jsonschema.Draft7Validator(schema()).validate(tomllib.loads(text))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_can_be_started_from(name: str, tmp_path: Path) -> None:
    path = new_scenario(tmp_path / "mine", name)
    shipped = library.shipped_scenario(name)
    assert shipped is not None
    assert load_scenario(path).digest() == load_scenario(shipped).digest()

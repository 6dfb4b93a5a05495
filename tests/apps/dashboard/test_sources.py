"""What can be opened: shipped scenarios, files of one folder, and a file handed over that reaches nothing else."""

from pathlib import Path

import pytest

from simulation.apps.dashboard.sources import handed_over, in_folder, shipped
from simulation.scenario import ScenarioError
from simulation.scenario.library import shipped_names
from simulation.scenario.source import LARGEST_FILE
from tests.apps.conftest import SMALL


def test_every_shipped_scenario_is_offered_with_its_question_and_opens() -> None:
    offered = shipped()
    assert len(offered) == len(shipped_names())
    assert all(source.question for source in offered)
    for source in offered:
        assert len(source.start().worlds) == 2


def test_the_files_of_a_folder_are_offered_and_nothing_below_or_beside_it(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    for name in ("a.toml", "inner/b.toml"):
        (tmp_path / name).write_text(SMALL, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(tmp_path / "inner" / "b.toml")
    assert [source.title for source in in_folder(tmp_path)()] == ["Small"]


def test_a_broken_file_is_offered_and_tells_what_is_wrong_when_opened(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[firms]]\nname = ", encoding="utf-8")
    (source,) = in_folder(tmp_path)()
    with pytest.raises(ScenarioError, match=r"bad\.toml, line 2"):
        source.start()


def test_a_file_handed_over_opens_under_its_own_name() -> None:
    session = handed_over("C:\\class\\mine.toml", SMALL.encode())
    assert (session.scenario.name, session.scenario.market.customers) == ("mine", 100)


def test_a_file_handed_over_may_extend_a_shipped_scenario() -> None:
    session = handed_over("x.toml", b'extends = "baseline.toml"\n[market]\ncustomers = 200\n')
    assert session.scenario.market.customers == 200


@pytest.mark.parametrize("base", ["/etc/passwd", "../../secret.toml", "..\\\\secret.toml", "other.toml"])
def test_a_file_handed_over_reaches_no_other_file(base: str) -> None:
    with pytest.raises(ScenarioError, match="can only extend a shipped scenario"):
        handed_over("x.toml", f'extends = "{base}"\n'.encode())


def test_the_message_about_a_file_handed_over_names_it_as_the_user_does() -> None:
    with pytest.raises(ScenarioError) as error:
        handed_over("my class.toml", SMALL.replace("customers", "customer").encode())
    assert str(error.value).startswith("my class.toml, line")
    assert "/tmp" not in str(error.value)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ScenarioError, match="larger than"):
        handed_over("x.toml", b"#" * (LARGEST_FILE + 1))

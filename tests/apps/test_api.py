"""The library as notebooks and scripts use it."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

import simulation
import simulation.engines
from simulation import Market, compare, load_scenario, run
from simulation.api import StudyInterrupted
from simulation.records.files import StoreError
from tests.apps.conftest import SMALL, Finished


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> simulation.Result:
    path = tmp_path_factory.mktemp("api") / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return run(load_scenario(path))


def test_a_run_gives_tidy_tables(result: simulation.Result) -> None:
    series = result.series
    assert list(series.columns[:6]) == ["scenario", "replication", "month", "firm", "strategy", "policy_label"]
    assert set(series["replication"]) == {0, 1}
    assert set(result.twins["world"]) == {"service-only", "customer-centric", "status-quo", "none"}
    assert len(result.table("departments")) > 0
    assert result.folder is None
    assert result.figures == ()
    assert repr(result) == "Result of small: 8 of 8 runs done"


def test_it_is_what_the_command_line_stores(result: simulation.Result, finished: Finished) -> None:
    stored = pd.read_parquet(finished.folder / "series.parquet")
    pd.testing.assert_frame_equal(result.series, stored)
    summary = pd.read_csv(finished.folder / "summary.csv")
    pd.testing.assert_frame_equal(result.summary(), summary, check_dtype=False)


def test_it_is_told_in_words_and_drawn(result: simulation.Result) -> None:
    assert "Compass" in result.words()
    assert result.verdict.focal == "Compass"
    figure = result.plot()
    assert isinstance(figure, Figure)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Revenue a month", "Yearly retention", "Employee engagement"]
    with pytest.raises(KeyError):
        result.plot("another")


def test_replications_and_seed_are_chosen_here(finished: Finished) -> None:
    one = run(finished.scenario, replications=1, seed=5)
    other = run(finished.scenario, replications=1, seed=6)
    assert one.series["replication"].nunique() == 1
    assert not one.series["revenue"].equals(other.series["revenue"])


def test_a_scenario_can_be_compared_with_a_changed_copy(finished: Finished) -> None:
    scenario = load_scenario(finished.scenario).with_values({"run.months": 2, "run.replications": 2})
    found = compare([scenario, scenario.with_values({"market.switching_cost": 6.0})])
    assert [one.name for one in found.scenarios] == ["small", "small-2"]
    assert (found.comparison["kind"] == "scenario").any()
    assert found.plot("small-2").axes


def test_a_folder_is_written_on_request(finished: Finished, tmp_path: Path) -> None:
    scenario = load_scenario(finished.scenario).with_values({"run.months": 1, "run.replications": 1})
    found = run(scenario, out=tmp_path / "r")
    assert found.folder == tmp_path / "r"
    assert all(path.exists() for path in found.figures)
    with pytest.raises(StoreError, match="holds a result already"):
        run(scenario, out=tmp_path / "r")
    run(scenario, out=tmp_path / "r", force=True)


def test_progress_is_told_after_every_run(finished: Finished) -> None:
    told: list[tuple[int, int]] = []
    scenario = load_scenario(finished.scenario).with_values({"run.months": 1, "run.replications": 1})
    run(scenario, progress=lambda done, total, _: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_interrupted_run_hands_over_what_is_finished(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = simulation.engines.simulate, []

    def interrupted(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(simulation.engines, "simulate", interrupted)
    with pytest.raises(StudyInterrupted) as caught:
        run(finished.scenario)
    assert (caught.value.finished, caught.value.total) == (2, 8)
    assert set(caught.value.result.series["replication"]) == {0}


def test_the_public_names_are_there() -> None:
    assert set(simulation.__all__) <= set(dir(simulation))
    assert isinstance(simulation.__version__, str)
    assert Market is simulation.engines.Market
    with pytest.raises(AttributeError):
        simulation.no_such_name  # noqa: B018

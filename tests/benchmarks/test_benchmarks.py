"""The benchmark runs, and the NumPy version that it compares with is the same model."""

import pytest

from simulation.engines.simulation_run import forget
from tests.benchmarks import speed
from tests.benchmarks.measuring import limits, market_of, measured

pytestmark = pytest.mark.one_python


def test_the_command_measures_every_engine_and_draws(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(speed, "elsewhere", lambda *given: measured(*given) if given else limits())
    found = speed.main(["--sizes", "600", "--months", "3", "--threads", "2", "--picture", str(tmp_path / "speed.png"),
                        "--json", str(tmp_path / "speed.json")])
    assert [(row["engine"], row["threads"]) for row in found] == [
        ("agents", 1), ("numpy", 1), ("compiled", 1), ("compiled", 2),
    ]
    assert all(row["million_a_second"] > 0.0 for row in found)
    printed = capsys.readouterr().out
    assert printed.count("\n| 600 | ") == 4
    assert "Draws alone" in printed
    assert (tmp_path / "speed.png").read_bytes().startswith(b"\x89PNG")


def test_the_numpy_customers_agree_statistically_with_the_compiled_ones():
    """Totals of a market over fifteen months, within what luck and the mechanisms left out allow."""
    totals = []
    for engine in ("compiled", "numpy"):
        market = market_of(engine, 12_000, 15)
        forget(market)
        while market.month < 15:
            market.step()
        series = market.recorder.tables(market).series
        totals.append(series[series["month"] > 0].drop(columns=["month", "replication"]).sum(numeric_only=True))
    compiled, other = totals
    for name, most in {
        "revenue": 0.01, "customers": 0.005, "satisfaction": 0.005, "expectation": 0.005, "needs_fit": 0.01, "contacts": 0.03,
        "cases_opened": 0.03, "cases_solved": 0.03, "failures_use": 0.06, "felt_failures": 0.05, "complaints": 0.1,
        "silent_failures": 0.05, "messages_positive": 0.05, "messages_negative": 0.05, "gained": 0.06, "lost": 0.06,
    }.items():  # fmt: skip
        assert other[name] == pytest.approx(compiled[name], rel=most), name

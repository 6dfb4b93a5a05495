"""Calibrations with the project's own engine: what is counted agrees with the tables of a run, and known values come back."""

import numpy as np
import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.studies.calibration.file import load_calibration
from simulation.studies.calibration.runs import JOINING, lives
from simulation.studies.calibration.study import calibrated
from simulation.studies.calibration.targets import survival
from tests.engines.markets import scenario

ORDINARY = [{"name": name, "strategy": "status-quo"} for name in ("A", "B")]


@pytest.fixture(scope="module")
def market():
    return scenario(*ORDINARY, customers=400, months=84, engine="compiled", values={"employees.per_firm": 12})


def test_who_stays_is_counted_as_in_the_tables_of_a_run(market):
    counted, run = lives(market, 0), simulate(market, 0)
    rows = run.cohorts[(run.cohorts["cohort"] == "new") & run.cohorts["month"].between(1, JOINING)]
    own = counted.cohorts.set_index("cohort").loc["new"]
    assert own["joined"] == rows["joined"].sum()
    for year in range(1, 6):
        assert own[f"survivors_year_{year}"] == rows[f"survivors_year_{year}"].sum()
    everybody = run.cohorts[run.cohorts["cohort"] == "all"]
    share = everybody[[f"survivors_year_{year}" for year in range(1, 6)]].sum().to_numpy() / everybody["joined"].sum()
    assert survival([counted], "all")[:5] == pytest.approx(share)
    columns = ["year", "customer", "satisfaction", "tenure_months", "firm"]
    kept = run.panel[run.panel["year"] <= 5][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(counted.panel[columns].reset_index(drop=True), kept)


FREE = """
scenario = "usual.toml"
replications = 1
[data]
tolerance = 0.04
[effort]
points = 32
generations = 3
close = 32
""" + "".join(
    f'[[parameters]]\nkey = "{key}"\nlow = {low}\nhigh = {high}\n'
    for key, low, high in (
        ("market.attention.shape_a", 0.3, 3.0), ("market.attention.shape_b", 1.5, 15.0), ("market.switching_cost", 0.0, 5.0)
    )
)  # fmt: skip


@pytest.mark.slow
def test_known_values_are_recovered_from_a_table_that_the_model_made(tmp_path):
    """Attention and switching cost that made a table, with other luck, lie in the set that passes; far values do not."""
    truth = {"market.attention.shape_a": 0.9, "market.attention.shape_b": 4.0, "market.switching_cost": 2.6}
    values = {"employees.per_firm": 20, **truth}
    plan = scenario(*ORDINARY, customers=3000, months=12 * 8 + JOINING, engine="compiled", values=values)
    shares = survival([lives(plan, replication, seed=77) for replication in range(4)], "new")[:8]
    pd.DataFrame({"year": np.arange(9), "survival": [1.0, *shares]}).to_csv(tmp_path / "made.csv", index=False)
    usual = plan.with_values({"market.attention.shape_a": 0.6, "market.attention.shape_b": 12.0, "market.switching_cost": 1.0})
    (tmp_path / "usual.toml").write_text(usual.to_toml(), encoding="utf-8")
    (tmp_path / "made.toml").write_text(FREE, encoding="utf-8")
    found = calibrated(load_calibration(tmp_path / "made.toml", tmp_path / "made.csv")).outcome
    assert len(found.passing) >= 3
    for one in found.parameters:
        assert one.low <= truth[one.axis.key] <= one.high
    assert not found.own.passes
    assert found.best.worst < 1.0

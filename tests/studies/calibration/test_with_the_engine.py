"""Calibrations with the project's own engine: what is counted agrees with the tables of a run."""

import pandas as pd
import pytest

from simulation.engines import simulate
from simulation.studies.calibration.runs import JOINING, lives
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

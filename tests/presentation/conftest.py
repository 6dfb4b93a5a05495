"""A made-up study of three strategies, compared and judged as a real one."""

import pandas as pd
import pytest

from simulation.measures.strategies import summary
from simulation.presentation.gallery import Material
from simulation.scenario import Scenario
from simulation.studies.comparisons.comparison import compare_all
from tests.presentation.made_up import LEVELS, made_up_departments, made_up_series

REPLICATIONS = 12


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    """Three firms, of which the customer-centric one is the focal firm."""
    firms = [
        {"name": "Frontline", "strategy": "service-only"},
        {"name": "Wants", "strategy": "customer-focused"},
        {"name": "Compass", "strategy": "customer-centric"},
    ]
    return Scenario.model_validate({"name": "made_up", "firms": firms})


@pytest.fixture(scope="session")
def series() -> pd.DataFrame:
    """The market as in the file."""
    return made_up_series(replications=REPLICATIONS)


@pytest.fixture(scope="session")
def material(scenario: Scenario, series: pd.DataFrame) -> Material:
    """All that pictures are drawn from."""
    worlds = made_up_series(tuple(LEVELS), replications=REPLICATIONS).assign(firm="Compass")
    worlds["world"] = worlds["strategy"]
    comparison = compare_all(series, worlds, [scenario])
    return Material(scenario, series, made_up_departments(series), worlds, comparison)


@pytest.fixture(scope="session")
def table(series: pd.DataFrame) -> pd.DataFrame:
    """The summary of the study."""
    return summary(series)

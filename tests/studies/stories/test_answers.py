"""What answers a story's question: intervals that a share can have."""

from types import SimpleNamespace

import pandas as pd
import pytest

from simulation.studies.stories.answers import customers_who_agree


def test_the_interval_of_a_share_ends_where_shares_do() -> None:
    """Two runs that differ much: Student's interval around 50 of 100 would reach far beyond nought and a hundred."""
    facts = pd.DataFrame({"strategy": ["a", "a", "b", "b"], "superior": [0.2, 0.8, 0.50, 0.51]})
    found = customers_who_agree(SimpleNamespace(facts=facts), "a")  # type: ignore[arg-type]
    assert (found.value, found.low, found.high) == (pytest.approx(50.0), 0.0, 100.0)
    within = customers_who_agree(SimpleNamespace(facts=facts), "b")  # type: ignore[arg-type]
    assert 0.0 < within.low < within.value < within.high < 100.0

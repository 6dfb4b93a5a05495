"""Names at the ends of lines: never on top of each other, as near to their line as possible."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from simulation.presentation.lines import apart

VALUES = st.lists(st.floats(0.0, 10.0), min_size=1, max_size=8).map(sorted)


@given(VALUES, st.floats(0.1, 3.0))
def test_names_keep_their_distance_and_their_order(values: list[float], step: float) -> None:
    places = apart(values, step, 0.0, 10.0)
    least = min(step, 10.0 / max(len(values) - 1, 1))
    assert all(b - a >= least - 1e-9 for a, b in pairwise(places))


@given(VALUES, st.floats(0.1, 3.0))
def test_names_stay_beside_the_axes(values: list[float], step: float) -> None:
    places = apart(values, step, 0.0, 10.0)
    assert all(-1e-9 <= place <= 10.0 + 1e-9 for place in places)


def test_names_that_have_room_stay_where_their_lines_end() -> None:
    assert apart([1.0, 4.0, 9.0], 1.0, 0.0, 10.0) == [1.0, 4.0, 9.0]

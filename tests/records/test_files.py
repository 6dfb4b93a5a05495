"""Tables in files: they come back as they were, and what is damaged or missing is told in a sentence."""

import numpy as np
import pandas as pd
import pytest

from simulation.records.files import StoreError, read_arrow, read_parquet, write_arrow, write_parquet

FRAME = pd.DataFrame({"name": ["a", "b", "a"], "count": [1, 2, 3], "share": [0.1, np.nan, 1 / 3], "here": [True, False, True]})

KINDS = pytest.mark.parametrize(("write", "read"), [(write_arrow, read_arrow), (write_parquet, read_parquet)])


@KINDS
def test_a_table_comes_back_as_it_was(tmp_path, write, read):
    write(tmp_path / "table", FRAME)
    pd.testing.assert_frame_equal(read(tmp_path / "table"), FRAME, check_exact=True)
    assert [path.name for path in tmp_path.iterdir()] == ["table"]


@KINDS
@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_table_that_was_cut_off_is_told(tmp_path, write, read, kept):
    path = tmp_path / "table"
    write(path, FRAME)
    whole = path.read_bytes()
    path.write_bytes(whole[: kept if kept >= 1 else int(kept * len(whole))])
    with pytest.raises(StoreError, match="table: cannot be read as a table; it seems damaged"):
        read(path)


@KINDS
def test_a_table_that_is_missing_is_told(tmp_path, write, read):
    with pytest.raises(StoreError, match="there is no such table"):
        read(tmp_path / "none")


def test_an_empty_table_has_no_rows_whatever_is_asked_of_it(tmp_path):
    write_parquet(tmp_path / "table", pd.DataFrame({"firm": [], "month": []}, dtype=object))
    assert read_parquet(tmp_path / "table", [("firm", "in", ["A", "B"])]).empty

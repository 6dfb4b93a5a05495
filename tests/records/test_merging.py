"""One table of many runs: the same whatever is in memory at once."""

import pandas as pd
import pytest

from simulation.records import merging
from simulation.records.files import read_parquet
from simulation.records.merging import write_joined
from simulation.records.parts import RunKey

KEYS = [RunKey("market", run, "market") for run in range(5)]


def rows(key: RunKey) -> pd.DataFrame:
    """Three rows; the third run has decimals where the others have none, the fourth no rows."""
    value = [1, 2, 3] if key.replication != 2 else [0.5, 1.5, float("nan")]
    frame = pd.DataFrame({"replication": key.replication, "name": ["a", "b", "c"], "value": value})
    return frame.head(0 if key.replication == 3 else 3)


@pytest.mark.parametrize("together", [1, 2, 100])
def test_the_rows_are_those_of_all_runs_below_each_other(tmp_path, monkeypatch, together):
    monkeypatch.setattr(merging, "TOGETHER", together)
    assert write_joined(tmp_path / "table.parquet", KEYS, rows)
    found = read_parquet(tmp_path / "table.parquet")
    pd.testing.assert_frame_equal(found, pd.concat([rows(key) for key in KEYS if key.replication != 3], ignore_index=True))


def test_only_a_few_runs_are_asked_for_before_they_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr(merging, "TOGETHER", 2)
    asked, written = [], []
    real = merging._tables

    def tables(order, block):
        for table in real(order, lambda key: (asked.append(key), block(key))[1]):
            written.append(len(asked))
            yield table

    monkeypatch.setattr(merging, "_tables", tables)
    whole = [key for key in KEYS if key.replication != 2]
    write_joined(tmp_path / "table.parquet", whole, rows)
    assert written == [2, 4]


def test_runs_without_rows_leave_a_table_with_the_columns(tmp_path):
    write_joined(tmp_path / "table.parquet", [KEYS[3]], rows)
    assert list(read_parquet(tmp_path / "table.parquet").columns) == ["replication", "name", "value"]
    assert not write_joined(tmp_path / "none.parquet", [], rows)
    assert not (tmp_path / "none.parquet").exists()


def test_some_rows_can_be_read_without_the_rest(tmp_path):
    write_joined(tmp_path / "table.parquet", KEYS, rows)
    assert read_parquet(tmp_path / "table.parquet", [("name", "in", ["b"])])["name"].tolist() == ["b"] * 4

"""The result folder: complete, atomic, continued to the same bytes, and never overwritten by accident."""

import errno
import json
from dataclasses import replace

import pandas as pd
import pytest
from pyarrow import feather
from synthetic_market import MadeUpScenario, simulate

from simulation.records import files, merging, panel, provenance
from simulation.records.parts import MARKET, RunKey
from simulation.records.result_folder import read_manifest, read_runs, read_tables
from simulation.records.store import ResultStore, StoreError

SCENARIO = MadeUpScenario()
WORLDS = {"made_up": ("customer-centric", "service-only", "status-quo", "none")}
OWN = {"made_up": "customer-centric"}
TABLES = ("series", "twins", "market", "segments", "departments", "panel", "cohorts")


def keys(replications, worlds=(MARKET, "service-only", "status-quo", "none"), scenario=SCENARIO):
    return [RunKey(scenario.name, r, world) for r in range(replications) for world in worlds]


def fill(open_store, wanted, scenario=SCENARIO):
    for key in wanted:
        if key not in open_store.done:
            tables = simulate(scenario, key.replication, twin=None if key.world == MARKET else key.world)
            open_store.save(key, tables, 0.5)


def study(folder, replications=3, **options):
    scenario = replace(SCENARIO, run=replace(SCENARIO.run, replications=replications))
    with ResultStore.open(folder, [scenario], **options) as open_store:
        fill(open_store, keys(replications))
        open_store.merge(WORLDS, OWN)
        open_store.finish(complete=True)
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".parquet"}


def test_a_finished_study_leaves_every_table_and_no_part(tmp_path):
    folder = study(tmp_path / "result")
    assert {path.name for path in folder.iterdir()} == {
        *(f"{table}.parquet" for table in TABLES), "manifest.json", "scenario.toml", "runs.csv",
    }  # fmt: skip
    tables = read_tables(folder)
    assert tables["series"]["replication"].unique().tolist() == [0, 1, 2]
    assert list(tables["twins"].columns) == [
        "scenario", "replication", "world", *tables["series"].columns.drop(["scenario", "replication"])
    ]  # fmt: skip
    runs = pd.read_csv(folder / "runs.csv", keep_default_na=False)
    assert list(runs.columns) == ["scenario", "replication", "world", "seed", "status", "seconds", "error"]
    assert runs["world"].tolist() == [MARKET, "none", "service-only", "status-quo"] * 3


def test_what_was_recorded_comes_back_unchanged(tmp_path):
    stored = read_tables(study(tmp_path / "result"))["series"]
    expected = pd.concat([simulate(SCENARIO, r).series for r in range(3)], ignore_index=True)
    pd.testing.assert_frame_equal(stored, expected, check_exact=True)


def test_the_market_as_in_the_file_is_a_world_among_the_twins(tmp_path):
    tables = read_tables(study(tmp_path / "result"))
    twins = tables["twins"]
    assert twins["world"].unique().tolist() == list(WORLDS["made_up"])
    own = twins[twins["world"] == "customer-centric"].drop(columns="world").reset_index(drop=True)
    pd.testing.assert_frame_equal(own, tables["series"], check_exact=True)


def test_a_study_continued_gives_the_same_bytes(tmp_path):
    whole = study(tmp_path / "whole", replications=5)
    scenario = replace(SCENARIO, run=replace(SCENARIO.run, replications=5))
    broken = tmp_path / "broken"
    with ResultStore.open(broken, [scenario]) as open_store:  # killed: nothing merged
        fill(open_store, keys(5)[:6])
    with ResultStore.open(broken, [scenario], resume=True) as open_store:  # interrupted: merged and left
        assert open_store.done == set(keys(5)[:6])
        fill(open_store, keys(5)[:13])
        open_store.merge(WORLDS, OWN)
        open_store.finish(complete=False)
    assert read_manifest(broken)["complete"] is False
    study(broken, replications=5, resume=True)
    assert contents(broken) == contents(whole)
    assert len(read_manifest(broken)["resumed"]) == 2


def test_a_merge_that_was_cut_off_is_done_again(tmp_path, monkeypatch):
    whole = study(tmp_path / "whole", replications=4)
    broken = study(tmp_path / "broken", replications=2)
    real, written = files.replace_file, []

    def stops_after_four(path, write):
        written.append(path)
        if len(written) > 4:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, write)

    scenario = replace(SCENARIO, run=replace(SCENARIO.run, replications=4))
    with ResultStore.open(broken, [scenario], resume=True) as open_store:
        fill(open_store, keys(4))
        monkeypatch.setattr(merging, "replace_file", stops_after_four)
        with pytest.raises(StoreError, match=r"the disk is full; what was finished before is kept\.$"):
            open_store.merge(WORLDS, OWN)
        monkeypatch.undo()
    study(broken, replications=4, resume=True)
    assert contents(broken) == contents(whole)


def test_more_replications_continue_a_finished_study(tmp_path):
    folder = study(tmp_path / "result", replications=2)
    study(folder, replications=5, resume=True)
    assert contents(folder) == contents(study(tmp_path / "whole", replications=5))
    assert read_manifest(folder)["runs_done"] == 20


def test_fewer_replications_than_are_there_are_refused(tmp_path):
    folder = study(tmp_path / "result", replications=4)
    with pytest.raises(StoreError, match="holds 4 replications of made_up already"):
        study(folder, replications=3, resume=True)


def test_a_failed_run_is_recorded_and_tried_again(tmp_path):
    folder = tmp_path / "result"
    failed = RunKey("made_up", 1, MARKET)
    with ResultStore.open(folder, [SCENARIO]) as open_store:
        fill(open_store, keys(1))
        open_store.save_failure(failed, 'ValueError: no, "not" this', 0.25)
        open_store.merge(WORLDS, OWN)
        open_store.finish(complete=True)
    row = next(row for row in read_runs(folder) if row.key == failed)
    assert (row.status, row.error, row.seconds) == ("failed", 'ValueError: no, "not" this', 0.25)
    manifest = read_manifest(folder)
    assert (manifest["runs_done"], manifest["runs_failed"]) == (4, 1)
    with ResultStore.open(folder, [SCENARIO], resume=True) as open_store:
        assert failed not in open_store.done
        fill(open_store, [failed])
        open_store.merge(WORLDS, OWN)
        open_store.finish(complete=True)
    assert {row.status for row in read_runs(folder)} == {"done"}


def test_a_full_disk_leaves_the_runs_before_it_intact(tmp_path, monkeypatch):
    folder = tmp_path / "result"
    with ResultStore.open(folder, [SCENARIO]) as open_store:
        fill(open_store, keys(1))

        def full(*_, **__):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(feather, "write_feather", full)
        with pytest.raises(StoreError, match="the disk is full"):
            fill(open_store, keys(2))
        monkeypatch.undo()
    with ResultStore.open(folder, [SCENARIO], resume=True) as open_store:
        assert open_store.done == set(keys(1))
        assert not list(folder.rglob(f"{files.TEMPORARY}*"))


def test_a_folder_that_may_not_be_written_to_is_said_so(tmp_path, monkeypatch):
    def refused(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "mkdir", refused)
    with pytest.raises(StoreError, match="it may not be written to"):
        ResultStore.open(tmp_path / "result", [SCENARIO])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"run": replace(SCENARIO.run, months=36)}, "its scenario differs"),
        ({"run": replace(SCENARIO.run, seed=2)}, "its seed is 1, not 2"),
    ],
)
def test_another_study_does_not_continue_this_one(tmp_path, change, reason):
    folder = study(tmp_path / "result")
    before = contents(folder)
    with pytest.raises(StoreError, match=reason):
        ResultStore.open(folder, [replace(SCENARIO, **change)], resume=True)
    assert contents(folder) == before


def test_a_changed_program_does_not_continue(tmp_path, monkeypatch):
    folder = study(tmp_path / "result")
    monkeypatch.setattr(provenance, "code_digest", lambda: "another")
    with pytest.raises(StoreError, match="the program has been changed since"):
        ResultStore.open(folder, [SCENARIO], resume=True)


def test_a_result_is_not_overwritten_unasked(tmp_path):
    folder = study(tmp_path / "result")
    before = contents(folder)
    with pytest.raises(StoreError, match="--resume continues it, --force replaces it"):
        study(folder)
    assert contents(folder) == before


def test_force_replaces_a_result_and_nothing_else(tmp_path):
    folder = study(tmp_path / "result", replications=3)
    (folder / "notes.txt").write_text("mine")
    (folder / "figures").mkdir()
    (folder / "figures" / "old.png").write_bytes(b"old")
    study(folder, replications=1, force=True)
    assert (folder / "notes.txt").read_text() == "mine"
    assert not (folder / "figures").exists()
    assert read_tables(folder, ["series"])["series"]["replication"].unique().tolist() == [0]


@pytest.mark.parametrize("manifest", [None, '{"manifest_version": 3, "name": "a browser extension"}', "{cut"])
@pytest.mark.parametrize("options", [{}, {"force": True}, {"resume": True}])
def test_a_folder_of_something_else_is_never_touched(tmp_path, manifest, options):
    (tmp_path / "thesis.txt").write_text("years of work")
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StoreError):
        study(tmp_path, **options)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_in_the_way_is_said_so(tmp_path):
    (tmp_path / "result").write_text("a file")
    with pytest.raises(StoreError, match="is a file, not a folder"):
        study(tmp_path / "result", force=True)


def test_continuing_and_replacing_exclude_each_other(tmp_path):
    with pytest.raises(StoreError, match="exclude each other"):
        study(tmp_path / "result", resume=True, force=True)


def test_an_empty_folder_is_used_and_continuing_nothing_begins(tmp_path):
    (tmp_path / "empty").mkdir()
    assert "series.parquet" in contents(study(tmp_path / "empty"))
    assert "series.parquet" in contents(study(tmp_path / "new", resume=True))


def test_the_manifest_says_where_the_result_comes_from(tmp_path):
    manifest = read_manifest(study(tmp_path / "result", command="centricity run x.toml"))
    assert manifest["command"] == "centricity run x.toml"
    assert manifest["scenario_digest"] == SCENARIO.digest()
    assert manifest["code_digest"] == provenance.code_digest()
    assert manifest["schema_version"] == provenance.SCHEMA_VERSION
    assert (manifest["seed"], manifest["runs_done"], manifest["runs_failed"]) == (1, 12, 0)
    assert manifest["packages"]["numpy"]
    assert manifest["start"] <= manifest["end"]


def test_two_scenarios_share_a_folder(tmp_path):
    other = replace(SCENARIO, name="other", title="Other")
    with ResultStore.open(tmp_path / "result", [SCENARIO, other]) as open_store:
        for scenario in (other, SCENARIO):
            fill(open_store, keys(2, worlds=(MARKET,), scenario=scenario), scenario)
        open_store.merge({}, {})
        open_store.finish(complete=True)
    tables = read_tables(tmp_path / "result")
    assert tables["series"]["scenario"].unique().tolist() == ["made_up", "other"]
    assert tables["twins"].empty
    texts = sorted((tmp_path / "result" / "scenarios").iterdir())
    assert [path.read_text() for path in texts] == [SCENARIO.to_toml(), other.to_toml()]


def test_no_finished_run_leaves_no_table(tmp_path):
    with ResultStore.open(tmp_path / "result", [SCENARIO]) as open_store:
        open_store.save_failure(RunKey("made_up", 0, MARKET), "ValueError: no", 0.1)
        open_store.merge(WORLDS, OWN)
        open_store.finish(complete=True)
    assert contents(tmp_path / "result") == {}
    with pytest.raises(StoreError, match="no such table"):
        read_tables(tmp_path / "result")


def test_a_damaged_table_is_named(tmp_path):
    folder = study(tmp_path / "result")
    (folder / "series.parquet").write_bytes(b"not a table")
    with pytest.raises(StoreError, match=r"series\.parquet: cannot be read as a table"):
        read_tables(folder)


def test_a_manifest_is_plain_json(tmp_path):
    folder = study(tmp_path / "result")
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["scenarios"] == [
        {"name": "made_up", "seed": 1, "replications": 3, "digest": SCENARIO.digest()}
    ]


def test_the_panel_keeps_to_its_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(panel, "LIMIT", 50)
    monkeypatch.setattr(panel.quota, "__defaults__", (50,))
    few = read_tables(study(tmp_path / "few", replications=2), ["panel"])["panel"]
    many = read_tables(study(tmp_path / "many", replications=3), ["panel"])["panel"]
    assert few.groupby("replication")["customer"].nunique().tolist() == [25, 25]
    assert many.groupby("replication")["customer"].nunique().tolist() == [17, 17, 16]
    for replication in (0, 1):
        smaller, larger = (set(t.loc[t["replication"] == replication, "customer"]) for t in (many, few))
        assert smaller < larger

"""The store: writes what a study finds into a result folder, safe against interruption, and continues it."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.digests import digests_of
from simulation.records.files import TEMPORARY, StoreError, explained, read_parquet, write_csv, write_text
from simulation.records.lock import FolderLock
from simulation.records.merging import Blocks, write_joined
from simulation.records.panel import quota, sampled
from simulation.records.parts import MARKET, RunKey, RunRow, blocks_of, read_parts, write_part
from simulation.records.provenance import MANIFEST, new_manifest, now, write_manifest
from simulation.records.repair import remains
from simulation.records.result_folder import (
    FILES,
    PARTS,
    ROBUSTNESS,
    RUNS,
    SCENARIO,
    SCENARIOS,
    TABLES,
    check_usable,
    delete_result,
    read_manifest,
    read_runs,
    read_scenarios,
    read_tables,
)

if TYPE_CHECKING:
    import pandas as pd

    from simulation.records import RunTables
    from simulation.scenario import Scenario

__all__ = ["MARKET", "ResultStore", "RunKey", "RunRow", "StoreError", "read_manifest", "read_runs",
"read_scenarios",
           "read_tables"]  # fmt: skip


class ResultStore:
    """An open result folder, held by this process. Made by `ResultStore.open`; to be used in a `with`
    block.
    """

    def __init__(
        self, folder: Path, scenarios: Sequence["Scenario"], manifest: dict[str, Any], lock: FolderLock
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self._scenarios = {scenario.name: scenario for scenario in scenarios}
        self._places = {name: place for place, name in enumerate(self._scenarios)}
        self._lock = lock
        self.repaired: tuple[str, ...] = ()
        """What was found damaged when the study was continued, a sentence each; it is run again."""
        self._rows: dict[RunKey, RunRow] = {}
        self._merged: frozenset[str] = frozenset()

    @classmethod
    def open(
        cls,
        folder: Path | str,
        scenarios: Sequence["Scenario"],
        *,
        command: str | None = None,
        resume: bool = False,
        force: bool = False,
    ) -> "ResultStore":
        """Prepares a folder for a study, or continues the study that it holds.

        scenarios  of the study, at least one, with different names
        command    how the study was called; None: the command line of this process
        resume     continue the same study: same scenarios, seed and program; more replications are welcome. A
                   folder that holds nothing yet is begun.
        force      replace the result that is there; only what a result consists of is deleted
        raises     StoreError, with nothing written, where the folder holds something else, another study,
                   or is being written to; or where it cannot be written to
        """
        folder = Path(folder)
        manifest = new_manifest(scenarios, command)
        with explained(folder):
            check_usable(folder, manifest, resume, force)
            existed = folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder)
        try:
            lock.acquire()
            store = cls(folder, scenarios, manifest, lock)
            with explained(folder):
                check_usable(folder, manifest, resume, force)  # again, now that nobody else can change it
                if force:
                    delete_result(folder)
                store._begin()
        except BaseException:
            lock.release()
            if not existed and not any(folder.iterdir()):
                folder.rmdir()
            raise
        return store

    def __enter__(self) -> "ResultStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leaves the folder to others."""
        self._lock.release()

    @property
    def done(self) -> frozenset[RunKey]:
        """The runs that are finished and need not be run again."""
        return frozenset(key for key, row in self._rows.items() if row.status == "done")

    @property
    def runs(self) -> list[RunRow]:
        """All runs so far, finished or failed, in the order of scenario, replication and world."""
        return sorted(
            self._rows.values(),
            key=lambda row: (self._places[row.scenario], row.replication, row.world != MARKET, row.world),
        )

    def save(self, key: RunKey, tables: "RunTables", seconds: float) -> None:
        """Stores a finished run at once; raises StoreError where that fails, the runs before it intact."""
        frames = {name: getattr(tables, name) for name in (TABLES if key.world == MARKET else TABLES[:1])}
        if "panel" in frames:
            frames["panel"] = self._sampled(frames["panel"], key)
        self._write_part(RunRow(*key, self._seed(key), "done", round(seconds, 3), ""), frames)

    def save_failure(self, key: RunKey, error: str, seconds: float) -> None:
        """Records a run that failed; a study continued from here tries it again."""
        self._write_part(RunRow(*key, self._seed(key), "failed", round(seconds, 3), error), {})

    def merge(self, worlds: Mapping[str, Sequence[str]], own: Mapping[str, str]) -> None:
        """Brings all finished runs into the tables of the result and writes runs.csv.

        worlds  for each scenario the names of its twin worlds in their order; empty: a study without twins
        own     for each scenario the name of the twin world that is the market as in the file
        raises  StoreError where a table cannot be written; all runs are still there and can be merged later
        """
        import pandas as pd

        with explained(self.folder):
            if self.manifest.pop(FILES, None) is not None:
                self._write_manifest()
            parts = {key: folder for key, (_, folder) in read_parts(self.folder / PARTS).items()}
            markets = [row.key for row in self.runs if row.status == "done" and row.world == MARKET]
            series = Blocks("series", self._earlier("series"), parts)
            self._merge_twins(series, Blocks("twins", self._earlier("twins"), {}), worlds, own)
            for table in TABLES:
                blocks = series if table == "series" else Blocks(table, self._earlier(table), _only(parts, market=True))
                self._merge(table, [key for key in markets if key in blocks], blocks)
            write_csv(self.folder / RUNS, pd.DataFrame(self.runs, columns=list(RunRow._fields)))

    def write(self, name: str, frame: "pd.DataFrame") -> None:
        """Writes a further table of the result, such as summary.csv; raises StoreError where that fails."""
        with explained(self.folder):
            write_csv(self.folder / name, frame)

    def write_text(self, name: str, text: str) -> None:
        """Writes a further file of text; raises StoreError where that fails."""
        with explained(self.folder):
            write_text(self.folder / name, text)

    def finish(self, complete: bool) -> None:
        """Says in the manifest how the study ended, and removes the parts, which the tables now hold.

        complete  whether every run of the study has been tried
        """
        statuses = [row.status for row in self._rows.values()]
        self.manifest |= {
            "end": now(),
            "complete": complete,
            "runs_done": statuses.count("done"),
            "runs_failed": statuses.count("failed"),
        }
        tables = [*TABLES, *(("twins",) if (self.folder / "twins.parquet").exists() else ())]
        names = (SCENARIO, SCENARIOS, RUNS, ROBUSTNESS, *(f"{table}.parquet" for table in tables))
        with explained(self.folder):
            self.manifest[FILES] = digests_of(self.folder, names)
            self._write_manifest()
            if (self.folder / PARTS).exists():  # first out of sight in one step, so that none is ever half there
                going = self.folder / f"{TEMPORARY}{PARTS}"
                shutil.rmtree(going, ignore_errors=True)
                (self.folder / PARTS).replace(going)
                shutil.rmtree(going, ignore_errors=True)
        self._merged = frozenset(tables)

    def _begin(self) -> None:
        if (self.folder / MANIFEST).exists():
            stored = read_manifest(self.folder)
            self.manifest |= {"start": stored["start"], "resumed": [*stored.get("resumed", []), now()]}
            left = remains(self.folder, stored)
            self._rows, self._merged, self.repaired = left.rows, left.tables, left.notes
            if FILES in stored and not left.notes:
                self.manifest[FILES] = stored[FILES]
            if left.notes:
                self.manifest["repaired"] = [*stored.get("repaired", []), *left.notes]
        self._write_manifest()  # first: a folder with anything in it but no manifest belongs to somebody else
        scenarios = list(self._scenarios.values())
        write_text(self.folder / SCENARIO, scenarios[0].to_toml())
        if len(scenarios) > 1:
            (self.folder / SCENARIOS).mkdir(exist_ok=True)
            for place, scenario in enumerate(scenarios):
                write_text(self.folder / SCENARIOS / f"{place + 1:02d}.toml", scenario.to_toml())

    def _write_manifest(self) -> None:
        write_manifest(self.folder, self.manifest)

    def _write_part(self, row: RunRow, frames: Mapping[str, "pd.DataFrame"]) -> None:
        with explained(self.folder):
            write_part(self.folder / PARTS, self._places[row.scenario], row, frames)
        self._rows[row.key] = row

    def _earlier(self, table: str) -> "dict[RunKey, pd.DataFrame]":
        """What an earlier session of the study has merged into a table."""
        path = self.folder / f"{table}.parquet"
        return blocks_of(read_parquet(path)) if table in self._merged and path.exists() else {}

    def _merge(self, table: str, order: Sequence[RunKey], blocks: Blocks) -> None:
        """Writes a table of all markets as in the file."""

        def block(key: RunKey) -> "pd.DataFrame":
            return self._sampled(blocks[key], key) if table == "panel" else blocks[key]

        write_joined(self.folder / f"{table}.parquet", order, block)

    def _merge_twins(
        self, series: Blocks, earlier: Blocks, worlds: Mapping[str, Sequence[str]], own: Mapping[str, str]
    ) -> None:
        """Writes `twins`: all worlds of every replication, the one that is the market as in the file
        among them.
        """
        markets = [key for key in series if key.world == MARKET]
        if not markets:
            return
        sources = {key: key for key in series if key.world != MARKET}
        sources |= {key._replace(world=own[key.scenario]): key for key in markets if key.scenario in own}
        ranks = {(name, world): rank for name, row in worlds.items() for rank, world in enumerate(row)}
        order = sorted(
            dict.fromkeys((*earlier, *sources)),
            key=lambda key: (self._places[key.scenario], key.replication, ranks.get(key[::2], len(ranks))),
        )

        def block(key: RunKey) -> "pd.DataFrame":
            return _in_world(series[sources[key]], key.world) if key in sources else earlier[key]

        if not order:  # a table without rows says that there are no twins
            order, empty = [markets[0]], _in_world(series[markets[0]].head(0), "")
            write_joined(self.folder / "twins.parquet", order, lambda _: empty)
            return
        write_joined(self.folder / "twins.parquet", order, block)

    def _seed(self, key: RunKey) -> int:
        return int(self._scenarios[key.scenario].run.seed)

    def _sampled(self, panel: "pd.DataFrame", key: RunKey) -> "pd.DataFrame":
        here = quota(self._places[key.scenario], len(self._places))
        runs = self._scenarios[key.scenario].run.replications
        return sampled(panel, quota(key.replication, runs, here), self._seed(key))


def _only(parts: Mapping[RunKey, Path], market: bool) -> dict[RunKey, Path]:
    """The parts of markets as in the file, or those of twins."""
    return {key: folder for key, folder in parts.items() if (key.world == MARKET) == market}


def _in_world(series: "pd.DataFrame", world: str) -> "pd.DataFrame":
    """`series` with a column `world` after the replication."""
    place = series.columns.get_loc("replication") + 1
    result = series.drop(columns="world", errors="ignore").copy()
    result.insert(place, "world", world)
    return result

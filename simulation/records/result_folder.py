"""What lies in a result folder, whether a study may use it, and how it is read."""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.digests import not_as_written
from simulation.records.files import TEMPORARY, StoreError, read_parquet
from simulation.records.lock import LOCK
from simulation.records.parts import RunRow, read_parts
from simulation.records.provenance import MANIFEST, differences

if TYPE_CHECKING:
    import pandas as pd

    from simulation.scenario import Scenario

TABLES = ("series", "market", "segments", "departments", "panel", "cohorts")
"""The tables of one run. A twin's are reduced to `series`, which goes into `twins`."""

STUDY = "study"
"""Kind of a result, as its manifest says it; experiments of another kind say theirs."""

FILES = "files"
"""Entry of the manifest with the digests of the tables; it is there while no table is being rewritten."""

RUNS = "runs.csv"
ROBUSTNESS = "robustness.csv"
PARTS = "parts"
SCENARIO = "scenario.toml"
SCENARIOS = "scenarios"

CONTENTS = (
    *(f"{table}.parquet" for table in (*TABLES, "twins")),
    *(SCENARIO, SCENARIOS, RUNS, "summary.csv", "comparison.csv", "why.csv", "dictionary.csv", ROBUSTNESS),
    *("verdict.json", "figures", "report.html", PARTS, MANIFEST),
)
"""Everything in a result folder that may be deleted to make room for another; what else lies there stays."""


def check_usable(folder: Path, wanted: dict[str, Any], resume: bool = False, force: bool = False) -> None:
    """Raises StoreError where the study of the manifest `wanted` must not be written to `folder`; writes
    nothing.

    resume  the folder may hold the same study, as long as none of its replications would be dropped
    force   the folder may hold any result
    """
    if resume and force:
        raise StoreError("--resume and --force exclude each other: continue a result, or replace it.")
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file, not a folder; choose another folder for the result.")
    if not occupied(folder):
        return
    stored = read_manifest(folder)
    if force:
        return
    if not resume:
        raise StoreError(
            f"{folder}: holds a result already; --resume continues it, --force replaces it, --out DIR "
            "chooses another folder."
        )
    if reasons := differences(stored, wanted):
        raise StoreError(
            f"{folder}: cannot be continued, since {', and '.join(reasons)}; --force replaces it, --out DIR "
            "chooses another folder."
        )
    planned = {scenario["name"]: scenario["replications"] for scenario in wanted["scenarios"]}
    for row in sorted(_readable_runs(folder, stored), key=lambda row: -row.replication):
        if row.replication >= planned.get(row.scenario, 0):
            raise StoreError(
                f"{folder}: holds {row.replication + 1} replications of {row.scenario} already, so that many "
                f"or more are needed to continue it; found {planned[row.scenario]}."
            )


def delete_result(folder: Path) -> None:
    """Deletes a result, the manifest last, and leaves whatever else lies in the folder."""
    for path in (*folder.glob(f"{TEMPORARY}*"), *(folder / name for name in CONTENTS)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def read_manifest(folder: Path | str) -> dict[str, Any]:
    """The manifest of a result. Raises StoreError where `folder` holds none."""
    path = Path(folder) / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"{folder}: is not a result folder (it has no {MANIFEST}).") from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read; it seems damaged.") from error
    if not isinstance(content, dict) or not {"schema_version", "code_digest", "start"} <= content.keys():
        raise StoreError(f"{folder}: is not a result folder (its {MANIFEST} is that of something else).")
    if content.get("kind", STUDY) != STUDY:
        raise StoreError(f"{folder}: holds a {content['kind']}, not the result of simulated scenarios.")
    return content


def read_runs(folder: Path | str) -> list[RunRow]:
    """The runs of a result, finished and failed, those that are not merged yet among them; in no order.

    raises  StoreError where runs.csv cannot be read
    """
    rows = {row.key: row for row in _merged_rows(Path(folder) / RUNS)}
    rows |= {key: row for key, (row, _) in read_parts(Path(folder) / PARTS).items()}
    return list(rows.values())


def read_tables(folder: Path | str, names: Iterable[str] = (*TABLES, "twins")) -> dict[str, "pd.DataFrame"]:
    """Tables of a stored result by name. Raises StoreError where one is missing or damaged."""
    read_manifest(folder)
    return {name: read_parquet(Path(folder) / f"{name}.parquet") for name in names}


class StoredTables(Mapping[str, "pd.DataFrame"]):
    """The tables of a stored result by name, each read when it is first asked for and then kept.

    raises  StoreError where a table is missing or damaged
    """

    def __init__(self, folder: Path | str, names: Iterable[str] = (*TABLES, "twins")) -> None:
        self._folder, self._names = Path(folder), tuple(names)
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> "pd.DataFrame":
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = read_parquet(self._folder / f"{name}.parquet")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def read_twins_of(folder: Path | str, firms: Iterable[str]) -> "pd.DataFrame":
    """The rows of these firms in all worlds, without the rest of the table in memory; raises as `read_tables`."""
    return read_parquet(Path(folder) / "twins.parquet", [("firm", "in", sorted(set(firms)))])


def read_scenarios(folder: Path | str) -> "tuple[Scenario, ...]":
    """The scenarios that a result was made from, in their order, with the names that they have in its tables.

    raises  StoreError where `folder` holds no result; ScenarioError where a scenario is not valid any more
    """
    from simulation.scenario import load_scenario

    names = [scenario["name"] for scenario in read_manifest(folder)["scenarios"]]
    several = sorted((Path(folder) / SCENARIOS).glob("*.toml"))
    paths = several if len(names) > 1 else [Path(folder) / SCENARIO]
    loaded = [load_scenario(path) for path in paths]
    return tuple(scenario.model_copy(update={"name": n}) for scenario, n in zip(loaded, names, strict=True))


def _merged_rows(path: Path) -> list[RunRow]:
    import pandas as pd

    if not path.exists():
        return []
    try:
        table = pd.read_csv(path, keep_default_na=False, dtype={"scenario": str, "world": str, "error": str})
        rows = table[list(RunRow._fields)].itertuples(index=False)
        return [RunRow(str(s), int(r), str(w), int(d), str(t), float(c), str(e)) for s, r, w, d, t, c, e in rows]
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"{path}: cannot be read as a table; it seems damaged.") from error


def _readable_runs(folder: Path, stored: dict[str, Any]) -> list[RunRow]:
    """The runs as far as they can be read: damage is repaired when the study is continued."""
    digest = (stored.get(FILES) or {}).get(RUNS)
    if digest is not None and not_as_written(folder, {RUNS: digest}):
        return []
    try:
        return read_runs(folder)
    except StoreError:
        return []


def occupied(folder: Path) -> bool:
    """Whether anything lies in the folder but a lock, or a file that a killed process was writing first of all."""
    return folder.is_dir() and any(not path.name.startswith((LOCK, TEMPORARY)) for path in folder.iterdir())

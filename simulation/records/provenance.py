"""Where a result comes from: version, code, scenario, platform, packages, command and time."""

import hashlib
import json
import platform
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.records.files import write_text

if TYPE_CHECKING:
    from simulation.scenario import Scenario

MANIFEST = "manifest.json"
DISTRIBUTION = "centricity"
SCHEMA_VERSION = 1
"""Version of the result folder: raised when a reader of older folders would go wrong."""

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "pydantic", "mesa", "networkx", "numba", "matplotlib", "bokeh")
"""The packages that can touch a number or a picture."""

IDENTITY = ("schema_version", "seed", "scenario_digest", "code_digest")
"""What must be equal for a study to be continued."""


def version() -> str:
    """Version of the installed distribution, "unknown" where the package is run without being installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "unknown"


@cache
def code_digest() -> str:
    """SHA-256 over the paths and contents of all Python files of the package, in the order of their paths."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def scenarios_digest(scenarios: Sequence["Scenario"]) -> str:
    """The digest of one scenario, or one over the names and digests of several."""
    if len(scenarios) == 1:
        return str(scenarios[0].digest())
    together = json.dumps([(scenario.name, scenario.digest()) for scenario in scenarios])
    return hashlib.sha256(together.encode()).hexdigest()


def packages() -> dict[str, str]:
    """The installed version of every package in PACKAGES."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def command_line(arguments: Sequence[str] | None = None) -> str:
    """The command as it can be typed again, without the folder in which the program stands.

    arguments  program and arguments; None: those of this process
    """
    program, *rest = sys.argv if arguments is None else arguments
    return shlex.join([Path(program).name or "python", *rest])


def now() -> str:
    """The present time in UTC, to the second, as in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_manifest(scenarios: Sequence["Scenario"], command: str | None = None) -> dict[str, Any]:
    """What manifest.json holds when a study begins.

    scenarios  of the study, in their order
    command    None: the command line of this process
    """
    return {
        "version": version(),
        "schema_version": SCHEMA_VERSION,
        "seed": scenarios[0].run.seed,
        "engine": scenarios[0].run.engine,
        "scenario_digest": scenarios_digest(scenarios),
        "code_digest": code_digest(),
        "scenarios": [
            {"name": s.name, "seed": s.run.seed, "replications": s.run.replications, "digest": s.digest()}
            for s in scenarios
        ],
        "platform": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "implementation": platform.python_implementation(),
        },
        "packages": packages(),
        "command": command_line() if command is None else command,
        "start": now(),
        "end": None,
        "complete": False,
        "runs_done": 0,
        "runs_failed": 0,
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Writes the manifest of a result folder."""
    write_text(folder / MANIFEST, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")


def differences(stored: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """What keeps the study `wanted` from continuing the one `stored`, in words; empty where nothing does."""
    words = {
        "schema_version": "it was written by another version of the program",
        "seed": f"its seed is {stored.get('seed')}, not {wanted['seed']}",
        "scenario_digest": "its scenario differs",
        "code_digest": "the program has been changed since",
    }
    return [words[name] for name in IDENTITY if stored.get(name) != wanted[name]]

"""The scenarios that come with the package: where they are and what they are called."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def shipped_folder() -> Path:
    """Folder of the shipped scenarios: inside an installed package, or beside the package in a checkout."""
    installed = _PACKAGE / "shipped" / "scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"


@cache
def shipped_files() -> tuple[Path, ...]:
    """All shipped scenario files, those at the top first."""
    folder = shipped_folder()
    return tuple(
        sorted(folder.rglob("*.toml"), key=lambda file: (len(file.relative_to(folder).parts), file.name))
    )


def shipped_names() -> tuple[str, ...]:
    """Names for `new --from`: "baseline", "head_to_head", ..., "limits/f01_short_horizon"."""
    folder = shipped_folder()
    return tuple(file.relative_to(folder).with_suffix("").as_posix() for file in shipped_files())


def shipped_scenario(named: str) -> Path | None:
    """The shipped file that a name means, with or without ".toml" and folder; None when there is none.

    A path into some other folder is taken by its last part, so that files keep working when they are moved.
    """
    wanted = named.replace("\\", "/").removesuffix(".toml")
    by_name = dict(zip(shipped_names(), shipped_files(), strict=True))
    if wanted in by_name:
        return by_name[wanted]
    last = wanted.rsplit("/", 1)[-1]
    return next((file for name, file in by_name.items() if name.rsplit("/", 1)[-1] == last), None)

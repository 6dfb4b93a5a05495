"""The folder in which a result lies where no other is named."""

import re
from pathlib import Path

RESULTS = Path("results")
"""Where results lie."""

LONGEST = 100
"""Characters of a folder's name; what is longer is cut."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that Windows keeps for devices."""


def folder_for(name: str) -> Path:
    """The folder for a study of this name: always one below `results`, whatever the name holds.

    >>> folder_for("head_to_head").as_posix(), folder_for("../a b").as_posix(), folder_for("..").as_posix()
    ('results/head_to_head', 'results/_a_b', 'results/_')
    >>> folder_for("con.toml").as_posix(), folder_for("-rf").as_posix()
    ('results/_con.toml', 'results/_rf')
    """
    plain = re.sub(r"[^\w.-]+", "_", name)[:LONGEST]
    plain = re.sub(r"^[.-]+_?", "_", plain).rstrip(".")
    return RESULTS / (f"_{plain}" if _RESERVED.match(plain) else plain or "_")

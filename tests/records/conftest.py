"""Makes the made-up market of `tests/studies` importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "studies"))

"""Makes the made-up market importable, here and in the processes that studies start."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

"""The benchmark is run as a folder; its tests read its modules from there."""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "bench" / "patterns"
sys.path.insert(0, str(FOLDER))

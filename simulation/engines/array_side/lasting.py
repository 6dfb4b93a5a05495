"""Copies that share what never changes: forks of a market copy its state, and nothing else."""

from __future__ import annotations

import copy
from typing import Any, ClassVar, Self


class SharesWhatLasts:
    """Has fields that never change once they are set; a deep copy shares them."""

    LASTING: ClassVar[frozenset[str]] = frozenset()
    """Their names."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        other = copy.copy(self)
        for name, value in vars(self).items():
            if name not in self.LASTING:
                setattr(other, name, copy.deepcopy(value, memo))
        return other

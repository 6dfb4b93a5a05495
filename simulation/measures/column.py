"""How a column of a result is described: meaning, unit, and how it is aggregated over firms and months."""

from dataclasses import dataclass

KEY = "key"
"""How a column that names a row (scenario, month, firm, ...) is aggregated: not at all."""

SUM = "sum"
MEAN_OVER_FIRMS = "mean over firms"
MEAN = "mean"
END = "end"
_WEIGHTED = "weighted by "


@dataclass(frozen=True)
class Column:
    """One column of one table of the result folder.

    table       name of the table without its ending: "series", "market", ...
    name        as it stands in the file
    meaning     one phrase for a strategist
    unit        in words: "currency", "share", "points of 100", "customers", ...
    over_firms  "sum" (an amount: adds up over firms; a strategy shows the mean amount per firm),
                "mean over firms", "weighted by <column>" (a rate), or "key"
    over_time   "sum" (flows), "end" (stocks: the last month's value), "mean" (scores),
                "weighted by <column>", or "key"
    better      "higher", "lower", or "neither" where more is neither good nor bad for the firm
    """

    table: str
    name: str
    meaning: str
    unit: str
    over_firms: str = KEY
    over_time: str = KEY
    better: str = "neither"

    @property
    def is_measure(self) -> bool:
        """Whether the column holds a value that can be compared, rather than the name of a row."""
        return self.over_firms != KEY


def weighted_by(column: str) -> str:
    """The words that declare a weighted mean.

    >>> weighted_by("customers")
    'weighted by customers'
    """
    return _WEIGHTED + column


def weight_in(rule: str) -> str | None:
    """The column that weighs, where `rule` declares a weighted mean; else None.

    >>> weight_in("weighted by customers"), weight_in("sum")
    ('customers', None)
    """
    return rule.removeprefix(_WEIGHTED) if rule.startswith(_WEIGHTED) else None

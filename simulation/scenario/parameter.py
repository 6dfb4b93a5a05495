"""How a parameter is declared: value, unit, range, meaning and where the default comes from, in one place.

Every section of a scenario is a `Section` whose fields are made by `parameter`. The catalogue, `explain`, the JSON
Schema and the documentation are all read off these declarations; nothing about a parameter is written twice.
"""

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

Origin = Literal["source", "computed", "prior", "design choice", "setting"]
"""Where a default comes from: read in the cited `source`; `computed` from published data; a `prior` from general
knowledge; a `design choice` of this model; or a `setting` of the user's world, which is no claim about any world."""


class Section(BaseModel):
    """A table of a scenario file: immutable, strict, and refusing keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Itself, since nothing in it ever changes: a fork of a market need not copy its scenario."""
        return self


def parameter(
    default: Any,
    *,
    unit: str,
    meaning: str,
    origin: Origin,
    low: float | None = None,
    high: float | None = None,
    source: str = "",
    likely: tuple[float, float] | None = None,
) -> Any:
    """Declares one parameter of a section.

    default  value used when a scenario says nothing (`...` when it must be given)
    unit     unit in words, "share", "points of 100", "1/month", ...
    meaning  one sentence for a strategist
    origin   see `Origin`
    low, high  allowed range, both ends included (None: unbounded)
    source   citation, when origin is "source" or "computed"
    likely   range from which robustness studies draw; required for every numeric prior and design choice that can
             decide who wins, None where it cannot (a setting, a size, a name)
    """
    return Field(
        default,
        ge=low,
        le=high,
        description=meaning,
        json_schema_extra={
            "unit": unit,
            "origin": origin,
            "source": source,
            "likely": list(likely) if likely else None,
        },
    )


def setting(default: Any, **words: Any) -> Any:
    """A parameter that describes the user's own world or run: no claim about any other."""
    return parameter(default, origin="setting", **words)


def design(default: Any, **words: Any) -> Any:
    """A parameter whose default is a design choice of this model."""
    return parameter(default, origin="design choice", **words)


def prior(default: Any, **words: Any) -> Any:
    """A parameter whose default rests on general knowledge, not on a measurement."""
    return parameter(default, origin="prior", **words)


def sourced(default: Any, source: str, **words: Any) -> Any:
    """A parameter whose default was read in a publication."""
    return parameter(default, origin="source", source=source, **words)


def computed(default: Any, source: str, **words: Any) -> Any:
    """A parameter whose default was computed from published data or a formula."""
    return parameter(default, origin="computed", source=source, **words)

"""A made-up market with known effects, for studies that need no engine.

It stands in a module of its own so that spawned processes can import what runs in them.
"""

import hashlib
import os
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd

EFFECTS = {
    "service-only": 0.0,
    "customer-focused": 60.0,
    "customer-centric": 100.0,
    "lip-service": -50.0,
    "price-cutter": -20.0,
    "status-quo": -10.0,
    "none": 5.0,
    "as in the file": 130.0,
}
"""What a month of a strategy adds to profit once it works, from `TURN` on; before, it costs as much."""

TURN = 7
LUCK = 400.0
OWN_LUCK = 40.0


@dataclass(frozen=True)
class Firm:
    name: str
    strategy: str
    is_plain_preset: bool = True


@dataclass(frozen=True)
class Run:
    months: int = 24
    replications: int = 4
    seed: int = 1
    engine: str = "agents"
    twin_of: str = "Compass"


@dataclass(frozen=True)
class MadeUpMarket:
    customers: int = 2000
    each_stands_for: int = 1


@dataclass(frozen=True)
class MadeUpScenario:
    """What studies use of a scenario."""

    name: str = "made_up"
    run: Run = field(default_factory=Run)
    firms: tuple[Firm, ...] = (Firm("Frontline", "service-only"), Firm("Compass", "customer-centric"))
    market: MadeUpMarket = field(default_factory=MadeUpMarket)
    title: str = ""
    question: str = ""
    expectation: str = ""
    expected_winner: str | None = None
    expected_by_month: int | None = None
    values: tuple[tuple[str, float], ...] = ()

    @property
    def effects(self) -> SimpleNamespace:
        names = {"effects.centric": 1.0, "effects.only": 1.0, "effects.forbidden": 0.5}
        return SimpleNamespace(**{k.split(".")[1]: v for k, v in (names | dict(self.values)).items()})

    @property
    def focal(self) -> Firm:
        return next(firm for firm in self.firms if firm.name == self.run.twin_of)

    def firm(self, name: str) -> Firm:
        return next(firm for firm in self.firms if firm.name == name)

    def with_values(self, values: dict[str, float]) -> "MadeUpScenario":
        changed = self
        for key, value in values.items():
            if key == "effects.forbidden" and value > 0.9:
                raise ValueError(f"{key}: found {value}")
            section, name = key.split(".")
            if section in ("run", "market"):
                part = replace(getattr(changed, section), **{name: value})
                changed = replace(changed, **{section: part})
            else:
                changed = replace(changed, values=tuple({**dict(changed.values), key: value}.items()))
        return changed

    def model_copy(self, update: dict[str, object]) -> "MadeUpScenario":
        return replace(self, **update)

    def to_toml(self) -> str:
        return f'title = "{self.title}"\n[run]\nmonths = {self.run.months}\nseed = {self.run.seed}\n'

    def digest(self) -> str:
        counted = replace(self, run=replace(self.run, replications=1, engine="agents"))
        return hashlib.sha256(repr(counted).encode()).hexdigest()


@dataclass(frozen=True)
class MadeUpTables:
    series: pd.DataFrame
    market: pd.DataFrame
    segments: pd.DataFrame
    departments: pd.DataFrame
    panel: pd.DataFrame
    cohorts: pd.DataFrame


def simulate(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    """Large luck shared by all worlds of a replication, small luck of each world, and the effects above."""
    seed = scenario.run.seed if seed is None else seed
    months = np.arange(-11, scenario.run.months + 1)
    shared = np.random.default_rng((seed, replication)).normal(0, LUCK)
    parts = []
    for place, firm in enumerate(scenario.firms):
        focal = firm.name == scenario.run.twin_of
        own = firm.strategy if firm.is_plain_preset or not focal else "as in the file"
        strategy = twin if twin is not None and focal else own
        parts.append(_firm(scenario, replication, seed, firm, place, strategy, months, shared))
    series = pd.concat(parts, ignore_index=True).sort_values(["month", "place"], kind="stable")
    series = series.drop(columns="place").reset_index(drop=True)
    keys = series[["scenario", "replication", "month"]]
    firms = series[["scenario", "replication", "month", "firm", "strategy"]]
    customers = pd.DataFrame({"customer": np.arange(40)})
    return MadeUpTables(
        series=series,
        market=keys.drop_duplicates().assign(uncommitted=10.0).reset_index(drop=True),
        segments=firms.assign(segment="everyone", customers=series["customers"]),
        departments=firms.assign(department="support", employees=20.0),
        panel=customers.assign(scenario=scenario.name, replication=replication, year=1, satisfaction=70.0),
        cohorts=firms.drop_duplicates("firm").assign(cohort="all", joined=100.0, survivors_year_1=[80.0] * len(scenario.firms)),
    )


def _firm(scenario, replication, seed, firm, place, strategy, months, shared) -> pd.DataFrame:
    worlds = list(EFFECTS)
    own = np.random.default_rng((seed, replication, place, worlds.index(strategy))).normal(0, OWN_LUCK)
    counted = months >= 1
    factor = dict(scenario.values).get(f"effects.{strategy.split('-')[-1]}", 1.0)
    effect = factor * EFFECTS[strategy] * np.where(months >= TURN, 1.0, -1.0)
    profit = counted * (1000.0 + shared + own + effect)
    return pd.DataFrame(
        {
            "scenario": scenario.name,
            "replication": replication,
            "month": months,
            "firm": firm.name,
            "strategy": strategy if strategy in EFFECTS and strategy != "as in the file" else firm.strategy,
            "policy_label": strategy,
            "revenue": 5000.0 + profit,
            "cost": 5000.0 * counted,
            "profit": profit,
            "discounted_profit": np.cumsum(profit),
            "customers": 500.0,
            "gained": 5.0,
            "lost": 5.0,
            "retention_per_year": 0.8 + effect / 1000,
            "employee_engagement": 0.5 + shared / 10_000 + own / 1000,
            "employees": 50.0,
            "quits": 1.0 - effect / 1000,
            "satisfaction": 70.0,
            "place": place,
        }
    )


def fails_in_replication_two(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    if replication == 2:
        raise ZeroDivisionError("nothing to divide\nby")
    return simulate(scenario, replication, seed, twin)


def dies_in_replication_one(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    if replication == 1 and twin is None:
        os._exit(7)
    time.sleep(0.05)
    return simulate(scenario, replication, seed, twin)


def always_dies(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    os._exit(7)


def leaves_with_exit(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    sys.exit(3)


def remembers(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    """Leaves a model behind as Mesa 3.3 does, and fails when it finds one left by a run before it."""
    import mesa

    models = getattr(mesa.Agent, "_ids", {})
    if models:
        raise AssertionError(f"{len(models)} models of earlier runs are still there")
    models[f"model of replication {replication}, {twin}"] = iter(())
    return simulate(scenario, replication, seed, twin)


def says_its_number_and_waits(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    """Writes the number of its process into a folder, then never comes to an end."""
    (Path(os.environ["BEGUN"]) / str(os.getpid())).touch()
    time.sleep(600)
    return simulate(scenario, replication, seed, twin)


def waits_for_a_file(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    """Ends at once in replication 0, never in the others; a file says that one of these has begun."""
    if replication > 0:
        Path(os.environ["BEGUN"]).touch()
        time.sleep(600)
    return simulate(scenario, replication, seed, twin)


class _CutOff:
    """Kills its process while it is on its way to another: the first part of the message is sent, the rest is not."""

    def __reduce__(self) -> tuple[object, ...]:
        import multiprocessing.connection as connection

        def cut_off(self: connection.Connection, buffer: bytes) -> None:
            os.write(self.fileno(), b"\0\0\1\0half of it")
            os._exit(1)

        connection.Connection._send_bytes = cut_off  # type: ignore[method-assign]
        return int, ()


def dies_while_it_hands_over(scenario, replication, seed=None, twin=None):
    """Is cut off in the midst of its result in the market as in the file; the other worlds end in order."""
    tables = simulate(scenario, replication, seed, twin)
    return replace(tables, panel=_CutOff()) if twin is None else tables


def divided(scenario, replication, seed=None, twin=None) -> SimpleNamespace:
    """A market with a known border between who wins, for maps; only the discounted profit is told.

    Customer-centric earns effects.centric a month from TURN on and nothing before, service-only the square of
    effects.only, customer-focused 0.2: so after many months the first wins where centric > max(only^2, 0.2).
    Luck is shared but for effects.noise, the standard deviation of each world's own mean per month.
    """
    values = {"effects.centric": 0.5, "effects.only": 0.5, "effects.noise": 0.0} | dict(scenario.values)
    months = np.arange(1, scenario.run.months + 1)
    only = values["effects.only"]
    earns = {"service-only": only**2, "customer-focused": 0.2, "customer-centric": values["effects.centric"]}
    worlds = list(earns)
    shared = np.random.default_rng((scenario.run.seed, replication)).normal(0, LUCK)
    own = np.random.default_rng((scenario.run.seed, replication, worlds.index(twin))).normal(0, values["effects.noise"])
    monthly = np.where((months >= TURN) | (twin != "customer-centric"), earns[twin], 0.0) + shared + own
    firm = scenario.run.twin_of
    return SimpleNamespace(series=pd.DataFrame({"month": months, "firm": firm, "discounted_profit": np.cumsum(monthly)}))


def slowly(scenario, replication, seed=None, twin=None) -> MadeUpTables:
    time.sleep(0.1)
    return simulate(scenario, replication, seed, twin)

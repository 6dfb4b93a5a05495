"""One measurement of one engine, in a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from simulation.engines import market as market_module
from simulation.engines.array_side import arrays
from simulation.engines.array_side.draws import BLOCK, draw_block
from simulation.engines.market import Market
from simulation.engines.schedule import SCHEDULE
from simulation.engines.simulation_run import forget
from simulation.randomness import Purpose
from simulation.scenario import Scenario, load_scenario
from tests.benchmarks.numpy_customers import CustomersInNumPy

ENGINES = ("agents", "numpy", "compiled")


def scenario_of(engine: str, customers: int, months: int) -> Scenario:
    """The market that is measured: that of `head_to_head`, without a warm-up."""
    values = {
        "market.customers": customers, "run.months": months, "run.warm_up_months": 1,
        "run.engine": "agents" if engine == "agents" else "compiled",
    }
    return load_scenario("head_to_head").with_values(values)


def market_of(engine: str, customers: int, months: int, threads: int = 1) -> Market:
    """A market whose customers are kept in the way of an engine of `ENGINES`."""
    sides: dict[str, Callable[[], Any]] = {
        "agents": arrays.CustomersAsArrays, "numpy": CustomersInNumPy, "compiled": partial(arrays.CustomersAsArrays, threads),
    }
    usual = market_module.CustomersAsArrays
    market_module.CustomersAsArrays = sides[engine]  # type: ignore[assignment, misc]
    try:
        market = Market(scenario_of(engine, customers, months))
    finally:
        market_module.CustomersAsArrays = usual  # type: ignore[misc]
    market.collecting = False
    return market


def measured(engine: str, customers: int, months: int, threads: int = 1) -> dict[str, Any]:
    """Speed of whole months, time by stage and memory of one market.

    months  that are timed; a multiple of three, so that the quarterly stages count as often as they should

    One thread is timed by its processor time, so that other programs disturb as little as they can; several by the clock.
    """
    clock = time.process_time if threads == 1 else time.perf_counter
    small = market_of(engine, 600, 4, threads)
    for _ in range(5):
        small.step()            # everything is compiled
    forget(small)
    before = memory()
    started = clock()
    market = market_of(engine, customers, months + 1, threads)
    start_seconds = clock() - started
    market.step()
    market.step()
    stages: dict[str, float] = defaultdict(float)
    started = clock()
    for _ in range(months):
        market.month += 1
        market._begin_month()
        for stage in SCHEDULE:
            now = clock()
            stage.run(market)
            stages[stage.name] += clock() - now
    seconds = clock() - started
    return {
        "engine": engine, "customers": customers, "threads": threads, "months": months, "start_seconds": start_seconds,
        "ns_per_customer_month": seconds / customers / months * 1e9,
        "million_a_second": customers * months / seconds / 1e6,
        "stages_ns": {name: spent / customers / months * 1e9 for name, spent in stages.items()},
        "peak_bytes_per_customer": (memory() - before) / customers,
        "peak_gigabytes": memory() / 1e9,
    }


def memory() -> int:
    """The most memory that this process has had, bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most if sys.platform == "darwin" else most * 1024)


def limits() -> dict[str, float]:
    """What bounds the compiled engine here: bytes a second of memory, and the time of a month's two blocks of draws."""
    source, target = np.ones(16_000_000), np.empty(16_000_000)
    bandwidth = max(_rate(lambda: np.multiply(source, 3.0, out=target), 2 * source.nbytes) for _ in range(7))
    words = np.empty((4, BLOCK), np.uint32)
    keys = market_module.Keys(np.uint32(1), np.uint32(0), np.uint32(0))

    def draw() -> None:
        for purpose in (Purpose.DAY, Purpose.NEEDS):
            draw_block(keys, int(purpose), 1, 0, BLOCK, words)

    draw()
    many = 2_000
    started = time.process_time()
    for _ in range(many):
        draw()
    draws = (time.process_time() - started) / many / BLOCK * 1e9
    return {"bandwidth_gigabytes_a_second": bandwidth / 1e9, "draws_ns_per_customer_month": draws}


def _rate(run: Callable[[], Any], size: int) -> float:
    started = time.process_time()
    run()
    return size / (time.process_time() - started)


def elsewhere(*arguments: Any) -> dict[str, Any]:
    """The same as `measured`, or `limits` where nothing is given, in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.measuring", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.stdout.write(json.dumps(measured(given[0], *map(int, given[1:])) if given else limits()) + "\n")

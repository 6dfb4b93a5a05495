"""The engines side by side in one run: a table and a picture.

python -m tests.benchmarks.speed                       customers 1e4, 1e5, 1e6
python -m tests.benchmarks.speed --largest             1e7, too: needs 6 GB and some minutes
python -m tests.benchmarks.speed --sizes 1000 --months 3
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import elsewhere

MOST_AGENTS = 100_000
MOST_NUMPY = 1_000_000
FEWEST_TO_WEIGH = 100_000
"""Customers from which on they, and not the program around them, are what takes memory."""
BYTES_A_MONTH = 420
"""Memory of one customer that the three passes of a month move where nothing stays in a cache: about 220 bytes read and 120
written in the walks, and a line of 64 bytes for each of ten fields of the eighth who look around."""


def rows(sizes: Sequence[int], months: int, threads: int) -> list[dict[str, Any]]:
    """Every engine at every size that it can be measured at in reasonable time."""
    found = []
    for customers in sizes:
        few = 3 if customers >= 1_000_000 else months
        if customers <= MOST_AGENTS:
            found.append(elsewhere("agents", customers, 3))
        if customers <= MOST_NUMPY:
            found.append(elsewhere("numpy", customers, few))
        found.append(elsewhere("compiled", customers, 12 if customers >= 10_000_000 else few))
        if threads > 1:
            found.append(elsewhere("compiled", customers, 12 if customers >= 10_000_000 else few, threads))
    return found


def table(found: Sequence[dict[str, Any]]) -> str:
    """The measurements as a Markdown table."""
    lines = [
        "| customers | engine | cores | million customer-months a second | times the agents | times NumPy | start, s "
        "| peak memory, bytes a customer |",
        "|---|---|---|---|---|---|---|---|",
    ]
    speeds = {(row["engine"], row["customers"], row["threads"]): row["million_a_second"] for row in found}
    for row in found:
        ratios = []
        for other in ("agents", "numpy"):
            base = speeds.get((other, row["customers"], 1))
            ratios.append(f"{row['million_a_second'] / base:.1f}" if base and row["engine"] != other else "")
        memory = f"{row['peak_bytes_per_customer']:,.0f}" if row["customers"] >= FEWEST_TO_WEIGH else ""
        lines.append(
            f"| {row['customers']:,} | {row['engine']} | {row['threads']} | {row['million_a_second']:.2f} | {ratios[0]} "
            f"| {ratios[1]} | {row['start_seconds']:.1f} | {memory} |"
        )
    return "\n".join(lines)


def stage_table(found: Sequence[dict[str, Any]]) -> str:
    """Time by stage of the compiled engine on one core, ns a customer-month."""
    mine = [row for row in found if row["engine"] == "compiled" and row["threads"] == 1]
    lines = ["| stage, ns a customer-month | " + " | ".join(f"{row['customers']:,}" for row in mine) + " |"]
    lines.append("|---" * (len(mine) + 1) + "|")
    for name in mine[0]["stages_ns"]:
        lines.append(f"| {name} | " + " | ".join(f"{row['stages_ns'][name]:.1f}" for row in mine) + " |")
    lines.append("| whole month | " + " | ".join(f"{row['ns_per_customer_month']:.1f}" for row in mine) + " |")
    return "\n".join(lines)


def limit_words(bounds: dict[str, float]) -> str:
    """What the machine allows."""
    moved = BYTES_A_MONTH / bounds["bandwidth_gigabytes_a_second"]
    return (
        f"Draws alone: {bounds['draws_ns_per_customer_month']:.1f} ns a customer-month. "
        f"Memory: {bounds['bandwidth_gigabytes_a_second']:.1f} GB/s, so moving about {BYTES_A_MONTH} bytes a customer-month "
        f"takes {moved:.1f} ns where nothing stays in a cache."
    )


def draw(found: Sequence[dict[str, Any]], path: Path) -> None:
    """Speed by number of customers, both on logarithmic axes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7.0, 4.2), layout="constrained")
    axes = figure.subplots()
    kinds = {("agents", False): "agents", ("numpy", False): "NumPy", ("compiled", False): "compiled, one core",
             ("compiled", True): "compiled, all cores"}
    for (engine, several), label in kinds.items():
        mine = [row for row in found if row["engine"] == engine and (row["threads"] > 1) == several]
        if mine:
            x, y = [row["customers"] for row in mine], [row["million_a_second"] for row in mine]
            axes.loglog(x, y, marker="o", label=label)
            axes.annotate(f"{y[-1]:.2g}", (x[-1], y[-1]), textcoords="offset points", xytext=(6, 4))
    axes.set_xlabel("Customers in the market")
    axes.set_ylabel("Million customer-months a second")
    axes.set_title("Whole months of the whole model")
    axes.grid(alpha=0.3, which="both")
    axes.legend()
    figure.savefig(path, dpi=150)


def main(arguments: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Measures, prints, and draws where a file is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--largest", action="store_true", help="10,000,000 customers, too (compiled only)")
    parser.add_argument("--months", type=int, default=12, help="months that are timed, a multiple of three")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--picture", type=Path, help="where the picture goes")
    parser.add_argument("--json", type=Path, help="where all numbers go")
    chosen = parser.parse_args(arguments)
    bounds = elsewhere()
    found = rows([*chosen.sizes, *([10_000_000] if chosen.largest else [])], chosen.months, chosen.threads)
    sys.stdout.write("\n\n".join((table(found), stage_table(found), limit_words(bounds))) + "\n")
    if chosen.picture:
        draw(found, chosen.picture)
    if chosen.json:
        chosen.json.write_text(json.dumps({"limits": bounds, "rows": found}, indent=1) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    main()

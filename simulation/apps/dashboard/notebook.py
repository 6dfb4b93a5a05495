"""A notebook that lives a world again: it holds the scenario, writes it as a file, and steps the same market."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.studies.live.session import Session


def notebook_text(session: "Session", world: str, file: str) -> str:
    """The notebook as its file holds it.

    file  name under which the notebook writes the world's scenario
    """
    decided = [one for one in session.decisions if one.world == world]
    lines = [f"- from month {one.month} on: {one.words}" for one in decided] or ["- nothing was decided while it ran"]
    about = [
        "# A market lived again", "",
        f"The focal firm plays *{world}*. Decisions:", "", *lines, "",
        f"The numbers are those of the page, to the bit: the same scenario (`{file}`), the same luck.",
    ]  # fmt: skip
    cells = [
        _cell("markdown", "\n".join(about)),
        _cell("code", f"from pathlib import Path\n\nfile = Path({file!r})\n"
                      f"file.write_text({session.export(world)!r}, encoding='utf-8')"),
        _cell("code", "from simulation import Market, load_scenario\n\nscenario = load_scenario(file)\n"
                      f"market = Market(scenario, replication={session.replication})"),
        _cell("code", f"for _ in range(scenario.run.warm_up_months + {session.month or session.last}):\n    market.step()\n"
                      "market.month"),
        _cell("code", "series = market.recorder.tables(market).series\n"
                      f"mine = series[series['firm'] == {session.firm!r}].set_index('month')\n"
                      "mine[['revenue', 'retention_per_year', 'employee_engagement']].plot(subplots=True, figsize=(9, 8));"),
    ]  # fmt: skip
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _cell(kind: str, source: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == "code" else {})

"""Executes the notebooks and stores their outputs.

    python docs/execute_notebooks.py            stores those whose printed output has changed
    python docs/execute_notebooks.py --check    only says which are not up to date; exit code 1 if any

A test fails when one of them is not up to date.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent / "notebooks"
SECONDS_PER_CELL = 300


def notebooks() -> list[Path]:
    """All notebooks, by name."""
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs that its code has now, without warnings. Raises CellExecutionError where a cell fails."""
    notebook = nbformat.read(path, as_version=4)
    with_commands = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    os.environ.update(PATH=with_commands, COLUMNS="100")
    client = NotebookClient(notebook, timeout=SECONDS_PER_CELL, resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _joined([output for output in cell.outputs if output.get("name") != "stderr"])
    return notebook


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """The outputs with what was printed in several pieces as one, since where it is cut is chance."""
    joined: list[nbformat.NotebookNode] = []
    for output in outputs:
        if joined and output.output_type == joined[-1].output_type == "stream":
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """What each code cell has printed."""
    return [
        "".join(output.text for output in cell.outputs if output.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def main(arguments: list[str]) -> int:
    outdated = 0
    for path in notebooks():
        now = executed(path)
        if printed(now) != printed(nbformat.read(path, as_version=4)):
            outdated += 1
            print(f"{path.name}: {'not up to date' if '--check' in arguments else 'stored'}")
            if "--check" not in arguments:
                nbformat.write(now, path)
    return int(outdated > 0 and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

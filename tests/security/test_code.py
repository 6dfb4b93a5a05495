"""The package evaluates no text, and reads nothing from a disk that could run."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulation

PACKAGE = Path(simulation.__file__).parent

FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}
FORBIDDEN_MODULES = {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle", "yaml", "xml.etree.ElementTree"}
FORBIDDEN_METHODS = {"read_pickle", "to_pickle", "system", "popen"}


def findings(tree: ast.AST) -> Iterator[str]:
    """What runs text, or reads objects that run when they are read."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_CALLS:
                yield f"{node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in FORBIDDEN_METHODS:
                yield f"{node.lineno}: .{name}()"
            case ast.keyword(arg="shell" | "allow_pickle", value=ast.Constant(value=True)):
                yield f"{node.value.lineno}: {node.arg}=True"
            case ast.Import(names=names) if {alias.name for alias in names} & FORBIDDEN_MODULES:
                yield f"{node.lineno}: imports {names[0].name}"
            case ast.ImportFrom(module=module) if module in FORBIDDEN_MODULES:
                yield f"{node.lineno}: imports {module}"


@pytest.mark.one_python
def test_nothing_runs_text_or_unpickles_a_file() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{finding}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for finding in findings(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["eval(text)", "exec(text)", "import pickle", "from pickle import loads", "pd.read_pickle(file)",
     "np.load(f, allow_pickle=True)", "subprocess.run(text, shell=True)", "os.system(text)"],
)  # fmt: skip
def test_the_check_finds_what_it_looks_for(code: str) -> None:
    assert list(findings(ast.parse(code)))

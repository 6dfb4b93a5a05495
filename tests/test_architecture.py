"""The shape that the code keeps: short files, one source of luck, rules of plain arithmetic.

Which folder may import which is checked by import-linter (see `pyproject.toml`); here is what it cannot see.
"""

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Finder = Callable[[ast.Module], Iterator[str]]

MODEL = ("rules", "population", "engines")
"""The folders that decide what happens in a market."""

PRESETS = (
    "service-only",
    "customer-focused",
    "customer-centric",
    "lip-service",
    "price-cutter",
    "status-quo",
)

GENERATORS = ("random", "rng", "default_rng", "urandom", "shuffle", "shuffle_do")
"""Names of what draws in Python, NumPy and Mesa."""

RULES_MAY_IMPORT = ("math", "typing", "collections.abc", "simulation.compiled", "simulation.rules")

HEAVY = ("numba", "mesa", "scipy.stats", "pandas", "matplotlib", "pyarrow")
"""Libraries that take long to import, so that only the commands that need them do."""


def package() -> Path:
    """Folder of the package under test, the installed one where the tests run without the checkout."""
    spec = importlib.util.find_spec("simulation")
    assert spec is not None, "the package `simulation` is not installed"
    assert spec.origin is not None, "the package `simulation` has no __init__.py"
    return Path(spec.origin).parent


def sources(*folders: str) -> list[Path]:
    """The Python files of the named folders of the package, of all of it when none is named."""
    roots = [package() / folder for folder in folders] or [package()]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def found(paths: list[Path], finder: Finder) -> list[str]:
    """What `finder` finds in the files, each with its place."""
    return [
        f"{path.relative_to(package().parent)}:{finding}"
        for path in paths
        for finding in finder(ast.parse(path.read_text(encoding="utf-8")))
    ]


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported, `from a import b` as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    """Whether a dotted name is one of the allowed ones or lies in one of them."""
    return any(name == one or name.startswith(one + ".") for one in allowed)


def docstrings(tree: ast.AST) -> set[int]:
    """Identities of the nodes that are docstrings: prose, which may speak of anything."""
    expressions = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {id(one) for one in expressions if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def luck_of_its_own(tree: ast.Module) -> Iterator[str]:
    """Random numbers, clocks and identifiers that do not come from `simulation.randomness`."""
    for line, name in imported(tree):
        if within(name, ("random", "secrets", "uuid", "time", "numpy.random", "os.urandom")):
            yield f"{line}: imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in GENERATORS:
            yield f"{node.lineno}: uses .{node.attr}"
        elif isinstance(node, ast.Name) and node.id in ("hash", "id"):
            yield f"{node.lineno}: {node.id}() differs from process to process"


def unseeded_generators(tree: ast.Module) -> Iterator[str]:
    """Generators without a stated seed, and the shared ones of the standard library and NumPy."""
    for line, name in imported(tree):
        if within(name, ("random", "secrets")):
            yield f"{line}: imports {name}"
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="random"), attr=name)) if (
                name.islower()
            ):
                if name != "default_rng" or not (node.args or node.keywords):
                    yield f"{node.lineno}: random.{name}"
            case ast.Call(func=ast.Name(id="default_rng"), args=[], keywords=[]):
                yield f"{node.lineno}: default_rng() without a seed"


def preset_names(tree: ast.Module) -> Iterator[str]:
    """Strategies called by their name, in text or in a variable's name: the model knows policies only."""
    prose = docstrings(tree)
    variables = tuple(name.replace("-", "_") for name in PRESETS)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in prose:
                if any(name in text for name in PRESETS):
                    yield f"{node.lineno}: {text!r}"
            case (
                ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.FunctionDef(name=name)
            ):
                if any(variable in name.lower() for variable in variables):
                    yield f"{node.lineno}: {name}"


def beyond_arithmetic(tree: ast.Module) -> Iterator[str]:
    """What gives other bits on other machines or versions, or needs more than scalars."""
    for line, name in imported(tree):
        if not within(name, RULES_MAY_IMPORT) or within(name, ("math.pow", "math.fsum")):
            yield f"{line}: imports {name}"
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(op=ast.Pow()) | ast.AugAssign(op=ast.Pow()):
                yield f"{node.lineno}: a power; write the product out, or use exp and log"
            case ast.Call(func=ast.Name(id="sum" | "pow" as name)):
                yield f"{node.lineno}: calls {name}()"
            case ast.Attribute(value=ast.Name(id="math"), attr="pow" | "fsum" | "sumprod" as attr):
                yield f"{node.lineno}: uses math.{attr}"


def unexplained_rules(tree: ast.Module) -> Iterator[str]:
    """Rules that have default values, or lack types, an executed example or a source."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.FunctionDef) and any(is_rule(one) for one in node.decorator_list)):
            continue
        place = f"{node.lineno}: {node.name}"
        if node.args.defaults or any(node.args.kw_defaults):
            yield f"{place} has default values"
        if node.returns is None or any(argument.annotation is None for argument in node.args.args):
            yield f"{place} lacks a type"
        text = ast.get_docstring(node) or ""
        missing = [mark for mark in (">>> ", "Source:") if mark not in text]
        yield from (f"{place} lacks {mark!r} in its docstring" for mark in missing)


def is_rule(decorator: ast.expr) -> bool:
    """Whether a decorator is `@rule`."""
    return isinstance(decorator, ast.Name) and decorator.id == "rule"


def test_no_file_is_longer_than_320_lines() -> None:
    lengths = {
        str(path.relative_to(package())): len(path.read_text("utf-8").splitlines()) for path in sources()
    }
    assert {path: lines for path, lines in lengths.items() if lines > 320} == {}


def test_every_folder_says_what_it_is() -> None:
    starts = {path.parent / "__init__.py" for path in sources()}
    texts = {str(start): start.read_text("utf-8") if start.exists() else "" for start in starts}
    assert [start for start, text in texts.items() if not ast.get_docstring(ast.parse(text))] == []


@pytest.mark.parametrize("folder", MODEL)
def test_the_model_has_no_luck_but_the_counter_based_draws(folder: str) -> None:
    assert found(sources(folder), luck_of_its_own) == []


def test_generators_elsewhere_are_seeded() -> None:
    elsewhere = [path for path in sources() if path.name != "randomness.py"]
    assert found(elsewhere, unseeded_generators) == []


@pytest.mark.parametrize("folder", MODEL)
def test_the_model_knows_policies_and_no_strategy_by_name(folder: str) -> None:
    assert found(sources(folder), preset_names) == []


def test_rules_are_plain_arithmetic() -> None:
    assert found(sources("rules"), beyond_arithmetic) == []


def test_rules_take_everything_as_arguments_and_are_explained() -> None:
    assert found(sources("rules"), unexplained_rules) == []


def test_the_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, simulation.apps.cli; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


@pytest.mark.parametrize(
    ("finder", "code"),
    [
        (luck_of_its_own, "import random"),
        (luck_of_its_own, "from numpy.random import default_rng"),
        (luck_of_its_own, "import numpy as np\nx = np.random.normal()"),
        (luck_of_its_own, "def step(self): self.random.random()"),
        (luck_of_its_own, "def step(self): self.agents.shuffle_do('step')"),
        (luck_of_its_own, "import uuid"),
        (unseeded_generators, "import numpy as np\nluck = np.random.default_rng()"),
        (unseeded_generators, "import numpy as np\nx = np.random.normal()"),
        (preset_names, "if firm.name == 'customer-centric': pass"),
        (preset_names, "is_service_only = True"),
        (beyond_arithmetic, "x = a ** 2"),
        (beyond_arithmetic, "x = sum([a, b])"),
        (beyond_arithmetic, "import numpy as np"),
        (beyond_arithmetic, "def f():\n    from simulation.scenario import Scenario"),
        (unexplained_rules, "@rule\ndef f(a: float = 1.0) -> float:\n    '''>>> f(1.0)\n    Source: x'''"),
        (unexplained_rules, "@rule\ndef f(a: float) -> float:\n    return a"),
    ],
)
def test_the_checks_find_what_they_look_for(finder: Finder, code: str) -> None:
    assert list(finder(ast.parse(code)))


@pytest.mark.parametrize(
    ("finder", "code"),
    [
        (luck_of_its_own, "from simulation.randomness import uniform\nx = uniform(1, 2, 3)"),
        (luck_of_its_own, "super().__init__(rng=7)"),
        (unseeded_generators, "import numpy as np\nluck = np.random.default_rng(7)\nx = luck.normal()"),
        (preset_names, "def f():\n    '''What a customer-centric firm does.'''"),
        (beyond_arithmetic, "import math\nfrom simulation.compiled import rule\nx = math.exp(a) * a"),
    ],
)
def test_the_checks_leave_the_rest_alone(finder: Finder, code: str) -> None:
    assert list(finder(ast.parse(code))) == []

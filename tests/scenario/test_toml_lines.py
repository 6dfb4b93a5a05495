"""Every key of a file is found on the line on which it stands."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulation.scenario.toml_lines import lines_of_keys
from simulation.scenario.toml_text import toml_text

TRICKY = r'''#:schema x.json
title = """first # no comment
second ["a"]
third"""   # comment
'quoted key' = 'x = 1 # text'
"esc\u0061ped" = 'C:\'
plain.dotted = 1
plain . "with dots.in" = 2
date = 1979-05-27 07:32:00

[ super . table ]
list = [
    1, # one, ]
    "two ]",
    [3,
     4],
]
inline = { a = 1, b.c = [ { d = 2 } ] }

[super]
later = true
[[firms]]
name = "A"
  [firms.levers]
  x = 1
  [[firms.changes]]
  month = 1
  [[firms.changes]]
  month = 2
[[firms]]
name = """ends with quotes"""""
[[firms.changes]]
month = 3
'''

EXPECTED = {
    ("title",): 2,
    ("quoted key",): 5,
    ("escaped",): 6,
    ("plain", "dotted"): 7,
    ("plain",): 7,
    ("plain", "with dots.in"): 8,
    ("date",): 9,
    ("super", "table"): 11,
    ("super", "table", "list"): 12,
    ("super", "table", "list", 0): 13,
    ("super", "table", "list", 1): 14,
    ("super", "table", "list", 2): 15,
    ("super", "table", "list", 2, 1): 16,
    ("super", "table", "inline"): 18,
    ("super", "table", "inline", "b", "c", 0, "d"): 18,
    ("super",): 20,
    ("super", "later"): 21,
    ("firms",): 22,
    ("firms", 0): 22,
    ("firms", 0, "name"): 23,
    ("firms", 0, "levers"): 24,
    ("firms", 0, "levers", "x"): 25,
    ("firms", 0, "changes", 0): 26,
    ("firms", 0, "changes", 1, "month"): 29,
    ("firms", 1): 30,
    ("firms", 1, "name"): 31,
    ("firms", 1, "changes", 0, "month"): 33,
}


def paths(value: Any, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The paths of all keys and list entries of parsed data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path, *(found for key, one in inner for found in paths(one, (*path, key)))}


def test_tricky_places() -> None:
    lines = lines_of_keys(TRICKY)
    assert {path: lines.get(path) for path in EXPECTED} == EXPECTED


def test_every_key_has_a_line_and_nothing_else_has() -> None:
    assert set(lines_of_keys(TRICKY)) == paths(tomllib.loads(TRICKY)) - {()}


names = st.text(min_size=1, max_size=6)
values = st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.integers() | st.text(max_size=5), max_size=3)
tables = st.recursive(
    st.dictionaries(names, values, min_size=1, max_size=3),
    lambda inner: st.dictionaries(names, values | inner | st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3),
    max_leaves=12,
)


@given(tables)
def test_written_files_read_back_with_each_key_on_its_line(data: dict[str, Any]) -> None:
    text = toml_text(data)
    assert tomllib.loads(text) == data
    lines = lines_of_keys(text)
    assert set(lines) == paths(data) - {()}
    written = text.split("\n")
    for path, line in lines.items():
        if isinstance(path[-1], str):
            start = toml_text({path[-1]: 0}).removesuffix(" = 0\n")
            assert start in written[line - 1]

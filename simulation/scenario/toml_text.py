"""Writes nested data as TOML text that `tomllib` reads back equal."""

import json
import re
from typing import Any

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(data: dict[str, Any]) -> str:
    """Tables as [headers], lists of tables as [[headers]], all else as key = value, in the order of the data.

    Values may be text, numbers, true and false, lists of these, tables; None and empty tables are left out.
    Raises TypeError for anything else.
    """
    lines: list[str] = []
    _write_table(lines, (), data)
    return "\n".join(lines).lstrip("\n") + "\n"


def _write_table(lines: list[str], path: tuple[str, ...], table: dict[str, Any]) -> None:
    given = {key: value for key, value in table.items() if value is not None}
    nested = {
        key: value for key, value in given.items() if isinstance(value, dict) or _is_list_of_tables(value)
    }
    lines += [f"{_key(key)} = {_value(value)}" for key, value in given.items() if key not in nested]
    for key, value in nested.items():
        inner = (*path, key)
        header = ".".join(_key(part) for part in inner)
        if isinstance(value, dict):
            if any(one is not None for one in value.values()):
                lines += ["", f"[{header}]"]
                _write_table(lines, inner, value)
            continue
        for entry in value:
            lines += ["", f"[[{header}]]"]
            _write_table(lines, inner, entry)


def _is_list_of_tables(value: Any) -> bool:
    return (
        isinstance(value, (list, tuple)) and bool(value) and all(isinstance(entry, dict) for entry in value)
    )


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(entry) for entry in value) + "]"
    raise TypeError(f"TOML has no value for {value!r}")


def _text(text: str) -> str:
    """A TOML string on one line: JSON's escapes are TOML's too, except that DEL must be escaped as well."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

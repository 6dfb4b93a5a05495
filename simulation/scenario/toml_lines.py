"""On which line of a TOML text each key stands.

`tomllib` gives values without their places. This scanner reads a text that `tomllib` has accepted already, so
it need not check anything: it only walks along and notes where each key, table and list entry begins.
"""

import tomllib

Path = tuple[str | int, ...]
"""Way to a value from the root: keys as text, places in a list as numbers from 0."""

_BLANK = " \t\r"


def lines_of_keys(text: str) -> dict[Path, int]:
    """Line (from 1) on which each key, table or list entry of a valid TOML text begins.

    A table is at its header, or at the first key that makes it where it has none; a list of tables at its
    first entry.
    """
    return _Scanner(text).scan()


class _Scanner:
    """One pass over the text; `at` is the place of the next character, `line` its line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1
        self.lines: dict[Path, int] = {}
        self.entries: dict[Path, int] = {}

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip_blank(newlines=True):
            if self.text.startswith("[[", self.at):
                table = self._header(closing="]]")
                self.entries[table] = self.entries.get(table, -1) + 1
                self.lines.setdefault(table, self.line)
                table = (*table, self.entries[table])
                self.lines[table] = self.line
            elif self.text[self.at] == "[":
                table = self._header(closing="]")
                self.lines[table] = self.line
            else:
                self._pair(table)
        return self.lines

    def _header(self, closing: str) -> Path:
        """Reads `[a.b]` or `[[a.b]]`; parts that are lists of tables mean their latest entry."""
        self.at += len(closing)
        keys = self._dotted_key()
        self._skip_blank()
        self.at += len(closing)
        path: Path = ()
        for number, key in enumerate(keys):
            path = (*path, key)
            if number < len(keys) - 1:
                self.lines.setdefault(path, self.line)
                if path in self.entries:
                    path = (*path, self.entries[path])
        return path

    def _pair(self, table: Path) -> None:
        line = self.line
        path = table
        for key in self._dotted_key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._skip_blank()
        self.at += 1
        self._skip_blank()
        self._value(path)

    def _dotted_key(self) -> list[str]:
        keys = []
        while True:
            self._skip_blank()
            start = self.at
            if self.text[self.at] in "\"'":
                self._string()
                keys.append(_unquoted(self.text[start : self.at]))
            else:
                while self.text[self.at] not in ".=] \t":
                    self.at += 1
                keys.append(self.text[start : self.at])
            self._skip_blank()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._list(path)
        elif first == "{":
            self._inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1

    def _list(self, path: Path) -> None:
        self.at += 1
        number = 0
        while self._skip_blank(newlines=True) and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.lines[(*path, number)] = self.line
            self._value((*path, number))
            number += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank(newlines=True) and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        multiple = self.text.startswith(quote * 3, self.at)
        closing = quote * 3 if multiple else quote
        self.at += len(closing)
        while not self.text.startswith(closing, self.at):
            if quote == '"' and self.text[self.at] == "\\":
                self.at += 1
            if self.text[self.at] == "\n":
                self.line += 1
            self.at += 1
        self.at += len(closing)
        while multiple and self.text.startswith(quote, self.at):
            self.at += 1

    def _skip_blank(self, newlines: bool = False) -> bool:
        """Goes to the next character that is no blank or comment; False at the end of the text."""
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "\n" and newlines:
                self.line += 1
            elif char == "#" and newlines:
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
                continue
            elif char not in _BLANK:
                return True
            self.at += 1
        return False


def _unquoted(key: str) -> str:
    if key[0] == "'" or "\\" not in key:
        return key[1:-1]
    return str(tomllib.loads(f"key = {key}")["key"])

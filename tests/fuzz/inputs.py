"""Inputs that no careful person would write: files, names, settings and arguments, each drawn from a number."""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from simulation.scenario.catalogue import parameters
from simulation.scenario.library import shipped_files, shipped_names
from tests.scenario.examples import VALID
from tests.scenario.test_fuzz import SNIPPETS

EXPERIMENT = """\
title = "Small"
question = "Where does it pay?"
scenario = "head_to_head"
replications = 3
horizons = [6, 12]
measures = ["discounted_profit", "revenue"]

[set]
market.customers = 150
"run.months" = 12

[design]
kind = "grid"

[[parameters]]
key = "market.switching_cost"
low = 1
high = 3
steps = 2

[[parameters]]
key = "market.needs.drift_per_month"
"""

NASTY_VALUES = (
    *SNIPPETS, "0x7fffffffffffffff", "9" * 400, "-" + "9" * 400, "1e308", "-1e-308", "5e-324", "1e999999999", "+nan", "-0.0",
    "1_000_000_000_000_000_000_000", "[1, [2, [3, [4]]]]", "[" * 60 + "]" * 60, "{a = {b = {c = {}}}}", "'''\n\n'''",
    "2026-11-25", "07:32:00", '"' + "x" * 5000 + '"', "[" + "1, " * 2000 + "]", '"\\u0000"', '"\\U0010FFFF"', "0b1010", "inf",
)  # fmt: skip

NASTY_TEXTS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title></style></script><svg onload=alert(1)>",
    "\"><b>x</b>", "' onmouseover='alert(1)", "javascript:alert(1)", "{{ 7 * 7 }}", "{% for x in y %}", "${jndi:x}", "%s%n%x",
    "../../outside", "..\\..\\outside", "/etc/passwd", "C:\\Windows\\win.ini", "\\\\server\\share", "CON", "nul.toml", "a:b",
    "~root", "$HOME", "`id`", "; rm -rf nothing", "a\nb", "a\rb", "a\tb", "\x1b[31mred\x1b[0m", "\x07", "\x7f", "\x00",
    "\u202eevil", "\u2066a\u2069", "עברית", "العربية", "e\u0301" * 30, "\u200b", "\ufeff", "👩‍👩‍👧‍👦", "𝔘𝔫𝔦", "ﬃ", "İ", "ß", "", " ", " a ",
    ".", "..", "-", "--force", "=", "#", "x" * 61, "x" * 10_000, "\ud7ff", "\U000e0001", "=1+1", "@SUM(A1)", "$100$", "a_b^c",
)  # fmt: skip

ARGUMENTS = (*NASTY_TEXTS, *SNIPPETS, *shipped_names()[:3], "market.switching_cost")


@dataclass
class Input:
    """One input: the files to lay down, and the commands to give about them, each of which must answer 0 or 2."""

    kind: str
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    pipes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    commands: list[list[str]] = field(default_factory=list)

    def lay_down(self, folder: Path) -> None:
        """Makes the files below a folder; a name that the system refuses is left out."""
        for name in self.folders:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)
        for name in self.pipes:
            os.mkfifo(folder / name)


def about(file: str, luck: random.Random) -> list[list[str]]:
    """What is asked about a scenario file."""
    return [["check", file], luck.choice((["explain", file], ["diff", "baseline", file]))]


def shipped_text(luck: random.Random) -> str:
    """The text of a valid scenario, `extends` still pointing to what is shipped."""
    files = shipped_files()
    place = luck.randrange(len(files) + 1)
    return VALID if place == len(files) else files[place].read_text(encoding="utf-8").replace("../", "")


def changed_text(text: str, luck: random.Random) -> str:
    """A text after one to six changes of characters, words, lines and values."""
    for _ in range(luck.choice((1, 1, 1, 2, 3, 6))):
        lines = text.split("\n")
        number = luck.randrange(len(lines))
        start = luck.randrange(len(text) + 1)
        end = min(len(text), start + luck.choice((0, 1, 5, 40)))
        key, equals, _old = lines[number].partition("=")
        match luck.randrange(9):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + luck.choice(NASTY_VALUES) + text[end:]
            case 2:
                text = text[:end] + text[start:]
            case 3:
                text = "\n".join([*lines[:number], luck.choice(NASTY_VALUES), *lines[number:]])
            case 4:
                luck.shuffle(lines)
                text = "\n".join(lines)
            case 5:
                other = luck.randrange(len(lines))
                text = "\n".join([*lines[:number], lines[other], *lines[number:]])
            case 6:
                text = "\n".join([*lines[:number], *lines[number + 1 :]])
            case _:
                lines[number] = f"{key}{equals} {luck.choice(NASTY_VALUES)}"
                text = "\n".join(lines)
    return text


def characters(luck: random.Random) -> Input:
    """A shipped file with changed characters, lines and values."""
    return Input("changed text", {"mine.toml": changed_text(shipped_text(luck), luck).encode("utf-8", "replace")},
                 commands=about("mine.toml", luck))


def octets(luck: random.Random) -> Input:
    """A shipped file with changed bytes, or in another encoding."""
    content = bytearray(shipped_text(luck).encode())
    match luck.randrange(8):
        case 0:
            for _ in range(luck.randint(1, 20)):
                content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
        case 1:
            del content[luck.randrange(len(content)) :]
        case 2:
            content[luck.randrange(len(content)) :] = luck.randbytes(luck.randint(0, 200))
        case 3:
            content = bytearray(content.decode().encode(luck.choice(("utf-16", "utf-32", "utf-16-le", "utf-7"))))
        case 4:
            content = bytearray(b"\xef\xbb\xbf" * luck.randint(1, 3)) + content
        case 5:
            content = content.replace(b"\n", luck.choice((b"\r\n", b"\r", b"\n\r", b"\x85", b"\xe2\x80\xa8", b"\x00\n")))
        case 6:
            content = bytearray(luck.randbytes(luck.randint(0, 2000)))
        case _:
            content = content.replace(b"e", luck.choice((b"\xe9", b"\x00", b"\xff\xfe", b"\xed\xa0\x80")), luck.randint(1, 5))
    return Input("changed bytes", {"mine.toml": bytes(content)}, commands=about("mine.toml", luck))


KEYS = [entry.key for entry in parameters()]


def values(luck: random.Random) -> Input:
    """A valid file and, for a few keys, values that nobody expects."""
    entries = []
    for key in luck.sample(KEYS, luck.choice((1, 1, 2, 5))):
        key = key.replace("firms[]", "firms.Compass").replace("segments[]", "segments.premium").replace("changes[]", "changes.1")
        entries.append(f"{key}={luck.choice(NASTY_VALUES)}")
    settings = [word for entry in entries for word in ("--set", entry)]
    return Input("any value of a key", {"mine.toml": VALID.encode()}, commands=[["check", "mine.toml", *settings],
                 ["explain", "mine.toml", *settings]])


def names(luck: random.Random) -> Input:
    """Names and texts that mean something to a terminal, a page, a shell, a file system or a spreadsheet."""
    def quoted() -> str:
        text = "".join(luck.choice(NASTY_TEXTS) for _ in range(luck.randint(1, 2)))
        escaped = "".join(c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" if ord(c) < 0x10000
                          else f"\\U{ord(c):08x}" for c in text)
        return f'"{escaped}"'

    text = VALID
    for old in luck.sample(('"Frontline"', '"Compass"', '"Two firms"', '"Who is ahead?"', '"premium"', '"customer-centric"'), 2):
        text = text.replace(old, quoted())
    if luck.random() < 0.5:
        text = f"name = {quoted()}\n{text}"
    if luck.random() < 0.2:
        text = text.replace("[market]", f"[market]\ncurrency = {quoted()}")
    return Input("names and texts", {"mine.toml": text.encode("utf-8", "replace")}, commands=about("mine.toml", luck))


def bombs(luck: random.Random) -> Input:
    """Few characters that cost much: nesting, repetition, numbers without end."""
    many = luck.choice((30, 300, 5_000, 100_000))
    name = luck.choice(("x", '"x y"', "'a.b'", "market", "firms"))
    text = luck.choice((
        f"{name} = " + "[" * many + "]" * luck.choice((many, 0)),
        f"{name} = " + "{a = " * many + "1" + "}" * many,
        ".".join([name] * many) + " = 1",
        "[" + ".".join(["a"] * many) + "]",
        "\n".join(f"[a{'.b' * (n % 50)}.c{n}]" for n in range(min(many, 20_000))),
        "\n".join(f'[[firms]]\nname = "F{n}"\nstrategy = "none"' for n in range(min(many, 20_000))),
        "\n".join(f"k{n} = {n}" for n in range(min(many, 60_000))),
        f"run.seed = {'9' * many}", f"market.customers = 1{'0' * many}", f"market.switching_cost = 0.{'1' * many}",
        f"market.switching_cost = 1e{'9' * min(many, 5000)}", f"market.switching_cost = 0x{'f' * many}",
        f'title = "{"x" * many}"', f"title = '''{chr(10) * many}'''", "#" * many, "\n" * many, " " * many, "\t" * many + "=",
        "=" * many, '"' * many, "'" * many, "\\" * many, f'title = "{chr(92)}{"u0041" * many}"', "[[" * many, "a." * many,
        f"firms = [{'{}, ' * min(many, 50_000)}]", f"firms = [{'{name = 1}, ' * min(many, 20_000)}]",
        f"[firms]\nlevers = [{'1,' * many}]", "market.customers = " + "-" * many + "1", "extends = " + "[" * many,
        f'market.customers = 1{"_0" * many}', "1" * many + " = 1", f"a = {'1979-05-27T07:32:00Z,' * many}",
    ))
    text = text + "\n" + VALID if luck.random() < 0.5 else VALID + "\n" + text
    return Input("bombs", {"mine.toml": text.encode()}, commands=about("mine.toml", luck))


def bases(luck: random.Random) -> Input:
    """What `extends` can name: itself, a circle, a long chain, folders, devices, pipes, links, other people's files."""
    target = luck.choice((
        "mine.toml", "other.toml", "./././mine.toml", "../mine.toml", "/dev/zero", "/dev/stdin", "/etc/passwd", "/proc/self/mem",
        "pipe.toml", "folder", "folder/", "link.toml", "loop.toml", "nowhere.toml", "..", ".", "", " ", "c0.toml", "baseline",
        "limits/f10_null", "limits\\f10_null.toml", "C:\\mine.toml", "http://localhost/x.toml", "file:///etc/passwd", "x" * 5000,
        "a\\u0000b", "\\u202e", "mine.toml/", "~/x.toml", "folder/../other.toml",
    ))
    if luck.random() < 0.2:
        target = luck.choice(NASTY_TEXTS).encode("unicode_escape").decode().replace("\\x", "\\u00").replace('"', "'")
    chain = {f"c{n}.toml": f'extends = "c{n + 1}.toml"\n'.encode() for n in range(luck.choice((3, 30, 400)))}
    content = f'extends = "{target}"\n{changed_text(VALID, luck) if luck.random() < 0.3 else ""}'
    return Input(
        "extends", {"mine.toml": content.encode("utf-8", "replace"), "other.toml": b'extends = "mine.toml"', **chain},
        links={"link.toml": "mine.toml", "loop.toml": "loop.toml"}, pipes=("pipe.toml",), folders=("folder",),
        commands=about("mine.toml", luck),
    )


def places(luck: random.Random) -> Input:
    """Files of every kind and name in the place of a scenario."""
    name = luck.choice((
        "link.toml", "loop.toml", "dangling.toml", "outside.toml", "pipe.toml", "folder", "folder.toml", "empty.toml", ".", "..",
        "/", "", "/dev/null", "/dev/zero", "/dev/full", "/proc/self/environ", "/proc/self/mem", "nowhere.toml", "nowhere", "-",
        "--", "mine.toml/", "mine.toml/x", "x" * 300 + ".toml", "x/" * 3000, "a\nb.toml", "a\x1b[31m.toml", "\u202etxt.toml",
        "%s.toml", "a b.toml", "<b>.toml", "'\".toml", "é.toml", "\udcff.toml", "CON", "C:\\x.toml", "//server/x.toml",
    ))
    content = changed_text(VALID, luck).encode("utf-8", "replace") if luck.random() < 0.5 else VALID.encode()
    files = {"mine.toml": content, "empty.toml": b""}
    if "/" not in name and name not in ("", ".", "..", "-", "--", "nowhere.toml", "nowhere") and len(name) < 200:
        files.setdefault(name, content)
    for taken in ("link.toml", "loop.toml", "dangling.toml", "outside.toml", "pipe.toml", "folder", "folder.toml"):
        files.pop(taken, None)
    return Input(
        "kinds and names of files", files,
        links={"link.toml": "mine.toml", "loop.toml": "loop.toml", "dangling.toml": "gone.toml", "outside.toml": "/etc/passwd"},
        pipes=("pipe.toml",), folders=("folder", "folder.toml"),
        commands=[["check", "--", name], ["explain", "--", name], *([] if files.get(name) or name in ("mine.toml/", "link.toml") else [["run", "--", name]])],
    )


def settings(luck: random.Random) -> Input:
    """Any text after --set, and any option."""
    def key() -> str:
        parts = ("market", "needs", "firms", "Compass", "changes", "1", "count", "segments", "premium", "run", "seed", "name",
                 luck.choice(NASTY_TEXTS), luck.choice(KEYS))
        return ".".join(luck.choice(parts) for _ in range(luck.randint(1, 4)))

    entries = [f"{key()}{luck.choice(('=', '==', ' = ', ''))}{luck.choice((*NASTY_VALUES, *NASTY_TEXTS))}" for _ in range(3)]
    entries = [entry.replace("\x00", "\\0") for entry in entries]
    words = [word for entry in entries for word in ("--set", entry)]
    commands = [[command, "mine.toml", *words] for command in ("check", "explain")]
    return Input("--set", {"mine.toml": VALID.encode()}, commands=commands)


def arguments(luck: random.Random) -> Input:
    """Commands with arguments that mean something else."""
    def any_word() -> str:
        return luck.choice(ARGUMENTS).replace("\x00", "")

    commands = luck.choice((
        [["explain", "--", any_word()]], [["diff", "--", any_word(), any_word()]], [["check", "--", any_word(), any_word()]],
        [["new", "--from", any_word(), "--", any_word()]], [["new", "--from", "head_to_head", "--", "inside/" + any_word()]],
        [["report", "--", any_word()]], [["compare", "--", any_word(), any_word()]], [[any_word(), any_word()]],
        [["run", "--months", any_word(), "--", "mine.toml"]], [["run", "--replications", any_word(), "--", "mine.toml"]],
        [["run", "--seed", any_word(), "--", "nothing.toml"]], [["run", "--engine", any_word() or "x", "--", "mine.toml"]],
        [["sweep", "--", any_word()]],
    ))
    broken = VALID.replace("[run]", "[nur]")
    return Input("arguments", {"mine.toml": broken.encode()}, commands=commands, folders=("inside",))


def experiments(luck: random.Random) -> Input:
    """An experiment file with changes, and the points beside it. Large designs are left out: they are slow for a reason."""
    text = EXPERIMENT
    points = "market.switching_cost,market.customers\n1,200\n2,300\n"
    match luck.randrange(6):
        case 0 | 1:
            text = changed_text(text, luck)
        case 2:
            key, _, old = luck.choice([line for line in text.splitlines() if " = " in line]).partition(" = ")
            text = text.replace(f"{key} = {old}", f"{key} = {luck.choice(NASTY_VALUES)}")
        case 3:
            kind = luck.choice(("latin-hypercube", "sobol", "grid", "list", "csv"))
            size = luck.choice((0, 1, 2, 7, 1000, 10**8, 2**63, -1))
            text = text.replace('kind = "grid"', f'kind = "{kind}"\npoints = {size}').replace("steps = 2", f"steps = {size}")
        case 4:
            target = luck.choice(("points.csv", "pipe.toml", "folder", "/dev/zero", "/etc/passwd", "loop.csv", "", "..", "x" * 5000))
            text = f'scenario = "head_to_head"\n[design]\nkind = "csv"\nfile = "{target}"\n'
        case _:
            text = 'scenario = "head_to_head"\n[design]\nkind = "csv"\nfile = "points.csv"\n'
            points = luck.choice((
                changed_text(points, luck), points.replace("1", "9" * 400), points.replace(",", ";"), "", "\x00", '"', '"a\n' * 100,
                points + '"' + "x" * 200_000 + '"', "a" * 10_000, ",,,\n" * 100, points.replace("\n", "\r"), "key\n" + "1\n" * 50_000,
                "market.switching_cost\n" + "nan\n", "market.switching_cost,market.switching_cost\n1,2\n",
            ))
    return Input("experiment files", {"mine.toml": text.encode("utf-8", "replace"), "points.csv": points.encode("utf-8", "replace")},
                 links={"loop.csv": "loop.csv"}, pipes=("pipe.toml",), folders=("folder",),
                 commands=[["sweep", "--estimate", "mine.toml"]])


SHARES: tuple[tuple[int, Callable[[random.Random], Input]], ...] = (
    (25, characters), (15, octets), (12, values), (12, names), (8, bombs), (6, bases), (4, places), (10, settings), (3, arguments),
    (5, experiments),
)  # fmt: skip
"""How many of a hundred inputs are of which kind."""


def made(seed: int, number: int) -> Input:
    """The input of a number; the same seed and number give the same one."""
    luck = random.Random(f"{seed} {number}")
    makers = [maker for share, maker in SHARES for _ in range(share)]
    return makers[number % len(makers)](luck)

"""Explains parameters and whole scenarios in words for somebody who decides on strategy and reads no code."""

import textwrap
from dataclasses import dataclass

from simulation.scenario.catalogue import Parameter, Table, find, parameters, value_in_words
from simulation.scenario.differences import Difference, differences
from simulation.scenario.firm_words import firm_in_words
from simulation.scenario.firms import Firm
from simulation.scenario.scenario import Scenario
from simulation.scenario.shape import fields_of, listed, number, percent, unit_of

WIDTH = 100

PURPOSE = ("name", "title", "question", "expectation", "expected_winner", "expected_by_month")
"""Keys that say what a scenario is for and change no number."""


@dataclass(frozen=True)
class Pace:
    """How fast and how large a simulation is, as measured.

    customer_months_per_second  months of one customer that one processor core simulates in a second, > 0
    bytes_per_customer          memory that a simulated customer takes, > 0
    worlds                      worlds in one replication: the market itself and the focal firm's twins
    seconds_per_firm_month      what a month of one firm takes besides its customers
    """

    customer_months_per_second: float
    bytes_per_customer: float
    worlds: int
    seconds_per_firm_month: float = 0.0


@dataclass(frozen=True)
class Estimate:
    """What running a scenario takes: seconds on one core, bytes for each world simulated at a time."""

    seconds: float
    bytes: float


def estimate(scenario: Scenario, pace: Pace) -> Estimate:
    """Run time and memory: (customers and firms) x (warm-up + months) x replications x worlds, at the given pace."""
    customers = scenario.market.customers
    months = (scenario.run.warm_up_months + scenario.run.months) * scenario.run.replications * pace.worlds
    seconds = customers / pace.customer_months_per_second + len(scenario.firms) * pace.seconds_per_firm_month
    return Estimate(months * seconds, customers * pace.bytes_per_customer)


def explain_key(key: str) -> str:
    """A parameter, or a table with its keys. Raises ScenarioError with the nearest key if there is none."""
    entry = find(key)
    if isinstance(entry, Table):
        return _table_in_words(entry)
    likely = f"{number(entry.likely[0])} to {number(entry.likely[1])}" if entry.likely else ""
    origins = {
        "source": "read in the source",
        "computed": "computed from published data",
        "prior": "general knowledge, not a measurement",
        "design choice": "a choice of this model",
        "setting": "a setting: describes your world, claims nothing",
    }
    rows = {
        "allowed": entry.allowed,
        "default": entry.default_in_words,
        "origin": f"{entry.origin} ({origins[entry.origin]})" if entry.origin in origins else entry.origin,
        "source": entry.source,
        "likely": f"{likely} (robustness studies draw from this range)" if likely else "",
    }
    lines = [entry.key, _wrapped(entry.meaning), ""]
    lines += [f"  {name:<9}{text}" for name, text in rows.items() if text]
    return "\n".join(lines)


def explain_scenario(scenario: Scenario, base: Scenario | None = None, pace: Pace | None = None) -> str:
    """A scenario in words: question, expectation, market, each firm, what is set otherwise, what it takes.

    base  scenario that it is compared with; None: the defaults of all parameters
    pace  with it, run time and memory are estimated
    """
    blocks = [_purpose(scenario), *_company(scenario), _market(scenario), "Firms"]
    blocks += [_wrapped(text, indent="  ") for text in _firms(scenario)]
    blocks.append(_set_otherwise(scenario, base))
    blocks.append(_run(scenario, pace))
    return "\n\n".join(blocks)


def diff_words(before: Scenario, after: Scenario) -> str:
    """What differs between two scenarios, one line for each key, firms described where only one has them."""
    found = [one for one in differences(before, after) if one.key != "name"]
    if not found:
        return f"{before.name} and {after.name} are equal."
    lines = [f"{before.name} -> {after.name}: {_counted(len(found), 'difference')}"]
    lines += ["", *_difference_lines(found)]
    for one in found:
        for what, value in (("Taken out", one.before), ("Added", one.after)):
            if isinstance(value, Firm):
                lines += ["", f"{what}:", _wrapped(firm_in_words(value), indent="  ")]
    return "\n".join(lines)


def duration(seconds: float) -> str:
    """A length of time in round words: "20 seconds", "3 minutes", "2.5 hours", "4 days"."""
    for unit, length in (("day", 86_400.0), ("hour", 3_600.0), ("minute", 60.0)):
        if seconds >= 1.5 * length:
            return _counted(_rounded(seconds / length), unit)
    return "about a second" if seconds < 1.5 else _counted(_rounded(seconds), "second")


def about(seconds: float) -> str:
    """A length of time that is an estimate: "about a second", "about 3 minutes"."""
    return "about " + duration(seconds).removeprefix("about ")


def memory(size: float) -> str:
    """A size in bytes in round words: "12 MB", "3.4 GB"."""
    for unit, length in (("GB", 1e9), ("MB", 1e6)):
        if size >= length:
            return f"{number(_rounded(size / length))} {unit}"
    return "less than 1 MB"


def _rounded(value: float) -> float:
    return round(value) if value >= 10.0 else round(2.0 * value) / 2.0


def _counted(count: float, what: str) -> str:
    return f"{number(count)} {what}{'' if count == 1 else 's'}"


def _wrapped(text: str, indent: str = "") -> str:
    paragraphs = text.split("\n")
    return "\n".join(
        textwrap.fill(one, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False) for one in paragraphs
    )


def _table_in_words(table: Table) -> str:
    rows = [entry for entry in parameters() if entry.key.rpartition(".")[0] == table.key]
    lines = [table.key, _wrapped(table.meaning), ""]
    if table.fewest is not None or table.most is not None:
        lines[1] += f"\nThere may be {table.fewest or 0} to {table.most or 'any number'}."
    return "\n".join(lines + [_row(entry) for entry in rows])


def _row(entry: Parameter) -> str:
    return f"  {entry.key.rsplit('.', 1)[-1]}: {entry.meaning} Default: {entry.default_in_words}."


def _purpose(scenario: Scenario) -> str:
    lines = [scenario.title or scenario.name]
    if scenario.question:
        lines.append(_wrapped(f"Question: {scenario.question}"))
    lines.append(_wrapped(f"Expectation: {scenario.expectation or 'none stated'}"))
    if scenario.expected_winner is not None:
        month = scenario.expected_by_month
        by_month = f" by month {month}" if month is not None else ""
        lines.append(f"Counts as met when {scenario.expected_winner} is ahead{by_month}.")
    return "\n".join(lines)


def _company(scenario: Scenario) -> list[str]:
    """What a scenario says of a company, and what becomes of it; nothing where it is about none."""
    company, market = scenario.company, scenario.market
    if not company.given:
        return []
    sentences = []
    for section in (company, company.employees):
        for name, field, shape in fields_of(type(section)):
            value = getattr(section, name)
            if shape.kind == "value" and value is not None and name not in ("fitted", "set_by_hand", "currency"):
                said = percent(value, 1) if unit_of(field).startswith("share") else value_in_words(value)
                sentences.append(f"{name.replace('_', ' ')} {said}")
    text = f"{', '.join(sentences)} (amounts in {market.currency})."
    text = text[0].upper() + text[1:]
    if company.fitted:
        text += " The parameters are fitted to these figures."
    else:
        text += (
            " What follows from these figures is set below; switching cost, contacts, overhead and spending are a first guess, "
            "which is fitted by simulating when it is run."
        )
    if market.each_stands_for > 1:
        text += f" {market.customers:,} customers are simulated, each of whom stands for {market.each_stands_for:,}."
    if company.set_by_hand:
        text += f" Set by hand, so that it does not follow: {listed(list(company.set_by_hand), last='and')}."
    return ["Company\n" + _wrapped(text, indent="  ")]


def _market(scenario: Scenario) -> str:
    market = scenario.market
    sentences = [
        f"{number(market.customers)} customers and {len(scenario.firms)} firms.",
        f"Switching costs {number(market.switching_cost)} logits.",
        f"Needs drift by {number(market.needs.drift_per_month)} fit tolerances a month.",
        f"The gross margin is {percent(scenario.ledger.gross_margin, 1)}.",
    ]
    for segment in scenario.segments:
        spend = f"{number(segment.spend_per_month)} {market.currency} a month"
        sentences.append(f"{percent(segment.share, 1)} are {segment.name}, who spend {spend} on average.")
    return "Market\n" + _wrapped(" ".join(sentences), indent="  ")


def _firms(scenario: Scenario) -> list[str]:
    """A paragraph for each kind of firm; firms that differ in nothing but their names are told together."""
    alike: dict[str, list[str]] = {}
    for firm in scenario.firms:
        first = next((name for name in alike if scenario.firm(name) == firm.model_copy(update={"name": name})), None)
        alike.setdefault(first or firm.name, []).append(firm.name)
    paragraphs = []
    for first, names in alike.items():
        words = firm_in_words(scenario.firm(first))
        others = listed(names[1:], last="and") if names[1:] else ""
        verb = "is" if len(names) == 2 else "are"
        paragraphs.append(f"{words} {others} {verb} like {first}." if others else words)
    return paragraphs


def _set_otherwise(scenario: Scenario, base: Scenario | None) -> str:
    against = base if base is not None else Scenario(segments=scenario.segments, firms=scenario.firms)
    found = [one for one in differences(against, scenario) if one.key not in PURPOSE and not one.key.startswith("company.")]
    other = base.name if base is not None else "the defaults"
    if not found:
        return f"Every parameter is as in {other}."
    return "\n".join([f"Set otherwise than in {other}", *_difference_lines(found)])


def _difference_lines(found: list[Difference]) -> list[str]:
    """A line for each key that differs, and one for all entries that a list gained or lost."""
    lines = []
    for one in found:
        alike = [other.entry for other in found if other.entry and other.change_of_list == one.change_of_list]
        if not alike:
            lines.append(str(one))
        elif one.entry == alike[0]:
            lines.append(f"{one.change_of_list} {listed(alike, last='and')}")
    return [textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="      ", break_long_words=False) for line in lines]


def _run(scenario: Scenario, pace: Pace | None) -> str:
    run = scenario.run
    text = (
        f"{_counted(run.replications, 'replication')} of {_counted(run.months, 'month')} after "
        f"{_counted(run.warm_up_months, 'month')} of warm-up, seed {run.seed}, engine {run.engine}."
        f" In the twin comparison {scenario.focal.name} plays each strategy in turn."
    )
    if pace is not None:
        takes = estimate(scenario, pace)
        text += (
            f" With {_counted(pace.worlds, 'world')} in each replication this takes "
            f"{about(takes.seconds)} of one processor core, and {memory(takes.bytes)} of memory for each "
            "world simulated at a time."
        )
    return "Run\n" + _wrapped(text, indent="  ")

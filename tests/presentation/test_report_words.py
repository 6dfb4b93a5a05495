"""What the report says, word for word where it matters: the answer, how sure it is, and what to know before relying on it."""

import re
from pathlib import Path

import pytest

from simulation.presentation.report.amounts import amount_in, glued
from simulation.presentation.report.answer import answer
from simulation.presentation.report.causes import causes
from simulation.presentation.report.cautions import cautions
from simulation.presentation.report.charts import horizon
from simulation.presentation.report.over_time import curves, over_time, profit_finding
from simulation.presentation.report.rests_on import LEFT_OUT, MUST_NOT, again, evidence, method
from simulation.presentation.report.risk import every_run, losses, robust
from simulation.presentation.report.scene import Scene, scenes
from simulation.presentation.report.tables import drivers, horizons, risk_table
from simulation.presentation.wording import Unit, worded
from simulation.studies.comparisons.guard_rails import GuardRails, Outside, Undecided
from simulation.studies.comparisons.precision import smallest_detectable
from tests.presentation.report_material import made_up_scenario, made_up_study


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Twelve runs in which customer-centric earns most."""
    (only,) = scenes(made_up_study(robust=True))
    return only


@pytest.fixture(scope="module")
def single() -> Scene:
    """The same with one run."""
    (only,) = scenes(made_up_study(replications=1))
    return only


EUROS = Unit("money", "EUR")


def rails(**changed: object) -> GuardRails:
    sound = GuardRails(
        runs=20,
        undecided=(),
        months=60,
        not_paid_back=False,
        catching_up=False,
        beyond=False,
        compared=1,
        by_luck=0,
        outside=(),
        failed=0,
    )
    return GuardRails(**{**vars(sound), **changed})  # type: ignore[arg-type]


def test_the_answer_names_the_winner_the_amount_the_interval_the_odds_and_the_month(scene: Scene) -> None:
    told = answer(scene)
    assert told.call == "Clear"
    assert told.headline == "Customer-centric earns most over 5 years."
    assert told.how == "Compass playing each strategy in turn, same luck, same rivals."
    assert told.sure.startswith("Customer-centric earns €")
    assert "more profit than customer-focused (95 % interval €" in told.sure
    assert "ahead in 10 of 12 runs" in told.sure
    assert "for good from month" in told.sure


def test_four_figures_stand_beside_the_answer(scene: Scene) -> None:
    tiles = answer(scene).tiles
    assert [tile.label for tile in tiles] == [
        "Customer-centric: profit against customer-focused",
        "Customer-centric: profit against the same budget on the ordinary mix",
        "Payback against the same budget on the ordinary mix",
        "Odds: paired runs in which it is ahead",
    ]
    assert tiles[0].call == tiles[1].call == "Clearly more"
    assert tiles[1].figure.startswith("+€")
    assert tiles[1].detail.startswith("95 % interval +€")
    assert tiles[2].figure.startswith("month ")
    assert tiles[2].detail.startswith("95 % interval month ")
    assert tiles[3].figure == "10 of 12"
    assert tiles[3].detail == (
        "against customer-focused; against the ordinary mix 12 of 12. Over uncertain values: wins 75 % of 40 draws (60 % to 86 %)"
    )


def test_a_single_run_is_no_answer(single: Scene) -> None:
    told = answer(single)
    assert told.call == "One run: no odds"
    assert told.headline == "One run shows no odds: who earns most over 5 years cannot be told from it."
    assert {tile.detail for tile in told.tiles[:2]} == {"one run: no interval"}
    heads = [head for head, _ in cautions(single.rails, single.found.own, single.found.reference, robust=False, money=EUROS)]
    assert heads[0] == "A single run."


def test_the_expectation_is_held_against_the_result() -> None:
    expected = made_up_scenario(expectation="It pays by month 40.", expected_winner="customer-centric", expected_by_month=60)
    (only,) = scenes(made_up_study(scenario=expected))
    assert answer(only).expectation == 'Expected: "It pays by month 40." (customer-centric wins) It came as expected.'


def test_what_was_earned_against_the_ordinary_mix_is_said_with_its_interval(scene: Scene) -> None:
    finding = profit_finding(scene)
    assert finding.startswith("By month 60, customer-centric has earned €")
    assert "more than status-quo (95 % interval +€" in finding
    assert "too close to call" not in finding


def test_curves_end_with_names_and_values_in_words(scene: Scene) -> None:
    pictures = {picture.name: picture for picture in over_time(scene)}
    assert list(pictures) == ["s1-revenue", "s1-retention_per_year", "s1-employee_engagement", "s1-profit"]
    assert pictures["s1-revenue"].reading.endswith("Band: the middle 95 % of them. Shaded: warm-up, before the strategies start.")
    assert pictures["s1-profit"].alternative.startswith("Lines over months 1 to 60. Cumulative discounted profit")
    assert "Lines over months −11 to 60." in pictures["s1-revenue"].alternative


def test_risks_are_told_with_the_worst_tenth(scene: Scene) -> None:
    picture, table = every_run(scene), risk_table(scene)
    assert picture is not None
    assert table is not None
    assert picture.finding.startswith(
        "Customer-centric earns less than customer-focused in 2 of 12 paired runs; in the worst 2 runs, on"
    )
    assert table.heads == ("", "runs lost", "worst tenth (the worst 2 runs, mean)", "worst run")
    assert table.rows[0].name == "against service-only"
    assert table.rows[0].cells[0] == "0 of 12 (0 %)"
    assert losses(scene) == "Compass does not lose money over the horizon in any run, whatever its strategy."


def test_robustness_is_told_with_what_drives_it(scene: Scene) -> None:
    picture, table = robust(scene), drivers(scene)
    assert picture is not None
    assert table is not None
    assert picture.finding == (
        "Over 40 draws of the uncertain values, customer-centric wins 75 % (60 % to 86 %); service-only wins 20 % "
        "(10 % to 35 %); "
        "customer-focused wins 5 % (1 % to 17 %)."
    )
    assert table.caption.startswith("What matters most: the uncertain values that go most with the lead of customer-centric")
    assert table.rows[0].name.endswith("\nmarket.switching_cost")
    assert table.rows[0].cells == ("smaller lead", "−0.62", "more than chance")
    assert table.rows[1].cells[2] == "may be chance"


def test_the_answer_at_earlier_months_stands_in_a_table(scene: Scene) -> None:
    table = horizons(scene)
    assert table is not None
    assert table.heads == ("", "month 12", "month 24", "month 36", "month 48", "month 60")
    assert [row.name for row in table.rows] == ["customer-centric", "service-only", "customer-focused"]
    assert all(cell.count("\n") == 1 for row in table.rows for cell in row.cells)


def test_the_month_that_one_moves_to_is_told_as_the_table_tells_it(scene: Scene) -> None:
    told, table = horizon(scene, curves(scene)), horizons(scene)
    assert told is not None
    assert table is not None
    assert told["names"] == ["customer-centric", "service-only", "customer-focused", "status-quo"]
    assert told["heads"][3:] == ["profit so far against status-quo", "95 % interval", "odds"]
    first = told["cells"][0]
    assert len(first) == 60
    assert "\n".join(first[59][3:5]) == table.rows[0].cells[-1]
    assert first[59][5] == "ahead in 12 of 12"
    assert told["cells"][3][0][3:] == ["–", "–", "–"]


def test_enough_runs_and_ordinary_values_raise_no_caution() -> None:
    assert cautions(rails(), "customer-centric", "status-quo", robust=True, money=EUROS) == []


@pytest.mark.parametrize(
    ("changed", "head", "text"),
    [
        (
            {"runs": 4},
            "Only 4 runs.",
            "Intervals and odds from fewer than 10 runs are themselves uncertain: read this as a sketch, and use 20 "
            "or more for a decision.",
        ),
        (
            {"runs": 1},
            "A single run.",
            "One run shows one course of luck: it is an illustration and says nothing about odds. Use 20 or more.",
        ),
        (
            {"undecided": (Undecided("customer-centric", "service-only", 117),)},
            "Not settled.",
            "Customer-centric and service-only (about 120 runs would settle it, were the difference as large as it "
            "seems). Too few "
            "replications for the claim that either earns more.",
        ),
        (
            {"undecided": (Undecided("as in the file", "none", None),)},
            "Not settled.",
            "The plan in the file and saving the budget (so close that no reasonable number of runs would tell them "
            "apart). Too few "
            "replications for the claim that either earns more.",
        ),
        (
            {"not_paid_back": True, "catching_up": True},
            "Short horizon.",
            "Customer-centric has not paid back against status-quo by month 60, but it was catching up over the last "
            "year. The horizon "
            "may be too short for it.",
        ),
        (
            {"beyond": True},
            "Short horizon.",
            "The interval of the month in which customer-centric pays back reaches beyond month 60, where the simulation ends.",
        ),
        (
            {"outside": (Outside("market.switching_cost", 6.0, 2.0, 5.0),)},
            "Beyond the evidence.",
            "One parameter lies outside the range that evidence or judgement holds likely: market.switching_cost is "
            "6 (likely: 2 to 5).",
        ),
        (
            {"compared": 260, "by_luck": 13},
            "Many outcomes were looked at.",
            "comparison.csv holds 260 differences over the whole horizon; by luck alone about 13 of them would look "
            "clear. The verdict rests "
            "on one outcome that was fixed beforehand, discounted profit, and allows for the number of pairs. A "
            "difference found by "
            "looking around is a question for a new run with another seed.",
        ),
        (
            {"detectable": (23_456.0, 20)},
            "What so many runs can find.",
            "With 20 paired runs a difference in profit of €23.5k would be found with a chance of 80 %; a smaller one is "
            "easily missed.",
        ),
        ({"failed": 2}, "2 runs failed.", "The numbers rest on the others; runs.csv says why they failed."),
    ],
)
def test_cautions_are_said_in_plain_words(changed: dict[str, object], head: str, text: str) -> None:
    assert cautions(rails(**changed), "customer-centric", "status-quo", robust=True, money=EUROS) == [(head, text)]


def test_where_nothing_varies_no_precision_is_claimed() -> None:
    assert cautions(rails(detectable=(0.0, 20)), "customer-centric", "status-quo", robust=True, money=EUROS) == []


def test_the_report_says_what_so_many_runs_can_find(scene: Scene, single: Scene) -> None:
    head = "What so many runs can find."
    told = dict(cautions(scene.rails, scene.found.own, scene.found.reference, robust=True, money=scene.money))[head]
    size = smallest_detectable(scene.verdict)
    assert size is not None
    assert told.startswith(f"With 12 paired runs a difference in profit of {worded(size[0], EUROS)} would be found")
    assert not [line for line in answer(scene).rest if line.startswith("Precision")]
    assert head not in dict(cautions(single.rails, single.found.own, single.found.reference, robust=True, money=single.money))


def test_without_robustness_the_odds_are_called_luck_only() -> None:
    ((head, text),) = cautions(rails(), "customer-centric", "status-quo", robust=False, money=EUROS)
    assert head == "Luck only."
    assert text.endswith("the same command with --resume --robustness adds it.")


def test_the_method_names_twins_luck_and_intervals(scene: Scene) -> None:
    text = " ".join(method(scene))
    for part in (
        "Compass plays each strategy in turn",
        "same luck",
        "95 % intervals",
        "Holm",
        "discounted at 10 % a year",
        "2,000 resamples",
    ):
        assert part in text


@pytest.mark.one_python
def test_limits_are_those_of_the_documents() -> None:
    """Every line of the report's list begins as a point of docs/limits.md does."""
    text = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8").replace("**", "")
    begins = [re.split(r"[.,]", line)[0] for line in MUST_NOT] + [re.split(r"[:,]", line)[0] for line in LEFT_OUT]
    assert [begin for begin in begins if f"- {begin}" not in text] == []


def test_most_values_are_called_what_they_are() -> None:
    assert "priors from general knowledge" in evidence()
    assert "design choices of this model" in evidence()


def test_it_says_how_to_get_the_numbers_again() -> None:
    assert [command for command, _ in again(["one"], robust=True)] == [
        "centricity run scenario.toml --out again",
        "centricity report .",
    ]
    assert again(["one"], robust=False)[1][0].endswith("--robustness")


def test_causes_need_a_reference(scene: Scene) -> None:
    alone = scene.found.__class__("market", scene.found.rows, (scene.found.own,), scene.found.own, None)
    assert causes(Scene(**{**vars_of(scene), "found": alone})) is None


def vars_of(scene: Scene) -> dict[str, object]:
    """The fields of a scene without what it has computed."""
    return {name: getattr(scene, name) for name in Scene.__dataclass_fields__}


def test_signs_and_units_stay_with_their_numbers() -> None:
    assert glued("−€3k to +€5k, 95 % by month 12") == "−\u2060€3k to +\u2060€5k, 95\u00a0% by month\u00a012"
    assert glued("-5 and a + b") == "-5 and a + b"


@pytest.mark.parametrize(("amount", "text"), [(958_818.0, "€958.8k"), (81_565.9, "€81.6k"), (-499.0, "−€0.5k"), (0.0, "€0")])
def test_amounts_of_a_table_stand_in_one_scale(amount: float, text: str) -> None:
    assert amount_in(amount, Unit("money", "EUR"), 958_818.0) == text

"""Joining and leaving: what a newcomer brings, starts with and leaves behind, and who hears of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.engines.array_side.luck_bounds import ENTRIES, least_luck, most_luck
from simulation.rules.choice import gumbel
from simulation.rules.needs import fit_loss
from tests.engines.markets import CENTRIC, SERVICE, scenario, stepped

RESTLESS = scenario(
    SERVICE, CENTRIC, customers=240, months=20,
    values={"market.switching_cost": 0.0, "journey.over_promise_per_sale": 0.5, "journey.use_per_month": 0.1},
)


def fit_now(market, customer):
    """What the firm's product, as it was until this month's release, loses for the customer's needs of this month."""
    product, centre = market.products_before[customer.provider], market.centre
    own = (customer.own_1, customer.own_2, customer.own_3)
    return fit_loss(*(customer.anchor[k] + centre[k] + own[k] - product[k] for k in range(3)))


@pytest.fixture(scope="module")
def watched():
    """What newcomers look like at the end of the month in which they join, and what leavers left behind."""
    newcomers, leavers = [], []
    before, promises = {}, {}

    def look(market):
        for customer in market.customers:
            if customer.provider >= 0 and customer.tenure == 0 and before.get(customer.number) != customer.provider and promises:
                firm = market.firms[customer.provider]
                newcomers.append(dict(
                    satisfaction=customer.satisfaction, expectation=customer.expectation, bond=customer.bond,
                    memory=customer.memory, promise=promises[firm.place], felt=customer.felt, case=customer.case_kind,
                    promised=customer.over_promised, harm=customer.harm,
                    belief=firm.offer.beliefs[customer.segment], month=market.month, loss=customer.loss,
                    fit=fit_now(market, customer),
                ))
            if before.get(customer.number, -1) >= 0 and customer.provider != before[customer.number]:
                hearers = [market.customers[other].newly_left for other in customer.told]
                leavers.append(dict(hearers=hearers, case=customer.case_kind))
            before[customer.number] = customer.provider
        promises.update({firm.place: firm.offer.promise for firm in market.firms})

    stepped(RESTLESS, 20, each=look)
    assert len(newcomers) > 100
    assert len(leavers) > 100
    return newcomers, leavers


def test_newcomers_start_with_what_is_believed_and_with_a_clean_slate(watched):
    for newcomer in watched[0]:
        assert newcomer["satisfaction"] == newcomer["belief"]
        assert (newcomer["memory"], newcomer["felt"], newcomer["harm"]) == (0.0, 0, 0.0)
        assert newcomer["case"] == -1


def test_promises_raise_what_is_expected_and_too_great_ones_more(watched):
    newcomers = watched[0]
    assert sum(newcomer["promised"] for newcomer in newcomers) > 30
    for newcomer in newcomers:
        low, high = sorted((newcomer["belief"], newcomer["promise"]))
        too_much = RESTLESS.journey.over_promise_points if newcomer["promised"] else 0.0
        assert min(low + too_much, 100.0) <= newcomer["expectation"] <= min(high + too_much, 100.0)
        assert newcomer["promised"] or newcomer["expectation"] == pytest.approx((low + high) / 2.0)


def test_leavers_take_no_case_along_and_all_their_contacts_hear(watched):
    for leaver in watched[1]:
        assert leaver["case"] == -1
        assert min(leaver["hearers"]) >= 1


def test_newcomers_fit_is_that_of_the_firm_they_joined(watched):
    """Counted in needs_fit and the panel, weighed in listening to complaints, and compared in needs met unasked."""
    for newcomer in watched[0]:
        assert newcomer["loss"] == pytest.approx(newcomer["fit"])


def test_everybody_who_stays_has_one_month_more():
    """Tenure, which tells as well how much a judgement of the firm rests on, see `rules.experience.experiences_with`."""
    tenures = {}

    def look(market):
        for customer in market.customers:
            if customer.provider >= 0:
                was = tenures.get(customer.number)
                if was is not None and was[0] == customer.provider and customer.tenure > 0:
                    assert customer.tenure == was[1] + 1
                tenures[customer.number] = (customer.provider, customer.tenure)
            else:
                tenures.pop(customer.number, None)

    stepped(RESTLESS, 8, each=look)
    assert len(tenures) > 150


EDGES = [edge for entry in range(1, ENTRIES) for edge in (entry * 2**32 // ENTRIES - 1, entry * 2**32 // ENTRIES)]


@pytest.mark.parametrize("words", [[0, 1, 2**32 - 2, 2**32 - 1], EDGES], ids=["extremes", "where another entry holds"])
def test_the_bounds_on_luck_are_bounds(words):
    for word in words:
        luck = gumbel((word + 0.5) / 2.0**32)
        assert least_luck.py_func(word) < luck < most_luck.py_func(word)


@given(st.integers(0, 2**32 - 1))
def test_luck_lies_between_its_bounds(word):
    assert least_luck.py_func(word) < gumbel((word + 0.5) / 2.0**32) < most_luck.py_func(word)

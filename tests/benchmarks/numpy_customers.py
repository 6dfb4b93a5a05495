"""The customers' month in NumPy, whole arrays a step: what the compiled engine is measured against.

It takes the place of the compiled customers in the same market and does the same stages with the same equations. What it
leaves out: queues are served by chance instead of in order, accounts of several users live as one user, reasons for leaving
are not told apart, and follow-ups are not made. Its luck comes from NumPy's own generator, so it agrees statistically, not
to the bit.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.engines.array_side.arrays import CustomersAsArrays
from simulation.engines.array_side.conditions import beliefs, conditions
from simulation.engines.array_side.counting import MOST_YEARS
from simulation.engines.array_side.state import (
    COMPENSATION,
    COMPLAINTS,
    CONTACTS,
    FAILURES,
    FELT,
    FIRST_CONTACTS,
    FIRST_RESOLVED,
    FOUND_FIRST,
    GAINED,
    GIVEN_UP,
    LOST,
    NEGATIVE,
    OPEN_CASES,
    OPENED,
    OUTREACHES,
    POSITIVE,
    REASONS,
    REVENUE,
    SERVED,
    SILENT,
    SOLVED,
    TALLIES,
    TICKET_POINTS,
    WAITED,
    WORK,
)
from simulation.engines.market_side.counting import DETRACTOR_BELOW, PROMOTER_FROM, UNHAPPY_BELOW
from simulation.engines.market_side.talk import move_beliefs
from simulation.engines.units import MONEY, SCORE
from simulation.rules.forms import half_life_kept, lag_share
from simulation.rules.journey import AWARENESS, BILLING, CONTACT, NOTHING, ONBOARDING, PURCHASE, ROUTINE, USE

if TYPE_CHECKING:
    from simulation.engines.market import Market
    from simulation.population.customers import CustomerStart


def loss_of(needs: tuple[Any, ...], products: Any) -> Any:
    """Fit loss of each customer's product."""
    return 0.5 * sum((need - products[:, k]) ** 2 for k, need in enumerate(needs))


class CustomersInNumPy(CustomersAsArrays):
    """Every customer is an entry of arrays; every step is a NumPy expression over all of them, or over those concerned."""

    def __init__(self) -> None:
        super().__init__()
        self.random = np.random.Generator(np.random.SFC64(1))

    def create(self, market: Market, start: CustomerStart) -> None:
        """Sets the customers up; traits are kept as numbers, as a NumPy program would."""
        super().create(market, start)
        self.anchor, self.rank, self.rank_error = np.ascontiguousarray(start.anchor.T), start.rank, start.rank_error

    def _count(self, column: int, firms: Any, weights: Any = None) -> None:
        self.tally[:, column] += np.bincount(firms, weights, self.tally.shape[0]).astype(np.int64)

    def _needs(self, market: Market, who: Any = slice(None)) -> tuple[Any, ...]:
        s = self.state
        return tuple(self.anchor[k][who] + market.centre[k] + getattr(s, f"own_{k + 1}")[who] for k in range(3))

    def drift(self, market: Market) -> None:
        """Needs drift, wants follow, products fit."""
        super().drift(market)
        plan, s = market.plan.market.needs, self.state
        self.tally = self._zeros(len(market.firms), len(TALLIES))
        self.conditions = conditions(market)
        spread = plan.drift_per_month * sqrt(1.0 - plan.common_share)
        if market.plan.mechanisms.needs_drift:
            for own in (s.own_1, s.own_2, s.own_3):
                own *= 1.0 - plan.reversion_per_month
                own += spread * self.random.standard_normal(own.size)
        needs = self._needs(market)
        for want, need in zip((s.want_1, s.want_2, s.want_3), needs, strict=True):
            want += lag_share(plan.wants_lag_months) * (need - want)
        s.loss[:] = np.where(s.provider >= 0, loss_of(needs, self.conditions.product[s.provider]), s.loss)

    def meet_failures(self, market: Market) -> None:
        """Failures happen along the journey."""
        s, c, plan, on = self.state, self.conditions, market.plan, market.plan.mechanisms
        experience, support = plan.experience, plan.support
        mine = np.flatnonzero(s.provider >= 0)
        s.harm[mine] = 0.0
        s.memory[mine] *= experience.memory_kept_per_month
        f, tenure, chance = s.provider[mine], s.tenure[mine], self.random.random(mine.size)
        purchase = np.where(tenure == 0, np.clip(c.rates[f, PURCHASE] * (0.6 + s.loss[mine]), 0.0, 1.0), 0.0)
        edge = [purchase, np.where(tenure < 3, c.rates[f, ONBOARDING], 0.0), c.rates[f, USE], c.rates[f, BILLING]]
        edges = np.cumsum([*edge, c.firm["false_alarms"][f]], axis=0)
        stage = 1 + (chance >= edges).sum(axis=0)
        hit = np.flatnonzero(stage <= BILLING + 1)
        i, f, stage = mine[hit], f[hit], stage[hit]
        alarm = stage > BILLING
        for at in range(PURCHASE, BILLING + 1):
            self._count(FAILURES + at, f[stage == at])
        found = ~alarm & (stage != PURCHASE) & (self.random.random(i.size) < c.firm["found_first"][f])
        self._count(OUTREACHES, f[found | alarm])
        s.reached_out[i[found | alarm]] = True
        spared = found & (self.random.random(i.size) < support.proactive_repair)
        self._count(FOUND_FIRST, f[spared])
        if on.bond:
            s.bond[i[spared]] = np.minimum(experience.bond_most, s.bond[i[spared]] + experience.bond_step)
        felt = ~alarm & ~spared
        i, f, stage = i[felt], f[felt], stage[felt]
        severity = np.array([0.0, experience.severity_purchase, experience.severity_onboarding, experience.severity_use,
                             experience.severity_billing])[stage]
        s.harm[i] += severity * (0.6 + 0.8 * self.random.random(i.size))
        s.felt[i] += 1
        self._count(FELT, f)
        if on.bond:
            broken = i[s.over_promised[i]]
            s.bond[broken] = np.maximum(0.0, s.bond[broken] - experience.bond_step)
        base = np.where((stage == PURCHASE) | (stage == BILLING), support.complaint_money, support.complaint_other)
        spoken = np.clip(base * (1.0 + support.complaint_expectation * (s.expectation[i] - 70.0) / 30.0), 0.0, 1.0)
        speaks = (self.random.random(i.size) < spoken) & on.complaints
        self._count(COMPLAINTS, f[speaks])
        self._count(SILENT, f[~speaks])
        if on.failure_memory:
            self._remember(i[~speaks], experience.memory_silent)
        again = speaks & (s.case_kind[i] != NOTHING)
        self._give_up(market, i[again])
        who = i[speaks]
        s.case_kind[who], s.case_age[who], s.case_contacts[who], s.case_fresh[who] = stage[speaks], 0, 0, True
        self._count(OPENED, f[speaks])

    def _remember(self, who: Any, strength: float) -> None:
        self.state.memory[who] = 1.0 - (1.0 - self.state.memory[who]) * (1.0 - strength)

    def _close(self, who: Any) -> None:
        s = self.state
        s.case_kind[who], s.case_age[who], s.case_contacts[who], s.case_fresh[who] = NOTHING, 0, 0, False

    def _give_up(self, market: Market, who: Any) -> None:
        self._count(GIVEN_UP, self.state.provider[who])
        if market.plan.mechanisms.failure_memory:
            self._remember(who[self.state.case_kind[who] != ROUTINE], market.plan.experience.memory_unsolved)
        self._close(who)

    def _solve(self, market: Market, who: Any) -> None:
        s, c, plan, experience = self.state, self.conditions, market.plan, market.plan.experience
        f = s.provider[who]
        self._count(SOLVED, f)
        routine = s.case_kind[who] == ROUTINE
        s.harm[who[routine]] -= experience.routine_solved_points
        who, f = who[~routine], f[~routine]
        gain = c.firm["authority_gain"][f]
        if plan.mechanisms.recovery:
            points = experience.recovery_points * (1.0 + gain * (2.0 * self.random.random(who.size) - 1.0))
            s.harm[who] -= np.where(s.recovered_once[who], experience.later_recovery_share, 1.0) * points
        s.recovered_once[who] = True
        paid = plan.ledger.compensation * s.spend[who] * (1.0 + plan.ledger.compensation_authority * gain)
        self._count(COMPENSATION, f, np.floor(paid * MONEY + 0.5))
        if plan.mechanisms.failure_memory:
            left = experience.memory_recovered if plan.mechanisms.recovery else experience.memory_silent
            fresh = s.case_fresh[who]
            self._remember(who[fresh], left)
            old = who[~fresh]
            s.memory[old] = np.minimum(1.0, s.memory[old] * left / max(experience.memory_silent, 1e-9))

    def serve(self, market: Market) -> None:
        """Contacts and cases: machines first, then people as far as their capacity goes."""
        s, c, plan = self.state, self.conditions, market.plan
        experience, support, on = plan.experience, plan.support, plan.mechanisms
        has_firm, open_case = s.provider >= 0, s.case_kind != NOTHING
        asks = has_firm & ~open_case & (self.random.random(s.spend.size) < plan.journey.routine_contacts_per_month)
        new = np.flatnonzero(asks)
        s.case_kind[new], s.case_fresh[new] = ROUTINE, True
        self._count(OPENED, s.provider[new])
        i = np.flatnonzero(has_firm & (open_case | asks))
        f, repeat = s.provider[i], experience.contact_points * experience.repeat_contact_share
        machine = self.random.random(i.size) < c.firm["machines"][f]
        self._count(CONTACTS + 2, f[machine])
        resolves = np.where(s.case_kind[i] == ROUTINE, support.bot_resolves_simple, support.bot_resolves_failure)
        solved = machine & (self.random.random(i.size) < resolves)
        s.harm[i[machine & ~solved]] += repeat
        self._solve(market, i[solved])
        self._close(i[solved])
        i, f = i[~solved], f[~solved]
        message = self.random.random(i.size) < support.message_share
        self._count(CONTACTS + 1, f[message])
        self._count(CONTACTS, f[~message])
        self._count(WORK, f, np.where(message, int(1000 * support.message_time), 1000))
        gets_through = self.random.random(i.size) < c.firm["served_share"][f]
        waits = i[~gets_through]
        i, f = i[gets_through], f[gets_through]
        self._count(SERVED, f)
        before = s.case_contacts[i].astype(np.int64)
        s.harm[i[before > 0]] += repeat
        bad = self.random.random(i.size) < c.rates[f, CONTACT]
        for column in (FAILURES + CONTACT, FELT, SILENT):
            self._count(column, f[bad])
        s.felt[i[bad]] += 1
        s.harm[i[bad]] += experience.severity_contact * (0.6 + 0.8 * self.random.random(int(bad.sum())))
        if on.failure_memory:
            self._remember(i[bad], experience.memory_silent)
        own_cause = (s.case_kind[i] == CONTACT) | (s.case_kind[i] == ROUTINE)
        chance = np.where(own_cause, c.firm["resolves_own"][f], c.firm["resolves_other"][f])
        resolved = ~bad & (self.random.random(i.size) < chance)
        self._count(FIRST_CONTACTS, f[before == 0])
        self._count(FIRST_RESOLVED, f[resolved & (before == 0)])
        score = np.where(bad, 0.0, np.where(resolved, 100.0, 50.0)) * (1.0 - experience.repeat_contact_share) ** before
        self._count(TICKET_POINTS, f, np.trunc(score * SCORE))
        self._solve(market, i[resolved])
        self._close(i[resolved])
        left = i[~resolved]
        s.case_contacts[left] += 1
        tired = s.case_contacts[left] >= support.most_contacts
        too_long = s.case_age[waits] + 1 >= support.most_months
        self._give_up(market, np.concatenate([left[tired], waits[too_long]]))
        stays = np.concatenate([left[~tired], waits[~too_long]])
        failure = s.case_kind[stays] != ROUTINE
        s.harm[stays] += np.where(failure, experience.open_case_points, 0.5 * experience.open_case_points)
        if on.failure_memory:
            self._remember(stays[failure & s.case_fresh[stays]], experience.memory_silent)
        s.case_fresh[stays] = False
        s.case_age[stays] += 1
        self._count(OPEN_CASES, s.provider[stays])
        self._count(WAITED, s.provider[stays], s.case_age[stays])

    def live(self, market: Market) -> None:
        """The month is lived and judged."""
        s, c, e, on = self.state, self.conditions, market.plan.experience, market.plan.mechanisms
        f, has_firm = s.provider, s.provider >= 0
        firm = c.firm[["quality", "misfit", "dear"]][f]
        lived = firm["quality"] + s.leniency - firm["misfit"] * s.loss - firm["dear"] - s.harm
        lived = np.clip(lived + e.noise * self.random.standard_normal(f.size), 0.0, 100.0)
        surprise = lived - s.expectation
        if on.loss_aversion:
            surprise = np.where(surprise < 0.0, e.loss_ratio * surprise, surprise)
        target = s.expectation + e.gain_weight * surprise
        step = (target - s.satisfaction) / (1.0 + np.minimum(2.0 + s.tenure, e.experiences_kept))
        s.satisfaction[:] = np.where(has_firm, np.clip(s.satisfaction + step, 0.0, 100.0), s.satisfaction)
        reputation = c.reputation[f, s.segment]
        expects = s.expectation + e.expectation_speed_per_month * (lived - s.expectation)
        expects += e.comparison_speed_per_month * (reputation - s.expectation)
        s.expectation[:] = np.where(has_firm, np.clip(expects, 0.0, 100.0), s.expectation)
        s.bond[:] = np.where(has_firm, (1.0 - lag_share(e.bond_decay_months)) * s.bond, s.bond)

    def spend(self, market: Market) -> None:
        """Customers pay."""
        s, c, e = self.state, self.conditions, market.plan.experience
        mine = np.flatnonzero(s.provider >= 0)
        f, slope = s.provider[mine], e.spend_slope if market.plan.mechanisms.spending_response else 0.0
        share = np.clip(1.0 + slope * (s.satisfaction[mine] - e.spend_reference), 0.6, 1.2)
        units = np.trunc(s.spend[mine] * share * c.firm["paid"][f] * MONEY + 0.5)
        firms = len(market.firms)
        cells = np.bincount(s.segment[mine].astype(np.int64) * firms + f, units, firms * len(market.plan.segments))
        table = cells.astype(np.int64).reshape(-1, firms)
        self.tally[:, REVENUE] = table.sum(axis=0)
        market.segment_revenue = table.tolist()

    def talk(self, market: Market) -> None:
        """Customers talk, and beliefs move."""
        s, w, firms, segments = self.state, market.plan.market.word_of_mouth, len(market.firms), len(market.plan.segments)
        messages, said = np.zeros(firms * segments), np.zeros(firms * segments)
        if market.plan.mechanisms.word_of_mouth:
            distance = (s.satisfaction - w.turning_point) / 30.0
            rate = w.base_rate_per_month + w.curvature * distance * distance
            rate = np.minimum(w.most_per_month, np.where(distance < 0.0, w.dissatisfied_factor * rate, rate))
            i = np.flatnonzero((self.random.random(rate.size) < rate) & (s.provider >= 0))
            to = self.told[i, self.random.integers(0, self.told.shape[1], i.size)]
            cell = s.provider[i].astype(np.int64) * segments + s.segment[to]
            messages = np.bincount(cell, minlength=firms * segments)
            said = np.bincount(cell, np.trunc(s.satisfaction[i] * SCORE), firms * segments)
            self._count(POSITIVE, s.provider[i[distance[i] >= 0.0]])
            self._count(NEGATIVE, s.provider[i[distance[i] < 0.0]])
        table = [column.astype(np.int64).reshape(firms, segments).tolist() for column in (messages, said)]
        move_beliefs(market, *table)

    def choose(self, market: Market) -> None:
        """Customers stay, switch, leave or enter; all moves at once."""
        s, plan, on = self.state, market.plan, market.plan.mechanisms
        c = self.conditions._replace(beliefs=beliefs(market))
        looks, words = plan.market.attention, plan.market.word_of_mouth
        s.neighbours_left[:] = s.neighbours_left * half_life_kept(looks.neighbour_half_life_months) + s.newly_left
        s.newly_left[:] = 0
        chance, has_firm = self.random.random(s.spend.size), s.provider >= 0
        exit_chance = plan.market.involuntary_exit_per_year / 12.0
        factor = c.firm["price_attention"][s.provider] * np.where(s.reached_out, looks.outreach_factor, 1.0)
        s.reached_out[:] = False
        near = looks.neighbour_effect * s.neighbours_left if on.contagion else 0.0
        base = np.minimum(1.0, factor * s.propensity)
        attentive = 1.0 - (1.0 - base) * (1.0 - looks.memory_effect * s.memory) / (1.0 + near)
        gone = np.flatnonzero(has_firm & (chance < exit_chance))
        looking = has_firm & (chance >= exit_chance) & ((chance - exit_chance) / (1.0 - exit_chance) < attentive)
        prospects = np.flatnonzero(~has_firm & s.prospect)
        if on.acquisition:
            looking |= ~has_firm & ~s.prospect & (chance < looks.uncommitted)
            adopters = (s.provider[self.told[prospects]] >= 0).mean(axis=1)
            entry = (words.innovation_per_year + words.imitation_per_year * adopters) / 12.0
            s.prospect[prospects[chance[prospects] < entry]] = False
        looking = np.flatnonzero(looking)
        to = self._compare(market, c, looking)
        switching = to != s.provider[looking]
        lost = np.concatenate([gone, looking[switching & (s.provider[looking] >= 0)]])
        f, segments = s.provider[lost].astype(np.int64), len(plan.segments)
        cells = np.bincount(s.segment[lost] * len(market.firms) + f, minlength=segments * len(market.firms))
        market.segment_lost = cells.reshape(segments, -1).tolist()
        with_case = lost[s.case_kind[lost] != NOTHING]
        self._count(OPEN_CASES, s.provider[with_case], np.full(with_case.size, -1))
        self._count(WAITED, s.provider[with_case], -s.case_age[with_case].astype(np.int64))
        self._give_up(market, with_case)
        self._count(LOST, f)
        self._count(REASONS, f)
        s.provider[lost], s.tenure[lost] = -1, -1
        s.prospect[gone] = True
        if on.contagion:
            np.add.at(s.newly_left, self.told[lost].ravel(), 1)
        joins = looking[switching & (to >= 0)]
        self._join(market, c, joins, to[switching & (to >= 0)])

    def _compare(self, market: Market, c: Any, i: Any) -> Any:
        """(lookers,) the firm that each chooses, -1 for none."""
        s, plan, firms, choice = self.state, market.plan, len(market.firms), market.plan.market.choice
        segment, own = s.segment[i], s.provider[i].astype(np.int64)
        price_weight = choice.price_weight * self.sensitivity[segment]
        rows, providers = np.arange(i.size), s.provider[self.told[i]]
        shares = np.stack([(providers == f).mean(axis=1) for f in range(firms)], axis=1)
        advertising = np.maximum(c.firm["advertising"][:firms], 1e-300) ** choice.advertising_exponent
        rate = choice.advertising_awareness * advertising + choice.network_awareness * shares
        focus, knows = c.firm["value_focus"][:firms], c.firm["knows"][:firms]
        if plan.mechanisms.value_focus and focus.any():
            rank = knows * self.rank[i, None] + (1.0 - knows) * self.rank_error[i, None]
            rate *= np.clip(1.0 + focus * plan.value.targeting * knows * (2.0 * rank - 1.0), 0.0, 2.0)
        times = self.random.standard_exponential((i.size, firms)) / rate
        mine = own >= 0
        times[rows[mine], own[mine]] = 2.0
        considered = times < 1.0
        considered &= np.argsort(np.argsort(times, axis=1), axis=1) < choice.rivals_considered
        believed = c.beliefs[:firms, segment].T.copy()
        believed[rows[mine], own[mine]] = s.satisfaction[i[mine]]
        zone = np.clip(believed, choice.lower_knee, choice.upper_knee)
        quality = choice.satisfaction_flat * (zone - choice.upper_knee) + choice.satisfaction_steep * (believed - zone)
        needs = np.stack(self._needs(market, i), axis=1)
        loss = 0.5 * ((needs[:, None, :] - c.known[None, :firms, :]) ** 2).sum(axis=2)
        loss[rows[mine], own[mine]] = s.loss[i[mine]]
        utility = quality - choice.fit_weight * loss - price_weight[:, None] * c.firm["log_price"][:firms]
        utility += choice.taste_spread * self._tastes(market)[i] - np.log(self.random.standard_exponential((i.size, firms)))
        stay = plan.market.switching_cost + self.cost_add[segment] + choice.bond_weight * s.bond[i]
        stay -= choice.memory_weight * s.memory[i]
        utility[rows[mine], own[mine]] += stay[mine]
        considered[rows[mine], own[mine]] = True
        none = choice.none_utility - choice.fit_weight * 1.5 * plan.market.needs.spread**2
        none = none - np.log(self.random.standard_exponential(i.size))
        best = np.where(considered, utility, -np.inf).argmax(axis=1)
        return np.where(np.where(considered, utility, -np.inf).max(axis=1) > none, best, -1)

    def _tastes(self, market: Market) -> Any:
        """(customers, firms) lasting tastes; kept, as a NumPy program would."""
        if not hasattr(self, "tastes"):
            from simulation.randomness import Purpose

            words = [market.luck.uniforms(Purpose.TASTE, 0, market.everybody, f)[:, 0] for f in range(len(market.firms))]
            self.tastes = -np.log(-np.log(np.stack(words, axis=1)))
        return self.tastes

    def _join(self, market: Market, c: Any, i: Any, f: Any) -> None:
        s, belief = self.state, c.beliefs[f, self.state.segment[i]]
        s.provider[i], s.tenure[i], s.prospect[i], s.felt[i] = f, -1, False, 0
        s.satisfaction[i], s.bond[i], s.memory[i], s.harm[i], s.recovered_once[i] = belief, 0.0, 0.0, 0.0, False
        s.loss[i] = loss_of(self._needs(market, i), c.product[f])
        promised = self.random.random(i.size) < c.rates[f, AWARENESS]
        s.over_promised[i] = promised
        over = np.where(promised, market.plan.journey.over_promise_points, 0.0)
        s.expectation[i] = np.clip(0.5 * (belief + c.firm["promise"][f]) + over, 0.0, 100.0)
        self._count(FAILURES + AWARENESS, f[promised])
        self._count(GAINED, f)

    def count(self, market: Market) -> None:
        """Customers are counted."""
        s, firms, segments = self.state, len(market.firms), len(market.plan.segments)
        mine = np.flatnonzero(s.provider >= 0)
        f, score = s.provider[mine].astype(np.int64), s.satisfaction[mine]
        s.tenure[mine] += 1
        tenure, fixed = s.tenure[mine], np.trunc(score * SCORE)
        columns = (
            None, fixed, np.trunc(score * score * SCORE), np.trunc(s.expectation[mine] * SCORE),
            np.trunc(s.bond[mine] * SCORE), np.trunc(s.loss[mine] * SCORE),
            np.trunc(np.maximum(0.0, UNHAPPY_BELOW - score) * SCORE), score >= PROMOTER_FROM, score < DETRACTOR_BELOW,
            tenure >= 12, tenure >= market.month,
        )
        counts = np.stack([np.bincount(f, column, firms) for column in columns], axis=1).astype(np.int64)
        for firm in market.firms:
            self._hand_over(firm.tally, self.tally[firm.place].tolist(), counts[firm.place].tolist())
        cells = s.segment[mine] * firms + f
        by_segment = [np.bincount(cells, weights, firms * segments).astype(np.int64) for weights in (None, fixed)]
        market.segment_counts = np.stack(by_segment, axis=1).reshape(segments, firms, 2).tolist()
        market.uncommitted = s.provider.size - mine.size
        market.prospects = int((s.prospect & (s.provider < 0)).sum())
        yearly = (tenure >= 12) & (tenure % 12 == 0)
        years = np.zeros((firms, MOST_YEARS), np.int64)
        np.add.at(years, (f[yearly], np.minimum(tenure[yearly] // 12, MOST_YEARS - 1)), 1)
        market.anniversaries = [{year: n for year, n in enumerate(row) if n} for row in years.tolist()]
        market.there_since_start = counts[:, -1].tolist()

    def heard(self, market: Market) -> Any:
        """What each firm's customers would tell it."""
        s, c, firms = self.state, conditions(market), len(market.firms)
        mine = np.flatnonzero(s.provider >= 0)
        f = s.provider[mine].astype(np.int64)
        wants = tuple(want[mine] + market.fad[k] for k, want in enumerate((s.want_1, s.want_2, s.want_3)))
        listens = c.firm["listens_to"][f]
        weight = np.where(listens == 1, 1.0, np.where(listens == 0, s.loss[mine], s.spend[mine] ** c.firm["value_focus"][f]))
        points = [np.where(listens == 1, want, need) for want, need in zip(wants, self._needs(market, mine), strict=True)]
        columns = [weight * point for point in points] + [weight, loss_of(wants, c.product[f])]
        sums = np.stack([np.bincount(f, np.trunc(column * SCORE), firms) for column in columns], axis=1).astype(np.int64)
        return [((row[0], row[1], row[2]), row[3], row[4]) for row in sums.tolist()]

    def notice_releases(self, market: Market) -> None:
        """Customers whose need was met before they could have asked for it grow a bond."""
        s, e = self.state, market.plan.experience
        before, now = np.array(market.products_before), np.array([firm.offer.product for firm in market.firms])
        i = np.flatnonzero((s.provider >= 0) & (before != now).any(axis=1)[s.provider])
        f, wants = s.provider[i], tuple(want[i] + market.fad[k] for k, want in enumerate((s.want_1, s.want_2, s.want_3)))
        gain = s.loss[i] - loss_of(self._needs(market, i), now[f])
        unasked = (gain > 0.0) & (gain - (loss_of(wants, before[f]) - loss_of(wants, now[f])) > e.unasked_gain)
        s.bond[i[unasked]] = np.minimum(e.bond_most, s.bond[i[unasked]] + e.bond_step)

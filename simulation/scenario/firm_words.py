"""What a firm does, in words for a strategist."""

from simulation.scenario.firms import Firm
from simulation.scenario.policy import DEPARTMENTS, PURCHASES, Policy
from simulation.scenario.shape import listed, number, percent


def firm_in_words(firm: Firm) -> str:
    """A paragraph about a firm: when it does what, for how much, where the money goes, what changes later."""
    first = firm.at(firm.start_month)
    sentences = [
        f'{firm.name} plays "{firm.strategy}" {_since(firm.start_month)}.',
        *policy_in_words(first.policy),
    ]
    if firm.price != 1.0:
        sentences.append(f"Its price is {number(firm.price)} times the market's.")
    if firm.survey_bias_points != 0.0:
        points = number(abs(firm.survey_bias_points))
        direction = "high" if firm.survey_bias_points > 0 else "low"
        sentences.append(f"Its surveys come out {points} points too {direction}.")
    for month in sorted({change.month for change in firm.changes}):
        changed = _change_in_words(firm, month)
        if changed:
            sentences.append(f"From month {month} on: {changed}.")
    return " ".join(sentences)


def policy_in_words(policy: Policy) -> list[str]:
    """Sentences that say what a policy does and what it buys."""
    does = listed(list(_fields(policy).values()), last="and")
    return [f"It {does}.", f"It {_budget(policy)}."]


def budget_shares(policy: Policy) -> dict[str, float]:
    """Share of the budget for everything that is bought, the largest first."""
    shares = {name.replace("_", " "): share for name, share in zip(PURCHASES, policy.allocation, strict=True)}
    return dict(
        sorted(((name, share) for name, share in shares.items() if share > 0.0), key=lambda one: -one[1])
    )


def _since(month: int) -> str:
    if month > 1:
        return f"from month {month} on; until then it is an ordinary firm"
    return "from the first month on" if month == 1 else f"already from month {month} of the warm-up on"


def _fields(policy: Policy) -> dict[str, str]:
    """Each field of a policy as a phrase that begins with a verb."""
    reached = [name for name, reach in zip(DEPARTMENTS, policy.reach, strict=True) if reach]
    scope = "all departments" if len(reached) == len(DEPARTMENTS) else listed(reached, last="and")
    heard = (
        "those who complain",
        "what customers say they want",
        "what customers need before they can say it",
    )
    measured = (
        "time to resolution and satisfaction with the contact",
        "surveyed satisfaction",
        "customers' value and retention",
    )
    if policy.value_focus == 0.0:
        value = "treats all customers alike"
    else:
        value = f"serves the most valuable customers first (value focus {number(policy.value_focus)} of 1)"
    fields = {
        "scope": f"reaches {scope} with its programme",
        "approach": "looks for failures before they are felt" if policy.proactive else "waits for complaints",
        "listens_to": f"lets its product follow {heard[policy.listens_to]}",
        "focus": "follows up for the long-term value of the customer"
        if policy.relationship
        else "closes the case",
        "measures": f"steers by {measured[policy.measures]}",
        "alignment": f"rewards {'value for the customer' if policy.customer_aligned else 'cost efficiency'}",
        "value_focus": value,
    }
    if policy.co_creation:
        fields["co_creation"] = "develops together with customers"
    if policy.patience_months:
        fields["patience"] = f"drops its programme after {policy.patience_months} months of profit below plan"
    return fields


def _budget(policy: Policy) -> str:
    shares = budget_shares(policy)
    if not shares or policy.improvement_budget == 0.0:
        return "spends nothing on improvement"
    parts = listed([f"{percent(share, 1)} on {name}" for name, share in shares.items()], last="and")
    return f"spends {percent(policy.improvement_budget, 1)} of its revenue on improvement: {parts}"


def _change_in_words(firm: Firm, month: int) -> str:
    before, after = firm.at(month - 1), firm.at(month)
    old, new = before.policy, after.policy
    parts = []
    if new.label != old.label:
        parts.append(f'plays "{new.label}" instead of "{old.label}"')
    fields, old_fields = _fields(new), _fields(old)
    parts += [phrase for name, phrase in fields.items() if phrase != old_fields.get(name)]
    if old.co_creation and not new.co_creation:
        parts.append("develops without customers")
    if old.patience_months and not new.patience_months:
        parts.append("keeps its programme whatever the profit")
    if new.allocation != old.allocation:
        parts.append(_budget(new))
    elif new.improvement_budget != old.improvement_budget:
        parts.append(
            f"spends {percent(new.improvement_budget, 1)} of its revenue on improvement, allocated as before"
        )
    if after.price != before.price:
        parts.append(f"its price is {number(after.price)} times the market's")
    if after.survey_bias_points != before.survey_bias_points:
        parts.append(f"its surveys are {number(after.survey_bias_points)} points off")
    return "; ".join(parts)

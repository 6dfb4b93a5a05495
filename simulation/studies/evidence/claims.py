"""The claims in the sources, in their order, and what measures them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulation.studies.evidence.behaviour import (
    experience_decides,
    priorities,
    takes_a_while,
    valuable_and_loyal,
    would_rather_message,
)
from simulation.studies.evidence.companies import happy_to_work_there, say_that_customers_are_satisfied, superior_experience
from simulation.studies.evidence.finding import Finding
from simulation.studies.evidence.investment import chatbot, moderate_improvement, more_profitable, three_years_of_investing
from simulation.studies.evidence.markets import Markets


class Claim(NamedTuple):
    """A claim in a few words, as its source makes it, and what measures it."""

    item: str
    claim: str
    measure: Callable[[Markets], list[Finding]]


CLAIMS: tuple[Claim, ...] = (
    Claim("Q1", "93 % of customer-centric companies' employees are happy to work there, 20 % at others", happy_to_work_there),
    Claim("Q2", "95 % against 46 % say that their customers are satisfied", say_that_customers_are_satisfied),
    Claim("Q3", "a moderate improvement earns a $1 billion company $775 million in three years", moderate_improvement),
    Claim("Q4", "$700 million more within three years of investing", three_years_of_investing),
    Claim("Q5", "customer-centric companies are 60 % more profitable", more_profitable),
    Claim("Q6", "80 % believe that they deliver a superior experience, 8 % of customers agree", superior_experience),
    Claim("Q7", "by 2020 experience overtakes price and product", experience_decides),
    Claim("Q8", "a chatbot sold for 10,000 pounds in two months and cut marketing by 80 %", chatbot),
    Claim("Q9", "56 % would rather message than call", would_rather_message),
    Claim("Q10", "experience, ethics and purpose are priorities of companies", priorities),
    Claim("Q11", "not all customers yield profit; the most valuable are the most loyal", valuable_and_loyal),
    Claim("Q12", "it takes a while before bad service filters through", takes_a_while),
)


def claims(markets: Markets, chosen: Sequence[Claim] = CLAIMS) -> list[Finding]:
    """Measures every claim; lines in the order of the claims."""
    found = []
    for claim in chosen:
        markets.say(f"{claim.item} {claim.claim}")
        found += claim.measure(markets)
    return found

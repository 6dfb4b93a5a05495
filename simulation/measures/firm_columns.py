"""What is measured of every firm in every month: the columns of `series` and `twins`, one entry each."""

from collections.abc import Iterable, Iterator

from simulation.measures.column import END, MEAN, MEAN_OVER_FIRMS, SUM, Column, weighted_by

PER_CUSTOMER = weighted_by("customers")
PER_CUSTOMER_AT_START = weighted_by("customers_start")
PER_CASE = weighted_by("open_cases")
PER_FIRST_CONTACT = weighted_by("first_contacts")
PER_CONTACT = weighted_by("contacts")
PER_EMPLOYEE = weighted_by("employees")
PER_GAINED = weighted_by("gained")

Entries = Iterable[tuple[str, str, str, str]]
"""Name, meaning, unit, and whether "higher", "lower" or "neither" is better."""


def _columns(over_firms: str, over_time: str, entries: Entries) -> Iterator[Column]:
    for name, meaning, unit, better in entries:
        yield Column("series", name, meaning, unit, over_firms, over_time, better)


KEYS = (
    Column("series", "scenario", "name of the scenario", "name"),
    Column("series", "replication", "number of the run on its own luck, from 0", "number"),
    Column("series", "month", "month; -11 to 0 are the warm-up, 1 is the first month that counts", "month"),
    Column("series", "firm", "name of the firm", "name"),
    Column("series", "strategy", "the firm's strategy as the file declares it", "name"),
    Column("series", "policy_label", "what the firm does in this month", "name"),
)

MONEY = (
    *_columns(SUM, SUM, [
        ("revenue", "what customers paid this month", "currency", "higher"),
        ("cost", "all costs of the month; the cost_ columns sum to it exactly", "currency", "lower"),
        ("cost_of_goods", "goods and services bought to serve customers", "currency", "lower"),
        ("cost_wages", "wages of all departments", "currency", "lower"),
        ("cost_hiring_training", "hiring, and training of employees", "currency", "lower"),
        ("cost_contacts_compensation", "contacts beyond wages, and compensation paid", "currency", "lower"),
        ("cost_acquisition", "advertising and other spending to win customers", "currency", "lower"),
        ("cost_programme", "what the improvement budget spends on levers", "currency", "lower"),
        ("cost_surveys", "asking customers: surveys and research", "currency", "lower"),
        ("cost_coordination", "coordination between linked departments", "currency", "lower"),
        ("cost_overhead", "overhead that none of the others covers", "currency", "lower"),
        ("profit", "revenue minus cost", "currency", "higher"),
    ]),
    *_columns(SUM, END, [
        ("cumulative_profit", "profit added up since month 1", "currency", "higher"),
        ("discounted_profit", "profit added up since month 1, discounted", "currency", "higher"),
        ("customer_equity", "expected lifetime value of all customers together", "currency", "higher"),
    ]),
    *_columns(PER_CUSTOMER, MEAN, [
        ("customer_lifetime_value", "expected discounted contribution of a customer",
         "currency per customer", "higher"),
        ("price", "price level, 1 = the market's at the start", "factor", "neither"),
    ]),
    *_columns(PER_GAINED, PER_GAINED, [
        ("acquisition_cost", "acquisition spending per customer gained", "currency per customer", "lower"),
    ]),
)  # fmt: skip

CUSTOMERS = (
    *_columns(SUM, END, [
        ("customers", "customers at the end of the month", "customers", "higher"),
        ("customers_start", "customers at the start of the month", "customers", "higher"),
        ("stayed_year", "those of the customers of 12 months ago who still are", "customers", "higher"),
    ]),
    *_columns(SUM, SUM, [
        ("gained", "customers who came this month", "customers", "higher"),
        ("lost", "customers who left this month; the lost_ columns sum to it", "customers", "lower"),
        ("lost_failure", "left mainly because of failures they felt", "customers", "lower"),
        ("lost_price", "left mainly because of the price", "customers", "lower"),
        ("lost_better_offer", "left mainly because another offer fitted better", "customers", "lower"),
        ("lost_neighbour", "left mainly because somebody they know left or spoke", "customers", "lower"),
        ("lost_other", "left for reasons of their own, or for none of the others", "customers", "lower"),
        ("messages_positive", "favourable messages that customers passed on", "messages", "higher"),
        ("messages_negative", "unfavourable messages that customers passed on", "messages", "lower"),
    ]),
    *_columns(PER_CUSTOMER_AT_START, MEAN, [
        ("retention_per_month", "share of customers at the month's start who stayed", "share", "higher"),
        ("retention_per_year", "share of customers of 12 months ago who still are", "share", "higher"),
    ]),
    *_columns(MEAN_OVER_FIRMS, MEAN, [
        ("market_share", "share of the customers who have a firm", "share", "higher"),
    ]),
    *_columns(PER_CUSTOMER, MEAN, [
        ("satisfaction", "cumulative satisfaction of customers", "points of 100", "higher"),
        ("expectation", "what customers expect of the firm", "points of 100", "neither"),
        ("bond", "emotional connection of customers with the firm", "0 to bond_most, 2 by default", "higher"),
        ("net_promoter_score", "% promoters minus % detractors", "points, -100 to 100", "higher"),
        ("needs_fit", "fit of the product to what customers need, said or not", "0 to 1", "higher"),
        ("wants_fit", "fit of the product to what customers say they want", "0 to 1", "higher"),
    ]),
)  # fmt: skip

JOURNEY = (
    *_columns(SUM, SUM, [
        ("failures", "failures that happened, over all stages of the journey", "failures", "lower"),
        ("failures_awareness", "promises that go beyond what is delivered", "failures", "lower"),
        ("failures_purchase", "customers sold what does not fit, or advised badly", "failures", "lower"),
        ("failures_onboarding", "customers not shown how to use what they bought", "failures", "lower"),
        ("failures_use", "faulty or late deliveries, and releases that miss", "failures", "lower"),
        ("failures_billing", "customers overcharged", "failures", "lower"),
        ("failures_contact", "slow, rude or wrong answers", "failures", "lower"),
        ("felt_failures", "failures that reached the customer", "failures", "lower"),
        ("failures_found_first", "failures that the firm found before they were felt", "failures", "higher"),
        ("complaints", "felt failures that the customer spoke of", "complaints", "lower"),
        ("silent_failures", "felt failures that the firm never heard of", "failures", "lower"),
        ("contacts", "contacts of customers with support", "contacts", "neither"),
        ("first_contacts", "first contacts about a case", "contacts", "neither"),
        ("cases_opened", "cases opened this month", "cases", "lower"),
        ("cases_solved", "cases closed with a solution this month", "cases", "neither"),
        ("cases_given_up", "cases that the customer gave up this month", "cases", "lower"),
    ]),
    *_columns(SUM, END, [("open_cases", "cases not closed at the end of the month", "cases", "lower")]),
    *_columns(PER_CONTACT, MEAN, [
        ("ticket_satisfaction", "satisfaction with contacts, asked after them", "points of 100", "higher"),
    ]),
    *_columns(PER_CASE, MEAN, [
        ("waiting_time", "time that open cases have waited at the end of the month", "months", "lower"),
    ]),
    *_columns(PER_FIRST_CONTACT, MEAN, [
        ("resolved_first_contact", "share of cases resolved at the first contact", "share", "higher"),
    ]),
    *_columns(MEAN_OVER_FIRMS, MEAN, [
        ("work_pressure", "work required of support over what it can do", "ratio", "lower"),
        ("service_standard", "time per case held to be right, 1 = at the start", "ratio", "higher"),
        ("believed_quality", "experience of customers as management believes it", "points of 100", "neither"),
        ("actual_quality", "experience of customers as they live it", "points of 100", "higher"),
        ("perception_gap", "believed minus actual quality", "points of 100", "lower"),
    ]),
    *_columns(MEAN_OVER_FIRMS, END, [
        ("knowledge", "stock of knowledge about customers' needs", "index", "higher"),
    ]),
)  # fmt: skip

EMPLOYEES = (
    *_columns(SUM, END, [
        ("employees", "employees at the end of the month", "employees", "neither"),
        ("positions", "positions that the firm wants filled", "employees", "neither"),
        ("vacancies", "positions not filled at the end of the month", "employees", "lower"),
    ]),
    *_columns(SUM, SUM, [("quits", "employees who left this month", "employees", "lower")]),
    *_columns(PER_EMPLOYEE, MEAN, [
        ("employee_engagement", "mean engagement of employees", "0 to 1", "higher"),
        ("engaged_share", "share of employees who are engaged", "share", "higher"),
        ("skill", "mean skill of employees", "0 to 1", "higher"),
        ("workload", "work per employee over what is normal", "ratio", "lower"),
        ("customer_orientation", "mean customer orientation of employees", "0 to 1", "higher"),
    ]),
)  # fmt: skip

FIRM_COLUMNS: tuple[Column, ...] = (*KEYS, *MONEY, *CUSTOMERS, *JOURNEY, *EMPLOYEES)

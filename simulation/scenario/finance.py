"""The ledger: where money comes from and goes, as shares of the starting revenue or by unit."""

from simulation.scenario.parameter import Section, computed, design, prior, setting, sourced


class Ledger(Section):
    """Shares of revenue at the start: they add up, so that the ordinary operating margin is .22 of the gross margin."""

    gross_margin: float = setting(0.45, low=0.05, high=0.90, unit="share of revenue",
        meaning="Revenue less materials and the wages of product and operations.")
    operations_wages: float = setting(0.20, low=0.01, high=0.60, unit="share of revenue",
        meaning="Wages of product and operations, part of the cost of goods.")
    margin_share: float = design(0.22, low=0.0, high=0.9, unit="share of gross margin",
        meaning="Operating margin of an ordinary firm at the start, as a share of its gross margin.")
    ordinary_improvement: float = design(0.03, low=0.0, high=0.5, unit="share of revenue",
        meaning="Improvement budget of an ordinary firm.")
    other_wages: float = setting(0.15, low=0.01, high=0.6, unit="share of revenue, before scaling to the gross margin",
        meaning="Wages of the other five departments.")
    media: float = setting(0.08, low=0.0, high=0.5, unit="share of revenue, before scaling to the gross margin",
        meaning="Ordinary advertising.")
    support_other: float = setting(0.017, low=0.0, high=0.5, unit="share of revenue, before scaling to the gross margin",
        meaning="Support's fixed cost besides wages; contacts and compensation add about .003.")
    training: float = setting(0.015, low=0.0, high=0.5, unit="share of revenue, before scaling to the gross margin",
        meaning="Ordinary training; replacing those who leave adds about .020.")
    overhead: float = setting(0.035, low=0.0, high=0.5, unit="share of revenue, before scaling to the gross margin",
        meaning="Rent, systems and administration.")
    overhead_fixed: float = prior(0.5, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="Share of overhead that does not follow revenue.")
    discount_rate_per_year: float = setting(0.10, low=0.0, high=1.0, unit="1/year", meaning="Discount rate.")
    contact_cost: float = prior(0.01, low=0.0, high=1.0, unit="share of the mean monthly spend", likely=(0.0, 0.02),
        meaning="Cash cost of a contact by phone.")
    message_cost: float = prior(0.3, low=0.0, high=2.0, unit="times", meaning="Cash cost of a message, against the phone.")
    self_service_cost: float = prior(0.1, low=0.0, high=2.0, unit="times",
        meaning="Cash cost of a contact by self-service or chatbot, against the phone.")
    outreach_cost: float = prior(0.05, low=0.0, high=5.0, unit="share of the mean monthly spend", likely=(0.0, 0.1),
        meaning="Cost of a proactive contact.")
    compensation: float = prior(0.25, low=0.0, high=5.0, unit="months of the customer's spend", likely=(0.0, 0.5),
        meaning="Compensation for a failure put right.")
    compensation_authority: float = prior(1.5, low=0.0, high=10.0, unit="times per unit of authority", likely=(0.0, 3.0),
        meaning="How much more is paid where employees have authority.")
    replacement_cost: float = prior(0.25, low=0.0, high=3.0, unit="yearly wages", likely=(0.1, 0.5),
        meaning="Cash cost of replacing an employee; vacancy and learning are simulated and come on top.")
    survey_cost: float = prior(0.001, low=0.0, high=0.1, unit="share of revenue", likely=(0.0, 0.002),
        meaning="Cost of representative surveys where managers rest on nothing else.")
    coordination: float = sourced(0.01, "Lee, Sridhar, Henderson & Palmatier 2015, Marketing Science 34(2); range 0-.03",
        low=0.0, high=0.2, unit="share of revenue", likely=(0.0, 0.03),
        meaning="Cost of coordination when all departments are linked.")
    disruption: float = computed(0.12, "Lee, Sridhar, Henderson & Palmatier 2015: dip after restructuring; range .05-.20",
        low=0.0, high=0.9, unit="share of productivity", likely=(0.0, 0.2),
        meaning="Productivity lost when a firm changes everything about its programme at once.")
    disruption_months: float = prior(8.0, low=0.5, high=60.0, unit="months", likely=(6.0, 12.0),
        meaning="Months in which the disruption fades.")


class ValueFocus(Section):
    """What a firm does that serves the right customers first: tiers by estimated lifetime value, with errors."""

    targeting: float = design(0.6, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="How much more often advertising reaches the most valuable prospect than the ordinary, with full knowledge.")
    top_tier: float = design(0.3, low=0.0, high=0.5, unit="share", meaning="Share of customers served first.")
    bottom_tier: float = design(0.3, low=0.0, high=0.5, unit="share", meaning="Share of customers served last.")
    resentment_points: float = prior(5.0, low=0.0, high=40.0, unit="points of 100", likely=(0.0, 10.0),
        meaning="What being left waiting costs a customer of the lowest tier besides.")

"""The strategies that a scenario can name: starting points, of which every field can be set otherwise.

What each buys is declared here before any comparison is run; all spend the same share of revenue, except `none`.
"""

from simulation.scenario.policy import Levers, Policy, PolicyFields, resolved_policy

BUDGET = 0.03
"""Improvement budget of every preset but `none`: so that who spends more is never the explanation."""


def _fields(**words: object) -> PolicyFields:
    ordinary: dict[str, object] = dict(
        scope="front-line", approach="reactive", listens_to="complaints", focus="case", measures="service",
        alignment="cost", value_focus=0.0, co_creation=False, improvement_budget=BUDGET, patience_months=0,
    )
    return PolicyFields.model_validate({**ordinary, **words})


ORDINARY = "status-quo"
SAVES = "none"

PRESETS: dict[str, tuple[PolicyFields, Levers]] = {
    "service-only": (
        _fields(),
        Levers(support_staff=0.35, service_training=0.30, technology_integration=0.15, advertising=0.20),
    ),
    "customer-focused": (
        _fields(scope="customer-facing", listens_to="wants", measures="satisfaction"),
        Levers(data_driven_decisions=0.12, metrics_and_accountability=0.08, continuous_improvement=0.25,
               product_development=0.20, advertising=0.10, service_training=0.10, technology_integration=0.15),
    ),
    "customer-centric": (
        _fields(scope="all", approach="proactive", listens_to="needs", focus="relationship", measures="value",
                alignment="customer", value_focus=0.5, co_creation=True),
        Levers(leadership_commitment=0.10, cultural_transformation=0.13, data_driven_decisions=0.11,
               breaking_silos=0.10, continuous_improvement=0.15, employee_empowerment=0.08,
               technology_integration=0.13, metrics_and_accountability=0.08, product_development=0.12),
    ),
    "lip-service": (
        _fields(),
        Levers(leadership_commitment=0.40, cultural_transformation=0.30, advertising=0.30),
    ),
    "price-cutter": (
        _fields(),
        Levers(price=0.70, support_staff=0.10, product_development=0.20),
    ),
    ORDINARY: (
        _fields(),
        Levers(support_staff=0.25, service_training=0.20, technology_integration=0.10, advertising=0.20,
               product_development=0.25),
    ),
    SAVES: (_fields(improvement_budget=0.0), Levers()),
}


def with_preset(strategy: str, fields: PolicyFields, levers: Levers) -> Policy:
    """The policy of a strategy's preset in which everything that `fields` and `levers` set replaces the preset's."""
    preset_fields, preset_levers = PRESETS[strategy]
    return resolved_policy(
        strategy,
        preset_fields.model_copy(update=fields.model_dump(exclude_none=True)),
        preset_levers.model_copy(update=levers.model_dump(exclude_none=True)),
    )

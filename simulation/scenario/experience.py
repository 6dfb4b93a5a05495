"""What customers live through: failures along the journey, service, and how they judge it."""

from simulation.scenario.parameter import Section, computed, design, prior, sourced


class Journey(Section):
    """What goes wrong, at which stage, and what employees can do about it."""

    over_promise_per_sale: float = design(0.10, low=0.0, high=1.0, unit="share", likely=(0.0, 0.2),
        meaning="Awareness: share of new customers who were promised too much (owner: marketing).")
    over_promise_points: float = design(12.0, low=0.0, high=60.0, unit="points of 100", likely=(0.0, 24.0),
        meaning="By how much such a promise raises the newcomer's expectation, once.")
    mis_sold_per_sale: float = prior(0.08, low=0.0, high=1.0, unit="share", likely=(0.0, 0.16),
        meaning="Purchase: share of new customers who were sold what does not fit, at ordinary fit (owner: sales).")
    onboarding_per_month: float = prior(0.05, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.1),
        meaning="Onboarding: failures a month in the first three months (owner: onboarding).")
    use_per_month: float = prior(0.009, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.018),
        meaning="Use: faulty items and late deliveries a month (owner: product and operations).")
    billing_per_month: float = prior(0.004, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.008),
        meaning="Billing: wrong bills a month (owner: billing).")
    contact_per_contact: float = prior(0.05, low=0.0, high=1.0, unit="share", likely=(0.0, 0.1),
        meaning="Contact: share of served contacts that are slow, rude or wrong (owner: support).")
    routine_contacts_per_month: float = prior(0.1, low=0.0, high=2.0, unit="contacts/month", likely=(0.05, 0.2),
        meaning="Ordinary contacts of a customer (advice, changes, questions).")
    skill_effect: float = design(0.4, low=0.0, high=5.0, unit="log points per unit of skill", likely=(0.0, 0.8),
        meaning="How strongly a department's skill lowers its failures.")
    orientation_effect: float = design(0.8, low=0.0, high=5.0, unit="log points per unit of orientation",
        likely=(0.0, 1.6), meaning="How strongly a department's customer orientation lowers its failures.")
    prevention_effect: float = design(0.7, low=0.0, high=5.0, unit="log points per unit of prevention",
        likely=(0.0, 1.4), meaning="How strongly a department's prevention work lowers its failures.")
    load_least: float = design(0.6, low=0.1, high=1.0, unit="times", meaning="Lowest effect of a light workload on failures.")
    load_most: float = design(2.5, low=1.0, high=10.0, unit="times", meaning="Highest effect of a heavy workload on failures.")
    firm_failure_spread: float = prior(0.3, low=0.0, high=1.5, unit="log units",
        meaning="Lasting differences between firms in how often things go wrong.")
    firm_quality_spread: float = prior(3.0, low=0.0, high=20.0, unit="points of 100",
        meaning="Lasting differences between firms in the quality of what they sell.")


class Experience(Section):
    """How a month is lived, judged and remembered."""

    base_quality: float = design(85.0, low=0.0, high=130.0, unit="points of 100",
        meaning="Performance of a month in which the product fits perfectly and nothing happens.")
    leniency_spread: float = prior(11.0, low=0.0, high=40.0, unit="points of 100",
        meaning="Lasting differences between customers in how kindly they judge (skewed to the left).")
    noise: float = prior(6.0, low=0.0, high=40.0, unit="points of 100", meaning="Luck of a customer's month.")
    fit_points: float = design(15.0, low=0.0, high=60.0, unit="points per unit of fit loss", likely=(0.0, 30.0),
        meaning="What a product that does not fit costs in performance.")
    personalisation: float = design(0.25, low=0.0, high=1.0, unit="share", likely=(0.0, 0.5),
        meaning="Share of the misfit that full personalisation (technology used, with knowledge) takes away.")
    price_points: float = design(20.0, low=0.0, high=100.0, unit="points per unit of log price", likely=(0.0, 40.0),
        meaning="Value for money: what a price above the market's costs in performance.")
    severity_purchase: float = prior(32.0, low=0.0, high=100.0, unit="points of 100", likely=(16.0, 48.0),
        meaning="What being mis-sold costs in the month it is felt.")
    severity_onboarding: float = prior(32.0, low=0.0, high=100.0, unit="points of 100", likely=(16.0, 48.0),
        meaning="What a failed start costs in the month it is felt.")
    severity_use: float = prior(40.0, low=0.0, high=100.0, unit="points of 100", likely=(20.0, 60.0),
        meaning="What a faulty item or late delivery costs in the month it is felt.")
    severity_billing: float = prior(45.0, low=0.0, high=100.0, unit="points of 100", likely=(22.0, 67.0),
        meaning="What a wrong bill costs in the month it is felt.")
    severity_contact: float = prior(28.0, low=0.0, high=100.0, unit="points of 100", likely=(14.0, 42.0),
        meaning="What a bad contact costs in the month it is felt.")
    open_case_points: float = prior(15.0, low=0.0, high=60.0, unit="points of 100", likely=(0.0, 30.0),
        meaning="What a month of waiting for the repair of a failure costs (half of it for an ordinary request).")
    repeat_contact_share: float = sourced(0.15, "service-desk benchmarks: each repeat costs 15 % of satisfaction",
        low=0.0, high=1.0, unit="share", likely=(0.0, 0.3),
        meaning="Share of a contact's satisfaction that each further contact costs.")
    contact_points: float = design(40.0, low=0.0, high=100.0, unit="points of 100", likely=(20.0, 60.0),
        meaning="Points at stake in a contact, of which every repeat costs a share.")
    recovery_points: float = prior(12.0, low=0.0, high=60.0, unit="points of 100", likely=(0.0, 24.0),
        meaning="What a failure put right adds back in the month of its repair.")
    later_recovery_share: float = sourced(0.3, "de Matos, Henrique & Rossi 2007, Journal of Service Research 10(1)",
        low=0.0, high=1.0, unit="share", likely=(0.0, 0.6),
        meaning="Share of that effect that is left after the first failure.")
    routine_solved_points: float = prior(3.0, low=0.0, high=30.0, unit="points of 100", likely=(0.0, 6.0),
        meaning="What an ordinary request, solved, adds.")
    expectation_speed_per_month: float = computed(0.10, "Boulding et al. 1993; range .05-.20",
        low=0.0, high=1.0, unit="share/month", likely=(0.05, 0.2),
        meaning="Share of the gap to what was lived by which the expectation moves.")
    comparison_speed_per_month: float = design(0.01, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.03),
        meaning="Share of the gap to the other firms' reputation by which the expectation moves (comparison standard).")
    gain_weight: float = prior(0.6, low=0.0, high=5.0, unit="times", likely=(0.3, 0.9),
        meaning="How strongly performance above expectation lifts satisfaction.")
    loss_ratio: float = sourced(2.0, "Mittal, Ross & Baldasare 1998, Journal of Marketing 62(1); range 1.3-2.5",
        low=1.0, high=5.0, unit="times", likely=(1.3, 2.5),
        meaning="How many times as strongly performance below expectation counts.")
    experiences_kept: float = prior(10.0, low=1.0, high=60.0, unit="months", likely=(5.0, 20.0),
        meaning="Experiences that a satisfaction rests on at most: the more, the slower it moves (Bolton 1998 for the form).")
    memory_unsolved: float = design(1.0, low=0.0, high=1.0, unit="share",
        meaning="Memory of a failure that the firm gave up on or never put right.")
    memory_silent: float = design(0.7, low=0.0, high=1.0, unit="share", likely=(0.35, 1.0),
        meaning="Memory of a felt failure that the customer never spoke of.")
    memory_recovered: float = design(0.35, low=0.0, high=1.0, unit="share", likely=(0.0, 0.7),
        meaning="Memory of a failure that was put right.")
    memory_kept_per_month: float = computed(0.79, "half-life of three months",
        low=0.0, high=1.0, unit="share/month", likely=(0.7, 0.85),
        meaning="Share of the memory of felt failures that is left a month later.")
    bond_step: float = design(0.15, low=0.0, high=2.0, unit="units of bond", likely=(0.0, 0.3),
        meaning="What a need met before it was asked for adds to the bond, and a failure after a promise takes.")
    unasked_gain: float = design(0.03, low=0.0, high=5.0, unit="units of fit loss", likely=(0.015, 0.06),
        meaning="A need counts as met before it was asked for when a release helps it by so much more than stated wants.")
    bond_most: float = design(2.0, low=0.0, high=10.0, unit="units of bond", meaning="Strongest bond.")
    bond_decay_months: float = prior(24.0, low=1.0, high=240.0, unit="months", likely=(12.0, 48.0),
        meaning="Months in which a bond fades to 1/e.")
    spend_slope: float = prior(0.006, low=0.0, high=0.1, unit="1/point of 100", likely=(0.0, 0.012),
        meaning="Relative rise of spending per point of satisfaction (share of wallet).")
    spend_reference: float = design(75.0, low=0.0, high=100.0, unit="points of 100",
        meaning="Satisfaction at which a customer spends the ordinary amount.")
    spend_price_elasticity: float = prior(0.5, low=0.0, high=5.0, unit="none", likely=(0.0, 1.0),
        meaning="Relative fall of usage per relative rise of price.")


class Support(Section):
    """Complaints, the support queue, the eroding standard and first-contact resolution."""

    complaint_money: float = sourced(0.60, "TARP 1986, Consumer complaint handling in America; .50-.75",
        low=0.0, high=1.0, unit="share", likely=(0.5, 0.75),
        meaning="Share of felt money problems (billing, purchase) that are spoken of.")
    complaint_other: float = sourced(0.20, "TARP 1986, Consumer complaint handling in America; .05-.30",
        low=0.0, high=1.0, unit="share", likely=(0.05, 0.3), meaning="Share of other felt failures that are spoken of.")
    complaint_expectation: float = design(0.3, low=0.0, high=1.0, unit="share per 30 points", likely=(0.0, 0.6),
        meaning="How much more often those who expect more speak up.")
    escalation: float = sourced(0.03, "TARP 1986, Consumer complaint handling in America; .01-.05",
        low=0.0, high=1.0, unit="share", likely=(0.01, 0.05), meaning="Share of felt failures that reach management.")
    target_pressure: float = design(0.90, low=0.3, high=1.5, unit="required/actual",
        meaning="Work pressure for which support is sized at the start.")
    time_elasticity: float = sourced(0.64, "Oliva & Sterman 2001, Management Science 47(7)",
        low=0.0, high=1.0, unit="none", likely=(0.3, 0.9),
        meaning="Relative fall of the time per case for a relative rise of work pressure.")
    erosion_months: float = sourced(4.32, "Oliva & Sterman 2001, Management Science 47(7): 18.8 weeks",
        low=0.1, high=120.0, unit="months", likely=(2.0, 12.0),
        meaning="Time constant at which the standard for time per case falls towards what is done.")
    standard_floor: float = design(0.5, low=0.0, high=1.0, unit="share", meaning="Lowest standard, as a share of its start.")
    standard_rebuilding_per_month: float = design(0.05, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.1),
        meaning="Share of the lost standard that full training or accountability wins back in a month.")
    pressure_smoothing_per_month: float = design(0.35, low=0.01, high=1.0, unit="share/month", likely=(0.2, 0.7),
        meaning="Weight of the newest month in the workload that support reacts to.")
    dead_band: float = design(0.05, low=0.0, high=0.5, unit="share",
        meaning="Shortfall of the time per case that is too small to change the standard.")
    first_contact: float = sourced(0.68, "service-desk benchmarks; range .60-.80", low=0.01, high=0.99, unit="share",
        likely=(0.6, 0.8), meaning="Share of contacts resolved at once at the start.")
    first_contact_time: float = prior(1.0, low=0.0, high=5.0, unit="logits per log time", likely=(0.5, 1.5),
        meaning="Effect of the time taken per case on first-contact resolution.")
    first_contact_skill: float = prior(1.5, low=0.0, high=10.0, unit="logits per unit of skill", likely=(0.0, 3.0),
        meaning="Effect of support's skill on first-contact resolution.")
    first_contact_authority: float = prior(0.8, low=0.0, high=10.0, unit="logits per unit of authority", likely=(0.0, 1.6),
        meaning="Effect of support's authority on first-contact resolution.")
    first_contact_technology: float = prior(0.6, low=0.0, high=10.0, unit="logits per unit of used technology",
        likely=(0.0, 1.2), meaning="Effect of technology in use on first-contact resolution.")
    first_contact_silo: float = prior(0.9, low=0.0, high=10.0, unit="logits per unit of silo", likely=(0.0, 1.8),
        meaning="Effect of walls between departments on resolving what another department caused.")
    most_contacts: int = prior(3, low=1, high=12, unit="contacts", meaning="Served contacts after which a customer gives up.")
    most_months: int = prior(3, low=1, high=24, unit="months", meaning="Months of waiting after which a customer gives up.")
    message_share: float = sourced(0.56, "Nielsen 2016 for Facebook Messenger: 56 % would rather message (stated)",
        low=0.0, high=1.0, unit="share", likely=(0.3, 0.8), meaning="Share of contacts that come by message instead of phone.")
    message_time: float = prior(0.3, low=0.01, high=2.0, unit="times", likely=(0.2, 1.0),
        meaning="Staff time of a contact by message, against the phone.")
    self_service_share: float = prior(0.4, low=0.0, high=1.0, unit="share", likely=(0.0, 0.8),
        meaning="Share of contacts that come by self-service and chatbot when technology is complete and used.")
    bot_resolves_simple: float = sourced(0.58, "Gartner 2023, survey of chatbot users", low=0.0, high=1.0, unit="share",
        likely=(0.3, 0.7), meaning="Share of ordinary requests that self-service and chatbot resolve.")
    bot_resolves_failure: float = sourced(0.17, "Gartner 2023, survey of chatbot users (billing disputes)",
        low=0.0, high=1.0, unit="share", likely=(0.05, 0.3), meaning="Share of failures that self-service and chatbot resolve.")
    follow_up_share: float = design(0.5, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="Share of solved failures that a firm focused on relationships follows up with another contact.")
    follow_up_relief: float = design(0.4, low=0.0, high=1.0, unit="share", likely=(0.0, 0.8),
        meaning="Share of the memory of a solved failure that a follow-up takes away.")
    proactive_recall: float = design(1.5, low=0.0, high=5.0, unit="share per unit of knowledge in use", likely=(0.0, 3.0),
        meaning="Share of failures that a proactive firm finds first, per unit of used technology times knowledge.")
    proactive_recall_most: float = design(0.6, low=0.0, high=1.0, unit="share", likely=(0.3, 0.8),
        meaning="Largest share of failures that can be found first.")
    proactive_precision: float = design(0.15, low=0.01, high=1.0, unit="share", likely=(0.1, 0.4),
        meaning="Share of outreaches that hit a real failure, without knowledge.")
    proactive_precision_knowledge: float = design(0.6, low=0.0, high=1.0, unit="share", likely=(0.0, 0.8),
        meaning="What full knowledge adds to that share.")
    proactive_repair: float = prior(0.75, low=0.0, high=1.0, unit="share", likely=(0.5, 0.9),
        meaning="Share of failures found first that are put right before they are felt.")

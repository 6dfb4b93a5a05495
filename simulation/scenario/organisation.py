"""Inside the firm: employees, culture, the levers' stocks, knowledge, product and management."""

from simulation.scenario.parameter import Section, computed, design, prior, setting, sourced


class Employees(Section):
    """People: how many, how they feel, when they leave, what a newcomer can do."""

    per_firm: int = setting(80, low=12, high=5_000, unit="employees",
        meaning="Employees simulated for each firm; each stands for as many as the load at the start needs.")
    marketing_share: float = setting(0.075, low=0.01, high=0.9, unit="share", meaning="Share of employees in marketing.")
    sales_share: float = setting(0.125, low=0.01, high=0.9, unit="share", meaning="Share of employees in sales.")
    onboarding_share: float = setting(0.10, low=0.01, high=0.9, unit="share", meaning="Share of employees in onboarding.")
    operations_share: float = setting(0.425, low=0.01, high=0.9, unit="share",
        meaning="Share of employees in product and operations.")
    billing_share: float = setting(0.10, low=0.01, high=0.9, unit="share", meaning="Share of employees in billing.")
    support_share: float = setting(0.175, low=0.01, high=0.9, unit="share", meaning="Share of employees in support.")
    skill_start: float = design(0.6, low=0.0, high=1.0, unit="0 to 1", meaning="Mean skill at the start.")
    skill_spread: float = prior(0.1, low=0.0, high=0.5, unit="0 to 1", meaning="Differences in skill between people.")
    novice_skill: float = prior(0.5, low=0.0, high=1.0, unit="0 to 1", meaning="Mean skill of a new employee.")
    training_gain: float = design(0.25, low=0.0, high=1.0, unit="0 to 1", likely=(0.0, 0.5),
        meaning="What full service training adds to the skill that people grow towards.")
    skill_months: float = prior(12.0, low=1.0, high=120.0, unit="months", likely=(6.0, 24.0),
        meaning="Months in which skill grows towards its level.")
    novice_productivity: float = prior(0.5, low=0.05, high=1.0, unit="share", likely=(0.3, 0.7),
        meaning="Productivity of a newcomer.")
    learning_months: float = prior(4.0, low=0.1, high=36.0, unit="months", likely=(2.0, 6.0),
        meaning="Months in which a newcomer becomes fully productive.")
    hiring_months: int = prior(2, low=0, high=24, unit="months", meaning="Months that a position stays vacant.")
    productivity_engagement: float = prior(0.15, low=0.0, high=2.0, unit="share per unit of engagement", likely=(0.0, 0.3),
        meaning="Effect of engagement on productivity.")
    productivity_skill: float = prior(0.3, low=0.0, high=2.0, unit="share per unit of skill", likely=(0.0, 0.6),
        meaning="Effect of skill on productivity.")
    engagement_base: float = design(-0.05, low=-5.0, high=5.0, unit="logits",
        meaning="Engagement of an ordinary employee at the start (sets the engaged share near .30).")
    engagement_spread: float = design(0.7, low=0.0, high=5.0, unit="logits",
        meaning="Lasting differences in engagement between people.")
    engaged_above: float = design(0.60, low=0.0, high=1.0, unit="0 to 1",
        meaning="Engagement from which a person counts as engaged.")
    engagement_months: float = prior(5.0, low=0.5, high=60.0, unit="months", likely=(4.0, 6.0),
        meaning="Months in which engagement moves towards its level.")
    engagement_autonomy: float = prior(0.5, low=0.0, high=5.0, unit="logits per unit of authority", likely=(0.0, 1.0),
        meaning="Effect of authority on engagement.")
    engagement_recognition: float = prior(0.3, low=0.0, high=5.0, unit="logits", likely=(0.0, 0.6),
        meaning="Effect of recognition for customer-minded work on engagement.")
    engagement_purpose: float = prior(0.5, low=0.0, high=5.0, unit="logits per unit of orientation", likely=(0.0, 1.0),
        meaning="Effect of the own customer orientation (purpose) on engagement.")
    engagement_overload: float = prior(1.0, low=0.0, high=10.0, unit="logits per unit of overload", likely=(0.0, 2.0),
        meaning="Effect of workload above the ordinary on engagement.")
    engagement_anger: float = prior(0.8, low=0.0, high=10.0, unit="logits per unit of anger", likely=(0.0, 1.6),
        meaning="Effect of customers' anger met at work on engagement.")
    engagement_say_do: float = prior(0.6, low=0.0, high=5.0, unit="logits per unit of gap", likely=(0.0, 1.2),
        meaning="Effect of the gap between what leaders say and what the firm does on engagement.")
    quit_front_line_per_year: float = prior(0.35, low=0.0, high=3.0, unit="1/year", likely=(0.2, 0.5),
        meaning="Quit rate of an ordinary employee at the front line.")
    quit_other_per_year: float = prior(0.15, low=0.0, high=3.0, unit="1/year", likely=(0.08, 0.25),
        meaning="Quit rate of an ordinary employee elsewhere.")
    quit_engagement: float = computed(1.6, "twice as high in the least as in the most engaged quarter (Harter et al. 2002)",
        low=0.0, high=10.0, unit="log points per unit of engagement", likely=(0.0, 3.2),
        meaning="How strongly engagement lowers the quit rate.")
    quit_fatigue: float = prior(0.8, low=0.0, high=10.0, unit="log points per unit of fatigue", likely=(0.0, 1.6),
        meaning="How strongly lasting fatigue raises the quit rate.")
    quit_newcomer: float = prior(1.0, low=0.0, high=10.0, unit="times", likely=(0.0, 2.0),
        meaning="How much more often somebody quits on the first day than after long.")
    quit_newcomer_months: float = prior(12.0, low=1.0, high=120.0, unit="months", likely=(6.0, 24.0),
        meaning="Months in which that excess halves.")
    fatigue_weeks: float = sourced(3.0, "Oliva & Sterman 2001 for the form; 2-4 weeks", low=0.25, high=52.0, unit="weeks",
        likely=(2.0, 4.0), meaning="Weeks in which overload tires people.")
    fatigue_effect: float = prior(0.3, low=0.0, high=2.0, unit="share per unit of overload", likely=(0.0, 0.6),
        meaning="Productivity lost per unit of lasting overload.")
    burnout_weeks: float = sourced(39.0, "Oliva & Sterman 2001 for the form; 26-52 weeks", low=4.0, high=260.0, unit="weeks",
        likely=(26.0, 52.0), meaning="Weeks over which overload builds the fatigue that makes people leave.")


class Culture(Section):
    """How customer orientation spreads: managers' pull, colleagues, hires, and forgetting."""

    orientation_start: float = design(0.25, low=0.0, high=1.0, unit="0 to 1", meaning="Customer orientation without a programme.")
    orientation_spread: float = design(0.10, low=0.0, high=0.5, unit="0 to 1",
        meaning="Differences in orientation between hires.")
    manager_pull_per_month: float = design(0.05, low=0.0, high=1.0, unit="1/month", likely=(0.0, 0.1),
        meaning="Pull of fully committed leaders on orientation (Harrison & Carroll 1991 for the form).")
    peer_pull_per_month: float = design(0.15, low=0.0, high=1.0, unit="1/month", likely=(0.0, 0.3),
        meaning="Pull of colleagues on orientation.")
    forgetting_per_month: float = design(0.02, low=0.0, high=1.0, unit="1/month", likely=(0.0, 0.04),
        meaning="How fast orientation falls back when nothing holds it.")
    leadership_lag_months: float = prior(6.0, low=0.1, high=60.0, unit="months", likely=(3.0, 12.0),
        meaning="Months by which managers' behaviour follows leadership's commitment.")
    coherence_least: float = design(0.3, low=0.0, high=1.0, unit="share", likely=(0.0, 0.6),
        meaning="Share of the leaders' pull that is left where measures and budgets say the opposite.")
    peer_lever: float = design(1.0, low=0.0, high=5.0, unit="times", likely=(0.0, 2.0),
        meaning="By how much cultural transformation strengthens colleagues' pull.")
    selection_lever: float = design(0.25, low=0.0, high=1.0, unit="0 to 1", likely=(0.0, 0.5),
        meaning="By how much cultural transformation raises the orientation of those hired.")
    cross_share_most: float = design(0.5, low=0.0, high=1.0, unit="share", likely=(0.0, 0.8),
        meaning="Share of colleagues that sit in other departments when there are no silos.")


class Stocks(Section):
    """What the levers build: technology, open doors, authority, prevention, knowledge; and what full effect costs."""

    lever_months: float = prior(4.0, low=0.1, high=60.0, unit="months", likely=(2.0, 8.0),
        meaning="Months in which a change of spending takes effect.")
    lever_cost: float = design(0.004, low=1e-5, high=1.0, unit="share of revenue", likely=(0.002, 0.008),
        meaning="Spending that buys 63 % of a lever's full effect (saturating).")
    metrics_cost: float = design(0.002, low=1e-5, high=1.0, unit="share of revenue", likely=(0.001, 0.004),
        meaning="The same for metrics and accountability.")
    improvement_cost: float = design(0.0048, low=1e-5, high=1.0, unit="share of revenue", likely=(0.0024, 0.0096),
        meaning="The same for continuous improvement in all six departments.")
    product_cost: float = design(0.005, low=1e-5, high=1.0, unit="share of revenue", likely=(0.0025, 0.01),
        meaning="The same for product development.")
    training_cost: float = design(0.10, low=1e-4, high=5.0, unit="share of the wages in scope", likely=(0.05, 0.2),
        meaning="The same for service training, against the wages of those trained.")
    slack_without_metrics: float = design(0.3, low=0.0, high=1.0, unit="share", likely=(0.0, 0.6),
        meaning="Share of the other levers' effect that drifts away where nobody measures it.")
    technology_months: float = prior(8.0, low=0.5, high=60.0, unit="months", likely=(4.0, 16.0),
        meaning="Months in which technology is built up or ages.")
    technology_use_least: float = design(0.3, low=0.0, high=1.0, unit="share", likely=(0.1, 0.6),
        meaning="Share of the technology that people use who do not care for customers.")
    silo_start: float = design(0.7, low=0.0, high=1.0, unit="0 to 1", meaning="Walls between departments at the start.")
    silo_lever: float = design(0.8, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="Share of the walls that breaking silos can take down.")
    silo_months: float = prior(9.0, low=0.5, high=60.0, unit="months", likely=(5.0, 18.0),
        meaning="Months in which walls come down or grow back.")
    authority_start: float = design(0.2, low=0.0, high=1.0, unit="0 to 1", meaning="Employees' authority at the start.")
    authority_lever: float = design(0.6, low=0.0, high=0.8, unit="0 to 1", likely=(0.0, 0.8),
        meaning="Authority that full empowerment adds.")
    authority_months: float = prior(6.0, low=0.5, high=60.0, unit="months", likely=(3.0, 12.0),
        meaning="Months in which authority is really taken up.")
    prevention_gain_per_month: float = design(0.08, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.16),
        meaning="Share of the open causes of failure that full improvement work removes in a month, with full feedback.")
    prevention_decay_per_month: float = design(0.02, low=0.0, high=1.0, unit="share/month", likely=(0.01, 0.04),
        meaning="Share of prevention that is lost in a month.")
    knowledge_kept_per_month: float = prior(0.98, low=0.0, high=1.0, unit="share/month", likely=(0.96, 0.99),
        meaning="Share of what is known about customers that is still true a month later.")
    knowledge_gain_per_month: float = design(0.12, low=0.0, high=5.0, unit="units/month", likely=(0.0, 0.24),
        meaning="Knowledge that full data-driven work adds in a month.")
    knowledge_half: float = design(1.0, low=0.01, high=100.0, unit="units", likely=(0.5, 2.0),
        meaning="Knowledge at which half of what can be known is known.")
    knowledge_error: float = design(0.4, low=0.0, high=5.0, unit="fit tolerances", likely=(0.2, 0.8),
        meaning="Error of the estimate of customers' needs without any knowledge.")


class Product(Section):
    """How a firm moves its product towards what it listens to."""

    start_offset: float = design(0.10, low=0.0, high=2.0, unit="fit tolerances",
        meaning="Distance of each firm's product from the centre of needs at the start.")
    most_per_quarter: float = design(0.15, low=0.0, high=2.0, unit="fit tolerances/quarter", likely=(0.0, 0.3),
        meaning="Fastest move of a product, with full product development.")
    complaint_lag_months: float = prior(12.0, low=0.1, high=60.0, unit="months", likely=(6.0, 18.0),
        meaning="Age of what is learned from those who complain that the product does not fit.")
    wants_lag_months: float = prior(6.0, low=0.1, high=60.0, unit="months", likely=(3.0, 12.0),
        meaning="Age of what is learned from asking customers what they want.")
    needs_lag_months: float = prior(2.0, low=0.1, high=60.0, unit="months", likely=(1.0, 3.0),
        meaning="Age of what is learned from estimating latent needs.")
    complaint_error: float = prior(0.15, low=0.0, high=5.0, unit="fit tolerances", likely=(0.0, 0.3),
        meaning="Error of the direction taken from complaints.")
    wants_error: float = prior(0.10, low=0.0, high=5.0, unit="fit tolerances", likely=(0.0, 0.2),
        meaning="Error of the direction taken from stated wants.")
    release_fails: float = prior(0.25, low=0.0, high=1.0, unit="share", likely=(0.1, 0.4),
        meaning="Share of releases that bring faults.")
    release_failure_factor: float = prior(1.3, low=1.0, high=5.0, unit="times", likely=(1.0, 1.6),
        meaning="How many times as many failures in use for three months after such a release.")
    co_creation_failures: float = prior(0.4, low=0.0, high=1.0, unit="times", likely=(0.2, 1.0),
        meaning="Failed releases when customers take part, against the ordinary.")
    co_creation_speed: float = prior(0.8, low=0.0, high=1.0, unit="times", likely=(0.6, 1.0),
        meaning="Speed of the product when customers take part, against the ordinary.")


class Management(Section):
    """What managers see, believe and do, each quarter."""

    best_quality: float = design(92.0, low=0.0, high=100.0, unit="points of 100", likely=(84.0, 96.0),
        meaning="Quality that managers assume when nobody escalates.")
    escalation_points: float = design(6.0, low=0.0, high=100.0, unit="points per escalation per 100 customers and year",
        likely=(0.0, 12.0), meaning="What one escalation per 100 customers and year takes off that belief.")
    optimism: float = prior(1.5, low=-20.0, high=20.0, unit="points of 100", likely=(0.0, 3.0),
        meaning="Managers' rosy view of their own firm.")
    weight_service: float = design(0.2, low=0.0, high=1.0, unit="share", likely=(0.0, 0.4),
        meaning="Weight of representative surveys in what managers believe, where service is measured, with full metrics.")
    weight_satisfaction: float = design(0.4, low=0.0, high=1.0, unit="share", likely=(0.2, 0.6),
        meaning="The same where surveyed satisfaction is measured.")
    weight_value: float = design(0.8, low=0.0, high=1.0, unit="share", likely=(0.5, 1.0),
        meaning="The same where customers' value and retention are measured.")
    survey_size: int = design(200, low=10, high=100_000, unit="answers", meaning="Customers asked in a quarter's survey.")
    aspiration_speed: float = prior(0.10, low=0.0, high=1.0, unit="share/quarter", likely=(0.0, 0.2),
        meaning="Share of the gap by which the quality aimed at follows the quality believed (Cyert & March 1963).")
    reaction: float = design(0.05, low=0.0, high=1.0, unit="share per point of 100", likely=(0.0, 0.1),
        meaning="How much more prevention and authority managers ask for per point of believed shortfall.")
    staff_reaction: float = design(0.003, low=0.0, high=0.1, unit="share per point of 100", likely=(0.0, 0.006),
        meaning="How much more support staff managers ask for per point of believed shortfall and quarter.")
    staff_up: float = design(0.08, low=0.0, high=1.0, unit="share/quarter", likely=(0.04, 0.12),
        meaning="Support staff added in a quarter when work pressure is above the upper mark.")
    staff_down: float = design(0.05, low=0.0, high=1.0, unit="share/quarter", likely=(0.0, 0.1),
        meaning="Support staff cut in a quarter when work pressure is below the lower mark.")
    upper_mark: float = design(1.03, low=0.5, high=2.0, unit="required/actual",
        meaning="Work pressure at which staff is added where service is measured.")
    lower_mark: float = design(0.86, low=0.1, high=1.5, unit="required/actual",
        meaning="Work pressure at which staff is cut where service is measured.")
    mark_step: float = design(0.03, low=0.0, high=0.2, unit="required/actual", likely=(0.0, 0.06),
        meaning="How much lower both marks lie where satisfaction is measured, and again where value is.")
    staffing_exponent: float = prior(0.8, low=0.0, high=1.0, unit="none", likely=(0.6, 1.0),
        meaning="Elasticity of the other departments' work in the number of customers (below 1: economies of scale); "
        "their positions follow it.")
    staffing_months: float = prior(6.0, low=0.5, high=60.0, unit="months", likely=(3.0, 9.0),
        meaning="Months by which positions follow the number of customers (two quarters).")
    profit_plan: float = design(0.9, low=0.0, high=2.0, unit="share of the profit at the start",
        meaning="Profit that leadership's patience waits for.")

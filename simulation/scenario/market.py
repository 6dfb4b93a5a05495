"""The market: how many customers there are, what they need, when they look around and how they choose."""

from simulation.scenario.parameter import Section, computed, design, prior, setting, sourced


class Needs(Section):
    """Latent needs: a point per customer in three dimensions (unit: fit tolerance), drifting; wants lag behind them."""

    spread: float = design(0.5, low=0.0, high=2.0, unit="fit tolerances", likely=(0.25, 0.75),
        meaning="Standard deviation between customers' lasting needs, in each of the three dimensions.")
    drift_per_month: float = design(0.06, low=0.0, high=0.2, unit="fit tolerances/month", likely=(0.0, 0.1),
        meaning="How far needs move in a month (standard deviation in each dimension).")
    common_share: float = design(0.5, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="Share of the drift's variance that all customers have in common; the rest is each customer's own.")
    reversion_per_month: float = design(0.02, low=0.001, high=1.0, unit="1/month", likely=(0.01, 0.04),
        meaning="How fast a customer's own deviation fades back to the lasting need; keeps the spread stationary.")
    wants_lag_months: float = prior(8.0, low=0.1, high=36.0, unit="months", likely=(3.0, 12.0),
        meaning="Months by which what customers can state lags behind what they need.")
    fad_spread: float = design(0.25, low=0.0, high=2.0, unit="fit tolerances", likely=(0.0, 0.5),
        meaning="Standard deviation of the fad that everybody's stated wants have in common.")
    fad_persistence_per_month: float = design(0.85, low=0.0, high=0.999, unit="share/month", likely=(0.7, 0.95),
        meaning="Share of a fad that is left a month later.")


class Attention(Section):
    """When a customer looks around at all."""

    shape_a: float = computed(0.6, "Fader & Hardie 2007, retention tables, refitted to monthly hazards",
        low=0.05, high=50.0, unit="none", likely=(0.4, 0.9),
        meaning="First shape of the Beta distribution of attention propensities over customers.")
    shape_b: float = computed(5.4, "Fader & Hardie 2007, retention tables, refitted to monthly hazards",
        low=0.05, high=500.0, unit="none", likely=(3.6, 8.1),
        meaning="Second shape of the Beta distribution of attention propensities over customers.")
    uncommitted: float = prior(0.25, low=0.0, high=1.0, unit="share/month", likely=(0.1, 0.5),
        meaning="Share of months in which somebody without a firm looks for one.")
    memory_effect: float = design(0.25, low=0.0, high=1.0, unit="share", likely=(0.0, 0.5),
        meaning="Chance that a fresh memory of a felt failure makes a customer look around in a month.")
    neighbour_effect: float = design(0.08, low=0.0, high=1.0, unit="share", likely=(0.0, 0.16),
        meaning="Chance that one contact's recent leaving makes a customer look around in a month.")
    neighbour_half_life_months: float = sourced(1.0, "Nitzan & Libai 2011, Journal of Marketing 75(6)",
        low=0.1, high=24.0, unit="months", likely=(0.5, 2.0),
        meaning="Months after which a contact's leaving counts half.")
    outreach_factor: float = sourced(3.0, "Ascarza, Iyengar & Schleicher 2016, Journal of Marketing Research 53(1)",
        low=1.0, high=10.0, unit="times", likely=(1.0, 5.0),
        meaning="How many times as attentive a customer is in the month of a proactive contact.")
    price_change_effect: float = prior(10.0, low=0.0, high=50.0, unit="times per unit of relative price change",
        likely=(0.0, 20.0), meaning="Attention rises by this times the relative change of the own firm's price.")


class Choice(Section):
    """How an attentive customer weighs the own firm, at most two others, and none (multinomial logit)."""

    fit_weight: float = design(1.5, low=0.0, high=10.0, unit="logits per unit of fit loss", likely=(0.0, 3.0),
        meaning="Weight of a product that does not fit the customer's needs.")
    satisfaction_steep: float = design(0.1, low=0.0, high=1.0, unit="logits per point of 100", likely=(0.0, 0.2),
        meaning="Slope of utility in satisfaction below the lower and above the upper knee.")
    satisfaction_flat: float = design(0.02, low=0.0, high=1.0, unit="logits per point of 100", likely=(0.0, 0.04),
        meaning="Slope of utility in satisfaction between the knees (the zone of indifference).")
    lower_knee: float = design(40.0, low=0.0, high=100.0, unit="points of 100", likely=(30.0, 50.0),
        meaning="Satisfaction below which dissatisfaction drives customers away.")
    upper_knee: float = design(75.0, low=0.0, high=100.0, unit="points of 100", likely=(65.0, 85.0),
        meaning="Satisfaction above which delight binds customers.")
    bond_weight: float = design(1.0, low=0.0, high=5.0, unit="logits per unit of bond", likely=(0.0, 2.0),
        meaning="Weight of the emotional connection with the own firm.")
    memory_weight: float = design(0.9, low=0.0, high=5.0, unit="logits", likely=(0.0, 1.8),
        meaning="Weight of a fresh memory of felt failures against the own firm.")
    price_weight: float = design(3.0, low=0.0, high=20.0, unit="logits per unit of log price", likely=(0.0, 6.0),
        meaning="Weight of price, times the segment's price sensitivity.")
    taste_spread: float = design(0.5, low=0.0, high=3.0, unit="logits", likely=(0.0, 1.0),
        meaning="Scale of a customer's lasting taste for each firm (Gumbel).")
    none_utility: float = design(-1.3, low=-20.0, high=20.0, unit="logits", likely=(-2.0, 0.0),
        meaning="Utility of having no firm, against a firm of ordinary quality and fit.")
    rivals_considered: int = design(2, low=0, high=30, unit="firms",
        meaning="How many other firms an attentive customer compares at most.")
    advertising_awareness: float = prior(0.45, low=0.0, high=5.0, unit="1/month", likely=(0.0, 0.9),
        meaning="Rate at which an attentive customer meets a firm through ordinary advertising.")
    advertising_exponent: float = prior(0.4, low=0.0, high=1.0, unit="none", likely=(0.2, 0.6),
        meaning="Diminishing returns of advertising (elasticity of awareness).")
    network_awareness: float = prior(0.8, low=0.0, high=5.0, unit="1/month", likely=(0.0, 1.6),
        meaning="Rate at which an attentive customer meets a firm that all contacts use.")
    position_learning_per_month: float = prior(0.2, low=0.0, high=1.0, unit="share/month", likely=(0.1, 0.4),
        meaning="Share of a product's change that the market notices in a month.")


class WordOfMouth(Section):
    """Who talks, and how it moves what others believe."""

    base_rate_per_month: float = prior(0.02, low=0.0, high=1.0, unit="messages/month", likely=(0.0, 0.04),
        meaning="Messages of a customer who is neither pleased nor displeased.")
    curvature: float = prior(0.5, low=0.0, high=5.0, unit="messages/month", likely=(0.0, 1.0),
        meaning="Additional messages of a customer 30 points from the turning point (U-shape).")
    turning_point: float = prior(70.0, low=0.0, high=100.0, unit="points of 100", likely=(65.0, 75.0),
        meaning="Satisfaction below which messages are negative.")
    dissatisfied_factor: float = sourced(1.5, "East, Hammond & Wright 2007, IJRM 24; range 1-2.5",
        low=0.0, high=5.0, unit="times", likely=(1.0, 2.5),
        meaning="How many times as often the dissatisfied talk, at equal distance from the turning point.")
    most_per_month: float = design(0.7, low=0.0, high=1.0, unit="messages/month", likely=(0.4, 1.0),
        meaning="Most messages that a customer sends in a month.")
    belief_step: float = design(0.2, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.4),
        meaning="Share of the gap to what is said that a segment's belief about a firm closes when everybody hears of it.")
    half_reach: float = design(0.01, low=0.0001, high=1.0, unit="messages per member and month", likely=(0.005, 0.02),
        meaning="Messages per member of a segment at which half of them have heard.")
    advertising_step: float = design(0.01, low=0.0, high=1.0, unit="share/month", likely=(0.0, 0.02),
        meaning="Share of the gap to what is promised that ordinary advertising closes in a month.")
    contacts: int = prior(8, low=2, high=32, unit="people", meaning="Contacts of a customer in the small-world network.")
    rewired_share: float = prior(0.1, low=0.0, high=1.0, unit="share", likely=(0.0, 0.3),
        meaning="Share of contacts that are far away instead of next door (Watts & Strogatz).")
    innovation_per_year: float = sourced(0.03, "Bass 1969; means of Sultan, Farley & Lehmann 1990",
        low=0.0, high=1.0, unit="1/year", likely=(0.01, 0.06),
        meaning="Rate at which a prospect enters the market without anybody's word (Bass p).")
    imitation_per_year: float = sourced(0.38, "Bass 1969; means of Sultan, Farley & Lehmann 1990",
        low=0.0, high=5.0, unit="1/year", likely=(0.2, 0.6),
        meaning="Rate at which a prospect enters when all contacts are customers (Bass q).")


class Market(Section):
    """The customers' side of the market."""

    customers: int = setting(2_000, low=60, high=10_000_000, unit="customers", meaning="Customers in the market.")
    each_stands_for: int = setting(1, low=1, high=1_000_000, unit="customers",
        meaning="Real customers that each simulated one stands for: all counts of customers and amounts of money are multiplied.")
    currency: str = setting("EUR", unit="none", meaning="Currency of every amount of money in the file.")
    uncommitted_share: float = prior(0.02, low=0.0, high=0.95, unit="share",
        meaning="Share of customers who know the market but have no firm at the start.")
    prospect_share: float | None = setting(None, low=0.0, high=0.95, unit="share",
        meaning="Share of customers who have not yet heard of the market at the start; left out: the steady state.")
    switching_cost: float = design(2.0, low=0.0, high=15.0, unit="logits", likely=(0.5, 4.0),
        meaning="What keeps customers with their firm besides satisfaction: effort, contract, habit.")
    involuntary_exit_per_year: float = prior(0.02, low=0.0, high=0.9, unit="1/year", likely=(0.0, 0.04),
        meaning="Share of customers who leave for reasons of their own (moved, died) and are replaced by newcomers.")
    needs: Needs = Needs()
    attention: Attention = Attention()
    choice: Choice = Choice()
    word_of_mouth: WordOfMouth = WordOfMouth()


class Segment(Section):
    """A group of customers with a size, a spending level and a sensitivity to price of its own."""

    name: str = setting(..., unit="none", meaning="Name of the segment.")
    share: float = setting(..., low=0.0, high=1.0, unit="share", meaning="Share of the market's customers.")
    spend_per_month: float = setting(50.0, low=0.01, high=1e9, unit="currency/month",
        meaning="Mean spending of a customer at ordinary satisfaction and price.")
    spend_spread: float = prior(1.2, low=0.0, high=2.5, unit="log units",
        meaning="Standard deviation of log spending: 1.2 gives the top 20 % of customers about two thirds of revenue.")
    price_sensitivity: float = setting(1.0, low=0.0, high=10.0, unit="times",
        meaning="How many times as much price weighs as for an ordinary customer.")
    switching_cost_add: float = setting(0.0, low=-10.0, high=10.0, unit="logits",
        meaning="Switching cost of this segment above or below the market's.")
    need_shift: float = setting(0.0, low=-3.0, high=3.0, unit="fit tolerances",
        meaning="How far this segment's needs lie from the market's centre, along the first dimension.")
    users_per_account: int = setting(1, low=1, high=20, unit="people",
        meaning="People who use the service in each account; above 1 the buyer renews on their mean and the worst of them.")
    worst_user_weight: float = design(0.5, low=0.0, high=1.0, unit="share", likely=(0.0, 1.0),
        meaning="Weight of the least happy user in the buyer's judgement, when an account has several users.")

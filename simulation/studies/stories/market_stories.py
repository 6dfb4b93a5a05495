"""Stories about customers and competition: service and centricity, wants and needs, when it does not pay, right customers."""

from simulation.studies.stories.story import Claim, Fact, Number, Side, Slider, Story

SWITCHING = Slider(
    "market.switching_cost", "How hard is it to change the supplier?", (1.0, 2.0, 3.0), ("easy", "ordinary", "hard"), 1
)
DRIFT = Slider("market.needs.drift_per_month", "How fast do needs move?", (0.0, 0.06, 0.12), ("not at "
    "all", "ordinary", "fast"), 1)

SERVICE_AND_CENTRICITY = Story(
    key="service_and_centricity",
    scenario="stories/s1_service_and_centricity",
    title="Service and centricity are not the same",
    setting="A firm has 3 % of its revenue to spend on getting better. One plan puts all of it into the front line: more people, "
    "more training, shorter queues. The other puts the same money into every department: marketing that promises less, sales "
    "that advises better, products that fit, bills that are right.",
    question="Which plan keeps more customers, and which earns more over five years?",
    prediction=Number(
        "Think of everything that goes wrong for the customers of the firm with the service plan. Of 100 such failures, how many "
        "arise at the service desk itself?",
        "of 100", 0, 100, "share_of", {"side": "service-only", "part": "failures_contact", "whole": "failures"},
    ),
    sides=(
        Side("customer-centric", "puts the money into every department"),
        Side("service-only", "puts the money into the front line", preset="service-only"),
    ),
    claims=(
        Claim("the customer-centric plan keeps more customers in the fifth year", "retention_per_year", "customer-centric",
              "service-only", True, "year"),
        Claim("it has fewer failures in the fifth year", "failures", "customer-centric", "service-only", False, "year"),
        Claim("the service plan settles more matters at the first contact", "resolved_first_contact", "service-only",
              "customer-centric", True, "whole"),
        Claim("the customer-centric plan has earned more by the end", "discounted_profit", "customer-centric", "service-only",
              True),
    ),
    facts=(
        Fact("In its fifth year the firm has {value} failures a month with the service plan,", "", "level",
             {"measure": "failures", "side": "service-only"}),
        Fact("and {value} with the customer-centric plan.", "", "level", {"measure": "failures", "side": "customer-centric"}),
        Fact("The customer-centric plan ends ahead in profit in {value} of the runs.", "%", "ahead",
             {"measure": "discounted_profit", "left": "customer-centric", "right": "service-only"}),
    ),
    measures=("retention_per_year", "failures", "resolved_first_contact", "discounted_profit"),
    sliders=(SWITCHING, DRIFT),
    lesson="Service repairs what went wrong for those who call. Most of what goes wrong arises before anybody can call, and most "
    "customers never do.",
    debrief=(
        "Which department in your own organisation causes the failures that the service desk answers for?",
        "A manager says: our first-contact resolution is the best in the industry. What does that tell you, and what not?",
        "Which numbers would you ask for to see the failures that nobody complains of?",
    ),
    if_held="The better desk did not keep more customers. What would have had to be different in this market for it to do so?",
    if_not="Keeping more customers is what centricity promises, and these runs do not show it. What in this market could be the "
    "reason?",
)

WANTS_AND_NEEDS = Story(
    key="wants_and_needs",
    scenario="stories/s6_wants_and_needs",
    title="Wants and needs",
    setting="Two plans with the same budget, the same people and the same product department. One builds what customers say in "
    "surveys that they want. The other works out what they need, from what they do. In this market fashions come and go.",
    question="Should a firm build what customers say they want?",
    prediction=Number(
        "By how many per cent does the firm's profit over five years differ when it listens to needs instead of wants? Write a "
        "minus where you think it is less.",
        "%", -50, 50, "in_percent",
        {"measure": "discounted_profit", "left": "listens to needs", "right": "listens to wants"},
    ),
    sides=(
        Side("listens to needs", "builds what customers turn out to need", changes={"listens_to": "needs"}),
        Side("listens to wants", "builds what customers say they want"),
    ),
    claims=(
        Claim("listening to needs earns more over five years", "discounted_profit", "listens to needs", "listens to wants", True),
        Claim("its product fits needs better", "needs_fit", "listens to needs", "listens to wants", True, "year"),
        Claim("the product that follows wants fits wants better", "wants_fit", "listens to wants", "listens to "
              "needs", True, "year"),
        Claim("listening to needs keeps more customers", "retention_per_year", "listens to needs", "listens to "
              "wants", True, "year"),
    ),
    facts=(
        Fact("In the fifth year the product that follows wants reaches {value} of the possible fit with what customers "
             "need,", "%",
             "level", {"measure": "needs_fit", "side": "listens to wants", "times": 100.0}),
        Fact("the one that follows needs {value}.", "%", "level",
             {"measure": "needs_fit", "side": "listens to needs", "times": 100.0}),
        Fact("Listening to needs ends ahead in {value} of the runs.", "%", "ahead",
             {"measure": "discounted_profit", "left": "listens to needs", "right": "listens to wants"}),
    ),
    measures=("needs_fit", "wants_fit", "retention_per_year", "discounted_profit"),
    sliders=(
        Slider("market.needs.fad_spread", "How strong are fashions?", (0.0, 0.4, 0.8), ("none", "as told", "strong"), 1),
        Slider("market.needs.wants_lag_months", "How late can customers say what they need?", (3.0, 8.0, 12.0),
               ("after a quarter", "after 8 months", "after a year"), 1),
    ),
    lesson="What customers say they want is what they needed some months ago, plus a fashion that everybody shares. By "
    "the time it "
    "is built, both have moved on.",
    debrief=(
        "Name a product that customers asked for and did not use.",
        "How would a firm find out about needs that nobody can state? What does it cost to be wrong about them?",
        "When is it right to build what customers ask for?",
    ),
    if_held="The survey was honest and so were the answers. Where did it go wrong?",
    if_not="The theory says that needs win. Why might it not matter here what the firm listens to?",
)  # fmt: skip

NOT_WORTH_IT = Story(
    key="not_worth_it",
    scenario="stories/s7_not_worth_it",
    title="When centricity does not pay",
    setting="A market in which customers hardly can change their supplier: long contracts, no number portability, data "
    "that cannot "
    "be taken along. The firm can run a full customer-centric programme, or save the money.",
    question="Is customer centricity always worth its price?",
    prediction=Number(
        "By how many per cent does the firm's profit over five years differ when it runs the programme instead of saving "
        "the money? "
        "Write a minus where you think it is less.",
        "%", -50, 50, "in_percent", {"measure": "discounted_profit", "left": "customer-centric", "right": "none"},
    ),
    sides=(
        Side("customer-centric", "runs the whole programme"),
        Side("none", "saves the money", preset="none"),
    ),
    claims=(
        Claim("the programme earns less here than the saved money", "discounted_profit", "customer-centric",
              "none", False),
        Claim("customers are more satisfied all the same", "satisfaction", "customer-centric", "none", True, "year"),
        Claim("employees are more engaged all the same", "employee_engagement", "customer-centric", "none", True, "year"),
    ),
    facts=(
        Fact("Satisfaction in the fifth year: {value} with the programme,", "points", "level",
             {"measure": "satisfaction", "side": "customer-centric"}),
        Fact("{value} without.", "points", "level", {"measure": "satisfaction", "side": "none"}),
        Fact("With the programme {value} of the customers stay in the fifth year,", "%", "level",
             {"measure": "retention_per_year", "side": "customer-centric", "times": 100.0}),
        Fact("without it {value}.", "%", "level", {"measure": "retention_per_year", "side": "none", "times": 100.0}),
    ),
    measures=("discounted_profit", "retention_per_year", "satisfaction", "employee_engagement"),
    sliders=(
        Slider("segments.everyone.switching_cost_add", "How trapped are customers?", (4.0, 2.0, 0.0, -1.0),
               ("hardly can leave", "leave seldom", "as elsewhere", "leave easily"), 0),
        DRIFT,
    ),
    lesson="Centricity earns by keeping customers who could leave and by winning those of others. Where nobody can leave, "
    "there is "
    "nothing to earn with it, however much better customers fare.",
    debrief=(
        "Name an industry in which customers are trapped. Are its firms customer-centric? Should they be?",
        "What happens to such a firm on the day on which a law makes switching easy?",
        "Profit is one answer to the question whether it is worth it. What others are there?",
    ),
    if_held="Customers fare better and the firm earns less. Who should pay for it?",
    if_not="The theory says that it cannot pay here, and these runs do not show that it does not. What did the programme "
    "earn, if "
    "not customers?",
)  # fmt: skip

RIGHT_CUSTOMERS = Story(
    key="right_customers",
    scenario="stories/s8_right_customers",
    title="Right customers or all customers",
    setting="Customers differ: a few spend much, many spend little. The firm estimates who is valuable. One plan serves "
    "and courts "
    "the most valuable first; the other treats everybody alike. All else is the same.",
    question="Does it pay to serve the most valuable customers first?",
    prediction=Number(
        "What share of the firm's revenue comes from the fifth of its customers who spend most?",
        "%", 0, 100, "spending_of_the_best", {"side": "all alike"},
    ),
    sides=(
        Side("best customers first", "serves and courts the most valuable first"),
        Side("all alike", "treats all customers alike", changes={"value_focus": 0.0}),
    ),
    claims=(
        Claim("putting the best customers first earns more over five years", "discounted_profit", "best customers first",
              "all alike", True),
        Claim("it brings more revenue in the fifth year", "revenue", "best customers first", "all alike", True, "year"),
        Claim("satisfaction over all customers falls, since those who are served last notice", "satisfaction",
              "best customers first", "all alike", False, "year"),
    ),
    facts=(
        Fact("Putting the best first changes profit over five years by {value}", "% signed", "in_percent",
             {"measure": "discounted_profit", "left": "best customers first", "right": "all alike"}),
        Fact("and ends ahead in {value} of the runs.", "%", "ahead",
             {"measure": "discounted_profit", "left": "best customers first", "right": "all alike"}),
    ),
    measures=("discounted_profit", "revenue", "satisfaction", "retention_per_year"),
    sliders=(
        Slider("segments.everyone.spend_spread", "How unequal are customers?", (0.6, 1.2, 1.6), ("little", "as told", "very"), 1),
        SWITCHING,
    ),
    lesson="A few customers bring most of the revenue, so that looking after them first should pay. But the firm knows "
    "them with an "
    "error only, and those who come last notice.",
    debrief=(
        "Where have you been served last, and what did you do?",
        "Is it fair? Does your answer change when those who wait pay less?",
        "How would you find out whether you have the right customers in the right drawer?",
    ),
    if_held="The gain is there. Is it worth what it takes to know who is valuable, and what it does to the others?",
    if_not="A few customers bring most of the revenue, and yet serving them first does not clearly earn more. Where does "
    "the gain go?",
    less_last=("discounted_profit", "revenue", "satisfaction"),
)  # fmt: skip

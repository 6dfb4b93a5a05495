"""Stories about what happens inside a firm: perception, slow harm, lip service, impatience."""

from simulation.studies.stories.market_stories import SWITCHING
from simulation.studies.stories.story import Claim, Curve, Fact, Number, Side, Slider, Story

CUT = 13
"""Month in which the firm of the slow poison takes the money from its desk."""

ADVERTISING_ALONE = {"support_staff": 0.0, "service_training": 0.0, "advertising": 0.85}
"""What becomes of its levers: technology keeps its 15 %."""

PERCEPTION_GAP = Story(
    key="perception_gap",
    scenario="stories/s2_perception_gap",
    title="The perception gap",
    setting="Managers of a firm with good service see the complaints that reach them. A survey of 362 companies found "
    "that 80 % of "
    "them believed to deliver a superior experience; 8 % of their customers agreed (Bain 2005).",
    question="How well do managers know how their customers fare?",
    prediction=Number(
        "After five years, how many of 100 customers of the service-only firm have an experience of 80 points or more out "
        "of 100?",
        "of 100", 0, 100, "customers_who_agree", {"side": "service-only"},
    ),
    sides=(
        Side("service-only", "steers by the complaints that reach its managers"),
        Side("customer-focused", "asks customers in surveys", preset="customer-focused"),
        Side("customer-centric", "measures what customers are worth and asks them", preset="customer-centric"),
    ),
    claims=(
        Claim("managers who see complaints alone believe in a better experience than customers have", "perception_gap",
              "service-only", None, True, "year"),
        Claim("asking customers makes the gap smaller", "perception_gap", "customer-focused", "service-only", False, "year"),
        Claim("it is smaller still in the customer-centric firm", "perception_gap",
              "customer-centric", "customer-focused", False, "year"),
    ),
    facts=(
        Fact("In the fifth year managers of the service-only firm believe in an experience of 80 points or more in "
             "{value} of the "
             "months and runs.", "%", "managers_who_believe", {"side": "service-only"}),
        Fact("They believe in {value},", "points", "level", {"measure": "believed_quality", "side": "service-only"}),
        Fact("and their customers have {value}.", "points", "level", {"measure": "actual_quality", "side": "service-only"}),
        Fact("In the customer-centric firm {value} of 100 customers have 80 points or more.", "of 100", "customers_who_agree",
             {"side": "customer-centric"}),
    ),
    measures=("perception_gap", "believed_quality", "actual_quality"),
    sliders=(
        Slider("support.escalation", "How much of what customers feel reaches the top?", (0.01, 0.03, 0.05),
               ("1 % of it", "3 % of it", "5 % of it"), 1),
        Slider("management.optimism", "How rosily do managers see their own firm?", (0.0, 1.5, 3.0),
               ("not at all", "a little", "rosily"), 1),
    ),
    lesson="Most failures are suffered in silence, and few of those that are spoken of reach the top. Who sees complaints alone "
    "sees a better firm than there is.",
    debrief=(
        "What reaches the top of your own organisation, and who decides what does?",
        "The survey asked companies, not people with a stake in the answer being low. What would you have asked instead?",
        "The gap got smaller, not nought. What is left of it, and why?",
    ),
    if_held="Nobody lied in this firm. How can everybody be honest and the picture still be wrong?",
    if_not="These runs do not show managers who think too well of their firm. Which way could the error go instead?",
)  # fmt: skip

SLOW_POISON = Story(
    key="slow_poison",
    scenario="stories/s3_slow_poison",
    title="The slow poison",
    setting="A firm known for its service takes the money for staff and training from its desk in month 13 and puts it into "
    "advertising. The budget stays the same.",
    question="How long does it take until worse service shows in the numbers that a board looks at?",
    prediction=Number(
        "How many months after the cut has half of the harm to customers' satisfaction shown?", "months", 0, 48, "half_time",
        {"measure": "satisfaction", "left": "moves it to advertising", "right": "keeps its desk", "since": CUT},
    ),
    sides=(
        Side("moves it to advertising", "takes the money from its desk in month 13 and advertises with it",
             changes={"changes": [{"month": CUT, "levers": ADVERTISING_ALONE}]}),
        Side("keeps its desk", "goes on paying for staff and training"),
    ),
    claims=(
        Claim("the firm that moved the money has earned less by the end", "discounted_profit", "moves it to advertising",
              "keeps its desk", False),
        Claim("it settles fewer matters at the first contact in the fifth year", "resolved_first_contact",
              "moves it to advertising", "keeps its desk", False, "year"),
        Claim("its customers are less satisfied in the fifth year", "satisfaction", "moves it to advertising", "keeps its desk",
              False, "year"),
        Claim("its revenue is lower in the fifth year", "revenue", "moves it to advertising", "keeps its desk", False, "year"),
    ),
    facts=(
        Fact("Half of the fall in first-contact resolution has shown after {value}.", "months", "half_time",
             {"measure": "resolved_first_contact", "left": "moves it to advertising", "right": "keeps its desk", "since": CUT},
             "First-contact resolution does not clearly differ in the fifth year."),
        Fact("Half of the fall in revenue has shown after {value}.", "months", "half_time",
             {"measure": "revenue", "left": "moves it to advertising", "right": "keeps its desk", "since": CUT},
             "Revenue in the fifth year does not clearly differ, so that there is no month to name."),
        Fact("In the fifth year revenue differs by {value}.", "% signed", "in_percent",
             {"measure": "revenue", "left": "moves it to advertising", "right": "keeps its desk", "at": "year"}),
    ),
    measures=("resolved_first_contact", "satisfaction", "revenue", "discounted_profit"),
    sliders=(
        SWITCHING,
        Slider("market.attention.memory_effect", "How much does a felt failure make customers look around?", (0.0, 0.25, 0.5),
               ("not at all", "ordinary", "much"), 1),
    ),
    lesson="Customers remember, talk and look around now and then; contracts and habits hold them for a while. The desk "
    "feels a cut "
    "at once, the books much later, and by then nobody links the two.",
    debrief=(
        "The chief financial officer sees the books a year after the cut. What does she conclude?",
        "Which early number would have warned the board?",
        "Advertising brought new customers. Why was that not enough, or why was it?",
    ),
    if_held="The harm was decided in one month and took years to show. Who is blamed for it by then?",
    if_not="The theory says that the cut costs more than it brings, and these runs do not show it. What made up for the worse "
    "service?",
    less_last=("satisfaction", "revenue", "discounted_profit"),
)  # fmt: skip

LIP_SERVICE = Story(
    key="lip_service",
    scenario="stories/s4_lip_service",
    title="Lip service",
    setting="Leaders announce that the customer comes first. They pay for campaigns, culture events and advertising. What "
    "the firm "
    "measures, rewards and does stays as it was.",
    question="What happens to the people of a firm that says one thing and rewards another?",
    prediction=Curve(
        "Draw how engaged the employees are over five years, from 0 (nobody cares) to 100 (everybody burns for it). An ordinary "
        "firm is near 50.",
        "employee_engagement", "lip-service", None, 0, 100, "of 100", 100.0,
    ),
    sides=(
        Side("lip-service", "says that the customer comes first"),
        Side("customer-centric", "does it in every department", preset="customer-centric"),
        Side("service-only", "says nothing and improves its service", preset="service-only"),
    ),
    claims=(
        Claim("its people are less engaged in the fifth year than with plain service", "employee_engagement", "lip-service",
              "service-only", False, "year"),
        Claim("they are less engaged than where it is done in earnest", "employee_engagement", "lip-service", "customer-centric",
              False, "year"),
        Claim("it earns less over five years than plain service", "discounted_profit", "lip-service", "service-only", False),
        Claim("it earns less over five years than the programme done in earnest", "discounted_profit", "lip-service",
              "customer-centric", False),
    ),
    facts=(
        Fact("Engagement in the fifth year: {value} of 100 with lip service,", "", "level",
             {"measure": "employee_engagement", "side": "lip-service", "times": 100.0}),
        Fact("{value} with plain service,", "", "level",
             {"measure": "employee_engagement", "side": "service-only", "times": 100.0}),
        Fact("{value} where it is done in earnest.", "", "level",
             {"measure": "employee_engagement", "side": "customer-centric", "times": 100.0}),
        Fact("Against plain service, lip service changes profit over five years by {value}.", "% signed", "in_percent",
             {"measure": "discounted_profit", "left": "lip-service", "right": "service-only"}),
    ),
    measures=("employee_engagement", "satisfaction", "discounted_profit"),
    sliders=(
        Slider("employees.engagement_say_do", "How much do people mind the gap between saying and doing?", (0.0, 0.6, 1.2),
               ("not at all", "ordinary", "much"), 1),
        SWITCHING,
    ),
    lesson="People see what is rewarded. Where it contradicts what is said, they stop believing, and customers are promised what "
    "nobody delivers.",
    debrief=(
        "Name a slogan of an organisation that you know, and what it rewards.",
        "Which is worse for employees: no promise, or a broken one?",
        "What is the cheapest thing a leader can do to make the slogan true?",
    ),
    if_held="The campaign cost as much as real improvement would have. Why do firms buy it all the same?",
    if_not="The theory says that people lose heart, and these runs do not show it. What else could the money for leadership and "
    "culture have done to them?",
)  # fmt: skip

J_CURVE = Story(
    key="j_curve",
    scenario="stories/s5_j_curve",
    title="The J-curve and impatience",
    setting="A firm starts a customer-centric programme in month 1. Its twin saves the money. Change disrupts work, "
    "culture takes "
    "time, and the bills come at once.",
    question="When does the programme pay back, and what does it cost to lose patience before?",
    prediction=Curve(
        "Draw the firm's profit so far, less that of its twin which saves the money, over five years. Nought: level with "
        "the twin.",
        "discounted_profit", "customer-centric", "none", -40, 40, "thousand EUR", 0.001,
    ),
    sides=(
        Side("customer-centric", "starts the programme and stays with it"),
        Side("impatient leaders", "start it and drop it after six months of profit below plan", changes={"patience_months": 6}),
        Side("none", "saves the money", preset="none"),
    ),
    claims=(
        Claim("after five years the programme is ahead of the saved "
              "money", "discounted_profit", "customer-centric", "none", True),
        Claim("after one year it is behind", "discounted_profit", "customer-centric", "none", False, "first"),
        Claim("leaders who lose patience end behind those who stay", "discounted_profit", "impatient leaders", "customer-centric",
              False),
        Claim("in the fifth year revenue is higher with the programme", "revenue", "customer-centric", "none", True, "year"),
    ),
    facts=(
        Fact("The mean course is lowest in month {value}.", "month", "lowest_month",
             {"measure": "discounted_profit", "left": "customer-centric", "right": "none"}),
        Fact("From month {value} on it stays at or above nought.", "month", "payback",
             {"measure": "discounted_profit", "left": "customer-centric", "right": "none"},
             "Within the five years it does not come back to nought."),
        Fact("The programme ends ahead of the saved money in {value} of the runs,", "%", "ahead",
             {"measure": "discounted_profit", "left": "customer-centric", "right": "none"}),
        Fact("and ahead of impatient leaders in {value}.", "%", "ahead",
             {"measure": "discounted_profit", "left": "customer-centric", "right": "impatient leaders"}),
    ),
    measures=("discounted_profit", "revenue", "employee_engagement", "retention_per_year"),
    sliders=(
        Slider("ledger.disruption", "How much does change disrupt work?", (0.0, 0.12, 0.2), ("not at "
            "all", "ordinary", "much"), 1),
        SWITCHING,
    ),
    lesson="Change costs at once and pays late: the course of profit looks like a J. Who judges it in the valley stops it "
    "there and "
    "has paid for nothing.",
    debrief=(
        "You are on the board in month 18. Which numbers would make you stay, and which would make you stop?",
        "The budget was spent either way. What do leaders who stop get for what they have paid?",
        "Five years may be too short or too long. What would a bank say, and what the founder's family?",
    ),
    if_held="The programme was right and looked wrong for years. How can a board tell that from a programme that is wrong?",
    if_not="The theory promises that the J turns up in time, and these runs do not show it. What would have to be different, and "
    "how would you know beforehand?",
)  # fmt: skip

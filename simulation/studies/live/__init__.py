"""A market that is watched while it happens: played month by month, decided in, gone back in, without any page.

    from simulation import load_scenario
    from simulation.studies.live.session import Session

    session = Session.of(load_scenario("head_to_head"))     # the focal firm, lived twice on the same luck
    session.go_to(12)
    session.decide("customer-centric", {"improvement_budget": 0.05})    # holds from month 13 on
    session.go_to(60)
    session.values("customer-centric", "revenue")
    session.export("customer-centric")                      # a scenario file with the same numbers to the bit

The classroom page is one user of it; scripts, stories and tests are others.
"""

"""Cuts on scales that have no natural ones: from where on somebody is happy, satisfied, or calls a thing superior.

They were fixed before anything was run, by what the scales mean, and are not to be moved after a result was seen.
"""

HAPPY = 0.50
"""Mean engagement (0 to 1) from which a firm's employees count as happy to work there: the middle of the scale. The model's
own `engaged_share` asks for more (.60)."""

SATISFIED = 70.0
"""Points of 100 from which customers count as satisfied: where word of mouth turns favourable."""

SUPERIOR = 80.0
"""Points of 100 from which an experience counts as superior: eight of ten."""

HALO_POINTS = 10.0
"""Assumed: by how much executives of a fully customer-centric firm over-rate it out of belief in their own strategy; in
proportion to maturity. Used only in the line that says so."""

TOP, BOTTOM = 0.10, 0.31
"""Shares of the firms that count as customer-centric and as others, by maturity (Forrester: 4 to 10 % and 31 %)."""

TOLERANCE = 0.03
"""How far a yearly retention may lie from the published one."""

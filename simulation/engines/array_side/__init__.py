"""The customers' side of the month in the compiled engine: the same rules over arrays, a pass for each part of the month.

Totals are whole numbers, so that blocks and threads may count in any order and still agree to the unit.
"""

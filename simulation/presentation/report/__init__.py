"""The report: one self-contained HTML file that a strategist can take to a board.

It words and draws what `studies` and `measures` have found, reads without scripts and without a network, and is
the same to the byte whenever it is made again from the same stored result.
"""

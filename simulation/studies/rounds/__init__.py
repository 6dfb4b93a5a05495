"""A game for a class: teams decide once a year, all with the same budget, and are compared over many worlds.

- `game`       what a game is: scenario, years, worlds, budget; teams and their decisions, checked
- `playing`    every team plays the same firm in the same worlds on the same luck
- `standing`   who is ahead, how surely, and how much of it is luck
- `files`      a game as a folder: game.toml, a file a team, results that can be replayed to the bit
"""

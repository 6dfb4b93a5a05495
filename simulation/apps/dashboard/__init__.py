"""The classroom page: one market, lived side by side on the same luck, played month by month in the browser.

How its parts hang together, and where more of it is added:

- `command`  the command `centricity dashboard`; imports nothing heavy
- `server`   what is served, to whom, and on which port
- `page`     one tab: its session, its charts, its clock. `Page.open_session` shows any `live.session.Session`
- `panels`   the drawers at the side. `panels.PANELS` lists them: append a `Panel` and it has a button on the page
- `sources`  what can be opened. `sources.SHELVES` lists functions that return `Source` entries: append one, and its
             entries stand in the list from which a class chooses
- `views`    the charts, each made from a session

Sessions are stepped without a page by `simulation.studies.live`; nothing here computes a measure.
"""

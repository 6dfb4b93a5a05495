"""Q7, Q9, Q10, Q11 and Q12: why customers switch, how they make contact, who is worth what, and how long bad service takes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulation.measures.value_deciles import value_by_tenth
from simulation.studies.evidence.claimed import FAVOURABLE, STRICT, above_zero, claimed
from simulation.studies.evidence.customers import top_share, with_churn
from simulation.studies.evidence.estimates import correlation, over_parts, over_runs
from simulation.studies.evidence.finding import INPUT, NO_CONTENT, Band, Finding, not_measured
from simulation.studies.evidence.markets import Markets
from simulation.studies.evidence.shocks import BACK, FRONT, later_in_the_back, peaks, seen, sizes

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from simulation.records import RunTables

WALKER = "Walker, a forecast for 2020"
NIELSEN = "Nielsen 2016 for Facebook Messenger; stated preferences"
VODAFONE = "Vodafone, survey of priorities"
COMMONPLACE = "stated in the sources without a study"
SERVICE = "stated in the sources; form of Oliva & Sterman 2001"

EXPERIENCE, RUMOUR, PRICE, OFFER = "lost_failure", "lost_neighbour", "lost_price", "lost_better_offer"
MIXED = "a better offer is fit and believed quality together and counts as product here; who left for no reason is left out"


def share_of_reasons(series: "pd.DataFrame", experience: Sequence[str], others: Sequence[str]) -> float:
    """Share of the leavers with a reason who left for one of `experience`, from month 1 on."""
    sums = series.loc[series["month"] >= 1, [*experience, *others]].sum()
    total = float(sums.sum())
    return float(sums[list(experience)].sum()) / total if total > 0 else float("nan")


def experience_decides(markets: Markets) -> list[Finding]:
    """Q7: a consistency check, not evidence."""
    found = []
    for definition, experience in ((FAVOURABLE, (EXPERIENCE, RUMOUR)), (STRICT, (EXPERIENCE,))):
        value = over_runs([share_of_reasons(run.series, experience, (PRICE, OFFER)) for run in markets.rivals])
        names = " and ".join(name.removeprefix("lost_") for name in experience)
        what = f"share of {names} among experience, price and product as reasons to switch"
        found.append(claimed("Q7", what, definition, value, "share", Band(0.35, 0.60), WALKER, None, MIXED))
    return found


def would_rather_message(markets: Markets) -> list[Finding]:
    """Q9: an input."""
    share = markets.usual.support.message_share
    note = "contacts by channel are not among the recorded measures; the share is what the scenario sets"
    return [Finding("Q9", "share of contacts that come by message", "as set", share, share, share, "share", "0.45 to 0.65",
                    INPUT, NIELSEN, note=note)]  # fmt: skip


def priorities(markets: Markets) -> list[Finding]:
    """Q10: nothing in the model speaks of it."""
    why = "the model has no companies' priorities; ethics and purpose act only as far as they change what is done"
    what = "experience, ethics and purpose as priorities of companies"
    return [not_measured("Q10", what, "any", "none", VODAFONE, why, NO_CONTENT)]


def kept_by_tenth(panel: "pd.DataFrame") -> "np.ndarray":
    """Share of each tenth of the customers, those who spend most first, that is there a year later."""
    table = value_by_tenth(panel.assign(strategy="all"))
    return table["kept"].to_numpy(float)  # type: ignore[no-any-return]


def tenths(runs: "Sequence[np.ndarray]") -> float:
    """Rank correlation over tenths of customers of what they spend with how many of them stay; a row a run."""
    import numpy as np

    kept = np.mean(runs, axis=0)
    return correlation(-np.arange(float(len(kept))), kept, ranks=True)


def each_customer(run: "RunTables") -> float:
    """Rank correlation over customers of what they spend with staying for a year."""
    rows = with_churn(run.panel)
    return correlation(rows["spend_per_month"].to_numpy(float), (~rows["left"]).to_numpy(float), ranks=True)


def valuable_and_loyal(markets: Markets) -> list[Finding]:
    """Q11: its two halves; the second was predicted not to be reproduced."""
    runs = markets.ordinary
    spent = [run.panel.loc[run.panel["year"] == run.panel["year"].max(), "spend_per_month"].to_numpy(float) for run in runs]
    profit = "profit is not recorded for each customer, so that no profit curve is drawn; the spread of spending is an input"
    note = "value and loyalty are independent in the model; predicted not to be reproduced"
    return [
        claimed("Q11", "share of revenue that the top 20 % of customers bring", "first half",
                over_runs([top_share(one, 0.2) for one in spent]), "share", Band(low=0.6), COMMONPLACE, None, profit),
        claimed("Q11", "rank correlation over tenths of spending and of customers kept", f"second half, {FAVOURABLE}",
                over_parts([kept_by_tenth(run.panel) for run in runs], tenths), "rank r", Band(low=0.5), COMMONPLACE, 0.0, note),
        claimed("Q11", "rank correlation over customers of spending and staying a year", f"second half, {STRICT}",
                over_runs([each_customer(run) for run in runs]), "rank r", Band(low=0.5), COMMONPLACE, 0.0, note),
    ]  # fmt: skip


def takes_a_while(markets: Markets) -> list[Finding]:
    """Q12: a bad quarter at the front line, and whether one in the back office shows later."""
    at = peaks(markets)
    found = []
    for definition, place in ((FAVOURABLE, BACK), (STRICT, FRONT)):
        what = f"months from the onset of a bad quarter in the {place} to the worst revenue"
        note = sizes(markets, place)
        if seen(markets, place):
            found.append(claimed("Q12", what, definition, at[place], "months", Band(low=6.0), SERVICE, 3.0, note))
        else:
            found.append(not_measured("Q12", what, definition, Band(low=6.0).words, SERVICE, note))
    what = "months by which the back office's worst comes later"
    if seen(markets, BACK) and seen(markets, FRONT):
        found.append(above_zero("Q12", what, "order", later_in_the_back(markets), "months", SERVICE))
    else:
        found.append(not_measured("Q12", what, "order", "above 0", SERVICE, "one of the effects is no more than luck"))
    return found

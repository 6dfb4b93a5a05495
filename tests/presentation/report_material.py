"""Studies for the report: one made up with twelve runs, one really run with names that try to break the page."""

from typing import Any

import pandas as pd

from simulation.measures.strategies import summary
from simulation.measures.table_columns import TABLE_COLUMNS
from simulation.records.provenance import new_manifest
from simulation.scenario import Scenario
from simulation.studies.comparisons.comparison import compare_all
from simulation.studies.comparisons.verdict import verdict
from simulation.studies.robustness.study import Driver, Robustness, Share
from simulation.studies.study import StudyResult, run_study
from simulation.studies.why.parts import why_all
from tests.presentation.made_up import LEVELS, made_up_departments, made_up_series

HOSTILE = {
    "title": "<script>alert(1)</script> & {{ 7 * 7 }}",
    "question": "<img src=x onerror=alert(2)> Does it pay?",
    "expectation": "</script><b>It pays</b>",
}


def made_up_scenario(**words: Any) -> Scenario:
    firms = [
        {"name": "Frontline", "strategy": "service-only"},
        {"name": "Wants", "strategy": "customer-focused"},
        {"name": "Compass", "strategy": "customer-centric"},
    ]
    told = {"name": "made_up", "title": "Made up", "question": "Does it pay?", "firms": firms}
    return Scenario.model_validate({**told, **words})


def made_up_study(replications: int = 12, scenario: Scenario | None = None, robust: bool = False) -> StudyResult:
    """The market of `made_up` with its focal firm in five worlds; tables that words do not use are empty."""
    scenario = scenario or made_up_scenario()
    series = made_up_series(replications=replications)
    worlds = made_up_series(tuple(LEVELS), replications=replications).assign(firm="Compass")
    worlds["world"] = worlds["strategy"]
    comparison = compare_all(series, worlds, [scenario])
    empty = {
        name: pd.DataFrame(columns=[column.name for column in TABLE_COLUMNS if column.table == name])
        for name in ("market", "segments", "panel", "cohorts")
    }
    tables = {"series": series, "twins": worlds, "departments": made_up_departments(series), **empty}
    studied = (made_up_robustness(),) if robust else ()
    shares = studied[0].shares if studied else ()
    judged = (verdict(comparison, scenario, shares),)
    return StudyResult(
        scenarios=(scenario,),
        tables=tables,
        focal_twins=worlds,
        summary=summary(series),
        comparison=comparison,
        why=why_all([scenario], series, worlds),
        verdicts=judged,
        runs=(),
        robustness=studied,
    )


def made_up_robustness() -> Robustness:
    """Forty draws, of which customer-centric wins thirty."""
    shares = (
        Share("customer-centric", 30, 40, 0.75, 0.6, 0.86),
        Share("service-only", 8, 40, 0.2, 0.1, 0.35),
        Share("customer-focused", 2, 40, 0.05, 0.01, 0.17),
    )
    drivers = (Driver("market.switching_cost", -0.62, 0.01), Driver("culture.peer_pull_per_month", 0.31, 0.4))
    return Robustness(
        scenario="made_up",
        asked=40,
        shares=shares,
        leader="customer-centric",
        drivers=drivers,
        tied=0,
        invalid=0,
        failed=0,
        varied=("market.switching_cost", "culture.peer_pull_per_month"),
        held=(),
        draws=pd.DataFrame({"draw": range(40)}),
        interrupted=False,
    )


def hostile_scenario(**run: Any) -> Scenario:
    firms = [
        {"name": "<b>Bold & Co", "strategy": "service-only"},
        {"name": "Compass'; <svg onload=alert(3)>", "strategy": "customer-centric"},
    ]
    settings = {"months": 24, "replications": 3, "seed": 5, "engine": "agents", **run}
    return Scenario.model_validate(
        {"name": "hostile", **HOSTILE, "run": settings, "market": {"customers": 150, "currency": "<i>"}, "firms": firms}
    )


def run_really(*scenarios: Scenario) -> StudyResult:
    """The study of scenarios, really run and kept in memory."""
    return run_study(scenarios)


def manifest_of(study: StudyResult) -> dict[str, Any]:
    """What a manifest says of a finished study, without what differs from machine to machine."""
    manifest = new_manifest(study.scenarios, "centricity run made_up.toml --set 'market.currency=\"<i>\"'")
    finished = {
        "start": "2026-01-02T03:04:05+00:00",
        "end": "2026-01-02T03:05:06+00:00",
        "complete": True,
        "runs_done": len(study.runs),
    }
    return {**manifest, **finished}

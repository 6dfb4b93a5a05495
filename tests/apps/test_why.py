"""Command `why`: what it says, writes and answers."""

SMALL = ("--months", 1, "--replications", 1, "--set", "run.warm_up_months=1")


def test_it_prints_draws_and_stores_the_parts(centricity, small, tmp_path):
    done = centricity("why", small, *SMALL, "--out", tmp_path / "result", "--jobs", 1)
    assert done.code == 0
    assert "What does customer-centric earn more or less than service-only" in " ".join(done.out.split())
    assert "where the budget goes" in done.out
    assert (tmp_path / "result" / "figures" / "why.png").stat().st_size > 10_000
    again = centricity("why", small, *SMALL, "--out", tmp_path / "result", "--resume", "--json")
    assert again.object["by"] == "programme"
    parts = {row["part"]: row["estimate"] for row in again.object["parts"]}
    assert abs(sum(value for part, value in parts.items() if part != "gap") - parts["gap"]) < 1e-6


def test_a_mistake_is_told_and_nothing_written(centricity, small, tmp_path):
    done = centricity("why", small, "--against", "service", "--out", tmp_path / "result")
    assert done.code == 2
    assert "is no strategy that the own plan can be held against" in done.err
    assert not (tmp_path / "result").exists()

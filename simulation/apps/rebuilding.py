"""What kind of result lies in a folder, and its report made again without simulating."""

from pathlib import Path

from simulation.apps.streams import Voice


def rebuilt_experiment(folder: Path, voice: Voice) -> bool:
    """Makes the report of an experiment again and says where it is; False where the folder holds none."""
    import json

    try:
        kind = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("kind")
    except (OSError, ValueError, AttributeError):
        return False
    from simulation.studies.sweep.store import EXPERIMENT

    plan_file = folder / EXPERIMENT
    if kind == "map":
        from simulation.apps import map as maps
        from simulation.studies.map.plan import load_map
        from simulation.studies.map.study import read_map

        maps.reported(read_map(load_map(plan_file), folder))
    elif kind == "sweep":
        from simulation.apps import sweep
        from simulation.studies.sweep.file import load_experiment
        from simulation.studies.sweep.study import read_sweep

        sweep.reported(read_sweep(load_experiment(plan_file), folder))
    elif kind == "sensitivity":
        from simulation.apps import sensitivity
        from simulation.studies.sensitivity.plan import load_sensitivity
        from simulation.studies.sensitivity.study import read_sensitivity

        sensitivity.reported(read_sensitivity(load_sensitivity(plan_file), folder))
    else:
        return False
    voice.answer(f"The report: {folder / 'report.html'}")
    voice.object({"results": str(folder), "kind": kind, "report": str(folder / "report.html")})
    return True


def rebuilt_evidence(folder: Path, voice: Voice) -> bool:
    """The same for a folder of the command `claims`."""
    from simulation.apps.claims import FOLDER, HOW, written

    if not (folder / FOLDER / HOW).is_file():
        return False
    written(folder)
    voice.answer(f"The report: {folder / FOLDER / 'report.html'}")
    voice.object({"results": str(folder), "kind": "claims", "report": str(folder / FOLDER / "report.html")})
    return True

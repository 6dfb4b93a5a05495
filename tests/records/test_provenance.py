"""Where a result comes from."""

import hashlib
from pathlib import Path

from synthetic_market import MadeUpScenario

import simulation.records.provenance as provenance
from simulation.records.provenance import code_digest, command_line, differences, new_manifest, packages


def test_the_code_digest_covers_every_python_file():
    root = Path(provenance.__file__).parent.parent
    digest = hashlib.sha256()
    for name in sorted(path.relative_to(root).as_posix() for path in root.rglob("*.py")):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    code_digest.cache_clear()
    assert code_digest() == digest.hexdigest()


def test_the_command_can_be_typed_again():
    words = ["/somewhere/bin/centricity", "run", "my file.toml", "--seed", "3"]
    assert command_line(words) == "centricity run 'my file.toml' --seed 3"


def test_versions_of_packages_are_those_installed():
    import numpy

    assert packages()["numpy"] == numpy.__version__


def test_equal_studies_differ_in_nothing_and_others_say_in_what():
    scenario = MadeUpScenario()
    stored = new_manifest([scenario], "a")
    assert differences(stored, new_manifest([scenario], "b")) == []
    changed = new_manifest([scenario.with_values({"run.seed": 9})], "a")
    assert differences(stored, changed) == ["its seed is 1, not 9", "its scenario differs"]


def test_the_order_of_scenarios_is_part_of_a_study():
    one, other = MadeUpScenario(), MadeUpScenario(name="other")
    assert differences(new_manifest([one, other], "a"), new_manifest([other, one], "a")) == [
        "its scenario differs"
    ]

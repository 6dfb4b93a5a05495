"""Writes the page for a course site: every story in all worlds of its sliders, in one file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulation.apps.progress import RunProgress
from simulation.apps.streams import Voice

if TYPE_CHECKING:
    from simulation.studies.stories.grid import Place, Size
    from simulation.studies.stories.playing import Played
    from simulation.studies.stories.story import Story

RUNS = 10
"""Runs of every world where no other number is asked for."""


def write_static(
    out: Path,
    voice: Voice,
    size: "Size | None" = None,
    jobs: int = 1,
    force: bool = False,
    stories: "Sequence[Story] | None" = None,
) -> None:
    """Plays every world and writes the page.

    size     None: `RUNS` runs of each world
    force    replace the file where there is one
    stories  None: all
    raises   StoreError where the file is there already or cannot be written; nothing is simulated then
    """
    import simulation
    from simulation.presentation.stories.static_page import static_html, told
    from simulation.records.files import StoreError, explained, write_text
    from simulation.studies.stories.catalogue import STORIES
    from simulation.studies.stories.grid import Size, runs_in

    if out.exists() and not force:
        raise StoreError(f"{out} is there already; choose another file, or replace it with --force")
    if out.is_dir() or not out.parent.is_dir():
        raise StoreError(f"{out} cannot be written: {'it is a folder' if out.is_dir() else 'its folder does not exist'}")
    chosen, size = tuple(stories or STORIES), size or Size(RUNS)
    total = sum(runs_in(story, size) for story in chosen)
    with RunProgress(voice, f"{len(chosen)} stories in all their worlds") as progress:
        counted = _Counted(progress, total)
        page = static_html([told(story, counted.over(story, size, jobs)) for story in chosen], simulation.__version__)
    with explained(out):
        write_text(out, page)
    voice.answer(f"{out}: {len(chosen)} stories, {total:,} runs, {len(page.encode()) / 1e6:.1f} MB")


class _Counted:
    """One progress over many studies."""

    def __init__(self, progress: RunProgress, total: int) -> None:
        self._progress, self._total, self._before, self._seconds = progress, total, 0, 0.0

    def over(self, story: "Story", size: "Size", jobs: int) -> "Iterator[tuple[Place, Played]]":
        """The worlds of a story, told to the one progress."""
        from simulation.studies.stories.grid import play_grid

        def tell(finished: int, total: int, seconds: float) -> None:
            self._progress(self._before + finished, self._total, self._seconds + seconds)
            if finished == total:
                self._before += total
                self._seconds += seconds

        yield from play_grid(story, size, jobs=jobs, progress=tell)

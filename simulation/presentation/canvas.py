"""The figure that everything is drawn on: needs no display, and shows itself in notebooks."""

from io import BytesIO

from matplotlib import rc_context
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

NOTEBOOK_DOTS_PER_INCH = 60


class Picture(Figure):
    """A matplotlib figure without global state, so that it can be drawn in any thread and process."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        FigureCanvasAgg(self)

    def draw(self, renderer: RendererBase) -> None:
        """As matplotlib does, but dollar signs stay dollar signs, also in the labels of axes that are made only now."""
        with rc_context({"text.parse_math": False}):
            super().draw(renderer)

    def _repr_png_(self) -> bytes:
        """What a notebook shows, also where pyplot was never imported."""
        stream = BytesIO()
        self.savefig(stream, format="png", dpi=NOTEBOOK_DOTS_PER_INCH)
        return stream.getvalue()

"""Charts as SVG, drawn on the server: no script, read by screen readers, never told by color alone.

Each verb takes plain figures and gives a whole ``<figure>``: the drawing with title and description, and the same
figures as a table that one can unfold. A figure that is not known is ``None`` and leaves a gap; it is never
drawn as zero. Colors and sizes are classes in ``office.css``. :func:`table` gives the figures as CSV.
"""

from openimr.service.charts.bars import bar, stacked
from openimr.service.charts.control import Limits, control, limits
from openimr.service.charts.figures import table
from openimr.service.charts.heat import heat
from openimr.service.charts.histograms import bins, histogram
from openimr.service.charts.lines import line, sparkline

__all__ = [
    "Limits",
    "bar",
    "bins",
    "control",
    "heat",
    "histogram",
    "limits",
    "line",
    "sparkline",
    "stacked",
    "table",
]

"""Small charts as SVG, made by the server: exact figures go in, an element with its words goes out.

A chart decides nothing and prints no figure: what it is called, what its axis says and what stands in words beside it
come from its caller, who shows the same figures as text. Figures stay exact until they become coordinates, which are
integers. Colours belong to the style sheet (`static/css/charts.css`); without one, on paper, everything is drawn in the
colour of the text around it.
"""

from sakip.charts.bar import Segment, draw_bar
from sakip.charts.scale import Figure
from sakip.charts.trend import Line, Stroke, draw_trend

__all__ = ["Figure", "Line", "Segment", "Stroke", "draw_bar", "draw_trend"]

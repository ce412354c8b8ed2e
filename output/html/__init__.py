"""The page of a graph: what it shows, where everything lies, and the document that holds it."""

from output.html.document import to_html
from output.html.network import to_pyvis
from output.html.notebook import Frame

__all__ = ["Frame", "to_html", "to_pyvis"]

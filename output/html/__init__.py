"""The page of a graph: what it shows, where everything lies, and the document that holds it."""

from output.html.document import to_html, to_pyvis

__all__ = ["to_html", "to_pyvis"]

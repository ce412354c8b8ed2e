"""The page inside a notebook."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Frame:
    """A page that a notebook displays in a frame of its own, which reaches nothing outside it.

    >>> Frame("<p>Tea & more</p>", height=300)._repr_html_()[:60]
    '<iframe srcdoc="&lt;p&gt;Tea &amp; more&lt;/p&gt;" sandbox="'
    """

    page: str
    height: int

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.page)}" '
            'sandbox="allow-scripts allow-downloads allow-popups" title="Knowledge graph" '
            f'style="width: 100%; height: {self.height}px; border: 0"></iframe>'
        )

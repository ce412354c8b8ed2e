"""The report as a page that needs nothing but itself."""

from typing import Final

from markdown_it import MarkdownIt

from output.interchange.flat import Graph
from output.report import to_report

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Report on a knowledge graph</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; }}
body {{ padding: 0 1rem; }}
table {{ border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }}
th, td {{ border: 1px solid #8886; padding: 0.25rem 0.6rem; text-align: left; }}
</style>
</head>
<body>
{body}</body>
</html>
"""


def to_report_page(graph: Graph) -> str:
    """Return the report on a graph as one HTML page; text from papers is never markup."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    return _PAGE.format(body=markdown.render(to_report(graph)))

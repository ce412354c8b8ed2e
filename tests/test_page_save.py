"""What the page hands out: pictures, tables and references, as real downloads in Chromium."""

import csv
import io
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import bibtexparser
import pytest
from playwright.sync_api import Page

from kg.graph import Graph, add_paper, empty_graph
from output.html import to_html
from schemas import Paper
from tests.conftest import open_page

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def save(page: Page, kind: str) -> tuple[str, bytes]:
    """Save what the view shows with the keyboard; return the file's name and content."""
    page.focus("#save-toggle")
    page.keyboard.press("Enter")
    page.focus(f"#save-menu button[value={kind}]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("view", ["graph", "timeline", "matrix"])
def test_picture_is_twice_the_size_of_the_drawing(page: Page, demo_address: str, view: str) -> None:
    open_page(page, f"{demo_address}#view={view}")
    name, content = save(page, "PNG")
    assert name == f"reading-list-{view}.png"
    width, height = struct.unpack(">II", content[16:24])
    size = page.evaluate("Object.values(pictureSize(views[state.get().view]))")
    assert (width, height) == pytest.approx([2 * length for length in size], abs=1)
    assert len(content) > 20_000


@pytest.mark.parametrize("view", ["graph", "timeline", "matrix"])
def test_drawing_is_vectors_with_the_names_as_text(
    page: Page, demo_address: str, view: str
) -> None:
    open_page(page, f"{demo_address}#view={view}")
    name, content = save(page, "SVG")
    assert name == f"reading-list-{view}.svg"
    root = ET.fromstring(content)
    assert root.tag == f"{SVG}svg"
    assert {each.tag for each in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "path", "rect", "text", "title")
    }
    texts = [each.text for each in root.iter(f"{SVG}text")]
    assert len(texts) > 30
    assert ("Benchmark" in texts) == (view == "graph")
    assert all(each.text for each in root.iter(f"{SVG}text"))


def test_table_is_saved_as_it_is_sorted_and_filtered(page: Page, demo_address: str) -> None:
    open_page(page, f"{demo_address}#view=table&find=robust&sort=-year")
    name, content = save(page, "CSV")
    assert name == "reading-list-papers.csv"
    names, *rows = table(content)
    assert names == [
        "id",
        "Title",
        "Year",
        "Venue",
        "Authors",
        "Introduces",
        "Evaluates on",
        "Links",
    ]
    assert [row[1] for row in rows] == page.locator("#rows th").all_inner_texts()
    assert all("robust" in " ".join(row).casefold() for row in rows)
    assert page.locator("#save-menu button[value=PNG]").count() == 0


def test_graph_timeline_and_matrix_are_saved_as_values(page: Page, demo_address: str) -> None:
    open_page(page, demo_address)
    _, content = save(page, "CSV")
    names, *rows = table(content)
    assert names[:3] == ["id", "label", "type"]
    assert [row[0] for row in rows] == page.evaluate("scene.nodes.map(({ id }) => id)")
    page.click("#tab-timeline")
    assert len(table(save(page, "CSV")[1])) == 121
    page.click("#tab-matrix")
    name, content = save(page, "CSV")
    assert name == "reading-list-matrix.csv"
    first = table(content)[1]
    shown = page.locator("[role=grid] tbody tr >> nth=0").locator("td").all_inner_texts()
    assert [cell or "0" for cell in shown] == first[1:]


def test_references_are_of_the_selected_papers_or_of_all_shown(
    page: Page, demo_address: str
) -> None:
    open_page(page, f"{demo_address}#view=table")
    _, content = save(page, "BibTeX")
    everything = bibtexparser.parse_string(content.decode())
    assert not everything.failed_blocks and len(everything.entries) == 120
    page.locator("#rows input").nth(0).check()
    page.locator("#rows input").nth(1).check()
    name, content = save(page, "BibTeX")
    library = bibtexparser.parse_string(content.decode())
    assert name == "reading-list-papers.bib"
    titles = page.locator("#rows th").all_inner_texts()[:2]
    assert [entry["title"].strip("{}") for entry in library.entries] == titles
    assert all(entry["author"] and entry["year"] for entry in library.entries)


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    graph: Graph = empty_graph()
    papers = [
        Paper(
            id="h1",
            title='=HYPERLINK("http://tea.example","tea") & 100% } {of_tea}, "best"',
            authors=("Ann and Bo Co", "@sum(1)", "Óscar Té"),
            year=2020,
            venue="Tea & Cups_1",
            doi="10.1000/a_b{c}",
        ),
        Paper(id="h2", title="=1+1", authors=("Ann and Bo Co",), year=2020),
        Paper(id="h3", title="-", arxiv="2301.00001"),
        Paper(id="h4", title="\\input{passwords} </script> ~ ^ $"),
    ]
    for paper in papers:
        add_paper(graph, paper)
    path = tmp_path / "graph.html"
    path.write_bytes(to_html(graph, title="<b>Tea</b> / ../ 'n' cups").encode())
    return path.as_uri()


def test_formulas_are_defused_in_values(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}#view=table")
    name, content = save(page, "CSV")
    assert name == "b-tea-b-n-cups-papers.csv"
    rows = table(content)[1:]
    titles = {row[1] for row in rows}
    assert "'=1+1" in titles and "'-" in titles
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]


def test_references_keep_their_braces_and_signs(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}#view=table")
    text = save(page, "BibTeX")[1].decode()
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks and len(library.entries) == 4
    by_key = library.entries_dict
    assert len(by_key) == 4
    [first] = [entry for entry in library.entries if entry.fields_dict.get("doi")]
    assert first.entry_type == "article"
    assert first["journal"] == r"Tea \& Cups\_1"
    assert first["author"] == r"{Ann and Bo Co} and @sum(1) and Óscar Té"
    assert first["doi"] == "10.1000/a_b%7Bc%7D"
    assert r"\& 100\% \} \{of\_tea\}" in first["title"]
    [arxiv] = [entry for entry in library.entries if entry.fields_dict.get("eprint")]
    assert (arxiv["eprint"], arxiv["archiveprefix"]) == ("2301.00001", "arXiv")
    assert r"\textbackslash{}input\{passwords\}" in text


def test_menu_closes_with_escape_and_beside_it(page: Page, hostile: str) -> None:
    open_page(page, hostile)
    page.click("#save-toggle")
    assert page.get_attribute("#save-toggle", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.is_hidden("#save-menu")
    page.click("#save-toggle")
    page.click("h1")
    assert page.is_hidden("#save-menu")

"""Pages and data of the things of a graph, at the addresses that their IRIs name."""

import os
import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, sync_playwright

from output.rdf import to_turtle
from output.serve.media import GRAPHS
from schemas import Attribute
from tests.conftest import make_small_graph
from tests.serving import TITLES, Server, folder_of, running

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = "<img src=x onerror=\"document.title='taken'\"></script><script>alert(1)</script>"
BASE = "https://w3id.org/citekg/"
PAPER = "paper/arxiv.2301.00001"
THINGS = [
    PAPER,
    "paper/doi.10.1000_pot_2024.d1e0b8",
    "entity/teanet",
    "link/arxiv.2301.00001.uses.convolutional-neural-network",
    "extractor/vocabulary",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    graph = make_small_graph()
    graph.nodes["entity:oaknet"][Attribute.LABEL] = HOSTILE
    folder = folder_of(graph, tmp_path_factory.mktemp("graph"))
    with running(folder, "--workers", "2") as found:
        yield found


def subjects(server: Server) -> list[str]:
    rows = server.get("SELECT DISTINCT ?s { ?s ?p ?o } ORDER BY ?s").json()["results"]["bindings"]
    return [row["s"]["value"] for row in rows]


def test_every_thing_of_the_graph_has_a_page_and_data(server: Server) -> None:
    found = subjects(server)
    assert len(found) > 30
    for iri in found:
        address = "/" + iri.removeprefix(BASE).partition("#")[0]
        assert server.client.get(address, headers=HTML).status_code == 200, iri
        data = server.client.get(address, headers={"Accept": "application/n-triples"})
        assert data.status_code == 200, iri
        if "#" not in iri:
            assert f"<{iri}> " in data.text


def test_the_data_of_a_thing_hold_all_its_triples_in_every_format(server: Server) -> None:
    whole = {
        quad.triple
        for quad in ox.parse(
            server.client.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }"}).content,
            format=ox.RdfFormat.TURTLE,
        )
    }
    own = {triple for triple in whole if str(triple.subject) == f"<{BASE}{PAPER}>"}
    link = f"<{BASE}link/arxiv.2301.00001.uses.convolutional-neural-network>"
    own |= {triple for triple in whole if str(triple.subject) == link}
    answers = []
    for media_type, format in GRAPHS.items():
        answer = server.client.get(f"/{PAPER}", headers={"Accept": media_type})
        assert answer.headers["content-type"].partition(";")[0] == media_type
        found = {quad.triple for quad in ox.parse(answer.content, format=format.format())}
        assert own <= found <= whole
        answers.append(found)
        named = server.client.get(f"/{PAPER}?format={format.name}")
        assert named.content == answer.content
    assert answers.count(answers[0]) == len(GRAPHS)


def test_json_ld_is_compact_and_brings_its_context(server: Server) -> None:
    answer = server.client.get("/entity/teanet", headers={"Accept": "application/ld+json"}).json()
    assert answer["@context"]["kg"] == f"{BASE}ns#"
    (entity,) = [node for node in answer["@graph"] if node["@id"] == "entity:teanet"]
    assert entity["name"] == "TeaNet"
    assert "Model" in entity["@type"]


def test_a_page_shows_links_with_their_sentences(server: Server) -> None:
    paper = server.client.get(f"/{PAPER}", headers=HTML).text
    assert "<h1>TeaNet: steeping networks for leaf recognition</h1>" in paper
    assert "On LeafBench it beats <mark>OakNet</mark>." in paper
    assert '<a href="/entity/leafbench">LeafBench</a>' in paper
    entity = server.client.get("/entity/teanet", headers=HTML).text
    assert f'<a href="/{PAPER}">TeaNet: steeping networks for leaf recognition</a>' in entity
    assert "introduced by" in entity
    assert "/graph.html#n=entity%3Ateanet" in entity
    link = server.client.get("/link/arxiv.2301.00001.comparesTo.oaknet", headers=HTML).text
    assert "<blockquote>On LeafBench it beats <mark>OakNet</mark>.</blockquote>" in link
    assert "compares to" in link


def test_more_links_than_are_shown_are_a_query_away(tmp_path: Path) -> None:
    graph = make_small_graph()
    text = to_turtle(graph)
    block = re.search(r"^link:arxiv\.2301\.00001\.introduces.*?\n\n", text, re.M | re.S)
    assert block
    more = [block[0].replace("arxiv.2301.00001", f"local.{number:03}") for number in range(60)]
    (tmp_path / "graph.ttl").write_text(text + "\n" + "".join(more), encoding="utf-8")
    with running(tmp_path, "--workers", "1") as server:
        page = server.client.get("/entity/teanet", headers=HTML).text
        assert "Ask for all 61" in page
        assert page.count("<blockquote>") <= 51
        (href,) = re.findall(r'<a href="(/sparql\?query=[^"]+)">Ask for all 61', page)
        answer = server.client.get(href, headers={"Accept": "text/csv"})
        assert len(answer.text.splitlines()) == 62
        assert server.client.get("/graph.html").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/entity/nobody",
        "/paper/arxiv.2301.00002",
        "/nothing/here",
        "/entity/",
        "/entity/a%20b",
        "/entity/%3E%20%3Fp%20%3Fo%20%7D",
        "/entity/..%2f..%2fetc%2fpasswd",
        "/assets/..%2fbase.html.j2",
        "/assets/base.html.j2",
        "/assets/%2e%2e",
        "/entity/a/b",
        "/citekg/entity/nobody",
    ],
)
def test_what_is_not_there_is_404(server: Server, path: str) -> None:
    for headers in ({"Accept": "text/turtle"}, HTML, {}):
        answer = server.client.get(path, headers=headers)
        assert answer.status_code == 404
        assert "the start page is /" in answer.text or "there is no such file" in answer.text


def test_what_is_not_offered_is_406_or_400(server: Server) -> None:
    assert server.client.get(f"/{PAPER}", headers={"Accept": "image/png"}).status_code == 406
    assert server.client.get("/ns", headers={"Accept": "image/png"}).status_code == 406
    wrong = server.client.get(f"/{PAPER}?format=pdf")
    assert (wrong.status_code, wrong.text) == (
        400,
        "no format is named 'pdf'; there are: html, turtle, ntriples, jsonld, rdfxml\n",
    )


def test_what_did_not_change_is_not_sent_again(server: Server) -> None:
    for path, headers in (
        ("/", HTML),
        ("/graph.html", HTML),
        ("/assets/serve.css", {}),
        ("/ns", HTML),
        ("/ns", {"Accept": "text/turtle"}),
        (f"/{PAPER}", HTML),
        (f"/{PAPER}", {"Accept": "text/turtle"}),
    ):
        first = server.client.get(path, headers=headers)
        tag = first.headers["etag"]
        for known in (tag, f'"x", W/{tag}', "*"):
            again = server.client.get(path, headers={**headers, "If-None-Match": known})
            assert (again.status_code, again.content) == (304, b""), path
        assert server.client.get(path, headers={**headers, "If-None-Match": '"x"'}).content
        assert server.client.head(path, headers=headers).headers["etag"] == tag
    tags = {
        server.client.get(f"/{PAPER}?format={name}").headers["etag"] for name in ("html", "turtle")
    }
    assert len(tags) == 2


def test_the_ontology_is_served(server: Server) -> None:
    turtle = server.client.get("/ns", headers={"Accept": "text/turtle"})
    graph = {quad.triple for quad in ox.parse(turtle.content, format=ox.RdfFormat.TURTLE)}
    shipped = (Path(__file__).parents[1] / "schemas" / "ontology.ttl").read_bytes()
    assert graph == {quad.triple for quad in ox.parse(shipped, format=ox.RdfFormat.TURTLE)}
    page = server.client.get("/ns", headers=HTML).text
    assert 'id="evaluatesOn"' in page
    assert "The paper reports results that were obtained on the entity." in page


def test_the_page_of_the_graph_is_served_as_it_is(server: Server) -> None:
    answer = server.client.get("/graph.html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b'id="map"' in answer.content
    assert "script-src" not in answer.headers["content-security-policy"]


def test_iris_of_another_base_lead_to_their_things(tmp_path: Path) -> None:
    base = "https://example.org/my/kg/"
    folder = folder_of(make_small_graph(), tmp_path, base=base)
    with running(folder, "--workers", "1") as server:
        for path in ("/entity/teanet", "/my/kg/entity/teanet"):
            data = server.client.get(path, headers={"Accept": "text/turtle"})
            assert f"@prefix entity: <{base}entity/>" in data.text
        assert f"{base}ns#" in server.client.get("/my/kg/ns").text
        assert "w3id.org/citekg" not in server.client.get("/ns").text


def test_no_page_lets_foreign_text_act(server: Server) -> None:
    for path in ("/", f"/{PAPER}", "/entity/oaknet", "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D"):
        answer = server.client.get(path, headers=HTML)
        assert answer.status_code == 200
        assert "<img" not in answer.text
        assert "<script>" not in answer.text
    script = server.get(
        "SELECT (IRI('javascript:alert(1)') AS ?a) ('<script>' AS ?b) {}", HTML["Accept"]
    ).text
    assert "javascript:" in script
    assert 'href="javascript:' not in script
    assert "&lt;script&gt;" in script


@pytest.fixture
def page() -> Iterator[Page]:
    """A page in Chromium that must neither leave the server nor complain."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium on the PATH; these tests must run where CI is set")
        pytest.skip("no chromium on the PATH")
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = browser.new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("dialog", lambda dialog: complaints.append(dialog.message))
        opened.on(
            "request",
            lambda request: (
                None
                if request.url.startswith("http://127.0.0.1:")
                else complaints.append(request.url)
            ),
        )
        yield opened
        browser.close()
    assert complaints == []


@pytest.mark.browser
def test_the_form_answers_and_downloads(server: Server, page: Page) -> None:
    page.goto(f"{server.address}sparql")
    page.fill("#query", TITLES)
    page.press("#query", "Control+Enter")
    page.wait_for_selector("table")
    assert page.locator("tbody tr").count() == 2
    with page.expect_download() as download:
        page.click("button[value=csv]")
    assert download.value.suggested_filename == "answer.csv"
    assert download.value.path().read_text().splitlines()[1] == "A study of TeaNet & CNNs"
    page.click("aside a >> nth=0")
    page.wait_for_selector("[role=status]")
    page.fill("#query", "CONSTRUCT WHERE { ?s a kg:Model ; skos:prefLabel ?l }")
    page.click("button.main")
    page.wait_for_selector("button[value=turtle]")
    page.goto(f"{server.address}entity/oaknet")
    assert page.inner_text("h1") == HOSTILE
    page.click("text=On the map")
    page.wait_for_selector("html[data-ready=true]")
    assert HOSTILE in page.inner_text("#panel")


def test_addresses_lead_to_pages(server: Server) -> None:
    """Every address of this server on the pages answers."""
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 150:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer: httpx.Response = server.client.get(path, headers=HTML)
        assert answer.status_code == 200, path
        if answer.headers["content-type"].startswith("text/html") and path != "/graph.html":
            found = re.findall(r'href="([/?][^"#]*)', answer.text)
            here = path.partition("?")[0]
            waiting += [here + href if href[0] == "?" else unescape(href) for href in found]
    assert len(seen) > 60

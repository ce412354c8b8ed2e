import pytest

from extractors.readers.atom import read_atom
from schemas import Failure, InputError, Paper

HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?id_list=2401.00001" rel="self"/>
  <title type="html">ArXiv Query: id_list=2401.00001</title>
  <id>http://arxiv.org/api/x</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
"""
ENTRY = """\
  <entry>
    <id>http://arxiv.org/abs/2401.00001v2</id>
    <updated>2025-01-07T10:00:00Z</updated>
    <published>2024-01-01T10:00:00Z</published>
    <title>On Tea
  &amp; Pots</title>
    <summary>  We brew
and brew.
</summary>
    <author>
      <name>Ann Lee</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Tea House</arxiv:affiliation>
    </author>
    <author>
      <name>Bo Erdős</name>
    </author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/tea</arxiv:doi>
    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">TeaConf 2024</arxiv:journal_ref>
    <link href="http://arxiv.org/abs/2401.00001v2" rel="alternate" type="text/html"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/>
  </entry>
"""
ERROR = """\
  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1</id>
    <title>Error</title>
    <summary>incorrect id format for 1</summary>
  </entry>
"""
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE feed [\n<!ENTITY a "tea">\n'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\n<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">\n]>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&c;</title></entry></feed>\n'
)
OUTSIDE = (
    '<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<feed><title>&x;</title></feed>'
)


def test_entry_of_arxiv() -> None:
    [paper] = read_atom((HEAD + ENTRY + "</feed>\n").splitlines(True), "a.atom")
    assert isinstance(paper, Paper)
    assert (paper.title, paper.abstract) == ("On Tea & Pots", "We brew and brew.")
    assert (paper.authors, paper.year) == (("Ann Lee", "Bo Erdős"), 2024)
    assert (paper.arxiv, paper.doi, paper.venue) == ("2401.00001", "10.1000/tea", "TeaConf 2024")
    assert paper.id == paper.url == "http://arxiv.org/abs/2401.00001v2"


def test_an_error_of_the_service_is_a_failure() -> None:
    lines = (HEAD + ERROR + ENTRY + "</feed>").splitlines(True)
    bad, good = read_atom(lines, "a.xml")
    assert isinstance(bad, Failure) and isinstance(good, Paper)
    assert bad.reason == "the service reports an error: incorrect id format for 1"
    assert bad.line == 11


def test_a_feed_without_entries_holds_no_paper() -> None:
    assert list(read_atom((HEAD + "</feed>").splitlines(True), "a.atom")) == []


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        (ENTRY[:200], "no whole XML: "),
        (
            "  <entry><title>&nbsp;</title></entry>\n</feed>",
            "no whole XML: Entity 'nbsp' not defined",
        ),
        ("  <entry></wrong>\n", "no whole XML: Opening and ending tag mismatch: entry"),
        (
            "  <entry><title>caf\udce9</title></entry>",
            "the line is not UTF-8; the rest is not read",
        ),
        (f"<title>{'x' * 17_000_000}</title>", "the line has 17,000,015 characters, more than"),
    ],
)
def test_what_stands_before_a_fault_is_read(rest: str, reason: str) -> None:
    good, bad = read_atom((HEAD + ENTRY + rest).splitlines(True), "a.xml")
    assert isinstance(good, Paper) and isinstance(bad, Failure)
    assert bad.reason.startswith(reason)
    assert bad.reason.endswith("the rest is not read") or "more than" in bad.reason
    assert bad.line >= 26


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (BOMB, "a.xml: declares a document type, expected plain XML; remove <!DOCTYPE"),
        (OUTSIDE, "a.xml: declares a document type, expected plain XML; remove <!DOCTYPE"),
        ("<rss><channel/></rss>", "a.xml: is XML of the kind <rss>, expected an Atom <feed>"),
        (
            "<!DOCTYPE html>\n<html></html>",
            r"a.xml: is a web page \(HTML\), expected data; download the file again",
        ),
    ],
)
def test_a_document_of_another_kind_is_refused(document: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(read_atom(document.splitlines(True), "a.xml"))

"""Atom, as the arXiv API answers."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from lxml import etree

from extractors.readers.opening import data_lines, failure, flaw
from extractors.readers.shapes.fields import to_paper
from extractors.readers.shapes.values import Fields
from schemas import Failure, InputError, Record

ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"


def read_atom(lines: Iterable[str], source: str) -> Iterator[Record]:
    """Yield a paper or a failure for each entry of a feed; its `line` is where the entry ends.

    The text is parsed as it comes, without entities of its own and without any look outside.

    Raises:
        InputError: if the document is no feed or declares entities.

    >>> entry = "<entry><title>On Tea</title></entry>"
    >>> feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    >>> [paper.title for paper in read_atom([feed], "a.atom")]
    ['On Tea']
    """
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    number = 0
    try:
        for number, line in enumerate(data_lines(lines, source), start=1):
            if problem := flaw(line, "line"):
                yield failure(source, number, f"{problem}; the rest is not read", line)
                return
            with suppress(etree.XMLSyntaxError):
                parser.feed(line)
            for entry in _entries(parser, source):
                yield _record(entry, source, number)
            if parser.feed_error_log:
                yield _broken(source, number, parser.feed_error_log[0].message)
                return
        if number:
            parser.close()
    except etree.XMLSyntaxError as error:
        yield _broken(source, number, str(error.msg))


def _broken(source: str, number: int, message: str) -> Failure:
    reason = f"no whole XML: {' '.join(message.split())}; the rest is not read"
    return failure(source, number, reason, "")


def _entries(parser: etree.XMLPullParser, source: str) -> Iterator[etree._Element]:
    for event, element in parser.read_events():
        if event == "start" and element.getparent() is None:
            _check_root(element, source)
        if event == "end" and element.tag == f"{ATOM}entry":
            yield element
            element.clear()


def _check_root(root: etree._Element, source: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(source, "declares a document type, expected plain XML; remove <!DOCTYPE")
    if root.tag != f"{ATOM}feed":
        name = etree.QName(root).localname
        raise InputError(source, f"is XML of the kind <{name}>, expected an Atom <feed>")


def _record(entry: etree._Element, source: str, line: int) -> Record:
    raw = etree.tostring(entry, encoding="unicode")
    values = fields(entry)
    if "/api/errors" in str(values["id"]):
        return failure(source, line, f"the service reports an error: {values['abstract']}", raw)
    return to_paper(values, source, line=line, raw=raw)


def fields(entry: etree._Element) -> Fields:
    """Return the values of an entry under the names of the fields of a paper."""

    def text(name: str) -> str:
        return (entry.findtext(name) or "").strip()

    return {
        "id": text(f"{ATOM}id"),
        "title": text(f"{ATOM}title"),
        "abstract": text(f"{ATOM}summary"),
        "authors": [node.text for node in entry.iterfind(f"{ATOM}author/{ATOM}name")],
        "year": text(f"{ATOM}published"),
        "venue": text(f"{_ARXIV}journal_ref"),
        "doi": text(f"{_ARXIV}doi"),
        "url": text(f"{ATOM}id"),
    }

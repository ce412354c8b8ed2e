"""Records that add to papers described elsewhere: citation tables, abstracts apart."""

from collections.abc import Iterable, Mapping

from extractors.cleaning import clean_text
from extractors.readers.shapes.values import curies, text
from schemas import Supplement, work_curie

_CITING = frozenset({"citing", "cited"})
_NUMBERED = frozenset({"citingcorpusid", "citedcorpusid"})
_ABSTRACT = frozenset({"corpusid", "abstract"})


def is_supplement(keys: Iterable[str]) -> bool:
    """Tell by its keys whether a record adds to a paper that is described elsewhere."""
    names = set(keys)
    return names >= _CITING or names >= _NUMBERED or (names >= _ABSTRACT and "title" not in names)


def supplement(record: Mapping[str, object], source: str) -> Supplement | None:
    """Return what a record adds to another paper, or None if it describes one itself.

    The records are rows of OpenCitations (`citing`, `cited`: a DOI, or several ids of one work
    with their schemes) and of the Semantic Scholar data sets `citations` and `abstracts`.

    >>> supplement({"oci": "1-2", "citing": "10.1000/A", "cited": "doi:10.1000/b"}, "c.csv").works
    ('doi:10.1000/a',)
    """
    if not is_supplement(record):
        return None
    if record.keys() >= _CITING:
        works, cited = _works(record["citing"]), _works(record["cited"])
    elif record.keys() >= _NUMBERED:
        works = curies("corpusid", record["citingcorpusid"])
        cited = curies("corpusid", record["citedcorpusid"])
    else:
        works, cited = curies("corpusid", record["corpusid"]), []
    return Supplement(
        works=tuple(works),
        references=(" ".join(cited),) if cited else (),
        abstract=clean_text(text(record.get("abstract"))),
        source=source,
    )


def _works(value: object) -> list[str]:
    return [curie for word in text(value).split() if (curie := work_curie(word))]

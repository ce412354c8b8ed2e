"""Papers of Semantic Scholar, from its API or its bulk data sets."""

from collections.abc import Mapping

from extractors.readers.shapes.values import Fields, curies, entry, lowered, mapping, mappings

_ELSEWHERE = ("arxiv", "doi", "acl")


def matches(record: Mapping[str, object]) -> bool:
    """Tell a paper of Semantic Scholar by the keys that no other has."""
    return bool({"paperId", "corpusId", "corpusid"} & record.keys())


def fields(record: Mapping[str, object]) -> Fields:
    """Return what the usual names do not say: all ids, and the references with theirs.

    The keys are in camel case in the API, in lower case in the bulk data sets.

    >>> fields({"corpusid": 7, "externalids": {"ArXiv": "2401.00001"}})["identifiers"]
    ['arxiv:2401.00001', 'corpusid:7']
    """
    return {
        "venue": record.get("venue") or mapping(record.get("journal")).get("name"),
        "references": [_cited(cited) for cited in mappings(record.get("references"))],
        "identifiers": _identifiers(record),
    }


def _cited(paper: Mapping[str, object]) -> str:
    known = _identifiers(paper)
    shared = [curie for curie in known if curie.startswith(_ELSEWHERE)]
    return entry(paper.get("title"), shared or known)


def _identifiers(paper: Mapping[str, object]) -> list[str]:
    """Return the CURIEs of a paper, those that other sources know first."""
    own = lowered(paper)
    named = {"corpusid": own.get("corpusid")} | lowered(own.get("externalids"))
    known = [curie for key in (*_ELSEWHERE, "corpusid") for curie in curies(key, named.get(key))]
    return [*known, *curies("s2", own.get("paperid"))]

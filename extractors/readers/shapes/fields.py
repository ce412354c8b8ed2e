"""The fields of a paper under the names that sources give them."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from extractors.cleaning import clean_text
from extractors.readers.opening import failure
from extractors.readers.shapes.authors import author_names
from extractors.readers.shapes.values import curies, texts
from schemas import Failure, Paper, UnknownNameError, paper_curie, work_curie

# Names without case, spaces, dots, hyphens and underscores; the first that holds a value wins.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "paperid", "corpusid", "workid", "openalexid", "uid", "key", "citationkey"),
    "title": ("title", "displayname", "papertitle", "primarytitle", "documenttitle"),
    "abstract": (
        *("abstract", "summary", "description", "abstractnote", "abstracttext", "paperabstract"),
        "abstractinvertedindex",
    ),
    "authors": ("authors", "author", "authorships", "creators", "authornames", "authorfullnames"),
    "year": (
        "year",
        "publicationyear",
        "pubyear",
        "publicationdate",
        "date",
        "published",
        "issued",
    ),
    "venue": (
        *("venue", "journal", "booktitle", "containertitle", "conference", "publicationtitle"),
        *("sourcetitle", "journalref", "journaltitle"),
    ),
    "doi": ("doi",),
    "arxiv": ("arxiv", "arxivid", "eprint"),
    "url": ("url", "link", "pdfurl", "landingpageurl", "site"),
    "references": (
        "references",
        "referencedworks",
        "citedworks",
        "outcitations",
        "citedreferences",
    ),
}
_NOTHING: tuple[object, ...] = (None, "", [], {})
_LONGEST_TEXT = 400_000  # characters; a full text is no abstract
# Key of an id, folded -> its scheme; within an object of ids -> the same key outside of one.
_SCHEMES = {"aclid": "acl", "openalexid": "openalex", "corpusid": "corpusid"}
_INSIDE = {"doi": "doi", "arxiv": "arxiv", "acl": "aclid", "openalex": "openalexid"}
_IDENTIFIER_OBJECTS = ("externalids", "ids", "identifiers")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise UnknownNameError if a key of the column map is no field of a paper."""
    for field in columns:
        if field not in SYNONYMS:
            raise UnknownNameError("field of a paper", field, SYNONYMS)


def folded(name: str) -> str:
    """Return a column or key name without case, spaces and signs.

    >>> folded("Publication Year"), folded("arXiv_id")
    ('publicationyear', 'arxivid')
    """
    return "".join(character for character in name.casefold() if character.isalnum())


def to_paper(
    record: object,
    source: str,
    *,
    line: int,
    raw: str,
    columns: Mapping[str, str] | None = None,
    shaped: Mapping[str, object] | None = None,
) -> Paper | Failure:
    """Return the paper that a record describes, or why it describes none.

    A column map counts before `shaped`, and that before the usual names of keys.

    Args:
        record: what the source holds; an object with keys, if all is well.
        source: the name of the file.
        line: where the record stands, counted from 1.
        raw: the record as it is written.
        columns: field of a paper -> key of the record.
        shaped: field of a paper -> value, from what is known of the shape of the record.
    """
    if not isinstance(record, Mapping):
        return failure(source, line, f"the record is {_kind(record)}, not an object", raw)
    given = {field: value for field, value in (shaped or {}).items() if value not in _NOTHING}
    named = {field: record.get(key) for field, key in (columns or {}).items()}
    usual = _values(record)
    values = _not_null(usual | given | named)
    values["identifiers"] = [*texts(usual["identifiers"]), *texts(given.get("identifiers"))]
    title, abstract = values.get("title"), values.get("abstract", "")
    if isinstance(abstract, Mapping):
        abstract = _in_order(abstract)
    for name, value in (("title", title), ("abstract", abstract)):
        if value is not None and not isinstance(value, str):
            return failure(source, line, f"the {name} is {_kind(value)}, not text", raw)
        if value and len(value) > _LONGEST_TEXT:
            reason = f"the {name} has {len(value):,} characters, more than {_LONGEST_TEXT:,}"
            return failure(source, line, reason, raw)
    cleaned = clean_text(str(title or ""))
    if not cleaned:
        return failure(source, line, "the record has no title", raw)
    return _paper(values, cleaned, clean_text(str(abstract)), source)


def _paper(values: Mapping[str, object], title: str, abstract: str, source: str) -> Paper:
    given, url = _text(values.get("id")), _text(values.get("url"))
    doi_match = _DOI.search(_text(values.get("doi"))) or _DOI.fullmatch(
        (work_curie(given) or "").removeprefix("doi:")
    )
    doi = doi_match.group().lower().rstrip(".,;") if doi_match else None
    arxiv = _arxiv(_text(values.get("arxiv")), given, doi or "", url)
    year = _year(values.get("year"))
    others = _identifiers(values.get("identifiers"), known=(given, doi or "", arxiv or ""))
    return Paper(
        id=given or paper_curie("", title, year, doi=doi, arxiv=arxiv, identifiers=others),
        title=title,
        abstract=abstract,
        authors=author_names(values.get("authors")),
        year=year,
        venue=clean_text(_text(values.get("venue"))) or None,
        doi=doi,
        arxiv=arxiv,
        url=url if re.fullmatch(r"https?://[^\s<>\"]+", url) else None,
        references=_references(values.get("references")),
        identifiers=others,
        source=source,
    )


def _identifiers(value: object, *, known: Sequence[str]) -> tuple[str, ...]:
    """Return the CURIEs of ids, without those of the `known` ones."""
    found = {curie for word in texts(value) if (curie := work_curie(word))}
    return tuple(sorted(found - {work_curie(name) for name in known}))


def _values(record: Mapping[str, object]) -> dict[str, object]:
    """Return field -> value, of the first synonym that has one."""
    by_name: dict[str, object] = {}
    for key, value in record.items():
        if value not in _NOTHING:
            by_name.setdefault(folded(str(key)), value)
    for name in _IDENTIFIER_OBJECTS:
        identifiers = by_name.get(name)
        if isinstance(identifiers, Mapping):
            for key, value in identifiers.items():
                if value not in _NOTHING:
                    by_name.setdefault(_INSIDE.get(folded(str(key)), folded(str(key))), value)
    named = [curies(scheme, by_name.get(name)) for name, scheme in _SCHEMES.items()]
    values: dict[str, object] = {"identifiers": [*chain(*named)]}
    for field, names in SYNONYMS.items():
        if field == "year":
            values[field] = next((by_name[n] for n in names if _year(by_name.get(n))), None)
        else:
            values[field] = next((by_name[n] for n in names if by_name.get(n) is not None), None)
    return _not_null(values)


def _not_null(values: Mapping[str, object]) -> dict[str, object]:
    return {field: value for field, value in values.items() if value is not None}


def _text(value: object) -> str:
    """Return a number, a string or the first string of a list as text that can be written."""
    if isinstance(value, list) and value:
        return _text(value[0])
    text = str(value).strip() if isinstance(value, str | int) else ""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _kind(value: object) -> str:
    names: dict[type, str] = {
        dict: "an object",
        list: "a list",
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
    return names.get(type(value), type(value).__name__)


def _year(value: object) -> int | None:
    """Return the first plausible year in a number, a date or CSL `date-parts`."""
    if isinstance(value, bool):
        return None
    match = _YEAR.search(str(value))
    return int(match[1]) if match else None


def _arxiv(*candidates: str) -> str | None:
    curies = (work_curie(candidate) or "" for candidate in candidates)
    found = (curie.removeprefix("arxiv:") for curie in curies if curie.startswith("arxiv:"))
    return next(found, None)


def _references(value: object) -> tuple[str, ...]:
    items = re.split(r"\s*;\s*", value) if isinstance(value, str) else value
    if not isinstance(items, list):
        return ()
    named = (_reference(item) for item in items)
    return tuple(dict.fromkeys(name for name in named if name))


def _reference(item: object) -> str:
    """Return the best name of a cited work: arXiv id, DOI, other id or title."""
    if not isinstance(item, Mapping):
        return clean_text(_text(item))
    values = _values(item)
    named: dict[str, Callable[[str], str]] = {
        "arxiv": str,
        "doi": str,
        "id": str,
        "title": clean_text,
    }
    for field, clean in named.items():
        if name := _text(values.get(field)):
            return clean(name)
    return ""


def _in_order(index: Mapping[str, object]) -> str:
    """Return the text of an OpenAlex inverted index (word -> positions)."""
    placed = [
        (position, word)
        for word, positions in index.items()
        if isinstance(positions, list)
        for position in positions
        if isinstance(position, int)
    ]
    return " ".join(word for _, word in sorted(placed))

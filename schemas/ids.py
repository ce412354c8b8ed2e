"""Identifiers: folded names, slugs, CURIEs of papers and entities, and their IRIs."""

import hashlib
import re
import unicodedata
from functools import lru_cache

WORK_PAGES = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "acl": "https://aclanthology.org/",
    "openalex": "https://openalex.org/",
    "s2": "https://www.semanticscholar.org/paper/",
    "corpusid": "https://api.semanticscholar.org/CorpusID:",
}
"""Scheme of a CURIE -> start of the address of its page; the scheme that identifies best first."""

_ARXIV = re.compile(
    r"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*"
    r"|(?:(?:https?://)?(?:dx\.)?doi\.org/)?(?:doi:\s*)?10\.48550/arxiv\.)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?",
    re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/)?(?:doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE
)
_OTHER = re.compile(r"(acl|openalex|s2|corpusid|local):([A-Za-z0-9][A-Za-z0-9._-]*)")
_OPENALEX = re.compile(r"https?://(?:api\.)?openalex\.org/(?:works/)?(W\d+)", re.IGNORECASE)
_ACL = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.org|aclweb\.org/anthology)"
    r"/([A-Za-z0-9][A-Za-z0-9._-]*?)(?:\.pdf|/)?"
)
_S2 = re.compile(r"https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/\s]*/)?([0-9a-f]{40})")
_CORPUS = re.compile(r"(?:https?://api\.semanticscholar\.org/)?corpus_?id:\s*(\d+)", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s\-‐-―_/]+")
_NOT_KEY = re.compile(r"[^\w+*]+")
_POSSESSIVE = re.compile(r"['’]s\b")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Fold case, accents, hyphens, spaces and a plural s, so that spellings of a name agree.

    >>> fold("Process-Reward Models"), fold("process reward model")
    ('processrewardmodel', 'processrewardmodel')
    """
    plain = without_accents(name).casefold()
    words = [word for word in _SEPARATOR.split(_POSSESSIVE.sub("", plain)) if word]
    if words and len(words[-1]) > 3 and words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return _NOT_KEY.sub("", "".join(words))


def without_accents(text: str) -> str:
    """Return a text without accents and in compatible letters (Unicode NFKD).

    >>> without_accents("Müller ﬁts ℝ")
    'Muller fits R'
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(name: str) -> str:
    """Return `name` as lower-case ASCII words joined by hyphens, for CURIEs and IRIs.

    >>> slug("PATIENT-Ψ"), slug("FF++"), slug("Wide Residual Network")
    ('patient-psi', 'ff-plus-plus', 'wide-residual-network')
    """
    words = "".join(map(_ascii, without_accents(name).casefold()))
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-") or "x-" + _digest(name, 8)


def _ascii(char: str) -> str:
    if char.isascii():
        return {"+": "-plus", "*": "-star", "#": "-sharp"}.get(char, char)
    if char.isalnum():
        return unicodedata.name(char, f"u{ord(char):x}").split()[-1].lower()
    return "-"


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def entity_curie(name: str) -> str:
    """Return the CURIE of the entity with this canonical name; types get corrected, so it has none.

    >>> entity_curie("CIFAR-10")
    'entity:cifar-10'
    """
    return f"entity:{slug(name)}"


def work_curie(identifier: str) -> str | None:
    """Return the CURIE of a work from an id of a known form, its URL or CURIE; else None.

    Versions of an arXiv paper are one work, and so is its DOI.

    >>> work_curie("https://arxiv.org/abs/2305.18290v3"), work_curie("10.48550/arXiv.2305.18290")
    ('arxiv:2305.18290', 'arxiv:2305.18290')
    >>> work_curie("https://doi.org/10.1145/3442188.3445922"), work_curie("Vaswani et al.")
    ('doi:10.1145/3442188.3445922', None)
    >>> work_curie("https://openalex.org/W2741809807")
    'openalex:W2741809807'
    >>> work_curie("https://aclanthology.org/N19-1423.pdf"), work_curie("CorpusID:52967399")
    ('acl:N19-1423', 'corpusid:52967399')
    """
    text = identifier.strip()
    if match := _ARXIV.fullmatch(text):
        return f"arxiv:{match[1].lower()}"
    if match := _DOI.fullmatch(text):
        return f"doi:{match[1].lower().rstrip('.')}"
    if match := _OPENALEX.fullmatch(text):
        return f"openalex:{match[1].upper()}"
    for scheme, pattern in (("acl", _ACL), ("s2", _S2), ("corpusid", _CORPUS)):
        if match := pattern.fullmatch(text):
            return f"{scheme}:{match[1]}"
    return text if _OTHER.fullmatch(text) else None


def repository_url(curie: str) -> str:
    """Return the address of a repository.

    >>> repository_url("repo:github.com/pots/study")
    'https://github.com/pots/study'
    """
    return f"https://{curie.partition(':')[2]}"


@lru_cache(maxsize=1 << 18)
def paper_curie(
    given: str,
    title: str,
    year: int | None,
    *,
    doi: str | None = None,
    arxiv: str | None = None,
    identifiers: tuple[str, ...] = (),
) -> str:
    """Return the CURIE of a paper: arXiv id, DOI, a known id, else a hash of title and year.

    >>> paper_curie("p1", "On Tea", 2024)
    'local:e9ee8b482db3f9c8'
    >>> paper_curie("p1", "On Tea", 2024, identifiers=("corpusid:7", "openalex:W1"))
    'openalex:W1'
    """
    for candidate in (arxiv, doi):
        if candidate and (curie := work_curie(candidate)):
            return curie
    known = [curie for name in (given, *identifiers) if (curie := work_curie(name))]
    return min(
        known, key=curie_rank, default="local:" + _digest(f"{fold(title)}\n{year or ''}", 16)
    )


def curie_rank(curie: str) -> tuple[int, str]:
    """Return what sorts the CURIEs of one work: the scheme that identifies best comes first."""
    schemes = [*WORK_PAGES]
    scheme = curie.partition(":")[0]
    return schemes.index(scheme) if scheme in schemes else len(schemes), curie


def iri_name(curie: str) -> str:
    """Return a CURIE as one flat local name for an IRI, of letters, digits, `.`, `-` and `_`.

    A reference with other characters gets a hash appended, so that two never become one.

    >>> iri_name("arxiv:2305.18290"), iri_name("entity:dpo")
    ('arxiv.2305.18290', 'entity.dpo')
    >>> iri_name("doi:10.1145/3442188.3445922")
    'doi.10.1145_3442188.3445922'
    """
    scheme, _, reference = curie.partition(":")
    flat = re.sub(r"[^A-Za-z0-9_.-]", "_", reference)
    lossless = reference.count("/") <= 1 and flat == reference.replace("/", "_", 1)
    if not lossless or "_" in reference or not flat or flat.endswith("."):
        flat = f"{flat.rstrip('.')}.{_digest(reference, 6)}"
    return f"{scheme}.{flat}"

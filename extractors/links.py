"""Links from an abstract to places of code, data and models."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from extractors.sentences import sentence_bounds

_CODE_HOSTS = r"github\.com|gitlab\.[a-z.]+|bitbucket\.org|codeberg\.org|gitee\.com"
_HOSTS = (
    rf"{_CODE_HOSTS}|huggingface\.co|hf\.co|zenodo\.org|kaggle\.com|osf\.io|figshare\.com"
    r"|dataverse\.[a-z.]+|anonymous\.4open\.science|sourceforge\.net|modelscope\.cn"
)
_CHARACTER = r"[^\s<>\"“”{}|\\^`()\[\],;]"
_LINK = re.compile(
    rf"(?:(?P<scheme>https?):\s?//\s?|(?<![\w@./:-])(?=(?:www\.)?(?:{_HOSTS})/))"
    rf"(?P<rest>(?:[\w-]+\.)+[a-z]{{2,}}(?::\d+)?(?:[/?#]{_CHARACTER}*)?)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"(?:[\w-]+\.)*(?:{_HOSTS})/[\w.~@%-]+|doi\.org/10\.(?:5281|6084|5061|7910)/.+"
)
_NO_PLACE = re.compile(
    r"(?:[\w-]+\.)*(?:arxiv\.org|doi\.org|youtube\.com|youtu\.be|vimeo\.com)(?:/|$)"
)
_IS_CODE_HOST = re.compile(rf"(?:{_CODE_HOSTS})/")
_OFFER = re.compile(
    r"\b(?:codes?|implementations?|software|source|data|data ?sets?|corpus|corpora|models?"
    r"|checkpoints|weights|benchmarks?|demos?|toolkit|toolbox|library|resources?|scripts?|package"
    r"|annotations|project|website|web ?page|homepage)\b",
    re.IGNORECASE,
)
_TRAILING = ".:!?'’*_~/-…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that stands at `text[start:end]`, with its normalised `url`."""

    start: int
    end: int
    url: str


def find_repositories(text: str) -> tuple[Link, ...]:
    """Return the links in `text` to code, data, models and pages that offer them, by offset.

    Known hosts count wherever they stand, with or without a scheme; another page counts where
    its sentence speaks of code, data or models. URLs come with `https` and without `www.`, a
    trailing slash and, on code hosts, `.git`.

    >>> find_repositories("Code: http://www.github.com/Ott/Tea.git.")
    (Link(start=6, end=39, url='https://github.com/Ott/Tea'),)
    """
    found: list[Link] = []
    if not (matches := list(_LINK.finditer(text))):
        return ()
    starts = [start for start, _ in sentence_bounds(text)]
    for match in matches:
        address = match["rest"].rstrip(_TRAILING)
        url = _normalised(address)
        bare = url.removeprefix("https://")
        sentence = starts[bisect_right(starts, match.start()) - 1]
        offered = not _NO_PLACE.match(bare) and _OFFER.search(text, sentence, match.start())
        if offered or _PLACE.match(bare):
            end = match.start("rest") + len(address)
            found.append(Link(start=match.start(), end=end, url=url))
    return tuple(found)


def _normalised(address: str) -> str:
    """Return the URL of an address that has no scheme."""
    host, slash, path = re.sub(r"(?i)^www\.", "", address).partition("/")
    host = re.sub(r"^hf\.co$", "huggingface.co", host.lower())
    bare = f"{host}{slash}{path}"
    if _IS_CODE_HOST.match(bare):
        bare = bare.removesuffix(".git")
    return f"https://{bare}"

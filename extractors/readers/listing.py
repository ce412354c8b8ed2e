"""A plain-text listing: titles and abstracts with whatever a page or an e-mail puts around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.cleaning import clean_text
from extractors.readers.listing_forms import is_chatter, is_one_name, is_venue, names_in
from extractors.readers.listing_units import Kind, Unit, units
from extractors.readers.opening import failure, is_undecoded
from extractors.readers.shapes.authors import author_names
from schemas import Failure, Paper, paper_curie

_LEAST_WORDS_OF_TITLE = 4
# A footer ("You are receiving this message because ...") is shorter than this.
_LONGEST_CHATTER = 80


@dataclass(slots=True)
class _Entry:
    """What has been read of one paper: the units above its abstract, and the abstract."""

    above: list[Unit] = field(default_factory=list)
    abstract: list[Unit] = field(default_factory=list)
    below: list[Unit] = field(default_factory=list)
    arxiv: str | None = None


def read_listing(lines: Iterable[str], source: str) -> Iterator[Paper | Failure]:
    """Yield a paper for each title with an abstract below it, and a failure for either alone.

    Words of navigation, dates, counts and the like are passed over.

    >>> text = ["Subscribe", "", "Mar 11", "", "On Tea", "", "Leaves give colour. " * 9]
    >>> [(paper.title, len(paper.abstract)) for paper in read_listing(text, "teas.txt")]
    [('On Tea', 179)]
    """
    for entry in _entries(list(units(lines))):
        yield from _records(entry, source)


def _entries(all_units: list[Unit]) -> Iterator[_Entry]:
    """Group the units: an abstract, what stands above it, and what is left of it below."""
    entry = _Entry()
    previous: Unit | None = None
    for unit, following in zip(all_units, [*all_units[1:], None], strict=False):
        if _is_footer(unit, entry):
            continue
        is_abstract = _is_abstract(unit, previous)
        if entry.abstract and not _belongs(entry, unit, previous, following):
            yield entry
            entry = _Entry()
        if entry.abstract and not is_abstract and unit.kind is not Kind.SENTENCE:
            entry.below.append(unit)
        elif entry.abstract or is_abstract:
            entry.abstract.append(unit)
        else:
            entry.above.append(unit)
        entry.arxiv = entry.arxiv or unit.arxiv
        previous = unit
    yield entry


def _is_footer(unit: Unit, entry: _Entry) -> bool:
    """Tell whether a paragraph of navigation stands where no abstract is awaited."""
    is_prose = unit.kind in (Kind.PROSE, Kind.SENTENCE) and not unit.labelled
    is_awaited = not entry.abstract and any(u.kind is Kind.TITLE for u in entry.above)
    is_short = len(unit.text.split()) < _LONGEST_CHATTER
    return is_prose and is_short and not is_awaited and is_chatter(unit.text)


def _is_abstract(unit: Unit, previous: Unit | None) -> bool:
    if unit.kind is Kind.PROSE:
        return True
    headed = previous is not None and previous.kind is Kind.HEADING
    return headed and unit.kind in (Kind.TITLE, Kind.SENTENCE)


def _belongs(entry: _Entry, unit: Unit, previous: Unit | None, following: Unit | None) -> bool:
    """Tell whether a unit below an abstract still belongs to its paper."""
    continues = previous is entry.abstract[-1]
    if unit.kind is Kind.PROSE:
        return continues and not unit.labelled
    if unit.kind is Kind.SENTENCE:
        return continues and not (following and _is_abstract(following, unit))
    if unit.kind is Kind.AUTHORS:
        is_title = following and (following.kind is Kind.AUTHORS or _is_abstract(following, unit))
        known = [u for u in [*entry.above, *entry.below] if u.kind is Kind.AUTHORS]
        return not is_title and not known
    if unit.arxiv:
        return unit.kind is not Kind.TITLE and entry.arxiv in (None, unit.arxiv)
    return unit.kind in (Kind.NOISE, Kind.RULE, Kind.IDENTIFIER)


def _records(entry: _Entry, source: str) -> Iterator[Paper | Failure]:
    candidates = _title_candidates(entry)
    title = candidates.pop() if candidates and entry.abstract else None
    for unit in candidates:
        if _is_clearly_title(unit):
            yield failure(source, unit.line, "a title without an abstract", unit.text)
    if entry.abstract:
        yield _paper(entry, title, source)


def _title_candidates(entry: _Entry) -> list[Unit]:
    """Return the units that may be a title, the best one last."""
    titles: list[Unit] = []
    for above, unit in pairwise([None, *entry.above]):
        if unit and unit.kind is Kind.TITLE and not _is_beside_title(unit, above, titles):
            titles.append(unit)

    def rank(unit: Unit) -> int:
        return 2 * unit.labelled + (not is_chatter(unit.text))

    if any(rank(unit) for unit in titles) or not entry.abstract:
        return sorted(titles, key=rank)
    sentences = [unit for unit in entry.above if unit.kind is Kind.SENTENCE]
    names = [u for u in entry.above if u.kind is Kind.AUTHORS and not u.labelled]
    return [*titles, *names[:1], *sentences[-1:]]


def _is_beside_title(unit: Unit, above: Unit | None, titles: list[Unit]) -> bool:
    """Tell whether a line is no title but the venue or the one author of the title above it."""
    if unit.labelled or not titles or is_chatter(titles[-1].text):
        return False
    below_title = above is titles[-1] and _is_clearly_title(titles[-1])
    return is_venue(unit.text) or (below_title and is_one_name(unit.text))


def _is_clearly_title(unit: Unit) -> bool:
    long_enough = len(unit.text.split()) >= _LEAST_WORDS_OF_TITLE
    return unit.kind is Kind.TITLE and (
        unit.labelled or (long_enough and not is_chatter(unit.text))
    )


def _paper(entry: _Entry, title: Unit | None, source: str) -> Paper | Failure:
    raw = " ".join(unit.text for unit in entry.abstract)
    line = title.line if title else entry.abstract[0].line
    if title is None:
        return failure(source, line, "an abstract without a title", raw)
    if is_undecoded(title.text + raw):
        return failure(source, line, "the text is not UTF-8", f"{title.text}\n\n{raw}")
    cleaned = clean_text(title.text)
    return Paper(
        id=paper_curie("", cleaned, None, arxiv=entry.arxiv),
        title=cleaned,
        abstract=clean_text(raw),
        authors=_authors(entry, title),
        arxiv=entry.arxiv,
        source=source,
    )


def _authors(entry: _Entry, title: Unit) -> tuple[str, ...]:
    around = [unit for unit in [*entry.above, *entry.below] if unit is not title]
    for unit in around:
        if unit.kind is Kind.AUTHORS:
            return author_names(unit.text if unit.labelled else names_in(unit.text))
    below_title = [unit for unit in entry.above if unit.line > title.line]
    return next(
        (
            (unit.text,)
            for unit in below_title
            if unit.kind is Kind.TITLE and is_one_name(unit.text)
        ),
        (),
    )

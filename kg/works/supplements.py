"""What sources say about papers that others describe: citation tables, abstracts apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.works.index import names_of
from schemas import Attribute, Failure, Paper, Supplement, work_curie


def add_supplements(
    papers: Sequence[Paper], supplements: Iterable[Supplement]
) -> tuple[list[Paper], list[Failure]]:
    """Return the papers with what the supplements add, and the sources that add nothing.

    A citation table may speak of many works that are no papers here; that is a failure only if
    it speaks of none that is.

    >>> tea = Paper(id="p1", title="On Tea", doi="10.1000/tea")
    >>> table = [Supplement(works=("doi:10.1000/tea",), references=("doi:10.1000/pot",))]
    >>> add_supplements([tea], table)[0][0].references
    ('doi:10.1000/pot',)
    """
    names = names_of(papers)
    found: dict[str, list[Supplement]] = defaultdict(list)
    strange: dict[str, int] = {}
    for supplement in supplements:
        strange.setdefault(supplement.source, 0)
        if curie := _paper_of(supplement, names):
            found[curie].append(supplement)
        else:
            strange[supplement.source] += 1
    useful = {supplement.source for group in found.values() for supplement in group}
    failures = [
        _useless(source, count) for source, count in strange.items() if source not in useful
    ]
    return [_supplemented(paper, found.get(paper.curie, ())) for paper in papers], failures


def _paper_of(supplement: Supplement, names: Mapping[str, str]) -> str | None:
    curies = (names.get(work_curie(name) or name) for name in supplement.works)
    return next(filter(None, curies), None)


def _supplemented(paper: Paper, group: Sequence[Supplement]) -> Paper:
    added = {entry for supplement in group for entry in supplement.references}
    told = [s for s in group if s.abstract] if not paper.abstract else []
    best = max(told, key=lambda s: (len(s.abstract), s.abstract, s.source), default=None)
    own = {(Attribute.REFERENCES, paper.source)} if paper.references else set()
    origins = {(Attribute.REFERENCES, s.source) for s in group if s.references} | own
    origins |= {(Attribute.ABSTRACT, best.source)} if best else set()
    return replace(
        paper,
        references=(*paper.references, *sorted(added - set(paper.references))),
        abstract=best.abstract if best else paper.abstract,
        origins=tuple(sorted({*paper.origins, *origins})),
    )


def _useless(source: str, count: int) -> Failure:
    reason = f"none of the works of its {count} records is a paper here; give their papers, too"
    return Failure(source=source, line=0, reason=reason, raw="")

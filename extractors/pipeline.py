"""From papers to extractions: load the pipeline and run it."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from extractors import components as _components  # noqa: F401  (registers the factories)
from extractors.links import find_repositories
from extractors.roles import assign_roles
from extractors.sentences import sentence_bounds
from schemas import Claim, Entity, Evidence, Extraction, Extractor, InputError, Paper, Relation

_LINK_SCORE: Final = 0.95
_WITH_PATHS: Final = ("citekg_vocabulary", "citekg_resolver")


def load_pipeline(config: Path | None = None, *, vocabularies: Sequence[Path] = ()) -> Language:
    """Return the spaCy pipeline that `pipeline.cfg`, or another configuration, describes.

    Args:
        config: a spaCy configuration file; by default the one that ships with citekg.
        vocabularies: JSONL files of names beside the built-in vocabulary.

    Raises:
        InputError: if a vocabulary file is missing or holds a line that is no entry.
    """
    for path in vocabularies:
        if not Path(path).is_file():
            raise InputError(str(path), "no such vocabulary file; give a JSONL file of names")
    if config is None:
        with as_file(files("extractors") / "pipeline.cfg") as path:
            settings = load_config(path)
    else:
        settings = load_config(config)
    for component in _WITH_PATHS:
        if vocabularies and component in settings["components"]:
            paths = settings["components"][component].setdefault("paths", [])
            paths.extend(str(path) for path in vocabularies)
    return load_model_from_config(settings, auto_fill=True)


def extract(papers: Iterable[Paper], nlp: Language | None = None) -> Iterator[Extraction]:
    """Yield what each paper gives, in order; each depends on the paper and the pipeline alone."""
    pipeline = nlp or load_pipeline()
    for doc, paper in pipeline.pipe(((p.text, p) for p in papers), as_tuples=True, batch_size=64):
        entities: tuple[Entity, ...] = doc._.entities
        yield Extraction(
            paper=paper,
            entities=entities,
            citations=doc._.citations,
            claims=(*_role_claims(paper, entities), *_link_claims(paper)),
        )


def _role_claims(paper: Paper, entities: Iterable[Entity]) -> Iterator[Claim]:
    bounds = sentence_bounds(paper.text)
    for entity, role, mentions in assign_roles(paper.text, entities):
        evidence = tuple(
            _evidence(paper, bounds, m.start, m.end, extractor=m.extractor, score=m.score)
            for m in mentions
        )
        yield Claim(
            subject=paper.curie,
            relation=role,
            object=entity.id,
            evidence=evidence,
            confidence=max(item.score for item in evidence),
        )


def _link_claims(paper: Paper) -> Iterator[Claim]:
    bounds = sentence_bounds(paper.text)
    for link in find_repositories(paper.text):
        evidence = _evidence(
            paper, bounds, link.start, link.end, extractor=Extractor.LINKS, score=_LINK_SCORE
        )
        yield Claim(
            subject=paper.curie,
            relation=Relation.LINKS_TO,
            object=f"repo:{link.url.split('://', 1)[-1]}",
            evidence=(evidence,),
            confidence=_LINK_SCORE,
        )


def _evidence(
    paper: Paper,
    bounds: Sequence[tuple[int, int]],
    start: int,
    end: int,
    *,
    extractor: str,
    score: float,
) -> Evidence:
    first, last = next(((a, b) for a, b in bounds if a <= start < b), (start, end))
    return Evidence(
        paper=paper.curie,
        sentence=paper.text[first : max(last, end)],
        sentence_start=first,
        start=start,
        end=end,
        extractor=extractor,
        score=score,
    )

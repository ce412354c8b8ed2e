"""From papers to extractions: load the pipeline and run it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

from extractors.components import load_vocabulary
from extractors.links import find_repositories
from extractors.options import Options
from extractors.outside.components import add_components, check_factories, components_of
from extractors.outside.hearing import Listener
from extractors.outside.models import add_models
from extractors.outside.naming import check_names
from extractors.roles import Role
from extractors.sentences import sentence_bounds
from schemas import (
    CitekgError,
    Claim,
    Evidence,
    Extraction,
    Extractor,
    Paper,
    Relation,
    UnknownNameError,
)

_LINK_SCORE: Final = 0.95
_DEFAULTS: Final = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """How a training went: the number of papers, and what was found in them while held out."""

    papers: int
    held_out: tuple[Extraction, ...]


def load_pipeline(options: Options = _DEFAULTS) -> Language:
    """Return the spaCy pipeline that `pipeline.cfg` describes, with what a person chose.

    Raises:
        InputError: if a file or folder is missing or not what it should be.
        UnknownNameError: if a component, a spaCy pipeline or a label has no such name.
        CitekgError: if an extractor that is not ours cannot be used.
    """
    components = components_of(options)
    check_names(options, [*components])
    with as_file(files("extractors") / "pipeline.cfg") as path:
        settings = load_config(path)
    chosen = {
        "paths": [str(path) for path in options.vocabularies],
        "builtin": options.builtin_vocabulary,
        "model": str(options.model or ""),
        "threshold": options.threshold,
    }
    for component in settings["components"].values():
        component |= {k: v for k, v in chosen.items() if k in component and v is not None}
    try:
        nlp = load_model_from_config(settings, auto_fill=True)
    except Exception:
        check_factories()
        raise
    add_components(nlp, components, options)
    add_models(nlp, options)
    _check_labels(nlp, options)
    return nlp


def _check_labels(nlp: Language, options: Options) -> None:
    """Check that each label of the map is given by somebody, if all tell what they give."""
    listeners = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, Listener)]
    if options.labels and not listeners:
        raise CitekgError(
            "labels say what components and spaCy pipelines mean; give one of these, too"
        )
    if all(listener.given for listener in listeners):
        given = {label for listener in listeners for label in listener.given}
        for label, _ in options.labels:
            if label not in given:
                raise UnknownNameError("label", label, given)


def extract(papers: Iterable[Paper], nlp: Language | None = None) -> Iterator[Extraction]:
    """Yield what each paper gives, in order; each depends on the paper and the pipeline alone."""
    pipeline = nlp or load_pipeline()
    for doc, paper in pipeline.pipe(((p.text, p) for p in papers), as_tuples=True, batch_size=64):
        yield Extraction(
            paper=paper,
            entities=doc._.entities,
            citations=doc._.citations,
            claims=(*_role_claims(paper, doc._.roles), *_link_claims(paper)),
            problems=doc._.problems,
        )


def train(
    papers: Iterable[Paper],
    gold: Path,
    folder: Path,
    *,
    vocabularies: Sequence[Path] = (),
    unlabelled: Iterable[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Training:
    """Train a model on the papers that a gold file annotates.

    Args:
        papers: the papers.
        gold: JSON Lines with `id` and `entities` (type, role, mentions).
        folder: where the model is written.
        vocabularies: JSONL files of names beside the built-in vocabulary.
        unlabelled: further texts of the field, to learn which words are alike and where they stand.
        progress: called with the number of steps done and of all.

    Returns:
        The number of papers trained on, and what models of the same kind find in these papers,
        each trained on the folds that a paper is not in.

    Raises:
        InputError: if the gold file is malformed or annotates fewer than two of the papers.
    """
    from extractors.gold import read_gold
    from extractors.ner.train import train_model

    held_out: list[Extraction] = []
    options = Options(vocabularies=tuple(vocabularies))

    def try_out(model: Path, unseen: Sequence[Paper]) -> None:
        held_out.extend(extract(unseen, load_pipeline(replace(options, model=model))))

    count = train_model(
        papers,
        read_gold(gold),
        folder,
        vocabulary=load_vocabulary(tuple(str(path) for path in vocabularies)),
        unlabelled=unlabelled,
        progress=progress,
        try_out=try_out,
    )
    return Training(papers=count, held_out=tuple(held_out))


def _role_claims(paper: Paper, roles: Iterable[Role]) -> Iterator[Claim]:
    bounds = sentence_bounds(paper.text)
    for role in roles:
        evidence = tuple(
            _evidence(paper, bounds, m.start, m.end, extractor=m.extractor, score=m.score)
            for m in role.mentions
        )
        yield Claim(
            subject=paper.curie,
            relation=role.relation,
            object=role.entity.id,
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

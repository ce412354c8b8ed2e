"""The spaCy components: each adds what its functions find to the Doc.

    citekg_vocabulary     `doc._.matches`
    citekg_abbreviations  `doc._.definitions`
    citekg_names          `doc.spans["names"]`, label = type
    citekg_citations      `doc._.citations`
    citekg_ner            `doc._.tagging` and `doc.spans["ner"]`, label = type
    citekg_resolver       `doc._.entities` and `doc.spans["entities"]`, label = type, id = CURIE
    citekg_roles          `doc._.roles`

What extractors of anybody's found is in `doc._.heard`, what broke them in `doc._.problems`
(`extractors.outside`). A group of spans states its confidence as `attrs["scores"]`, one number
from 0 to 1 a span.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import registry

from extractors.abbreviations import find_definitions
from extractors.citations import find_citations
from extractors.names import find_names
from extractors.ner import NO_TAGGING, load_model, tagger_mentions
from extractors.ner.features import Clues
from extractors.outside.hearing import SCORES
from extractors.resolver import Findings, resolve
from extractors.roles import assign_roles
from extractors.vocabulary import (
    Entry,
    Vocabulary,
    builtin_vocabulary,
    merged,
    read_vocabulary,
)
from schemas import EntityType, Extractor, Mention

_GROUPS: Final = (Extractor.NAMES.value, Extractor.NER.value)
_TEXT: Final = "citekg_text"
_MARK: Final = r"[^\w\s]|_"

for _extension in (
    *("matches", "definitions", "citations", "entities", "roles"),
    *("heard", "problems"),
):
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=())
if not Doc.has_extension("tagging"):
    Doc.set_extension("tagging", default=NO_TAGGING)


def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return a factory of a tokenizer that splits at white space and around every mark.

    So each name is a span of whole tokens, also inside "CNN/RNN" or "LLM-based".
    """

    def tokenizer(nlp: Language) -> Tokenizer:
        return Tokenizer(
            nlp.vocab,
            prefix_search=re.compile(rf"^(?:{_MARK})").search,
            suffix_search=re.compile(rf"(?:{_MARK})$").search,
            infix_finditer=re.compile(_MARK).finditer,
        )

    return tokenizer


registry.tokenizers.register("citekg.WordTokenizer.v1", func=make_tokenizer)


def load_vocabulary(paths: Sequence[str], *, builtin: bool = True) -> Vocabulary:
    """Return the vocabulary of the files `paths` and, unless it shall not, the built-in one.

    Raises:
        InputError: if a file is missing.
    """
    changed = tuple(Path(path).stat().st_mtime_ns for path in paths if Path(path).exists())
    return _load_vocabulary(tuple(paths), builtin, changed)


@lru_cache(maxsize=4)
def _load_vocabulary(paths: tuple[str, ...], builtin: bool, changed: tuple[int, ...]) -> Vocabulary:
    own = [
        replace(entry, source=Path(path).name)
        for path in paths
        for entry in read_vocabulary(Path(path))
        if isinstance(entry, Entry)
    ]
    return Vocabulary(merged(own, builtin_vocabulary() if builtin else ()))


@Language.factory("citekg_vocabulary", default_config={"paths": [], "builtin": True})
def make_vocabulary(
    nlp: Language, name: str, paths: list[str], builtin: bool
) -> Callable[[Doc], Doc]:
    """Make the component that finds names of the files `paths` and the built-in vocabulary."""
    vocabulary = load_vocabulary(paths, builtin=builtin)

    def component(doc: Doc) -> Doc:
        doc._.matches = vocabulary.find(_text(doc))
        return doc

    return component


@Language.component("citekg_abbreviations")
def make_abbreviations(doc: Doc) -> Doc:
    """Find the pairs of long and short forms that the paper defines."""
    doc._.definitions = find_definitions(_text(doc))
    return doc


@Language.component("citekg_names")
def make_names(doc: Doc) -> Doc:
    """Find names by rule."""
    _add_mentions(doc, Extractor.NAMES.value, find_names(_text(doc)))
    return doc


@Language.component("citekg_citations")
def make_citations(doc: Doc) -> Doc:
    """Find in-text citations."""
    doc._.citations = find_citations(_text(doc))
    return doc


@Language.factory("citekg_ner", default_config={"model": ""})
def make_ner(nlp: Language, name: str, model: str) -> Callable[[Doc], Doc]:
    """Make the component that tags tokens by the model in a folder, by default the built-in one."""
    tagger = load_model(model).tagger

    def component(doc: Doc) -> Doc:
        text = _text(doc)
        names = _read_mentions(doc, Extractor.NAMES.value)
        clues = Clues(matches=doc._.matches, definitions=doc._.definitions, names=names)
        doc._.tagging = tagger.tag(text, clues)
        _add_mentions(doc, Extractor.NER.value, tagger_mentions(text, doc._.tagging))
        return doc

    return component


@Language.factory(
    "citekg_resolver",
    default_config={
        "paths": [],
        "builtin": True,
        "model": "",
        "threshold": 0.45,
    },
)
def make_resolver(
    nlp: Language,
    name: str,
    paths: list[str],
    builtin: bool,
    model: str,
    threshold: float,
) -> Callable[[Doc], Doc]:
    """Make the component that decides which entities the paper names.

    Args:
        nlp: the pipeline.
        name: the name of the component.
        paths: vocabulary files beside the built-in vocabulary.
        builtin: whether that counts.
        model: folder of the trained judge, by default the built-in one.
        threshold: the probability from which a thing is an entity, as `resolve` takes it.
    """
    vocabulary = load_vocabulary(paths, builtin=builtin)
    trained = load_model(model)

    def component(doc: Doc) -> Doc:
        findings = Findings(
            matches=doc._.matches,
            definitions=doc._.definitions,
            mentions=[*(m for group in _GROUPS for m in _read_mentions(doc, group)), *doc._.heard],
            citations=doc._.citations,
            tagging=doc._.tagging,
        )
        entities = resolve(
            _text(doc), findings, vocabulary=vocabulary, model=trained, threshold=threshold
        )
        doc._.entities = entities
        doc.spans["entities"] = [
            span for entity in entities for span in _spans(doc, entity.mentions, entity.id)
        ]
        return doc

    return component


@Language.factory("citekg_roles", default_config={"model": ""})
def make_roles(nlp: Language, name: str, model: str) -> Callable[[Doc], Doc]:
    """Make the component that decides how the paper stands to each of its entities."""
    trained = load_model(model)

    def component(doc: Doc) -> Doc:
        roles = assign_roles(_text(doc), doc._.entities, doc._.tagging, trained)
        doc._.roles = tuple(roles)
        return doc

    return component


def _text(doc: Doc) -> str:
    """Return the text of a Doc, which spaCy puts together anew each time it is asked."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return str(doc.user_data[_TEXT])


def _spans(doc: Doc, mentions: Iterable[Mention], curie: str = "") -> list[Span]:
    spans = (
        doc.char_span(m.start, m.end, label=m.type.value, span_id=curie, alignment_mode="expand")
        for m in mentions
    )
    return [span for span in spans if span is not None]


def _add_mentions(doc: Doc, group: str, mentions: tuple[Mention, ...]) -> None:
    doc.spans[group] = SpanGroup(
        doc,
        name=group,
        attrs={SCORES: [mention.score for mention in mentions]},
        spans=_spans(doc, mentions),
    )


def _read_mentions(doc: Doc, group: str) -> list[Mention]:
    spans = doc.spans[group]
    text = _text(doc)
    return [
        Mention(
            start=span.start_char,
            end=span.end_char,
            surface=text[span.start_char : span.end_char],
            type=EntityType(span.label_),
            extractor=group,
            score=score,
        )
        for span, score in zip(spans, spans.attrs[SCORES], strict=True)
    ]

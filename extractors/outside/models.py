"""spaCy pipelines beside ours: each reads the text of a paper, and its entities are heard."""

import warnings
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractors.options import Options
from extractors.outside.hearing import Listener, advice, listening, tell, type_of
from extractors.outside.naming import is_folder, model_folder, model_name
from schemas import CitekgError, EntityType, InputError, one_line

_LISTENER: Final = "citekg_spacy_model"
_RESOLVER: Final = "citekg_resolver"
_ENTITIES: Final = frozenset({"doc.ents", "doc.spans"})


def add_models(nlp: Language, options: Options) -> None:
    """Add spaCy pipelines before the resolver, in the order given.

    Raises:
        InputError: if one cannot be loaded.
        UnknownNameError: if there is no such pipeline.
        CitekgError: if one gives nothing that has a type.
    """
    for model in options.spacy_models:
        settings = {"model": model, **listening(options)}
        nlp.add_pipe(_LISTENER, model_name(model), before=_RESOLVER, config=settings)


@Language.factory(_LISTENER)
def make_model(
    nlp: Language, name: str, model: str, labels: dict[str, str], score: float
) -> Listener:
    """Make a listener to a spaCy pipeline with a vocabulary and a tokenizer of its own.

    It reads one text at a time: in a batch, its numbers could depend on the other texts.

    Args:
        nlp: our pipeline.
        name: of the other, by which the evidence calls it.
        model: its folder or package.
        labels: label -> type.
        score: of entities that state none.
    """
    other = _load(model)
    types = {label: EntityType(kind) for label, kind in labels.items()}
    given = _labels(other)
    untyped = sorted(label for label in given if type_of(label, types) is None)
    if given and len(untyped) == len(given):
        raise CitekgError(f"{name}: none of its labels has a type: give {advice(untyped)}")
    if not given and all(other.get_pipe_meta(pipe).assigns for pipe in other.pipe_names):
        pipes = ", ".join(other.pipe_names) or "none"
        raise CitekgError(f"{name}: it finds no entities (its components: {pipes}); give another")
    if untyped:
        tell(name, f"what it labels {', '.join(untyped)} is left out; --labels can give it a type")

    def run(doc: Doc) -> Doc:
        return other(doc.text)

    return Listener(
        extractor=name, run=run, labels=types, score=score, given=given, told=set(untyped)
    )


def _load(model: str) -> Language:
    """Load a pipeline; what spaCy warns of is told in one line each."""
    folder = model_folder(model)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            loaded = spacy.load(folder if is_folder(model) else model)
        except Exception as error:
            raise InputError(
                model, f"this spaCy pipeline cannot be loaded ({one_line(error)})"
            ) from error
    for message in dict.fromkeys(str(warning.message).splitlines()[0] for warning in caught):
        tell(model_name(model), message)
    return loaded


def _labels(other: Language) -> frozenset[str]:
    """Return the labels of all components that find entities or spans."""
    return frozenset(
        label
        for name in other.pipe_names
        if _ENTITIES & set(other.get_pipe_meta(name).assigns)
        for label in getattr(other.get_pipe(name), "labels", ())
    )

"""Arguments and options that several commands share."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from extractors import Options
from kg.labels import read_labels, typed
from kg.terminal import TableFormat

Sources = Annotated[list[Path], typer.Argument(metavar="SOURCE", help="Files of papers.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder that `build` wrote.")]
Format = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Format of the sources."),
]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=COLUMN,...", help="Which column holds a field: title=Titel."),
]
Vocabularies = Annotated[
    list[Path] | None,
    typer.Option("--vocabulary", metavar="FILE", help="JSONL file of further names; repeatable."),
]
ModelFolder = Annotated[
    Path | None, typer.Option("--model", metavar="DIR", help="Folder that `train` wrote.")
]
Threshold = Annotated[
    float | None,
    typer.Option(
        metavar="P", min=0, max=1, help="Probability from which a thing is an entity (0.45)."
    ),
]
NoBuiltinVocabulary = Annotated[
    bool, typer.Option("--no-builtin-vocabulary", help="Only names of your own count.")
]
Components = Annotated[
    list[str] | None,
    typer.Option(
        "--component",
        metavar="NAME",
        help="spaCy component that finds entities, too, or a .cfg file of some; repeatable.",
    ),
]
SpacyModels = Annotated[
    list[str] | None,
    typer.Option(
        "--spacy-model",
        metavar="NAME",
        help="spaCy pipeline that finds entities, too, a package or a folder; repeatable.",
    ),
]
Labels = Annotated[
    str | None,
    typer.Option(
        metavar="LABEL=TYPE,...", help="What their labels mean: DATASET=benchmark; or a file."
    ),
]
Confidence = Annotated[
    float | None,
    typer.Option(
        "--score", metavar="P", min=0, max=1, help="How sure they are if they do not say (0.7)."
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What you decided: same_as, not_same_as, type, drop."),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "-j",
        "--jobs",
        metavar="N",
        min=1,
        help="Processes that extract; by default one for every 400 papers, at most one a core.",
    ),
]
BaseIri = Annotated[str | None, typer.Option(metavar="IRI", help="Start of the IRIs in the RDF.")]
TableFormatOption = Annotated[
    TableFormat, typer.Option("--format", help="How the rows are printed.")
]
Entity = Annotated[str, typer.Argument(metavar="NAME", help="Of an entity, or its id.")]
Role = Annotated[
    str | None, typer.Option(metavar="ROLE", help="How papers stand to entities: uses, studies.")
]
Type = Annotated[
    str | None, typer.Option(metavar="TYPE", help="Of entities: method, model, benchmark.")
]
Since = Annotated[int | None, typer.Option(metavar="YEAR", help="First year.")]
Until = Annotated[int | None, typer.Option(metavar="YEAR", help="Last year.")]
Text = Annotated[
    str | None, typer.Option(metavar="WORDS", help="They stand so in title or abstract.")
]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="Length of the answer at most.")]
Minimum = Annotated[int, typer.Option(metavar="N", min=1, help="Papers that count, at least.")]


def _options(
    *,
    vocabularies: Vocabularies = None,
    no_builtin_vocabulary: NoBuiltinVocabulary = False,
    model: ModelFolder = None,
    threshold: Threshold = None,
    components: Components = None,
    spacy_models: SpacyModels = None,
    labels: Labels = None,
    score: Confidence = None,
) -> Options:
    return Options(
        vocabularies=tuple(vocabularies or ()),
        builtin_vocabulary=not no_builtin_vocabulary,
        model=model,
        threshold=threshold,
        components=tuple(components or ()),
        spacy_models=tuple(spacy_models or ()),
        labels=typed(read_labels(labels)) if labels else (),
        score=score,
    )


def takes_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of the pipeline, which it gets as its argument `options`."""
    shared = inspect.signature(_options).parameters
    own = inspect.signature(command)

    @wraps(command)
    def taking(**given: Any) -> None:
        chosen = {name: given.pop(name) for name in shared}
        command(**given, options=_options(**chosen))

    kept = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in own.parameters.items()
        if name != "options"
    ]
    taking.__signature__ = own.replace(parameters=[*kept, *shared.values()])  # type: ignore[attr-defined]
    taking.__annotations__ = {p.name: p.annotation for p in (*kept, *shared.values())}
    return taking


def parse_columns(text: str | None) -> dict[str, str] | None:
    """Return "title=Titel,year=Jahr" as a mapping.

    Raises:
        BadParameter: if a part is no pair.
    """
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    if wrong := [name for name, equals, column in pairs if not (name and equals and column)]:
        raise typer.BadParameter(
            f"'{wrong[0]}' is no pair; write field=column, for example title=Titel,year=Jahr",
            param_hint="--columns",
        )
    return {name.strip(): column.strip() for name, _, column in pairs}

"""Train spaCy's CNN entity recognizer on annotated papers, to stand beside our pipeline.

python benchmarks/cnn.py PAPERS GOLD -o FOLDER [--steps 12000] [--seed 0]

The configuration is the one of `spacy init config --pipeline ner --optimize efficiency`. Every
tenth annotated paper is held out: FOLDER gets the model of the step that is best on these.
"""

import argparse
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import filter_spans

from extractors.abbreviations import find_definitions
from extractors.gold import GoldPaper, read_gold
from extractors.words import occurrences
from kg.build import read
from schemas import CitekgError, Entity, EntityType, Mention, entity_curie, fold

HELD_OUT = 10


def annotate(nlp: Language, text: str, gold: GoldPaper) -> Doc:
    """Return a text with the places of the gold forms: whole words, the longest where two overlap.

    A place whose ends are no ends of tokens is left out.
    """
    doc = nlp.make_doc(text)
    spans = (
        doc.char_span(start, end, label=entity.type)
        for entity in gold.entities
        for form in entity.forms
        for start, end in occurrences(text, form, exact=True)
    )
    doc.set_ents(filter_spans(span for span in spans if span is not None))
    return doc


def train_cnn(docs: Sequence[Doc], folder: Path, *, steps: int, seed: int) -> None:
    """Train on annotated texts for at most `steps` batches and write the best model."""
    parts = {
        "train": [doc for number, doc in enumerate(docs) if number % HELD_OUT],
        "dev": docs[::HELD_OUT],
    }
    config = init_config(lang="en", pipeline=["ner"], optimize="efficiency")
    config["training"] |= {"max_steps": steps, "seed": seed}
    with TemporaryDirectory() as name:
        beside = Path(name)
        for part, content in parts.items():
            config["paths"][part] = str(beside / f"{part}.spacy")
            DocBin(docs=content).to_disk(config["paths"][part])
        train(init_nlp(config), beside, stdout=sys.stderr)
        shutil.copytree(beside / "model-best", folder, dirs_exist_ok=True)


def annotated(papers: Path, gold: Path) -> Iterator[Doc]:
    """Yield the papers that a gold file annotates as texts with entities."""
    annotations = read_gold(gold)
    nlp = spacy.blank("en")
    for paper in read(papers)[0]:
        if paper.id in annotations:
            yield annotate(nlp, paper.text, annotations[paper.id])


def entities(doc: Doc) -> Iterator[Entity]:
    """Yield what a trained pipeline found, as entities of one paper.

    Spellings of a name are one entity, and so are a short form and what the paper says that it
    stands for; the type is the most frequent one.
    """
    long_forms = {fold(d.short): fold(d.long) for d in find_definitions(doc.text)}
    groups: dict[str, list[Span]] = defaultdict(list)
    for span in doc.ents:
        form = fold(span.text)
        groups[long_forms.get(form, form)].append(span)
    for spans in groups.values():
        ((label, _),) = Counter(span.label_ for span in spans).most_common(1)
        mentions = tuple(
            Mention(
                start=span.start_char,
                end=span.end_char,
                surface=span.text,
                type=EntityType(label),
                extractor="cnn",
                score=1.0,
            )
            for span in spans
        )
        yield Entity(
            id=entity_curie(spans[0].text),
            name=spans[0].text,
            type=EntityType(label),
            mentions=mentions,
        )


def main() -> None:
    """Train and say where the model lies."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", type=Path, help="papers, in any format that citekg reads")
    parser.add_argument("gold", type=Path, help="their annotations, as JSON Lines")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--steps", type=int, default=12000, help="batches at most (12000)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    try:
        docs = list(annotated(options.papers, options.gold))
        if len(docs) < HELD_OUT:
            sys.exit(f"cnn.py: GOLD annotates {len(docs)} of the papers; give {HELD_OUT} or more")
        train_cnn(docs, options.output, steps=options.steps, seed=options.seed)
    except (CitekgError, OSError) as error:
        sys.exit(f"cnn.py: {error}")
    print(f"model   {options.output}")


if __name__ == "__main__":
    main()

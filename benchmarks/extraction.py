"""Abstracts a second: our pipeline beside spaCy's tokenizer, PhraseMatcher and CNN, same texts.

python benchmarks/extraction.py [PAPERS] [COUNT] [--cnn FOLDER] [--gold GOLD]

PAPERS is any file that citekg reads; by default the bundled example, repeated. FOLDER is a model
that benchmarks/cnn.py trained. GOLD annotates PAPERS: with it, the agreement on methods, models
and benchmarks stands beside the speed.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import spacy
from cnn import entities
from spacy.matcher import PhraseMatcher

import extractors
from extractors.vocabulary import builtin_vocabulary
from kg.evaluate import CORE_SCORE, annotations, read_annotations, score
from schemas import Extraction, Paper

ROOT = Path(__file__).parents[1]
Run = Callable[[list[Paper]], Iterable[object]]


def read(source: Path, count: int) -> list[Paper]:
    """Return `count` papers of a file, from the beginning again where it holds fewer."""
    papers = [paper for paper in extractors.read_papers(source) if isinstance(paper, Paper)]
    return list(islice(cycle(papers), count))


def tokenizer() -> Run:
    """Return spaCy's English tokenizer alone."""
    nlp = spacy.blank("en")
    return lambda papers: nlp.pipe(paper.text for paper in papers)


def phrase_matcher() -> Run:
    """Return the usual way to find a vocabulary: tokenizer and PhraseMatcher over lower case."""
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in builtin_vocabulary():
        forms = (entry.name, *entry.aliases, *entry.ambiguous_aliases)
        matcher.add(entry.name, [nlp.make_doc(form) for form in forms])

    def find(papers: list[Paper]) -> Iterator[object]:
        return (matcher(doc) for doc in nlp.pipe(paper.text for paper in papers))

    return find


def pipeline() -> Run:
    """Return all of citekg: vocabulary, names, senses, roles, citations, evidence."""
    nlp = extractors.load_pipeline()
    return lambda papers: extractors.extract(papers, nlp)


def cnn(folder: Path) -> Run:
    """Return spaCy's CNN as benchmarks/cnn.py trained it."""
    nlp = spacy.load(folder)

    def find(papers: list[Paper]) -> Iterator[Extraction]:
        docs = nlp.pipe(paper.text for paper in papers)
        for paper, doc in zip(papers, docs, strict=True):
            yield Extraction(paper=paper, entities=tuple(entities(doc)))

    return find


def measure(name: str, make: Callable[[], Run], papers: list[Paper], gold: Path | None) -> None:
    """Print set-up time, abstracts a CPU second and, for what finds entities, the agreement."""
    begin = time.process_time()
    run = make()
    ready = time.process_time()
    kept = [result for result in run(papers) if gold and isinstance(result, Extraction)]
    done = time.process_time()
    line = f"{name:20}{ready - begin:12.2f}{len(papers) / (done - ready):14.0f}"
    if gold and kept:
        found = annotations(kept)
        expected = {key: value for key, value in read_annotations(gold).items() if key in found}
        core = score(expected, found)[CORE_SCORE]
        line += f"{core.precision:12.3f}{core.recall:10.3f}{core.f1:8.3f}"
    print(line)


def main() -> None:
    """Measure one after the other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("papers", nargs="?", type=Path, default=ROOT / "examples" / "papers.jsonl")
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--cnn", type=Path, metavar="FOLDER", help="what benchmarks/cnn.py wrote")
    parser.add_argument("--gold", type=Path, help="annotations of the papers, as JSON Lines")
    options = parser.parse_args()
    papers = read(options.papers, options.count)
    makers = {"tokenizer": tokenizer, "phrase_matcher": phrase_matcher, "pipeline": pipeline}
    if options.cnn:
        makers["cnn"] = lambda: cnn(options.cnn)
    heading = f"{'':20}{'set up, s':>12}{'abstracts/s':>14}"
    if options.gold:
        heading += f"{'precision':>12}{'recall':>10}{'F1':>8}"
    print(heading)
    for name, make in makers.items():
        measure(name, make, papers, options.gold)


if __name__ == "__main__":
    main()

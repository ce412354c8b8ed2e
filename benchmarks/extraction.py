"""Abstracts a second: our pipeline beside spaCy's tokenizer and its PhraseMatcher, same texts.

python benchmarks/extraction.py [PAPERS] [COUNT]

PAPERS is any file that citekg reads; by default the bundled example, repeated.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import spacy
from spacy.matcher import PhraseMatcher

import extractors
from extractors.vocabulary import builtin_vocabulary
from schemas import Paper

ROOT = Path(__file__).parents[1]


def read(source: Path, count: int) -> list[Paper]:
    """Return `count` papers of a file, from the beginning again where it holds fewer."""
    papers = [paper for paper in extractors.read_papers(source) if isinstance(paper, Paper)]
    return list(islice(cycle(papers), count))


def tokenizer() -> Callable[[list[Paper]], Iterable[object]]:
    """Return spaCy's English tokenizer alone."""
    nlp = spacy.blank("en")
    return lambda papers: nlp.pipe(paper.text for paper in papers)


def phrase_matcher() -> Callable[[list[Paper]], Iterable[object]]:
    """Return the usual way to find a vocabulary: tokenizer and PhraseMatcher over lower case."""
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in builtin_vocabulary():
        forms = (entry.name, *entry.aliases, *entry.ambiguous_aliases)
        matcher.add(entry.name, [nlp.make_doc(form) for form in forms])

    def find(papers: list[Paper]) -> Iterator[object]:
        return (matcher(doc) for doc in nlp.pipe(paper.text for paper in papers))

    return find


def pipeline() -> Callable[[list[Paper]], Iterable[object]]:
    """Return all of citekg: vocabulary, names, senses, roles, citations, evidence."""
    nlp = extractors.load_pipeline()
    return lambda papers: extractors.extract(papers, nlp)


def main() -> None:
    """Print set-up time and abstracts a CPU second of each."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "papers.jsonl"
    papers = read(source, int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    print(f"{'':34}{'set up, s':>12}{'abstracts/s':>14}")
    for make in (tokenizer, phrase_matcher, pipeline):
        begin = time.process_time()
        run = make()
        ready = time.process_time()
        for _ in run(papers):
            pass
        rate = len(papers) / (time.process_time() - ready)
        print(f"{make.__name__:34}{ready - begin:12.2f}{rate:14.0f}")


if __name__ == "__main__":
    main()

"""The evidence layer: spans, which lie in sentences, which lie in texts.

All offsets count Unicode characters of a text, from 0, end exclusive.
"""

import hashlib
from collections.abc import Iterator

from output.rdf.syntax import INTEGER, Block, Syntax, T
from output.rdf.terms import plain
from output.rdf.view import PAPERS, View


def texts(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the texts that evidence lies in, with their digests."""
    predicates = tuple(map(spell.term, ("rdf:type", "dcterms:isPartOf", "kg:textDigest")))
    for curie in view.members(PAPERS):
        if curie in view.lengths and view.has_spans(curie):
            digest = hashlib.sha256(plain(view.text(curie)).encode()).hexdigest()
            paper = spell.mint(*view.places[curie])
            objects = [spell.term("kg:Text"), paper, spell.literal(f"sha256:{digest}")]
            yield spell.mint("text", view.places[curie][1]), predicates, objects


def sentences(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the sentences around the spans."""
    is_sentence = spell.term("doco:Sentence")
    predicates = tuple(map(spell.term, ("rdf:type", "dcterms:isPartOf"))) + _place(view, spell)

    def of_paper(curie: str) -> Iterator[tuple[str, Block[T]]]:
        text, name = view.text(curie), view.places[curie][1]
        whole = spell.mint("text", name)
        bounds = {(start, end) for _, _, start, end, _ in view.spans(curie) if start < end}
        for start, end in bounds:
            local = f"{name}.{start}-{end}"
            objects = [is_sentence, whole, *_bounds(view, spell, text, start, end)]
            yield local, (spell.mint("sentence", local), predicates, objects)

    return view.parts(view.lengths, of_paper)


def spans(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the spans: mentions and in-text citations."""
    type_, part_of = map(spell.term, ("rdf:type", "dcterms:isPartOf"))
    pointer, place = spell.term("c4o:InTextReferencePointer"), _place(view, spell)

    def of_paper(curie: str) -> Iterator[tuple[str, Block[T]]]:
        text, name = view.text(curie), view.places[curie][1]
        found: dict[tuple[int, int], tuple[dict[T, None], set[bool]]] = {}
        for start, end, sentence_start, sentence_end, is_citation in view.spans(curie):
            wholes, cites = found.setdefault((start, end), ({}, set()))
            cites.add(is_citation)
            if sentence_start < sentence_end:
                whole = spell.mint("sentence", f"{name}.{sentence_start}-{sentence_end}")
            else:
                whole = spell.mint("text", name)
            wholes[whole] = None
        for (start, end), (wholes, cites) in found.items():
            local = f"{name}.{start}-{end}"
            predicates = (*(part_of,) * len(wholes), *place)
            objects = [*wholes, *_bounds(view, spell, text, start, end)]
            if True in cites:
                predicates, objects = (type_, *predicates), [pointer, *objects]
            yield local, (spell.mint("span", local), predicates, objects)

    return view.parts(view.lengths, of_paper)


def _place(view: View, spell: Syntax[T]) -> tuple[T, ...]:
    names = ("oa:start", "oa:end", "oa:exact") if view.with_text else ("oa:start", "oa:end")
    return tuple(map(spell.term, names))


def _bounds(view: View, spell: Syntax[T], text: str, start: int, end: int) -> list[T]:
    bounds = [spell.typed(str(start), INTEGER), spell.typed(str(end), INTEGER)]
    return [*bounds, spell.literal(text[start:end])] if view.with_text else bounds

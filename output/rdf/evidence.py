"""The evidence layer: spans, which lie in sentences, which lie in texts.

All offsets count Unicode characters of a text, from 0, end exclusive.
"""

import hashlib
from collections.abc import Iterator

from output.rdf.syntax import INTEGER, Block, Properties, Syntax, T
from output.rdf.terms import plain
from output.rdf.view import PAPERS, View


def texts(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the texts that evidence lies in, with their digests."""
    for curie in view.members(PAPERS):
        if curie in view.lengths and view.spans(curie):
            digest = hashlib.sha256(plain(view.text(curie)).encode()).hexdigest()
            properties = [
                (spell.term("rdf:type"), spell.term("kg:Text")),
                (spell.term("dcterms:isPartOf"), spell.mint(*view.places[curie])),
                (spell.term("kg:textDigest"), spell.literal(f"sha256:{digest}")),
            ]
            yield spell.mint("text", view.places[curie][1]), properties


def sentences(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the sentences around the spans."""
    is_sentence = (spell.term("rdf:type"), spell.term("doco:Sentence"))
    part_of = spell.term("dcterms:isPartOf")

    def of_paper(curie: str) -> Iterator[tuple[str, Block[T]]]:
        text, name = view.text(curie), view.places[curie][1]
        part_of_text = (part_of, spell.mint("text", name))
        bounds = {span[2:4] for span in view.spans(curie) if span.has_sentence}
        for start, end in bounds:
            local = f"{name}.{start}-{end}"
            properties = [is_sentence, part_of_text]
            properties += _selection(view, spell, text, start, end)
            yield local, (spell.mint("sentence", local), properties)

    return view.parts(view.lengths, of_paper)


def spans(view: View, spell: Syntax[T]) -> Iterator[Block[T]]:
    """Yield the spans: mentions and in-text citations."""
    is_pointer = (spell.term("rdf:type"), spell.term("c4o:InTextReferencePointer"))
    part_of = spell.term("dcterms:isPartOf")

    def of_paper(curie: str) -> Iterator[tuple[str, Block[T]]]:
        text, name = view.text(curie), view.places[curie][1]
        blocks: dict[tuple[int, int], Properties[T]] = {}
        for span in view.spans(curie):
            properties = blocks.setdefault(span[:2], [])
            if span.is_citation:
                properties.insert(0, is_pointer)
            if span.has_sentence:
                local = f"{name}.{span.sentence_start}-{span.sentence_end}"
                properties.append((part_of, spell.mint("sentence", local)))
            else:
                properties.append((part_of, spell.mint("text", name)))
        for (start, end), properties in blocks.items():
            properties += _selection(view, spell, text, start, end)
            local = f"{name}.{start}-{end}"
            yield local, (spell.mint("span", local), properties)

    return view.parts(view.lengths, of_paper)


def _selection(view: View, spell: Syntax[T], text: str, start: int, end: int) -> Properties[T]:
    properties = [
        (spell.term("oa:start"), spell.typed(str(start), INTEGER)),
        (spell.term("oa:end"), spell.typed(str(end), INTEGER)),
    ]
    if view.with_text:
        properties.append((spell.term("oa:exact"), spell.literal(text[start:end])))
    return properties

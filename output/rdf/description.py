"""Describe an export in VoID and DCAT: what it holds, its layers, licence and checksum.

After Alexander, Cyganiak, Hausenblas and Zhao, "Describing Linked Datasets with the VoID
Vocabulary" (W3C 2011), and the Data Catalog Vocabulary, version 3 (W3C 2024).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from output.rdf.blocks import Export
from output.rdf.syntax import Turtle, escape
from output.rdf.terms import Layer
from output.rdf.view import PAPERS

_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "void": "http://rdfs.org/ns/void#",
}
_LICENCE: Final = "http://creativecommons.org/publicdomain/zero/1.0/"
_RIGHTS: Final = (
    "Spans and sentences quote titles and abstracts, whose rights lie with their authors and "
    "publishers; the licence covers the rest."
)
_TITLES: Final = {
    Layer.CORE: "papers, entities, cited works and repositories, and what holds of them",
    Layer.LINKS: "a node for each claim: confidence, extractors, places of evidence",
    Layer.EVIDENCE: "the texts, sentences and spans that claims rest on",
}
_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"


def describe(export: Export, file: Path, media_type: str) -> str:
    """Return the description of an export that was written to `file`, as Turtle.

    Addresses are relative to the description, which is to lie beside the file.

    Raises:
        OSError: if the file cannot be read.
    """
    spell = Turtle(export.names)
    prefixes = export.names.prefixes() | _PREFIXES
    header = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in sorted(prefixes))
    address = f"<{quote(file.name)}>"
    numbers = _numbers(export, export.layers, spell)
    blocks = [_block("<#dataset>", [*_about(export, address), *numbers])]
    blocks.append(_block("<#file>", _distribution(file, address, media_type)))
    for layer in export.layers:
        about = [("a", "void:Dataset"), ("dcterms:title", _english(_TITLES[layer]))]
        licence = _licence(with_text=layer is Layer.EVIDENCE and export.view.with_text)
        blocks.append(_block(f"<#{layer}>", [*about, *licence, *_numbers(export, (layer,), spell)]))
    return "\n".join([header, *blocks])


def _block(subject: str, properties: Iterable[tuple[str, str]]) -> str:
    body = _joined(properties, separator=" ;\n    ")
    return f"{subject} {body} .\n"


def _node(*properties: tuple[str, str]) -> str:
    return f"[ {_joined(properties, separator=' ; ')} ]"


def _joined(properties: Iterable[tuple[str, str]], separator: str) -> str:
    return separator.join(f"{name} {value}" for name, value in properties)


def _english(text: str) -> str:
    return f'"{escape(text)}"@en'


def _about(export: Export, address: str) -> Iterator[tuple[str, str]]:
    papers = export.view.members(PAPERS)
    with_text = Layer.EVIDENCE in export.layers and export.view.with_text
    used = {_namespace(iri) for counts in export.tally.properties.values() for iri in counts}
    yield "a", "void:Dataset, dcat:Dataset"
    yield "dcterms:title", _english(f"citekg graph of {len(export.view.lengths)} papers")
    yield from _licence(with_text=with_text)
    yield "void:uriSpace", f'"{export.names.base}"'
    if used:
        yield "void:vocabulary", ", ".join(f"<{namespace}>" for namespace in sorted(used))
    if papers:
        yield "void:exampleResource", "{}:{}".format(*export.view.places[papers[0]])
    yield "void:subset", ", ".join(f"<#{layer}>" for layer in export.layers)
    yield "void:dataDump", address
    yield "dcat:distribution", "<#file>"


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _licence(*, with_text: bool) -> Iterator[tuple[str, str]]:
    yield "dcterms:license", f"<{_LICENCE}>"
    if with_text:
        yield "dcterms:rights", _english(_RIGHTS)


def _numbers(export: Export, layers: Iterable[Layer], spell: Turtle) -> Iterator[tuple[str, str]]:
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    for layer in layers:
        properties += export.tally.properties[layer]
        classes += export.tally.classes[layer]
    yield "void:triples", str(properties.total())
    yield "void:classes", str(len(classes))
    yield "void:properties", str(len(properties))
    for iri in sorted(classes):
        entities = ("void:entities", str(classes[iri]))
        yield "void:classPartition", _node(("void:class", spell.iri(iri)), entities)
    for iri in sorted(properties):
        triples = ("void:triples", str(properties[iri]))
        yield "void:propertyPartition", _node(("void:property", spell.iri(iri)), triples)


def _distribution(file: Path, address: str, media_type: str) -> Iterator[tuple[str, str]]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    yield "a", "dcat:Distribution"
    yield "dcat:downloadURL", address
    yield "dcat:mediaType", f"<{_MEDIA_TYPES}{media_type}>"
    if file.suffix == ".gz":
        yield "dcat:compressFormat", f"<{_MEDIA_TYPES}application/gzip>"
    yield "dcat:byteSize", str(file.stat().st_size)
    yield (
        "spdx:checksum",
        _node(
            ("a", "spdx:Checksum"),
            ("spdx:algorithm", "spdx:checksumAlgorithm_sha256"),
            ("spdx:checksumValue", f'"{digest}"^^xsd:hexBinary'),
        ),
    )

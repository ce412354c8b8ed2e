"""Read RDF files of every format into a store."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from schemas import InputError

if TYPE_CHECKING:
    import pyoxigraph as ox

RDF_FORMATS: Final = {
    ".jsonld": "JSON_LD",
    ".nq": "N_QUADS",
    ".nt": "N_TRIPLES",
    ".rdf": "RDF_XML",
    ".trig": "TRIG",
    ".ttl": "TURTLE",
    ".xml": "RDF_XML",
}
"""File ending -> name of its format in pyoxigraph; a `.gz` after it says that it is packed."""


def rdf_format(path: Path) -> "ox.RdfFormat":
    """Return the RDF format that the ending of a file names (before `.gz`).

    Raises:
        InputError: if it names none.

    >>> rdf_format(Path("graph.nt.gz")).name
    'N-Triples'
    """
    import pyoxigraph as ox

    ending = (path.with_suffix("") if path.suffix == ".gz" else path).suffix.lower()
    if ending not in RDF_FORMATS:
        raise InputError(
            str(path),
            f"is no RDF by its name; end it in one of {' '.join(RDF_FORMATS)}, "
            "with .gz after it if it is packed",
        )
    return cast("ox.RdfFormat", getattr(ox.RdfFormat, RDF_FORMATS[ending]))


@contextmanager
def opened_rdf(path: Path) -> Iterator[IO[bytes]]:
    """Open a file to read RDF from it, and tell what is wrong with it in one line.

    Raises:
        InputError: if it cannot be read, or what the block reads is no RDF.
    """
    name = rdf_format(path).name
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            yield cast(IO[bytes], stream)
    except (OSError, EOFError) as error:
        problem = getattr(error, "strerror", None) or error
        raise InputError(
            str(path), f"cannot be read ({problem}); give the path of an RDF file"
        ) from error
    except SyntaxError as error:
        raise InputError(
            str(path), f"is no {name} ({error.msg}); make it again, or mend it there"
        ) from error


def load(store: "ox.Store", path: Path) -> dict[str, str]:
    """Load a file into the default graph and return the prefixes before its first triple.

    Named graphs are merged.

    Raises:
        InputError: if it cannot be read, or is no RDF of the format that its ending names.
    """
    import pyoxigraph as ox

    format_, base = rdf_format(path), path.absolute().as_uri()
    with opened_rdf(path) as stream:
        reader = ox.parse(stream, format=format_, base_iri=base)
        next(reader, None)
        declared = dict(reader.prefixes)
    with opened_rdf(path) as stream:
        if format_.supports_datasets:
            quads = ox.parse(stream, format=format_, base_iri=base)
            store.bulk_extend(ox.Quad(*quad.triple) for quad in quads)
        else:
            store.bulk_load(stream, format=format_, base_iri=base)
    return declared

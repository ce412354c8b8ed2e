"""The argument of the commands that read RDF."""

from pathlib import Path

from schemas import InputError


def rdf_file(source: Path) -> Path:
    """Return the RDF that `build` wrote into a folder, or the file itself.

    Raises:
        InputError: if the folder has none, or there is neither folder nor file.
    """
    file = source if source.is_file() else source / "graph.ttl"
    if not file.is_file():
        raise InputError(str(file), "no such file; make it with `citekg build SOURCE -o DIR`")
    return file

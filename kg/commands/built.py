"""The files that commands read: what `build` wrote into a folder."""

from pathlib import Path

from schemas import InputError


def built_file(folder: Path, name: str) -> Path:
    """Return a file that `build` wrote into a folder.

    Raises:
        InputError: if there is none.
    """
    file = folder / name
    if not file.is_file():
        raise InputError(str(file), "no such file; make it with `citekg build SOURCE -o DIR`")
    return file


def rdf_file(source: Path) -> Path:
    """Return the RDF that `build` wrote into a folder, or the file itself.

    Raises:
        InputError: if the folder has none, or there is neither folder nor file.
    """
    return source if source.is_file() else built_file(source, "graph.ttl")

"""Which extractors are not ours, and what tells one version of them from another."""

import hashlib
import inspect
import json
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from extractors.options import Options
from schemas import (
    CitekgError,
    Extractor,
    InputError,
    UnknownNameError,
    one_line,
    owner_of,
)

_CONFIG: Final = ".cfg"
_META: Final = "meta.json"
_CACHES: Final = ("__pycache__",)


def is_config(component: str) -> bool:
    """Tell whether a component is a configuration file that names some.

    >>> is_config("leaf.cfg"), is_config("leaf_finder")
    (True, False)
    """
    return component.endswith(_CONFIG)


def is_folder(model: str) -> bool:
    """Tell whether a spaCy pipeline is given as a folder, rather than by its package."""
    return Path(model, "config.cfg").is_file()


def model_name(model: str) -> str:
    """Return the name by which the evidence calls a spaCy pipeline: its package or folder."""
    return Path(model).resolve().name if is_folder(model) else model


def model_folder(model: str) -> Path:
    """Return the folder of a spaCy pipeline, given as a folder or an installed package.

    Raises:
        InputError: if a folder holds no pipeline.
        UnknownNameError: if there is neither.
    """
    if is_folder(model):
        return Path(model)
    spec = find_spec(model) if model.isidentifier() else None
    for place in spec.submodule_search_locations or () if spec else ():
        if Path(place, _META).is_file():
            return Path(place)
    if Path(model).is_dir():
        problem = "has no config.cfg, so it is no spaCy pipeline"
        raise InputError(model, f"{problem}; give a folder that nlp.to_disk wrote")
    installed = [point.name for point in entry_points(group="spacy_models")]
    raise UnknownNameError("folder or installed spaCy pipeline", model, installed)


def factories() -> dict[str, EntryPoint]:
    """Return the components that other distributions offer, by name."""
    points = entry_points(group="spacy_factories")
    return {point.name: point for point in points if owner_of(point) != "citekg"}


def check_names(options: Options, components: list[str]) -> None:
    """Check that the evidence can tell all extractors apart.

    Raises:
        CitekgError: if a name stands for two, or is that of one of ours.
    """
    names = Counter([*components, *map(model_name, options.spacy_models)])
    names.update({path.name for path in options.vocabularies})
    for name in sorted(names):
        if name in frozenset(Extractor):
            raise CitekgError(
                f"'{name}' is the name of an extractor of citekg; rename yours, "
                "so that the evidence can tell which found something"
            )
        if names[name] > 1:
            raise CitekgError(f"two extractors go by the name '{name}'; rename one or leave it out")


def describe_others(options: Options) -> dict[str, str]:
    """Return what each component and pipeline that is not ours is, by name.

    Raises:
        InputError: if a folder holds no pipeline.
        UnknownNameError: if there is no such pipeline.
    """
    found = {}
    map_of_labels = ", ".join(f"{label} = {kind}" for label, kind in options.labels)
    for component in options.components:
        for name, factory in _factories_in(component).items():
            point = factories().get(factory)
            origin = f" of {owner_of(point)} {_version(point)}" if point else ""
            found[name] = f"spaCy component {factory}{origin}"
    for model in options.spacy_models:
        meta = _meta(model)
        name = f"{meta.get('lang', '?')}_{meta.get('name', '?')} {meta.get('version', '?')}"
        found[model_name(model)] = f"spaCy pipeline {name}"
    return {name: f"{what}; {map_of_labels}".rstrip("; ") for name, what in found.items()}


def _meta(model: str) -> dict[str, Any]:
    try:
        return dict(json.loads((model_folder(model) / _META).read_bytes()))
    except (ValueError, TypeError) as error:
        raise InputError(model, f"its {_META} cannot be read ({one_line(error)})") from error


def others_digest(options: Options) -> str:
    """Return a digest of all that is not ours: code, data, configuration; "" without any."""
    if not options.components and not options.spacy_models:
        return ""
    whole = hashlib.sha256(json.dumps(describe_others(options)).encode())
    for component in options.components:
        for part in _parts(component):
            whole.update(hashlib.sha256(part).digest())
    for model in options.spacy_models:
        for path in _files(model_folder(model)):
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _parts(component: str) -> Iterator[bytes]:
    """Yield all that a component is made of, as far as that can be known."""
    if is_config(component):
        yield Path(component).read_bytes()
        for file in _named_files(component):
            yield file.read_bytes()
    for name in sorted({*_factories_in(component).values()}):
        if point := factories().get(name):
            yield json.dumps([point.value, _version(point)]).encode()
            for path in _files_of(point.module.partition(".")[0]):
                yield path.read_bytes()
        else:
            yield _source_of(name).encode()


def _factories_in(component: str) -> dict[str, str]:
    """Return the factory of each component that is named, alone or in a file."""
    if not is_config(component):
        return {component: component}
    from extractors.outside.components import read_components

    return {name: block["factory"] for name, block in read_components(component).items()}


def _named_files(config: str) -> Iterator[Path]:
    """Yield the files that are settings of components."""
    from extractors.outside.components import read_components

    for block in read_components(config).values():
        for value in block.values():
            if isinstance(value, str) and Path(value).is_file():
                yield Path(value)


def _version(point: EntryPoint) -> str:
    return point.dist.version if point.dist else "?"


def _files_of(module: str) -> Iterator[Path]:
    spec = find_spec(module)
    if spec and spec.submodule_search_locations:
        for place in spec.submodule_search_locations:
            yield from _files(Path(place))
    elif spec and spec.origin:
        yield Path(spec.origin)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not set(_CACHES) & set(path.relative_to(folder).parts):
            yield path


def _source_of(factory: str) -> str:
    """Return the source of a component that a running program defines; "" if it is spaCy's."""
    from extractors.outside.components import function_of

    function = function_of(factory)
    if function is None or function.__module__.partition(".")[0] == "spacy":
        return ""
    for whole in (inspect.getmodule(function), function):
        try:
            if whole:
                return inspect.getsource(whole)
        except (OSError, TypeError):
            continue
    return ""

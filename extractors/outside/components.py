"""Components of other distributions in our pipeline, each behind a listener."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, registry

from extractors.options import Options
from extractors.outside.hearing import Listener, listening
from extractors.outside.naming import factories, is_config
from schemas import (
    CitekgError,
    EntityType,
    InputError,
    UnknownNameError,
    load,
    one_line,
    owner_of,
)

_LISTENER: Final = "citekg_component"
_RESOLVER: Final = "citekg_resolver"


def check_factories() -> None:
    """Check that every component which is installed can be imported, since spaCy imports all.

    Raises:
        CitekgError: if one cannot.
    """
    for point in factories().values():
        load(point, "spaCy component")


def read_components(file: str) -> dict[str, dict[str, Any]]:
    """Return the components of a spaCy configuration file by name: factory and settings.

    Raises:
        InputError: if there is no such file, or none in it.
    """
    if not Path(file).is_file():
        raise InputError(file, "no such configuration file; give one in spaCy's format")
    try:
        found = dict(load_config(file).get("components", {}))
    except Exception as error:
        raise InputError(file, f"is no configuration of spaCy ({one_line(error)})") from error
    if not found or not all(isinstance(block.get("factory"), str) for block in found.values()):
        raise InputError(file, 'names no components; give [components.NAME] with factory = "..."')
    return found


def components_of(options: Options) -> dict[str, dict[str, Any]]:
    """Return the components that a person chose, by name, each with factory and settings."""
    found: dict[str, dict[str, Any]] = {}
    for component in options.components:
        given = read_components(component) if is_config(component) else {}
        for name, block in (given or {component: {"factory": component}}).items():
            if name in found:
                raise CitekgError(f"the component '{name}' is named twice; leave one out")
            found[name] = block
    return found


def add_components(
    nlp: Language, components: Mapping[str, Mapping[str, Any]], options: Options
) -> None:
    """Add components before the resolver, in the order given.

    Raises:
        UnknownNameError: if a factory has no such name.
        CitekgError: if a component cannot be made.
    """
    for name, block in components.items():
        settings = {key: value for key, value in block.items() if key != "factory"}
        factory = str(block["factory"])
        if not nlp.has_factory(factory):
            raise _unknown(factory)
        if name in nlp.component_names or factory.startswith("citekg_"):
            raise CitekgError(f"'{name}' is a component of citekg; leave it out")
        try:
            nlp.add_pipe(
                _LISTENER,
                name,
                before=_RESOLVER,
                config={
                    "component": factory,
                    "settings": json.dumps(settings),
                    **listening(options),
                },
            )
        except Exception as error:
            raise CitekgError(
                f"the spaCy component '{name}' cannot be made ({_reason(error)})"
            ) from error


def _unknown(factory: str) -> CitekgError:
    if point := factories().get(factory):
        return CitekgError(
            f"'{point.value}' of {owner_of(point)} registers no component '{factory}'; "
            "its @Language.factory and the entry point need the same name"
        )
    known = {*factories(), *registry.factories.get_all()}
    others = [name for name in known if not name.startswith("citekg_")]
    return UnknownNameError("spaCy component", factory, others)


@Language.factory(_LISTENER)
def make_component(
    nlp: Language, name: str, component: str, settings: str, labels: dict[str, str], score: float
) -> Listener:
    """Make a listener to a component of anybody's.

    Args:
        nlp: the pipeline.
        name: of the component, by which the evidence calls it.
        component: its factory.
        settings: those of the factory, as JSON.
        labels: label -> type.
        score: of mentions that state none.
    """
    inner: Callable[[Doc], Doc] = nlp.create_pipe(component, name, config=json.loads(settings))
    types = {label: EntityType(kind) for label, kind in labels.items()}
    given = frozenset(getattr(inner, "labels", None) or ())
    return Listener(extractor=name, run=inner, labels=types, score=score, given=given)


def function_of(factory: str) -> Callable[..., Any] | None:
    """Return the function that a running program registered as a component, if there is one."""
    if not Language.has_factory(factory):
        return None
    function: Callable[..., Any] = registry.factories.get(factory)
    if function.__module__ == Language.__module__ and function.__closure__:
        inner: Callable[..., Any] = function.__closure__[0].cell_contents
        return inner
    return function


def _reason(error: Exception) -> str:
    """Return why a component cannot be made; spaCy lists what is wrong with its settings."""
    faults = getattr(error, "errors", None)
    if isinstance(faults, list):
        return "; ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in faults)
    return one_line(error)

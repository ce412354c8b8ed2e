"""Another module that stands in the way of one of our packages."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

_PACKAGES: Final = ("schemas", "extractors", "output")


def in_the_way(root: Path) -> str | None:
    """Return what to say if Python finds a package of ours outside `root`, else None.

    >>> in_the_way(Path(__file__).parents[1])
    """
    for name in _PACKAGES:
        spec = find_spec(name)
        origin = spec.origin if spec else None
        if origin and root.resolve() not in Path(origin).resolve().parents:
            return (
                f"citekg needs its own package '{name}', but Python found {origin} first; "
                "rename that file, or start Python in another folder"
            )
    return None

"""What the modules of a folder declare: how one new thing stays one new file.

A module declares one object under the module's own name. Nobody lists the modules.
"""

import pkgutil
from functools import cache
from importlib import import_module
from typing import TypeVar, cast

T = TypeVar("T")


def declared(folder: str, kind: type[T]) -> tuple[T, ...]:
    """The objects of a kind that the modules of a package declare, in the order of their names.

    `folder` is the package's dotted name. Modules that declare nothing, or something else, are
    helpers of the others and passed over.
    """
    return tuple(one for one in _declared(folder) if isinstance(one, kind))


@cache
def _declared(folder: str) -> tuple[object, ...]:
    package = import_module(folder)
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    return tuple(
        cast("object", getattr(import_module(f"{folder}.{name}"), name, None)) for name in names
    )

"""What a package gives by name, without reading its modules before somebody asks.

In: a package, the modules that hold the names of its ``__all__``.
Out: the package's ``__getattr__`` and ``__dir__``. Never: reads a module nobody needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def late(
    package: str, modules: Sequence[str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package (PEP 562).

    Args:
        package: Its name.
        modules: Where the names of its ``__all__`` are, those first that are
            quickly read: they are asked one after the other.
    """

    def get(name: str) -> Any:  # noqa: ANN401 - whatever has that name
        public = import_module(package)
        if name in public.__all__:
            for module in modules:
                found = getattr(import_module(module), name, None)
                if found is not None:
                    # The next one who asks finds it without coming here.
                    setattr(public, name, found)
                    return found
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def names() -> list[str]:
        public = import_module(package)
        return sorted({*vars(public), *public.__all__})

    return get, names

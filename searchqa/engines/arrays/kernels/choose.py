"""Which kernel works on an index.

In: an index's arrays, what is wished. Out: a kernel.
Never: imports numpy for a process that asks once and is done sooner without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from searchqa.engines.arrays.kernels.base import AnyKernel
    from searchqa.engines.arrays.opened import Arrays

# ``once`` is for a process that answers one query; ``often`` for one that stays.
Wish: TypeAlias = Literal["often", "once", "numpy", "plain"]

_PLACE: Final = "searchqa.engines.arrays.kernels"


def choose(arrays: Arrays, wish: Wish) -> AnyKernel:
    """Return a kernel; without numpy on the machine always the plain one.

    Raises:
        ImportError: numpy was wished for by name and isn't there.
    """
    if wish == "once":
        # What a query costs is seen when it is asked.
        once: AnyKernel = import_module(f"{_PLACE}.once").OnceKernel(
            arrays, lambda: choose(arrays, "often")
        )
        return once
    if wish != "plain":
        try:
            # Late, so that numpy is imported only where it is used.
            kernel: AnyKernel = import_module(f"{_PLACE}.vector_answer").VectorKernel(arrays)
        except ImportError:
            if wish == "numpy":
                raise
        else:
            return kernel
    plain: AnyKernel = import_module(f"{_PLACE}.plain_answer").PlainKernel(arrays)
    return plain

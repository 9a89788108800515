"""See ARCHITECTURE.md."""

from typing import TYPE_CHECKING

from searchqa.exports import late

if TYPE_CHECKING:
    from searchqa.upkeep.keeper import Keeper, Schedule
    from searchqa.upkeep.once import run_once
    from searchqa.upkeep.stopping import Stopping
else:
    # Who runs once has no use for what waits.
    __getattr__, __dir__ = late(
        __name__,
        ("searchqa.upkeep.stopping", "searchqa.upkeep.once", "searchqa.upkeep.keeper"),
    )

__all__ = ["Keeper", "Schedule", "Stopping", "run_once"]

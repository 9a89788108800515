"""A process seen from outside, over time.

In: a process. Out: its memory and open files, and how both grow. Never: looks inside.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from statistics import linear_regression

_KB = 1_024


@dataclass
class Watch:
    """Samples: seconds since the start, bytes in memory, open files."""

    samples: list[tuple[float, int, int]] = field(default_factory=list)

    def look(self, pid: int, at: float) -> None:
        """Take a sample."""
        place = Path(f"/proc/{pid}")
        # Without /proc there is nothing to be said.
        with contextlib.suppress(OSError):
            lines = (place / "status").read_text(encoding="ascii").splitlines()
            memory = next(int(line.split()[1]) * _KB for line in lines if line.startswith("VmRSS"))
            self.samples.append((at, memory, sum(1 for _ in (place / "fd").iterdir())))


def grown(watch: Watch) -> str:
    """Return a sentence: from, to, and the slope after the first quarter, which warms up."""
    if len(watch.samples) < 8:
        return "memory wasn't measured"
    first, last = watch.samples[0], watch.samples[-1]
    settled = [one for one in watch.samples if one[0] >= last[0] / 4]
    slope = linear_regression([one[0] for one in settled], [one[1] for one in settled]).slope
    return (
        f"memory {first[1] / 2**20:.1f} MB at the start, {settled[0][1] / 2**20:.1f} after a "
        f"quarter, {last[1] / 2**20:.1f} at the end, {slope * 60 / _KB:+.0f} KB a minute since the "
        f"quarter; open files {first[2]}, {max(one[2] for one in watch.samples)} at most, "
        f"{last[2]} at the end"
    )

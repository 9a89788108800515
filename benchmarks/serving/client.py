"""A client that asks on time, whether the server keeps up or not.

In: a task as JSON: port, paths, rate, seconds. Out: its figures as JSON on stdout. Never:
waits for an answer before it asks again, since a slow server would then be asked less.

A process of its own: ``python -m benchmarks.serving.client TASK``. Times are counted from
the moment a request was due, so that what one answer holds up counts for those behind it.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Client:
    """Connections that are kept and used again."""

    port: int
    idle: list[_Connection] = field(default_factory=list)

    async def get(self, path: str) -> tuple[int, bytes]:
        """Return an answer's status and body, as it was sent.

        Raises:
            OSError: The connection broke.
        """
        reader, writer = await self._connection()
        head = f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept-encoding: gzip\r\n\r\n"
        writer.write(head.encode("ascii"))
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        body = await reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            writer.close()
        else:
            self.idle.append((reader, writer))
        return int(lines[0].split(" ")[1]), body

    async def _connection(self) -> _Connection:
        while self.idle:
            reader, writer = self.idle.pop()
            # A server closes what wasn't used for some seconds; a browser opens another one.
            if not reader.at_eof():
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self.port)


async def load(port: int, paths: Sequence[str], rate: float, seconds: float) -> dict[str, Any]:
    """Ask at a steady rate; return times in milliseconds and what failed."""
    client, loop, times, failed = Client(port), asyncio.get_running_loop(), [0.0] * 0, [""] * 0
    begun = loop.time() + 0.1

    async def ask(number: int) -> None:
        due = begun + number / rate
        await asyncio.sleep(due - loop.time())
        path = paths[number % len(paths)]
        try:
            status, _ = await client.get(path)
        except (OSError, EOFError) as error:
            failed.append(f"{path}: {type(error).__name__}")
            return
        times.append((loop.time() - due) * 1_000)
        if status != 200:
            failed.append(f"{path}: {status}")

    await asyncio.gather(*(ask(number) for number in range(int(rate * seconds))))
    return {"times": sorted(times), "failed": failed}


def main() -> None:
    """Do the task."""
    print(json.dumps(asyncio.run(load(**json.loads(sys.argv[1])))))


if __name__ == "__main__":
    main()

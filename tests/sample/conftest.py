"""The shipped sample, read and flattened by the project's own code, once a session."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from searchqa.flatten import Flattened, flatten
from searchqa.model import Document, Person, Problem, RawMessage, Transcript
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource


@dataclass(frozen=True)
class Sample:
    """What stands in the files, what they became, and every problem on the way."""

    folder: Path
    transcripts: dict[str, Transcript]
    flattened: dict[str, Flattened]
    problems: tuple[Problem, ...]

    @property
    def raw(self) -> list[RawMessage]:
        """Every message as it stands in the files."""
        threads = [thread for one in self.transcripts.values() for thread in one.threads]
        return [message for thread in threads for message in (thread.head, *thread.replies)]

    @property
    def documents(self) -> list[Document]:
        """Every message as it is indexed."""
        return [document for one in self.flattened.values() for document in one.documents]

    def threads(self) -> dict[str, list[Document]]:
        """Every thread's messages by the thread's id."""
        out: dict[str, list[Document]] = {}
        for document in self.documents:
            out.setdefault(document.thread, []).append(document)
        return out


@pytest.fixture(scope="session")
def sample() -> Sample:
    folder = Path(str(files("searchqa"))) / "sample"
    source = FolderSource(folder, "sample")
    problems: list[Problem] = []

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        if entry is None:
            return None
        found, odd = read_person(source.read(entry.path), entry.path)
        problems.extend(odd)
        return found

    transcripts, flattened = {}, {}
    for entry in source.transcripts():
        transcript, odd = read_transcript(source.read(entry.path), entry.path)
        made = flatten(transcript, person)
        problems.extend((*odd, *made.problems))
        transcripts[transcript.id] = transcript
        flattened[transcript.id] = made
    problems.extend(source.notices())
    return Sample(folder, transcripts, flattened, tuple(problems))

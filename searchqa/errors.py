"""What can go wrong, as one family of errors.

In: nothing. Out: exceptions that carry what happened and what to do about it.
Never: prints, exits, or knows who will show the message.
"""

from __future__ import annotations


class SearchqaError(Exception):
    """Something a person has to know about, in two lines.

    Attributes:
        message: What is wrong, one sentence without a traceback's vocabulary.
        hint: What to do about it (a command where there is one), or "".
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SourceError(SearchqaError):
    """A source of transcripts can't be listed or read."""


class ReadError(SearchqaError):
    """One file can't be read as what it should be; carries its place.

    Attributes:
        file: The file's name inside its source.
        line: Line number from 1, or None when the whole file is meant.
    """

    def __init__(self, file: str, line: int | None, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.file = file
        self.line = line


class NoTranscriptError(ReadError):
    """A file that is in order and holds no questions: a page beside the transcripts."""


class WriteError(SearchqaError):
    """Something read can't be written down in another form; carries where it came from.

    Attributes:
        file: The file's name inside its source.
        line: Line number from 1, or None when the whole file is meant.
    """

    def __init__(self, file: str, line: int | None, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.file = file
        self.line = line


class ConfigError(SearchqaError):
    """The configuration file, an environment variable or an option is wrong."""


class QueryError(SearchqaError):
    """A query that the strict parser refuses; the lenient one never raises it.

    Attributes:
        position: Offset in code points where the trouble begins.
    """

    def __init__(self, message: str, hint: str = "", position: int = 0) -> None:
        super().__init__(message, hint)
        self.position = position


class BrokenIndexError(SearchqaError):
    """The base of everything that is wrong with a built index."""


class IndexMissingError(BrokenIndexError):
    """There is no index where one was expected."""


class IndexForeignError(BrokenIndexError):
    """The folder holds something, but no index of ours."""


class IndexFormatError(BrokenIndexError):
    """The index was written in another format version or with another analyzer."""


class IndexDamagedError(BrokenIndexError):
    """Files of the index are absent or differ from what the manifest says."""


class IndexLockedError(BrokenIndexError):
    """Another process is writing; the message names it."""


class NotFoundError(SearchqaError):
    """A thread, message, book or facet field that isn't there.

    Attributes:
        near: What was probably meant, as it would be asked for, or ""; the hint
            says it with a command, which helps only who has a terminal.
    """

    def __init__(self, message: str, hint: str = "", near: str = "") -> None:
        super().__init__(message, hint)
        self.near = near

"""What can go wrong with the user's input, as one tree.

::

    WorkbenchError                 one line: "where: what; what to do"
    ├── InputError                 unusable input: a file, a tag, a name
    │   ├── UnreadableFile         not text, damaged, or no reader knows it
    │   ├── NoTurns                read, but nothing in it is a turn
    │   └── UnknownLanguage        no BCP 47 tag, or none could be told
    ├── Conflict                   would overwrite or duplicate something kept
    └── NotFound                   a transcript or alignment that is not there

Every error carries its three parts, so that the command line prints one line
and the dashboard can show them apart. A *finding* (something wrong in the texts) is a value,
never an exception: see :class:`workbench.model.Finding`.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Base of all errors a user can cause; reads ``where: what; remedy``."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        """Take the place, the fault and the way out, each one line or less."""
        super().__init__(where, what, remedy)
        self.where = where
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the one line that a user sees."""
        return " ".join(f"{self.where}: {self.what}; {self.remedy}".split())


class InputError(WorkbenchError):
    """Input that cannot be used as it is."""


class UnreadableFile(InputError):
    """A file that is empty, binary, damaged, or of a format nothing here reads."""


class NoTurns(InputError):
    """A page that was read but holds nothing that looks like a turn."""


class UnknownLanguage(InputError):
    """A tag that names no language, or a text whose language cannot be told."""


class Conflict(WorkbenchError):
    """An action that would overwrite or duplicate something that is kept."""


class NotFound(WorkbenchError):
    """A transcript, edition or alignment that does not exist."""

"""An edition without a published page, as a file: what ``import`` keeps under ``corpora/``.

::

    {"workbench": "edition", "language": "en-GB", "title": "…", "date": "2017-07-07T22:24:00", "listed": []}
    {"turn": "question", "label": "Question"}
    {"text": "A sentence."}
    {"text": "Another, with which a paragraph begins.", "paragraph": true}

JSON lines in UTF-8, always the same bytes for the same edition; it holds everything but the reader's notes.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime
from typing import Any

from workbench.errors import UnreadableFile
from workbench.language import canonical
from workbench.model import Edition, Provenance, Role, Segment, Turn

_HEAD = b'{"workbench": "edition"'
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def is_edition_file(data: bytes) -> bool:
    """Tell whether bytes are such a file."""
    return data.startswith(_HEAD)


def edition_bytes(edition: Edition) -> bytes:
    """Return an edition as a file's bytes."""
    head: dict[str, Any] = {"workbench": "edition", "language": edition.language, "title": edition.title}
    head |= {"date": edition.date.isoformat() if edition.date else None, "listed": list(edition.listed)}
    head |= {"notes": list(edition.notes)} if edition.notes else {}
    lines = [head]
    for turn in edition.turns:
        lines.append({"turn": str(turn.role), "label": turn.label})
        breaks = set(turn.paragraphs)
        for i in turn.segments:
            line: dict[str, Any] = {"text": edition.segments[i].text}
            lines.append(line | {"paragraph": True} if i in breaks else line)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", text).encode()


def parse_edition(data: bytes, *, where: str) -> Edition:
    """Return the edition that :func:`edition_bytes` wrote; raises UnreadableFile with the line that is none."""
    segments: list[Segment] = []
    turns: list[tuple[Role, str, int, list[int]]] = []
    head: dict[str, Any] = {}
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
            if number == 1:
                head = value | {"date": _date(value.get("date"))}
            elif "turn" in value:
                turns.append((Role(value["turn"]), str(value.get("label", "")), len(segments), []))
            else:
                if value.get("paragraph"):
                    turns[-1][3].append(len(segments))
                segments.append(Segment(len(segments), str(value["text"])))
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            raise UnreadableFile(
                f"{where}:{number}", "this line is of no edition", "import the corpus anew: workbench import"
            ) from None
    ends = [start for _, _, start, _ in turns[1:]] + [len(segments)]
    return Edition(
        canonical(str(head.get("language", "")), where=where),
        tuple(
            Turn(k, role, label, start, end, tuple(breaks))
            for k, ((role, label, start, breaks), end) in enumerate(zip(turns, ends, strict=True))
        ),
        tuple(segments),
        str(head.get("title", "")),
        head["date"],
        tuple(map(str, head.get("listed", ()))),
        Provenance(where, hashlib.sha256(data).hexdigest(), "utf-8", "edition"),
        notes=tuple(map(str, head.get("notes", ()))),
    )


def _date(text: str | None) -> datetime | date | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)

"""Moses: files of the same number of lines, each named by its language (``corpus.de-en.de``).

Two languages, or several in line; or several pairs of one source where ``.ids`` files tell which lines are one row.
"""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename

from workbench.errors import InputError, UnreadableFile
from workbench.imports.facts import found_row
from workbench.imports.rows import Found, FoundCorpus
from workbench.interchange import Unit
from workbench.language import canonical, is_tag

Source = tuple[str, bytes]


def read_moses(files: Sequence[Source]) -> FoundCorpus:
    """Return a row a line; raises InputError where files that belong together differ in their number of lines."""
    stems: dict[str, dict[str, list[str]]] = {}
    for where, data in files:
        stem, _, suffix = basename(where.replace("\\", "/")).rpartition(".")
        if suffix in {"ids", "scores"} or is_tag(suffix):
            stems.setdefault(stem, {})[suffix] = _lines(data, where)
    pairs = {stem: found for stem, found in stems.items() if len(set(found) - {"ids", "scores"}) >= 2}
    if not pairs:
        names = ", ".join(name for name, _ in files[:4])
        raise InputError(names, "no two files of one name in two languages", "name them as corpus.de and corpus.en")
    if len(pairs) > 1 and any("ids" not in found for found in pairs.values()):
        raise InputError(", ".join(pairs), "several pairs without .ids", "import one pair, or give the .ids files too")
    rows: list[Found] = []
    pivot = None
    languages: dict[str, None] = {}
    for stem, found in pairs.items():
        tags = [suffix for suffix in found if suffix not in {"ids", "scores"}]
        if any(len(lines) != len(found[tags[0]]) for lines in found.values()):
            counts = ", ".join(f"{suffix}: {len(lines)}" for suffix, lines in found.items())
            raise InputError(stem, f"files of different length ({counts})", "give files with the same number of lines")
        tags.sort(key=lambda tag: (stem.rfind(tag) < 0, stem.rfind("." + tag) < 0, stem.rfind("-" + tag)))
        pivot = pivot or canonical(tags[0])
        languages |= dict.fromkeys(map(canonical, tags))
        rows += _rows(stem, tags, found)
    return FoundCorpus(rows, tuple(languages), pivot=pivot)


def _lines(data: bytes, where: str) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(where, "not UTF-8", "save it as UTF-8") from None
    return text.removesuffix("\n").replace("\r\n", "\n").split("\n") if text else []


def _rows(stem: str, tags: Sequence[str], found: dict[str, list[str]]) -> list[Found]:
    languages = [canonical(tag) for tag in tags]
    ids, scores = found.get("ids"), found.get("scores")
    rows = []
    for number, texts in enumerate(zip(*(found[tag] for tag in tags), strict=True)):
        where = f"{stem}:{number + 1}"
        about = ids[number].split("\t") if ids else []
        facts: dict[str, str] = {}
        places: list[int | None] = [None] * len(tags)
        if len(about) == 4:
            facts = {
                "transcript": basename(about[0]).removesuffix(".gz").removesuffix(".xml"),
                "key": f"{about[0]} {about[2]}",
            }
            facts["level"] = "turn" if about[2].startswith("u") else "segment"
            places = [_first(about[2]), _first(about[3])]
        if scores and _share(scores[number]):
            facts["confidence"] = scores[number]
            if len(tags) == 2:
                facts["pairs"] = f"{languages[0]}|{languages[1]}={scores[number]}"
        cells = {
            language: (Unit(text, place),) if text.strip() else ()
            for language, text, place in zip(languages, texts, places, strict=True)
        }
        rows.append(found_row(cells, facts, where=where))
    return rows


def _first(ids: str) -> int | None:
    """Return the first number of ``s31 s32``."""
    first = ids.split(maxsplit=1)[0].lstrip("su") if ids.split() else ""
    return int(first) if first.isdecimal() else None


def _share(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False

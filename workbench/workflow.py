"""The use cases: add, align, load, export, status, search, evaluate.

The command line and the dashboard call these and nothing below them. Each
takes the root folder, which holds ``corpora/`` and ``alignments/``.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import adding, confirmed, derived, learning, reviewing, store
from workbench.adding import AddOptions, Person, Source, add_each, declared_by_name, explain, people, preview
from workbench.align.coverage import LEAST, coverage
from workbench.concordance import Hit, compile_query, concordance
from workbench.errors import Conflict, InputError, NotFound, WorkbenchError
from workbench.evaluate import Answer, Evaluation, evaluate
from workbench.exchange import Exported, corpus_of, exported, format_named, import_files, save
from workbench.language import canonical
from workbench.model import (
    AlignedTranscript,
    Alignment,
    Edition,
    Level,
    Provenance,
    Role,
    Row,
    Score,
    Segment,
    Status,
    Transcript,
    Turn,
)
from workbench.readers import Overrules, Reading, TurnReading
from workbench.readers.decode import decode
from workbench.readers.labels import label_kind
from workbench.readers.links import read_answers
from workbench.shelf import DOUBTFUL, PIVOT, TranscriptStatus, role_counts, status
from workbench.warming import MODULES, rehearse, warm
from workbench.writers import FORMATS, Corpus, Report, Selection

if TYPE_CHECKING:
    from workbench.counterparts import Counterparts

__all__ = [
    "DOUBTFUL", "FORMATS", "PIVOT", "AddOptions", "Exported", "Overrules", "Person", "Progress", "Reading",
    "Selection", "Source", "Sources", "TranscriptStatus", "TurnReading", "add", "add_each", "align", "align_files",
    "count_doubtful", "counterparts", "declared_by_name", "evaluate_files", "evaluate_rows", "explain", "export",
    "import_files", "imported", "label_kind", "likeness", "load", "load_base", "load_stale", "people",
    "prepare_judging", "preview", "read_source", "read_sources", "role_counts",
    "root_folder", "rows_of", "save", "search", "status", "strangers", "transcript_names",
]  # fmt: skip

EVERYTHING = Selection()
"""All segment rows in all languages."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the aligner may know of words: the shipped lexicon, memory of earlier alignments, a user's dictionary."""

    lexicon: bool = True
    memory: bool = True
    dictionary: Path | None = None


SHIPPED = Sources()


def root_folder(given: str | None = None) -> Path:
    """Return the root folder: the one given, else WORKBENCH_ROOT, else the current folder."""
    return Path(given or os.environ.get("WORKBENCH_ROOT") or ".")


def add(  # noqa: PLR0913 — the root, the transcript, its files, and three options
    root: Path,
    name: str,
    files: Sequence[Source],
    *,
    language: str | None = None,
    replace: bool = False,
    options: AddOptions | None = None,
) -> list[Edition]:
    """Read each file as one edition of a transcript and store all of them, or none; see :func:`workbench.adding.add`.

    ``options`` says more than ``language`` and ``replace`` and stands for them where given.
    """
    return adding.add(root, name, files, options=options or AddOptions(language=language, replace=replace))


def align(  # noqa: PLR0913 — the command's options
    root: Path,
    name: str,
    *,
    pivot: str | None = None,
    sources: Sources = SHIPPED,
    anew: bool = False,
    progress: Progress | None = None,
) -> AlignedTranscript:
    """Align all editions of a transcript around the rows that people have confirmed, and store the result.

    Where editions have joined an aligned transcript, or one has changed, only these are aligned, with the others,
    whose rows stay; ``anew`` aligns everything again. ``pivot`` is the language whose order the rows take;
    ``sources`` says what is known of words. ``progress`` is told the share done (0..1) and what is being done.
    Raises InputError for a single edition or an unknown pivot.
    """
    from workbench.align.around import align_around, align_more  # noqa: PLC0415 — compiled kernels, slow to import
    from workbench.align.bilingual import Options  # noqa: PLC0415

    transcript = store.load_transcript(root, name)
    if len(transcript.editions) < 2:
        raise InputError(name, "only one edition", f"add another: workbench add {name} FILE")
    pivot = _pivot(transcript, pivot)
    transcript = derived.pivot_first(transcript, pivot)
    kept, fixed, fixed_turns = _staying(root, transcript, anew=anew)
    known = learning.knowledge(
        root, transcript.languages, apart_from=name, memory=sources.memory, dictionary=sources.dictionary
    )
    options = Options(lexicon=sources.lexicon, knowledge=known)
    warm(progress)
    if kept:
        before = kept.turns, kept.segments
        turns, segments = align_more(transcript.editions, before, fixed, options=options, progress=progress)
    else:
        turns, segments = align_around(
            transcript.editions, fixed, turns=fixed_turns, pivot=pivot, options=options, progress=progress
        )
    aligned = AlignedTranscript(transcript, turns, segments, pivot)
    derived.save_alignment(root, aligned, doubtful=DOUBTFUL)
    if sources.memory:
        learning.learn(root, aligned)
    return reviewing.over(root, aligned).now.aligned


def _staying(
    root: Path, transcript: Transcript, *, anew: bool
) -> tuple[AlignedTranscript | None, dict[confirmed.Cells, float], tuple[confirmed.Cells, ...]]:
    """Return the alignment whose rows stay, if any, and the segment and turn rows that people have confirmed."""
    kept = None if anew else derived.load_kept(root, transcript)
    fixed = confirmed.fixed_rows(root, kept.transcript if kept else transcript)
    if kept and not {row.cells for row in kept.turns.rows}.issuperset(fixed[1]):
        kept = None  # what stands inside turns that a person has put together has to be found anew
        fixed = confirmed.fixed_rows(root, transcript)
    return kept, *fixed


def _pivot(transcript: Transcript, asked: str | None) -> str:
    if asked is None:
        return PIVOT if PIVOT in transcript.languages else transcript.languages[0]
    tag = canonical(asked, where="--pivot")
    if tag not in transcript.languages:
        raise InputError(
            "--pivot",
            f"{transcript.name} has no edition in {tag}",
            f"choose of {', '.join(transcript.languages)}",
        )
    return tag


def load(root: Path, name: str) -> AlignedTranscript:
    """Return an aligned transcript with what people decided of it.

    NotFound where it is not aligned, or the editions have changed since.
    """
    review = reviewing.load(root, name)
    if review is None:
        raise NotFound(name, "not aligned yet, or its editions have changed", f"align it: workbench align {name}")
    return review.now.aligned


def load_base(root: Path, name: str) -> AlignedTranscript:
    """Return an aligned transcript as the aligner left it; NotFound as :func:`load`."""
    return _found(derived.load_alignment(root, store.load_transcript(root, name)), name)


def load_stale(root: Path, name: str) -> AlignedTranscript:
    """Return an alignment of editions that have changed since, by the texts it was made of, to be read only."""
    return _found(derived.load_stale(root, store.check_name(name)), name)


def _found(aligned: AlignedTranscript | None, name: str) -> AlignedTranscript:
    if aligned is None:
        raise NotFound(name, "not aligned yet, or its editions have changed", f"align it: workbench align {name}")
    return aligned


def export(  # noqa: PLR0913 — the command's options
    root: Path,
    name: str | Sequence[str],
    *,
    format: str,  # noqa: A002 — the option's name in the contract
    selection: Selection = EVERYTHING,
    package: bool = False,
    progress: Progress | None = None,
) -> Exported:
    """Return what is selected of an aligned transcript, or of several, in a format, in pieces.

    ``package`` adds statistics, a citation file and a manifest. ``progress`` is told of each transcript.
    Raises InputError for an unknown format or language, or a confidence outside 0..1.
    """
    chosen = format_named(format)
    names = [name] if isinstance(name, str) else list(dict.fromkeys(name))
    corpus = corpus_of(root, names, selection, lambda one: load(root, one), progress=progress)
    return exported(corpus, chosen, package=package)


def imported(root: Path, name: str) -> bool:
    """Tell whether the stored alignment of a transcript was imported, and not made by the aligner."""
    found = derived.stamp(root, name)
    return found is not None and found.imported


def align_files(
    root: Path, paths: Sequence[Path], *, sources: Sources = SHIPPED, progress: Progress | None = None
) -> AlignedTranscript:
    """Align plain files, one segment a line, language from each name's stem (``de.txt``); nothing is stored.

    ``sources`` says what is known of words: memory is that of the transcripts under the root.

    Line numbers are the segments' indices, so empty lines count. Raises
    InputError for fewer than two files, a stem that is no language, one language twice or an empty file.
    """
    from workbench.align.bilingual import Options  # noqa: PLC0415
    from workbench.align.joint import align_texts  # noqa: PLC0415

    if len(paths) < 2:
        raise InputError("align-files", "one file only", "name two or more")
    editions: dict[str, Edition] = {}
    for path in paths:
        lines = store.read_lines(path)
        language = canonical(path.name.split(".")[0], where=str(path))
        if language in editions:
            raise Conflict(str(path), f"a second file in {language}", "name each file by its language, such as de.txt")
        if not any(line.strip() for line in lines):
            raise InputError(str(path), "the file is empty", "write one segment a line")
        editions[language] = _plain_edition(language, lines, str(path))
    texts = [[s.text for s in edition.segments] for edition in editions.values()]
    known = learning.knowledge(root, editions, memory=sources.memory, dictionary=sources.dictionary)
    options = Options(lexicon=sources.lexicon, knowledge=known)
    warm(progress)
    segments = align_texts(texts, languages=list(editions), options=options)
    if progress:
        progress(1.0, "segments")
    transcript = Transcript("files", tuple(editions.values()))
    return AlignedTranscript(transcript, _one_turn_row(transcript), segments, next(iter(editions)))


def _plain_edition(language: str, lines: Sequence[str], where: str) -> Edition:
    segments = tuple(Segment(i, " ".join(line.split())) for i, line in enumerate(lines))
    turn = Turn(0, Role.STATEMENT, "", 0, len(segments))
    return Edition(language, (turn,), segments, provenance=Provenance(where, "", "utf-8", "lines"))


def _one_turn_row(transcript: Transcript) -> Alignment:
    cells = tuple((0,) for _ in transcript.editions)
    return Alignment(transcript.languages, tuple(1 for _ in cells), Level.TURN, (Row(cells, Score(1.0)),))


def rows_of(aligned: AlignedTranscript, *, name: str) -> Exported:
    """Return the segment rows of an alignment as JSON lines, under a transcript name of one's own."""
    jsonl = FORMATS[0]
    report = Report()
    named = dataclasses.replace(aligned, transcript=dataclasses.replace(aligned.transcript, name=name))
    return Exported(jsonl.pieces(Corpus.of(named, Selection(metadata=False)), report), jsonl, report, name=name)


def read_sources(paths: Sequence[Path]) -> list[Source]:
    """Return the files that a user names; of a folder, each file in it that may be an edition."""
    return [source for path in paths for source in store.sources_in(path)]


def read_source(path: Path) -> bytes:
    """Return the bytes of a file that a user names; raises NotFound or UnreadableFile."""
    return store.read_bytes(path)


def transcript_names(root: Path) -> list[str]:
    """Return the names of the transcripts under the root."""
    return store.transcript_names(root)


def count_doubtful(aligned: AlignedTranscript) -> int:
    """Return how many segment rows are below the confidence that needs no look."""
    rows = aligned.segments.rows
    return sum(row.score.confidence < DOUBTFUL and row.status is Status.AUTO for row in rows)


def strangers(aligned: AlignedTranscript) -> list[str]:
    """Return the languages of editions that hardly correspond to any other: their rows cannot be believed."""
    shares = coverage(aligned.segments)
    return [language for language, share in zip(aligned.segments.languages, shares, strict=True) if share < LEAST]


def evaluate_files(system: Path, gold: Path) -> dict[str, Evaluation]:
    """Return the evaluation of an alignment file against a gold one, by the levels that both have.

    Formats: JSON-lines rows, a hunalign ladder, ``[0,1]:[2]`` lines, a JSON gold file. Raises InputError
    where a file is none of them, or the two have no level or no language pair in common.
    """
    answers, golds = (
        read_answers(decode(store.read_bytes(path), where=str(path))[0], where=str(path)) for path in (system, gold)
    )
    levels = [level for level in golds if level in answers]
    if not levels:
        raise InputError(
            str(system),
            f"it has {'/'.join(answers)} rows, the gold {'/'.join(golds)} rows",
            "export the same level",
        )
    return {level: evaluate(answers[level], golds[level], where=str(system)) for level in levels}


def evaluate_rows(alignment: Alignment, gold: Answer) -> Evaluation:
    """Return the evaluation of an alignment against gold."""
    rows = tuple(dict(zip(alignment.languages, row.cells, strict=True)) for row in alignment.rows)
    return evaluate(Answer(alignment.languages, rows), gold)


def search(root: Path, pattern: str, *, regex: bool = False, language: str | None = None) -> Iterator[Hit]:
    """Yield the hits of a pattern in all aligned transcripts, with what stands beside them.

    Case is ignored. Raises InputError for an invalid regular expression or language tag, and what the first transcript
    that cannot be read raises, after the hits in all others.
    """
    query = compile_query(pattern, regex=regex)
    tag = canonical(language, where="--language") if language else None
    trouble: WorkbenchError | None = None
    for name in store.transcript_names(root):
        try:
            review = reviewing.load(root, name)
        except WorkbenchError as error:
            trouble = trouble or error
            continue
        if review is not None:
            yield from concordance(review.now.aligned, query, language=tag)
    if trouble:
        raise trouble


def prepare_judging(languages: Iterable[str]) -> None:
    """Load what corrected rows are judged and aligned by, so that nobody waits for it at their first correction."""
    from workbench.align import compiled  # noqa: PLC0415 — compiled kernels, slow to import
    from workbench.align.judging import prepare  # noqa: PLC0415

    prepare(languages)
    if not compiled.cold(MODULES):
        rehearse()


def likeness(aligned: AlignedTranscript, left: str, right: str) -> list[tuple[int, int, float]]:
    """Return which segments of two editions are alike: see :func:`workbench.align.likeness.likeness`."""
    from workbench.align import likeness as module  # noqa: PLC0415 — compiled kernels, slow to import

    return module.likeness(aligned, left, right)


def counterparts(root: Path, aligned: AlignedTranscript) -> Counterparts:
    """Return which words of a transcript's editions say the same, by lexicon and what alignments have taught."""
    from workbench import counterparts as module  # noqa: PLC0415 — compiled kernels, slow to import

    editions = aligned.transcript.editions
    memories = derived.load_memories(root, apart_from="")
    texts = [[segment.text for segment in edition.segments] for edition in editions]
    return module.counterparts(texts, aligned.transcript.languages, memories)

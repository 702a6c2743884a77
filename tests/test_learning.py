"""What alignments teach: kept, used for others, never for the transcript itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small import edition

from workbench import derived, learning, store, workflow
from workbench.align.bilingual import Options, align_pair
from workbench.align.joint import align_texts
from workbench.align.knowledge import Knowledge, learned_from
from workbench.model import Role, Score, Status
from workbench.workflow import Sources

ENGLISH = ["The harbour opens today.", "The ferry is late.", "The harbour is closed."]
MADE_UP = ["Zor blimpa tarkos ven.", "Zor quindle sar mep.", "Zor blimpa sar dulm."]


def test_what_is_learned_serves_the_next_text() -> None:
    """Words of a language nobody knows, learned from one text that a person confirmed, align the next one right."""
    made = align_texts([ENGLISH, MADE_UP], languages=["en", "tlh"])
    confirmed = replace(made, rows=tuple(replace(row, status=Status.ACCEPTED) for row in made.rows))
    taught = learned_from([ENGLISH, MADE_UP], confirmed)
    memory = taught["en", "tlh"]
    assert ("harbour", "blim") in zip(memory.left, memory.right, strict=True)
    known = Options(knowledge=Knowledge(memories=taught))
    found = align_pair(["The harbour.", "Nobody came."], ["Blimpa.", "Oxt."], languages=("en", "tlh"), options=known)
    assert (found.beads[0].left, found.beads[0].right) == ((0,), (0,))


def test_knowledge_is_the_same_both_ways() -> None:
    """A pair of languages may be asked for in either order."""
    known = Knowledge(words={("de", "en"): (("Hafen", "harbour"),)})
    assert known.word_pairs("en-GB", "de-DE") == (("harbour", "Hafen"),)
    assert known.word_pairs("de", "en") == (("Hafen", "harbour"),)
    assert known.word_pairs("fr", "en") == ()


def test_a_flagged_row_teaches_nothing_and_a_confirmed_one_most() -> None:
    """Counts follow what a person said of the row."""
    alignment = align_texts([ENGLISH, MADE_UP], languages=["en", "tlh"])

    def total(status: Status) -> float:
        rows = tuple(replace(row, status=status, pairs={}, score=Score(0.95)) for row in alignment.rows)
        return float(sum(learned_from([ENGLISH, MADE_UP], replace(alignment, rows=rows))["en", "tlh"].count))

    assert total(Status.FLAGGED) == 0.0
    assert total(Status.ACCEPTED) > total(Status.AUTO)


def test_a_transcript_never_confirms_itself(bundled: Path) -> None:
    """Its own memory is left out; aligning it again gives the same."""
    alone = derived.load_memories(bundled, apart_from="river-panel")
    assert alone
    before = derived.load_alignment(bundled, store.load_transcript(bundled, "river-panel"))
    again = workflow.align(bundled, "river-panel")
    assert before is not None
    assert again.segments == before.segments


def test_without_memory_nothing_is_kept_or_used(root: Path, page: str) -> None:
    """With memory off, results depend on the inputs alone, and no file is left."""
    workflow.add(root, "x", [("en-GB.txt", page.encode()), ("de-DE.txt", page.encode())])
    workflow.align(root, "x", sources=Sources(memory=False))
    assert not (root / "alignments/memory").exists()
    assert not learning.knowledge(root, ["de", "en"], memory=False).memories


def test_a_damaged_memory_counts_as_none(root: Path) -> None:
    """A memory that cannot be read is left out."""
    path = derived.memory_path(root, "x")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"nonsense")
    assert derived.load_memories(root, apart_from="y") == {}


def test_one_edition_teaches_no_pair() -> None:
    """Two editions in one language teach nothing about translation."""
    same = edition("en-GB", (Role.ANSWER, "A", ENGLISH))
    texts = [[s.text for s in same.segments]] * 2
    assert learned_from(texts, align_texts(texts, languages=["en-GB", "en-US"])) == {}

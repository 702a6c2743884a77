"""Sentence alignment of two texts without any but the texts and a small lexicon.

Expectation-maximisation over monotone segmentations of the pair into beads, forward-backward for
posteriors. The model unites length (Gale & Church 1993), a lexicon learned from the pair
itself (Brown et al. 1993; Moore 2002; Varga et al. 2005), word order (Dyer et al. 2013), boundaries, and an affine gap
for whole passages without counterpart; the scale of Thompson & Koehn (2019) is met by pruning the lattice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from workbench.align import confidence, dictionary, features, lexicon, paths, search, sections
from workbench.align.counting import Entries
from workbench.align.features import Weights
from workbench.align.kernels import MOVES, NULLS, Floats, Ints
from workbench.align.knowledge import NOTHING, Knowledge
from workbench.align.memory import Memory, recalled, remember
from workbench.align.mending import Found, mended
from workbench.align.prepare import Side, excerpt, prepare
from workbench.model import Score
from workbench.text import primary


@dataclass(frozen=True, slots=True)
class Options:
    """How to align.

    ``lexicon``: use the shipped lexicon and CLDR names. ``dictionary``: the user's own entries, a word or term of the
    left language and one of the right. ``memory``: what earlier alignments of the two languages taught.
    ``knowledge``: the same for any pair of languages, for calls that align several.
    ``passes``: rounds of EM at most; they end when the likelihood gains less than the share ``enough``.
    """

    lexicon: bool = True
    dictionary: tuple[tuple[str, str], ...] = ()
    memory: Memory = field(default_factory=Memory)
    knowledge: Knowledge = NOTHING
    passes: int = 5
    enough: float = 0.02
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Bead:
    """Segments that say the same thing, the left's and the right's, ascending.

    Mostly consecutive ones; what stands between them without belonging to them is a bead of its own. ``posterior``
    is the model's probability, ``confidence`` the calibrated one.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    posterior: float
    confidence: float
    score: Score


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """The probability ``p`` that segments ``left`` and ``right`` stand in one bead, where above .01."""

    left: Ints
    right: Ints
    p: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Bitext:
    """An aligned pair: its beads in order, sparse link posteriors, each segment's of being alone, what was learned."""

    beads: tuple[Bead, ...]
    links: Links
    left_null: Floats
    right_null: Floats
    learned: Memory = field(default_factory=Memory)


def align_pair(
    left: Sequence[str], right: Sequence[str], *, languages: tuple[str, str], options: Options = Options()
) -> Bitext:
    """Return the alignment of two sequences of segments in two languages (BCP 47)."""
    return align_blocks([(left, right)], languages=languages, options=options)[0]


def align_blocks(
    blocks: Sequence[tuple[Sequence[str], Sequence[str]]],
    *,
    languages: tuple[str, str],
    options: Options = Options(),
) -> list[Bitext]:
    """Return the alignments of the blocks of one document pair.

    Models are learned over all blocks together; beads stay inside their block. Either side of a block
    may be empty.
    """
    texts = tuple(s for a, _ in blocks for s in a), tuple(s for _, b in blocks for s in b)
    if not texts[0] or not texts[1]:
        return [_one_sided(*map(len, block)) for block in blocks]
    sides = prepare(texts[0], languages[0]), prepare(texts[1], languages[1])
    ends = np.cumsum([(len(a), len(b)) for a, b in blocks], axis=0).reshape(-1, 2)
    starts = np.vstack([np.zeros((1, 2), np.int64), ends[:-1]])
    spans = np.column_stack([starts[:, 0], ends[:, 0], starts[:, 1], ends[:, 1]]).astype(np.int64)
    if sides[0].size + sides[1].size > 2 * sections.LIMIT:
        return _by_sections(sides, spans, options)
    made = estimate(sides, spans, options)
    return _cut(made, sides, spans, remember(*sides, made.words.entries, made.words.count))


def _by_sections(sides: tuple[Side, Side], spans: Ints, options: Options) -> list[Bitext]:
    """Return the alignments of long texts, cut into sections where they surely correspond.

    Each section is aligned on its own with what the ones before it taught, so that time and memory grow
    with the length only.
    """
    left, right = sides
    pieces, owners = sections.cut(sides, spans, _known(sides, options))
    parts: list[list[Bitext]] = [[] for _ in spans]
    learned = _remembered(sides, options)
    for chosen in sections.groups(pieces):
        a, _, c, _ = pieces[chosen[0]].tolist()
        _, b, _, d = pieces[chosen[-1]].tolist()
        some = excerpt(left, a, b), excerpt(right, c, d)
        offset = np.array([a, a, c, c])
        if b == a or d == c:
            made = [_one_sided(*(piece[1::2] - piece[::2]).tolist()) for piece in pieces[chosen]]
        else:
            known = estimate(some, pieces[chosen] - offset, replace(options, memory=learned))
            learned = learned.plus(remember(*some, known.words.entries, known.words.count))
            made = _cut(known, some, pieces[chosen] - offset, learned)
        for k, bitext in zip(chosen.tolist(), made, strict=True):
            parts[owners[k]].append(bitext)
    return [_joined(part, learned) for part in parts]


def _joined(parts: list[Bitext], learned: Memory) -> Bitext:
    """Return the alignments of consecutive pieces as one."""
    beads: list[Bead] = []
    links = []
    a = b = 0
    for part in parts:
        beads += [
            replace(x, left=tuple(i + a for i in x.left), right=tuple(j + b for j in x.right)) for x in part.beads
        ]
        links.append((part.links.left + a, part.links.right + b, part.links.p))
        a, b = a + len(part.left_null), b + len(part.right_null)
    together = Links(*(np.concatenate(column) for column in zip(*links, strict=True)))
    left, right = (np.concatenate(column) for column in zip(*((p.left_null, p.right_null) for p in parts), strict=True))
    return Bitext(tuple(beads), together, left, right, learned)


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """What is expected after the last pass of EM, and the lexicon and model then."""

    found: search.Expectation
    words: lexicon.Lexicon
    model: features.Model


def estimate(sides: tuple[Side, Side], spans: Ints, options: Options) -> Estimate:
    """Run EM over the blocks of two sides."""
    left, right = sides
    prior = lexicon.prior_entries(left, right, _known(sides, options))
    words = lexicon.untaught(prior, left, right)
    weights = options.weights
    if weights.words:
        known = lexicon.known_share(prior, left, right)
        weights = features.for_want_of_words(weights, known, min(left.size, right.size))
    model = features.initial(left, right, weights)
    area = sections.first_lattice(sides, spans, prior)
    found = search.expect(sides, words, model, area, search.SHORT)
    passes = options.passes if min(left.size, right.size) < _MUCH else options.passes - 2
    for _ in range(passes):
        before = found.transitions[4]
        beads = search.seen(found)
        model = features.update(model, left, right, beads, found.transitions)
        i, j, p = search.pairs(beads, left.size, weigh=True, floor=0.05)
        gone = search.alone(beads, (left.size, right.size))
        words = lexicon.learn(words, sides, lexicon.links(left, right, i, j, p), (1 - gone[0], 1 - gone[1]))
        area = search.prune(found, 1e-6, 2 if found.scores.shape[1] == search.SHORT else 1)
        found = search.expect(sides, words, model, area, len(MOVES))
        if found.transitions[4] - before < options.enough * abs(before):
            break
    return Estimate(found, words, model)


def _known(sides: tuple[Side, Side], options: Options) -> list[Entries]:
    """Return what the shipped lexicon, CLDR and the user say of both sides' words."""
    left, right = (primary(side.language) for side in sides)
    known = []
    if options.lexicon and left != right:
        known += dictionary.known_entries(*sides)
    words = options.dictionary + options.knowledge.word_pairs(left, right)
    if words:
        known.append(dictionary.user_entries(words, *sides))
    memory = _remembered(sides, options)
    if len(memory.count):
        known.append(recalled(memory, *sides))
    return known


def _remembered(sides: tuple[Side, Side], options: Options) -> Memory:
    """Return the memory given for the pair, else what is known of its languages."""
    if len(options.memory.count):
        return options.memory
    return options.knowledge.memory(sides[0].language, sides[1].language)


def _cut(made: Estimate, sides: tuple[Side, Side], spans: Ints, learned: Memory) -> list[Bitext]:
    """Return the best beads of each block, with coordinates of its own."""
    found = made.found
    chosen = best_beads(made, sides, spans)
    believed = confidence.beliefs(chosen, sides, made.words)
    judge = confidence.Judge(sides, made.model)
    expected = search.seen(found)
    i, j, p = search.pairs(expected, sides[0].size)
    gone = search.alone(expected, (sides[0].size, sides[1].size))
    blocks: list[list[Bead]] = [[] for _ in spans]
    for k, one in enumerate(chosen):
        a, b = one.cells
        block = int(np.searchsorted(spans[:, 1], a[0], "right") if a else np.searchsorted(spans[:, 3], b[0], "right"))
        score = judge.score(one.cells, believed, k)
        ls, _, rs, _ = spans[block].tolist()
        own = tuple(x - ls for x in a), tuple(y - rs for y in b)
        blocks[block].append(Bead(*own, one.posterior, score.confidence, score))
    out = []
    for beads, (ls, le, rs, re) in zip(blocks, spans.tolist(), strict=True):
        s, e = np.searchsorted(i, [ls, le])
        keep = np.arange(s, e)[p[s:e] > 0.01]
        links = Links(i[keep] - ls, j[keep] - rs, p[keep])
        out.append(Bitext(tuple(beads), links, gone[0][ls:le], gone[1][rs:re], learned))
    return out


def best_beads(made: Estimate, sides: tuple[Side, Side], spans: Ints) -> list[Found]:
    """Return the beads of the best path through the blocks, and what crosses or stands inside others of its own."""
    path = paths.best_path(made.found.lattice, bead_gain(made.found), np.zeros(4))
    posterior = search.of_path(made.found, path).tolist()
    calmer = search.of_path(search.tempered(made.found, made.model), path).tolist()
    chosen = [
        Found((tuple(range(a, b)), tuple(range(c, d))), p, q)
        for (a, b, c, d), p, q in zip(path.tolist(), posterior, calmer, strict=True)
    ]
    return mended((sides, made.words, made.model), chosen, spans)


def bead_gain(found: search.Expectation) -> Floats:
    """Return what each bead adds to the expected F1: its posterior, less what it costs in precision."""
    gain = found.posterior - LAMBDA
    gain[:, :NULLS] = NULL_GAIN * found.posterior[:, :NULLS] - NULL_COST
    gain[found.scores <= -1e29] = -1e30
    return gain


_MUCH = 1500  # segments that teach the lexicon in fewer passes
LAMBDA, NULL_GAIN, NULL_COST = 0.3, 0.5, 0.2


def similarity_matrix(
    left: Sequence[str], right: Sequence[str], *, languages: tuple[str, str], options: Options = Options()
) -> Floats:
    """Return how much likelier each left text is to translate each right one than to be chance: log-odds, N × M.

    Words and lengths count, order does not; far above 0 for a translation (tens and hundreds for whole
    turns), below for texts that have nothing to do with each other. The lexicon is the prior one: nothing
    is learned from the texts.
    """
    sides = prepare(tuple(left), languages[0]), prepare(tuple(right), languages[1])
    n, m = sides[0].size, sides[1].size
    if n == 0 or m == 0:
        return np.zeros((n, m))
    words = lexicon.untaught(lexicon.prior_entries(*sides, _known(sides, options)), *sides)
    model = features.initial(*sides, options.weights)
    area = search.lattice(np.array([[0, n, 0, m]]))
    scores = search.score(sides, words, features.terms(model, *sides), area, NULLS + 1)
    prior = float(np.log(model.sizes[NULLS]))
    return scores[:, NULLS].reshape(n + 1, m + 1)[1:, 1:] - prior


def _one_sided(left: int, right: int) -> Bitext:
    """Return the alignment of a block of which one document is empty."""
    sure = Score(1.0)
    beads = [Bead((k,), (), 1.0, 1.0, sure) for k in range(left)]
    beads += [Bead((), (k,), 1.0, 1.0, sure) for k in range(right)]
    nothing = np.zeros(0, np.int64)
    return Bitext(tuple(beads), Links(nothing, nothing, np.zeros(0)), np.ones(left), np.ones(right))

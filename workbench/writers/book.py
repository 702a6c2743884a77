"""A side-by-side HTML book: one file, without anything from elsewhere, to read on screen and to print.

On screen each edition scrolls for itself; a switch makes them scroll together, and a click on a row brings
its counterparts beside it. In print the rows stand beside each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.interchange import legal
from workbench.language import display_name, text_direction
from workbench.model import Level, Status
from workbench.writers import xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.writers.corpus import Corpus, Document, Record, Report

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --mark: #ffd54a66; --doubt: #d9822b; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 Georgia, "Noto Serif", serif; }
header { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; padding: .6rem 1rem;
  border-bottom: 1px solid var(--line); height: auto; }
header h1 { font-size: 1.1rem; margin: 0; }
header p, header label { font: .85rem/1.4 system-ui, sans-serif; margin: 0; }
body { display: flex; flex-direction: column; height: 100vh; }
main { display: flex; flex: 1; min-height: 0; }
.edition { flex: 1 1 0; min-width: 14rem; overflow-y: auto; padding: 0 1rem 50vh;
  border-inline-start: 1px solid var(--line); position: relative; }
.edition:first-child { border-inline-start: 0; }
.edition h2 { position: sticky; top: 0; margin: 0; padding: .4rem 0; font: 600 .85rem/1.4 system-ui, sans-serif;
  background: Canvas; border-bottom: 1px solid var(--line); }
.edition h3 { font-size: 1rem; margin: 1.2rem 0 .6rem; }
.row { margin: 0; padding: .15rem .4rem; border-radius: .3rem; cursor: pointer; }
.row.turn { margin-top: .8rem; }
.row.empty { color: GrayText; }
.row.doubtful { border-inline-start: 3px solid var(--doubt); }
.row.here { background: var(--mark); }
.row b { display: block; font: 600 .8rem/1.4 system-ui, sans-serif; }
@media print {
  body { display: block; height: auto; font-size: 10pt; }
  header label, header p { display: none; }
  main { display: grid; grid-template-columns: repeat(var(--editions), 1fr); column-gap: 1rem; }
  .edition { display: contents; }
  .edition > * { grid-row: var(--r); grid-column: var(--c); position: static; }
  .row { break-inside: avoid; }
  .row.here { background: none; }
}
"""
_SCRIPT = """
"use strict";
const panes = Array.from(document.querySelectorAll(".edition"));
const together = document.getElementById("together");
let led = null, release = 0;
function firstShown(pane) {
  const top = pane.scrollTop + 40;
  let low = 0, high = pane.rows.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = pane.rows[middle];
    if (row.offsetTop + row.offsetHeight > top) high = middle; else low = middle + 1;
  }
  return low;
}
function follow(pane, place, offset) {
  for (const other of panes) {
    if (other !== pane && other.rows[place]) other.scrollTop = other.rows[place].offsetTop - offset;
  }
}
for (const pane of panes) {
  pane.rows = Array.from(pane.querySelectorAll(".row"));
  pane.addEventListener("scroll", () => {
    if (!together.checked || (led && led !== pane)) return;
    led = pane;
    clearTimeout(release);
    release = setTimeout(() => { led = null; }, 120);
    const place = firstShown(pane);
    if (pane.rows[place]) follow(pane, place, pane.rows[place].offsetTop - pane.scrollTop);
  }, { passive: true });
  pane.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row) return;
    const place = pane.rows.indexOf(row);
    for (const shown of document.querySelectorAll(".here")) shown.classList.remove("here");
    for (const other of panes) if (other.rows[place]) other.rows[place].classList.add("here");
    led = pane;
    clearTimeout(release);
    release = setTimeout(() => { led = null; }, 120);
    follow(pane, place, row.offsetTop - pane.scrollTop);
  });
}
"""
_DOUBTFUL = 0.7


def write_book(corpus: Corpus, report: Report) -> Iterator[bytes]:
    """Yield the page: an edition after the other, each with all rows in the same order."""
    name = xml.text(legal(corpus.name, report.counts))
    yield (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{_STYLE}</style>\n'
        "</head>\n<body>\n"
        f'<header><h1>{name}</h1><label><input type="checkbox" id="together" checked> Scroll together</label>'
        "<p>Click a passage to see what stands beside it.</p></header>\n"
        f'<main style="--editions:{len(corpus.columns)}">\n'
    ).encode()
    for column, language in enumerate(corpus.columns):
        yield from _edition(corpus, column, language, report)
    yield f"</main>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n".encode()


def _edition(corpus: Corpus, column: int, language: str, report: Report) -> Iterator[bytes]:
    place = f"--c:{column + 1}"
    about = {"class": "edition", "lang": language, "dir": text_direction(language), "tabindex": "0"}
    yield f"{xml.tag('section', about)}\n".encode()
    title = xml.text(f"{display_name(language)} ({language})")
    yield f'<h2 style="--r:1;{place}">{title}</h2>\n'.encode()
    here = 2
    for document in corpus.documents():
        edition = document.editions[column]
        heading = legal((edition.title if edition else "") or document.name, report.counts)
        lines = [f'<h3 style="--r:{here};{place}">{xml.text(heading)}</h3>\n']
        here += 1
        before = -1
        for record in document.records_of(corpus.selection.finest):
            turn = _turn(document, record, column)
            lines.append(_row(document, record, column, report, (f"--r:{here};{place}", turn not in (before, -1))))
            before = before if turn == -1 else turn
            here += 1
        yield "".join(lines).encode()
    yield b"</section>\n"


def _turn(document: Document, record: Record, column: int) -> int:
    """Return the turn that a cell begins in; -1 for an empty one."""
    cell, edition = record.cells[column], document.editions[column]
    if not cell or edition is None:
        return -1
    return cell[0] if record.level is Level.TURN else document.turn_of(column, cell[0])


def _row(document: Document, record: Record, column: int, report: Report, shown: tuple[str, bool]) -> str:
    """Return a cell; ``shown`` is its place in print, and whether a turn begins with it."""
    style, begins = shown
    cell = record.cells[column]
    doubtful = record.confidence < _DOUBTFUL and record.row.status is Status.AUTO and document.selection.metadata
    states = {"turn": begins, "empty": not cell, "doubtful": doubtful}
    about = {"class": " ".join(["row", *(name for name, on in states.items() if on)]), "style": style}
    if document.selection.metadata:
        about["title"] = f"row {record.number}, {record.row.status}, confidence {record.confidence:.2f}"
    speaker = document.legal_speaker(record, column, report) if begins else ""
    label = f"<b>{xml.text(speaker)}</b>" if speaker else ""
    text = xml.text(document.legal_texts(record, report)[column]) if cell else "–"
    return f"{xml.tag('p', about)}{label}{text}</p>\n"

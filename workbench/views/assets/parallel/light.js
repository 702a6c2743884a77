// Pointing at a number, a name or a word lights what says the same in the other columns of the row:
// numbers by their digits, words by their letters once both are in Latin script, and by what the dictionary and
// earlier alignments know of them.

const WORD = /\p{N}+(?:[.,’'\u00a0\u202f ]\p{N}{3}(?!\p{N}))*(?:[.,]\p{N}+)?|\p{L}[\p{L}\p{M}’'-]*/gu;
const CYRILLIC = Object.fromEntries([..."абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџ"].map((letter, n) => [letter,
  "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya e i i e g u i l n c d d".split(" ")[n]]));
const GREEK = Object.fromEntries([..."αβγδεζηθικλμνξοπρσςτυφχψω"].map((letter, n) => [letter,
  "a v g d e z i th i k l m n x o p r s s t i f kh ps o".split(" ")[n]]));

function letters(word) {
  const latin = [...fold(word)].map((letter) => CYRILLIC[letter] ?? GREEK[letter] ?? letter).join("");
  return latin.replace(/[^a-z\p{L}]/gu, "").replace(/kh|ch/g, "h").replace(/ph/g, "f").replace(/th/g, "t").replace(/[ckq]/g, "k")
    .replace(/w/g, "v").replace(/[yj]/g, "i").replace(/z/g, "s").replace(/(.)\1+/g, "$1");
}

function isSame(one, other) {
  if (/\p{N}/u.test(one) || /\p{N}/u.test(other)) return one.replace(/\P{N}/gu, "") === other.replace(/\P{N}/gu, "");
  if (one === other) return true;
  const [a, b] = [letters(one), letters(other)];
  const most = Math.max(a.length, b.length);
  if (most < 4) return a === b && most > 2;
  let common = 0;
  while (common < most && a[common] === b[common]) common += 1;
  return common >= 4 && common >= most * 0.6;
}

const MOST = 2; // places of one cell that a dictionary word lights: beyond, it tells nothing

// Keys of the concepts that a word can stand for, as the server worked them out for all words of the text.
function keysOf(view, cell, word) {
  const k = view.shown[Number(cell.dataset.column)];
  const form = word.toLowerCase().replace(/[’'-]+$/u, "");
  const table = view.faults?.words?.[k];
  return table && Object.hasOwn(table, form) ? table[form] : [];
}

// The words of a row's cells with their keys, worked out when one first points into the row.
function rowWords(view, row) {
  view.rowWords ??= new WeakMap();
  let found = view.rowWords.get(row);
  if (!found) {
    found = [...row.querySelectorAll(".cell")].map((cell) => [cell, wordsOf(cell).map((word) => [word, keysOf(view, cell, word[0])])]);
    view.rowWords.set(row, found);
  }
  return found;
}

// What says the same in one other cell: alike by its letters; else by its keys.
function counterpartsIn(words, pointed, keys) {
  const alike = words.filter(([word]) => isSame(pointed, word[0]));
  if (alike.length) return alike.map(([word]) => word);
  const known = new Set(keys);
  const translated = words.filter(([, theirs]) => theirs.some((key) => known.has(key)));
  return translated.length <= MOST ? translated.map(([word]) => word) : [];
}

function wordsOf(cell) {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    for (const match of walker.currentNode.data.matchAll(WORD)) found.push([match[0], walker.currentNode, match.index]);
  }
  return found;
}

function wordAt(view, event) {
  const place = document.caretPositionFromPoint?.(event.clientX, event.clientY, { shadowRoots: [view.el.shadow] });
  const node = place?.offsetNode;
  if (node?.nodeType !== Node.TEXT_NODE || !view.el.spacer.contains(node)) return null;
  const hit = [...node.data.matchAll(WORD)].find((match) => match.index <= place.offset && place.offset <= match.index + match[0].length);
  return hit ? [hit[0], node, hit.index] : null;
}

function lightUp(view, event) {
  const lights = window.CSS?.highlights;
  if (!lights) return;
  const word = event && wordAt(view, event);
  const name = word && `${word[0]} ${word[2]}`;
  if (view.lit?.node === word?.[1] && view.lit?.name === name) return;
  view.lit = word ? { node: word[1], name } : null;
  lights.delete("workbench-lit");
  if (!word) return;
  const own = word[1].parentElement.closest(".cell");
  const keys = keysOf(view, own, word[0]);
  const found = rowWords(view, own.closest(".row")).flatMap(([cell, words]) => (cell === own ? [] : counterpartsIn(words, word[0], keys)));
  if (found.length) lights.set("workbench-lit", new Highlight(...[word, ...found].map(span)));
}

function span([text, node, start]) {
  const range = new Range();
  range.setStart(node, start);
  range.setEnd(node, start + text.length);
  return range;
}

function listenToLight(view) {
  const { spacer } = view.el;
  spacer.addEventListener("pointermove", (event) => {
    view.lighting ??= requestAnimationFrame(() => {
      view.lighting = null;
      lightUp(view, event);
    });
  });
  spacer.addEventListener("pointerleave", () => lightUp(view, null));
}

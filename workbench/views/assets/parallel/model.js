// The document: decoding, what a row holds, which rows are shown, search.

const ROLES = ["question", "answer", "statement"];
const STATUS = ["auto", "accepted", "corrected", "flagged"];
const STATUS_SIGNS = ["", "✓", "◆", "⚑"];
const STEPS = ["sure", "likely", "doubtful", "very doubtful"];

// The first line is a small header, the second what the checks noticed, where that is news; the rest, if any, is the
// transcript, deflated.
function splitMessage(bytes) {
  const cut = bytes.indexOf(10);
  const next = bytes.indexOf(10, cut + 1);
  const read = (from, to) => (to > from ? JSON.parse(new TextDecoder().decode(bytes.subarray(from, to))) : null);
  return { header: read(0, cut), noticed: read(cut + 1, next), packed: bytes.subarray(next + 1) };
}

async function unpack(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return openDocument(await new Response(stream).json());
}

function openDocument(data) {
  for (const level of Object.values(data.levels)) openLevel(level);
  return data;
}

function openLevel(level) {
  level.rows = level.confidence.length;
  level.lengths ??= level.text.map((column) => Int32Array.from(column, cellLength));
  level.crossing = level.crossing.map((rows) => new Set(rows));
  level.sure = level.confidence;
  level.folded = null;
  return level;
}

// A later state of the document; the one it is made of stays as it is.
function patched(doc, patch) {
  if (!patch) return doc;
  const levels = { ...doc.levels };
  for (const name of Object.keys(levels)) {
    if (patch[name]) levels[name] = patchedLevel(levels[name], patch[name]);
  }
  if (patch.places) levels.segment = { ...levels.segment, ...patch.places };
  return { ...doc, turns: patch.turns ?? doc.turns, levels };
}

const PLAIN = ["confidence", "role", "turn", "status", "keys", "history", "joints"];

function patchedLevel(old, { hunks, crossing }) {
  const splice = (column, of) => {
    const parts = [];
    let done = 0;
    for (const [start, gone, rows] of hunks) {
      parts.push(column.slice(done, start), of(rows));
      done = start + gone;
    }
    return [].concat(...parts, column.slice(done));
  };
  const level = { evidence: {}, crossing: crossing ?? old.crossing };
  for (const name of PLAIN) level[name] = splice(old[name], (rows) => rows[name]);
  for (const name of Object.keys(old.evidence)) {
    level.evidence[name] = splice(old.evidence[name], (rows) => rows.evidence[name]);
  }
  level.text = old.text.map((column, k) => splice(column, (rows) => rows.text[k]));
  level.pairs = old.pairs.map(([left, right, values], n) => [left, right, splice(values, (rows) => rows.pairs[n][2])]);
  return openLevel(level);
}

function cellLength(cell) {
  if (cell === null) return 0;
  if (typeof cell === "string") return cell.length;
  return cell.reduce((sum, part) => sum + part.length + 1, 0);
}

function cellParts(cell) {
  if (cell === null) return [];
  return typeof cell === "string" ? [cell] : cell;
}

// Where two of several languages are shown, their own confidence counts; else the row's.
function sureness(level, shown, languages) {
  if (shown.length !== 2 || languages.length === 2) return level.confidence;
  const pair = level.pairs.find(([left, right]) => shown.includes(left) && shown.includes(right));
  return pair ? level.confidence.map((whole, row) => pair[2][row] ?? whole) : level.confidence;
}

function weakestPair(level, row, shown) {
  let weakest = null;
  for (const [left, right, values] of level.pairs) {
    if (values[row] === null || !shown.includes(left) || !shown.includes(right)) continue;
    if (!weakest || values[row] < weakest[2]) weakest = [left, right, values[row]];
  }
  return weakest;
}

function stepOf(doc, thousandths) {
  if (thousandths >= 900) return 0;
  if (thousandths >= doc.doubtful) return 1;
  return thousandths >= doc.doubtful / 2 ? 2 : 3;
}

// What is shown, in order: row r as r, the heading of turn row t as ~t.
function displayed(doc, levelName, shown, filter, hits, order, noticed) {
  const level = doc.levels[levelName];
  const items = [];
  let turn = -1;
  for (let n = 0; n < level.rows; n += 1) {
    const row = order ? order[n] : n;
    if (row === undefined || !passes(level, row, shown, filter, hits, noticed)) continue;
    if (level.turn[row] !== turn) {
      turn = level.turn[row];
      items.push(~turn);
    }
    items.push(row);
  }
  return items;
}

function passes(level, row, shown, filter, hits, noticed) {
  const confidence = level.sure[row];
  if (confidence < filter.least * 10 || confidence > filter.most * 10) return false;
  if (!filter.roles.has(ROLES[level.role[row]])) return false;
  const filled = shown.filter((k) => level.text[k][row] !== null).length;
  if (filled === 0) return false;
  if (filter.only === "omission") return filled < shown.length;
  if (filter.only === "doubtful") return level.status[row] === 0 && confidence < filter.doubtful;
  if (filter.only === "open") return level.status[row] === 0 || level.status[row] === 3;
  if (filter.only === "reviewed") return level.status[row] === 1 || level.status[row] === 2;
  if (filter.only === "flagged") return level.status[row] === 3;
  if (filter.only === "comments") return (level.history[row] ?? []).some(([kind]) => kind === "comment");
  if (filter.only === "crossing") return shown.some((k) => level.crossing[k].has(row));
  if (filter.only === "finding") return noticed.has(row);
  return filter.only !== "hits" || hits.has(row);
}

// Letters without case and marks, quotes and dashes as typed; й stays й.
function fold(text) {
  const lower = text.toLowerCase();
  if (/^[\x20-\x7e]*$/.test(lower)) return lower;
  return lower
    .normalize("NFD")
    .replace(/\u0438\u0306/g, "й")
    .replace(/\p{M}/gu, "")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d\u201e\u00ab\u00bb]/g, '"')
    .replace(/[\u00a0\u202f\u2009]/g, " ")
    .replace(/[\u2010-\u2015\u2212]/g, "-");
}

function foldedLevel(level) {
  level.folded ??= level.text.map((column) => column.map((cell) => cellParts(cell).map(fold).join("\n")));
  return level.folded;
}

// Rows that hold the words looked for, in any shown language, and the number of places.
function findRows(level, shown, query) {
  const needle = fold(query);
  const rows = new Map();
  if (!needle) return { rows, places: 0 };
  const folded = foldedLevel(level);
  let places = 0;
  for (let row = 0; row < level.rows; row += 1) {
    let here = 0;
    for (const k of shown) here += occurrences(folded[k][row], needle);
    if (here) rows.set(row, here);
    places += here;
  }
  return { rows, places };
}

function occurrences(text, needle) {
  let found = 0;
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) found += 1;
  return found;
}

// Half-open spans of the needle in the text as printed.
function spansOf(text, needle) {
  const folded = fold(text);
  const places = folded.length === text.length ? null : foldedPlaces(text);
  const spans = [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    spans.push(places ? [places[at], places[end] ?? text.length] : [at, end]);
  }
  return spans;
}

// For each folded character, the place in the text that it came from.
function foldedPlaces(text) {
  const places = [];
  let at = 0;
  for (const cluster of text.match(/\P{M}\p{M}*|\p{M}/gu) ?? []) {
    for (let k = 0; k < fold(cluster).length; k += 1) places.push(at);
    at += cluster.length;
  }
  return places;
}

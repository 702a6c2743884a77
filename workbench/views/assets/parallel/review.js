// Correcting: what a key asks of the rows at hand. The server decides; only accepting is shown at once.

function isPicked(view, row) {
  return row >= 0 && view.picked !== null && row >= Math.min(...view.picked) && row <= Math.max(...view.picked);
}

function pick(view, by) {
  if (view.active.row < 0) return stepRow(view, by);
  const anchor = view.picked?.[0] ?? view.active.row;
  const shown = view.items.filter((item) => item >= 0);
  const next = shown[shown.indexOf(view.active.row) + by];
  if (next === undefined) return undefined;
  view.picked = [anchor, next];
  return goTo(view, next);
}

function pickTo(view, row) {
  view.picked = [view.active.row >= 0 ? view.active.row : row, row];
  setActive(view, row, view.active.column);
}

function pickedRows(view) {
  if (view.picked === null) return view.active.row >= 0 ? [view.active.row] : [];
  return view.items.filter((item) => isPicked(view, item)).sort((a, b) => a - b);
}

// Rows that a correction is about; none where there is nothing to correct, with the reason told.
function rowsAtHand(view) {
  const rows = pickedRows(view);
  if (!rows.length) tell(view, "Choose a row first: press ↓ or click one.");
  return rows;
}

function column(view) {
  return view.shown[view.active.column];
}

// The segments of the cell at hand, or its turns.
function partsHere(view, row) {
  const level = view.level();
  const k = column(view);
  const parts = cellParts(level.text[k][row]);
  if (view.levelName === "segment" || !parts.length) return parts;
  const starts = [0, ...(level.joints[row]?.[k] ?? [])];
  return starts.map((start, n) => parts.slice(start, starts[n + 1]).join("\n"));
}

function unitName(view) {
  return view.levelName === "turn" ? "turn" : "sentence";
}

function tagOf(view, k) {
  return view.doc.languages[k].tag;
}

function accept(view) {
  const rows = rowsAtHand(view);
  if (!rows.length) return;
  const { status } = view.level();
  askFor(view, { kind: "accept", rows });
  for (const row of rows) if (status[row] !== 2) status[row] = 1;
  view.picked = null;
  redrawRows(view, rows);
  drawFacts(view);
  nextToReview(view, rows.at(-1));
}

function nextToReview(view, row) {
  const after = view.items.slice((view.places.get(row) ?? -1) + 1);
  const next = after.find((item) => item >= 0 && isDoubtful(view, item)) ?? view.items.find((item) => item >= 0 && isDoubtful(view, item));
  if (next !== undefined) return goTo(view, next, "middle");
  tell(view, "Nothing is left to review here.");
  return stepRow(view, 1);
}

// Accepting many asks first, and says how many. Rows of one edition only are omissions: they are left to be looked at.
function acceptSure(view) {
  const { status, sure, text } = view.level();
  const high = view.items.filter((item) => item >= 0 && status[item] === 0 && sure[item] >= 950);
  const rows = high.filter((row) => text.filter((column) => column[row] !== null).length > 1).sort((a, b) => a - b);
  if (!rows.length) return tell(view, "No row shown is at 0.95 or above and not reviewed yet.");
  const alone = high.length - rows.length;
  const { sure: box } = view.el;
  view.accepting = rows;
  const shown = isFiltered(view) || view.mode === "queue" ? " shown" : "";
  box.querySelector(".many").textContent = `Accept ${counted(rows.length, "row")}${shown} at 0.95 or above?`;
  box.querySelector(".rest").textContent = [alone && `${counted(alone, "row")} of one edition only ${alone === 1 ? "is" : "are"} left for you to look at.`,
    "One undo takes it all back."].filter(Boolean).join(" ");
  box.showModal();
  return box.querySelector("[type=submit]").focus();
}

function acceptThose(view) {
  const rows = view.accepting ?? [];
  view.accepting = null;
  if (!rows.length) return;
  askFor(view, { kind: "accept", rows });
  const { status } = view.level();
  for (const row of rows) if (status[row] === 0) status[row] = 1;
  redrawRows(view, rows);
  drawFacts(view);
  tell(view, `${counted(rows.length, "row")} accepted. Undo takes it back.`);
}

function merge(view, by) {
  const rows = rowsAtHand(view);
  if (!rows.length) return undefined;
  if (rows.length === 1) rows.push(rows[0] + by);
  rows.sort((a, b) => a - b);
  if (rows[0] < 0 || rows.at(-1) >= view.level().rows) return tell(view, "There is no row there to merge with.");
  view.picked = null;
  return askFor(view, { kind: "merge", rows, stay: rows[0] });
}

function split(view) {
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  const parts = partsHere(view, row);
  if (parts.length < 2) {
    const other = view.levelName === "turn" ? "" : ", or divide one (d)";
    return tell(view, `A row is split between two ${unitName(view)}s: choose a column with several${other}.`);
  }
  return askFor(view, { kind: "split", rows: [row], language: tagOf(view, column(view)), at: Math.min(view.part, parts.length - 1), stay: row });
}

function move(view, by) {
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  if (!partsHere(view, row).length) return tell(view, "There is nothing in this column to move.");
  if (row + by < 0 || row + by >= view.level().rows) return tell(view, "There is no row there to move it to.");
  return askFor(view, { kind: "move", rows: [row], language: tagOf(view, column(view)), by, stay: row });
}

function unlink(view) {
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  return askFor(view, { kind: "unlink", rows: [row], language: tagOf(view, column(view)), stay: row });
}

// k takes the cell at hand; k in another row links it there.
function carry(view) {
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  const taken = view.carried;
  if (!taken) {
    if (!partsHere(view, row).length) return tell(view, "There is nothing in this column to link.");
    view.carried = { key: view.level().keys[row], k: column(view) };
    markActive(view);
    return tell(view, "Taken. Go to the row where it belongs and press k; Esc puts it back.");
  }
  const from = view.level().keys.indexOf(taken.key);
  view.carried = null;
  if (from < 0 || from === row) return tell(view, "Put back.");
  const language = tagOf(view, taken.k);
  return askFor(view, { kind: "link", rows: [from, row].sort((a, b) => a - b), language, by: from < row ? 1 : -1, stay: row });
}

function stepPart(view, by) {
  const { row } = view.active;
  if (row < 0) return;
  view.part = Math.max(1, Math.min(partsHere(view, row).length - 1, view.part + by));
  markActive(view);
}

function joinNext(view) {
  if (view.levelName === "turn") return tell(view, "A turn stands as it is printed: merge rows of turns instead (m).");
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  const parts = partsHere(view, row);
  if (!parts.length) return tell(view, "There is nothing in this column to join.");
  const at = parts.length > 1 ? Math.min(view.part, parts.length - 1) - 1 : 0;
  return askFor(view, { kind: "join", rows: [row], language: tagOf(view, column(view)), at, stay: row });
}

function flag(view) {
  const rows = rowsAtHand(view);
  if (!rows.length) return undefined;
  const on = rows.every((row) => view.level().status[row] === 3);
  return askFor(view, { kind: on ? "unflag" : "flag", rows, stay: rows[0] });
}

function back(view, kind) {
  return askFor(view, { kind, rows: [] });
}

function divide(view) {
  if (view.levelName === "turn") return tell(view, "A turn stands as it is printed: divide a sentence (l shows them).");
  const [row] = rowsAtHand(view);
  if (row === undefined) return undefined;
  const parts = partsHere(view, row);
  const at = parts.length > 1 ? Math.min(view.part, parts.length - 1) : 0;
  const cuts = [...(parts[at] ?? "").matchAll(/\s+/g)].map((space) => space.index);
  if (!cuts.length) return tell(view, "There is no place between words to divide here.");
  const { knife } = view.el;
  const range = knife.querySelector("input");
  range.max = cuts.length;
  range.value = Math.ceil(cuts.length / 2);
  view.cutting = { row, at, cuts, text: parts[at], language: view.doc.languages[column(view)] };
  drawKnife(view);
  knife.showModal();
  return range.focus();
}

function drawKnife(view) {
  const { knife } = view.el;
  const { cuts, text, language } = view.cutting;
  const cut = cuts[Number(knife.querySelector("input").value) - 1];
  const [first, second] = knife.querySelectorAll("p");
  first.textContent = text.slice(0, cut);
  second.textContent = text.slice(cut).trim();
  for (const node of [first, second]) tongue(node, language);
}

function comment(view) {
  const rows = rowsAtHand(view);
  if (!rows.length) return;
  view.el.talk.querySelector("textarea").value = "";
  view.el.talk.showModal();
}

function listenToDesk(view) {
  const { talk, knife, who, gone, sure } = view.el;
  const done = () => view.el.scroller.focus({ preventScroll: true });
  const say = () => {
    const note = talk.querySelector("textarea").value.trim();
    talk.close();
    if (note) inTurn(view, "c", () => askFor(view, { kind: "comment", rows: [view.active.row], note, stay: view.active.row }));
    done();
  };
  talk.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    say();
  });
  talk.querySelector("textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) say();
  });
  knife.querySelector("input").addEventListener("input", () => drawKnife(view));
  knife.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const { row, at, cuts, language } = view.cutting;
    const offset = characters(view.cutting.text, cuts[Number(knife.querySelector("input").value) - 1]);
    knife.close();
    inTurn(view, "d", () => askFor(view, { kind: "divide", rows: [row], language: language.tag, at, offset, stay: row }));
    done();
  });
  who.value = recall("who") ?? "";
  who.addEventListener("change", () => keep("who", who.value.trim()));
  who.addEventListener("keydown", (event) => event.key === "Enter" && done());
  gone.addEventListener("click", () => openDrawer(view, "all"));
  sure.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    sure.close();
    inTurn(view, "A", () => acceptThose(view));
    done();
  });
}

// The server counts characters, the browser halves of some of them.
function characters(text, at) {
  return [...text.slice(0, at)].length;
}

const REASONS = [["", "all"], ["flagged", "flagged"], ["doubtful", "low confidence"], ["finding", "finding"], ["crossing", "out of order"], ["omission", "omission"]];

// Why a row needs a person; empty where it does not.
function reasons(view, row) {
  const level = view.level();
  const status = level.status[row];
  if (status === 1 || status === 2) return [];
  const found = status === 3 ? ["flagged"] : [];
  if (status === 0 && level.sure[row] < view.doc.doubtful) found.push("doubtful");
  if (needsLook(view, row)) found.push("finding");
  if (view.shown.some((k) => level.crossing[k].has(row))) found.push("crossing");
  if (view.shown.some((k) => level.text[k][row] === null)) found.push("omission");
  return found;
}

// Rows of the review queue: flagged first, then by how doubtful they are. None: the order of the text.
function queueOrder(view) {
  if (view.mode !== "queue" || view.levelName !== "segment") return null;
  const level = view.level();
  const { only } = view.filter;
  const asked = REASONS.some(([name]) => name === only && name);
  const rank = (row) => (level.status[row] === 3 ? -1 : level.sure[row]);
  view.reasons = level.keys.map((_, row) => reasons(view, row));
  const all = [...level.keys.keys()];
  const rows = only && !asked ? all : all.filter((row) => (asked ? view.reasons[row].includes(only) : view.reasons[row].length));
  return rows.sort((a, b) => rank(a) - rank(b) || a - b);
}

function drawReasons(view) {
  const { reasons: bar } = view.el;
  bar.hidden = view.mode !== "queue" || view.levelName !== "segment";
  if (bar.hidden) return;
  bar.replaceChildren(...REASONS.map(([name, words]) => {
    const count = view.reasons.filter((found) => (name ? found.includes(name) : found.length)).length;
    const button = make("button", "", `${words} ${count.toLocaleString("en")}`);
    button.type = "button";
    button.setAttribute("aria-pressed", view.filter.only === name);
    button.addEventListener("click", () => {
      view.filter.only = name;
      refresh(view);
    });
    return button;
  }));
  const pace = (view.news?.pace ?? []).map(([who, all, hour]) => `${who} ${all.toLocaleString("en")} (${hour.toLocaleString("en")} this hour)`);
  if (pace.length) bar.append(make("span", "pace", `Reviewed: ${pace.join(", ")}`));
}

function drawDesk(view) {
  const { root } = view.el;
  const ready = view.active.row >= 0;
  for (const button of root.querySelectorAll(".desk [data-key]")) {
    const { key } = button.dataset;
    if (!"uUAh".includes(key)) button.disabled = !ready || ("dj".includes(key) && view.levelName === "turn");
  }
  for (const [position, node] of view.nodes) {
    const row = view.items[position];
    const taken = view.carried && row >= 0 && view.level().keys?.[row] === view.carried.key;
    node.classList.toggle("carried", Boolean(taken));
    if (!taken) continue;
    for (const cell of node.querySelectorAll(".cell")) {
      cell.classList.toggle("taken", view.shown[Number(cell.dataset.column)] === view.carried.k);
    }
  }
}

function redrawRows(view, rows) {
  for (const row of rows) {
    const position = view.places.get(row);
    const node = view.nodes.get(position);
    if (!node) continue;
    node.remove();
    const fresh = drawItem(view, position);
    fresh.style.transform = `translateY(${view.tops[position]}px)`;
    view.nodes.set(position, fresh);
    view.el.spacer.append(fresh);
  }
  markActive(view);
}

const HISTORY = {
  accept: "accepted", merge: "merged", split: "split", move: "moved", link: "linked", unlink: "unlinked",
  divide: "divided", join: "joined", flag: "flagged", unflag: "unflagged", comment: "comment",
};

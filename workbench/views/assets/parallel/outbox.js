// What was asked for and is not yet known to be stored: kept in this browser until the server has it.

const WAIT = 4000;

function pending(view) {
  return (view.outbox ?? []).length > 0;
}

// What makes other rows; of turns, the server aligns the sentences inside anew, which takes a moment.
function isMaking(one) {
  return ["merge", "split", "move", "link", "unlink"].includes(one.kind);
}

function isBlocking(one) {
  return one.kind !== "accept";
}

// Keys wait their turn while rows are about to change under them.
function inTurn(view, key, act) {
  const correcting = CORRECTING.includes(key);
  const changing = (view.outbox ?? []).some(isBlocking);
  const accepting = pending(view) && correcting && key !== "Enter" && key !== "A";
  const slow = pending(view) && performance.now() - view.askedAt > 1500;
  if (key === "Escape") view.waiting_keys = []; // what waits is forgotten
  if (slow && !correcting && !view.waiting_keys?.length) return act();
  if (changing || accepting || view.waiting_keys?.length) {
    (view.waiting_keys ??= []).push([key, act]);
    return undefined;
  }
  if (correcting) tell(view, "");
  return act();
}

function askFor(view, { kind, rows, language = "", at = 0, offset = 0, by = 0, note = "", since = "", stay = null }) {
  const { keys, status } = view.level();
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  view.outbox ??= [];
  view.outbox.push({ id, kind, level: view.levelName, keys: rows.map((row) => keys[row]), language, at, offset, by, note, since,
    was: kind === "accept" ? rows.map((row) => status[row]) : [] });
  view.following = kind === "undo" || kind === "redo" ? "change" : stay;
  send(view);
}

function boxName(view) {
  view.tab ??= crypto.randomUUID?.() ?? String(Math.random());
  return `outbox.${view.doc.name}.${view.tab}`;
}

function send(view) {
  keep(boxName(view), pending(view) ? JSON.stringify(view.outbox) : "");
  clearTimeout(view.resending);
  if (pending(view)) {
    view.askedAt = performance.now();
    tellServer(view, { asked: view.outbox });
    view.resending = setTimeout(() => send(view), view.outbox.some((one) => one.level === "turn") ? 3 * WAIT : WAIT);
  }
  drawSaving(view);
}

// With what is asked goes which state is shown, so that the answer need only say what differs.
function tellServer(view, what) {
  view.decide(JSON.stringify({ transcript: view.doc.name, who: whoAmI(view), has: view.at, asked: [], ...what, nonce: Math.random() }));
}

function whoAmI(view) {
  return view.news?.given || view.el.who.value.trim();
}

// Requests that another tab, or this one before it was closed, did not hear of.
function openOutbox(view) {
  view.outbox = [];
  const prefix = `workbench.outbox.${view.doc.name}.`;
  try {
    for (const name of Object.keys(window.localStorage).filter((one) => one.startsWith(prefix))) {
      view.outbox.push(...JSON.parse(window.localStorage.getItem(name) ?? "[]"));
      window.localStorage.removeItem(name);
    }
  } catch {
    // nothing to take up
  }
  if (pending(view)) setTimeout(() => send(view), 0);
}

// Take over what the server tells: what is stored, what was refused, which rows changed.
function hear(view) {
  const { news } = view;
  const stored = new Set(news.stored);
  const refused = new Map(news.refused);
  const before = view.outbox ?? [];
  const mine = before.filter((one) => stored.has(one.id) || refused.has(one.id));
  view.outbox = before.filter((one) => !stored.has(one.id) && !refused.has(one.id));
  if (mine.length) {
    keep(boxName(view), pending(view) ? JSON.stringify(view.outbox) : "");
    if (!pending(view)) clearTimeout(view.resending);
  }
  const reasons = mine.map((one) => refused.get(one.id)).filter(Boolean);
  for (const one of mine) if (refused.has(one.id)) takeBack(view, one);
  if (reasons.length) tell(view, sentence(reasons.at(-1)).replace(/\.\.$/, "."));
  view.el.who.hidden = Boolean(news.given);
  drawSaving(view);
  drawDesk(view);
  drawFacts(view);
  drawGone(view);
  if (news.log) view.log = news.log;
  drawDrawer(view);
  runWaiting(view);
}

// An acceptance that was shown at once and then refused.
function takeBack(view, one) {
  if (one.kind !== "accept") return;
  const level = view.doc.levels[one.level];
  one.keys.forEach((key, n) => {
    const row = level.keys.indexOf(key);
    if (row >= 0) level.status[row] = one.was[n];
  });
  refresh(view);
}

// Show a later state of the text, with the reader where they were or where it changed.
function takeOver(view, doc) {
  const old = view.level();
  const key = old.keys[view.active.row];
  view.doc = doc;
  view.turnNames = turnNames(doc);
  const fresh = view.level();
  for (const one of view.outbox) if (one.kind === "accept") showAccepted(doc.levels[one.level], one);
  const first = firstChange(old.keys, fresh.keys);
  const same = key === undefined ? -1 : fresh.keys.indexOf(key);
  let row = same;
  if (view.following === "change" && first >= 0) row = first;
  else if (same < 0 && view.active.row >= 0) row = view.following ?? first;
  view.active.row = view.active.row < 0 && row < 0 ? -1 : Math.min(Math.max(row, 0), fresh.rows - 1);
  view.following = null;
  view.part = 1;
  view.log = null;
  refresh(view);
  const position = view.places.get(view.active.row);
  if (position !== undefined) bringTo(view, position, "into");
}

function showAccepted(level, one) {
  const rows = one.keys.length > 20 ? new Map(level.keys.map((key, row) => [key, row])) : null;
  for (const key of one.keys) {
    const row = rows ? rows.get(key) ?? -1 : level.keys.indexOf(key);
    if (row >= 0 && level.status[row] === 0) level.status[row] = 1;
  }
}

function firstChange(old, fresh) {
  const end = Math.min(old.length, fresh.length);
  for (let row = 0; row < end; row += 1) if (old[row] !== fresh[row]) return row;
  return old.length === fresh.length ? -1 : end - 1;
}

function runWaiting(view) {
  const waiting = view.waiting_keys ?? [];
  view.waiting_keys = [];
  while (waiting.length) {
    const [key, act] = waiting.shift();
    inTurn(view, key, act);
    if (view.el.shadow.querySelector("dialog[open]")) waiting.length = 0; // what follows was meant for the dialog
    if (view.waiting_keys.length) break;
  }
  view.waiting_keys.push(...waiting);
}

function tell(view, text) {
  view.el.said.textContent = text;
  view.el.said.hidden = !text;
}

function drawSaving(view) {
  const { saving } = view.el;
  const count = (view.outbox ?? []).length;
  clearTimeout(view.late);
  saving.classList.remove("waiting");
  if (!count) {
    saving.textContent = view.news?.state[1] ? "All decisions are stored" : "";
    return;
  }
  const inside = view.outbox.some((one) => one.level === "turn" && isMaking(one));
  saving.textContent = inside ? "Aligning the sentences inside …" : "Storing …";
  view.late = setTimeout(() => {
    saving.textContent = `${counted(count, "decision")} not stored yet: waiting for the server`;
    saving.classList.add("waiting");
  }, inside ? 8000 : 1500);
}

function drawGone(view) {
  const { gone } = view.el;
  const items = view.news.lost ?? [];
  gone.hidden = !items.length;
  gone.textContent = `${counted(items.length, "decision")} not carried over`;
}

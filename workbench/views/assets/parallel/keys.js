// Keys and the buttons that do the same.

const KEYS = {
  ArrowDown: (view) => stepRow(view, 1),
  ArrowUp: (view) => stepRow(view, -1),
  ArrowRight: (view) => stepColumn(view, 1),
  ArrowLeft: (view) => stepColumn(view, -1),
  PageDown: (view) => leaf(view, 1),
  PageUp: (view) => leaf(view, -1),
  " ": (view) => leaf(view, 1),
  Home: (view) => goTo(view, view.items.find((item) => item >= 0) ?? -1),
  End: (view) => goTo(view, view.items.at(-1) ?? -1),
  "/": (view) => view.el.search.select(),
  n: (view) => seekDoubtful(view, 1),
  p: (view) => seekDoubtful(view, -1),
  g: (view) => ask(view),
  e: (view) => openFault(view),
  ">": (view) => seekFault(view, 1),
  "<": (view) => seekFault(view, -1),
  l: (view) => setLevel(view, view.levelName === "turn" ? "segment" : "turn"),
  F: (view) => toggleFilter(view),
  v: (view) => setReading(view, READINGS[(READINGS.indexOf(view.reading) + 1) % READINGS.length]),
  P: (view) => printPage(view),
  S: (view) => savePage(view),
  h: (view) => toggleDrawer(view),
  "?": (view) => view.el.help.showModal(),
  Escape: (view) => escape(view),
  Enter: (view) => accept(view),
  A: (view) => acceptSure(view),
  m: (view) => merge(view, 1),
  M: (view) => merge(view, -1),
  s: (view) => split(view),
  "[": (view) => move(view, -1),
  "]": (view) => move(view, 1),
  x: (view) => unlink(view),
  k: (view) => carry(view),
  d: (view) => divide(view),
  j: (view) => joinNext(view),
  f: (view) => flag(view),
  c: (view) => comment(view),
  u: (view) => back(view, "undo"),
  U: (view) => back(view, "redo"),
  ",": (view) => stepPart(view, -1),
  ".": (view) => stepPart(view, 1),
};
const CORRECTING = "EnterAmMs[]xkdjfcuU";

function leaf(view, by) {
  view.el.scroller.scrollBy({ top: by * (view.el.scroller.clientHeight - 90) });
}

function escape(view) {
  if (view.picked || view.carried) {
    view.picked = view.carried = null;
    return markActive(view);
  }
  if (!view.el.filter.hidden) return toggleFilter(view);
  view.el.search.value = "";
  view.el.scroller.focus();
  return view.query ? setQuery(view, "") : undefined;
}

function toggleFilter(view) {
  const { filter, filterButton } = view.el;
  filter.hidden = !filter.hidden;
  filterButton.setAttribute("aria-expanded", !filter.hidden);
  if (!filter.hidden) filter.querySelector("input").focus();
  else view.el.scroller.focus();
  resized(view);
}

function ask(view) {
  const { go, goInput } = view.el;
  goInput.max = view.level().rows;
  goInput.value = view.active.row >= 0 ? view.active.row + 1 : "";
  go.showModal();
  goInput.select();
}

function answer(view) {
  const row = Math.round(Number(view.el.goInput.value)) - 1;
  view.el.go.close();
  view.el.scroller.focus();
  if (row >= 0) goTo(view, Math.min(row, view.level().rows - 1), "middle");
}

// A key typed into a field, or meant for the browser or for Streamlit, is not ours.
function isOurs(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (view.el.shadow.querySelector("dialog[open]")) return false;
  const target = event.composedPath()[0];
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName ?? "") || target.isContentEditable;
  if (typing) return event.key === "Escape" && target !== view.el.pick;
  if (target.classList?.contains("grip") && event.key.startsWith("Arrow")) return false;
  if (/^(BUTTON|A)$/.test(target.tagName ?? "") && (event.key === " " || event.key === "Enter")) return false;
  return target === document.body || view.el.root.contains(target);
}

// A comment is typed at once, whatever is still being stored: what follows the key is text.
function take(view, key, act) {
  return key === "c" ? act() : inTurn(view, key, act);
}

function listenToKeys(view) {
  const onKey = (event) => {
    if (!view.doc || !isOurs(view, event)) return;
    const digit = /^[1-9]$/.test(event.key);
    const action = digit ? () => toggleLanguage(view, view.order[Number(event.key) - 1]) : KEYS[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    const extend = event.shiftKey && { ArrowDown: 1, ArrowUp: -1 }[event.key];
    take(view, event.key, extend ? () => pick(view, extend) : () => action(view));
  };
  document.addEventListener("keydown", onKey, true);
  return () => document.removeEventListener("keydown", onKey, true);
}

function listenToButtons(view) {
  const { el } = view;
  el.root.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key) take(view, key, () => KEYS[key](view));
    if (key && CORRECTING.includes(key) && !el.shadow.querySelector("dialog[open]")) el.scroller.focus({ preventScroll: true });
    const level = event.target.closest("[data-level]")?.dataset.level;
    if (level) setLevel(view, level);
    const hit = event.target.closest("[data-hit]")?.dataset.hit;
    if (hit) seekHit(view, Number(hit));
  });
  el.search.addEventListener("input", () => {
    clearTimeout(view.typing);
    view.typing = setTimeout(() => setQuery(view, el.search.value.trim()), 120);
  });
  el.search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    seekHit(view, event.shiftKey ? -1 : 1);
  });
  listenToDesk(view);
  el.go.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    answer(view);
  });
  el.nothing.querySelector(".reset").addEventListener("click", () => clearFilter(view));
  for (const dialog of el.shadow.querySelectorAll("dialog")) {
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  }
}

function listenToRows(view) {
  const { scroller, spacer, now } = view.el;
  scroller.addEventListener("scroll", () => {
    view.el.why.hidden = true;
    view.frame ??= requestAnimationFrame(() => {
      view.frame = null;
      paint(view);
      rememberLink(view);
    });
  });
  spacer.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row || String(view.el.shadow.getSelection?.() ?? "")) return;
    const cell = event.target.closest(".cell");
    if (event.shiftKey) return pickTo(view, Number(row.dataset.row));
    view.picked = null;
    setActive(view, Number(row.dataset.row), cell ? Number(cell.dataset.column) : view.active.column);
    const unit = Number(event.target.closest("[data-unit]")?.dataset.unit ?? 0);
    if (cell && unit > 0) view.part = unit;
    return markActive(view);
  });
  spacer.addEventListener("pointerover", (event) => showWhy(view, event.target));
  spacer.addEventListener("pointerleave", () => showWhy(view, null));
  now.addEventListener("wheel", (event) => scroller.scrollBy({ top: event.deltaY }), { passive: true });
}

// What is being looked at, and what can be done: each action changes the view and redraws.

function makeView(el) {
  return {
    el, doc: null, levelName: "segment", order: [], on: new Set(), shown: [],
    filter: { least: 0, most: 100, roles: new Set(ROLES), only: "", doubtful: 700 },
    query: "", hits: { rows: new Map(), places: 0 }, active: { row: -1, column: 0 },
    items: [], places: new Map(), nodes: new Map(), nowAt: -1,
    picked: null, part: 1, carried: null, mode: "read", queue: null,
    level() { return this.doc.levels[this.levelName]; },
  };
}

function takeLink(view, link) {
  const { languages } = view.doc;
  const asked = link.languages.map((tag) => languages.findIndex((l) => l.tag === tag)).filter((k) => k >= 0);
  const all = languages.map((_, k) => k);
  view.levelName = link.level;
  view.on = new Set(asked.length ? asked : all);
  view.order = [...view.on, ...all.filter((k) => !view.on.has(k))];
  view.filter = { least: link.least, most: link.most, roles: new Set(link.roles), only: link.only, doubtful: view.doc.doubtful };
  view.picked = view.carried = view.queue = null;
  view.query = link.query;
  if (link.view) markReading(view, link.view);
  view.active = { row: link.row ? link.row - 1 : -1, column: 0 };
}

// Recompute what is shown; the row that was at hand stays where it was.
function refresh(view) {
  const anchor = anchorOf(view);
  view.shown = view.order.filter((k) => view.on.has(k));
  view.level().sure = sureness(view.level(), view.shown, view.doc.languages);
  view.hits = findRows(view.level(), view.shown, view.query);
  view.items = displayed(view.doc, view.levelName, view.shown, view.filter, view.hits.rows, queueOrder(view),
    view.faults?.ofRow[view.levelName] ?? new Map());
  view.places = new Map(view.items.map((item, position) => [item, position]));
  view.active.column = Math.min(view.active.column, view.shown.length - 1);
  clearRows(view);
  view.nowAt = -1;
  drawHeads(view);
  layOut(view);
  restore(view, anchor);
  drawBar(view);
  drawMap(view);
  drawStatus(view);
  rememberLink(view);
}

function anchorOf(view) {
  if (!view.items.length || !view.tops) return { row: view.active.row, offset: null };
  const { scroller } = view.el;
  const at = view.places.get(view.active.row);
  const seen = at !== undefined && view.tops[at + 1] > scroller.scrollTop
    && view.tops[at] < scroller.scrollTop + scroller.clientHeight;
  let position = seen ? at : itemAt(view, scroller.scrollTop + 40);
  while (position < view.items.length - 1 && view.items[position] < 0) position += 1;
  return { row: view.items[position], offset: view.tops[position] - scroller.scrollTop };
}

function restore(view, anchor) {
  const position = nearest(view, anchor.row);
  if (position < 0) return paint(view);
  if (anchor.offset === null) return goTo(view, view.items[position], "middle");
  for (let round = 0; round < 3; round += 1) {
    view.el.scroller.scrollTop = view.tops[position] - anchor.offset;
    paint(view);
  }
}

// Position of a row, or of the next one that is shown; -1 for none.
function nearest(view, row) {
  if (row < 0) return -1;
  if (view.places.has(row)) return view.places.get(row);
  return view.items.findIndex((item) => item >= row);
}

function goTo(view, row, where = "into") {
  const position = nearest(view, row);
  if (position < 0) return;
  setActive(view, view.items[position], view.active.column);
  bringTo(view, position, where);
  paint(view);
  markActive(view);
}

function setActive(view, row, column) {
  if (row !== view.active.row || column !== view.active.column) view.part = 1;
  view.active = { row, column };
  markActive(view);
  drawStatus(view);
  drawDoubtful(view);
  drawFound(view);
  rememberLink(view);
}

function markActive(view) {
  const { row, column } = view.active;
  for (const [position, node] of view.nodes) {
    const active = view.items[position] === row;
    node.classList.toggle("active", active);
    node.classList.toggle("picked", isPicked(view, view.items[position]));
    for (const cell of node.querySelectorAll(".cell")) {
      const here = active && Number(cell.dataset.column) === column;
      cell.classList.toggle("here", here);
      cell.id = here ? "here" : "";
      for (const part of cell.querySelectorAll("[data-unit]")) {
        part.classList.toggle("cut", here && view.part > 0 && Number(part.dataset.unit) === view.part);
      }
    }
  }
  view.el.scroller.setAttribute("aria-activedescendant", "here");
  drawDesk(view);
}

function stepRow(view, by) {
  view.picked = null;
  const here = view.places.get(view.active.row);
  let position = here ?? itemAt(view, view.el.scroller.scrollTop + 40);
  if (here !== undefined) position += by;
  while (view.items[position] < 0) position += by < 0 ? -1 : 1;
  if (position >= 0 && position < view.items.length) goTo(view, view.items[position]);
}

function stepColumn(view, by) {
  const column = Math.max(0, Math.min(view.shown.length - 1, view.active.column + by));
  if (view.active.row < 0) stepRow(view, 1);
  setActive(view, view.active.row, column);
}

// Next row in a direction for which something holds, starting over at the end.
function seek(view, by, holds) {
  const { items } = view;
  const here = view.places.get(view.active.row) ?? (by > 0 ? -1 : items.length);
  for (let k = 1; k <= items.length; k += 1) {
    const position = (((here + by * k) % items.length) + items.length) % items.length;
    if (items[position] >= 0 && holds(items[position])) return goTo(view, items[position], "middle");
  }
  return undefined;
}

function isDoubtful(view, row) {
  const level = view.level();
  if (view.mode === "queue" && level.keys) return reasons(view, row).length > 0;
  return level.status[row] === 3 || (level.status[row] === 0 && level.sure[row] < view.doc.doubtful);
}

function seekDoubtful(view, by) {
  seek(view, by, (row) => isDoubtful(view, row));
}

function seekHit(view, by) {
  seek(view, by, (row) => view.hits.rows.has(row));
}

function setLevel(view, levelName) {
  if (view.levelName === levelName) return;
  const { row } = view.active.row >= 0 ? view.active : anchorOf(view);
  const turn = row >= 0 ? view.level().turn[row] : -1;
  view.levelName = levelName;
  view.picked = view.carried = null;
  view.items = [];
  view.active.row = turn < 0 ? -1 : Math.max(0, view.level().turn.indexOf(turn));
  refresh(view);
}

function toggleLanguage(view, k) {
  if (k === undefined) return;
  if (!view.on.delete(k)) view.on.add(k);
  if (view.on.size === 0) view.on.add(k);
  refresh(view);
}

function moveLanguage(view, k, to) {
  const order = view.order.filter((other) => other !== k);
  order.splice(Math.max(0, Math.min(order.length, to)), 0, k);
  view.order = order;
  refresh(view);
}

function setQuery(view, query) {
  view.query = query;
  refresh(view);
  if (view.hits.rows.size && !view.hits.rows.has(view.active.row)) seekHit(view, 1);
}

function clearFilter(view) {
  view.filter = { least: 0, most: 100, roles: new Set(ROLES), only: "", doubtful: view.doc.doubtful };
  refresh(view);
}

function isFiltered({ filter }) {
  return filter.least > 0 || filter.most < 100 || filter.roles.size < ROLES.length || filter.only !== "";
}

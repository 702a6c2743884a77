// The drawer: why the row at hand is believed, what was decided of it, and what of the whole transcript.

function toggleDrawer(view) {
  if (view.el.drawer.hidden) openDrawer(view, view.drawer ?? "row");
  else closeDrawer(view);
}

function openDrawer(view, side) {
  view.drawer = side;
  view.el.drawer.hidden = false;
  view.el.root.dataset.drawer = "open";
  resized(view);
  drawDrawer(view);
}

function closeDrawer(view) {
  view.el.drawer.hidden = true;
  delete view.el.root.dataset.drawer;
  resized(view);
  view.el.scroller.focus({ preventScroll: true });
}

function drawDrawer(view) {
  const { drawer } = view.el;
  if (drawer.hidden || !view.doc) return;
  for (const tab of drawer.querySelectorAll("[data-side]")) tab.setAttribute("aria-selected", tab.dataset.side === view.drawer);
  const page = drawer.querySelector(".page");
  if (view.drawer === "all") drawAll(view, page);
  else drawOne(view, page);
}

function drawOne(view, page) {
  const { row } = view.active;
  const level = view.level();
  if (row < 0 || row >= level.rows) return page.replaceChildren(make("p", "", "Choose a row: press ↓ or click one."));
  const head = make("h2", "", `Row ${(row + 1).toLocaleString("en")}`);
  const sure = make("p", "", `Confidence ${verdict(view.doc, view.levelName, row)}. ${explain(view.doc, view.levelName, row, view.shown)}`);
  const status = make("p", "", `Status: ${STATUS[level.status[row]]}.`);
  const deeds = level.history[row] ?? [];
  const list = make("ol", "deeds");
  for (const deed of [...deeds].reverse()) list.append(drawDeed(view, [...deed, true, 1, row, view.levelName], false));
  page.replaceChildren(head, sure, status, ...drawNoticed(view, row), drawPairs(view, level, row), make("h3", "", deeds.length ? "Decided" : "Nothing was decided of this row yet."), list);
  return undefined;
}

// Each pair of the languages shown with its own confidence.
function drawPairs(view, level, row) {
  const list = make("ul", "pairs");
  for (const [left, right, values] of level.pairs) {
    if (values[row] === null || !view.shown.includes(left) || !view.shown.includes(right)) continue;
    const item = make("li");
    item.append(make("span", "", `${view.doc.languages[left].name} – ${view.doc.languages[right].name}`), make("span", "figure", figure(values[row])));
    list.append(item);
  }
  return list;
}

function drawAll(view, page) {
  if (!view.log) {
    page.replaceChildren(make("p", "", "Looking it up …"));
    if (!view.asked_log) {
      view.asked_log = true;
      tellServer(view, { log: true });
    }
    return;
  }
  view.asked_log = false;
  const parts = [];
  const lost = view.news.lost ?? [];
  if (lost.length) {
    const list = make("ol", "deeds lost");
    for (const deed of lost) list.append(drawDeed(view, [...deed, true, 0, null, ""], false));
    parts.push(make("h2", "", "Not carried over"), make("p", "", `The text that ${lost.length === 1 ? "this decision was" : "these decisions were"} about has changed. `
      + "What of it still stands is applied; look at the rest."), list);
  }
  const holding = view.log.filter((one) => one[5]).length;
  parts.push(make("h2", "", "Whole transcript"), make("p", "", `${counted(holding, "decision")} hold${holding === 1 ? "s" : ""}, the latest first.`), drawPace(view));
  const list = make("ol", "deeds");
  for (const deed of view.log.slice(0, 500)) list.append(drawDeed(view, deed, true));
  page.replaceChildren(...parts, list);
}

// Rows of each reviewer, in all and in the last hour, and the share of the transcript.
function drawPace(view) {
  const list = make("ul", "pairs");
  for (const [who, all, hour] of view.news.pace ?? []) {
    const item = make("li");
    item.append(make("span", "", who), make("span", "figure", `${counted(all, "row")}, ${hour.toLocaleString("en")} in the last hour`));
    list.append(item);
  }
  return list;
}

function drawDeed(view, [kind, who, at, note, id, holds, count, row, levelName], whole) {
  const item = make("li", holds ? "" : "undone");
  const what = HISTORY[kind] ?? kind;
  const many = count > 1 && kind === "accept" ? ` ${counted(count, "row")}` : "";
  item.append(make("strong", "", `${what}${many}`), ` by ${who || "somebody"}, ${moment(at)}${holds ? "" : ", undone"}`);
  if (note) item.append(make("q", "", note));
  if (whole && row !== null) item.append(deedButton(`go to ${levelName === "turn" ? "turn " : ""}row ${(row + 1).toLocaleString("en")}`, () => goToDeed(view, row, levelName)));
  if (holds && id && who === (whoAmI(view) || "somebody") && whole) {
    item.append(deedButton("undo back to here", () => inTurn(view, "u", () => askFor(view, { kind: "undo", rows: [], since: id }))));
  }
  return item;
}

function deedButton(text, act) {
  const button = make("button", "small", text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

function goToDeed(view, row, levelName) {
  if (levelName !== view.levelName) setLevel(view, levelName);
  goTo(view, row, "middle");
}

// A moment as the reader's own clock and calendar have it.
function moment(at) {
  if (!at) return "";
  const date = new Date(at);
  const day = date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return `${day}, ${date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`;
}

function lastDeeds(level, row) {
  return (level.history[row] ?? []).slice(-3).map(([kind, who, at, note]) => {
    const line = make("span", "deed", ` · ${HISTORY[kind] ?? kind} by ${who || "somebody"}, ${moment(at)}`);
    if (note) line.append(make("q", "", note));
    return line;
  });
}

function listenToDrawer(view) {
  view.el.drawer.addEventListener("click", (event) => {
    const side = event.target.closest("[data-side]")?.dataset.side;
    if (side) openDrawer(view, side);
    if (event.target.closest(".shut")) closeDrawer(view);
  });
}

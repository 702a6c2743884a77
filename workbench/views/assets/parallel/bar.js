// The lines above and below the text: title, languages, search, filter, status.

function drawBar(view) {
  drawChips(view);
  drawFilter(view);
  drawReasons(view);
  drawFound(view);
  drawDoubtful(view);
  for (const button of view.el.levels.children) {
    button.setAttribute("aria-pressed", button.dataset.level === view.levelName);
  }
  drawNothing(view);
}

function drawTitle(view, choices) {
  const { doc, el } = view;
  const options = choices.map(([name, title]) => {
    const option = make("option", "", title || name);
    option.value = name;
    option.selected = name === doc.name;
    return option;
  });
  el.pick.replaceChildren(...options);
  el.pick.title = doc.title;
  drawFacts(view);
}

function drawFacts(view) {
  const { doc, el } = view;
  const { status, rows } = doc.levels.segment;
  const done = status.filter((one) => one === 1 || one === 2).length;
  const facts = [doc.date, `${doc.languages.length} editions`, counted(rows, "row"), `${done.toLocaleString("en")} reviewed`];
  el.facts.textContent = facts.filter(Boolean).join(" · ");
  const pace = (view.news?.pace ?? []).map(([who, all, hour]) => `${who}: ${counted(all, "row")}, ${hour.toLocaleString("en")} in the last hour`);
  el.facts.title = pace.join("\n");
}

function drawChips(view) {
  const { chips } = view.el;
  const focused = chips.getRootNode().activeElement?.dataset?.language;
  chips.replaceChildren(...view.order.map((k, place) => drawChip(view, k, place)));
  if (focused !== undefined) chips.querySelector(`[data-language="${focused}"]`)?.focus();
}

function drawChip(view, k, place) {
  const language = view.doc.languages[k];
  const chip = make("button", "chip");
  chip.type = "button";
  chip.draggable = true;
  chip.dataset.language = k;
  chip.dataset.place = place;
  chip.setAttribute("aria-pressed", view.on.has(k));
  const keys = place < 9 ? `, key ${place + 1}` : "";
  chip.title = `${language.tag}: show or hide${keys}; drag, or Shift and an arrow, to reorder`;
  chip.append(make("span", "digit", place < 9 ? String(place + 1) : ""), make("span", "", language.name));
  if (language.tag === view.doc.pivot) chip.append(make("span", "pivot", "pivot"));
  return chip;
}

function listenToChips(view) {
  const { chips } = view.el;
  const of = (event) => event.target.closest(".chip");
  let held = null;
  chips.addEventListener("click", (event) => of(event) && toggleLanguage(view, Number(of(event).dataset.language)));
  chips.addEventListener("keydown", (event) => shiftChip(view, event, of(event)));
  chips.addEventListener("dragstart", (event) => {
    held = Number(of(event).dataset.language);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", view.doc.languages[held].tag);
  });
  chips.addEventListener("dragover", (event) => {
    if (held === null) return;
    event.preventDefault();
    for (const chip of chips.children) chip.classList.toggle("target", chip === of(event));
  });
  chips.addEventListener("drop", (event) => {
    event.preventDefault();
    if (held !== null && of(event)) moveLanguage(view, held, Number(of(event).dataset.place));
  });
  chips.addEventListener("dragend", () => {
    held = null;
    for (const chip of chips.children) chip.classList.remove("target");
  });
}

function shiftChip(view, event, chip) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!chip || !by || !event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  moveLanguage(view, Number(chip.dataset.language), Number(chip.dataset.place) + by);
}

// Names of the languages over their columns, with buttons that move a column.
function drawHeads(view) {
  const heads = view.shown.map((k, column) => {
    const language = view.doc.languages[k];
    const head = make("div", "head");
    head.setAttribute("role", "columnheader");
    head.dir = language.dir;
    head.append(make("span", "language", language.name), make("span", "tag", language.tag));
    const tools = make("span", "moves");
    tools.append(mover(view, k, column, -1), mover(view, k, column, 1));
    if (view.shown.length > 1) head.append(tools);
    if (column + 1 < view.shown.length) head.append(grip(view, column));
    return head;
  });
  view.el.heads.replaceChildren(make("div", "corner"), ...heads);
}

function mover(view, k, column, by) {
  const side = by < 0 ? "left" : "right";
  const button = make("button", "quiet", by < 0 ? "‹" : "›");
  button.type = "button";
  button.disabled = column + by < 0 || column + by >= view.shown.length;
  button.title = `Move ${view.doc.languages[k].name} to the ${side}`;
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", () => moveLanguage(view, k, view.order.indexOf(view.shown[column + by])));
  return button;
}

function drawFilter(view) {
  const { filter, el } = view;
  for (const box of el.filter.querySelectorAll("[name=role]")) box.checked = filter.roles.has(box.value);
  el.filter.querySelector("[name=least]").value = filter.least;
  el.filter.querySelector("[name=most]").value = filter.most;
  el.filter.querySelector("[name=only]").value = filter.only;
  const on = isFiltered(view);
  el.filterButton.classList.toggle("on", on);
  const rows = view.items.filter((item) => item >= 0).length;
  const all = view.level().rows;
  el.left.textContent = on ? `${rows.toLocaleString("en")} of ${all.toLocaleString("en")} rows shown` : "All rows shown";
  el.clear.hidden = !on;
}

function listenToFilter(view) {
  const { filter: form, clear } = view.el;
  form.addEventListener("input", () => {
    const value = (name) => form.querySelector(`[name=${name}]`).value;
    const whole = (name, empty) => Math.max(0, Math.min(100, value(name) === "" ? empty : Math.round(Number(value(name)))));
    view.filter = {
      least: whole("least", 0),
      most: whole("most", 100),
      roles: new Set([...form.querySelectorAll("[name=role]:checked")].map((box) => box.value)),
      only: value("only"),
      doubtful: view.doc.doubtful,
    };
    clearTimeout(view.waiting);
    view.waiting = setTimeout(() => refresh(view), 80);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => clearFilter(view));
}

function drawFound(view) {
  const { found, search } = view.el;
  if (search.value !== view.query && view.el.shadow.activeElement !== search) search.value = view.query;
  const rows = [...view.hits.rows.keys()].filter((row) => view.places.has(row));
  const none = view.query ? "nothing found" : "";
  const here = rows.indexOf(view.active.row) + 1;
  found.textContent = rows.length ? `${here ? `${here} of ` : ""}${counted(rows.length, "row")}` : none;
  found.title = rows.length ? counted(view.hits.places, "place") : "";
  for (const button of view.el.hitButtons) button.hidden = !rows.length;
}

function drawDoubtful(view) {
  const rows = view.items.filter((item) => item >= 0 && isDoubtful(view, item));
  const here = rows.indexOf(view.active.row) + 1;
  view.el.doubtful.textContent = rows.length ? `${here ? `${here} of ` : ""}${rows.length.toLocaleString("en")} to review` : "none to review";
  for (const button of view.el.doubtButtons) button.disabled = !rows.length;
}

function drawStatus(view) {
  drawDrawer(view);
  const { row } = view.active;
  const { status } = view.el;
  if (row < 0 || !view.doc) {
    status.textContent = "Point at a bar, or press ↓, to read how sure a row is and why.";
    return;
  }
  const level = view.level();
  const lead = make("strong", "", `Row ${row + 1} · ${view.turnNames[level.turn[row]]} · confidence ${verdict(view.doc, view.levelName, row)}.`);
  status.replaceChildren(lead, ` ${explain(view.doc, view.levelName, row, view.shown)}`, ...drawSaid(view, row), ...lastDeeds(level, row));
}

function drawNothing(view) {
  const rows = view.items.some((item) => item >= 0);
  view.el.nothing.hidden = rows;
  const done = view.mode === "queue" && !view.filter.only;
  view.el.nothing.querySelector("p").textContent = done
    ? "Nothing is left to review in this transcript." : "No row passes the filter in the languages shown.";
  view.el.nothing.querySelector("button").hidden = done;
}

function showWhy(view, target) {
  if (showFault(view, target)) return;
  const gutter = target?.closest?.("[data-why]");
  const { why, frame } = view.el;
  why.hidden = !gutter;
  if (!gutter) return;
  const row = Number(gutter.dataset.why);
  why.replaceChildren(
    make("strong", "", `Confidence ${verdict(view.doc, view.levelName, row)}`),
    make("p", "", explain(view.doc, view.levelName, row, view.shown)),
  );
  const box = gutter.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  const top = Math.max(4, Math.min(box.top - outer.top, outer.height - why.offsetHeight - 8));
  why.style.transform = `translate(${box.right - outer.left + 4}px, ${top}px)`;
}

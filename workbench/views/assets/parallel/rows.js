// What one row, one heading, one cell looks like. Text is only ever set as textContent.

function drawItem(view, position) {
  const item = view.items[position];
  const node = item < 0 ? drawHeading(view, ~item) : drawRow(view, item);
  node.style.position = "absolute";
  node.setAttribute("aria-rowindex", position + 2);
  return node;
}

function drawHeading(view, turn) {
  const { doc } = view;
  const node = make("div", "heading");
  node.setAttribute("role", "row");
  const name = make("div", "turn", view.turnNames[turn]);
  name.setAttribute("role", "rowheader");
  node.append(name);
  for (const k of view.shown) node.append(drawLabel(doc, k, turn));
  return node;
}

function drawLabel(doc, k, turn) {
  const label = doc.turns.labels[k][turn];
  const cell = make("div", label === null ? "label none" : "label", label ?? "no such turn");
  cell.setAttribute("role", "columnheader");
  if (label !== null) tongue(cell, doc.languages[k]);
  return cell;
}

function drawRow(view, row) {
  const level = view.level();
  const step = stepOf(view.doc, level.sure[row]);
  const node = make("div", `row step${step}`);
  node.setAttribute("role", "row");
  node.dataset.row = row;
  node.append(drawGutter(view, row, step));
  view.shown.forEach((k, column) => node.append(drawCell(view, row, k, column)));
  return node;
}

function drawGutter(view, row, step) {
  const gutter = make("div", "gutter");
  gutter.setAttribute("role", "rowheader");
  gutter.dataset.why = row;
  gutter.append(make("span", "bar"), make("span", "number", String(row + 1)));
  const level = view.level();
  const status = level.status[row];
  if (status) gutter.append(make("span", `sign ${STATUS[status]}`, STATUS_SIGNS[status]));
  if ((level.history[row] ?? []).some(([kind]) => kind === "comment")) gutter.append(make("span", "sign note", "“"));
  const count = faultCount(view, row);
  if (count) gutter.append(count);
  const found = count ? `, ${counted(faultsOf(view, row).length, "finding")}` : "";
  const said = status ? `, ${STATUS[status]}` : "";
  gutter.setAttribute("aria-label", `Row ${row + 1}, confidence ${figure(level.sure[row])}, ${STEPS[step]}${said}${found}`);
  return gutter;
}

function drawCell(view, row, k, column) {
  const language = view.doc.languages[k];
  const level = view.level();
  const node = make("div", "cell");
  node.setAttribute("role", "gridcell");
  node.dataset.column = column;
  node.dataset.tag = language.name;
  const content = level.text[k][row];
  if (content === null) return emptyCell(node, language);
  const text = make("div", "text");
  tongue(text, language);
  const needle = fold(view.query);
  const opens = view.levelName === "turn" ? [0, ...(level.joints[row]?.[k] ?? [])] : null;
  cellParts(content).forEach((part, n) => {
    const found = needle ? spansOf(part, needle).map(([start, end]) => ({ start, end, kind: "found" })) : [];
    const unit = opens ? opens.indexOf(n) : n;
    appendPart(text, part, [...found, ...faultSpans(view, row, k, n)], unit, view.levelName);
  });
  if (level.crossing[k].has(row)) node.append(crossMark());
  node.append(text);
  return node;
}

function emptyCell(node, language) {
  node.dir = language.dir;
  node.classList.add("empty");
  node.append(make("span", "omitted", "omitted"));
  return node;
}

function crossMark() {
  const mark = make("span", "cross", "⇅");
  mark.title = "Out of order: in this edition it stands elsewhere";
  mark.setAttribute("aria-label", "out of order");
  return mark;
}

function appendPart(text, part, marks, unit, levelName) {
  const holder = make(levelName === "turn" ? "p" : "span", "part");
  if (unit >= 0) holder.dataset.unit = unit;
  if (text.lastChild && levelName !== "turn") text.append(" ");
  for (const [start, end, here] of pieces(part.length, marks)) holder.append(drawPiece(part.slice(start, end), start, here, part.length));
  text.append(holder);
}

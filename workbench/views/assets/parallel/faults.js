// What the checks noticed: characters underlined, a figure at the row, the message where one points or stands.

const GRADES = ["info", "warning", "error"];

function takeFaults(view, digest, faults) {
  if (digest === view.noticed || !faults) return false;
  view.noticed = digest;
  const { list = [], segment = {}, turn = {}, words = [] } = faults;
  view.rowWords = null;
  view.faults = { list, segment, turn, words, ofRow: { segment: new Map(), turn: new Map() } };
  list.forEach(([row, turnRow], number) => {
    for (const [level, at] of [["segment", row], ["turn", turnRow]]) {
      const rows = view.faults.ofRow[level];
      if (!rows.has(at)) rows.set(at, []);
      rows.get(at).push(number);
    }
  });
  return true;
}

function faultsOf(view, row) {
  const numbers = view.faults?.ofRow[view.levelName].get(row) ?? [];
  return numbers.map((number) => view.faults.list[number]).map(([, , check, severity, odd, said, id]) => ({ check, severity, odd, said, id }));
}

function gravest(faults) {
  return GRADES[Math.max(-1, ...faults.map((one) => GRADES.indexOf(one.severity)))];
}

// Errors and warnings need a person; what is merely worth knowing does not.
function needsLook(view, row) {
  return faultsOf(view, row).some((one) => one.severity !== "info");
}

// Marks of one part of a cell: half-open spans with how they are to be drawn.
function faultSpans(view, row, k, part) {
  const marks = view.faults?.[view.levelName][row] ?? [];
  return marks.filter((mark) => mark[0] === k && mark[1] === part).map(([, , start, end, number]) => {
    const [, , , severity, odd] = view.faults.list[number];
    return { start, end, number, kind: `fault ${severity}${odd === k ? " odd" : ""}` };
  });
}

// A text cut wherever a mark begins or ends: [start, end, marks over it].
function pieces(length, marks) {
  const cuts = [...new Set([0, length, ...marks.flatMap(({ start, end }) => [start, end])])].filter((at) => at >= 0 && at <= length).sort((a, b) => a - b);
  return cuts.slice(1).map((end, n) => [cuts[n], end, marks.filter((mark) => mark.start <= cuts[n] && mark.end >= end)]);
}

// The narrowest and gravest mark decides how a piece looks; all of them are told when it is pointed at.
function drawPiece(text, at, marks, length) {
  const found = marks.some(({ kind }) => kind === "found");
  const faults = marks.filter(({ kind }) => kind !== "found");
  const node = found ? make("mark", "", text) : faults.length ? make("span", "", text) : document.createTextNode(text);
  if (!faults.length) return node;
  const isWhole = ({ start, end }) => end - start >= length && length > 40;
  const narrow = faults.filter((mark) => !isWhole(mark));
  const weight = ({ kind }) => GRADES.findIndex((grade) => kind.includes(grade)) + (kind.endsWith(" odd") ? 3 : 0);
  const [chief] = (narrow.length ? narrow : faults).toSorted((a, b) => weight(b) - weight(a));
  node.classList.add(...chief.kind.split(" "));
  if (isWhole(chief)) node.classList.add("whole");
  if (at === chief.start) node.classList.add("opens");
  node.dataset.faults = faults.map(({ number }) => number).join(" ");
  return node;
}

function faultCount(view, row) {
  const faults = faultsOf(view, row);
  if (!faults.length) return null;
  const node = make("button", `count ${gravest(faults)}`, String(faults.length));
  node.type = "button";
  node.tabIndex = -1;
  node.dataset.finding = faults.find((one) => one.severity === gravest(faults)).id;
  node.setAttribute("aria-label", `${counted(faults.length, "finding")}: press to see`);
  return node;
}

// In the line below the text: what was noticed in the row at hand.
function drawSaid(view, row) {
  return faultsOf(view, row).slice(0, 4).map((one) => {
    const line = make("span", "deed", " · ");
    const button = make("button", `said-of ${one.severity}`, one.said);
    button.type = "button";
    button.dataset.finding = one.id;
    button.title = `${one.severity}, ${one.check}: open the finding (e)`;
    line.append(button);
    return line;
  });
}

// In the drawer: each finding of the row, with the way to it.
function drawNoticed(view, row) {
  const faults = faultsOf(view, row);
  if (!faults.length) return [];
  const list = make("ol", "deeds");
  list.append(...faults.map((one) => {
    const item = make("li", "");
    const button = make("button", `said-of ${one.severity}`, one.said);
    button.type = "button";
    button.dataset.finding = one.id;
    item.append(make("strong", "", `${sentence(one.severity).slice(0, -1)}, ${one.check}: `), button);
    return item;
  }));
  return [make("h3", "", counted(faults.length, "finding")), list];
}

function seekFault(view, by) {
  seek(view, by, (row) => faultsOf(view, row).length > 0);
}

function openFault(view, id) {
  const chosen = id ?? faultsOf(view, view.active.row)[0]?.id;
  if (chosen) view.finding(chosen);
  else tell(view, "The checks found nothing in this row.");
}

// The message of what is pointed at.
function showFault(view, target) {
  const marked = target?.closest?.("[data-faults]");
  const { why, frame } = view.el;
  if (!marked) return false;
  const numbers = marked.dataset.faults.split(" ").map(Number);
  why.replaceChildren(...numbers.map((number) => {
    const [, , check, severity, , said] = view.faults.list[number];
    const line = make("p", "");
    line.append(make("strong", "", `${sentence(severity).slice(0, -1)}, ${check}. `), said);
    return line;
  }));
  why.hidden = false;
  const box = marked.getClientRects()[0];
  const outer = frame.getBoundingClientRect();
  const left = Math.max(4, Math.min(box.left - outer.left, outer.width - why.offsetWidth - 12));
  const below = box.bottom - outer.top + 6;
  const top = below + why.offsetHeight < outer.height ? below : box.top - outer.top - why.offsetHeight - 6;
  why.style.transform = `translate(${left}px, ${Math.max(4, top)}px)`;
  return true;
}

function listenToFaults(view) {
  view.el.root.addEventListener("click", (event) => {
    const id = event.target.closest("[data-finding]")?.dataset.finding;
    if (!id) return;
    event.stopPropagation();
    openFault(view, id);
  }, true);
}

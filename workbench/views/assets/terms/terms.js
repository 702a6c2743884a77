// Terms: a line each, a column an edition; a rendering opens all its places. Text is only ever set as textContent.

const AROUND = 46;
const OPEN = new WeakMap(); // which renderings are open, by the element

function cut(text, start, end) {
  let from = Math.max(0, start - AROUND);
  let to = Math.min(text.length, end + AROUND);
  if (from > 0) from = Math.max(from, text.indexOf(" ", from) + 1 || from);
  if (to < text.length) to = Math.max(end, text.lastIndexOf(" ", to));
  from = Math.min(from, start);
  return [from > 0 ? "… " : "", text.slice(from, start), text.slice(start, end), text.slice(end, to), to < text.length ? " …" : ""];
}

function placeLine(view, k, [row, segment, start, end]) {
  const line = make("li", "");
  const go = make("button", "row", `${row + 1}`);
  go.type = "button";
  go.setAttribute("aria-label", `Open row ${row + 1} in the parallel text`);
  go.addEventListener("click", () => view.open(row));
  const text = tongue(make("span", "text"), view.data.languages[k]);
  const [before, left, hit, right, after] = cut(view.data.texts[k][segment] ?? "", start, end);
  text.append(before, left, make("mark", "", hit), right, after);
  line.append(go, text);
  return line;
}

function rendering(view, one, k, n) {
  const [text, places, kind] = view.data.terms[one].cells[k][n];
  const name = `${view.data.terms[one].id}.${k}.${n}`;
  const open = view.opened.has(name);
  const block = make("div", `rendering ${kind}`);
  const button = make("button", n && !kind ? "other" : "", "");
  button.type = "button";
  button.dataset.name = name;
  button.setAttribute("aria-expanded", open);
  button.append(tongue(make("span", "said", text), view.data.languages[k]), make("span", "count", places.length.toLocaleString("en")));
  button.title = kind === "forbidden" ? "Forbidden by the glossary" : kind === "required" ? "Required by the glossary" : "All places";
  button.disabled = !places.length;
  button.addEventListener("click", () => {
    if (!view.opened.delete(name)) view.opened.add(name);
    draw(view);
    view.root.querySelector(`[data-name="${name}"]`)?.focus();
  });
  block.append(button);
  return [block, open ? { k, places, text } : null];
}

function lacking(view, rows) {
  const line = make("p", "lacking", "missing in ");
  line.append(rows.length === 1 ? "row " : "rows ");
  rows.slice(0, 12).forEach((row, n) => {
    if (n) line.append(" ");
    const go = make("button", "row", String(row + 1));
    go.type = "button";
    go.setAttribute("aria-label", `Missing: open row ${row + 1} in the parallel text`);
    go.addEventListener("click", () => view.open(row));
    line.append(go);
  });
  if (rows.length > 12) line.append(` and ${rows.length - 12} more`);
  return line;
}

function termLines(view, one) {
  const { languages, terms } = view.data;
  const term = terms[one];
  const line = make("tr", term.varies ? "varies" : "");
  const opened = [];
  languages.forEach((language, k) => {
    const cell = make("td", "");
    cell.dataset.label = language.name;
    for (let n = 0; n < (term.cells[k] ?? []).length; n += 1) {
      const [block, open] = rendering(view, one, k, n);
      cell.append(block);
      if (open) opened.push(open);
    }
    const rows = term.lacking[k] ?? [];
    if (rows.length) cell.append(lacking(view, rows));
    if (!cell.childNodes.length) cell.append(make("span", "none", "–"));
    line.append(cell);
  });
  return [line, ...opened.map((open) => placesLine(view, open))];
}

function placesLine(view, { k, places, text }) {
  const line = make("tr", "places");
  const cell = make("td", "");
  cell.colSpan = view.data.languages.length;
  const title = make("p", "title", `${view.data.languages[k].name}: `);
  title.append(tongue(make("span", "text", text), view.data.languages[k]), `, ${counted(places.length, "place")}`);
  const list = make("ol", "");
  list.append(...places.map((place) => placeLine(view, k, place)));
  cell.append(title, list);
  line.append(cell);
  return line;
}

function draw(view) {
  const { data, root } = view;
  const table = make("table", "");
  table.append(make("caption", "", data.label));
  const head = make("tr", "");
  for (const language of data.languages) {
    const cell = make("th", "", language.name);
    cell.scope = "col";
    head.append(cell);
  }
  const thead = make("thead", "");
  thead.append(head);
  const body = make("tbody", "");
  body.append(...data.terms.flatMap((_, one) => termLines(view, one)));
  table.append(thead, body);
  const rest = data.all - data.terms.length;
  const more = make("button", "more", `Show ${Math.min(rest, data.step).toLocaleString("en")} more of ${rest.toLocaleString("en")}`);
  more.type = "button";
  more.addEventListener("click", () => view.more());
  root.replaceChildren(table, ...(rest > 0 ? [more] : []));
}

export default function ({ data, parentElement, setTriggerValue }) {
  const opened = OPEN.get(parentElement) ?? new Set();
  OPEN.set(parentElement, opened);
  const view = { data, opened, root: parentElement.querySelector(".terms") };
  view.open = (row) => setTriggerValue("open", row);
  view.more = () => setTriggerValue("more", data.terms.length + data.step);
  draw(view);
}

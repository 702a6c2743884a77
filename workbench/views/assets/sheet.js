// A table drawn from {label, columns, rows}. Text is only ever set as textContent.

function pressable(className, text, value, press) {
  const button = make("button", className, text);
  button.type = "button";
  button.dataset.press = value;
  button.addEventListener("click", () => press(value));
  return button;
}

function titleCell(value, row, press) {
  const parts = document.createDocumentFragment();
  parts.append(value.opens ? pressable("name", value.text, `open:${row.id}`, press) : make("span", "name", value.text));
  parts.firstChild.title = value.text;
  if (value.sub) parts.append(make("span", "sub", value.sub));
  return parts;
}

function shareCell(value) {
  const parts = document.createDocumentFragment();
  parts.append((Math.floor(value * 100) / 100).toFixed(2));
  const bar = make("span", "bar");
  const fill = make("i");
  fill.style.width = `${Math.round(value * 100)}%`;
  bar.append(fill);
  parts.append(bar);
  return parts;
}

function actionsCell(value, row, press) {
  const parts = document.createDocumentFragment();
  for (const action of value) {
    const button = pressable(action.main ? "main" : "", action.label, `${action.name}:${row.id}`, press);
    if (row.spoken) button.setAttribute("aria-label", `${action.label}: ${row.spoken}`);
    parts.append(button);
  }
  return parts;
}

function linkCell(value, row, press) {
  const button = pressable("link", value.text, `${value.action}:${row.id}`, press);
  if (row.spoken) button.setAttribute("aria-label", `${value.text}: ${row.spoken}`);
  return button;
}

function linesCell(lines) {
  const list = make("ul");
  for (const line of lines) list.append(make("li", "", line));
  return list;
}

function spoken({ lang, dir }) {
  return { tag: lang, dir };
}

function content(column, row, press) {
  const value = row[column.key];
  if (value === undefined || value === null) return "";
  if (column.kind === "title") return titleCell(value, row, press);
  if (column.kind === "share") return shareCell(value);
  if (column.kind === "actions") return actionsCell(value, row, press);
  if (column.kind === "link") return linkCell(value, row, press);
  if (column.kind === "hit") return tongue(pressable("found", value.text, `open:${row.id}`, press), spoken(value));
  if (Array.isArray(value)) return linesCell(value);
  if (typeof value === "object") return tongue(make("span", "corpus", value.text), spoken(value));
  return String(value);
}

function headRow(columns) {
  const row = make("tr");
  for (const column of columns) {
    const cell = make("th", column.kind, column.label);
    cell.scope = "col";
    row.append(cell);
  }
  return row;
}

function bodyRow(columns, row, press) {
  const line = make("tr");
  for (const column of columns) {
    const cell = make("td", column.kind);
    cell.dataset.label = column.label;
    cell.append(content(column, row, press));
    line.append(cell);
  }
  return line;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const press = (value) => setTriggerValue("press", value);
  const table = make("table");
  table.append(make("caption", "", data.label));
  const head = make("thead");
  head.append(headRow(data.columns));
  const body = make("tbody");
  for (const row of data.rows) body.append(bodyRow(data.columns, row, press));
  table.append(head, body);
  parentElement.querySelector(".sheet").replaceChildren(table);
}

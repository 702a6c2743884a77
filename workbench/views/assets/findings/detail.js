// One finding in full, or the summary of all. Text is only ever set as textContent.

function drawDetail(view) {
  const { detail } = view.el;
  const one = view.items[view.at];
  detail.replaceChildren(...(one ? finding(view, one) : summary(view)));
  detail.scrollTop = 0;
  detail.dataset.shows = one ? one.id : "summary";
}

function finding(view, one) {
  const kicker = make("p", "kicker");
  const age = { new: "new since the last run", gone: "gone since the last run" }[one.age];
  const words = [sentence(one.severity).slice(0, -1), one.check, placeName(one), age].filter(Boolean);
  kicker.append(sign(one.severity), words.join(" · "));
  const parts = [kicker, make("h2", "", one.message), facts(view, one)];
  if (one.age !== "gone") parts.push(passages(view, one));
  return [...parts, deeds(view, one)].filter(Boolean);
}

// What was expected, from which editions, and what stands there.
function facts(view, one) {
  const list = make("dl", "facts");
  const put = (name, text, who, strong) => {
    if (!text) return;
    const value = make("dd", strong ? "odd" : "");
    value.append(make("q", "", text), make("span", "who", who));
    list.append(make("dt", "", name), value);
  };
  const others = one.evidence.filter(([k]) => k !== one.odd);
  const from = others.length ? others.map(([k]) => k) : one.languages.filter((k) => k !== one.odd);
  if (one.odd >= 0) {
    put("Expected", one.expected, from.length ? `as ${names(view, from)} ${from.length > 1 ? "have" : "has"} it` : "");
    put("Here", one.found, languageName(view, one.odd), true);
    list.append(make("dt", "", "Odd one out"), make("dd", "", `${languageName(view, one.odd)}: the others agree`));
  } else {
    for (const [k, said] of one.evidence) put(languageName(view, k), said, "");
    if (one.languages.length > 1) list.append(make("dt", "", "Divided"), make("dd", "", `No edition stands alone: ${names(view, one.languages)}`));
  }
  return list;
}

// The row in every edition, the odd one first among those concerned; what is marked elsewhere with its own segment.
function passages(view, one) {
  const table = make("table", `passages ${one.severity}`);
  const rest = view.doc.languages.map((_, k) => k).filter((k) => !one.languages.includes(k));
  for (const k of [...one.languages, ...rest]) {
    const line = make("tr", k === one.odd ? "odd" : one.languages.includes(k) ? "" : "aside");
    const head = make("th", "", languageName(view, k));
    head.scope = "row";
    if (k === one.odd) head.append(make("span", "role", "odd one out"));
    const cell = tongue(make("td", "text"), view.doc.languages[k]);
    const marked = one.spans.filter(([column]) => column === k);
    const segments = [...new Set([...(one.cells[k] ?? []), ...marked.map(([, segment]) => segment)])].sort((a, b) => a - b);
    for (const segment of segments) cell.append(passage(view, k, segment, marked.filter(([, s]) => s === segment), k === one.odd));
    if (!segments.length) cell.append(make("span", "omitted", "nothing stands here"));
    line.append(head, cell);
    table.append(line);
  }
  return table;
}

function passage(view, k, segment, marked, odd) {
  const text = view.doc.texts[k][segment] ?? "";
  const node = make("p", "");
  let done = 0;
  for (const [, , start, end] of marked.toSorted((a, b) => a[2] - b[2])) {
    const from = Math.max(done, start);
    if (end <= from) continue;
    const whole = end - start === text.length && text.length > 40 ? " whole" : "";
    node.append(text.slice(done, from), make("mark", `${odd ? "odd" : ""}${whole}`, text.slice(from, end)));
    done = end;
  }
  node.append(text.slice(done));
  return node;
}

function deeds(view, one) {
  const last = lastWord(view, one.id);
  if (!last) return null;
  const known = view.doc.history[one.id] ?? [];
  const lines = known.at(-1) === last ? known : [...known, last];
  const list = make("ul", "deeds");
  for (const deed of lines.toReversed()) {
    const done = deed.action === "dismiss" ? "Dismissed" : "Restored";
    const line = make("li", "", `${done} by ${deed.who || "somebody"}${deed.day ? `, ${deed.day}` : ""}`);
    if (deed.reason) line.append(make("q", "", deed.reason));
    list.append(line);
  }
  return list;
}

// How many there are by check and severity, and by the edition that stands alone; a figure narrows the list.
function summary(view) {
  const { doc } = view;
  const shown = doc.findings.filter((one) => inState(view, one, view.filter.state));
  const title = make("h2", "", "Summary");
  if (!shown.length) return [title, make("p", "", nothing(view)), comparison(view)];
  const columns = [...SEVERITIES.map((name) => ["severity", name, name]),
    ...doc.languages.map((language, k) => ["edition", String(k), language.name]), ["edition", "divided", "divided"]];
  const table = make("table", "summary");
  const head = make("tr", "");
  head.append(make("th", "", "Check"), ...columns.map(([field, value, name]) => headCell(field, value, name)));
  table.append(head);
  const count = (check, field, value) => shown.filter((one) => (!check || one.check === check)
    && (field === "severity" ? one.severity === value : concerns(one, value))).length;
  for (const check of doc.checks.filter((name) => shown.some((one) => one.check === name))) {
    table.append(summaryLine(view, check, columns, count));
  }
  table.append(summaryLine(view, "", columns, count));
  const roll = make("div", "roll");
  roll.append(table);
  return [title, make("p", "lead", "By severity, and by the edition that stands alone. Press a figure to see those, n to begin."), roll, comparison(view)];
}

function headCell(field, value, name) {
  const cell = make("th", field, "");
  cell.scope = "col";
  if (field === "severity") cell.append(sign(value), " ");
  cell.append(name);
  return cell;
}

function summaryLine(view, check, columns, count) {
  const line = make("tr", check ? "" : "sum");
  const name = make("th", "", "");
  name.scope = "row";
  name.append(check ? narrowing(view, check, { check }) : "all");
  line.append(name, ...columns.map(([field, value, label]) => {
    const cell = make("td", field);
    const number = count(check, field, value);
    if (number) cell.append(narrowing(view, number.toLocaleString("en"), { check, [field]: value }, `${counted(number, "finding")}: ${check || "all"}, ${label}`));
    return cell;
  }));
  return line;
}

function narrowing(view, text, filter, label) {
  const button = make("button", "figure", text);
  button.type = "button";
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", () => {
    view.filter = { ...view.filter, check: "", severity: "", edition: "", ...filter };
    refresh(view);
    goTo(view, 0);
    view.el.list.focus({ preventScroll: true });
  });
  return button;
}

function comparison(view) {
  const { doc } = view;
  if (doc.first) return make("p", "since", "This is the first run of the checks: the next one is compared with it.");
  const open = (age) => doc.findings.filter((one) => one.age === age && (age === "gone" || !isDismissed(view, one))).length;
  const line = make("p", "since", "Since the last run: ");
  ["new", "gone", "still"].forEach((age, n) => {
    const words = `${open(age).toLocaleString("en")} ${age === "still" ? "still there" : age}`;
    if (n) line.append(n === 2 ? " and " : ", ");
    const button = open(age) && age !== "still" ? narrowing(view, words, { state: age }) : words;
    line.append(button);
  });
  line.append(".");
  return line;
}

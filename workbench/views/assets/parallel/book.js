// Ways of reading: a table, a book, one column; the width of columns; the text as a page of its own.

const READINGS = ["table", "book", "single"];

function markReading(view, reading) {
  view.reading = READINGS.includes(reading) ? reading : "table";
  view.el.root.dataset.reading = view.reading;
  view.el.reading.value = view.reading;
}

function setReading(view, reading) {
  markReading(view, reading);
  if (view.doc) refresh(view);
}

function widthOf(view, k) {
  return view.widths?.[view.doc.languages[k].tag] ?? 1;
}

function layColumns(view) {
  const columns = view.shown.map((k) => `minmax(0, ${widthOf(view, k)}fr)`).join(" ");
  view.el.root.style.setProperty("--columns", columns || "minmax(0, 1fr)");
}

// Wider by a share of the column's own; the neighbour gives what it takes.
function widen(view, column, by) {
  const [left, right] = [view.shown[column], view.shown[column + 1]].map((k) => view.doc.languages[k].tag);
  const whole = (view.widths[left] ?? 1) + (view.widths[right] ?? 1);
  const size = Math.max(0.3, Math.min(whole - 0.3, (view.widths[left] ?? 1) + by));
  view.widths = { ...view.widths, [left]: size, [right]: whole - size };
  keep("widths", JSON.stringify(view.widths));
  layColumns(view);
}

function grip(view, column) {
  const handle = make("span", "grip");
  handle.tabIndex = 0;
  handle.setAttribute("role", "separator");
  handle.setAttribute("aria-orientation", "vertical");
  handle.setAttribute("aria-label", `Width of ${view.doc.languages[view.shown[column]].name}`);
  handle.title = "Drag, or press ← →, to change the width; press twice for equal widths";
  let from = null;
  let moved = false;
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientX;
    moved = false;
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  handle.addEventListener("pointermove", (event) => {
    if (from === null || event.clientX === from) return;
    moved = true;
    const total = view.shown.reduce((sum, k) => sum + widthOf(view, k), 0);
    widen(view, column, ((event.clientX - from) / (view.el.scroller.clientWidth - 84)) * total);
    from = event.clientX;
  });
  handle.addEventListener("pointerup", () => {
    from = null;
    if (moved) refresh(view);
  });
  handle.addEventListener("dblclick", () => {
    view.widths = {};
    keep("widths", "");
    refresh(view);
  });
  handle.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -0.1, ArrowRight: 0.1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    widen(view, column, by);
    refresh(view);
    view.el.heads.querySelectorAll(".grip")[column]?.focus();
  });
  return handle;
}

// The rows shown, as a document that needs nothing else: to keep, or to print.
function asPage(view) {
  const page = document.implementation.createHTMLDocument(view.doc.title);
  page.documentElement.lang = "en";
  const charset = page.createElement("meta");
  charset.setAttribute("charset", "utf-8");
  page.head.prepend(charset);
  const style = page.createElement("style");
  style.textContent = PAGE_STYLE;
  page.head.append(style);
  const put = (parent, tag, text, language) => {
    const node = page.createElement(tag);
    if (text) node.textContent = text;
    if (language) tongue(node, language);
    parent.append(node);
    return node;
  };
  put(page.body, "h1", view.doc.title);
  put(page.body, "p", view.doc.date).className = "date";
  const table = put(page.body, "table");
  const head = put(put(table, "thead"), "tr");
  for (const k of view.shown) put(head, "th", view.doc.languages[k].name).scope = "col";
  const body = put(table, "tbody");
  for (const item of view.items) {
    const line = put(body, "tr");
    if (item < 0) line.className = "turn";
    for (const k of view.shown) {
      const language = view.doc.languages[k];
      const text = item < 0 ? view.doc.turns.labels[k][~item] ?? "" : cellParts(view.level().text[k][item]).join(" ");
      put(line, "td", text, language);
    }
  }
  return `<!DOCTYPE html>\n${new XMLSerializer().serializeToString(page.documentElement)}`;
}

const PAGE_STYLE = `body { font: 11pt/1.5 Charter, Cambria, Georgia, "Liberation Serif", serif; color: #1e2022; background: #fff; margin: 2cm auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0; } .date { color: #555; margin: .2em 0 1.5em; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; border-block: 1.2pt solid; }
thead { display: table-header-group; } th { text-align: start; font-weight: 600; padding: .4em 1em .4em 0; border-bottom: .5pt solid; }
td { vertical-align: top; padding: .3em 1em .3em 0; hyphens: auto; overflow-wrap: break-word; }
tr { break-inside: avoid; } .turn td { font-style: italic; color: #555; padding-top: 1em; break-after: avoid; }
@page { size: A4 landscape; margin: 15mm 14mm; } @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; } }`;

function savePage(view) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([asPage(view)], { type: "text/html;charset=utf-8" }));
  link.download = `${view.doc.name}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function printPage(view) {
  const frame = make("iframe");
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  frame.srcdoc = asPage(view);
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("afterprint", () => frame.remove());
    frame.contentWindow.print();
  });
  document.body.append(frame);
}

function listenToBook(view) {
  view.widths = {};
  try {
    view.widths = JSON.parse(recall("widths") ?? "{}");
  } catch {
    // an older or damaged note: equal widths
  }
  setReading(view, "table");
  view.el.reading.addEventListener("change", () => {
    setReading(view, view.el.reading.value);
    view.el.scroller.focus();
  });
}

// The list of findings: lines of one height, of which only those near the viewport are in the page.

const LINE = 62;
const BEYOND = 8;

function sign(severity) {
  const node = make("b", `sign ${severity}`);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function drawLine(view, position) {
  const one = view.items[position];
  const node = make("div", `line ${stateOf(view, one)}`);
  node.id = `finding-${position}`;
  node.setAttribute("role", "option");
  node.setAttribute("aria-posinset", position + 1);
  node.setAttribute("aria-setsize", view.items.length);
  node.setAttribute("aria-selected", position === view.at);
  node.setAttribute("aria-label", `${one.severity}, ${one.check}, ${placeName(one)}: ${one.message}`);
  node.dataset.position = position;
  node.style.top = `${position * LINE}px`;
  const about = make("span", "about");
  about.append(make("span", "check", one.check), make("span", "place", placeName(one)));
  if (one.age === "new") about.append(make("span", "age", "new"));
  if (isDismissed(view, one)) about.append(make("span", "age", "dismissed"));
  node.append(sign(one.severity), about, make("span", "message", one.message));
  return node;
}

function placeName(one) {
  if (one.age === "gone") return "no longer found";
  return one.row < 0 ? "whole edition" : `row ${one.row + 1}`;
}

function paintList(view) {
  const { list, spacer } = view.el;
  spacer.style.height = `${view.items.length * LINE}px`;
  const first = Math.max(0, Math.floor(list.scrollTop / LINE) - BEYOND);
  const last = Math.min(view.items.length, Math.ceil((list.scrollTop + list.clientHeight) / LINE) + BEYOND);
  const lines = [];
  for (let position = first; position < last; position += 1) lines.push(drawLine(view, position));
  if (!view.items.length) lines.push(make("p", "none", nothing(view)));
  spacer.replaceChildren(...lines);
  list.setAttribute("aria-activedescendant", view.at >= 0 ? `finding-${view.at}` : "");
}

function nothing(view) {
  const some = view.doc.findings.some((one) => inState(view, one, "all"));
  if (!some) return "The checks found nothing.";
  return view.filter.state === "gone" && !view.doc.first ? "Nothing has gone since the last run." : "No finding passes the filter.";
}

function bringLine(view) {
  const { list } = view.el;
  if (view.at < 0) return;
  const top = view.at * LINE;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + LINE > list.scrollTop + list.clientHeight) list.scrollTop = top + LINE - list.clientHeight;
}

function listenToList(view) {
  const { list, spacer } = view.el;
  list.addEventListener("scroll", () => {
    view.frame ??= requestAnimationFrame(() => {
      view.frame = null;
      paintList(view);
    });
  });
  spacer.addEventListener("click", (event) => {
    const line = event.target.closest(".line");
    if (line) goTo(view, Number(line.dataset.position));
  });
  spacer.addEventListener("dblclick", (event) => event.target.closest(".line") && openRow(view));
}

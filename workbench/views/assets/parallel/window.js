// Row windowing: only what is near the viewport is in the page. Heights are guessed from the
// texts' lengths until a row has been drawn; then they are known, and what is above stays put.

const OVERSCAN = 500;

function layOut(view) {
  const width = view.el.scroller.clientWidth;
  const count = Math.max(1, view.shown.length);
  view.stacked = view.reading === "single" || ((width - 84) / count < 196 && count > 1);
  layColumns(view);
  view.el.root.dataset.mode = view.stacked ? "stacked" : "columns";
  view.el.root.dataset.columns = count <= 2 ? "few" : count === 3 ? "three" : "many";
  view.el.root.style.setProperty("--count", count);
  view.el.root.style.setProperty("--inset", `${view.el.scroller.offsetWidth - width}px`);
  view.type = readType(view, view.stacked ? width - 84 - 108 : (width - 84) / count - 26);
  guessHeights(view);
}

// Line height in pixels and characters a line, as the style sheet sets them.
function readType(view, width) {
  const style = getComputedStyle(view.el.root);
  const size = parseFloat(style.getPropertyValue("--size"));
  return { line: parseFloat(style.getPropertyValue("--line")), across: Math.max(12, width / (size * 0.47)) };
}

function guessHeights(view) {
  view.heights = Float64Array.from(view.items, (item) => (item < 0 ? 34 : guessRow(view, item)));
  view.known = new Uint8Array(view.items.length);
  addUp(view);
}

function guessRow(view, row) {
  const { lengths } = view.level();
  const { line, across } = view.type;
  let lines = 0;
  for (const k of view.shown) {
    const here = Math.max(1, Math.ceil(lengths[k][row] / across));
    lines = view.stacked ? lines + here : Math.max(lines, here);
  }
  return lines * line + (view.stacked ? 12 + 6 * view.shown.length : 17);
}

function addUp(view) {
  const { heights } = view;
  const tops = new Float64Array(heights.length + 1);
  for (let i = 0; i < heights.length; i += 1) tops[i + 1] = tops[i] + heights[i];
  view.tops = tops;
  view.el.spacer.style.height = `${tops[heights.length]}px`;
}

// Position of the item at a height in the text.
function itemAt(view, y) {
  let low = 0;
  let high = view.items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (view.tops[middle] <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function clearRows(view) {
  for (const node of view.nodes.values()) node.remove();
  view.nodes.clear();
}

function paint(view) {
  for (let round = 0; round < 4; round += 1) {
    fillWindow(view);
    if (!measure(view)) break;
  }
  for (const [position, node] of view.nodes) node.style.transform = `translateY(${view.tops[position]}px)`;
  markActive(view);
  paintTurn(view);
  paintLens(view);
}

function fillWindow(view) {
  const { scroller, spacer } = view.el;
  if (!view.items.length) return clearRows(view);
  const first = itemAt(view, scroller.scrollTop - OVERSCAN);
  const last = itemAt(view, scroller.scrollTop + scroller.clientHeight + OVERSCAN);
  for (const [position, node] of view.nodes) {
    if (position >= first && position <= last) continue;
    node.remove();
    view.nodes.delete(position);
  }
  const fresh = document.createDocumentFragment();
  for (let position = first; position <= last; position += 1) {
    if (view.nodes.has(position)) continue;
    const node = drawItem(view, position);
    view.nodes.set(position, node);
    fresh.append(node);
  }
  spacer.append(fresh);
}

// Take over the heights of newly drawn rows; true if anything moved.
function measure(view) {
  const { scroller } = view.el;
  const anchor = itemAt(view, scroller.scrollTop);
  const before = view.tops[anchor];
  let moved = false;
  for (const [position, node] of view.nodes) {
    if (view.known[position]) continue;
    view.known[position] = 1;
    const height = node.offsetHeight;
    moved ||= Math.abs(height - view.heights[position]) > 0.5;
    view.heights[position] = height;
  }
  if (!moved) return false;
  addUp(view);
  const shift = view.tops[anchor] - before;
  if (shift) scroller.scrollTop += shift;
  return true;
}

// The heading of the turn at the top stays in view; the next one pushes it away.
function paintTurn(view) {
  const { now, scroller } = view.el;
  now.hidden = !view.items.length;
  if (now.hidden) return;
  const top = scroller.scrollTop;
  let heading = itemAt(view, top);
  while (heading > 0 && view.items[heading] >= 0) heading -= 1;
  if (view.nowAt !== heading) {
    view.nowAt = heading;
    now.replaceChildren(...drawHeading(view, ~view.items[heading]).childNodes);
  }
  let next = heading + 1;
  while (next < view.items.length && view.items[next] >= 0 && view.tops[next] - top < 80) next += 1;
  const room = next < view.items.length && view.items[next] < 0 ? view.tops[next] - top : Infinity;
  now.style.transform = `translateY(${Math.min(0, Math.round(room - now.offsetHeight))}px)`;
}

// Bring an item to a place in the viewport: its top under the heading, or just into view.
function bringTo(view, position, where = "top") {
  const { scroller } = view.el;
  for (let round = 0; round < 4; round += 1) {
    const target = wantedTop(view, position, where);
    if (Math.abs(scroller.scrollTop - target) < 1) break;
    scroller.scrollTop = target;
    paint(view);
  }
}

function wantedTop(view, position, where) {
  const { scroller } = view.el;
  const top = view.tops[position] - 38;
  const bottom = view.tops[position + 1] - scroller.clientHeight;
  let target = where === "top" ? top : Math.min(top, Math.max(bottom, scroller.scrollTop));
  if (where === "middle") target = top - scroller.clientHeight / 4;
  const most = view.tops[view.items.length] - scroller.clientHeight;
  return Math.round(Math.max(0, Math.min(target, most)));
}

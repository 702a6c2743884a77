// The whole text at the edge: the least sure row of each stretch, hits, the part in view.

function drawMap(view) {
  const { map } = view.el;
  const height = map.clientHeight;
  const width = map.clientWidth;
  const ratio = window.devicePixelRatio || 1;
  const canvas = map.querySelector("canvas");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const worst = worstSteps(view, height);
  const colours = stepColours(view);
  for (let y = 0; y < height; y += 1) drawStretch(pen, worst[y], y, colours);
  drawHits(view, pen, height, width, colours.hit);
  drawFaults(view, pen, height, width, colours.fault);
}

function worstSteps(view, height) {
  const worst = new Int8Array(Math.max(1, height)).fill(-1);
  const total = view.tops[view.items.length] || 1;
  const level = view.level();
  const scale = Math.min(1, height / total);
  view.items.forEach((item, i) => {
    if (item < 0) return;
    const step = stepOf(view.doc, level.sure[item]);
    const end = Math.max(view.tops[i] * scale + 1, view.tops[i + 1] * scale - 0.5);
    for (let y = Math.floor(view.tops[i] * scale); y < end && y < height; y += 1) {
      if (step > worst[y]) worst[y] = step;
    }
  });
  return worst;
}

// Colours are mixed in the style sheet; the canvas asks for the result.
function stepColours(view) {
  const colours = [...view.el.swatches.children].map((node) => getComputedStyle(node).backgroundColor);
  return { steps: colours.slice(0, 4), hit: colours[4], fault: colours[5] };
}

function drawStretch(pen, step, y, colours) {
  if (step < 0) return;
  pen.fillStyle = colours.steps[step];
  if (step < 3) return pen.fillRect(2, y, [3, 5, 9][step], 1);
  for (let x = 2 + (y % 4); x < 13; x += 4) pen.fillRect(x, y, 2, 1);
}

function drawHits(view, pen, height, width, colour) {
  if (!view.hits.rows.size) return;
  const scale = Math.min(1, height / (view.tops[view.items.length] || 1));
  pen.fillStyle = colour;
  view.items.forEach((item, i) => {
    if (item >= 0 && view.hits.rows.has(item)) pen.fillRect(width - 5, view.tops[i] * scale, 5, 2);
  });
}

// Rows with errors or warnings of the checks, as ticks at the far side.
function drawFaults(view, pen, height, width, colour) {
  const scale = Math.min(1, height / (view.tops[view.items.length] || 1));
  pen.fillStyle = colour;
  view.items.forEach((item, i) => {
    if (item >= 0 && needsLook(view, item)) pen.fillRect(width - 3, view.tops[i] * scale, 3, 2);
  });
}

function paintLens(view) {
  const { lens, map, scroller } = view.el;
  const total = view.tops[view.items.length] || 1;
  const scale = Math.min(1, map.clientHeight / total);
  lens.style.transform = `translateY(${Math.round(scroller.scrollTop * scale)}px)`;
  lens.style.height = `${Math.max(10, Math.round(Math.min(scroller.clientHeight, total) * scale))}px`;
}

function followMap(view, event) {
  const { map, scroller } = view.el;
  const box = map.getBoundingClientRect();
  const total = view.tops[view.items.length] || 1;
  const share = (event.clientY - box.top) / Math.min(box.height, total);
  scroller.scrollTop = share * total - scroller.clientHeight / 2;
}

function listenToMap(view) {
  const { map } = view.el;
  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    followMap(view, event);
  });
  map.addEventListener("pointermove", (event) => {
    if (event.buttons & 1) followMap(view, event);
  });
}

// Draws the map. All text is set as textContent; each mark that stands for a row leads there.

const SPACE = "http://www.w3.org/2000/svg";

function shape(name, attributes, text) {
  const node = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function html(name, text) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  return node;
}

function figure(title, caption, body, wide) {
  const node = html("figure");
  if (wide) node.className = "wide";
  node.append(html("h2", title), html("figcaption", caption), body);
  return node;
}

function canvas(width, height, label) {
  return shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
}

function leading(node, row, title) {
  node.setAttribute("data-row", row);
  node.append(shape("title", {}, title));
  return node;
}

function step(data, confidence) {
  if (confidence >= 0.9) return 0;
  if (confidence >= data.doubtful) return 1;
  return confidence >= data.doubtful / 2 ? 2 : 3;
}

// Confidence along the text: where rows are many, each column shows the least sure of its stretch.
function along(data) {
  const [width, height] = [1200, 130];
  const svg = canvas(width, height + 8, "Confidence along the text");
  const count = data.confidence.length;
  const columns = Math.min(count, 600);
  const across = width / columns;
  for (let k = 0; k < columns; k += 1) {
    const rows = [...Array(Math.max(1, Math.ceil(((k + 1) * count) / columns) - Math.ceil((k * count) / columns))).keys()]
      .map((n) => Math.ceil((k * count) / columns) + n).filter((row) => row < count);
    const row = rows.reduce((a, b) => (data.confidence[b] < data.confidence[a] ? b : a));
    const value = data.confidence[row];
    const tall = Math.max(2, value * height);
    const bar = shape("rect", { x: k * across, y: height - tall, width: Math.max(0.6, across - (across > 3 ? 1 : 0)), height: tall, class: `bar${step(data, value)}` });
    svg.append(leading(bar, row, `Row ${row + 1}: ${value.toFixed(2)}`));
    if (rows.some((one) => data.status[one])) svg.append(shape("rect", { x: k * across, y: height + 3, width: Math.max(1, across - 1), height: 4, class: "person" }));
  }
  svg.append(shape("line", { x1: 0, x2: width, y1: height * (1 - data.doubtful), y2: height * (1 - data.doubtful), class: "axis", "stroke-dasharray": "4 4" }));
  const ends = html("div");
  ends.className = "ends";
  ends.append(html("span", "row 1"), html("span", `row ${count.toLocaleString("en")}`));
  const both = html("div");
  both.append(svg, ends);
  return both;
}

function dotPlot(data) {
  const { sizes, dots, path, names } = data.plot;
  const [width, height] = [560, 560];
  const svg = canvas(width, height + 24, `Likeness of ${names[0]} and ${names[1]}`);
  svg.append(shape("rect", { x: 0, y: 0, width, height, class: "axis" }));
  const [right, down] = [width / Math.max(1, sizes[0]), height / Math.max(1, sizes[1])];
  for (const [i, j, weight] of dots) svg.append(shape("circle", { cx: (i + 0.5) * right, cy: (j + 0.5) * down, r: Math.min(4, 1 + weight * 1.4), class: "dot" }));
  const least = Math.max(right, down, 3);
  for (const [row, i, iEnd, j, jEnd] of path) {
    const low = data.confidence[row] < data.doubtful && !data.status[row];
    const box = shape("rect", { x: i * right, y: j * down, width: Math.max(least, (iEnd - i) * right), height: Math.max(least, (jEnd - j) * down), class: low ? "path low" : "path" });
    svg.append(leading(box, row, `Row ${row + 1}: ${data.confidence[row].toFixed(2)}`));
  }
  svg.append(shape("text", { x: 0, y: height + 18 }, `${names[0]} →`), shape("text", { x: width, y: height + 18, "text-anchor": "end" }, `${names[1]} ↓`));
  return svg;
}

// The turns of each edition as a strip; bands tie the turns of one row; a red edge marks a turn that an edition lacks.
function structure(data) {
  const { editions, rows, crossing, gaps } = data.turns;
  const [width, height] = [560, 560];
  const svg = canvas(width, height + 24, "Turns of each edition");
  const strip = 26;
  const place = (k) => (editions.length < 2 ? 0 : (k * (width - strip)) / (editions.length - 1));
  const whole = editions.map((turns) => Math.max(1, turns.at(-1)?.[1] ?? 1));
  const y = (k, segment) => (segment / whole[k]) * height;
  for (let k = 0; k + 1 < editions.length; k += 1) {
    for (const one of editions[k]) {
      for (const two of editions[k + 1].filter((turn) => turn[2] === one[2])) {
        const [x, to] = [place(k) + strip, place(k + 1)];
        const points = [[x, y(k, one[0])], [to, y(k + 1, two[0])], [to, y(k + 1, two[1])], [x, y(k, one[1])]];
        const band = shape("polygon", { points: points.map((p) => p.join()).join(" "), class: crossing.includes(one[2]) ? "tie cross" : "tie" });
        svg.append(leading(band, rows[one[2]], `Turn ${one[2] + 1}`));
      }
    }
  }
  editions.forEach((turns, k) => {
    for (const [start, end, row, role] of turns) {
      const block = shape("rect", { x: place(k), y: y(k, start), width: strip, height: Math.max(1, y(k, end) - y(k, start) - 1), class: `role${role}${gaps.includes(row) ? " lone" : ""}` });
      svg.append(leading(block, rows[row], `${data.languages[k]}, turn ${row + 1}`));
    }
    const anchor = k === 0 ? "start" : k === editions.length - 1 ? "end" : "middle";
    const x = k === 0 ? 0 : k === editions.length - 1 ? width : place(k) + strip / 2;
    svg.append(shape("text", { x, y: height + 18, "text-anchor": anchor }, data.languages[k]));
  });
  return svg;
}

function distribution(data) {
  const [width, height] = [560, 190];
  const svg = canvas(width, height + 24, "Distribution of confidence");
  const bins = new Array(20).fill(0);
  for (const value of data.confidence) bins[Math.min(19, Math.floor(value * 20))] += 1;
  const most = Math.max(...bins, 1);
  bins.forEach((count, k) => {
    const tall = count ? Math.max(2, (count / most) * (height - 16)) : 0;
    const bar = shape("rect", { x: (k * width) / 20 + 1, y: height - tall, width: width / 20 - 2, height: tall, class: `bar${step(data, (k + 0.5) / 20)}` });
    bar.append(shape("title", {}, `${(k / 20).toFixed(2)}–${((k + 1) / 20).toFixed(2)}: ${count} rows`));
    svg.append(bar);
    if (count) svg.append(shape("text", { x: ((k + 0.5) * width) / 20, y: height - tall - 4, "text-anchor": "middle" }, count.toLocaleString("en")));
  });
  svg.append(shape("line", { x1: 0, x2: width, y1: height, y2: height, class: "axis" }));
  for (const value of [0, 0.5, 1]) svg.append(shape("text", { x: value * width, y: height + 18, "text-anchor": ["start", "middle", "end"][value * 2] }, value.toFixed(1)));
  return svg;
}

function coverage(data) {
  const table = html("table");
  const line = (cells, kind) => {
    const row = html("tr");
    row.append(...cells.map((cell) => html(kind, cell)));
    return row;
  };
  table.append(line(["Edition", "Sentences", "With a counterpart", "Rows it lacks"], "th"));
  data.coverage.forEach(([segments, lacks, alone], k) => {
    const share = segments ? Math.floor((1000 * (segments - alone)) / segments) / 10 : 0;
    table.append(line([data.languages[k], segments.toLocaleString("en"), `${share.toFixed(1)} %`, lacks.toLocaleString("en")], "td"));
  });
  return table;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".atlas");
  root.replaceChildren(
    figure("Confidence along the text", "A bar a row, the least sure where rows are many; a mark below: a person has decided. Press a bar to go there.", along(data), true),
    figure("Likeness and path", "Dots: sentences that share names, numbers or known words. Boxes: the rows; hollow where doubtful.", dotPlot(data)),
    figure("Turns", "A strip an edition: questions dark, answers light. Bands tie what says the same; dark bands cross; a red edge: an edition lacks it.", structure(data)),
    figure("Distribution of confidence", "How many rows are how sure.", distribution(data)),
    figure("Coverage", "What of each edition has a counterpart in another.", coverage(data)),
  );
  root.onclick = (event) => {
    const row = event.target.closest("[data-row]")?.dataset.row;
    if (row !== undefined) setTriggerValue("go", Number(row));
  };
}

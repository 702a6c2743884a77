// The element itself: mounts once, takes new texts, keeps the address up to date, cleans up.

const VIEWS = new WeakMap();

function collect(shadow) {
  const at = (name) => shadow.querySelector(name);
  const el = { shadow, root: at(".parallel") };
  for (const name of ["pick", "facts", "chips", "levels", "search", "found", "doubtful", "filter", "left", "clear",
    "heads", "map", "lens", "frame", "scroller", "spacer", "now", "why", "nothing", "status", "swatches", "go", "help",
    "desk", "saving", "said", "who", "talk", "knife", "gone", "reasons", "reading", "drawer", "sure"]) {
    el[name] = at(`.${name}`);
  }
  el.filterButton = at("[data-key=F]");
  el.goInput = at(".go input");
  el.hitButtons = shadow.querySelectorAll("[data-hit]");
  el.doubtButtons = shadow.querySelectorAll(".doubt button");
  return el;
}

// The element fills what is left of the window.
function resized(view) {
  const top = view.el.root.getBoundingClientRect().top + window.scrollY;
  view.el.root.style.height = `${Math.max(320, window.innerHeight - Math.max(0, top))}px`;
  if (!view.doc) return;
  const width = view.el.scroller.clientWidth;
  if (width !== view.width) {
    const anchor = anchorOf(view);
    view.width = width;
    clearRows(view);
    view.nowAt = -1;
    layOut(view);
    restore(view, anchor);
  } else {
    paint(view);
  }
  drawMap(view);
}

// The theme's colours reach the canvas only when it is drawn again.
function watchTheme(view) {
  view.el.swatches.addEventListener("transitionend", () => view.doc && drawMap(view));
}

// The address always names what is in view, so that it can be sent to a colleague.
function rememberLink(view) {
  clearTimeout(view.remembering);
  view.remembering = setTimeout(() => writeAddress(view), 250);
}

function writeAddress(view) {
  if (!view.el.root.isConnected) return;
  const { filter, doc } = view;
  const params = new URLSearchParams({ transcript: doc.name });
  const put = (name, value, usual) => value !== usual && params.set(name, value);
  put("level", view.levelName, "segment");
  put("languages", view.shown.map((k) => doc.languages[k].tag).join(","), doc.languages.map((l) => l.tag).join(","));
  put("row", String(rowInView(view) + 1), "0");
  put("role", ROLES.filter((role) => filter.roles.has(role)).join(","), ROLES.join(","));
  put("min", String(filter.least), "0");
  put("max", String(filter.most), "100");
  put("only", filter.only, "");
  put("q", view.query, "");
  put("view", view.reading, "table");
  const query = params.toString().replaceAll("%2C", ",");
  window.history.replaceState(window.history.state, "", `${window.location.pathname}?${query}`);
}

function rowInView(view) {
  if (view.active.row >= 0) return view.active.row;
  return view.el.scroller.scrollTop > 0 ? anchorOf(view).row : -1;
}

// Messages are taken one after the other: what is packed takes a moment to unpack.
function receive(view, bytes) {
  if (bytes === view.bytes) return;
  view.bytes = bytes;
  view.el.root.dataset.received = bytes.length;
  const message = splitMessage(bytes);
  view.receiving = (view.receiving ?? Promise.resolve()).then(async () => {
    const packed = message.packed.length && !isSameState(message.header.state, view.at) ? await unpack(message.packed) : null;
    if (view.el.root.isConnected) show(view, message.header, message.noticed, packed);
  });
}

function isSameState(one, other) {
  return Boolean(one && other) && one[0] === other[0] && one[1] === other[1];
}

function show(view, header, faults, packed) {
  const started = performance.now();
  const known = isSameState(header.state, view.at);
  if (!packed && !known && !isSameState(header.from, view.at)) return askAnew(view);
  const turned = header.mode !== view.mode;
  if (turned) view.queue = null;
  view.mode = header.mode;
  view.news = header;
  view.el.root.dataset.desk = header.mode;
  const noticed = takeFaults(view, header.noticed, faults);
  if (packed && !known && !(view.doc && isSameText(view.doc, packed))) open(view, header, packed);
  else if (!known) takeOver(view, patched(packed ?? view.doc, header.patch));
  else if (turned || noticed) refresh(view);
  view.at = header.state;
  if (turned && view.mode === "queue" && view.active.row < 0) seekDoubtful(view, 1);
  view.el.root.dataset.painted ??= Math.round(performance.now() - started);
  return hear(view);
}

function open(view, header, packed) {
  view.doc = patched(packed, header.patch);
  view.turnNames = turnNames(view.doc);
  view.items = [];
  view.tops = null;
  takeLink(view, header.link);
  view.el.scroller.scrollTop = 0;
  openOutbox(view);
  view.el.search.value = view.query;
  drawTitle(view, header.choices);
  view.el.root.dataset.state = "ready";
  view.width = view.el.scroller.clientWidth;
  refresh(view);
  document.fonts?.ready.then(() => refresh(view));
}

// What came does not fit what is shown: ask for the whole text, though not without end.
function askAnew(view) {
  clearTimeout(view.asking);
  view.asking = setTimeout(() => view.decide(JSON.stringify({ anew: true, asked: [], nonce: Math.random() })), 50);
}

// A new alignment of the text at hand leaves its reader in place.
function isSameText(before, after) {
  const tags = (doc) => doc?.languages.map((language) => language.tag).join();
  return before?.name === after.name && tags(before) === tags(after);
}

function mount(shadow) {
  const view = makeView(collect(shadow));
  const stopKeys = listenToKeys(view);
  listenToButtons(view);
  listenToChips(view);
  listenToFilter(view);
  listenToMap(view);
  listenToRows(view);
  listenToLight(view);
  listenToFaults(view);
  listenToBook(view);
  listenToDrawer(view);
  watchTheme(view);
  view.el.pick.addEventListener("change", () => view.open(view.el.pick.value));
  const onResize = () => resized(view);
  window.addEventListener("resize", onResize);
  const observer = new ResizeObserver(onResize);
  observer.observe(view.el.frame);
  view.stop = () => {
    stopKeys();
    observer.disconnect();
    window.removeEventListener("resize", onResize);
    clearTimeout(view.remembering);
    clearTimeout(view.resending);
    clearTimeout(view.asking);
    VIEWS.delete(shadow);
  };
  VIEWS.set(shadow, view);
  return view;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = VIEWS.get(parentElement) ?? mount(parentElement);
  view.open = (name) => setTriggerValue("open", name);
  view.decide = (text) => setTriggerValue("decide", text);
  view.finding = (id) => setTriggerValue("finding", id);
  resized(view);
  receive(view, data);
  return () => view.stop();
}

// The element itself: mounts once, takes new texts, keeps the address up to date, cleans up.

const VIEWS = new WeakMap();

function collect(shadow) {
  const at = (name) => shadow.querySelector(name);
  const el = { shadow, root: at(".parallel") };
  for (const name of ["pick", "facts", "chips", "levels", "search", "found", "doubtful", "filter", "left", "clear",
    "heads", "map", "lens", "frame", "scroller", "spacer", "now", "why", "nothing", "status", "swatches", "go", "help",
    "desk", "saving", "said", "who", "talk", "knife", "lost", "gone", "reasons", "reading"]) {
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

function show(view, message) {
  const { header } = message;
  const started = performance.now();
  if (header.mode !== view.mode) view.queue = null;
  view.mode = header.mode;
  view.news = header;
  view.el.root.dataset.desk = header.mode;
  const noticed = takeFaults(view, message);
  if (header.digest === view.digest) {
    const { version } = view;
    hear(view);
    if (noticed && version === view.version) refresh(view);
    return;
  }
  view.digest = header.digest;
  const before = view.doc;
  view.source = message.parse();
  view.doc = patched(view.source, header.patch);
  view.version = header.version;
  view.turnNames = turnNames(view.doc);
  view.items = [];
  view.tops = null;
  if (!isSameText(before, view.doc)) {
    takeLink(view, header.link);
    view.el.scroller.scrollTop = 0;
    openOutbox(view);
  }
  view.el.search.value = view.query;
  drawTitle(view, header.choices);
  view.el.root.dataset.state = "ready";
  view.width = view.el.scroller.clientWidth;
  refresh(view);
  if (view.mode === "queue" && view.active.row < 0) seekDoubtful(view, 1);
  view.el.root.dataset.painted = Math.round(performance.now() - started);
  document.fonts?.ready.then(() => refresh(view));
  hear(view);
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
  show(view, splitMessage(data));
  return () => view.stop();
}

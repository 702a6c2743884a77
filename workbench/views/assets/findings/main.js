// The element itself: filter, keys, address; mounts once and takes new findings.

const VIEWS = new WeakMap();

function collect(shadow) {
  const el = { shadow, root: shadow.querySelector(".findings") };
  for (const name of ["pick", "facts", "filter", "clear", "left", "list", "spacer", "detail", "foot", "who", "saving",
    "said", "talk", "about", "reason", "help"]) {
    el[name] = shadow.querySelector(`.${name}`);
  }
  el.about = shadow.querySelector(".talk .about");
  el.reasons = shadow.querySelector("datalist");
  return el;
}

const KEYS = {
  n: (view) => goTo(view, view.at + 1),
  ArrowDown: (view) => goTo(view, view.at + 1),
  p: (view) => goTo(view, Math.max(0, view.at - 1)),
  ArrowUp: (view) => goTo(view, Math.max(0, view.at - 1)),
  Home: (view) => goTo(view, 0),
  End: (view) => goTo(view, view.items.length - 1),
  PageDown: (view) => goTo(view, Math.min(view.items.length - 1, Math.max(0, view.at) + leaf(view))),
  PageUp: (view) => goTo(view, Math.max(0, view.at - leaf(view))),
  Enter: (view) => openRow(view),
  d: (view) => dismiss(view),
  r: (view) => restore(view),
  u: (view) => undo(view),
  Escape: (view) => goTo(view, -1),
  "?": (view) => view.el.help.showModal(),
};

function leaf(view) {
  return Math.max(1, Math.floor(view.el.list.clientHeight / LINE) - 1);
}

function goTo(view, position) {
  if (position >= view.items.length) return;
  tell(view, "");
  view.at = position;
  view.active = view.items[position]?.id ?? "";
  bringLine(view);
  paintList(view);
  drawDetail(view);
  drawFoot(view);
  writeAddress(view);
}

function openRow(view) {
  const one = view.items[view.at];
  if (!one) return goTo(view, 0);
  if (one.age === "gone") return tell(view, "It is not found any more: there is no row to open.");
  leaveMark(view);
  return view.open(one.id);
}

// Streamlit overwrites the address that the browser's Back would lead to: what was in view is kept beside it, once.
function leaveMark(view) {
  try {
    window.sessionStorage.setItem(`workbench.findings.left.${view.doc.transcript}`, window.location.search);
  } catch {
    // storage switched off: the summary is shown
  }
}

function takeMark(doc) {
  const name = `workbench.findings.left.${doc.transcript}`;
  try {
    const left = new URLSearchParams(window.sessionStorage.getItem(name) ?? "");
    window.sessionStorage.removeItem(name);
    return Object.fromEntries(["finding", ...FILTER].map((field) => [field, left.get(field) ?? ""]));
  } catch {
    return doc.link;
  }
}

function refresh(view) {
  const { at } = view;
  select(view);
  if (view.active && view.at < 0) {
    view.at = Math.min(at, view.items.length - 1);
    view.active = view.items[view.at]?.id ?? "";
  }
  drawFilter(view);
  bringLine(view);
  paintList(view);
  drawDetail(view);
  drawFoot(view);
  writeAddress(view);
}

function drawTitle(view) {
  const { pick, facts } = view.el;
  pick.replaceChildren(...view.doc.choices.map(([name, title]) => choice(name, title || name, name === view.doc.transcript)));
  const open = view.doc.findings.filter((one) => stateOf(view, one) === "open");
  const figures = SEVERITIES.map((name) => [open.filter((one) => one.severity === name).length, name]);
  const said = figures.filter(([n]) => n).map(([n, name]) => (name === "info" ? `${n.toLocaleString("en")} worth knowing` : counted(n, name)));
  const gone = view.doc.findings.filter((one) => stateOf(view, one) === "dismissed").length;
  facts.textContent = [...(said.length ? said : ["nothing open"]), gone ? `${gone.toLocaleString("en")} dismissed` : ""].filter(Boolean).join(" · ");
}

function choice(value, words, selected) {
  const option = make("option", "", words);
  option.value = value;
  option.selected = selected;
  return option;
}

function drawFilter(view) {
  const { doc, filter, el } = view;
  const fill = (name, first, options) => {
    el.filter.querySelector(`[name=${name}]`).replaceChildren(choice("", first, !filter[name]), ...options.map(([value, words]) => choice(value, words, filter[name] === value)));
  };
  const number = (counts, value) => ` (${(counts.get(value) ?? 0).toLocaleString("en")})`;
  const checks = tally(view, "check", (one) => one.check);
  fill("check", "every", doc.checks.filter((name) => checks.has(name) || name === filter.check).map((name) => [name, name + number(checks, name)]));
  const severities = tally(view, "severity", (one) => one.severity);
  fill("severity", "every", SEVERITIES.map((name) => [name, name + number(severities, name)]));
  const odd = tally(view, "edition", (one) => one.odd);
  fill("edition", "every", [...doc.languages.map((language, k) => [String(k), language.name + number(odd, k)]), ["divided", `divided${number(odd, -1)}`]]);
  fill("state", "open", STATES.slice(1).map(([value, words]) => [value, words]));
  el.filter.querySelector("[name=order]").value = filter.order;
  el.clear.hidden = !["check", "severity", "edition", "state"].some((name) => filter[name]);
  el.left.textContent = counted(view.items.length, "finding");
  drawTitle(view);
}

function drawFoot(view) {
  const one = view.items[view.at];
  const state = one ? stateOf(view, one) : "";
  const can = { n: view.at + 1 < view.items.length, p: view.at > 0, Enter: state && state !== "gone", d: state === "open", r: state === "dismissed", u: view.deeds.length > 0, Escape: view.at >= 0, "?": true };
  for (const button of view.el.foot.querySelectorAll("[data-key]")) button.disabled = !can[button.dataset.key];
}

function writeAddress(view) {
  if (!view.el.root.isConnected) return;
  const params = new URLSearchParams({ transcript: view.doc.transcript });
  if (view.active) params.set("finding", view.active);
  for (const name of FILTER) {
    if (!view.filter[name]) continue;
    params.set(name, name === "edition" ? view.doc.languages[view.filter.edition]?.tag ?? "divided" : view.filter[name]);
  }
  window.history.replaceState(window.history.state, "", `${window.location.pathname}?${params}`);
}

// What the address asks for, without what there is not.
function takeLink(view) {
  const { doc } = view;
  const link = Object.values(doc.link).some(Boolean) ? doc.link : takeMark(doc);
  const column = link.edition === "divided" ? "divided" : String(doc.languages.findIndex((language) => language.tag === link.edition));
  const known = (value, values) => (values.includes(value) ? value : "");
  view.filter = {
    check: known(link.check, doc.checks),
    severity: known(link.severity, SEVERITIES),
    edition: column === "-1" ? "" : column,
    state: known(link.state, STATES.map(([name]) => name)),
    order: known(link.order, ["severity", "check"]),
  };
  view.active = link.finding;
  const asked = doc.byId.get(link.finding);
  if (asked && !passes(view, asked)) view.filter = { check: "", severity: "", edition: "", state: asked.age === "gone" ? "gone" : "all", order: view.filter.order };
  if (!asked) view.active = "";
}

// A key typed into a field, or meant for the browser or for Streamlit, is not ours.
function isOurs(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (view.el.shadow.querySelector("dialog[open]")) return false;
  const target = event.composedPath()[0];
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName ?? "") || target.isContentEditable) return false;
  if (/^(BUTTON|A|SUMMARY)$/.test(target.tagName ?? "") && (event.key === " " || event.key === "Enter")) return false;
  return target === document.body || view.el.root.contains(target);
}

function act(view, key) {
  KEYS[key](view);
}

function listen(view) {
  const { el } = view;
  const onKey = (event) => {
    if (!view.doc || !KEYS[event.key] || !isOurs(view, event)) return;
    event.preventDefault();
    event.stopPropagation();
    act(view, event.key);
  };
  document.addEventListener("keydown", onKey, true);
  el.foot.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    act(view, key);
    if (!el.shadow.querySelector("dialog[open]")) el.list.focus({ preventScroll: true });
  });
  el.filter.addEventListener("input", () => {
    for (const name of FILTER) view.filter[name] = el.filter.querySelector(`[name=${name}]`).value;
    refresh(view);
  });
  el.filter.addEventListener("submit", (event) => event.preventDefault());
  el.clear.addEventListener("click", () => {
    view.filter = { check: "", severity: "", edition: "", state: "", order: view.filter.order };
    refresh(view);
  });
  el.pick.addEventListener("change", () => view.pick(el.pick.value));
  el.talk.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    dismissed(view);
  });
  for (const dialog of el.shadow.querySelectorAll("dialog")) {
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => el.list.focus({ preventScroll: true }));
  }
  el.who.value = recall("who") ?? "";
  el.who.addEventListener("change", () => keep("who", el.who.value.trim()));
  el.who.addEventListener("keydown", (event) => event.key === "Enter" && el.list.focus());
  listenToList(view);
  const onResize = () => view.doc && (resize(view), paintList(view));
  window.addEventListener("resize", onResize);
  return () => {
    document.removeEventListener("keydown", onKey, true);
    window.removeEventListener("resize", onResize);
    clearTimeout(view.resending);
  };
}

// The element fills what is left of the window.
function resize(view) {
  const top = view.el.root.getBoundingClientRect().top + window.scrollY;
  view.el.root.style.height = `${Math.max(420, window.innerHeight - Math.max(0, top))}px`;
}

function mount(shadow) {
  const view = { el: collect(shadow), doc: null, filter: {}, items: [], at: -1, active: "", outbox: [], deeds: [] };
  view.tab = crypto.randomUUID?.() ?? String(Math.random());
  const silence = listen(view);
  view.stop = () => {
    silence();
    VIEWS.delete(shadow);
  };
  VIEWS.set(shadow, view);
  return view;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const view = VIEWS.get(parentElement) ?? mount(parentElement);
  view.open = (id) => setTriggerValue("open", id);
  view.pick = (name) => setTriggerValue("pick", name);
  view.decide = (text) => setTriggerValue("decide", text);
  const before = view.doc?.transcript;
  view.doc = openFindings(data);
  resize(view);
  if (before !== view.doc.transcript) {
    view.deeds = [];
    openOutbox(view);
    takeLink(view);
  }
  hear(view);
  refresh(view);
  view.el.root.dataset.state = "ready";
  return () => view.stop();
}

// The findings: which are shown, in what order, and what people have said of each.

const SEVERITIES = ["error", "warning", "info"];
const STATES = [["", "open"], ["dismissed", "dismissed"], ["new", "new"], ["gone", "gone"], ["all", "all"]];
const FILTER = ["check", "severity", "edition", "state", "order"];

function openFindings(data) {
  const byId = new Map(data.findings.map((one) => [one.id, one]));
  const checks = [...new Set(data.findings.map((one) => one.check))];
  return { ...data, byId, checks };
}

// What was decided last of a finding, by anybody; what this browser has asked for counts already.
function lastWord(view, id) {
  const asked = view.outbox.findLast((one) => one.finding === id);
  if (asked) return { action: asked.kind, reason: asked.reason, who: whoAmI(view), day: "", number: asked.seen };
  return view.doc.history[id]?.at(-1) ?? null;
}

function isDismissed(view, one) {
  return lastWord(view, one.id)?.action === "dismiss";
}

function stateOf(view, one) {
  if (one.age === "gone") return "gone";
  return isDismissed(view, one) ? "dismissed" : "open";
}

function inState(view, one, wanted) {
  if (wanted === "all") return one.age !== "gone";
  if (wanted === "new") return one.age === "new" && !isDismissed(view, one);
  return stateOf(view, one) === (wanted || "open");
}

// Divided findings concern every edition that they name.
function concerns(one, column) {
  if (column === "divided") return one.odd < 0;
  return one.odd === Number(column);
}

function passes(view, one, but = "") {
  const { check, severity, edition, state } = view.filter;
  return inState(view, one, state)
    && (but === "check" || !check || one.check === check)
    && (but === "severity" || !severity || one.severity === severity)
    && (but === "edition" || !edition || concerns(one, edition));
}

function ordered(view, findings) {
  const severity = (one) => SEVERITIES.indexOf(one.severity);
  const check = (one) => view.doc.checks.indexOf(one.check);
  const by = { "": () => 0, severity: (a, b) => severity(a) - severity(b), check: (a, b) => check(a) - check(b) };
  return findings.toSorted(by[view.filter.order] ?? by[""]); // sorting is stable: the order of the text stands
}

function select(view) {
  view.items = ordered(view, view.doc.findings.filter((one) => passes(view, one)));
  view.at = view.items.findIndex((one) => one.id === view.active);
}

function languageName(view, k) {
  return view.doc.languages[k]?.name ?? "";
}

function names(view, columns) {
  return inList(columns.map((k) => languageName(view, k)));
}

// How many findings there are by a key of theirs, among those that the rest of the filter lets pass.
function tally(view, but, key) {
  const counts = new Map();
  for (const one of view.doc.findings) {
    if (passes(view, one, but)) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  }
  return counts;
}

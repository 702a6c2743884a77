// What people decide of findings: kept in this browser until the server has it.

const AGAIN = 4000;

function whoAmI(view) {
  return view.doc?.given || view.el.who.value.trim();
}

function boxName(view) {
  return `findings.${view.doc.transcript}.${view.tab}`;
}

function askFor(view, kind, one, reason = "") {
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const seen = view.doc.history[one.id]?.at(-1)?.number ?? 0;
  view.outbox.push({ id, kind, finding: one.id, reason, seen });
  view.deeds.push({ id, kind, finding: one.id, reason: reason || lastReason(view, one.id) });
  send(view);
}

function lastReason(view, id) {
  return (view.doc.history[id] ?? []).findLast((deed) => deed.action === "dismiss")?.reason ?? "";
}

function send(view) {
  keep(boxName(view), view.outbox.length ? JSON.stringify(view.outbox) : "");
  clearTimeout(view.resending);
  if (view.outbox.length) {
    view.askedAt = performance.now();
    view.decide(JSON.stringify({ transcript: view.doc.transcript, who: whoAmI(view), asked: view.outbox, nonce: Math.random() }));
    view.resending = setTimeout(() => send(view), AGAIN);
  }
  drawSaving(view);
}

// Requests that another tab, or this one before it was closed, did not hear of.
function openOutbox(view) {
  view.outbox = [];
  const prefix = `workbench.findings.${view.doc.transcript}.`;
  try {
    for (const name of Object.keys(window.localStorage).filter((one) => one.startsWith(prefix))) {
      view.outbox.push(...JSON.parse(window.localStorage.getItem(name) ?? "[]"));
      window.localStorage.removeItem(name);
    }
  } catch {
    // nothing to take up
  }
  if (view.outbox.length) setTimeout(() => send(view), 0);
}

function hear(view) {
  const stored = new Set(view.doc.stored);
  const refused = new Map(view.doc.refused);
  const mine = view.outbox.filter((one) => refused.has(one.id));
  view.outbox = view.outbox.filter((one) => !stored.has(one.id) && !refused.has(one.id));
  if (!view.outbox.length) clearTimeout(view.resending);
  keep(boxName(view), view.outbox.length ? JSON.stringify(view.outbox) : "");
  view.deeds = view.deeds.filter((one) => !refused.has(one.id));
  if (mine.length) tell(view, refused.get(mine.at(-1).id));
  view.el.who.hidden = Boolean(view.doc.given);
  drawSaving(view);
}

function tell(view, text) {
  view.el.said.textContent = text;
  view.el.said.hidden = !text;
}

function drawSaving(view) {
  const { saving } = view.el;
  clearTimeout(view.late);
  saving.classList.remove("waiting");
  if (!view.outbox.length) {
    saving.textContent = view.deeds.length ? "All decisions are stored" : "";
    return;
  }
  saving.textContent = "Storing …";
  view.late = setTimeout(() => {
    saving.textContent = `${counted(view.outbox.length, "decision")} not stored yet: waiting for the server`;
    saving.classList.add("waiting");
  }, 1500);
}

function dismiss(view) {
  const one = view.items[view.at];
  if (!one || stateOf(view, one) !== "open") return tell(view, one ? "This finding is not open." : "Choose a finding first: press n.");
  const { talk, reasons, reason, about } = view.el;
  const used = Object.values(view.doc.history).flat().filter((deed) => deed.reason).map((deed) => deed.reason);
  const options = [...new Set([recall("reason") ?? "", ...used.toReversed()])].filter(Boolean).slice(0, 12);
  reasons.replaceChildren(...options.map((words) => {
    const option = make("option", "");
    option.value = words;
    return option;
  }));
  about.textContent = one.message;
  reason.value = "";
  talk.showModal();
  return reason.focus();
}

function dismissed(view) {
  const { talk, reason, list } = view.el;
  const words = reason.value.trim();
  const one = view.items[view.at];
  if (!words || !one) return;
  talk.close();
  keep("reason", words);
  const next = view.items[view.at + 1] ?? view.items[view.at - 1];
  askFor(view, "dismiss", one, words);
  view.active = view.filter.state === "all" ? one.id : next?.id ?? "";
  refresh(view);
  list.focus({ preventScroll: true });
}

function restore(view) {
  const one = view.items[view.at];
  if (!one || !isDismissed(view, one)) return tell(view, "This finding is not dismissed.");
  return decideOf(view, "restore", one);
}

function decideOf(view, kind, one, reason = "") {
  askFor(view, kind, one, reason);
  const visible = view.doc.findings.filter((other) => passes(view, other)).includes(one);
  if (visible) view.active = one.id;
  refresh(view);
}

// The last deed of this window is taken back, then the one before it.
function undo(view) {
  const deed = view.deeds.at(-1);
  const one = deed && view.doc.byId.get(deed.finding);
  if (!one) return tell(view, "You have decided nothing here that could be taken back.");
  if (view.outbox.length) return tell(view, "What you decided is still being stored: a moment.");
  view.deeds.pop();
  decideOf(view, deed.kind === "dismiss" ? "restore" : "dismiss", one, deed.kind === "dismiss" ? "" : deed.reason);
  view.deeds.pop(); // taking back is no deed of its own
  return drawSaving(view);
}

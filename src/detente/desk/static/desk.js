// The report page. A click in the text chooses the ledger's entry, a click on an entry its words; the keys go through the
// entries and judge them. Without script the page still reads and its forms still work.
"use strict";

const marks = [...document.querySelectorAll(".mark")];
const buttons = [...document.querySelectorAll(".entry .record")];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const byRecord = new Map(buttons.map((b) => [b.dataset.record, b]));
const recordsOf = (mark) => mark.dataset.records.split(" ").filter((r) => byRecord.has(r));
const entryOf = (button) => button.closest(".entry");

function show(element) {
  element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

function choose(records, from) {
  const chosen = new Set(records);
  for (const button of buttons) button.setAttribute("aria-pressed", String(chosen.has(button.dataset.record)));
  for (const mark of marks) mark.classList.toggle("chosen", recordsOf(mark).some((r) => chosen.has(r)));
  if (from !== "ledger") {
    const first = buttons.find((b) => chosen.has(b.dataset.record) && !entryOf(b).hidden);
    if (first) show(entryOf(first));
  }
  if (from !== "text") {
    const first = document.querySelector(".mark.chosen");
    if (first) show(first);
  }
}

function chooseOne(button, from) {
  choose([button.dataset.record], from);
  history.replaceState(null, "", "#" + button.dataset.record);
}

for (const mark of marks) {
  mark.addEventListener("click", () => {
    if (!getSelection().isCollapsed) return; // words are being selected, not a record
    choose(recordsOf(mark).filter((r) => !entryOf(byRecord.get(r)).hidden), "text");
  });
}
for (const button of buttons) button.addEventListener("click", () => chooseOne(button, "ledger"));

for (const box of document.querySelectorAll(".kinds input")) {
  box.addEventListener("change", () => {
    let shown = 0;
    for (const button of buttons) {
      if (button.dataset.kind === box.value) entryOf(button).hidden = !box.checked;
      if (!entryOf(button).hidden) shown += 1;
    }
    for (const mark of marks) {
      const there = recordsOf(mark).some((r) => byRecord.get(r).dataset.kind === box.value);
      if (there) mark.classList.toggle("k-" + box.value, box.checked);
    }
    document.getElementById("count").textContent = String(shown);
  });
}

const there = () => buttons.filter((b) => !entryOf(b).hidden);
const at = () => there().findIndex((b) => b.getAttribute("aria-pressed") === "true");

function step(by) {
  const shown = there();
  if (!shown.length) return;
  const next = shown[Math.min(Math.max(at() + by, 0), shown.length - 1)];
  chooseOne(next, "keys");
  next.focus({ preventScroll: true });
}

function act(name) {
  const chosen = there()[at()];
  if (!chosen) return;
  if (name === "edit") entryOf(chosen).querySelector(".tools a")?.click();
  else entryOf(chosen).querySelector(`.tools button[value^="${name} "]`)?.click();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => act("accept"),
  r: () => act("reject"),
  e: () => act("edit"),
  Escape: () => choose([], "keys"),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.("input, textarea, select")) return;
  if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

// After a verdict the page comes back with the next record chosen, and the reason as it was given last.
const verdict = document.getElementById("verdict");
if (verdict) {
  const reason = verdict.elements.reason;
  reason.value = sessionStorage.getItem("reason") || reason.value;
  verdict.addEventListener("submit", (event) => {
    sessionStorage.setItem("reason", reason.value);
    const own = event.submitter?.closest(".entry")?.querySelector(".record");
    const next = own && (there()[there().indexOf(own) + 1] || own);
    if (next) verdict.elements.back.value = location.pathname + "#" + next.dataset.record;
  });
}

// Words that are selected in the text become the value of a field that holds words of the report.
const text = document.getElementById("text");
const takers = [...document.querySelectorAll(".take")];
function selected() {
  const selection = getSelection();
  const inside = !selection.isCollapsed && text.contains(selection.anchorNode) && text.contains(selection.focusNode);
  return inside ? selection.toString().trim() : "";
}
document.addEventListener("selectionchange", () => {
  const words = selected();
  if (words) for (const taker of takers) taker.dataset.words = words;
  for (const taker of takers) taker.hidden = !taker.dataset.words;
});
for (const taker of takers) {
  taker.addEventListener("click", () => {
    const field = taker.form.elements[taker.dataset.for];
    field.value = taker.dataset.words;
    field.focus();
  });
}

function fromAddress() {
  const record = decodeURIComponent(location.hash.slice(1));
  const edited = new URLSearchParams(location.search).get("edit");
  if (byRecord.has(record)) choose([record], "address");
  else if (edited && byRecord.has(edited)) choose([edited], "ledger");
}
addEventListener("hashchange", fromAddress);
fromAddress();

// Click in the text: the ledger's entry is chosen. Click an entry: its words are. Without script the page still reads.
"use strict";

const marks = [...document.querySelectorAll(".mark")];
const buttons = [...document.querySelectorAll(".entry button")];
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const byRecord = new Map(buttons.map((b) => [b.dataset.record, b]));
const recordsOf = (mark) => mark.dataset.records.split(" ");

function show(element) {
  element.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function choose(records, from) {
  const chosen = new Set(records);
  for (const button of buttons) button.setAttribute("aria-pressed", String(chosen.has(button.dataset.record)));
  for (const mark of marks) mark.classList.toggle("chosen", recordsOf(mark).some((r) => chosen.has(r)));
  if (from !== "ledger") {
    const first = buttons.find((b) => chosen.has(b.dataset.record) && !b.parentElement.hidden);
    if (first) show(first);
  }
  if (from !== "text") {
    const first = document.querySelector(".mark.chosen");
    if (first) show(first);
  }
}

for (const mark of marks) {
  mark.addEventListener("click", () => choose(recordsOf(mark).filter((r) => !byRecord.get(r).parentElement.hidden), "text"));
}
for (const button of buttons) {
  button.addEventListener("click", () => {
    choose([button.dataset.record], "ledger");
    history.replaceState(null, "", "#" + button.dataset.record);
  });
}

for (const box of document.querySelectorAll(".kinds input")) {
  box.addEventListener("change", () => {
    let shown = 0;
    for (const button of buttons) {
      if (button.dataset.kind === box.value) button.parentElement.hidden = !box.checked;
      if (!button.parentElement.hidden) shown += 1;
    }
    for (const mark of marks) {
      const there = recordsOf(mark).some((r) => byRecord.get(r).dataset.kind === box.value);
      if (there) mark.classList.toggle("k-" + box.value, box.checked);
    }
    document.getElementById("count").textContent = shown + " records";
  });
}

function fromAddress() {
  const record = decodeURIComponent(location.hash.slice(1));
  if (byRecord.has(record)) choose([record], "address");
}
addEventListener("hashchange", fromAddress);
fromAddress();

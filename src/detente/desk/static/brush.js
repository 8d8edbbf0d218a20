// The temperature chart: drawing over it chooses a period, and the page is narrowed to it.
"use strict";

const svg = document.querySelector(".chart svg");
const form = document.querySelector(".filters");
let from = null;
let brush = null;

function xOf(event) {
  const box = svg.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
  return Math.min(Math.max(x, Number(svg.dataset.left)), Number(svg.dataset.right));
}

function dayOf(x) {
  const { first, last, left, right } = svg.dataset;
  const share = (x - Number(left)) / (Number(right) - Number(left));
  const time = Date.parse(first) + share * (Date.parse(last) - Date.parse(first));
  return new Date(time).toISOString().slice(0, 10);
}

svg?.addEventListener("pointerdown", (event) => {
  if (event.target.closest("a")) return;
  from = xOf(event);
  brush = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  brush.setAttribute("class", "brush");
  brush.setAttribute("y", "10");
  brush.setAttribute("height", "264");
  svg.append(brush);
  svg.setPointerCapture(event.pointerId);
});
svg?.addEventListener("pointermove", (event) => {
  if (from === null) return;
  const x = xOf(event);
  brush.setAttribute("x", String(Math.min(from, x)));
  brush.setAttribute("width", String(Math.abs(x - from)));
});
svg?.addEventListener("pointerup", (event) => {
  if (from === null) return;
  const ends = [from, xOf(event)].sort((a, b) => a - b);
  from = null;
  brush.remove();
  if (ends[1] - ends[0] < 8) return; // a click, not a stretch
  form.elements.since.value = dayOf(ends[0]);
  form.elements.until.value = dayOf(ends[1]);
  form.requestSubmit();
});

// Search as you type: the finds follow the words. Without script the button does the same.
"use strict";

const find = document.getElementById("find");
let latest = 0;
let timer = 0;

async function look() {
  const asked = ++latest;
  const fields = new URLSearchParams([...new FormData(find)].filter(([, value]) => value));
  const address = "/search?" + fields;
  const answer = await fetch("/search?" + fields + "&live=1");
  if (!answer.ok || asked !== latest) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("results").replaceWith(page.getElementById("results"));
  history.replaceState(null, "", address);
  const keep = document.getElementById("keep");
  if (keep) keep.elements.address.value = address;
}

find.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, 180);
});

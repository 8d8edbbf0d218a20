// Files that are dropped on the page are sent one after another; the list of jobs follows while something waits.
"use strict";

const drop = document.getElementById("drop");

async function refresh() {
  const answer = await fetch("/add");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.getElementById("jobs").replaceWith(page.getElementById("jobs"));
}

async function follow() {
  while (document.querySelector('.job[data-state="waiting"]')) {
    await new Promise((done) => setTimeout(done, 700));
    await refresh();
  }
}

async function send(files) {
  for (const file of files) {
    const answer = await fetch("/add/file?name=" + encodeURIComponent(file.name), {
      method: "POST",
      headers: { "X-Token": drop.dataset.token, "Content-Type": "application/octet-stream" },
      body: file,
    });
    if (!answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const line = document.createElement("li");
      line.textContent = file.name + ": " + (page.querySelector("[role=alert]")?.textContent || answer.status);
      document.querySelector("#jobs ul").prepend(line);
    } else await refresh();
  }
  await follow();
}

if (drop) {
  drop.hidden = false;
  drop.addEventListener("submit", (event) => event.preventDefault());
  drop.elements.files.addEventListener("change", () => send([...drop.elements.files.files]));
  addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    send([...event.dataTransfer.files]);
  });
}
follow();

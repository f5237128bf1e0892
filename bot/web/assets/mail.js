// Copying and printing. Without it the page still shows everything, and the links still open.
"use strict";

const words = Object.fromEntries(
  [...document.querySelectorAll("#words [data-word]")].map((one) => [one.dataset.word, one.textContent]),
);

// There a long address opens nothing at all: the text is pasted instead.
const SHORT_ONLY = /Windows|CrOS/.test(navigator.userAgent);

function mark(field) {
  const range = document.createRange();
  range.selectNodeContents(field);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// Whether the text is on the clipboard; where it is not, it is marked.
async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.textContent);
    return true;
  } catch {
    mark(field);
    return document.execCommand("copy");
  }
}

async function copyAndTell(field, status) {
  const done = await copy(field);
  status.textContent = done ? words.copied : words.marked;
  status.classList.toggle("done", done);
  if (done) setTimeout(() => { status.textContent = ""; }, 4000);
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const field = document.getElementById(button.dataset.copy);
  const status = button.parentElement.querySelector(".said");
  button.addEventListener("click", () => copyAndTell(field, status));
}

for (const link of document.querySelectorAll("[data-copies]")) {
  const letter = link.closest(".letter");
  const field = document.getElementById(link.dataset.copies);
  // Not waited for: the link opens at once.
  link.addEventListener("click", () => { copyAndTell(field, letter.querySelector(":scope > .said")); });
}

for (const link of SHORT_ONLY ? document.querySelectorAll("[data-bare]") : []) {
  link.href = link.dataset.bare;
  for (const hint of link.closest(".letter").querySelectorAll("[data-when]")) {
    hint.hidden = hint.dataset.when !== "paste";
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const chosen = document.getElementById(button.dataset.print);
    document.body.classList.add("one");
    chosen.classList.add("chosen");
    window.print();
    document.body.classList.remove("one");
    chosen.classList.remove("chosen");
  });
}

document.body.dataset.ready = "";

// Notices that go by themselves, alerts that wait, and copying with a word about it.

import { byId, el } from "./element.js";

const SHOWN_FOR = 3500;

export function toast(text) {
  const notice = el("p", { class: "toast", "data-testid": "toast", dir: "auto" }, text);
  byId("toasts").append(notice);
  while (byId("toasts").children.length > 3) byId("toasts").firstChild.remove();
  setTimeout(() => notice.remove(), SHOWN_FOR + 40 * text.length);
}

export function alertPerson(text) {
  byId("alert-text").textContent = text;
  if (!byId("alert").open) byId("alert").showModal();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyOldWay(text);
  }
  toast("Copied");
}

function copyOldWay(text) {
  const field = el("textarea", { "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

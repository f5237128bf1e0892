// The chat's own menu, the Start button's words, and what an empty conversation says.

import { byId, el } from "./element.js";

const inside = new Set(["member", "administrator"]);

// What a person can do about the bot here: [words, change].
export function choices(chat, kind) {
  if (kind === "private") {
    if (chat.bot === "never") return [];
    return chat.bot === "kicked" ? [["Unblock the bot", "unblock"]] : [["Block the bot", "block"]];
  }
  return inside.has(chat.bot) ? [["Remove the bot from here", "remove"]] : [["Add the bot here", "add"]];
}

export function startWords(chat, kind, pending) {
  if (kind !== "private") return inside.has(chat.bot) ? null : "Add the bot to this group";
  if (chat.bot === "kicked") return "Unblock and start again";
  return chat.bot === "never" || pending ? "Start" : null;
}

export function drawMenu(chat, kind, change) {
  const list = byId("chat-menu-list");
  const items = choices(chat, kind);
  byId("chat-menu-button").hidden = !items.length;
  list.replaceChildren(...items.map(([words, name]) =>
    el("li", {}, el("button", { type: "button", "data-testid": `chat-${name}`, on: { click: () => { closeMenu(); change(name); } } }, words))));
}

export function armMenu() {
  const button = byId("chat-menu-button");
  button.addEventListener("click", () => {
    const open = byId("chat-menu-list").hidden;
    byId("chat-menu-list").hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("click", (event) => event.target.closest(".chat-menu") || closeMenu());
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenu());
}

function closeMenu() {
  byId("chat-menu-list").hidden = true;
  byId("chat-menu-button").setAttribute("aria-expanded", "false");
}

export function emptyWords(bot, seat) {
  const about = bot.description || "Nothing has been said here yet.";
  return el("div", { class: "empty" },
    el("p", { class: "empty-title" }, bot.first_name),
    el("p", { class: "empty-about", dir: "auto" }, about),
    seat.kind === "private" ? el("p", {}, "Tap Start to begin.") : null);
}

// The field, its suggestions, the / menu, Start, and a reply keyboard's answers.

import { byId, el } from "./element.js";
import { replyKeyboard } from "./keyboards.js";

export class Composer {
  constructor(does) {
    this.does = does;
    this.menu = [];
    this.shown = [];
    this.hints = [];
    this.at = 0;
    this.text = byId("text");
    byId("compose").addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    byId("slash").addEventListener("click", () => this.toggle());
    byId("start").addEventListener("click", () => does.start());
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("click", (event) => {
      if (!event.target.closest("#commands, #slash, #text")) this.close();
    });
  }

  // `chat`: what the server says of it; `start`: the words on the Start button, or null.
  draw(chat, seat, start) {
    this.menu = chat.menu;
    this.hints = seat.hints;
    byId("start").hidden = !start;
    byId("start").textContent = start ?? "";
    byId("compose").hidden = Boolean(start);
    this.drawHints();
    this.keyboard(start ? null : chat.keyboard);
    byId("send").disabled = !this.text.value.trim();
    this.close();
  }

  clear() {
    this.text.value = "";
    this.typed();
  }

  keyboard(keyboard) {
    byId("reply-keyboard").replaceChildren(...replyKeyboard(keyboard, this.does));
    byId("reply-keyboard").hidden = !keyboard;
  }

  drawHints() {
    const idle = byId("start").hidden && !this.text.value;
    byId("hints").replaceChildren(...(idle ? this.hints : []).map((hint) =>
      el("button", { type: "button", "data-testid": "hint", dir: "auto", on: { click: () => this.does.say(hint) } }, hint)));
  }

  typed() {
    byId("send").disabled = !this.text.value.trim();
    this.drawHints();
    const word = /^\/(\w*)$/.exec(this.text.value);
    if (word) this.open(word[1]);
    else this.close();
  }

  key(event) {
    if (!byId("commands").hidden && this.moveInMenu(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    }
  }

  moveInMenu(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (step) this.mark((this.at + step + this.shown.length) % Math.max(this.shown.length, 1));
    else if (event.key === "Enter" && this.shown[this.at]) this.choose(this.shown[this.at]);
    else return false;
    event.preventDefault();
    return true;
  }

  toggle() {
    if (byId("commands").hidden) {
      this.open("");
      this.text.focus();
    } else this.close();
  }

  open(beginning) {
    this.shown = this.menu.filter(({ command }) => command.startsWith(beginning));
    const rows = this.shown.map((item) => el("button", { id: `command-${item.command}`, type: "button", role: "option", tabindex: -1, "data-testid": "command", on: { click: () => this.choose(item) } },
      el("b", {}, `/${item.command}`), el("span", { dir: "auto" }, item.description)));
    const nothing = el("p", {}, this.menu.length ? "No such command." : "The bot has set no commands here.");
    byId("commands").replaceChildren(...(rows.length ? rows : [nothing]));
    byId("commands").hidden = false;
    byId("slash").setAttribute("aria-expanded", "true");
    this.mark(0);
  }

  mark(index) {
    this.at = index;
    if (this.shown[index]) this.text.setAttribute("aria-activedescendant", `command-${this.shown[index].command}`);
    [...byId("commands").children].forEach((row, i) => {
      row.setAttribute("aria-selected", i === index ? "true" : "false");
      if (i === index) row.scrollIntoView({ block: "nearest" });
    });
  }

  close() {
    byId("commands").hidden = true;
    this.text.removeAttribute("aria-activedescendant");
    byId("slash").setAttribute("aria-expanded", "false");
  }

  choose(item) {
    this.clear();
    this.does.say(`/${item.command}`);
    this.text.focus();
  }

  send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.clear();
    this.does.say(text);
  }
}

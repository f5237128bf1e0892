// Inline keyboards below a message, and the answers a reply keyboard offers below the field.

import { el, sign } from "./element.js";
import { safeAddress } from "./formatted.js";
import { copy } from "./notices.js";

const GIVE_UP_AFTER = 10000;

export function inlineKeyboard(markup, does) {
  const rows = markup?.inline_keyboard ?? [];
  if (!rows.length) return null;
  return el("div", { class: "keyboard", role: "group", "aria-label": "Buttons" },
    rows.map((row) => el("div", { class: "keyboard-row" }, row.map((button) => inlineButton(button, does)))));
}

function inlineButton(button, does) {
  const common = { "data-testid": "button", data: { style: button.style } };
  const text = el("span", { dir: "auto" }, button.text);
  if (button.url) {
    const href = safeAddress(button.url);
    const click = (event) => {
      if (does.link(href)) event.preventDefault();
    };
    return el("a", { ...common, href, target: "_blank", rel: "noopener noreferrer", title: button.url, on: { click } },
      text, sign(does.stays(href) ? "link" : "out"));
  }
  if (button.copy_text) {
    return el("button", { ...common, type: "button", title: `Copy: ${button.copy_text.text}`, on: { click: () => copy(button.copy_text.text) } },
      text, sign("copy"));
  }
  const node = el("button", { ...common, type: "button", disabled: !button.callback_data }, text);
  node.addEventListener("click", () => press(node, button.callback_data, does));
  return node;
}

async function press(node, data, does) {
  if (node.ariaBusy === "true") return;
  node.ariaBusy = "true";
  const query = await does.press(data);
  if (!query) node.ariaBusy = "false";
  else does.awaitAnswer(query, () => (node.ariaBusy = "false"), GIVE_UP_AFTER);
}

export function replyKeyboard(keyboard, does) {
  return (keyboard?.keyboard ?? []).map((row) => el("div", {}, row.map((button) =>
    el("button", { type: "button", "data-testid": "answer", dir: "auto",
      on: { click: () => (button.request_location ? does.location() : does.say(button.text)) } }, button.text))));
}

// A text and its entities as nodes. Offsets are UTF-16 units, which is what JavaScript counts.

import { el } from "./element.js";
import { entityTime, full } from "./moment.js";
import { copy } from "./notices.js";

// `viewer`: { zone, language, now() }; `does`: { command(text), link(url) → true if it stays in the demo }.
export function formatted(text, entities, viewer, does) {
  const ordered = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, ordered, 0, text.length, { viewer, does });
}

// The text in one line of plain words, with date-times as the viewer sees them.
export function plainText(message, viewer) {
  let text = message.text ?? message.caption;
  const moments = (message.entities ?? message.caption_entities ?? []).filter(({ type }) => type === "date_time");
  for (const { offset, length, ...entity } of moments.reverse()) {
    const shown = entityTime(entity.unix_time, entity.date_time_format, viewer.zone, viewer.language, viewer.now());
    if (shown !== null) text = text.slice(0, offset) + shown + text.slice(offset + length);
  }
  return text;
}

function pieces(text, entities, from, to, context) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inner = entities.slice(i + 1).filter((other) => other.offset < end);
    nodes.push(wrapped(entity, text.slice(start, end), pieces(text, inner, start, end, context), context));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrapped(entity, text, inner, context) {
  return (KINDS[entity.type] ?? plain)(inner, { entity, text, ...context });
}

const tag = (name) => (inner) => el(name, {}, inner);
const plain = (inner) => el("span", {}, inner);

const KINDS = {
  bold: tag("strong"),
  italic: tag("em"),
  underline: tag("u"),
  strikethrough: tag("s"),
  blockquote: tag("blockquote"),
  expandable_blockquote: folded,
  spoiler,
  code: copied("code"),
  pre: copied("pre"),
  text_link: (inner, { entity, does }) => anchor(entity.url, inner, does),
  url: (inner, { text, does }) => anchor(text, inner, does),
  email: (inner, { text }) => el("a", { href: `mailto:${text}` }, inner),
  phone_number: (inner, { text }) => el("a", { href: `tel:${text.replace(/[^+\d]/g, "")}` }, inner),
  bot_command: (inner, { text, does }) =>
    el("button", { type: "button", class: "command", on: { click: () => does.command(text) } }, inner),
  date_time: moment,
};

function activated(action) {
  return {
    click: action,
    keydown: (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        action(event);
      }
    },
  };
}

function copied(name) {
  return (inner, { text }) =>
    el(name, { tabindex: 0, role: "button", title: "Copy", "aria-label": `Copy: ${text}`, on: activated(() => copy(text)) }, inner);
}

function spoiler(inner) {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-expanded": "false", title: "Show" }, inner);
  const reveal = () => node.setAttribute("aria-expanded", "true");
  for (const [event, listener] of Object.entries(activated(reveal))) node.addEventListener(event, listener);
  return node;
}

function folded(inner) {
  const node = el("blockquote", { class: "folded", role: "button", tabindex: 0, title: "Show all" }, inner);
  for (const [event, listener] of Object.entries(activated(() => node.classList.remove("folded")))) {
    node.addEventListener(event, listener);
  }
  return node;
}

export function safeAddress(address) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  return /^(https?|mailto|tel|tg):/i.test(whole) ? whole : null;
}

function anchor(address, inner, does) {
  const href = safeAddress(address);
  if (!href) return plain(inner);
  const click = (event) => {
    if (does.link(href)) event.preventDefault();
  };
  return el("a", { href, target: "_blank", rel: "noopener noreferrer", title: address, on: { click } }, inner);
}

function moment(inner, { entity, text, viewer }) {
  const date = new Date(entity.unix_time * 1000);
  const node = el("time", { datetime: date.toISOString() });
  const shown = entityTime(entity.unix_time, entity.date_time_format, viewer.zone, viewer.language, viewer.now());
  if (shown === null) {
    node.append(...inner);
    node.title = full(date, viewer.zone, viewer.language);
  } else {
    node.textContent = shown;
    node.title = text;
  }
  return node;
}

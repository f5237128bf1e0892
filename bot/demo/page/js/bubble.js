// One message as it lies in the conversation: bubble, file or picture, text, time, buttons.

import { el, sign } from "./element.js";
import { formatted, plainText } from "./formatted.js";
import { inlineKeyboard } from "./keyboards.js";
import { clock, full } from "./moment.js";

const name = (user) => user?.first_name ?? "Somebody";

const SERVICE = [
  ["new_chat_members", (m) => `${name(m.from)} added ${m.new_chat_members.map(name).join(", ")}`],
  ["left_chat_member", (m) => (m.from?.id === m.left_chat_member.id ? `${name(m.from)} left` : `${name(m.from)} removed ${name(m.left_chat_member)}`)],
  ["group_chat_created", (m) => `${name(m.from)} created the group`],
  ["supergroup_chat_created", (m) => `${name(m.from)} created the group`],
  ["channel_chat_created", () => "The channel was created"],
  ["migrate_to_chat_id", () => "The group became a supergroup"],
  ["migrate_from_chat_id", () => "The group became a supergroup"],
  ["pinned_message", (m) => `${name(m.from)} pinned a message`],
  ["forum_topic_created", (m) => `Topic: ${m.forum_topic_created.name}`],
];

export function serviceText(message) {
  const found = SERVICE.find(([field]) => field in message);
  return found ? found[1](message) : null;
}

export function summary(message, viewer) {
  if (!message) return "";
  if (message.text || message.caption) return plainText(message, viewer).replace(/\s+/g, " ");
  if (message.document) return message.document.file_name;
  if (message.photo) return "Picture";
  if (message.voice) return "Voice message";
  if (message.location) return "Location";
  return serviceText(message) ?? "";
}

// `context`: { viewer, does, shared, topics }.
export function bubble(message, context) {
  const service = serviceText(message);
  const node = service
    ? el("p", { class: "service", dir: "auto" }, service)
    : el("article", { class: "message", tabindex: -1 }, body(message, context));
  node.dataset.testid = "message";
  node.dataset.messageId = message.message_id;
  node.dataset.from = from(message, context.viewer);
  return node;
}

function from(message, viewer) {
  if (message.demo?.from_bot) return "bot";
  return message.from?.id === viewer.id ? "me" : "other";
}

function body(message, context) {
  const { viewer, does } = context;
  const own = { ...does, press: (data) => does.press(message, data) };
  const inside = el("div", { class: "bubble" },
    sender(message, context), quoted(message, context), file(message), picture(message), sound(message), position(message),
    written(message, viewer, does), meta(message, viewer));
  return el("div", { class: "message-body" }, inside, inlineKeyboard(message.reply_markup, own));
}

function sender(message, { viewer, shared, topics }) {
  if (!shared || from(message, viewer) === "me") return null;
  const topic = message.is_topic_message ? topics?.[message.message_thread_id] : null;
  return el("p", { class: "sender", dir: "auto" }, message.sender_chat?.title ?? name(message.from),
    topic ? el("span", { class: "topic" }, `# ${topic}`) : null);
}

function quoted(message, { viewer }) {
  return message.reply_to_message
    ? el("p", { class: "quoted", dir: "auto" }, summary(message.reply_to_message, viewer)) : null;
}

function written(message, viewer, does) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  return el("div", { class: "text", dir: "auto" },
    formatted(text, message.entities ?? message.caption_entities, viewer, does));
}

function file({ document: given }) {
  if (!given) return null;
  const ending = given.file_name.includes(".") ? given.file_name.split(".").at(-1).slice(0, 4).toUpperCase() : "FILE";
  return el("a", { class: "file", "data-testid": "document", href: `/demo/file/${encodeURIComponent(given.file_id)}`, target: "_blank", rel: "noopener" },
    el("span", { class: "file-sign", "aria-hidden": "true" }, ending),
    el("span", {}, el("span", { class: "file-name", dir: "auto" }, given.file_name),
      el("span", { class: "file-size" }, `${size(given.file_size)} · opens in a new tab`)));
}

function picture({ photo, caption }) {
  if (!photo) return null;
  const best = photo.at(-1);
  return el("img", { class: "picture", src: `/demo/file/${encodeURIComponent(best.file_id)}`, alt: caption ?? "Picture", width: best.width, height: best.height, loading: "lazy" });
}

function sound({ voice }) {
  if (!voice) return null;
  return el("audio", { class: "voice", "data-testid": "voice", src: `/demo/file/${encodeURIComponent(voice.file_id)}`, controls: true, preload: "metadata", "aria-label": `Voice message, ${voice.duration} s` });
}

function position({ location: given }) {
  return given ? el("p", { class: "text" }, `Location: ${given.latitude.toFixed(2)}, ${given.longitude.toFixed(2)}`) : null;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function meta(message, viewer) {
  const date = new Date(message.date * 1000);
  const silent = message.demo?.silent
    ? el("span", { class: "silent", title: "Delivered silently", role: "img", "aria-label": "Delivered silently" }, sign("silent")) : null;
  return el("p", { class: "meta" }, silent, message.edit_date ? el("span", {}, "edited") : null,
    el("span", { class: "when", title: full(date, viewer.zone, viewer.language) }, clock(date, viewer.zone)));
}

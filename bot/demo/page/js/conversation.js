// The messages of the open chat, by days of its viewer; keeps to the end while the reader is there.

import { bubble } from "./bubble.js";
import { byId, el, sign } from "./element.js";
import { dayKey, longDay } from "./moment.js";

const NEAR_THE_END = 90;

// What of a message the keyboard reaches.
const reached = (node) => [...(node?.querySelectorAll("a, button, [tabindex]") ?? [])];

export class Conversation {
  constructor() {
    this.log = byId("log");
    this.messages = new Map();
    this.missed = 0;
    byId("to-end").addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scroll", () => this.atEnd() && this.caughtUp());
  }

  // Draw everything anew: another chat, another zone.
  show(messages, context, empty) {
    const keep = this.context?.chat === context.chat && !this.atEnd() ? this.log.scrollTop : null;
    this.context = context;
    this.empty = empty;
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.draw();
    if (keep === null) this.toEnd();
    else this.log.scrollTop = keep;
  }

  clear() {
    this.context = null;
    this.messages.clear();
    this.log.replaceChildren();
    this.caughtUp();
  }

  shows(seat) {
    return this.context?.chat === seat.name;
  }

  redraw(context) {
    const top = this.atEnd() ? null : this.log.scrollTop;
    this.context = context;
    this.draw();
    if (top === null) this.toEnd();
    else this.log.scrollTop = top;
  }

  draw() {
    this.day = null;
    const nodes = [...this.messages.values()].flatMap((message) => this.nodes(message));
    const focused = document.activeElement;
    const message = this.log.contains(focused) ? focused.closest("[data-message-id]") : null;
    // A whole chat drawn anew is not read aloud, only what comes after.
    this.log.ariaBusy = "true";
    this.log.replaceChildren(...(nodes.length ? nodes : [this.empty]));
    requestAnimationFrame(() => (this.log.ariaBusy = "false"));
    if (!message) return;
    // Who is somewhere in a message by keyboard stays there; the reader scrolls, not the focus.
    const after = this.node(message.dataset.messageId);
    (reached(after)[reached(message).indexOf(focused)] ?? after)?.focus({ preventScroll: true });
  }

  nodes(message) {
    const { viewer } = this.context;
    const date = new Date(message.date * 1000);
    const day = dayKey(date, viewer.zone);
    const separator = day === this.day ? [] : [el("p", { class: "day", "data-testid": "day" }, longDay(date, viewer.zone, viewer.language))];
    this.day = day;
    return [...separator, bubble(message, this.context)];
  }

  add(message) {
    if (this.messages.has(message.message_id)) return this.change(message);
    const stay = this.atEnd();
    if (!this.messages.size) this.log.replaceChildren();
    this.messages.set(message.message_id, message);
    const nodes = this.nodes(message);
    nodes.at(-1).classList.add("new");
    this.writing(false);
    this.log.append(...nodes);
    if (stay || nodes.at(-1).dataset.from === "me") this.toEnd();
    else this.miss();
  }

  change(message) {
    if (!this.messages.has(message.message_id)) return;
    this.messages.set(message.message_id, message);
    const stay = this.atEnd();
    const before = this.node(message.message_id);
    const after = bubble(message, this.context);
    const focused = before?.contains(document.activeElement);
    before?.replaceWith(after);
    // Who pressed a button by keyboard stays at the message that it changed.
    if (focused) (after.querySelector("button, a") ?? after).focus();
    if (stay) this.toEnd();
  }

  remove(ids) {
    for (const id of ids) this.messages.delete(id);
    this.redraw(this.context);
  }

  writing(is) {
    this.log.querySelector(".writing")?.remove();
    clearTimeout(this.hush);
    if (!is) return;
    this.log.append(el("p", { class: "writing" }, "writing …"));
    this.hush = setTimeout(() => this.writing(false), 5000);
  }

  node(id) {
    return this.log.querySelector(`[data-message-id="${id}"]`);
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.caughtUp();
  }

  miss() {
    this.missed += 1;
    byId("to-end").replaceChildren(sign("down"), `${this.missed} new`);
    byId("to-end").hidden = false;
  }

  caughtUp() {
    this.missed = 0;
    byId("to-end").hidden = true;
  }
}

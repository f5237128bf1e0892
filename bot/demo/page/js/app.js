// The page put together: one desk, one conversation, and what happens to them.

import { armTravel, drawClock } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Desk } from "./desk.js";
import { byId, el, sign } from "./element.js";
import { readLink } from "./links.js";
import { armMenu, drawMenu, emptyWords, startWords } from "./membership.js";
import { dayAndClock, useCalendars } from "./moment.js";
import { alertPerson, toast } from "./notices.js";
import { avatar, drawSeats } from "./seats.js";
import { act, ask, listen } from "./wire.js";

const state = await ask("state");
useCalendars(state.calendars);
const desk = new Desk(state);
const conversation = new Conversation();
const waiting = new Map();
// What happened while a chat was being fetched: the answer may be older than that.
const meanwhile = [];
let chat = null;
let pending = "";
let fetches = 0;

const does = {
  say: (text) => deed("send", { chat_id: desk.open.chat_id, user_id: desk.viewer().id, text }),
  command: (text) => does.say(text),
  location: () => deed("location", { chat_id: desk.open.chat_id, user_id: desk.viewer().id }),
  press: async (message, data) => (await deed("press", {
    chat_id: desk.open.chat_id, user_id: desk.viewer().id, message_id: message.message_id, data,
  }))?.query_id,
  awaitAnswer: (query, done, patience) => {
    waiting.set(query, done);
    setTimeout(() => settle(query), patience);
  },
  stays: (address) => Boolean(readLink(address, desk.bot.username)),
  link: (address) => {
    const link = readLink(address, desk.bot.username);
    if (link) follow(link);
    return Boolean(link);
  },
  start,
};
const composer = new Composer(does);

async function deed(path, body) {
  try {
    return await act(path, body);
  } catch (error) {
    toast(error.message);
    return null;
  }
}

function settle(query) {
  waiting.get(query)?.();
  waiting.delete(query);
}

async function start() {
  const { kind, chat_id: chatId } = desk.open;
  if (kind !== "private") return deed("membership", { change: "add", chat_id: chatId, user_id: desk.viewer().id });
  const payload = pending;
  pending = "";
  return deed("start", { user_id: chatId, payload });
}

// A deep link opens the viewer's own private chat; who has not started the bot taps Start there.
async function follow({ payload, group }) {
  if (group) return toast("To add the bot to a group, open the group and its menu.");
  const { id } = desk.viewer();
  const told = await ask("chat", { chat_id: id, user_id: id });
  const seat = desk.privateSeat(id, told.person);
  const started = told.bot === "member";
  await open(seat, started ? "" : payload);
  if (started) await deed("start", { user_id: id, payload });
}

async function open(seat, payload = "") {
  if (desk.open !== seat) {
    // Nothing of the other chat may be pressed while this one is fetched.
    conversation.clear();
    composer.clear();
    byId("start").hidden = true;
  }
  desk.open = seat;
  seat.unread = 0;
  pending = payload;
  document.body.dataset.pane = "chat";
  if (location.hash !== `#${seat.name}`) history.pushState(null, "", `#${seat.name}`);
  await refresh();
}

async function refresh() {
  const seat = desk.open;
  fetches += 1;
  const mine = fetches;
  const told = await ask("chat", { chat_id: seat.chat_id, user_id: desk.viewer(seat).id });
  if (mine !== fetches) return;
  chat = told;
  drawChat();
  conversation.show(chat.messages, context(), emptyWords(desk.bot, seat));
  for (const event of meanwhile.splice(0)) {
    if (event.id > told.last_event && event.chat_id === seat.chat_id) CHANGES[event.kind](event);
  }
}

function context() {
  const { kind, name } = desk.open;
  return { viewer: desk.viewer(), does, shared: kind !== "private", topics: chat.topics, chat: name };
}

function drawChat() {
  const seat = desk.open;
  drawFrame();
  byId("chat-title").textContent = seat.title;
  drawZones(seat);
  drawMenu(chat, seat.kind, (change) => deed("membership", { change, chat_id: seat.chat_id, user_id: desk.viewer().id }));
  composer.draw(chat, seat, startWords(chat, seat.kind, pending));
}

function drawFrame() {
  drawSeats(desk, open);
  drawClock(desk);
  if (!desk.open) return;
  const viewer = desk.viewer();
  byId("chat-avatar").replaceChildren(avatar(desk.open, viewer));
  byId("chat-subtitle").textContent = `${dayAndClock(desk.now, viewer.zone)} · ${desk.open.subtitle}`;
  document.title = `${desk.open.title} – ${desk.title}`;
}

function drawZones(seat) {
  byId("zones").hidden = !seat.zone_choices.length;
  byId("zones").replaceChildren(el("span", { "aria-hidden": "true" }, "See as:"), ...seat.zone_choices.map((choice, index) =>
    el("button", { type: "button", "aria-pressed": String(index === seat.choice), "data-testid": "zone", "data-zone": choice.zone, on: { click: () => seeAs(seat, index) } }, choice.label)));
}

async function seeAs(seat, index) {
  seat.choice = index;
  await refresh();
  // The button that was pressed is gone, and the focus with it, unless somebody has begun to type.
  if (document.activeElement === document.body) byId("zones").querySelector('[aria-pressed="true"]').focus();
}

function leave() {
  document.body.dataset.pane = "list";
  if (location.hash) history.pushState(null, "", location.pathname);
}

const onPhone = () => matchMedia("(max-width: 899px)").matches;
const isSeen = (seat) => seat === desk.open && !(onPhone() && document.body.dataset.pane === "list");

// What changes the messages of the open chat.
const CHANGES = {
  message: ({ message }) => conversation.add(message),
  edited: ({ message }) => conversation.change(message),
  deleted: ({ message_ids: ids }) => conversation.remove(ids),
};

function hear(event) {
  if (event.kind in CHANGES) {
    meanwhile.push(event);
    if (meanwhile.length > 500) meanwhile.shift();
    if (desk.open?.chat_id === event.chat_id && conversation.shows(desk.open)) CHANGES[event.kind](event);
  }
  EVENTS[event.kind]?.(event);
}

// What the stream tells beside that, by kind.
const EVENTS = {
  message({ chat_id: chatId, message }) {
    for (const seat of desk.seats.filter((each) => each.chat_id === chatId)) {
      seat.last = message;
      if (!isSeen(seat) && message.from?.id !== desk.viewer(seat).id) seat.unread += 1;
    }
    drawFrame();
  },
  edited({ chat_id: chatId, message }) {
    for (const seat of desk.seats) if (seat.chat_id === chatId && seat.last?.message_id === message.message_id) seat.last = message;
    drawFrame();
  },
  deleted({ chat_id: chatId, last }) {
    for (const seat of desk.seats) if (seat.chat_id === chatId) seat.last = last;
    drawFrame();
  },
  answer({ query_id: query, user_id: userId, text, alert }) {
    settle(query);
    if (text && desk.open && userId === desk.viewer().id) (alert ? alertPerson : toast)(text);
  },
  action({ chat_id: chatId }) {
    if (desk.open?.chat_id === chatId) conversation.writing(true);
  },
  keyboard({ chat_id: chatId, keyboard }) {
    if (desk.open?.chat_id === chatId) composer.keyboard(keyboard);
  },
  chat({ chat_id: chatId }) {
    if (desk.open?.chat_id === chatId) refresh();
  },
  menu() {
    if (desk.open) refresh();
  },
  migrated({ chat_id: chatId, new_id: newId }) {
    for (const seat of desk.seats) if (seat.chat_id === chatId) Object.assign(seat, { chat_id: newId, kind: "supergroup" });
    if (desk.open?.chat_id === newId) refresh();
  },
  clock(told) {
    desk.clock(told);
    drawFrame();
  },
  reload() {
    location.reload();
  },
};

function fromAddress() {
  const seat = desk.seat(location.hash.slice(1));
  if (seat) return open(seat);
  if (onPhone()) return leave();
  return open(desk.seats[0]);
}

document.querySelector(".back").append(sign("back"));
document.querySelector(".back").addEventListener("click", leave);
byId("chat-menu-button").append(sign("more"));
byId("send").append(sign("send"));
window.addEventListener("popstate", fromAddress);
armMenu();
armTravel((told) => {
  if (told) desk.clock(told);
  drawFrame();
});
listen(state.last_event, hear);
drawFrame();
await fromAddress();
document.body.dataset.ready = "";

// The list at the left: every chat with its own sky, clock, last words and what is unread.

import { summary } from "./bubble.js";
import { byId, el } from "./element.js";
import { dayAndClock, sky } from "./moment.js";

export function avatar(seat, viewer) {
  return el("span", { class: "avatar", "aria-hidden": "true", data: { sky: sky(viewer.now(), viewer.zone), kind: seat.kind === "private" ? "private" : "shared" } },
    [...seat.title][0] ?? "?");
}

export function drawSeats(desk, open) {
  byId("stage-title").textContent = desk.title;
  const focused = document.activeElement?.dataset?.testid;
  byId("seats").replaceChildren(...desk.seats.map((seat) => el("li", {}, row(desk, seat, open))));
  if (focused?.startsWith("seat-")) document.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function row(desk, seat, open) {
  const viewer = desk.viewer(seat);
  const current = seat === desk.open;
  const words = summary(seat.last, viewer);
  return el("button", { type: "button", class: "seat", "data-testid": `seat-${seat.name}`, "aria-current": current ? "true" : "false", on: { click: () => open(seat) } },
    avatar(seat, viewer),
    el("span", { class: "seat-title", dir: "auto" }, seat.title),
    el("span", { class: "seat-time" }, dayAndClock(viewer.now(), viewer.zone)),
    el("span", { class: words ? "seat-last" : "seat-last about", dir: "auto" }, words || seat.subtitle),
    seat.unread ? el("span", { class: "badge", "data-testid": "unread", "aria-label": `${seat.unread} unread` }, seat.unread > 99 ? "99+" : String(seat.unread)) : null);
}

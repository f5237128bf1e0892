// The clock, in the zone of the chat that is open, and the three buttons that travel.

import { byId } from "./element.js";
import { clock, dayAndClock, full, longDay, place } from "./moment.js";
import { toast } from "./notices.js";
import { act } from "./wire.js";

export function drawClock(desk) {
  const { zone } = desk.viewer(desk.open ?? desk.seats[0]);
  byId("clock-time").textContent = clock(desk.now, zone);
  byId("clock-day").textContent = `${longDay(desk.now, zone)} in ${place(zone)}`;
  byId("clock-utc").textContent = `${dayAndClock(desk.now, "UTC")} UTC`;
  const next = document.querySelector("[data-next]");
  next.disabled = !desk.next;
  next.title = desk.next ? full(desk.next, zone) : "Nothing falls due";
}

export function armTravel(arrived) {
  const buttons = [...document.querySelectorAll(".travel button")];
  for (const button of buttons) button.addEventListener("click", () => travel(button, buttons, arrived));
}

async function travel(button, buttons, arrived) {
  const wish = button.dataset.next ? { next: true } : { hours: Number(button.dataset.hours) };
  document.body.dataset.travelling = "";
  for (const other of buttons) other.disabled = true;
  try {
    arrived(await act("travel", wish));
  } catch (error) {
    toast(error.message);
  } finally {
    delete document.body.dataset.travelling;
    for (const other of buttons) other.disabled = false;
    arrived(null);
  }
}

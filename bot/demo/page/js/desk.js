// What the page knows: the seats, which one is open, through whose eyes, what was not yet read.

export class Desk {
  constructor(state) {
    this.bot = state.bot;
    this.title = state.title;
    this.seats = state.seats.map((seat) => ({ ...seat, unread: 0, choice: 0 }));
    this.open = null;
    this.clock(state);
  }

  clock({ now, next }) {
    this.now = new Date(now);
    this.next = next ? new Date(next) : null;
  }

  // Whose eyes: the seat's person, or in a shared chat the one chosen by the switch.
  viewer(seat = this.open) {
    const choice = seat.zone_choices[seat.choice];
    return {
      id: choice?.user_id ?? seat.user_id,
      zone: choice?.zone ?? seat.zone,
      language: choice?.language ?? seat.language,
      now: () => this.now,
    };
  }

  seat(name) {
    return this.seats.find((seat) => seat.name === name);
  }

  // The private chat of somebody, made up when it has no seat yet.
  privateSeat(userId, person) {
    const known = this.seats.find((seat) => seat.chat_id === userId);
    if (known || !person) return known;
    const seat = {
      name: `user-${userId}`, title: person.first_name, subtitle: "Private chat", chat_id: userId, user_id: userId,
      zone: person.zone, language: person.language_code, zone_choices: [], hints: [], kind: "private", last: null, unread: 0, choice: 0,
    };
    this.seats.push(seat);
    return seat;
  }
}

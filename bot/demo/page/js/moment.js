// Moments in a reader's own zone and language. The browser knows the zones; the words and the order
// of dates are the server's (CLDR), as browsers leave out smaller languages. Hours run to 24.

let calendars = {};
const makers = new Map();

export function useCalendars(given) {
  calendars = given;
}

const words = (language) => calendars[language] ?? calendars.en;

function maker(zone) {
  if (!makers.has(zone)) {
    makers.set(zone, new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", weekday: "short", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    }));
  }
  return makers.get(zone);
}

const WEEK = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function parts(date, zone) {
  return Object.fromEntries(maker(zone).formatToParts(date).map(({ type, value }) => [type, value]));
}

// The fields of a CLDR pattern; anything else in it stands as it is.
function fields(at, calendar) {
  const day = WEEK.indexOf(at.weekday);
  const month = Number(at.month) - 1;
  return {
    EEEE: calendar.days[day], E: calendar.short_days[day],
    MMMM: calendar.months[month], MMM: calendar.short_months[month], MM: at.month, M: String(month + 1),
    LLLL: calendar.months[month], dd: at.day, d: String(Number(at.day)),
    y: at.year, yy: at.year.slice(-2), yyyy: at.year,
  };
}

function written(pattern, at, calendar) {
  const values = fields(at, calendar);
  return pattern.replace(/'([^']*)'|([A-Za-z])\2*/g, (field, literal) => literal ?? values[field] ?? field);
}

const hours = (at, seconds = false) => `${at.hour}:${at.minute}${seconds ? `:${at.second}` : ""}`;

export const clock = (date, zone) => hours(parts(date, zone));
export const dayAndClock = (date, zone, language = "en") => {
  const at = parts(date, zone);
  return `${words(language).short_days[WEEK.indexOf(at.weekday)]} ${hours(at)}`;
};
export const longDay = (date, zone, language = "en") => written(words(language).full, parts(date, zone), words(language));
export const full = (date, zone, language = "en") => entityTime(date / 1000, "wDt", zone, language);
export const dayKey = (date, zone) => {
  const at = parts(date, zone);
  return `${at.year}-${at.month}-${at.day}`;
};

export function place(zone) {
  return zone === "UTC" ? "UTC" : zone.split("/").at(-1).replaceAll("_", " ");
}

export function sky(date, zone) {
  const hour = Number(parts(date, zone).hour);
  if (hour < 6 || hour >= 21) return "night";
  if (hour < 9) return "dawn";
  return hour < 18 ? "day" : "dusk";
}

// The pattern of a date-time entity: r, or any of w, d or D, t or T; null when there is none.
export function entityTime(unix, pattern, zone, language, now) {
  if (!pattern) return null;
  const date = new Date(unix * 1000);
  if (/^r$/i.test(pattern)) return relative(date, now, language);
  const calendar = words(language);
  const at = parts(date, zone);
  const day = dayPart(pattern, at, calendar);
  const time = /t/i.test(pattern) ? hours(at, pattern.includes("T")) : "";
  return day && time ? calendar.with_time.replace("{1}", day).replace("{0}", time).replace(/'([^']*)'/g, "$1") : day || time;
}

function dayPart(pattern, at, calendar) {
  const weekday = /w/i.test(pattern);
  if (pattern.includes("D")) return written(weekday ? calendar.full : calendar.long, at, calendar);
  const name = weekday ? calendar.days[WEEK.indexOf(at.weekday)] : "";
  const short = pattern.includes("d") ? written(calendar.short, at, calendar) : "";
  return [name, short].filter(Boolean).join(", ");
}

function relative(date, now, language) {
  const minutes = Math.round((date - now) / 60000);
  const [unit, size] = Math.abs(minutes) < 60 ? ["minute", 1] : Math.abs(minutes) < 2880 ? ["hour", 60] : ["day", 1440];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(Math.round(minutes / size), unit);
}

// Moments in a reader's own zone and language.

const makers = new Map();

function maker(language, options) {
  const key = language + JSON.stringify(options);
  if (!makers.has(key)) makers.set(key, new Intl.DateTimeFormat(language, options));
  return makers.get(key);
}

// English people outside America write day before month, and hours to 24.
const local = (language) => (language === "en" ? "en-GB" : language);

export function show(date, zone, language, options) {
  return maker(local(language), { timeZone: zone, hourCycle: "h23", ...options }).format(date);
}

export const clock = (date, zone) => show(date, zone, "en", { hour: "2-digit", minute: "2-digit" });
export const dayAndClock = (date, zone, language = "en") =>
  `${show(date, zone, language, { weekday: "short" })} ${clock(date, zone)}`;
export const longDay = (date, zone, language = "en") =>
  show(date, zone, language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const full = (date, zone, language = "en") => `${longDay(date, zone, language)}, ${clock(date, zone)}`;
export const dayKey = (date, zone) =>
  show(date, zone, "en", { year: "numeric", month: "2-digit", day: "2-digit" });

export function place(zone) {
  return zone === "UTC" ? "UTC" : zone.split("/").at(-1).replaceAll("_", " ");
}

export function sky(date, zone) {
  const hour = Number(show(date, zone, "en", { hour: "2-digit" }));
  if (hour < 6 || hour >= 21) return "night";
  if (hour < 9) return "dawn";
  return hour < 18 ? "day" : "dusk";
}

// The pattern of a date-time entity: r, or any of w, d or D, t or T.
export function entityTime(unix, pattern, zone, language, now) {
  const date = new Date(unix * 1000);
  if (!pattern) return null;
  if (/^r$/i.test(pattern)) return relative(date, now, language);
  const options = {};
  if (/w/i.test(pattern)) options.weekday = "long";
  if (pattern.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  else if (pattern.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (/t/i.test(pattern)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (pattern.includes("T")) options.second = "2-digit";
  return show(date, zone, language, options);
}

function relative(date, now, language) {
  const minutes = Math.round((date - now) / 60000);
  const [unit, size] = Math.abs(minutes) < 60 ? ["minute", 1] : Math.abs(minutes) < 2880 ? ["hour", 60] : ["day", 1440];
  return new Intl.RelativeTimeFormat(local(language), { numeric: "auto" }).format(Math.round(minutes / size), unit);
}

-- The hour on somebody's wall that a reminder is set for: when the rules of clocks change, it is followed, not the moment.

ALTER TABLE reminders ADD COLUMN wall TEXT;
ALTER TABLE reminders ADD COLUMN zone TEXT;

/* Days as the calendar counts them: at midnight in one zone for all, so that none is lost where clocks change. */

export const MONTHS = [
  "Januari", "Februari", "Maret", "April", "Mei", "Juni",
  "Juli", "Agustus", "September", "Oktober", "November", "Desember",
];
export const WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];

const FIGURES = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\s*$/;
const NAMED = /^\s*(\d{1,2}) +([a-z]{3})[a-z]*\.? +(\d{4})\s*$/i;
const MACHINE = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$/;

function dayOf(year, month, day) {
  return new Date(Date.UTC(year, month, day));
}

export function today() {
  const now = new Date();
  return dayOf(now.getFullYear(), now.getMonth(), now.getDate());
}

function monthOf(letters) {
  return MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === letters.toLowerCase());
}

function partsOf(text) {
  let found = FIGURES.exec(text);
  if (found) return [Number(found[3]), Number(found[2]) - 1, Number(found[1])];
  found = MACHINE.exec(text);
  if (found) return [Number(found[1]), Number(found[2]) - 1, Number(found[3])];
  found = NAMED.exec(text);
  return found && [Number(found[3]), monthOf(found[2]), Number(found[1])];
}

/* The day that a text names, or null: the server reads more ways than these, and says what it cannot read. */
export function readDay(text) {
  const parts = partsOf(text);
  if (!parts) return null;
  const day = dayOf(...parts);
  return day.getUTCMonth() === parts[1] && day.getUTCDate() === parts[2] ? day : null;
}

function two(number) {
  return String(number).padStart(2, "0");
}

/* "31/12/2024" */
export function inFigures(day) {
  return `${two(day.getUTCDate())}/${two(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`;
}

/* "Selasa, 31 Desember 2024" */
export function inWords(day) {
  return `${WEEKDAYS[weekdayOf(day)]}, ${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/* Monday is the first. */
export function weekdayOf(day) {
  return (day.getUTCDay() + 6) % 7;
}

export function addDays(day, count) {
  return dayOf(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + count);
}

/* The same day of another month, or its last one. */
export function addMonths(day, count) {
  const first = dayOf(day.getUTCFullYear(), day.getUTCMonth() + count, 1);
  const last = dayOf(first.getUTCFullYear(), first.getUTCMonth() + 1, 0);
  return dayOf(first.getUTCFullYear(), first.getUTCMonth(), Math.min(day.getUTCDate(), last.getUTCDate()));
}

export function isSame(one, other) {
  return Boolean(one && other) && one.getTime() === other.getTime();
}

/* A calendar beside a field for a day, as the ARIA practices describe it: arrows move by days and weeks, Page Up and
   Page Down by months, with Shift by years, Enter chooses, Escape leaves the field as it was. */

import { MONTHS, WEEKDAYS, addDays, addMonths, inFigures, inWords, isSame, readDay, today, weekdayOf } from "./days.js";
import { append, make } from "./make.js";

const WEEKS = 6;
const DAYS = 7;
const GAP = 4;

const STEPS = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -DAYS),
  ArrowDown: (day) => addDays(day, DAYS),
  Home: (day) => addDays(day, -weekdayOf(day)),
  End: (day) => addDays(day, DAYS - 1 - weekdayOf(day)),
  PageUp: (day, far) => addMonths(day, far ? -12 : -1),
  PageDown: (day, far) => addMonths(day, far ? 12 : 1),
};

/* The dialog and what in it changes; one for all fields of a page. */
class Calendar {
  constructor() {
    this.title = make("strong", { "aria-live": "polite" });
    this.grid = make("table", { role: "grid" });
    this.dialog = append(make("dialog", { class: "day-calendar" }), [this.head(), this.grid, this.foot()]);
    this.grid.addEventListener("keydown", (event) => this.step(event));
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    document.body.append(this.dialog);
  }

  head() {
    const turn = (label, sign, months) => {
      const button = make("button", { type: "button", class: "btn btn-plain", "aria-label": label }, sign);
      button.addEventListener("click", () => this.show(addMonths(this.day, months)));
      return button;
    };
    return append(make("div", { class: "calendar-head" }), [
      turn("Tahun sebelumnya", "«", -12), turn("Bulan sebelumnya", "‹", -1), this.title,
      turn("Bulan berikutnya", "›", 1), turn("Tahun berikutnya", "»", 12),
    ]);
  }

  foot() {
    const now = make("button", { type: "button", class: "btn" }, "Hari ini");
    now.addEventListener("click", () => this.choose(today()));
    const close = make("button", { type: "button", class: "btn btn-plain" }, "Tutup");
    close.addEventListener("click", () => this.dialog.close());
    return append(make("div", { class: "calendar-foot" }), [now, close]);
  }

  open(field, label) {
    this.field = field;
    this.chosen = readDay(field.value);
    this.dialog.setAttribute("aria-label", `Kalender: ${label}`);
    this.dialog.showModal();
    this.show(this.chosen || today());
    this.place();
    this.focus();
  }

  /* Below the field where there is room for it; a phone has it in the middle. */
  place() {
    const box = this.field.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.dialog;
    const narrow = window.innerWidth < 2 * width;
    const below = box.bottom + GAP + height <= window.innerHeight;
    const top = below ? box.bottom + GAP : Math.max(GAP, box.top - GAP - height);
    const left = Math.max(GAP, Math.min(box.left, window.innerWidth - width - GAP));
    this.dialog.style.margin = narrow ? "" : `${top}px 0 0 ${left}px`;
  }

  show(day) {
    this.day = day;
    this.title.textContent = `${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
    this.grid.setAttribute("aria-label", this.title.textContent);
    this.grid.replaceChildren(this.weekdays(), this.weeks());
  }

  weekdays() {
    const cells = WEEKDAYS.map((name) => make("th", { scope: "col", abbr: name }, name.slice(0, 3)));
    return append(make("thead"), [append(make("tr"), cells)]);
  }

  weeks() {
    const first = addDays(this.day, 1 - this.day.getUTCDate());
    const begin = addDays(first, -weekdayOf(first));
    const rows = Array.from({ length: WEEKS }, (_, week) => append(
      make("tr"),
      Array.from({ length: DAYS }, (__, weekday) => this.cell(addDays(begin, week * DAYS + weekday))),
    ));
    return append(make("tbody"), rows);
  }

  cell(day) {
    const button = make("button", {
      type: "button",
      tabindex: isSame(day, this.day) ? "0" : "-1",
      "aria-label": inWords(day),
      "data-at": inFigures(day),
    }, String(day.getUTCDate()));
    if (isSame(day, today())) button.setAttribute("aria-current", "date");
    button.classList.toggle("other-month", day.getUTCMonth() !== this.day.getUTCMonth());
    button.addEventListener("click", () => this.choose(day));
    return append(make("td", { role: "gridcell", "aria-selected": String(isSame(day, this.chosen)) }), [button]);
  }

  focus() {
    this.grid.querySelector("[tabindex='0']").focus();
  }

  step(event) {
    const move = STEPS[event.key];
    if (!move) return;
    event.preventDefault();
    this.show(move(this.day, event.shiftKey));
    this.focus();
  }

  choose(day) {
    this.field.value = inFigures(day);
    this.dialog.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

let calendar = null;

function labelOf(field) {
  const label = field.labels && field.labels[0];
  return (label ? label.textContent : field.getAttribute("aria-label") || "tanggal").trim().replace(/[:*]$/, "");
}

export function watchDays(field) {
  const label = labelOf(field);
  const button = make("button", {
    type: "button", class: "btn day-button", "aria-haspopup": "dialog", "aria-label": `Kalender: ${label}`,
  });
  append(button, [make("span", { class: "day-sign", "aria-hidden": "true" })]);
  button.disabled = field.disabled || field.readOnly;
  button.addEventListener("click", () => {
    calendar = calendar || new Calendar();
    calendar.open(field, label);
  });
  append(field.parentNode.insertBefore(make("span", { class: "day-field" }), field), [field, button]);
}

/* The table of sessions: which ones, in which order, and what can be done to one. */

import { button, deeds } from "/page/devices.js";
import { amount, counted, duration, millis } from "/page/numbers.js";
import { element, rows, say } from "/page/tables.js";

const TYPING_MS = 250;

const table = document.getElementById("sessions-table");
const find = document.getElementById("find");
const most = document.getElementById("most");
const empty = document.getElementById("sessions-empty");
const count = document.getElementById("sessions-count");

export class Sessions {
  #sort = "-lag";
  #asked;
  #trace;
  #typing = 0;

  /**
   * @param asked called when others are wanted than before
   * @param trace shows a user's trace
   */
  constructor(asked, trace) {
    this.#asked = asked;
    this.#trace = trace;
    find.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(asked, TYPING_MS);
    });
    most.addEventListener("change", asked);
    document.getElementById("find-form").addEventListener("submit", (event) => event.preventDefault());
    table.tHead.addEventListener("click", (event) => this.#order(event.target.dataset.sort));
    this.#showOrder();
  }

  get query() {
    return new URLSearchParams({ find: find.value.trim(), sort: this.#sort, most: most.value }).toString();
  }

  show({ total, matching, first }) {
    rows(table, first, {
      key: (session) => session.device_id,
      make: (session) => this.#row(session),
      update: (row, session) => this.#update(row, session),
    });
    say(empty, first.length > 0 ? "" : this.#nothing(total));
    say(count, first.length > 0 ? shown(total, matching, first.length) : "");
  }

  #nothing(total) {
    return total === 0
      ? "No device is connected."
      : `None of ${counted(total, "session")} has a user or device id that begins with “${find.value.trim()}”.`;
  }

  #order(by) {
    if (by) {
      this.#sort = this.#sort === `-${by}` ? by : `-${by}`;
      this.#showOrder();
      this.#asked();
    }
  }

  #showOrder() {
    for (const button of table.tHead.querySelectorAll("[data-sort]")) {
      const head = button.parentElement;
      if (this.#sort.endsWith(button.dataset.sort)) {
        head.setAttribute("aria-sort", this.#sort.startsWith("-") ? "descending" : "ascending");
      } else {
        head.removeAttribute("aria-sort");
      }
    }
  }

  #row(session) {
    const user = element("th", "number", session.user_id);
    user.scope = "row";
    const device = element("td", "id", session.device_id.slice(0, 8));
    device.append(element("span", "wide", session.device_id.slice(8, 16)));
    device.title = session.device_id;
    const trace = button("Trace", `Trace user ${session.user_id}`, () => this.#trace(session.user_id));
    return element(
      "tr",
      "",
      user,
      device,
      element("td", "name"),
      ...["number wide", "number wide", "number"].map((classes) => element("td", classes)),
      element("td", "actions", trace, " ", ...deeds(session, () => find.focus())),
    );
  }

  #update(row, session) {
    say(row.cells[2], session.name ?? "–");
    say(row.cells[3], duration(session.age_ms));
    say(row.cells[4], millis(session.round_trip_ms));
    say(row.cells[5], session.lag < 0 ? "–" : amount(session.lag));
  }
}

function shown(total, matching, first) {
  const of = matching < total ? `${amount(matching)} found among ${counted(total, "session")}` : counted(total, "session");
  const hidden = matching - first;
  return hidden > 0
    ? `${amount(first)} of ${of} shown, ${amount(hidden)} not: search, order them differently or show more.`
    : `${of}, all shown.`;
}

/* Why did this not arrive? */

import { get } from "/page/answers.js";
import { counted, moment } from "/page/numbers.js";
import { element, rows, say } from "/page/tables.js";

const form = document.getElementById("trace-form");
const user = document.getElementById("trace-user");
const answer = document.getElementById("trace-answer");
const scroll = document.getElementById("trace-scroll");
const table = document.getElementById("trace-table");
const filter = document.getElementById("trace-filter");
const find = document.getElementById("trace-find");
const count = document.getElementById("trace-count");
let shown = [];

/** What an event says, and what it says as the last one. */
const KINDS = {
  suppressed: ["Not pushed: the user was online through", "The last notice was not pushed: the user counted as online."],
  late: ["To be pushed after all: the user was lost", "The user was lost, and the notice is on its way to the store."],
  noticed: ["Notice by", "A notice came in, and is not committed yet."],
  read: ["Read by", "The last thing is a read, which is not committed yet."],
  pending: ["Committed as pending", "It is committed, and was not written to any device yet."],
  cleared: ["Committed as read", "It was read, so its badge is cleared."],
  pushed: ["Written to", "It was written to a device, which has not proven yet that it arrived."],
  replayed: ["Written from the store to", "It was written to a device, which has not proven yet that it arrived."],
  spilled: ["Left in the store: not read by", "The device does not read what is sent to it; it gets the rest when it does."],
  proven: ["Proven to have arrived, up to this revision, by", "A device has proven that it arrived."],
  connected: ["Connected", null],
  closed: ["Session ended:", null],
};

/** A device is known by its first digits, as in the table of sessions. */
function short(party) {
  return party.replace(/\b([0-9a-f]{16})[0-9a-f]{16,}\b/g, "$1");
}

export function trace(id) {
  user.value = id;
  document.getElementById("trace").scrollIntoView({ block: "nearest" });
  user.focus();
  look();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  look();
});

async function look() {
  const asked = user.value.trim();
  say(answer, `Looking for user ${asked}…`);
  try {
    show(await get(`/api/operations/trace/${asked}`));
  } catch (refusal) {
    fail(refusal.message);
  }
}

function fail(text) {
  scroll.hidden = true;
  filter.hidden = true;
  say(answer, text);
}

function show({ user_id: id, silent_nodes: silent, online_through: through, sessions, events }) {
  const presence = through ? `online through ${through}` : "offline";
  const devices = counted(sessions, "session");
  const unknown = silent.length > 0 ? ` Not known is what ${silent.join(" and ")} saw: no answer came.` : "";
  say(answer, `${conclusion(events)} User ${id} is ${presence} now, with ${devices}.${unknown}`);
  filter.hidden = events.length === 0;
  shown = events;
  list();
}

/** Those that have what the filter says, the newest first. */
function list() {
  const wanted = find.value.trim().toLowerCase();
  const all = shown
    .map((event, at) => ({ key: `${at} ${event.at}`, texts: [moment(event.at), happened(event), event.sender_id ?? "", event.revision ?? ""] }))
    .filter(({ texts }) => texts.join(" ").toLowerCase().includes(wanted))
    .reverse();
  scroll.hidden = all.length === 0;
  say(count, all.length < shown.length ? `${all.length} of ${counted(shown.length, "event")}` : counted(shown.length, "event"));
  rows(table, all, {
    key: ({ key }) => key,
    make: () => element("tr", "", element("td"), element("td"), element("td", "number"), element("td", "number")),
    update: (row, { texts }) => texts.forEach((text, cell) => say(row.cells[cell], text)),
  });
}

find.addEventListener("input", list);
document.getElementById("trace-filter").addEventListener("submit", (event) => event.preventDefault());

function happened({ kind, party, node }) {
  const what = [KINDS[kind]?.[0] ?? kind, party && short(party)].filter(Boolean).join(" ");
  return node ? `${what} (${node})` : what;
}

function conclusion(events) {
  const last = events.findLast((event) => KINDS[event.kind]?.[1]);
  return last
    ? KINDS[last.kind][1]
    : "Nothing is remembered of this user's notifications: none came, or it was too long ago.";
}

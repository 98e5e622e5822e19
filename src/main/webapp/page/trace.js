/* Why did this not arrive? */

import { counted, moment } from "/page/numbers.js";
import { element, rows, say } from "/page/tables.js";

const form = document.getElementById("trace-form");
const user = document.getElementById("trace-user");
const answer = document.getElementById("trace-answer");
const scroll = document.getElementById("trace-scroll");
const table = document.getElementById("trace-table");

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

/** Ids and revisions may be more than a script's numbers hold. */
function parse(text) {
  return JSON.parse(text.replace(/("(?:user_id|sender_id|revision)":)(\d+)/g, '$1"$2"'));
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
    const response = await fetch(`/api/operations/trace/${asked}`);
    const text = await response.text();
    if (response.ok) {
      show(parse(text));
    } else {
      fail(`${JSON.parse(text).message} (${response.status})`);
    }
  } catch {
    fail("The server did not answer. Try again.");
  }
}

function fail(text) {
  scroll.hidden = true;
  say(answer, text);
}

function show({ user_id: id, silent_nodes: silent, online_through: through, sessions, events }) {
  const presence = through ? `online through ${through}` : "offline";
  const devices = counted(sessions, "session");
  const unknown = silent.length > 0 ? ` Not known is what ${silent.join(" and ")} saw: no answer came.` : "";
  say(answer, `${conclusion(events)} User ${id} is ${presence} now, with ${devices}.${unknown}`);
  scroll.hidden = events.length === 0;
  rows(table, events.map((event, at) => ({ ...event, at: event.at, key: `${at} ${event.at}` })).reverse(), {
    key: (event) => event.key,
    make: () => element("tr", "", element("td"), element("td"), element("td", "number"), element("td", "number")),
    update: (row, event) => {
      const texts = [
        moment(event.at),
        happened(event),
        event.sender_id ?? "",
        event.revision ?? "",
      ];
      texts.forEach((text, cell) => say(row.cells[cell], text));
    },
  });
}

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

/* Users, Iotas and Omikrons: who there is, and how that is changed. */

import { get, parse } from "/page/answers.js";
import { ask } from "/page/ask.js";
import { button } from "/page/devices.js";
import { lookSoon } from "/page/server.js";
import { element, rows, say } from "/page/tables.js";

const TYPING_MS = 250;
const AT_ONCE = 20;
const ID = { pattern: "[0-9]{1,19}", maxLength: 19, inputMode: "numeric" };
const KEY = { name: "public_key", label: "Public key, base64", required: true, maxLength: 1368 };

/** What there is of each kind, and what can be said of one. */
const KINDS = {
  users: {
    one: "user",
    id: "user_id",
    shown: ({ username, display, iota_id: iota }) => `${display ? `${display} (${username})` : username}, at Iota ${iota}`,
    fields: [
      { name: "username", label: "Username", required: true, maxLength: 15, pattern: "[A-Za-z0-9._\\-]+" },
      { name: "iota_id", label: "Iota", required: true, ...ID },
      KEY,
      { name: "display", label: "Display name", maxLength: 30 },
      { name: "status_message", label: "Status", maxLength: 30 },
      { name: "about", label: "About", maxLength: 400 },
      { name: "reset_token", label: "New reset token", maxLength: 200, minLength: 22 },
    ],
    removal: "Its sessions end, its certificates are refused, and what is pending for it goes. This is for good: its id is never given out again.",
  },
  iotas: {
    one: "Iota",
    id: "iota_id",
    shown: () => "Iota",
    fields: [KEY],
    removal: "One with users stays, unless you say what becomes of them.",
    choice: { label: "Its users", options: ["there are none", "move", "are removed for good"], value: "there are none" },
    removalFields: [{ name: "move_to", label: "Move to Iota", ...ID }],
  },
  omikrons: {
    one: "Omikron",
    id: "omikron_id",
    shown: ({ location, ip_address: address }) => [location, address].filter(Boolean).join(", ") || "Omikron",
    fields: [
      { ...KEY, label: "X448 public key, base64" },
      { name: "location", label: "Location", maxLength: 200 },
      { name: "ip_address", label: "IP address", maxLength: 45 },
    ],
    removal: "Its link ends within a second, and what it reported with it.",
  },
};

const select = document.getElementById("accounts-kind");
const find = document.getElementById("accounts-find");
const answer = document.getElementById("accounts-answer");
const table = document.getElementById("accounts-table");
const empty = document.getElementById("accounts-empty");
const more = document.getElementById("accounts-more");
let shown = [];
let next = null;
let asked = 0;
let typing = 0;

/** To be called when the server answers: the first time it shows who there is. */
export function lookAtAccounts() {
  if (asked === 0) {
    show();
  }
}

const path = (of, id) => `/api/operations/${of}${id ? `/${id}` : ""}`;

document.getElementById("accounts-form").addEventListener("submit", (event) => {
  event.preventDefault();
  show();
});
find.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(show, TYPING_MS);
});
select.addEventListener("change", () => {
  say(answer, "");
  rows(table, [], {}); // what is there is of another kind
  show();
});
more.addEventListener("click", () => load(shown));
document.getElementById("accounts-add").addEventListener("click", () => add(select.value));

function show() {
  next = null;
  return load([]);
}

/** The page after these; of several that were asked for, the latest is shown. */
async function load(before) {
  const mine = ++asked;
  const of = select.value;
  const page = new URLSearchParams({ find: find.value.trim(), limit: AT_ONCE, after: next ?? 0 });
  try {
    const found = await get(`${path(of)}?${page}`);
    if (mine !== asked) {
      return;
    }
    shown = [...before, ...found[of]];
    next = found.next ?? null;
    rows(table, shown, { key: (each) => `${of} ${each[KINDS[of].id]}`, make: (each) => rowOf(of, each), update: (row, each) => update(row, of, each) });
    say(empty, shown.length ? "" : find.value.trim() ? "Nobody has this id, or a name that begins so." : `There is no ${KINDS[of].one} yet.`);
    more.hidden = !next;
  } catch (refusal) {
    say(empty, refusal.message);
  }
}

function rowOf(of, account) {
  const { id, one } = KINDS[of];
  const head = element("th", "number", account[id]);
  head.scope = "row";
  const named = `${one} ${account[id]}`;
  return element(
    "tr",
    "",
    head,
    element("td", "name"),
    element("td", "id wide"),
    element(
      "td",
      "actions",
      button("Change…", `Change ${named}…`, () => change(of, account[id]), "quiet administers"),
      " ",
      button("Remove…", `Remove ${named}…`, () => remove(of, account[id]), "quiet danger administers"),
    ),
  );
}

function update(row, of, account) {
  const key = account.public_key;
  say(row.cells[1], KINDS[of].shown(account));
  say(row.cells[2], key.length > 16 ? `${key.slice(0, 16)}…` : key);
  row.cells[2].title = key;
}

function send(method, url, body, headers = {}) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  return fetch(url, { method, headers: { ...headers, "Content-Type": type }, body: JSON.stringify(body) });
}

/** What was done is shown, here and in the record of what operators did. */
function changed(said) {
  say(answer, said);
  show();
  lookSoon();
}

function add(of) {
  const { one, fields } = KINDS[of];
  ask(
    {
      title: `Add ${one}`,
      text: "Without an id, Omega makes one.",
      button: `Add ${one}`,
      calm: true,
      fields: [{ name: "id", label: "Id", ...ID }, ...fields],
    },
    (_, { id, ...members }) => {
      const said = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== ""));
      return id ? send("PUT", path(of, id), said, { "If-None-Match": "*" }) : send("POST", path(of), said);
    },
    () => changed(`The ${one} is registered.`),
    { 412: "There is one of this id already: change it in the table." },
  );
}

async function change(of, id) {
  const { one, fields } = KINDS[of];
  let account;
  let tag;
  try {
    const response = await fetch(path(of, id));
    account = parse(await response.text());
    tag = response.headers.get("ETag");
    if (!response.ok) {
      throw new Error(`${account.message} (${response.status})`);
    }
  } catch (refusal) {
    say(answer, refusal.message);
    return;
  }
  const now = (name) => `${account[name] ?? ""}`;
  ask(
    {
      title: `Change ${one} ${id}`,
      text: "What is emptied is taken away.",
      button: "Change it",
      calm: true,
      fields: fields.map((field) => ({ ...field, value: now(field.name) })),
    },
    (_, members) => {
      const other = Object.entries(members).filter(([name, value]) => value !== now(name));
      return send("PATCH", path(of, id), Object.fromEntries(other.map(([name, value]) => [name, value || null])), { "If-Match": tag });
    },
    () => changed(`The ${one} ${id} is changed.`),
    { 412: `Somebody else has changed this ${one} meanwhile. Cancel, and look at it again.` },
  );
}

function remove(of, id) {
  const { one, removal, choice, removalFields } = KINDS[of];
  ask(
    { title: `Remove ${one} ${id}?`, text: removal, button: `Remove ${one}`, choice, fields: removalFields },
    (chosen, { move_to: target }) => removed(`${path(of, id)}${fate(chosen, target)}`),
    () => changed(`The ${one} ${id} is removed.`),
  );
}

/** What becomes of an Iota's users. */
function fate(chosen, target) {
  if (chosen === "are removed for good") {
    return "?users=delete";
  }
  return chosen === "move" ? `?move_to=${target}` : "";
}

/** Of an Iota's users each call removes some. */
async function removed(url) {
  let response = await fetch(url, { method: "DELETE" });
  while (response.status === 202) {
    response = await fetch(url, { method: "DELETE" });
  }
  return response;
}

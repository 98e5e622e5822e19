/* A user's devices, those that are offline too, and the codes that are open. */

import { get } from "/page/answers.js";
import { button, deeds } from "/page/devices.js";
import { amount, counted, moment } from "/page/numbers.js";
import { element, rows, say } from "/page/tables.js";

const find = document.getElementById("users-find");
const answer = document.getElementById("users-answer");
const found = document.getElementById("users-scroll");
const devices = document.getElementById("devices-scroll");
const codes = document.getElementById("codes-answer");

/** @param trace shows a user's trace */
export function users(trace) {
  document.getElementById("users-form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(() => search(find.value.trim(), trace));
  });
}

async function attempt(deed) {
  try {
    await deed();
  } catch (refusal) {
    say(answer, refusal.message);
    clear();
  }
}

function clear() {
  found.hidden = true;
  devices.hidden = true;
  say(codes, "");
}

async function search(text, trace) {
  say(answer, `Looking for ${text}…`);
  clear();
  const { users: all } = await get(`/api/operations/users?${new URLSearchParams({ find: text })}`);
  if (all.length === 0) {
    say(answer, `No user has this id, or a name that begins with “${text}”.`);
    return;
  }
  say(answer, all.length < 20 ? `${counted(all.length, "user")} found.` : "The first 20 users that were found; a longer name finds fewer.");
  found.hidden = false;
  rows(document.getElementById("users-table"), all, {
    key: (user) => user.user_id,
    make: (user) => userRow(user, trace),
    update: () => {},
  });
  if (all.length === 1) {
    await show(all[0]);
  }
}

function userRow(user, trace) {
  const head = element("th", "number", user.user_id);
  head.scope = "row";
  return element(
    "tr",
    "",
    head,
    element("td", "name", user.username),
    element("td", "name", user.display ?? user.username),
    element(
      "td",
      "actions",
      button("Devices", `Devices of user ${user.user_id}`, () => attempt(() => show(user))),
      " ",
      button("Trace", `Trace found user ${user.user_id}`, () => trace(user.user_id), "operates"),
    ),
  );
}

async function show(user) {
  const { devices: all } = await get(`/api/operations/devices/${user.user_id}`);
  const { codes: open } = await get(`/api/operations/devices/codes?user_id=${user.user_id}`);
  say(answer, `${user.display ?? user.username} (${user.username}, ${user.user_id}) has ${counted(all.length, "device")}.`);
  devices.hidden = all.length === 0;
  rows(document.getElementById("devices-table"), all, {
    key: (device) => device.device_id,
    make: (device) => deviceRow(user, device),
    update: update,
  });
  say(codes, open.length === 0 ? "No open codes." : `${counted(open.length, "open code")}: ${open.map(code).join(", ")}.`);
}

function code({ name, expires }) {
  return `${name ? `for “${name}”, ` : ""}until ${moment(expires)}`;
}

function deviceRow(user, device) {
  const id = element("th", "id", device.device_id.slice(0, 8), element("span", "wide", device.device_id.slice(8, 16)));
  id.scope = "row";
  id.title = device.device_id;
  const actions = element("td", "actions");
  if (!device.revoked) {
    actions.append(...deeds({ user_id: user.user_id, device_id: device.device_id }, () => attempt(() => show(user))));
  }
  const cells = ["name", "", "wide", "number wide"].map((classes) => element("td", classes));
  return element("tr", "", id, ...cells, actions);
}

function update(row, device) {
  say(row.cells[1], device.name ?? "–");
  say(row.cells[2], device.revoked ? `revoked ${moment(device.revoked)}` : device.last_seen ? moment(device.last_seen) : "never");
  say(row.cells[3], device.enrolled ? moment(device.enrolled) : "elsewhere");
  say(row.cells[4], amount(Number(device.cursor)));
  if (device.revoked) {
    row.cells[5].replaceChildren();
  }
}

/* What can be done to a device, wherever it is shown. */

import { ask } from "/page/ask.js";
import { element } from "/page/tables.js";

export function button(text, label, pressed, classes = "") {
  const made = element("button", classes, text);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.addEventListener("click", pressed);
  return made;
}

/**
 * The buttons of a device.
 *
 * @param done called when something was done to it
 */
export function deeds({ user_id: user, device_id: device }, done) {
  const short = device.slice(0, 16);
  return [
    button("Disconnect…", `Disconnect device ${short} of user ${user}…`, () => disconnect(user, device, done), "quiet operates"),
    " ",
    button("Revoke…", `Revoke device ${short} of user ${user}…`, () => revoke(user, device, done), "quiet danger operates"),
  ];
}

function disconnect(user, device, done) {
  ask(
    {
      title: `Disconnect device ${device.slice(0, 16)}?`,
      text: `It belongs to user ${user}. Its session ends, on whichever server, and it comes back by itself. Nothing is lost.`,
      button: "Disconnect device",
    },
    () => fetch(`/api/operations/devices/${user}/${device}/disconnect`, { method: "POST" }),
    done,
  );
}

function revoke(user, device, done) {
  ask(
    {
      title: `Revoke device ${device.slice(0, 16)}?`,
      text:
        `It belongs to user ${user}. Its session ends and its certificates are refused within a second, on every` +
        " server. This cannot be taken back: to come back it has to enrol anew.",
      button: "Revoke device",
    },
    () => fetch(`/api/operations/devices/${user}/${device}`, { method: "DELETE" }),
    done,
    { 404: "The server has not written this device down yet, which it does within seconds. Try again." },
  );
}

/* The operators, what each may do, and their certificates. */

import { get } from "/page/answers.js";
import { ask } from "/page/ask.js";
import { button } from "/page/devices.js";
import { moment } from "/page/numbers.js";
import { lookSoon } from "/page/server.js";
import { element, rows, say } from "/page/tables.js";

const AGAIN_MS = 15_000;
const TYPING_MS = 250;
const MOST = 100;
const WORDS = { view: "sees", operate: "operates", administer: "administers" };

const place = "/api/operations/operators";
const find = document.getElementById("operators-find");
const answer = document.getElementById("operators-answer");
const table = document.getElementById("operators-table");
const empty = document.getElementById("operators-empty");
const name = document.getElementById("operator-name");
const role = document.getElementById("operator-role");
const scroll = document.getElementById("operator-certificates-scroll");
const certificates = document.getElementById("operator-certificates-table");
let due = 0;
let typing = 0;

/** To be called often, while the server answers. */
export function lookAtOperators() {
  if (Date.now() >= due) {
    due = Date.now() + AGAIN_MS;
    show();
  }
}

find.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(show, TYPING_MS);
});
document.getElementById("operators-form").addEventListener("submit", (event) => event.preventDefault());

document.getElementById("operator-add").addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = { name: name.value.trim(), role: role.value };
  ask(
    {
      title: `Add operator ${wanted.name}?`,
      text:
        `Whoever shows a certificate with this name then ${WORDS[wanted.role]}, on every server. You get a one-time code by which` +
        " the operator gets a certificate from Omega; one who has a certificate already needs none.",
      button: "Add operator",
    },
    () => send("PUT", wanted.name, { role: wanted.role }),
    () => {
      name.value = "";
      changed(`${wanted.name} is an operator now.`);
      code(wanted.name);
    },
    { 428: `${wanted.name} is an operator already, with another role: change it in the table.` },
  );
});

function send(method, operator, body, etag) {
  const headers = body ? { "Content-Type": "application/json" } : {};
  if (etag) {
    headers["If-Match"] = etag;
  }
  return fetch(`${place}/${encodeURIComponent(operator)}`, { method, headers, body: body && JSON.stringify(body) });
}

/** What was done is shown, here and in the record of what operators did. */
function changed(said) {
  say(answer, said);
  due = 0;
  lookAtOperators();
  lookSoon();
}

async function show() {
  try {
    const { operators, next } = await get(`${place}?${new URLSearchParams({ find: find.value.trim(), most: MOST })}`);
    rows(table, operators, { key: (operator) => operator.name, make: rowOf, update });
    say(empty, nothing(operators, next));
  } catch (refusal) {
    say(empty, refusal.message);
  }
}

function nothing(operators, next) {
  if (next) {
    return `These are the first ${MOST}; a longer text finds fewer.`;
  }
  return operators.length ? "" : `No operator's name has “${find.value.trim()}” in it.`;
}

function rowOf(operator) {
  const head = element("th", "name", operator.name);
  head.scope = "row";
  return element("tr", "", head, element("td"), element("td", "wide"), element("td", "actions"));
}

/** What is pressed means the operator as it is shown at that time. */
function update(row, operator) {
  say(row.cells[1], operator.configured ? `${operator.role}, by the configuration` : operator.role);
  say(row.cells[2], operator.added ? moment(operator.added) : "–");
  const state = `${operator.etag} ${operator.configured}`;
  if (row.dataset.state !== state) {
    row.dataset.state = state;
    row.cells[3].replaceChildren(...deeds(operator));
  }
}

function deeds(operator) {
  const of = operator.name;
  const own = [
    button("Certificates", `Certificates of operator ${of}`, () => showCertificates(of)),
    button("Code…", `Code for operator ${of}…`, () => askForCode(of), "quiet administers"),
    button("Change…", `Change the role of operator ${of}…`, () => change(operator), "quiet administers"),
  ];
  const all = [
    ...(operator.added ? own : []),
    ...(operator.configured ? [] : [button("Remove…", `Remove operator ${of}…`, () => remove(operator), "quiet danger administers")]),
  ];
  return all.flatMap((each) => [each, " "]);
}

function change(operator) {
  ask(
    {
      title: `Change the role of ${operator.name}?`,
      text: `${operator.name} ${WORDS[operator.role]} now. The new role counts on every server within a second.`,
      button: "Change role",
      choice: { label: "New role", options: Object.keys(WORDS), value: operator.role },
    },
    (chosen) => send("PATCH", operator.name, { role: chosen }, operator.etag),
    () => changed(`The role of ${operator.name} is changed.`),
    { 412: "Somebody else has changed this operator meanwhile. Cancel, and look at it again." },
  );
}

function remove(operator) {
  ask(
    {
      title: `Remove operator ${operator.name}?`,
      text:
        "All certificates of this name are refused within a second, on every server, and what is looked at with them ends." +
        " This cannot be taken back: if the name is added again, it needs new certificates.",
      button: "Remove operator",
    },
    () => send("DELETE", operator.name, null, operator.etag),
    () => {
      scroll.hidden = true;
      changed(`${operator.name} is no operator any more.`);
    },
    { 412: "Somebody else has changed this operator meanwhile. Cancel, and look at it again." },
  );
}

function askForCode(operator) {
  ask(
    {
      title: `Give out a code for ${operator}?`,
      text: `Whoever has the code gets a certificate as ${operator}, once. Nobody can look at it again.`,
      button: "Give out a code",
    },
    () => newCode(operator),
    () => lookSoon(),
  );
}

/** Shows it, if there is one. */
async function newCode(operator) {
  const response = await fetch(`${place}/${encodeURIComponent(operator)}/codes`, { method: "POST" });
  if (response.ok) {
    const { code: secret, expires } = await response.clone().json();
    answer.replaceChildren(`Code for ${operator}, until ${moment(expires)}: `, element("code", "", secret));
  }
  return response;
}

async function code(operator) {
  try {
    const response = await newCode(operator);
    if (!response.ok) {
      say(answer, `${operator} is an operator now, but there is no code: ${(await response.json()).message} (${response.status})`);
    }
  } catch {
    say(answer, `${operator} is an operator now, but the server did not answer with a code. Ask for one in the table.`);
  }
}

async function showCertificates(operator) {
  try {
    const { certificates: all } = await get(`${place}/${encodeURIComponent(operator)}/certificates`);
    say(answer, all.length ? `Certificates that ${operator} got from this server:` : `${operator} has got no certificate from this server.`);
    scroll.hidden = all.length === 0;
    rows(certificates, all, {
      key: (each) => each.certificate_id,
      make: (each) => certificateRow(operator, each),
      update: (row, each) => {
        say(row.cells[2], each.revoked ? "revoked" : moment(each.ends));
        if (each.revoked) {
          row.cells[3].replaceChildren();
        }
      },
    });
  } catch (refusal) {
    say(answer, refusal.message);
    scroll.hidden = true;
  }
}

function certificateRow(operator, { certificate_id: id, enrolled }) {
  const head = element("th", "id", id.slice(0, 8), element("span", "wide", id.slice(8, 16)));
  head.scope = "row";
  head.title = id;
  const revoke = button(
    "Revoke…",
    `Revoke certificate ${id.slice(0, 16)} of operator ${operator}…`,
    () =>
      ask(
        {
          title: `Revoke certificate ${id.slice(0, 16)}?`,
          text:
            `It belongs to operator ${operator}. It and what it was renewed to are refused within a second, on every server. Other` +
            " certificates of the operator are not touched. This cannot be taken back.",
          button: "Revoke certificate",
        },
        () => fetch(`${place}/${encodeURIComponent(operator)}/certificates/${id}`, { method: "DELETE" }),
        () => {
          lookSoon();
          showCertificates(operator);
        },
      ),
    "quiet danger administers",
  );
  return element("tr", "", head, element("td", "wide", moment(enrolled)), element("td"), element("td", "actions", revoke));
}

/* What this server is and runs on, what its log warned of, and what operators did: asked for now and then. */

import { get } from "/page/answers.js";
import { counted, duration, moment, size } from "/page/numbers.js";
import { element, rows, say, texts } from "/page/tables.js";

const AGAIN_MS = 15_000;
const TYPING_MS = 250;
const SOON_MS = 14 * 86_400_000;

const find = document.getElementById("audit-find");
let due = 0;
let typing = 0;

find.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(showAudit, TYPING_MS);
});
document.getElementById("audit-form").addEventListener("submit", (event) => event.preventDefault());

/** To be called often, while the server answers. */
export function look() {
  if (Date.now() >= due) {
    due = Date.now() + AGAIN_MS;
    showFacts();
    showAudit();
  }
}

/** Something was done that the next look is to show. */
export function lookSoon() {
  due = 0;
}

async function showFacts() {
  try {
    const facts = await get("/api/operations/server");
    list(facts);
    certificates(facts.certificates);
    warnings(facts.warnings);
    say(document.getElementById("facts-empty"), "");
  } catch (refusal) {
    say(document.getElementById("facts-empty"), refusal.message);
  }
}

function list({ version, java, system, profile, database, disk, operator }) {
  const answers = database.up ? `answers, ${counted(database.connections, "connection")}` : "does not answer";
  document.body.dataset.role = operator.role;
  const all = [
    ["You", `${operator.name}, ${operator.role}`],
    ["Version", `${version} on Java ${java}`],
    ["System", system],
    ["Profile", profile],
    ["Database", `${database.name}: ${answers}`],
    ["Disk", disk ? `${size(disk.free_bytes)} of ${size(disk.total_bytes)} free` : "not known"],
  ];
  const place = document.getElementById("facts");
  if (place.children.length === 0) {
    place.append(...all.flatMap(([name]) => [element("dt", "", name), element("dd")]));
  }
  all.forEach(([, value], at) => say(place.children[2 * at + 1], value));
}

const certificateRows = texts(["name", "number"]);

function certificates(all) {
  rows(document.getElementById("certificates-table"), all, {
    key: ({ name }) => name,
    make: certificateRows.make,
    update: (row, { name, ends }) => {
      const left = Date.parse(ends) - Date.now();
      certificateRows.fill(row, [name, left > 0 ? duration(left) : `ended ${moment(ends)}`]);
      row.cells[1].title = ends;
      row.cells[1].classList.toggle("warn", left < SOON_MS);
    },
  });
}

const warningRows = texts(["", "name"]);

function warnings(all) {
  const known = all.map((line, at) => ({ ...line, key: `${all.length - at} ${line.at}` }));
  rows(document.getElementById("warnings-table"), known, {
    key: ({ key }) => key,
    make: warningRows.make,
    update: (row, { at, level, source, text }) => warningRows.fill(row, [moment(at), `${level.toLowerCase()}, ${source}: ${text}`]),
  });
  say(document.getElementById("warnings-empty"), all.length ? "" : "No warnings since the start.");
}

const auditRows = texts(["", "", "name", "number", "wide"]);

async function showAudit() {
  const empty = document.getElementById("audit-empty");
  try {
    const { complete, calls } = await get(`/api/operations/audit?${new URLSearchParams({ find: find.value.trim(), most: "30" })}`);
    const alike = {};
    const known = calls.map((call) => {
      const words = `${call.at} ${call.caller} ${call.action} ${call.subject}`;
      alike[words] = (alike[words] ?? 0) + 1;
      return { ...call, key: `${words} ${alike[words]}` };
    });
    rows(document.getElementById("audit-table"), known, {
      key: ({ key }) => key,
      make: auditRows.make,
      update: (row, call) =>
        auditRows.fill(row, [
          moment(call.at),
          (call.caller ?? "nobody").replace(/^urn:tensamin:/, "").replace(":", " "),
          [call.action.replace("/api/operations/", ""), call.subject].filter(Boolean).join(" · "),
          `${call.http_status}`,
          call.address ?? "–",
        ]),
    });
    say(empty, nothing(complete, calls));
  } catch (refusal) {
    say(empty, refusal.message);
  }
}

function nothing(complete, calls) {
  if (!complete) {
    return "The database is away: these are only the calls that are not in it yet. The rest is in the server's audit.log.";
  }
  return calls.length ? "" : "No such calls.";
}

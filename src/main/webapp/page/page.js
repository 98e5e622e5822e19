/* The operations page: what one server does, once a second. */

import { lookAtAccounts } from "/page/accounts.js";
import { ask } from "/page/ask.js";
import { Live } from "/page/live.js";
import { amount, by, clock, counted, duration, millis, size, sum } from "/page/numbers.js";
import { Plots } from "/page/plots.js";
import { lookAtOperators } from "/page/operators.js";
import { look, lookSoon } from "/page/server.js";
import { Sessions } from "/page/sessions.js";
import { element, rows, say, texts } from "/page/tables.js";
import { trace } from "/page/trace.js";
import { users } from "/page/users.js";

const MINUTE = 60_000;
const GAP_MS = 5_000;
const AWAY =
  "The database is away. Sessions and links go on, notices and reads wait, and nothing acknowledged is lost. Until it is back, this page can only be read, and the server drained.";

const body = document.body;
const banner = document.getElementById("banner");
const drain = document.getElementById("drain");

/** Name, number, and what it is of. */
const TILES = [
  ["Sessions", ({ samples }) => samples.omega_tauri_sessions, (r) => counted(r.samples.omega_tauri_connections, "connection")],
  ["Users online", ({ samples }) => samples.omega_presence_users_online, () => "as Omikrons report"],
  ["Iotas online", ({ samples }) => samples.omega_presence_iotas_online, () => "as Omikrons report"],
  ["Omikron links", ({ samples }) => samples.omega_omikron_links, (r) => `${amount(r.samples.omega_omikron_unanswered)} unanswered`],
  ["Pending messages", ({ pending }) => pending?.messages, ({ pending }) => (pending ? counted(pending.pairs, "badge") : "not counted")],
  ["Held notices", ({ samples }) => samples.omega_mailbox_held, () => "user may be lost"],
  ["Waiting to commit", ({ samples }) => samples.omega_mailbox_queue, (r) => counted(sum("omega_mailbox_commit_failures_total", r.samples), "failure")],
  ["Strangers", ({ samples }) => samples.omega_strangers, ({ samples }) => held(samples)],
];

/** What clients hold that have not proven who they are, of what they may, and as what. */
function held(samples) {
  const kinds = Object.entries(by("omega_strangers_bytes", samples)).filter(([, bytes]) => bytes > 0);
  const all = `${size(sum("omega_strangers_bytes", samples))} of ${size(samples.omega_strangers_most_bytes)}`;
  return [all, ...kinds.map(([kind, bytes]) => `${kind.replaceAll("_", " ")} ${size(bytes)}`)].join(", ");
}

const tiles = TILES.map(([name]) => {
  const tile = element("div", "", element("dt", "", name), element("dd", "", "–"), element("dd", "", "\u00a0"));
  document.getElementById("tiles").append(tile);
  return tile.querySelectorAll("dd");
});

const plots = new Plots(document.getElementById("plots"));
const past = [];
let state = "serving";
let lastSeen = null;

const live = new Live({ reading: show, sessions: (found) => sessions.show(found), link });
const sessions = new Sessions(() => live.open(sessions.query), trace);

function show(reading) {
  if (!lastSeen || reading.at - lastSeen > GAP_MS) {
    plots.load();
  }
  lastSeen = reading.at;
  past.push(reading);
  while (past[0].at < reading.at - MINUTE) {
    past.shift();
  }
  TILES.forEach(([, value, note], at) => {
    say(tiles[at][0], amount(value(reading)));
    say(tiles[at][1], note(reading));
  });
  plots.add(reading);
  showLinks(reading.links);
  showReasons(reading.samples, past[0].samples);
  showNodes(reading.nodes);
  body.dataset.database = reading.samples.omega_database_up === 0 ? "away" : "up";
  showDrain(by("omega_drain_state", reading.samples));
  look();
  lookAtOperators();
  lookAtAccounts();
  document.getElementById("main").setAttribute("aria-busy", "false");
}

const linkRows = texts(["number", "number", "number", "number", "number"]);

function showLinks(links) {
  const known = links.toSorted((a, b) => b.age_ms - a.age_ms).map((each, at) => ({ ...each, key: each.omikron ?? `? ${at}` }));
  rows(document.getElementById("links-table"), known, {
    key: (each) => each.key,
    make: linkRows.make,
    update: (row, each) => {
      linkRows.fill(row, [
        each.omikron ?? "not identified",
        duration(each.age_ms),
        millis(each.round_trip_ms),
        amount(each.iotas),
        amount(each.unanswered),
      ]);
    },
  });
  say(document.getElementById("links-empty"), links.length ? "" : "No Omikron is linked: no notice can come in.");
}

const reasonRows = texts(["name", "number", "number"]);

function showReasons(now, minuteAgo) {
  const reasons = [
    ["connected", now.omega_tauri_connects_total, minuteAgo.omega_tauri_connects_total],
    ...labelled("keys exchanged in ", "omega_quic_groups_total", now, minuteAgo),
    ...labelled("encrypted with ", "omega_quic_suites_total", now, minuteAgo),
    ...labelled("refused: ", "omega_quic_refused_total", now, minuteAgo),
    ...labelled("ended: ", "omega_tauri_closes_total", now, minuteAgo),
  ].filter(([, total], at) => at === 0 || total > 0);
  rows(document.getElementById("reasons-table"), reasons, {
    key: ([name]) => name,
    make: reasonRows.make,
    update: (row, [name, total, before]) =>
      reasonRows.fill(row, [name, amount(Math.max(0, total - (before ?? 0))), amount(total)]),
  });
  say(document.getElementById("reasons-empty"), "");
}

function labelled(prefix, name, now, minuteAgo) {
  const before = by(name, minuteAgo);
  return Object.entries(by(name, now)).map(([label, total]) => [prefix + label.replaceAll("_", " "), total, before[label]]);
}

const nodeRows = texts(["name", "", "number", "number", "number"]);

function showNodes(nodes) {
  const self = nodes.find((node) => node.self);
  say(document.getElementById("server"), `${self.name} · up for ${duration(self.up_ms)}`);
  rows(document.getElementById("nodes-table"), nodes, {
    key: (node) => node.name,
    make: nodeRows.make,
    update: (row, node) =>
      nodeRows.fill(row, [
        node.self ? `${node.name} (this one)` : node.name,
        node.state ?? "–",
        amount(node.sessions),
        amount(node.links),
        duration(node.up_ms),
      ]),
  });
  say(document.getElementById("nodes-empty"), "");
}

function showDrain(states) {
  state = Object.keys(states).find((each) => states[each] === 1) ?? "serving";
  drain.disabled = state !== "serving";
  say(drain, { serving: "Drain this server…", draining: "Draining…", drained: "Drained" }[state]);
  say(
    banner,
    {
      serving: body.dataset.database === "away" ? AWAY : "",
      draining: "This server is being drained: nobody new is let in, devices and Omikrons are sent to other servers.",
      drained: "This server is drained. Stop it when you like; only a restart puts it back into service.",
    }[state],
  );
}

drain.addEventListener("click", () =>
  ask(
    {
      title: "Drain this server?",
      text:
        `It lets nobody new in and sends ${counted(past.at(-1)?.samples.omega_tauri_sessions, "session")} and` +
        ` ${counted(past.at(-1)?.samples.omega_omikron_links, "Omikron link")} away. Nothing acknowledged is lost. Only a restart puts it back into service.`,
      button: "Drain this server",
    },
    () => fetch("/api/operations/drain", { method: "POST" }),
    () => {
      lookSoon();
      banner.scrollIntoView({ block: "nearest" });
      banner.focus(); // the button that was pressed goes out of use
    },
  ),
);

/** What is shown stays, and is said to be old. */
function link(now, status, message) {
  body.dataset.link = now;
  say(document.getElementById("chip-text"), { connecting: "Connecting", live: "Live", lost: "Disconnected", refused: "Refused" }[now]);
  document.getElementById("refused").hidden = now !== "refused";
  if (now === "live") {
    say(banner, "");
    return;
  }
  plots.stop();
  past.length = 0;
  drain.disabled = true;
  say(banner, now === "lost" ? lost(status) : "");
  say(
    document.getElementById("refused-why"),
    status === 403
      ? `The server says: ${message}`
      : "Your browser showed no certificate that this server accepts.",
  );
}

function lost(status) {
  const since = lastSeen ? ` What you see is of ${clock(lastSeen)}.` : "";
  if (status === 429 || status === 200) {
    return `The server gave no readings: perhaps too many are looking at this page. Trying again.${since}`;
  }
  return status === 0
    ? `Disconnected: the server does not answer. Trying again.${since}`
    : `The server answers with ${status}: something it needs is away. Trying again.${since}`;
}

document.getElementById("again").addEventListener("click", () => location.reload());

users(trace);
live.open(sessions.query);

// A Tauri client on @infisical/quic: what ../../site/write-a-client.md says, in one file. ../README.md says how to run it.
//
// It prints badges and their total. `read 7` on its standard input says that the user has read what user 7 wrote.

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { randomFillSync } from "node:crypto";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import quic from "@infisical/quic";
import logger from "@matrixai/logger";

const { QUICClient, errors, events } = quic;
const { default: Logger, LogLevel } = logger;

const CRYPTO_ERROR = 0x100; // plus the TLS alert (RFC 9001 §4.8)
const REFUSED_CERTIFICATE = [42, 44, 45, 46, 48, 51, 116];
const HANDSHAKE_WITHIN_MS = 10_000;
const REPLY_WITHIN_MS = 10_000;
const SILENCE_MS = 20_000;
const PAUSE_MS = 5_000;

/** A session is over. What to do: come back "soon" (not before `atLeast` seconds), "later", "aside", or "never". */
class Over extends Error {
  constructor(why, todo = "soon", atLeast = 0) {
    super(why);
    Object.assign(this, { todo, atLeast });
  }
}

/** What the server has said of each sender, and reads that are owed to it, each with the revision that was read. */
class Badges {
  revision = 0;
  pairs = new Map();
  owed = new Map();
  #shown = new Map();
  #path;

  constructor(path) {
    this.#path = path;
    try {
      const { revision, pairs, owed } = JSON.parse(readFileSync(path, "utf8"));
      Object.assign(this, { revision, pairs: new Map(pairs), owed: new Map(owed) });
    } catch (error) {
      if (error.code !== "ENOENT") {
        throw error;
      }
    }
    this.show();
  }

  /** Replaces the file as a whole, synced. */
  save() {
    const beside = openSync(`${this.#path}.new`, "w");
    try {
      writeSync(beside, JSON.stringify({ revision: this.revision, pairs: [...this.pairs], owed: [...this.owed] }));
      fsyncSync(beside);
    } finally {
      closeSync(beside);
    }
    renameSync(`${this.#path}.new`, this.#path);
  }

  /** Prints what is different from what was printed last. */
  show() {
    const shown = new Map();
    let total = 0;
    for (const [sender, { amount }] of this.pairs) {
      if (amount > 0 && !this.owed.has(sender)) {
        shown.set(sender, amount);
        total += amount;
      }
    }
    for (const sender of new Set([...this.#shown.keys(), ...shown.keys()])) {
      if (shown.get(sender) !== this.#shown.get(sender)) {
        console.log(`badge ${sender} ${shown.get(sender) ?? 0} total ${total}`);
      }
    }
    this.#shown = shown;
  }

  pair(sender) {
    return this.pairs.get(sender) ?? { amount: 0, revision: 0 };
  }

  /** A push or a read. False if it is not newer and says something else than we know. */
  take({ sender_id: sender, amount, revision }) {
    if (revision <= this.revision) {
      return amount === this.pair(sender).amount;
    }
    this.revision = revision;
    this.pairs.set(sender, { amount, revision });
    return true;
  }

  /** An answer has everything up to its revision. */
  replace({ revision, notifications }) {
    const newer = [...this.pairs].filter(([, pair]) => pair.revision > revision);
    const answer = notifications.map((each) => [each.sender_id, { amount: each.amount, revision: each.revision }]);
    this.pairs = new Map([...answer, ...newer]);
    this.revision = Math.max(this.revision, revision);
  }

  /** The server has older data than it had: its revisions mean something else now. */
  restored() {
    this.revision = 0;
    this.pairs.forEach(({ amount }, sender) => this.pairs.set(sender, { amount, revision: 0 }));
    this.owed.forEach((_, sender) => this.owed.set(sender, 0));
  }

  readHere(sender) {
    this.owed.set(sender, this.pair(sender).revision);
    try {
      this.save();
    } catch (error) {
      console.error(error.message);
    }
    this.show();
  }

  /** Whether what was read is all that there is. If not, the badge shows again. */
  stillOwed(sender) {
    const { amount, revision } = this.pair(sender);
    const same = amount > 0 && revision > 0 && revision === this.owed.get(sender);
    if (!same) {
      this.owed.delete(sender);
    }
    return same;
  }

  readTold(sender, cleared) {
    const { revision } = this.pair(sender);
    if (cleared && revision === this.owed.get(sender)) {
      this.pairs.set(sender, { amount: 0, revision });
    }
    this.owed.delete(sender);
  }
}

/** One connection. `over` rejects at its end. */
class Session {
  proven = false;
  #badges;
  #writer;
  #requests = new Map();
  #ids = 0;
  #telling = new Set();
  #silence;
  #mayAsk = 0;
  #asking = false;
  #wanted = false;
  #answered = false;

  constructor(client, badges) {
    this.#badges = badges;
    const stream = client.connection.newStream();
    this.#writer = stream.writable.getWriter();
    this.over = new Promise((_, reject) => {
      this.end = reject;
    });
    client.addEventListener(events.EventQUICClientClose.name, ({ detail }) => this.end(whatToDo(detail)));
    this.#listen(stream.readable).catch(() => {}); // the client has why
  }

  async run(user) {
    this.#request("tauri_identification", { user_id: user }, (reply) => this.#identified(reply));
    try {
      await this.over;
    } finally {
      clearTimeout(this.#silence);
      this.#requests.forEach(({ timer }) => clearTimeout(timer));
    }
  }

  async #listen(readable) {
    let text = "";
    for await (const piece of readable.pipeThrough(new TextDecoderStream())) {
      const lines = (text + piece).split("\n");
      text = lines.pop();
      lines.forEach((line) => this.#receive(JSON.parse(line)));
    }
  }

  #send(message) {
    this.#writer.write(Buffer.from(`${JSON.stringify(message)}\n`)).catch(() => {}); // likewise
  }

  /** `done` is called with the reply. Without one in time the session is over. */
  #request(type, data, done) {
    const id = String(++this.#ids);
    const timer = setTimeout(() => this.end(new Over(`no reply to ${type}`)), REPLY_WITHIN_MS);
    this.#requests.set(id, { timer, done });
    this.#send({ type, id, data });
  }

  #receive(message) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#ping(), SILENCE_MS);
    const { type, id, data } = message;
    const request = this.#requests.get(id);
    if (request) {
      this.#requests.delete(id);
      clearTimeout(request.timer);
      request.done(message);
    } else if (type === "push_notification" || type === "read_notification") {
      if (!this.#badges.take(data)) {
        this.#ask();
      }
    } else if (type === "ping") {
      this.#pong(data.revision);
    }
    this.#badges.show();
  }

  #identified({ type, data }) {
    if (type !== "success") {
      this.end(new Over(type, type === "error_internal" ? "soon" : "never"));
      return;
    }
    console.log("live");
    if (data.revision < this.#badges.revision) {
      this.#badges.restored();
    }
    this.#ping(); // so that what we have got is proven at once
    this.#ask();
  }

  #ping() {
    this.#request("ping", { last_ping: -1 }, () => {});
  }

  /** Says that all before the ping is here, so it has to be on the disk. */
  #pong(revision) {
    try {
      this.#badges.save();
    } catch (error) {
      this.end(new Over(error.message, "later"));
      return;
    }
    this.#send({ type: "pong", data: { last_ping: -1 } });
    this.proven = true;
    if (revision !== this.#badges.revision) {
      this.#ask();
    }
  }

  /** One question at a time, and not more often than there is a pause. */
  #ask() {
    this.#wanted = true;
    if (!this.#asking) {
      this.#asking = true;
      setTimeout(() => this.#askNow(), this.#mayAsk - Date.now());
    }
  }

  #askNow() {
    this.#wanted = false;
    this.#mayAsk = Date.now() + PAUSE_MS;
    const had = this.#badges.revision;
    this.#request("get_notifications", {}, (reply) => this.#answer(reply, had));
  }

  #answer({ type, data }, had) {
    this.#asking = false;
    if (type !== "get_notifications") {
      this.#ask();
      return;
    }
    if (data.revision < had) {
      this.#badges.restored();
      this.#wanted = true; // what came since the question may be of either time
    }
    this.#badges.replace(data);
    this.#answered = true;
    for (const sender of [...this.#badges.owed.keys()]) {
      if (!this.#telling.has(sender) && this.#badges.stillOwed(sender)) {
        this.#tell(sender);
      }
    }
    if (this.#wanted) {
      this.#ask();
    }
  }

  /** Before the first answer, that decides whether the read is told. */
  read(sender) {
    if (this.#answered && !this.#telling.has(sender)) {
      this.#tell(sender);
    }
  }

  /** Once: a read clears whatever is there when it arrives. */
  #tell(sender) {
    this.#telling.add(sender);
    this.#request("read_notification", { sender_id: sender }, ({ type }) => {
      this.#telling.delete(sender);
      if (type === "error_internal") {
        this.#ask(); // its answer decides again
      } else {
        this.#badges.readTold(sender, type === "success");
      }
    });
  }
}

/** The table in ../../site/errors.md. */
function whatToDo(error) {
  const { isApp, errorCode: code, reason } = error.data ?? {};
  if (code === undefined) {
    return new Over(error.description ?? error.message); // the idle timeout, no answer, no such host
  }
  const words = Buffer.from(reason).toString();
  const why = `${code} ${words}`;
  if (isApp) {
    const asked = /retry-after-ms=(\d{1,9})/.exec(words);
    const never = code >= 200 && code < 300 && code !== 202;
    return new Over(why, code === 102 ? "aside" : never ? "never" : "soon", asked ? Math.min(asked[1] / 1000, 600) : 0);
  }
  if (code < CRYPTO_ERROR || code >= 2 * CRYPTO_ERROR) {
    return new Over(why);
  }
  const theirs = error instanceof errors.ErrorQUICConnectionPeerTLS;
  return new Over(why, theirs && REFUSED_CERTIFICATE.includes(code - CRYPTO_ERROR) ? "never" : "later");
}

/** How long to stay away, in seconds. */
class Waits {
  #soon = 1;
  #aside = 30;

  after({ todo, atLeast }, proven, lastedMs) {
    if (todo === "later") {
      return random(30, 60);
    }
    if (todo === "aside") {
      this.#aside = Math.min(2 * (lastedMs > 3_600_000 ? 30 : this.#aside), 3600);
      return random(this.#aside / 2, this.#aside);
    }
    const longest = proven ? 1 : this.#soon;
    this.#soon = Math.min(2 * longest, 60);
    return Math.max(random(0, longest), atLeast);
  }
}

function random(from, to) {
  return from + Math.random() * (to - from);
}

class Client {
  #options;
  #badges;
  #session;

  constructor(options) {
    this.#options = options;
    this.#badges = new Badges(options.state);
  }

  /** Returns when it makes no sense to come back. */
  async run() {
    const waits = new Waits();
    for (;;) {
      const began = Date.now();
      const over = await this.#visit().catch((failure) => failure);
      if (!(over instanceof Over)) {
        throw over;
      }
      if (over.todo === "never") {
        console.log(`ended: ${over.message}`);
        return;
      }
      const wait = waits.after(over, this.#session?.proven, Date.now() - began);
      this.#session = undefined;
      console.log(`away ${wait.toFixed(1)} s: ${over.message}`);
      await sleep(1000 * wait);
    }
  }

  /** One connection, from its handshake to its end, which it throws. The files are read each time: the certificate may be another. */
  async #visit() {
    const { server, ca, cert, key, user } = this.#options;
    const [, host, port] = /^(.*):(\d+)$/.exec(server);
    const [authorities, chain, secret] = [ca, cert, key].map((file) => readFileSync(file, "utf8"));
    const connecting = QUICClient.createQUICClient(
      {
        host,
        port: Number(port),
        serverName: host,
        logger: new Logger("quic", LogLevel.SILENT),
        crypto: { ops: { randomBytes: async (bytes) => void randomFillSync(new Uint8Array(bytes)) } },
        config: { applicationProtos: ["tauri"], ca: authorities, cert: chain, key: secret, maxIdleTimeout: 60_000 },
      },
      { timer: HANDSHAKE_WITHIN_MS },
    );
    const client = await connecting.catch((failure) => {
      throw whatToDo(failure);
    });
    try {
      this.#session = new Session(client, this.#badges);
      await this.#session.run(user);
    } finally {
      await client.destroy({ force: true });
    }
  }

  /** The user has read it: the badge goes at once, whether the server can be told now or later. */
  read(sender) {
    this.#badges.readHere(sender);
    this.#session?.read(sender);
  }
}

const names = ["server", "ca", "cert", "key", "user", "state"];
const { values: options } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });
const client = new Client(options);
createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (line.startsWith("read ")) {
      client.read(line.slice("read ".length));
    }
  })
  .on("close", () => process.exit());
await client.run();
process.exit();

"""A Tauri client on aioquic: what ../../site/write-a-client.md says, in one file. ../README.md says how to run it.

It prints badges and their total. `read 7` on its standard input says that the user has read what user 7 wrote.
"""

import argparse
import asyncio
import functools
import json
import os
import random
import re
import sys
import time

from aioquic.asyncio import QuicConnectionProtocol, connect
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.events import ConnectionTerminated, HandshakeCompleted, StreamDataReceived
from aioquic.quic.packet import QuicFrameType

CRYPTO_ERROR = 0x100  # plus the TLS alert (RFC 9001 §4.8)
REFUSED_CERTIFICATE = {42, 44, 45, 46, 48, 51, 116}


class Over(Exception):
    """A session is over. What to do: come back "soon" (not before `at_least` seconds), "later", "aside", or "never"."""

    def __init__(self, why, todo="soon", at_least=0.0):
        super().__init__(why)
        self.todo, self.at_least = todo, at_least


class Badges:
    """What the server has said of each sender, [amount, revision], and reads that are owed to it, in a file."""

    def __init__(self, path):
        self.path, self.revision, self.pairs, self.owed, self.shown = path, 0, {}, {}, {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                self.revision, self.pairs, self.owed = json.load(file)
        self.show()

    def save(self):
        """Replaces the file as a whole, synced."""
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            json.dump([self.revision, self.pairs, self.owed], file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)

    def show(self):
        """Prints what is different from what was printed last."""
        shown = {sender: amount for sender, (amount, _) in self.pairs.items() if amount and sender not in self.owed}
        for sender in sorted(shown.keys() | self.shown.keys()):
            if shown.get(sender, 0) != self.shown.get(sender, 0):
                print(f"badge {sender} {shown.get(sender, 0)} total {sum(shown.values())}", flush=True)
        self.shown = shown

    def pair(self, sender):
        return self.pairs.get(sender, [0, 0])

    def take(self, sender, amount, revision):
        """A push or a read. False if it is not newer and says something else than we know."""
        if revision <= self.revision:
            return amount == self.pair(sender)[0]
        self.revision, self.pairs[sender] = revision, [amount, revision]
        return True

    def replace(self, revision, notifications):
        """An answer has everything up to its revision."""
        newer = {sender: pair for sender, pair in self.pairs.items() if pair[1] > revision}
        answer = {each["sender_id"]: [each["amount"], each["revision"]] for each in notifications}
        self.pairs, self.revision = answer | newer, max(revision, self.revision)

    def restored(self):
        """The server has older data than it had: its revisions mean something else now."""
        self.revision = 0
        self.pairs = {sender: [amount, 0] for sender, (amount, _) in self.pairs.items()}
        self.owed = dict.fromkeys(self.owed, 0)

    def read_here(self, sender):
        self.owed[sender] = self.pair(sender)[1]

    def still_owed(self, sender):
        """Whether what was read is all that there is. If not, the badge shows again."""
        amount, revision = self.pair(sender)
        if amount and revision and revision == self.owed[sender]:
            return True
        del self.owed[sender]
        return False

    def read_told(self, sender, cleared):
        if self.owed.pop(sender, None) == self.pair(sender)[1] and cleared:
            self.pairs[sender] = [0, self.pair(sender)[1]]


class Session(QuicConnectionProtocol):
    """One connection, from the handshake to what `over` raises."""

    def __init__(self, *args, user, badges, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.badges = user, badges
        self.over = asyncio.get_running_loop().create_future()
        self.requests, self.ids, self.telling, self.partial = {}, 0, set(), b""
        self.asking = self.wanted = self.answered = self.proven = False
        self.may_ask = 0.0
        self.began = time.monotonic()
        self.timer = self.after(30, "no connection")

    def after(self, seconds, why):
        return asyncio.get_running_loop().call_later(seconds, self.end, Over(why))

    def end(self, over):
        if not self.over.done():
            self.over.set_exception(over)

    def quic_event_received(self, event):
        if isinstance(event, HandshakeCompleted):
            self.stream = self._quic.get_next_available_stream_id()
            self.request("tauri_identification", {"user_id": self.user}, self.identified)
        elif isinstance(event, StreamDataReceived):
            *lines, self.partial = (self.partial + event.data).split(b"\n")
            for line in lines:
                self.receive(json.loads(line))
        elif isinstance(event, ConnectionTerminated):
            self.end(what_to_do(event))

    def send(self, type, data, **id):
        self._quic.send_stream_data(self.stream, json.dumps({"type": type, **id, "data": data}).encode() + b"\n")
        self.transmit()

    def request(self, type, data, done):
        """`done` is called with the reply. Without one within 10 s the session is over."""
        self.ids += 1
        self.requests[str(self.ids)] = self.after(10, f"no reply to {type}"), done
        self.send(type, data, id=str(self.ids))

    def receive(self, message):
        self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(20, self.ping)
        type, data = message["type"], message.get("data", {})
        if message.get("id") in self.requests:
            timer, done = self.requests.pop(message["id"])
            timer.cancel()
            done(message)
        elif type in ("push_notification", "read_notification"):
            if not self.badges.take(data["sender_id"], data["amount"], data["revision"]):
                self.ask()
        elif type == "ping":
            self.pong(data["revision"])
        self.badges.show()

    def identified(self, reply):
        if reply["type"] != "success":
            return self.end(Over(reply["type"], "soon" if reply["type"] == "error_internal" else "never"))
        print("live", flush=True)
        if reply["data"]["revision"] < self.badges.revision:
            self.badges.restored()
        self.ping()  # so that what we have got is proven at once
        self.ask()

    def ping(self):
        self.request("ping", {"last_ping": -1}, lambda pong: None)

    def pong(self, revision):
        """Says that all before the ping is here, so it has to be on the disk."""
        try:
            self.badges.save()
        except OSError as failure:
            return self.end(Over(str(failure), "later"))
        self.send("pong", {"last_ping": -1})
        self.proven = True
        if revision != self.badges.revision:
            self.ask()

    def ask(self):
        """One question at a time, and one in 5 s."""
        self.wanted = True
        if not self.asking:
            self.asking = True
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self.may_ask), self.ask_now)

    def ask_now(self):
        self.wanted, self.may_ask = False, asyncio.get_running_loop().time() + 5
        had = self.badges.revision
        self.request("get_notifications", {}, lambda reply: self.answer(reply, had))

    def answer(self, reply, had):
        self.asking = False
        if reply["type"] != "get_notifications":
            return self.ask()
        if reply["data"]["revision"] < had:
            self.badges.restored()
            self.wanted = True  # what came since the question may be of either time
        self.badges.replace(reply["data"]["revision"], reply["data"]["notifications"])
        self.answered = True
        for sender in self.badges.owed.keys() - self.telling:
            if self.badges.still_owed(sender):
                self.tell(sender)
        if self.wanted:
            self.ask()

    def read(self, sender):
        """Before the first answer, the answer decides whether it is told."""
        if self.answered and sender not in self.telling:
            self.tell(sender)

    def tell(self, sender):
        """Once: a read clears whatever is there when it arrives."""
        def told(reply):
            self.telling.remove(sender)
            if reply["type"] == "error_internal":
                self.ask()  # its answer decides again
            else:
                self.badges.read_told(sender, reply["type"] == "success")

        self.telling.add(sender)
        self.request("read_notification", {"sender_id": sender}, told)


def what_to_do(event):
    """The table in ../../site/errors.md."""
    code, why = event.error_code, f"{event.error_code} {event.reason_phrase}"
    if event.frame_type is None:  # closed by the server's application
        asked = re.search(r"retry-after-ms=(\d+)", event.reason_phrase)
        todo = "aside" if code == 102 else "never" if 200 <= code < 300 and code != 202 else "soon"
        return Over(why, todo, min(int(asked[1]) / 1000, 600) if asked else 0)
    if not CRYPTO_ERROR <= code < 2 * CRYPTO_ERROR:
        return Over(why)
    ours = event.frame_type == QuicFrameType.CRYPTO  # we do not accept the server's certificate
    return Over(why, "never" if code - CRYPTO_ERROR in REFUSED_CERTIFICATE and not ours else "later")


class Waits:
    """How long to stay away, in seconds."""

    def __init__(self):
        self.soon, self.aside = 1, 30

    def after(self, over, proven, lasted):
        if over.todo == "later":
            return random.uniform(30, 60)
        if over.todo == "aside":
            self.aside = min(2 * (30 if lasted > 3600 else self.aside), 3600)
            return random.uniform(self.aside / 2, self.aside)
        longest = 1 if proven else self.soon
        self.soon = min(2 * longest, 60)
        return max(random.uniform(0, longest), over.at_least)


class Client:
    def __init__(self, options):
        self.options, self.badges, self.waits = options, Badges(options.state), Waits()
        self.session = None

    async def run(self):
        while True:
            over = await self.visit()
            if over.todo == "never":
                return print(f"ended: {over}", flush=True)
            lasted = time.monotonic() - self.session.began if self.session else 0
            wait = self.waits.after(over, self.session and self.session.proven, lasted)
            self.session = None
            print(f"away {wait:.1f} s: {over}", flush=True)
            await asyncio.sleep(wait)

    async def visit(self):
        """Returns when the session is over, with why."""
        host, port = self.options.server.rsplit(":", 1)
        configuration = QuicConfiguration(alpn_protocols=["tauri"], cafile=self.options.ca)
        configuration.load_cert_chain(self.options.cert, self.options.key)
        create = functools.partial(Session, user=self.options.user, badges=self.badges)
        try:
            async with connect(
                host, int(port), configuration=configuration, create_protocol=create, wait_connected=False
            ) as self.session:
                self.session.transmit()
                await self.session.over
        except Over as over:
            return over
        except OSError as failure:  # such as a name that is not found
            return Over(str(failure))

    async def obey(self):
        """Does what standard input says, until it ends."""
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        while line := await lines.readline():
            command, _, sender = line.decode().strip().partition(" ")
            if command == "read":
                self.read(sender)

    def read(self, sender):
        """The user has seen it: the badge goes at once, whether Omega can be told now or later."""
        self.badges.read_here(sender)
        self.badges.save()
        self.badges.show()
        if self.session:
            self.session.read(sender)


async def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("server", "ca", "cert", "key", "user", "state"):
        parser.add_argument(f"--{name}", required=True)
    client = Client(parser.parse_args())
    await asyncio.wait([asyncio.create_task(client.run()), asyncio.create_task(client.obey())],
                       return_when=asyncio.FIRST_COMPLETED)


asyncio.run(main())

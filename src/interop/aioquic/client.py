"""A Tauri client on aioquic that speaks the language of ../README.md."""

import argparse
import asyncio
import json
import sys
from collections import defaultdict

from aioquic.asyncio import QuicConnectionProtocol
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.connection import QuicConnection
from aioquic.quic.events import ConnectionTerminated, HandshakeCompleted, StreamDataReceived
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import PublicKeyAlgorithmOID

HOME = "127.0.0.1"
FIRST_STREAM = 0


def event(name, **members):
    print(json.dumps({"event": name, **members}), flush=True)


def cannot(why):
    """Says that this stack has no such thing, and ends."""
    event("cannot", why=str(why))
    sys.exit(0)


def options():
    parser = argparse.ArgumentParser()
    for name in ("server", "name", "ca", "cert", "key", "alpn", "groups", "hello", "framing"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--window", type=int)
    return parser.parse_args()


def configuration(options):
    if options.groups:
        cannot("aioquic offers its own groups, each with a share, and handles no HelloRetryRequest")
    configuration = QuicConfiguration(
        alpn_protocols=[options.alpn], server_name=options.name, cafile=options.ca
    )
    configuration.quantum_readiness_test = options.hello == "long"
    if options.window:
        configuration.max_stream_data = options.window
    if options.cert:
        try:
            configuration.load_cert_chain(options.cert, options.key)
        except (ValueError, UnsupportedAlgorithm) as reason:
            cannot(reason)
        check_key(configuration)
    return configuration


def check_key(configuration):
    """aioquic shows no certificate whose key it has no signature for, or signs as the wrong kind."""
    if isinstance(getattr(configuration.private_key, "curve", None), ec.SECP521R1):
        cannot("aioquic signs with no P-521 key")
    if configuration.certificate.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS:
        cannot("aioquic signs with RSA keys of any use (rsa_pss_rsae) only")


class Client(QuicConnectionProtocol):
    """Prints what the server says, a line each, and how the connection ends."""

    framing = None

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.partial = defaultdict(bytes)

    def quic_event_received(self, event_):
        if isinstance(event_, HandshakeCompleted):
            event("connected")
        elif isinstance(event_, StreamDataReceived):
            self.partial[event_.stream_id] += event_.data
            for message in self.messages(event_.stream_id):
                print(message.decode(), flush=True)
        elif isinstance(event_, ConnectionTerminated):
            kind = "application" if event_.frame_type is None else "transport"
            event("closed", kind=kind, code=event_.error_code, reason=event_.reason_phrase)


    def say(self, message):
        own = self.framing == "streams"
        stream = self._quic.get_next_available_stream_id() if own else FIRST_STREAM
        self._quic.send_stream_data(stream, framed(self.framing, message), end_stream=own)
        self.transmit()

    def messages(self, stream):
        """Those that are whole."""
        bytes_ = self.partial[stream]
        if self.framing != "lengths":
            *lines, self.partial[stream] = bytes_.split(b"\n")
            return lines
        messages = []
        while 4 <= len(bytes_) >= (end := 4 + int.from_bytes(bytes_[:4], "big")):
            messages.append(bytes_[4:end])
            bytes_ = bytes_[end:]
        self.partial[stream] = bytes_
        return messages


def framed(framing, message):
    if framing == "lengths":
        return len(message).to_bytes(4, "big") + message
    return message if framing else message + b"\n"


async def bind(client, address):
    """From now on the client sends from a new socket at this address."""
    await asyncio.get_running_loop().create_datagram_endpoint(lambda: client, local_addr=(address, 0))


async def obey(client):
    """Does what standard input says: a message is sent, anything else is a command."""
    commands = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(commands), sys.stdin
    )
    while line := await commands.readline():
        command, _, argument = line.decode().strip().partition(" ")
        if command == "update-keys":
            client.request_key_update()
            client.transmit()
            event("updated")
        elif command == "migrate":
            await bind(client, argument)
            client.change_connection_id()
            event("migrated")
        elif command == "close":
            client.close(int(argument))
        else:
            client.say(line.strip())
    client.close()


async def main():
    choices = options()
    host, port = choices.server.split(":")
    client = Client(QuicConnection(configuration=configuration(choices)))
    client.framing = choices.framing
    await bind(client, HOME)
    client.connect((host, int(port)))
    try:
        await client.wait_connected()
    except ConnectionError:
        return
    commands = asyncio.create_task(obey(client))
    await client.wait_closed()
    commands.cancel()


asyncio.run(main())

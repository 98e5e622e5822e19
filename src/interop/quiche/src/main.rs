//! A Tauri client on quiche and BoringSSL that speaks the language of `../README.md`.

use quiche::{Config, Connection, ConnectionId, PathEvent, RecvInfo};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::error::Error;
use std::io::{BufRead, stdin};
use std::net::{SocketAddr, UdpSocket};
use std::process::exit;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;

type Outcome<T> = Result<T, Box<dyn Error>>;
type Options = HashMap<String, String>;

const FIRST_STREAM: u64 = 0;
const NEXT_STREAM: u64 = 4; // of those that a client opens in both directions (RFC 9000 §2.1)
const LARGEST_DATAGRAM: usize = 1_350;

/// What this client waits for.
enum Event {
    Datagram(Vec<u8>, RecvInfo),
    Command(String),
    EndOfInput,
}

fn options() -> Options {
    let words: Vec<String> = std::env::args().skip(1).collect();
    words.chunks_exact(2).map(|pair| (pair[0].trim_start_matches("--").into(), pair[1].clone())).collect()
}

/// Says that this stack has no such thing, and ends.
fn cannot(why: impl std::fmt::Display) -> ! {
    println!("{{\"event\":\"cannot\",\"why\":{:?}}}", why.to_string());
    exit(0)
}

/// The protocol, after so many that nobody speaks that a long hello takes two packets.
fn protocols(options: &Options) -> Vec<Vec<u8>> {
    let nobodys = if options.contains_key("hello") { 6 } else { 0 };
    let mut protocols: Vec<Vec<u8>> = (0..nobodys).map(|number| vec![b'a' + number; 200]).collect();
    protocols.push(options["alpn"].as_bytes().to_vec());
    protocols
}

fn config(options: &Options) -> Outcome<Config> {
    let mut config = Config::new(quiche::PROTOCOL_VERSION)?;
    config.verify_peer(true);
    config.load_verify_locations_from_file(&options["ca"])?;
    let protocols = protocols(options);
    config.set_application_protos(&protocols.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    if let Some(cert) = options.get("cert") {
        config.load_cert_chain_from_pem_file(cert).unwrap_or_else(|error| cannot(format!("BoringSSL: {error}")));
        config
            .load_priv_key_from_pem_file(&options["key"])
            .unwrap_or_else(|error| cannot(format!("BoringSSL cannot use such a key: {error}")));
    }
    if let Some(groups) = options.get("groups") {
        config
            .set_curves_list(&groups.replace(',', ":"))
            .unwrap_or_else(|_| cannot(format!("BoringSSL lacks one of {groups}")));
    }
    let window = options.get("window").map_or(Ok(1 << 20), |text| text.parse())?;
    config.set_max_idle_timeout(30_000);
    config.set_initial_max_data(1 << 20);
    config.set_initial_max_stream_data_bidi_local(window);
    config.set_max_stream_window(window);
    config.set_max_recv_udp_payload_size(LARGEST_DATAGRAM);
    config.set_max_send_udp_payload_size(LARGEST_DATAGRAM);
    config.set_active_connection_id_limit(4);
    Ok(config)
}

/// Opens a socket whose datagrams become events.
fn socket(address: &str, events: Sender<Event>) -> Outcome<UdpSocket> {
    let socket = UdpSocket::bind((address, 0))?;
    let (receiver, to) = (socket.try_clone()?, socket.local_addr()?);
    thread::spawn(move || {
        let mut buffer = [0; 65_535];
        while let Ok((length, from)) = receiver.recv_from(&mut buffer) {
            let _ = events.send(Event::Datagram(buffer[..length].to_vec(), RecvInfo { from, to }));
        }
    });
    Ok(socket)
}

fn read_commands(events: Sender<Event>) {
    thread::spawn(move || {
        for line in stdin().lock().lines().map_while(Result::ok) {
            let _ = events.send(Event::Command(line));
        }
        let _ = events.send(Event::EndOfInput);
    });
}

struct Client {
    connection: Connection,
    sockets: Vec<UdpSocket>,
    events: Sender<Event>,
    server: SocketAddr,
    framing: String,
    /// Each on its stream; where messages have streams of their own, with FIN after them.
    unsent: VecDeque<(u64, Vec<u8>)>,
    next_stream: u64,
    partial: BTreeMap<u64, Vec<u8>>,
    connected: bool,
}

impl Client {
    fn on(&mut self, event: Event) -> Outcome<()> {
        match event {
            Event::Datagram(mut bytes, info) => {
                let _ = self.connection.recv(&mut bytes, info);
            }
            Event::Command(line) => self.obey(&line)?,
            Event::EndOfInput => {
                let _ = self.connection.close(true, 0, b"");
            }
        }
        Ok(())
    }

    /// A message is sent, anything else is a command.
    fn obey(&mut self, line: &str) -> Outcome<()> {
        match line.split_once(' ').unwrap_or((line, "")) {
            ("update-keys", _) => cannot("quiche has no key updates of its own"),
            ("migrate", address) => {
                self.sockets.push(socket(address, self.events.clone())?);
                let from = self.sockets[self.sockets.len() - 1].local_addr()?;
                self.connection.probe_path(from, self.server)?;
            }
            ("close", code) => self.connection.close(true, code.parse()?, b"")?,
            _ => self.say(line),
        }
        Ok(())
    }

    fn say(&mut self, line: &str) {
        let message = match self.framing.as_str() {
            "" => format!("{line}\n").into(),
            "lengths" => [&(line.len() as u32).to_be_bytes(), line.as_bytes()].concat(),
            _ => line.into(),
        };
        self.unsent.push_back((self.next_stream, message));
        if self.framing == "streams" {
            self.next_stream += NEXT_STREAM;
        }
    }

    /// All that can be done now: new ids, a validated path, the stream in both directions, datagrams.
    fn proceed(&mut self) -> Outcome<()> {
        if self.connection.is_established() {
            if !self.connected {
                self.connected = true;
                println!("{{\"event\":\"connected\"}}");
            }
            self.provide_ids()?;
            self.follow_paths()?;
            self.write()?;
            self.read()?;
        }
        self.send()
    }

    /// A path needs an id of its own in both directions.
    fn provide_ids(&mut self) -> Outcome<()> {
        while self.connection.scids_left() > 0 {
            let (id, token): ([u8; 16], [u8; 16]) = (random(), random());
            self.connection.new_scid(&ConnectionId::from_ref(&id), u128::from_be_bytes(token), false)?;
        }
        Ok(())
    }

    fn follow_paths(&mut self) -> Outcome<()> {
        while let Some(event) = self.connection.path_event_next() {
            if let PathEvent::Validated(local, peer) = event {
                self.connection.migrate(local, peer)?;
                println!("{{\"event\":\"migrated\"}}");
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Outcome<()> {
        let last = self.framing == "streams";
        while let Some((stream, message)) = self.unsent.front_mut() {
            match self.connection.stream_send(*stream, message, last) {
                Ok(written) if written == message.len() => drop(self.unsent.pop_front()),
                Ok(written) => drop(message.drain(..written)),
                Err(quiche::Error::Done | quiche::Error::StreamLimit) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Prints what the server says, a line each.
    fn read(&mut self) -> Outcome<()> {
        let mut buffer = [0; 65_535];
        for stream in self.connection.readable() {
            let partial = self.partial.entry(stream).or_default();
            while let Ok((length, _)) = self.connection.stream_recv(stream, &mut buffer) {
                partial.extend_from_slice(&buffer[..length]);
            }
            while let Some(message) = message(partial, self.framing == "lengths") {
                println!("{}", String::from_utf8(message)?.trim_end());
            }
        }
        Ok(())
    }

    fn send(&mut self) -> Outcome<()> {
        let mut datagram = [0; LARGEST_DATAGRAM];
        while let Ok((length, info)) = self.connection.send(&mut datagram) {
            let from = |socket: &&UdpSocket| socket.local_addr().is_ok_and(|address| address == info.from);
            if let Some(socket) = self.sockets.iter().find(from) {
                socket.send_to(&datagram[..length], info.to)?;
            }
        }
        Ok(())
    }

    /// How the connection ended: by the server with which code, or otherwise.
    fn end(&self) -> String {
        let Some(error) = self.connection.peer_error() else {
            return format!("{{\"event\":\"ended\",\"why\":{:?}}}", format!("{:?}", self.connection.local_error()));
        };
        let kind = if error.is_app { "application" } else { "transport" };
        let reason = String::from_utf8_lossy(&error.reason);
        format!("{{\"event\":\"closed\",\"kind\":\"{kind}\",\"code\":{},\"reason\":{reason:?}}}", error.error_code)
    }
}

/// Takes out a message that is whole.
fn message(partial: &mut Vec<u8>, lengths: bool) -> Option<Vec<u8>> {
    let (from, to) = if lengths {
        (4, 4 + u32::from_be_bytes(*partial.first_chunk()?) as usize)
    } else {
        (0, 1 + partial.iter().position(|byte| *byte == b'\n')?)
    };
    (partial.len() >= to).then(|| partial.drain(..to).skip(from).collect())
}

/// Sixteen bytes that nobody can guess, as far as a client on a loopback interface needs it.
fn random() -> [u8; 16] {
    use std::hash::{BuildHasher, RandomState};
    let halves = [0, 1].map(|half: u8| RandomState::new().hash_one(half).to_be_bytes());
    halves.concat().try_into().expect("two halves of eight bytes")
}

fn main() -> Outcome<()> {
    let options = options();
    let (events, arrivals) = channel();
    let socket = socket("127.0.0.1", events.clone())?;
    let server = options["server"].parse()?;
    let id: [u8; 16] = random();
    let connection = quiche::connect(
        Some(&options["name"]),
        &ConnectionId::from_ref(&id),
        socket.local_addr()?,
        server,
        &mut config(&options)?,
    )?;
    read_commands(events.clone());
    let mut client = Client {
        connection,
        sockets: vec![socket],
        events,
        server,
        framing: options.get("framing").cloned().unwrap_or_default(),
        unsent: VecDeque::new(),
        next_stream: FIRST_STREAM,
        partial: BTreeMap::new(),
        connected: false,
    };
    client.send()?;
    while !client.connection.is_closed() {
        let wait = client.connection.timeout().unwrap_or(std::time::Duration::from_secs(60));
        match arrivals.recv_timeout(wait) {
            Ok(event) => client.on(event)?,
            Err(RecvTimeoutError::Timeout) => client.connection.on_timeout(),
            Err(error) => return Err(error.into()),
        }
        client.proceed()?;
    }
    println!("{}", client.end());
    Ok(())
}

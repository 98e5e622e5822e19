//! A Tauri client on quinn and rustls: what ../../../site/write-a-client.md says, in one file. ../../README.md says how to run it.
//!
//! It prints badges and their total. `read 7` on its standard input says that the user has read what user 7 wrote.

use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, Connection, ConnectionError, Endpoint, RecvStream, SendStream};
use rand::random_range;
use rustls::RootCertStore;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs::{File, read, rename};
use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::process::exit;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin, stdin};
use tokio::net::lookup_host;
use tokio::time::{Instant, interval, sleep, timeout};

type Outcome<T> = Result<T, Box<dyn Error>>;

const CRYPTO_ERROR: u64 = 0x100; // plus the TLS alert (RFC 9001 §4.8)
const REFUSED_CERTIFICATE: [u64; 7] = [42, 44, 45, 46, 48, 51, 116];
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
const REPLY_WITHIN: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_secs(5);

/// What to do when a session is over.
enum Todo {
    /// Come back; where the server says so, not before.
    Soon(Duration),
    Later,
    Aside,
    Never,
}

struct Over {
    why: String,
    todo: Todo,
}

impl Over {
    fn new(why: impl ToString, todo: Todo) -> Self {
        Over { why: why.to_string(), todo }
    }

    fn soon(why: impl ToString) -> Self {
        Over::new(why, Todo::Soon(Duration::ZERO))
    }
}

/// What the server has said of a sender.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Pair {
    amount: u64,
    revision: u64,
}

impl Pair {
    fn of(data: &Value) -> Self {
        Pair { amount: data["amount"].as_u64().unwrap_or(0), revision: revision(data) }
    }
}

fn revision(data: &Value) -> u64 {
    data["revision"].as_u64().unwrap_or(0)
}

/// What the server has said, and reads that are owed to it, each with the revision that was read.
#[derive(Default, Serialize, Deserialize)]
struct Badges {
    revision: u64,
    pairs: BTreeMap<String, Pair>,
    owed: BTreeMap<String, u64>,
    #[serde(skip)]
    shown: BTreeMap<String, u64>,
    #[serde(skip)]
    path: String,
}

impl Badges {
    fn load(path: &str) -> Outcome<Self> {
        let mut badges: Badges = match read(path) {
            Ok(kept) => serde_json::from_slice(&kept)?,
            Err(error) if error.kind() == ErrorKind::NotFound => Badges::default(),
            Err(error) => return Err(error.into()),
        };
        badges.path = path.into();
        badges.show();
        Ok(badges)
    }

    /// Replaces the file as a whole, synced.
    fn save(&self) -> std::io::Result<()> {
        let beside = format!("{}.new", self.path);
        let mut file = File::create(&beside)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        file.sync_all()?;
        rename(beside, &self.path)
    }

    /// Prints what is different from what was printed last.
    fn show(&mut self) {
        let pending = self.pairs.iter().filter(|(sender, pair)| pair.amount > 0 && !self.owed.contains_key(*sender));
        let shown: BTreeMap<String, u64> = pending.map(|(sender, pair)| (sender.clone(), pair.amount)).collect();
        let total: u64 = shown.values().sum();
        for (sender, amount) in shown.iter().filter(|(sender, amount)| self.shown.get(*sender) != Some(*amount)) {
            println!("badge {sender} {amount} total {total}");
        }
        for sender in self.shown.keys().filter(|sender| !shown.contains_key(*sender)) {
            println!("badge {sender} 0 total {total}");
        }
        self.shown = shown;
    }

    fn pair(&self, sender: &str) -> Pair {
        self.pairs.get(sender).copied().unwrap_or_default()
    }

    /// A push or a read. False if it is not newer and says something else than we know.
    fn take(&mut self, sender: &str, told: Pair) -> bool {
        if told.revision <= self.revision {
            return told.amount == self.pair(sender).amount;
        }
        self.revision = told.revision;
        self.pairs.insert(sender.into(), told);
        true
    }

    /// An answer has everything up to its revision.
    fn replace(&mut self, answer: &Value) {
        self.pairs.retain(|_, pair| pair.revision > revision(answer));
        for each in answer["notifications"].as_array().into_iter().flatten() {
            let sender = each["sender_id"].as_str().unwrap_or_default();
            self.pairs.entry(sender.into()).or_insert(Pair::of(each));
        }
        self.revision = self.revision.max(revision(answer));
    }

    /// The server has older data than it had: its revisions mean something else now.
    fn restored(&mut self) {
        self.revision = 0;
        self.pairs.values_mut().for_each(|pair| pair.revision = 0);
        self.owed.values_mut().for_each(|read| *read = 0);
    }

    fn read_here(&mut self, sender: &str) {
        self.owed.insert(sender.into(), self.pair(sender).revision);
        if let Err(error) = self.save() {
            eprintln!("{error}");
        }
        self.show();
    }

    /// Whether what was read is all that there is. If not, the badge shows again.
    fn still_owed(&mut self, sender: &str) -> bool {
        let Pair { amount, revision } = self.pair(sender);
        let same = amount > 0 && revision > 0 && self.owed.get(sender) == Some(&revision);
        if !same {
            self.owed.remove(sender);
        }
        same
    }

    fn read_told(&mut self, sender: &str, cleared: bool) {
        let read = self.owed.remove(sender);
        if let Some(pair) = self.pairs.get_mut(sender).filter(|pair| cleared && read == Some(pair.revision)) {
            pair.amount = 0;
        }
    }
}

/// What a reply is to.
enum Request {
    Identification,
    Ping,
    /// With the revision that we had when we asked.
    Notifications(u64),
    Read(String),
}

/// One connection.
struct Session<'a> {
    badges: &'a mut Badges,
    send: SendStream,
    requests: HashMap<String, (Instant, Request)>,
    ids: u64,
    telling: HashSet<String>,
    heard: Instant,
    may_ask: Instant,
    asking: bool,
    wanted: bool,
    answered: bool,
    proven: bool,
}

impl Session<'_> {
    async fn send(&mut self, message: Value) -> Result<(), Over> {
        self.send.write_all(format!("{message}\n").as_bytes()).await.map_err(Over::soon)
    }

    /// Without a reply within 10 s the session is over.
    async fn request(&mut self, kind: &str, data: Value, request: Request) -> Result<(), Over> {
        self.ids += 1;
        let id = self.ids.to_string();
        self.requests.insert(id.clone(), (Instant::now() + REPLY_WITHIN, request));
        self.send(json!({"type": kind, "id": id, "data": data})).await
    }

    async fn receive(&mut self, message: Value) -> Result<(), Over> {
        self.heard = Instant::now();
        let (kind, data) = (message["type"].as_str().unwrap_or_default(), &message["data"]);
        let asked = message["id"].as_str().and_then(|id| self.requests.remove(id));
        match (asked, kind) {
            (Some((_, request)), _) => self.reply(request, kind, data).await?,
            (None, "push_notification" | "read_notification") => {
                let sender = data["sender_id"].as_str().unwrap_or_default();
                self.wanted |= !self.badges.take(sender, Pair::of(data));
            }
            (None, "ping") => self.pong(revision(data)).await?,
            _ => {}
        }
        self.badges.show();
        Ok(())
    }

    async fn reply(&mut self, request: Request, kind: &str, data: &Value) -> Result<(), Over> {
        match request {
            Request::Ping => Ok(()),
            Request::Identification => self.identified(kind, data).await,
            Request::Notifications(had) => self.answer(kind, data, had).await,
            Request::Read(sender) => {
                self.telling.remove(&sender);
                match kind {
                    "error_internal" => self.wanted = true, // the answer decides again
                    _ => self.badges.read_told(&sender, kind == "success"),
                }
                Ok(())
            }
        }
    }

    async fn identified(&mut self, kind: &str, data: &Value) -> Result<(), Over> {
        match kind {
            "success" => {}
            "error_internal" => return Err(Over::soon(kind)),
            _ => return Err(Over::new(kind, Todo::Never)),
        }
        println!("live");
        if revision(data) < self.badges.revision {
            self.badges.restored();
        }
        self.wanted = true;
        self.ping().await // so that what we have got is proven at once
    }

    async fn ping(&mut self) -> Result<(), Over> {
        self.request("ping", json!({"last_ping": -1}), Request::Ping).await
    }

    /// Says that all before the ping is here, so it has to be on the disk.
    async fn pong(&mut self, revision: u64) -> Result<(), Over> {
        self.badges.save().map_err(|error| Over::new(error, Todo::Later))?;
        self.send(json!({"type": "pong", "data": {"last_ping": -1}})).await?;
        self.proven = true;
        self.wanted |= revision != self.badges.revision;
        Ok(())
    }

    /// Does what time asks for: one question at a time, and one in 5 s.
    async fn due(&mut self) -> Result<(), Over> {
        let now = Instant::now();
        if self.requests.values().any(|(deadline, _)| now > *deadline) {
            return Err(Over::soon("no reply"));
        }
        if self.requests.is_empty() && now > self.heard + SILENCE {
            self.ping().await?;
        }
        if self.wanted && !self.asking && now >= self.may_ask {
            (self.asking, self.wanted, self.may_ask) = (true, false, now + PAUSE);
            self.request("get_notifications", json!({}), Request::Notifications(self.badges.revision)).await?;
        }
        Ok(())
    }

    async fn answer(&mut self, kind: &str, data: &Value, had: u64) -> Result<(), Over> {
        self.asking = false;
        if kind != "get_notifications" {
            self.wanted = true;
            return Ok(());
        }
        if revision(data) < had {
            self.badges.restored();
            self.wanted = true; // what came since the question may be of either time
        }
        self.badges.replace(data);
        self.answered = true;
        let owed: Vec<String> = self.badges.owed.keys().cloned().collect();
        for sender in owed {
            if !self.telling.contains(&sender) && self.badges.still_owed(&sender) {
                self.tell(sender).await?;
            }
        }
        Ok(())
    }

    /// Until the session is over, or the input ends.
    async fn run(
        &mut self,
        connection: &Connection,
        receive: RecvStream,
        user: &str,
        input: &mut Lines<BufReader<Stdin>>,
    ) -> Outcome<Option<Over>> {
        let identification = self.request("tauri_identification", json!({"user_id": user}), Request::Identification);
        if let Err(over) = identification.await {
            return Ok(Some(over));
        }
        let mut messages = BufReader::new(receive).lines();
        let mut clock = interval(Duration::from_secs(1));
        loop {
            let step = tokio::select! {
                Ok(Some(line)) = messages.next_line() => match serde_json::from_str(&line) {
                    Ok(message) => self.receive(message).await,
                    Err(_) => Ok(()), // none that we know
                },
                line = input.next_line() => match line? {
                    Some(line) => self.obey(&line).await,
                    None => return Ok(None),
                },
                _ = clock.tick() => Ok(()),
                error = connection.closed() => Err(what_to_do(&error)),
            };
            let step = match step {
                Ok(()) => self.due().await,
                over => over,
            };
            if let Err(over) = step {
                return Ok(Some(over));
            }
        }
    }

    /// Before the first answer, that decides whether the read is told.
    async fn obey(&mut self, line: &str) -> Result<(), Over> {
        let Some(sender) = line.strip_prefix("read ") else { return Ok(()) };
        self.badges.read_here(sender);
        if self.answered && !self.telling.contains(sender) {
            self.tell(sender.into()).await?;
        }
        Ok(())
    }

    /// Once: a read clears whatever is there when it arrives.
    async fn tell(&mut self, sender: String) -> Result<(), Over> {
        self.telling.insert(sender.clone());
        self.request("read_notification", json!({"sender_id": sender}), Request::Read(sender)).await
    }
}

/// The table in ../../../site/errors.md.
fn what_to_do(error: &ConnectionError) -> Over {
    let later_if_alert = |code: u64| match code.checked_sub(CRYPTO_ERROR) {
        Some(0..=255) => Todo::Later,
        _ => Todo::Soon(Duration::ZERO),
    };
    match error {
        ConnectionError::ApplicationClosed(close) => {
            let reason = String::from_utf8_lossy(&close.reason);
            let todo = match close.error_code.into_inner() {
                102 => Todo::Aside,
                202 => Todo::Soon(Duration::ZERO), // the next connection shows what certificate there is then
                200..300 => Todo::Never,
                _ => Todo::Soon(retry_after(&reason)),
            };
            Over::new(format!("{} {reason}", close.error_code), todo)
        }
        ConnectionError::ConnectionClosed(close) => {
            let code = u64::from(close.error_code);
            let never = code >= CRYPTO_ERROR && REFUSED_CERTIFICATE.contains(&(code - CRYPTO_ERROR));
            Over::new(error, if never { Todo::Never } else { later_if_alert(code) })
        }
        ConnectionError::TransportError(ours) => Over::new(error, later_if_alert(ours.code.into())),
        _ => Over::soon(error),
    }
}

fn retry_after(reason: &str) -> Duration {
    let asked = reason.split("retry-after-ms=").nth(1).unwrap_or_default();
    let digits: String = asked.chars().take_while(char::is_ascii_digit).collect();
    Duration::from_millis(digits.parse().unwrap_or(0)).min(Duration::from_secs(600))
}

/// How long to stay away, in seconds.
struct Waits {
    soon: f64,
    aside: f64,
}

impl Waits {
    fn after(&mut self, todo: &Todo, proven: bool, lasted: Duration) -> Option<Duration> {
        let wait = match todo {
            Todo::Never => return None,
            Todo::Later => random_range(30.0..60.0),
            Todo::Aside => {
                let longest = if lasted > Duration::from_secs(3600) { 30.0 } else { self.aside };
                self.aside = (2.0 * longest).min(3600.0);
                random_range(self.aside / 2.0..self.aside)
            }
            Todo::Soon(at_least) => {
                let longest = if proven { 1.0 } else { self.soon };
                self.soon = (2.0 * longest).min(60.0);
                random_range(0.0..longest).max(at_least.as_secs_f64())
            }
        };
        Some(Duration::from_secs_f64(wait))
    }
}

struct Client {
    options: HashMap<String, String>,
    badges: Badges,
    input: Lines<BufReader<Stdin>>,
}

impl Client {
    /// Until it makes no sense to come back, or the input ends.
    async fn run(&mut self) -> Outcome<()> {
        let mut waits = Waits { soon: 1.0, aside: 30.0 };
        loop {
            let began = Instant::now();
            let Some((over, proven)) = self.visit().await? else { return Ok(()) };
            let Some(wait) = waits.after(&over.todo, proven, began.elapsed()) else {
                println!("ended: {}", over.why);
                return Ok(());
            };
            println!("away {:.1} s: {}", wait.as_secs_f64(), over.why);
            let mut back = pin!(sleep(wait));
            loop {
                tokio::select! {
                    _ = &mut back => break,
                    line = self.input.next_line() => match line? {
                        Some(line) => {
                            if let Some(sender) = line.strip_prefix("read ") {
                                self.badges.read_here(sender);
                            }
                        }
                        None => return Ok(()),
                    },
                }
            }
        }
    }

    /// One connection, from its handshake to its end: how that was, and whether a ping was answered. None when the input ends.
    async fn visit(&mut self) -> Outcome<Option<(Over, bool)>> {
        let config = tls(&self.options)?;
        let connecting = timeout(HANDSHAKE_WITHIN, connect(&self.options["server"], config)).await;
        let (endpoint, connection) = match connecting {
            Ok(Ok(connected)) => connected,
            Ok(Err(over)) => return Ok(Some((over, false))),
            Err(_) => return Ok(Some((Over::soon("no answer"), false))),
        };
        let visit = self.live(&connection).await;
        connection.close(0u32.into(), b"");
        endpoint.wait_idle().await;
        visit
    }

    async fn live(&mut self, connection: &Connection) -> Outcome<Option<(Over, bool)>> {
        let (send, receive) = connection.open_bi().await?;
        let now = Instant::now();
        let mut session = Session {
            badges: &mut self.badges,
            send,
            requests: HashMap::new(),
            ids: 0,
            telling: HashSet::new(),
            heard: now,
            may_ask: now,
            asking: false,
            wanted: false,
            answered: false,
            proven: false,
        };
        let over = session.run(connection, receive, &self.options["user"], &mut self.input).await;
        Ok(over?.map(|over| (over, session.proven)))
    }
}

/// Of the files as they are now: the certificate may be another one than last time.
fn tls(options: &HashMap<String, String>) -> Outcome<ClientConfig> {
    let mut roots = RootCertStore::empty();
    for authority in CertificateDer::pem_file_iter(&options["ca"])? {
        roots.add(authority?)?;
    }
    let chain = CertificateDer::pem_file_iter(&options["cert"])?.collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_file(&options["key"])?;
    let mut tls = rustls::ClientConfig::builder().with_root_certificates(roots).with_client_auth_cert(chain, key)?;
    tls.alpn_protocols = vec![b"tauri".to_vec()];
    Ok(ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls)?)))
}

async fn connect(server: &str, config: ClientConfig) -> Result<(Endpoint, Connection), Over> {
    let (host, _) = server.rsplit_once(':').ok_or(Over::new("--server is host:port", Todo::Never))?;
    let address = lookup_host(server).await.map_err(Over::soon)?.next().ok_or(Over::soon("no address"))?;
    let any: SocketAddr = if address.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { (Ipv6Addr::UNSPECIFIED, 0).into() };
    let endpoint = Endpoint::client(any).map_err(Over::soon)?;
    let connecting = endpoint.connect_with(config, address, host).map_err(Over::soon)?;
    let connection = connecting.await.map_err(|error| what_to_do(&error))?;
    Ok((endpoint, connection))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let options: HashMap<String, String> =
        words.chunks_exact(2).map(|pair| (pair[0].trim_start_matches("--").into(), pair[1].clone())).collect();
    if let Some(missing) = ["server", "ca", "cert", "key", "user", "state"].iter().find(|name| !options.contains_key(**name)) {
        return Err(format!("--{missing} is missing").into());
    }
    let badges = Badges::load(&options["state"])?;
    Client { options, badges, input: BufReader::new(stdin()).lines() }.run().await?;
    exit(0) // the thread that reads the input would be waited for
}

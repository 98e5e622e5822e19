//! The least that holds Tauri sessions and pushes, on quinn and rustls and one thread.
//!
//! Arguments: what computes the cryptography (`ring` or `aws-lc`), directory of the keys, heartbeat in ms. Prints
//! `ready <port of QUIC> <port of the control>`, and ends when its standard input does.

use quinn::crypto::rustls::QuicServerConfig;
use quinn::{Endpoint, EndpointConfig, IdleTimeout, Incoming, RecvStream, SendStream, ServerConfig, TransportConfig};
use rustls::crypto::{CryptoProvider, SupportedKxGroup, aws_lc_rs, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::server::WebPkiClientVerifier;
use socket2::{Domain, Socket, Type};
use std::collections::HashMap;
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex as Lock};
use std::time::Duration;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::time::{Instant, interval_at};

const SUCCESS: &str = concat!(r#"{"type":"success","id":"1","data":{"revision":1234}}"#, "\n");
const PING: &str = concat!(r#"{"type":"ping","data":{"last_ping":12,"revision":1234}}"#, "\n");
const PUSH: &str =
    concat!(r#"{"type":"push_notification","data":{"sender_id":"2000000","amount":12,"revision":1234}}"#, "\n");
const FIRST_USER: u32 = 1_000_000;
const LINE_LIMIT: u32 = 16_384;
const ANY_PORT: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

type Outcome<T> = Result<T, Box<dyn Error>>;
type Sessions = Arc<Lock<HashMap<u32, Arc<Mutex<SendStream>>>>>;

fn provider(name: &str) -> Outcome<CryptoProvider> {
    let with = |provider, group: &'static dyn SupportedKxGroup| CryptoProvider { kx_groups: vec![group], ..provider };
    match name {
        "ring" => Ok(with(ring::default_provider(), ring::kx_group::X25519)),
        "aws-lc" => Ok(with(aws_lc_rs::default_provider(), aws_lc_rs::kx_group::X25519)),
        _ => Err(format!("ring or aws-lc, not {name}").into()),
    }
}

fn config(keys: &Path, provider: Arc<CryptoProvider>) -> Outcome<ServerConfig> {
    let mut authorities = rustls::RootCertStore::empty();
    authorities.add(CertificateDer::from_pem_file(keys.join("ca.pem"))?)?;
    let clients = WebPkiClientVerifier::builder_with_provider(authorities.into(), provider.clone()).build()?;
    let chain = CertificateDer::pem_file_iter(keys.join("server.pem"))?.collect::<Result<_, _>>()?;
    let mut tls = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(clients)
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(keys.join("server.key"))?)?;
    tls.alpn_protocols = vec![b"tauri".to_vec()];
    tls.send_tls13_tickets = 0;
    let mut transport = TransportConfig::default();
    transport
        .max_idle_timeout(Some(IdleTimeout::try_from(Duration::from_secs(60))?))
        .receive_window((1u32 << 16).into())
        .stream_receive_window(LINE_LIMIT.into())
        .max_concurrent_bidi_streams(4u32.into())
        .max_concurrent_uni_streams(0u32.into())
        .mtu_discovery_config(None);
    let mut config = ServerConfig::with_crypto(Arc::new(QuicServerConfig::try_from(tls)?));
    config.transport_config(Arc::new(transport));
    Ok(config)
}

fn listen(config: ServerConfig) -> Outcome<Endpoint> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None)?;
    socket.set_recv_buffer_size(1 << 20)?;
    socket.bind(&SocketAddr::from(ANY_PORT).into())?;
    let runtime = Arc::new(quinn::TokioRuntime);
    Ok(Endpoint::new(EndpointConfig::default(), Some(config), socket.into(), runtime)?)
}

async fn accept(quic: Endpoint, heartbeat: Duration, sessions: Sessions) {
    while let Some(incoming) = quic.accept().await {
        let sessions = sessions.clone();
        tokio::spawn(async move {
            // an error is how a connection ends
            let _ = hold(incoming, heartbeat, sessions).await;
        });
    }
}

async fn hold(incoming: Incoming, heartbeat: Duration, sessions: Sessions) -> Outcome<()> {
    let connection = incoming.await?;
    let (send, mut receive) = connection.accept_bi().await?;
    let client = identification(&mut receive).await?;
    let stream = Arc::new(Mutex::new(send));
    sessions.lock().unwrap().insert(client, stream.clone());
    let outcome = talk(&stream, receive, heartbeat).await;
    let mut sessions = sessions.lock().unwrap();
    if sessions.get(&client).is_some_and(|current| Arc::ptr_eq(current, &stream)) {
        sessions.remove(&client);
    }
    outcome
}

/// The client that identifies itself in the first line.
async fn identification(receive: &mut RecvStream) -> Outcome<u32> {
    let mut line = Vec::new();
    while !line.ends_with(b"\n") {
        let chunk = receive.read_chunk(LINE_LIMIT as usize, true).await?.ok_or("no identification")?;
        line.extend_from_slice(&chunk.bytes);
    }
    let line = String::from_utf8(line)?;
    let (_, from_user) = line.split_once("\"user_id\":\"").ok_or("no user")?;
    let (user, _) = from_user.split_once('"').ok_or("no user")?;
    Ok(user.parse::<u32>()? - FIRST_USER)
}

/// Sends pings, and passes over what the client says, until it says no more.
async fn talk(stream: &Mutex<SendStream>, mut receive: RecvStream, heartbeat: Duration) -> Outcome<()> {
    stream.lock().await.write_all(SUCCESS.as_bytes()).await?;
    let mut pings = interval_at(Instant::now() + heartbeat, heartbeat);
    loop {
        tokio::select! {
            pong = receive.read_chunk(LINE_LIMIT as usize, true) => if pong?.is_none() { return Ok(()) },
            _ = pings.tick() => stream.lock().await.write_all(PING.as_bytes()).await?,
        }
    }
}

/// Pushes to the clients whose numbers come over TCP.
async fn control(port: TcpListener, sessions: Sessions) -> Outcome<()> {
    loop {
        let (load, _) = port.accept().await?;
        let mut load = BufReader::new(load);
        while let Ok(client) = load.read_u32().await {
            let stream = sessions.lock().unwrap().get(&client).cloned();
            if let Some(stream) = stream {
                // one that has just ended gets none
                let _ = stream.lock().await.write_all(PUSH.as_bytes()).await;
            }
        }
    }
}

async fn end_of_input() -> Outcome<()> {
    tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [cryptography, keys, heartbeat] = arguments.as_slice() else {
        return Err("ring or aws-lc, directory of the keys, heartbeat in ms".into());
    };
    let heartbeat = Duration::from_millis(heartbeat.parse()?);
    let quic = listen(config(Path::new(keys), Arc::new(provider(cryptography)?))?)?;
    let loads = TcpListener::bind(ANY_PORT).await?;
    println!("ready {} {}", quic.local_addr()?.port(), loads.local_addr()?.port());
    let sessions = Sessions::default();
    tokio::select! {
        _ = accept(quic, heartbeat, sessions.clone()) => Ok(()),
        outcome = control(loads, sessions) => outcome,
        outcome = end_of_input() => outcome,
    }
}

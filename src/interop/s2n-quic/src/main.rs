//! A Tauri client on s2n-quic and s2n-tls that speaks the language of `../README.md`.

use s2n_quic::client::Connect;
use s2n_quic::connection::Handle;
use s2n_quic::provider::event::events::{ConnectionCloseFrameReceived, KeyExchangeGroup};
use s2n_quic::provider::event::{ConnectionInfo, ConnectionMeta, Subscriber};
use s2n_quic::provider::limits::Limits;
use s2n_quic::provider::tls::s2n_tls;
use s2n_quic::stream::SendStream;
use s2n_quic::{Client, Connection};
use ::s2n_tls::security::DEFAULT_PQ;
use std::collections::HashMap;
use std::error::Error;
use std::fs::read_to_string;
use std::process::exit;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader, stdin};

type Outcome<T> = Result<T, Box<dyn Error>>;
type Options = HashMap<String, String>;

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

fn tls(options: &Options) -> Outcome<s2n_tls::Client> {
    let mut builder = s2n_tls::Client::builder()
        .with_empty_trust_store()?
        .with_certificate(read_to_string(&options["ca"])?.as_str())?
        .with_application_protocols(protocols(options))?;
    match options.get("groups").map(String::as_str) {
        None => {}
        Some("X25519MLKEM768") => drop(builder.config_mut().set_security_policy(&DEFAULT_PQ)?),
        // The default policy: a share of X25519 only, and the curves after it.
        Some("X25519,P-384") => {}
        Some(other) => cannot(format!("s2n-tls takes its groups from a policy, and none has just {other}")),
    }
    if let Some(cert) = options.get("cert") {
        builder = builder
            .with_client_identity(read_to_string(cert)?.as_str(), read_to_string(&options["key"])?.as_str())
            .unwrap_or_else(|error| cannot(error));
    }
    Ok(builder.build()?)
}

/// Tells what the handshake agreed on, and how the server closed.
struct Observer;

impl Subscriber for Observer {
    type ConnectionContext = ();

    fn create_connection_context(&mut self, _: &ConnectionMeta, _: &ConnectionInfo) {}

    fn on_key_exchange_group(&mut self, _: &mut (), _: &ConnectionMeta, event: &KeyExchangeGroup) {
        println!("{{\"event\":\"group\",\"name\":{:?}}}", event.chosen_group_name);
    }

    fn on_connection_close_frame_received(&mut self, _: &mut (), _: &ConnectionMeta, event: &ConnectionCloseFrameReceived) {
        let kind = if event.frame.frame_type.is_some() { "transport" } else { "application" };
        let reason = String::from_utf8_lossy(event.frame.reason.unwrap_or_default());
        println!(
            "{{\"event\":\"closed\",\"kind\":\"{kind}\",\"code\":{},\"reason\":{reason:?}}}",
            event.frame.error_code
        );
    }
}

/// Prints what the server says, a line each.
async fn listen(receive: impl AsyncRead + Unpin, framing: String) {
    let mut receive = BufReader::new(receive);
    while let Some(message) = message(&mut receive, &framing).await {
        println!("{}", message.trim_end());
    }
}

async fn message(receive: &mut (impl AsyncBufRead + Unpin), framing: &str) -> Option<String> {
    let mut bytes = Vec::new();
    if framing == "lengths" {
        bytes.resize(receive.read_u32().await.ok()? as usize, 0);
        receive.read_exact(&mut bytes).await.ok()?;
    } else {
        receive.read_until(b'\n', &mut bytes).await.ok().filter(|length| *length > 0)?;
    }
    String::from_utf8(bytes).ok()
}

fn framed(framing: &str, line: &str) -> Vec<u8> {
    match framing {
        "" => format!("{line}\n").into(),
        "lengths" => [&(line.len() as u32).to_be_bytes(), line.as_bytes()].concat(),
        _ => line.into(),
    }
}

/// Does what standard input says: a message is sent, anything else is a command.
async fn obey(mut connection: Handle, mut send: SendStream, framing: String) -> Outcome<()> {
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("update-keys", _) => cannot("s2n-quic updates keys when it likes, not when told to"),
            ("migrate", _) => cannot("s2n-quic's client does not migrate by itself"),
            ("close", code) => connection.close(code.parse::<u32>()?.into()),
            _ if framing == "streams" => {
                let (receive, mut own) = connection.open_bidirectional_stream().await?.split();
                own.send(line.into()).await?;
                own.finish()?;
                tokio::spawn(listen(receive, framing.clone()));
            }
            _ => send.send(framed(&framing, &line).into()).await?,
        }
    }
    connection.close(0u32.into());
    Ok(())
}

async fn talk(mut connection: Connection, framing: String) -> Outcome<()> {
    println!("{{\"event\":\"connected\"}}");
    let (receive, send) = connection.open_bidirectional_stream().await?.split();
    let handle = connection.handle();
    let ended = async move { connection.accept().await.err() };
    let told = async move { tokio::join!(listen(receive, framing.clone()), obey(handle, send, framing)).1 };
    tokio::select! {
        error = ended => println!("{{\"event\":\"ended\",\"why\":{:?}}}", format!("{error:?}")),
        outcome = told => outcome?,
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let options = options();
    let mut limits = Limits::new();
    if let Some(window) = options.get("window") {
        limits = limits.with_bidirectional_local_data_window(window.parse()?)?;
    }
    let mut client = Client::builder()
        .with_tls(tls(&options)?)?
        .with_io("127.0.0.1:0")?
        .with_event(Observer)?
        .with_limits(limits)?
        .start()?;
    let server = Connect::new(options["server"].parse::<std::net::SocketAddr>()?).with_server_name(options["name"].as_str());
    match client.connect(server).await {
        Ok(connection) => talk(connection, options.get("framing").cloned().unwrap_or_default()).await?,
        Err(error) => println!("{{\"event\":\"ended\",\"why\":{:?}}}", error.to_string()),
    }
    let _ = tokio::time::timeout(std::time::Duration::from_secs(1), client.wait_idle()).await;
    exit(0)
}

//! A Tauri client on quinn and rustls that speaks the language of `../README.md`.

use quinn::crypto::rustls::QuicClientConfig;
use quinn::{ClientConfig, Connection, ConnectionError, Endpoint, TransportConfig, VarInt};
use rustls::crypto::{CryptoProvider, aws_lc_rs, ring};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use std::collections::HashMap;
use std::error::Error;
use std::net::UdpSocket;
use std::process::exit;
use std::sync::Arc;
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

/// rustls with the computations that `--tls` names, and the groups of `--groups` in that order.
fn provider(options: &Options) -> CryptoProvider {
    let mut provider = match options.get("tls").map(String::as_str) {
        Some("ring") => ring::default_provider(),
        _ => aws_lc_rs::default_provider(),
    };
    let Some(groups) = options.get("groups") else { return provider };
    let all = match options.get("tls").map(String::as_str) {
        Some("ring") => ring::ALL_KX_GROUPS,
        _ => aws_lc_rs::ALL_KX_GROUPS,
    };
    provider.kx_groups = groups.split(',').map(|name| group(all, name)).collect();
    provider
}

fn group(all: &[&'static dyn rustls::crypto::SupportedKxGroup], name: &str) -> &'static dyn rustls::crypto::SupportedKxGroup {
    let rustls_name = match name {
        "P-256" => "secp256r1",
        "P-384" => "secp384r1",
        "P-521" => "secp521r1",
        other => other,
    };
    let found = all.iter().find(|group| format!("{:?}", group.name()).eq_ignore_ascii_case(rustls_name));
    *found.unwrap_or_else(|| cannot(format!("rustls has no {name} in this provider")))
}

/// The protocol, after so many that nobody speaks that a long hello takes two packets.
fn protocols(options: &Options) -> Vec<Vec<u8>> {
    let nobodys = if options.contains_key("hello") { 6 } else { 0 };
    let mut protocols: Vec<Vec<u8>> = (0..nobodys).map(|number| vec![b'a' + number; 200]).collect();
    protocols.push(options["alpn"].as_bytes().to_vec());
    protocols
}

fn client_config(options: &Options) -> Outcome<ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&options["ca"])? {
        roots.add(certificate?)?;
    }
    let builder = rustls::ClientConfig::builder_with_provider(Arc::new(provider(options)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_root_certificates(roots);
    let mut tls = match options.get("cert") {
        None => builder.with_no_client_auth(),
        Some(cert) => {
            let chain = CertificateDer::pem_file_iter(cert)?.collect::<Result<Vec<_>, _>>()?;
            let key = PrivateKeyDer::from_pem_file(&options["key"])?;
            builder.with_client_auth_cert(chain, key).unwrap_or_else(|error| cannot(error))
        }
    };
    tls.alpn_protocols = protocols(options);
    let mut transport = TransportConfig::default();
    if let Some(window) = options.get("window") {
        transport.stream_receive_window(window.parse::<u32>()?.into());
    }
    let mut config = ClientConfig::new(Arc::new(QuicClientConfig::try_from(tls)?));
    config.transport_config(Arc::new(transport));
    Ok(config)
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
async fn obey(endpoint: Endpoint, connection: Connection, mut send: quinn::SendStream, framing: String) -> Outcome<()> {
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("update-keys", _) => {
                connection.force_key_update();
                println!("{{\"event\":\"updated\"}}");
            }
            ("migrate", address) => {
                endpoint.rebind(UdpSocket::bind((address, 0))?)?;
                println!("{{\"event\":\"migrated\"}}");
            }
            ("close", code) => connection.close(VarInt::from_u64(code.parse()?)?, b""),
            _ if framing == "streams" => {
                let (mut own, receive) = connection.open_bi().await?;
                own.write_all(line.as_bytes()).await?;
                own.finish()?;
                tokio::spawn(listen(receive, framing.clone()));
            }
            _ => send.write_all(&framed(&framing, &line)).await?,
        }
    }
    connection.close(VarInt::from_u32(0), b"");
    Ok(())
}

/// How the connection ended: by which side, with what kind of error.
fn end(error: ConnectionError) -> String {
    match error {
        ConnectionError::ApplicationClosed(close) => closed("application", close.error_code.into(), &close.reason),
        ConnectionError::ConnectionClosed(close) => closed("transport", close.error_code.into(), &close.reason),
        other => format!("{{\"event\":\"ended\",\"why\":{:?}}}", other.to_string()),
    }
}

fn closed(kind: &str, code: u64, reason: &[u8]) -> String {
    let reason = String::from_utf8_lossy(reason);
    format!("{{\"event\":\"closed\",\"kind\":\"{kind}\",\"code\":{code},\"reason\":{reason:?}}}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let options = options();
    let mut endpoint = Endpoint::client("127.0.0.1:0".parse()?)?;
    endpoint.set_default_client_config(client_config(&options)?);
    let connection = match endpoint.connect(options["server"].parse()?, &options["name"])?.await {
        Ok(connection) => connection,
        Err(error) => {
            println!("{}", end(error));
            return Ok(());
        }
    };
    println!("{{\"event\":\"connected\"}}");
    let (endpoint_, connection_) = (endpoint.clone(), connection.clone());
    let framing = options.get("framing").cloned().unwrap_or_default();
    let talk = async move {
        let (send, receive) = connection_.open_bi().await?;
        tokio::join!(listen(receive, framing.clone()), obey(endpoint_, connection_, send, framing)).1
    };
    let error = tokio::select! {
        error = connection.closed() => error,
        _ = talk => connection.closed().await,
    };
    println!("{}", end(error));
    let _ = tokio::time::timeout(std::time::Duration::from_secs(1), endpoint.wait_idle()).await;
    exit(0)
}

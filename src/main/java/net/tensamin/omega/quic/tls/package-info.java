/**
 * Client authentication for Kwik's server, which has none: a TLS 1.3 server engine that demands, verifies and exposes
 * the client's certificate (SPEC §1; RFC 8446 §4.3–§4.4, RFC 9001), and the connection class around it. Fails closed:
 * before the client's Finished is verified there are no application keys, no certificates and no application. Never
 * selects a PSK, sends a ticket or accepts 0-RTT. Knows nothing of streams. Imports {@code pki}, {@code trust}.
 */
package net.tensamin.omega.quic.tls;

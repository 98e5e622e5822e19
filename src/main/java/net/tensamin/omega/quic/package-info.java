/**
 * Bytes and certificates: the QUIC server for Tauri clients (SPEC §1), framed into lines. The only component that knows
 * Kwik. Knows nothing of users or messages. Imports {@code pki}.
 */
package net.tensamin.omega.quic;

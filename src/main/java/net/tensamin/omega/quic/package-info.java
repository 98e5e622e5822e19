/**
 * Bytes and certificates: the QUIC server (SPEC §1), framed into lines, in five parts: {@code admission}, {@code turns}, {@code
 * streams}, {@code tls} and {@code server}, which puts them together. The only component that knows Kwik. Knows nothing of users
 * or messages. Imports {@code pki}, {@code trust}.
 */
package net.tensamin.omega.quic;

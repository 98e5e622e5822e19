/**
 * Whether the certificates that a client shows lead to an authority of this installation, and for how long (SPEC §1, §8): one
 * decision for QUIC and HTTPS, in handshakes and on each request. Does not know whom a certificate speaks for, nor what was
 * revoked. Imports nothing.
 */
package net.tensamin.omega.trust;

package net.tensamin.omega.quic.tls;

import java.net.InetSocketAddress;

/**
 * By which a client can tell that it has lost its connection (RFC 9000 §10.3.1). Two are equal if they are the same array for the same peer.
 *
 * @param peer where something was sent to the id that the token belongs to
 * @param token 16 bytes
 */
public record ResetToken(InetSocketAddress peer, byte[] token) {}

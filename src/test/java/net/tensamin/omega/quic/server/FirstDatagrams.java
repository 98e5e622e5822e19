package net.tensamin.omega.quic.server;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;

/** What a client begins with, a connection id of its own each time. */
public final class FirstDatagrams {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress("127.0.0.1", 9);

    private FirstDatagrams() {}

    /** A whole ClientHello; nobody will answer what the server makes of it. */
    public static byte[] hello(long seed) throws GeneralSecurityException {
        try (InitialClient client = new InitialClient(NOWHERE, seed)) {
            byte[] hello = HelloInPartsTest.hello(client, true);
            return client.datagram(hello, 0, hello.length);
        }
    }

    /** The first half of one, whose other half never comes. */
    public static byte[] half(long seed) throws GeneralSecurityException {
        try (InitialClient client = new InitialClient(NOWHERE, seed)) {
            byte[] hello = HelloInPartsTest.hello(client, true);
            return client.datagram(hello, 0, hello.length / 2);
        }
    }
}

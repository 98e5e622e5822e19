package tech.kwik.core.impl;

import java.util.List;
import java.util.function.Function;
import tech.kwik.agent15.NewSessionTicket;
import tech.kwik.agent15.TlsConstants;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.handshake.HandshakeMessage;
import tech.kwik.agent15.handshake.NewSessionTicketMessage;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicSessionTicket;
import tech.kwik.core.common.EncryptionLevel;
import tech.kwik.core.crypto.CryptoStream;

/** What a client made of Kwik needs to send handshake messages that Kwik would not. */
public final class ForgingClient {
    private ForgingClient() {}

    /** Has the client send, in place of each handshake message, what {@code forgery} makes of it. */
    public static void forge(QuicClientConnection client, Function<byte[], List<byte[]>> forgery) {
        QuicClientConnectionImpl connection = (QuicClientConnectionImpl) client;
        connection.getCryptoStream(EncryptionLevel.Handshake);
        connection.cryptoStreams.set(EncryptionLevel.Handshake.ordinal(), new ForgedStream(connection, forgery));
    }

    /** Sends bytes as CRYPTO frames. */
    public static void write(QuicClientConnection client, EncryptionLevel level, byte[] message) {
        ((QuicClientConnectionImpl) client).getCryptoStream(level).write(new Raw(message), true);
    }

    /** A ticket that no server ever gave. */
    public static QuicSessionTicket ticket() {
        NewSessionTicketMessage message =
                new NewSessionTicketMessage(86_400, 7, new byte[] {0}, new byte[16], 0xffffffffL);
        TransportParameters parameters = new TransportParameters();
        parameters.setInitialMaxData(100_000);
        parameters.setInitialMaxStreamDataBidiRemote(100_000);
        parameters.setInitialMaxStreamDataBidiLocal(100_000);
        parameters.setInitialMaxStreamsBidi(4);
        return new QuicSessionTicketImpl(
                new NewSessionTicket(new byte[32], message, CipherSuite.TLS_AES_128_GCM_SHA256), parameters);
    }

    private static final class ForgedStream extends CryptoStream {
        private final Function<byte[], List<byte[]>> forgery;

        private ForgedStream(QuicClientConnectionImpl connection, Function<byte[], List<byte[]>> forgery) {
            super(
                    connection.quicVersion,
                    EncryptionLevel.Handshake,
                    Role.Client,
                    connection.getTlsEngine(),
                    connection.log,
                    connection.getSender());
            this.forgery = forgery;
        }

        @Override
        public void write(HandshakeMessage message, boolean flush) {
            forgery.apply(message.getBytes()).forEach(bytes -> super.write(new Raw(bytes), flush));
        }
    }

    private static final class Raw extends HandshakeMessage {
        private final byte[] bytes;

        private Raw(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public TlsConstants.HandshakeType getType() {
            return TlsConstants.HandshakeType.message_hash;
        }

        @Override
        public byte[] getBytes() {
            return bytes;
        }
    }
}

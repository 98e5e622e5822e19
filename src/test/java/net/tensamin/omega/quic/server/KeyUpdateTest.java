package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.core.QuicStream;

/** A client that goes on with other keys (RFC 9001 §6), after a real handshake. */
@Timeout(30)
class KeyUpdateTest {
    private static final int UPDATES = 6;

    private final QuicFixture server = new QuicFixture();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void clientThatUpdatesItsKeysAgainAndAgainIsStillAnswered(CipherSuite suite) throws IOException {
        try (KwikClient client = KwikClient.with(suite, server.address(), server.clients.device(42))) {
            client.connection.connect();
            QuicStream stream = client.connection.createStream(true);
            OutputStream out = stream.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
            for (int update = 0; update <= UPDATES; update++) {
                String line = "generation " + update;
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                assertEquals(line, in.readLine());
                client.updateKeys();
            }
        }
        await().until(() -> server.acceptor.closed.size() == 1);
    }
}

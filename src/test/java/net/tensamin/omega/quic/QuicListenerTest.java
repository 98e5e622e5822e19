package net.tensamin.omega.quic;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuicListenerTest {
    private final QuicFixture server = new QuicFixture();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void linesGoBothWays() {
        try (QuicheClient client = server.connect(server.clients.device(42))) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("{\"type\":\"hello\"}");
            assertEquals("{\"type\":\"hello\"}", stream.awaitLine());
        }
        await().until(() -> server.acceptor.closed.size() == 1);
    }
}

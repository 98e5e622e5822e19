package net.tensamin.omega.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WebSocketHandshakeTest {
    @Test
    void exampleOfTheSpecificationIsAccepted() {
        assertEquals(
                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                WebSocketHandshake.acceptance("dGhlIHNhbXBsZSBub25jZQ==")); // RFC 6455 §1.3
    }
}

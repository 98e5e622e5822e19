package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.ssl.SSLConnectionContext;
import org.junit.jupiter.api.Test;

/** With the Grizzly that Omega is compiled with. */
class WrittenBufferTest {
    private final TCPNIOTransport transport =
            TCPNIOTransportBuilder.newInstance().build();

    @Test
    void isNotKeptOnceItIsReleased() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            TCPNIOConnection connection = new TCPNIOConnection(transport, channel);
            SSLConnectionContext tls = new SSLConnectionContext(connection);
            tls.attach();
            Field kept = SSLConnectionContext.class.getDeclaredField("lastOutputBuffer");
            kept.setAccessible(true);
            kept.set(tls, Buffers.wrap(transport.getMemoryManager(), new byte[25_000]));
            assertNotNull(kept.get(tls));

            WrittenBuffer.release(connection);

            assertNull(kept.get(tls));
        }
    }

    @Test
    void aConnectionWithoutTlsHasNone() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            TCPNIOConnection connection = new TCPNIOConnection(transport, channel);

            assertDoesNotThrow(() -> WrittenBuffer.release(connection));
        }
    }
}

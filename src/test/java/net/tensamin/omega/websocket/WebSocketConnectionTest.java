package net.tensamin.omega.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where a thread waits for what comes, as on Open Liberty; where the container calls, servers are the test. */
@Timeout(20)
class WebSocketConnectionTest {
    private static final int LONGEST = 1000;
    private static final WebSocketConnection.Bound BOUND =
            new WebSocketConnection.Bound(LONGEST, 1008, "reads too slowly");
    private static final byte[] END = new byte[0];
    private static final byte[] FAILURE = new byte[0];

    private final BlockingQueue<byte[]> coming = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Container container = new Container();
    private final WebSocketConnection connection;

    WebSocketConnectionTest() throws IOException {
        connection = WebSocketConnection.of(container, Optional.of(Thread::new), BOUND);
        connection.listen(new Recording());
    }

    @Test
    void messagesInAnyPiecesAreReadInOrder() throws Exception {
        byte[] frames = frames("one", "two");
        coming.add(Arrays.copyOf(frames, 3));
        coming.add(Arrays.copyOfRange(frames, 3, frames.length));

        saw("text one");
        saw("text two");
    }

    @Test
    void endOfTheStreamEndsTheConnection() throws Exception {
        coming.add(END);

        sawTheEnd();
    }

    @Test
    void failureOfTheStreamEndsTheConnection() throws Exception {
        coming.add(FAILURE);

        sawTheEnd();
    }

    @Test
    void faultIsToldAndTheGoodbyeAfterItAwaited() throws Exception {
        coming.add(frames("x".repeat(LONGEST + 1)));
        saw("failed TOO_BIG");
        coming.add(frames("not read any more"));
        coming.add(END);

        sawTheEnd();
    }

    @Test
    void endDoesNotWaitForWhoeverWaitsForTheClient() throws Exception {
        connection.end();
        coming.add(END);

        sawTheEnd();
    }

    @Test
    void withoutAThreadTheContainerIsAskedToCall() throws IOException {
        WebSocketConnection other = WebSocketConnection.of(container, Optional.empty(), BOUND);

        assertThrows(UnsupportedOperationException.class, () -> other.listen(new Recording()));
    }

    private void saw(String what) throws InterruptedException {
        assertEquals(what, seen.poll(10, TimeUnit.SECONDS));
    }

    /** The application is told by one thread, and the container by another. */
    private void sawTheEnd() throws InterruptedException {
        Set<String> end = new TreeSet<>();
        end.add(seen.poll(10, TimeUnit.SECONDS));
        end.add(seen.poll(10, TimeUnit.SECONDS));
        assertEquals(Set.of("closed", "ended"), end);
    }

    private static byte[] frames(String... texts) {
        ByteBuffer frames = ByteBuffer.allocate(2 * LONGEST);
        for (String text : texts) {
            byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
            frames.put((byte) 0x81);
            if (payload.length < 126) {
                frames.put((byte) (0x80 | payload.length));
            } else {
                frames.put((byte) (0x80 | 126)).putShort((short) payload.length);
            }
            frames.putInt(0).put(payload);
        }
        return Arrays.copyOf(frames.array(), frames.position());
    }

    private final class Recording implements WebSocketConnection.Listener {
        @Override
        public int longestMessage() {
            return LONGEST;
        }

        @Override
        public void framed() {
            seen.add("framed");
        }

        @Override
        public void text(String message) {
            seen.add("text " + message);
        }

        @Override
        public void binary() {
            seen.add("binary");
        }

        @Override
        public void failed(Fault fault) {
            seen.add("failed " + fault);
        }

        @Override
        public void ended() {
            seen.add("ended");
        }
    }

    /** Like Open Liberty's: it cannot be closed while somebody waits for bytes. */
    private final class Container extends ServletInputStream implements WebConnection {
        @Override
        public ServletInputStream getInputStream() {
            return this;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                byte[] next = coming.take();
                if (next == FAILURE) {
                    throw new IOException("on purpose");
                }
                System.arraycopy(next, 0, bytes, offset, next.length);
                return next == END ? -1 : next.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public synchronized void close() {
            seen.add("closed");
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isFinished() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isReady() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("calls");
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public boolean isReady() {
                    return false;
                }

                @Override
                public void setWriteListener(WriteListener listener) {}

                @Override
                public void write(int unused) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}

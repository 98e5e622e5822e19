package net.tensamin.omega.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.Test;

class OutgoingFramesTest {
    private static final int BOUND = 200;
    private static final int EACH = 64; // what a frame costs beside its bytes

    private final List<String> seen = new ArrayList<>();
    private final Container out = new Container();
    private final OutgoingFrames outbox = new OutgoingFrames(out, BOUND, bytes("reads too slowly"), new Client());

    @Test
    void whatIsSentIsWrittenAndFlushed() {
        send("a");
        send("b");

        assertEquals(List.of("a", "flush", "b", "flush"), seen);
    }

    @Test
    void whatTheContainerDoesNotTakeWaitsAndGoesTogether() {
        out.takes = 1;
        send("a");
        send("b");
        send("c");
        assertEquals(List.of("a"), seen);

        out.takes = 3;
        outbox.onWritePossible();

        assertEquals(List.of("a", "bc", "flush", "takes more"), seen);
    }

    @Test
    void theGoodbyeComesAfterWhatWasSentAndNothingAfterIt() {
        out.takes = 1;
        send("a");
        send("b");
        assertTrue(outbox.close(bytes("goodbye"), () -> seen.add("parted")));
        send("c");
        assertFalse(outbox.close(bytes("again"), () -> seen.add("parted twice")));
        assertEquals(List.of("a"), seen);

        out.takes = Integer.MAX_VALUE;
        outbox.onWritePossible();
        outbox.onWritePossible();

        assertEquals(List.of("a", "bgoodbye", "flush", "parted", "takes more", "takes more"), seen);
    }

    @Test
    void aClientThatDoesNotReadIsToldGoodbyeAndWhatWaitsIsDropped() {
        out.takes = 1;
        for (int i = 0; i < BOUND / EACH + 1; i++) {
            send("x");
        }
        assertFalse(outbox.saidGoodbye());
        send("x");
        send("x");
        assertTrue(outbox.saidGoodbye());

        out.takes = Integer.MAX_VALUE;
        outbox.onWritePossible();

        assertEquals(List.of("x", "reads too slowly", "flush", "takes more"), seen);
    }

    @Test
    void whatHasLeftDoesNotCount() {
        for (int i = 0; i < 3 * BOUND; i++) {
            send("x");
        }

        assertFalse(outbox.saidGoodbye());
        assertEquals(6 * BOUND, seen.size());
    }

    @Test
    void nothingLeavesAfterTheEnd() {
        out.takes = 1;
        send("a");
        send("b");

        outbox.end();
        out.takes = Integer.MAX_VALUE;
        send("c");
        outbox.onWritePossible();

        assertEquals(List.of("a"), seen);
    }

    @Test
    void aFailureIsTold() {
        out.broken = true;
        send("a");

        assertEquals(List.of("failed"), seen);
    }

    @Test
    void whatManyThreadsSendKeepsEachOnesOrder() {
        OutgoingFrames shared = new OutgoingFrames(out, Integer.MAX_VALUE, bytes(""), new Client());
        CompletableFuture.allOf(IntStream.range(0, 4)
                        .mapToObj(sender -> OwnThread.run(() -> IntStream.range(0, 2_000)
                                .forEach(i -> shared.send(bytes(String.format("%d%04d ", sender, i))))))
                        .toArray(CompletableFuture[]::new))
                .join();

        List<String> all =
                Stream.of(String.join("", seen).replace("flush", "").split(" ")).toList();
        assertEquals(8_000, all.size());
        for (int sender = 0; sender < 4; sender++) {
            String prefix = Integer.toString(sender);
            List<String> own =
                    all.stream().filter(each -> each.startsWith(prefix)).toList();
            assertEquals(own.stream().sorted().toList(), own);
        }
    }

    @Test
    void onlyTheNewestPongLeaves() {
        outbox.pong(bytes("1"));
        outbox.pong(bytes("2"));
        outbox.sendPong();
        outbox.sendPong();
        out.takes = 0;
        outbox.pong(bytes("3"));
        outbox.sendPong();
        outbox.pong(bytes("4"));
        outbox.sendPong();
        out.takes = Integer.MAX_VALUE;
        outbox.onWritePossible();

        assertEquals(List.of("2", "flush", "4", "flush", "takes more"), seen);
    }

    @Test
    void aClientIsHeldUpUntilItTakesWhatWaits() {
        out.takes = 1;
        send("a");
        assertTrue(outbox.isHeldUp());
        outbox.onWritePossible();
        assertEquals(List.of("a"), seen);

        out.takes = 1;
        outbox.onWritePossible();

        assertFalse(outbox.isHeldUp());
        assertEquals(List.of("a", "flush", "takes more"), seen);
    }

    private void send(String text) {
        outbox.send(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private final class Client implements OutgoingFrames.Client {
        @Override
        public void failed() {
            seen.add("failed");
        }

        @Override
        public void takesMore() {
            seen.add("takes more");
        }
    }

    /** Takes so many calls, each asked for before. */
    private final class Container extends ServletOutputStream {
        private int takes = Integer.MAX_VALUE;
        private boolean broken;

        @Override
        public boolean isReady() {
            return takes > 0;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            takes--;
            if (broken) {
                throw new IOException("on purpose");
            }
            seen.add(new String(bytes, US_ASCII));
        }

        @Override
        public void flush() {
            takes--;
            seen.add("flush");
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int value) {
            throw new UnsupportedOperationException();
        }
    }
}

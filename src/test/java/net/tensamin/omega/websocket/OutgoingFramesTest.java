package net.tensamin.omega.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingFramesTest {
    private final List<String> seen = new ArrayList<>();
    private final Container out = new Container();
    private final OutgoingFrames frames = new OutgoingFrames(out, () -> seen.add("failed"));

    @Test
    void whatIsWrittenIsFlushedAndHasLeft() {
        write("a");
        write("b");

        assertEquals(List.of("a", "flush", "a left", "b", "flush", "b left"), seen);
    }

    @Test
    void whatTheContainerDoesNotTakeWaitsUntilItDoes() {
        out.takes = 1;
        write("a");
        write("b");
        assertEquals(List.of("a"), seen);

        out.takes = 3;
        frames.onWritePossible();

        assertEquals(List.of("a", "b", "flush", "a left", "b left"), seen);
    }

    @Test
    void whatCannotLeaveAnyMoreIsToldToo() {
        out.takes = 1;
        write("a");
        write("b");

        frames.end();
        write("c");

        assertEquals(List.of("a", "a left", "b left", "c left"), seen);
    }

    @Test
    void failureEndsTheConnection() {
        out.broken = true;
        write("a");
        assertEquals(List.of("failed"), seen);

        frames.end();

        assertEquals(List.of("failed", "a left"), seen);
    }

    private void write(String text) {
        frames.write(text.getBytes(US_ASCII), () -> seen.add(text + " left"));
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

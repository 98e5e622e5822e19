package net.tensamin.omega.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the container calls when something has come. */
class IncomingBytesTest {
    private static final byte[] HELLO = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};
    private static final byte[] UNMASKED = {(byte) 0x81, 0x02, 'h', 'i'};

    private final List<String> seen = new ArrayList<>();
    private final Stream in = new Stream();
    private final Owner owner = new Owner();
    private final IncomingBytes incoming = new IncomingBytes(in, new FrameReader(() -> 100, owner), owner);

    @Test
    void theContainerIsAskedToCall() {
        incoming.listen();
        assertSame(incoming, in.listener);
        assertEquals(List.of(), seen);
    }

    @Test
    void eachCallReadsAllThatHasCome() throws IOException {
        in.come(HELLO, HELLO);
        incoming.onDataAvailable();
        in.come(HELLO);
        incoming.onDataAvailable();
        assertEquals(List.of("hi", "hi", "hi"), seen);
    }

    @Test
    void endOfTheStreamEndsTheConnectionAndNothingIsReadAfterIt() throws IOException {
        in.come(HELLO, new byte[0], HELLO);
        incoming.onDataAvailable();
        assertEquals(List.of("hi", "end"), seen);
    }

    @Test
    void connectionThatEndedMeanwhileIsNotRead() throws IOException {
        owner.ended = true;
        in.come(HELLO);
        incoming.onDataAvailable();
        assertEquals(1, in.chunks.size());
    }

    @Test
    void clientThatDoesNotReadIsNotReadFromUntilItDoes() throws IOException {
        owner.heldUp = true;
        in.come(HELLO, HELLO);
        incoming.onDataAvailable();
        incoming.resume();
        assertEquals(List.of(), seen);

        owner.heldUp = false;
        incoming.resume();
        assertEquals(List.of("hi", "hi"), seen);
        in.come(HELLO);
        incoming.resume();
        assertEquals(List.of("hi", "hi"), seen, "the container says when more has come");
    }

    @Test
    void pongsAreDueOnceAllIsHandledThatCameTogether() throws IOException {
        in.come(new byte[] {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0, (byte) 0x89, (byte) 0x80, 0, 0, 0, 0});
        incoming.onDataAvailable();
        assertEquals(List.of("ping", "ping"), seen);
        assertEquals(1, owner.settled);
    }

    @Test
    void faultIsToldOnceAndWhatComesAfterItForgotten() throws IOException {
        in.come(UNMASKED, HELLO, UNMASKED);
        incoming.onDataAvailable();
        assertEquals(List.of("failed PROTOCOL"), seen);
        assertEquals(0, in.chunks.size(), "it is read");
    }

    @Test
    void whoeverSendsOnForLongAfterAFaultIsCut() throws IOException {
        in.come(UNMASKED);
        for (int i = 0; i < 5; i++) {
            in.come(new byte[16_384]);
        }
        in.come(HELLO);
        incoming.onDataAvailable();
        assertEquals(List.of("failed PROTOCOL", "end"), seen);
        assertEquals(1, in.chunks.size());
    }

    @Test
    void failureOfTheContainersEndsTheConnection() {
        incoming.onError(new IOException("on purpose"));
        assertEquals(List.of("end"), seen);
    }

    private final class Owner implements IncomingBytes.Connection, FrameReader.Sink {
        private boolean ended;
        private boolean heldUp;
        private int settled;

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public boolean isHeldUp() {
            return heldUp;
        }

        @Override
        public void settled() {
            settled++;
        }

        @Override
        public void failed(Fault fault) {
            seen.add("failed " + fault);
        }

        @Override
        public void end() {
            ended = true;
            seen.add("end");
        }

        @Override
        public void text(String message) {
            seen.add(message);
        }

        @Override
        public void binary() {
            seen.add("binary");
        }

        @Override
        public void ping(byte[] payload) {
            seen.add("ping");
        }

        @Override
        public void filler() {
            seen.add("filler");
        }

        @Override
        public void close() {
            seen.add("close");
        }
    }

    /** Gives a chunk a read; an empty one is its end. */
    private static final class Stream extends ServletInputStream {
        private final Deque<byte[]> chunks = new ArrayDeque<>();
        private ReadListener listener;

        void come(byte[]... more) {
            chunks.addAll(List.of(more));
        }

        @Override
        public boolean isReady() {
            return !chunks.isEmpty();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            byte[] chunk = chunks.remove();
            System.arraycopy(chunk, 0, bytes, offset, chunk.length);
            return chunk.length == 0 ? -1 : chunk.length;
        }

        @Override
        public void setReadListener(ReadListener to) {
            listener = to;
        }

        @Override
        public boolean isFinished() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }
    }
}

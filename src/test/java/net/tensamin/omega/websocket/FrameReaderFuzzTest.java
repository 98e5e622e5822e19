package net.tensamin.omega.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whatever bytes come, in whatever pieces: the same messages, or the same fault. */
class FrameReaderFuzzTest {
    private static final int LONGEST = 300;

    @FuzzTest
    void whatIsReadDoesNotDependOnThePieces(byte[] input) {
        int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x1f);
        byte[] frames = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        assertEquals(read(frames, Math.max(1, frames.length)), read(frames, piece));
    }

    private static List<String> read(byte[] frames, int size) {
        Recorded recorded = new Recorded();
        FrameReader reader = new FrameReader(() -> LONGEST, recorded);
        for (int at = 0; at < frames.length; at += size) {
            try {
                reader.read(ByteBuffer.wrap(Arrays.copyOfRange(frames, at, Math.min(frames.length, at + size))));
            } catch (ProtocolViolation violation) {
                recorded.events.add("fault " + violation.fault());
                return recorded.events;
            }
        }
        return recorded.events;
    }

    private static final class Recorded implements FrameReader.Sink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void text(String message) {
            byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
            assertEquals(message, new String(utf8, StandardCharsets.UTF_8));
            assertTrue(utf8.length <= LONGEST);
            events.add("text " + message);
        }

        @Override
        public void binary() {
            events.add("binary");
        }

        @Override
        public void ping(byte[] payload) {
            assertTrue(payload.length <= 125); // RFC 6455 §5.5
            events.add("ping " + Arrays.toString(payload));
        }

        @Override
        public void filler() {
            events.add("filler");
        }

        @Override
        public void close() {
            events.add("close");
        }
    }
}

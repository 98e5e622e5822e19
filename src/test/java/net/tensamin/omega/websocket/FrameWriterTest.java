package net.tensamin.omega.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameWriterTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void exampleOfTheSpecificationIsWritten() {
        assertEquals("810548656c6c6f", HEX.formatHex(FrameWriter.texts(List.of("Hello")))); // RFC 6455 §5.7
    }

    @Test
    void messagesAreAFrameEach() {
        assertEquals("81016181008102c3a4", HEX.formatHex(FrameWriter.texts(List.of("a", "", "ä"))));
    }

    @ParameterizedTest
    @CsvSource({"125, 817d", "126, 817e007e", "65535, 817effff", "65536, 817f0000000000010000"})
    void lengthIsWrittenInItsShortestForm(int length, String head) {
        byte[] frame = FrameWriter.texts(List.of("x".repeat(length)));

        assertEquals(head + "78", HEX.formatHex(frame, 0, head.length() / 2 + 1));
        assertEquals(head.length() / 2 + length, frame.length);
    }

    @Test
    void closeTellsCodeAndReason() {
        assertEquals("880403e96279", HEX.formatHex(FrameWriter.close(1001, "by")));
        assertEquals("8a0170", HEX.formatHex(FrameWriter.pong(new byte[] {'p'})));
    }
}

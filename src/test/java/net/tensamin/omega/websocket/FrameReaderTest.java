package net.tensamin.omega.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int LONGEST = 100_000;

    private final List<String> read = new ArrayList<>();
    private final FrameReader reader = new FrameReader(() -> LONGEST, new Recorder());

    @Test
    void exampleOfTheSpecificationIsRead() {
        reader.read(ByteBuffer.wrap(HexFormat.of().parseHex("818537fa213d7f9f4d5158"))); // RFC 6455 §5.7

        assertEquals(List.of("Hello"), read);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, LONGEST})
    void textOfAnyLengthIsRead(int length) {
        String text = "x".repeat(length);

        reader.read(ByteBuffer.wrap(frame(0x81, text.getBytes(UTF_8))));

        assertEquals(List.of(text), read);
    }

    @Test
    void framesAreReadInWhateverPiecesTheyCome() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.writeBytes(frame(0x81, ("ä" + "y".repeat(i)).getBytes(UTF_8)));
            expected.add("ä" + "y".repeat(i));
        }
        byte[] bytes = sent.toByteArray();
        Random random = new Random(7);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + random.nextInt(40));
            reader.read(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }

        assertEquals(expected, read);
    }

    @Test
    void fragmentsAreOneMessageAndControlFramesMayComeBetween() {
        byte[] euro = "€".getBytes(UTF_8);
        reader.read(ByteBuffer.wrap(frame(0x01, Arrays.copyOfRange(euro, 0, 1))));
        reader.read(ByteBuffer.wrap(frame(0x89, "p".getBytes(UTF_8))));
        reader.read(ByteBuffer.wrap(frame(0x00, Arrays.copyOfRange(euro, 1, 2))));
        reader.read(ByteBuffer.wrap(frame(0x8a, new byte[0])));
        reader.read(ByteBuffer.wrap(frame(0x80, Arrays.copyOfRange(euro, 2, 3))));
        reader.read(ByteBuffer.wrap(frame(0x81, "next".getBytes(UTF_8))));

        assertEquals(List.of("filler", "ping p", "filler", "filler", "€", "next"), read);
    }

    @Test
    void framesThatSayNothingAreToldEach() {
        reader.read(ByteBuffer.wrap(frame(0x8a, new byte[125])));
        reader.read(ByteBuffer.wrap(frame(0x01, new byte[0])));
        reader.read(ByteBuffer.wrap(frame(0x00, new byte[0])));
        reader.read(ByteBuffer.wrap(frame(0x80, new byte[0])));

        assertEquals(List.of("filler", "filler", "filler", ""), read);
    }

    @Test
    void binaryMessagesAndClosesAreTold() {
        reader.read(ByteBuffer.wrap(frame(0x82, new byte[] {1, 2})));
        reader.read(ByteBuffer.wrap(frame(0x88, new byte[] {3, -24})));

        assertEquals(List.of("binary", "close"), read);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999})
    void codesThatMayBeSentClose(int code) {
        reader.read(ByteBuffer.wrap(frame(0x88, goodbye(code, "bye"))));

        assertEquals(List.of("close"), read);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void codesThatMustNotBeSentAreFaults(int code) { // RFC 6455 §7.4
        byte[] bytes = frame(0x88, goodbye(code, ""));

        assertEquals(
                Fault.PROTOCOL,
                assertThrows(ProtocolViolation.class, () -> reader.read(ByteBuffer.wrap(bytes)))
                        .fault());
        assertEquals(List.of(), read);
    }

    private static byte[] goodbye(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return ByteBuffer.allocate(Short.BYTES + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }

    /** Each as the first bytes of a connection, masked with 0 where there is a mask. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no mask, 810161, PROTOCOL",
        "reserved bit, c18000000000, PROTOCOL",
        "unknown data frame, 838000000000, PROTOCOL",
        "unknown control frame, 8b8000000000, PROTOCOL",
        "continuation of nothing, 808000000000, PROTOCOL",
        "message within a message, 018000000000018000000000, PROTOCOL",
        "fragmented ping, 098000000000, PROTOCOL",
        "long ping, 89fe007e00000000, PROTOCOL",
        "half of a close code, 88810000000003, PROTOCOL",
        "16 bits for a length of 7, 81fe007d00000000, PROTOCOL",
        "64 bits for a length of 7, 81ff000000000000000100000000, PROTOCOL",
        "64 bits for a length of 16, 81ff000000000000ffff00000000, PROTOCOL",
        "a reason that is not UTF-8, 88830000000003e880, NOT_UTF_8",
        "no UTF-8, 81810000000080, NOT_UTF_8",
        "half a surrogate pair, 81830000000000eda080, NOT_UTF_8",
        "UTF-8 that ends early, 818200000000e282, NOT_UTF_8",
        "longest length, 81ff7fffffffffffffff00000000, TOO_BIG",
        "negative length, 81ffffffffffffffffff00000000, PROTOCOL"
    })
    void violationsAreFaults(String what, String hex, Fault fault) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        ProtocolViolation violation = assertThrows(ProtocolViolation.class, () -> reader.read(ByteBuffer.wrap(bytes)));

        assertEquals(fault, violation.fault());
        assertEquals(
                List.of(),
                read.stream()
                        .filter(message -> !message.isEmpty() && !message.equals("filler"))
                        .toList());
    }

    @Test
    void messageOverTheLimitIsRefusedBeforeItIsRead() {
        reader.read(ByteBuffer.wrap(frame(0x01, new byte[LONGEST])));
        byte[] head = Arrays.copyOf(frame(0x80, new byte[1]), 6);

        assertEquals(
                Fault.TOO_BIG,
                assertThrows(ProtocolViolation.class, () -> reader.read(ByteBuffer.wrap(head)))
                        .fault());
    }

    @Test
    void anyBytesGiveMessagesOrAFault() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) 0x81;
                bytes[1] |= (byte) 0x80;
            }
            FrameReader fresh = new FrameReader(() -> LONGEST, new Recorder());
            try {
                fresh.read(ByteBuffer.wrap(bytes));
            } catch (ProtocolViolation expected) {
                // and nothing else
            }
        }
    }

    private static byte[] frame(int first, byte[] payload) {
        byte[] mask = {0x12, (byte) 0xfe, 0x00, 0x7f};
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) 0xfe).putShort((short) payload.length);
        } else {
            frame.put((byte) 0xff).putLong(payload.length);
        }
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i % 4]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private final class Recorder implements FrameReader.Sink {
        @Override
        public void text(String message) {
            read.add(message);
        }

        @Override
        public void binary() {
            read.add("binary");
        }

        @Override
        public void ping(byte[] payload) {
            read.add("ping " + new String(payload, UTF_8));
        }

        @Override
        public void filler() {
            read.add("filler");
        }

        @Override
        public void close() {
            read.add("close");
        }
    }
}

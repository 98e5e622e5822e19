package net.tensamin.omega.quic.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSplitterTest {
    private static final int LIMIT = 20;
    private final List<String> messages = new ArrayList<>();
    private final List<Framing> told = new ArrayList<>();
    private final MessageSplitter splitter = splitter(LIMIT);

    private MessageSplitter splitter(int limit) {
        return new MessageSplitter(
                limit,
                told::add,
                message -> messages.add(new String(message, StandardCharsets.ISO_8859_1).replace('"', '\'')));
    }

    @Test
    void anObjectIsAMessageWhenItEnds() {
        add("{'a':1}");
        assertEquals(List.of("{'a':1}"), messages);
        add("{}{'b':[{}]}\n \t\r\n{'c':2}\n");
        assertEquals(List.of("{'a':1}", "{}", "{'b':[{}]}", "{'c':2}"), messages);
        assertEquals(List.of(Framing.TEXT), told, "once");
    }

    @Test
    void braceInStringsEndsNothing() {
        add("{'a':'}{\\'}'}{'\\\\':1}");
        assertEquals(List.of("{'a':'}{\\'}'}", "{'\\\\':1}"), messages);
    }

    @Test
    void anObjectMayHaveLinesOfItsOwn() {
        add("{\n 'a' :\r\n 1\n}\n{}");
        assertEquals(List.of("{\n 'a' :\r\n 1\n}", "{}"), messages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[{}]",
                "'{}'",
                "}",
                "1",
                "\uFEFF{}",
                "{'a':1]",
                "{'a' 1}",
                "{'a':1,}{}",
                "{{}}",
                "{'a':1{}",
                "{a:1}"
            })
    void whatIsNoObjectIsOneMessageUpToTheEndOfItsLine(String line) {
        add("{}" + line + "\n{'b':2}");
        assertEquals(List.of("{}", utf8(line), "{'b':2}"), messages);
    }

    @Test
    void aLineFeedInAStringIsTheEndOfItsBrokenLine() {
        add("{'a':'b\n{}\n");
        assertEquals(List.of("{'a':'b", "{}"), messages);
    }

    @Test
    void anObjectThatStopsInTheMiddleCostsTheNextLineAndNoMore() {
        add("{'a':1\n{'b':2}\n{'c':3}\n");
        assertEquals(List.of("{'a':1\n{'b':2}", "{'c':3}"), messages);
    }

    @Test
    void whatHasNotEndedWhenTheStreamDoesIsNoMessage() {
        add("{}{'a':1");
        splitter.end();
        assertEquals(List.of("{}"), messages);
    }

    @Test
    void whatIsNoObjectMayEndWithTheStream() {
        add("{}hello");
        splitter.end();
        assertEquals(List.of("{}", "hello"), messages);
    }

    @Test
    void depthIsSixtyFourAtMost() {
        MessageSplitter wide = splitter(1_000);
        String deep = "{'a':" + "[".repeat(63) + "]".repeat(63) + "}";
        assertTrue(offer(wide, deep + "{'a':[" + "[".repeat(63) + "]".repeat(64) + "}\n"));
        assertEquals(deep, messages.get(0));
        assertTrue(offer(wide, "{}"));
        assertEquals(
                List.of("{}"), messages.subList(2, messages.size()), "the deeper one was one message, up to its LF");
    }

    @Test
    void theLongestFitsAndALongerOneIsRefusedBeforeItsEndHasCome() {
        String longest = "{'a':'" + "x".repeat(LIMIT - 8) + "'}";
        add(longest + longest + "\r\n" + "y".repeat(LIMIT) + "\n");
        assertEquals(List.of(longest, longest, "y".repeat(LIMIT)), messages);
        assertFalse(offer(splitter, "{'a':'" + "x".repeat(LIMIT - 5)));
        assertFalse(offer(splitter(LIMIT), "z".repeat(LIMIT + 1)));
        assertFalse(offer(splitter(LIMIT), "{}{" + " ".repeat(LIMIT)));
        assertTrue(offer(splitter(LIMIT), " ".repeat(10 * LIMIT)), "between messages");
    }

    @Test
    void aZeroByteMakesItLengths() {
        add("\0\0\0\2{}\0\0\0\0\0\0\0\10{\n'a':1");
        assertEquals(List.of("{}"), messages);
        add("}\0\0\0\5hello");
        assertEquals(List.of("{}", "{\n'a':1}", "hello"), messages);
        assertEquals(List.of(Framing.LENGTHS), told);
    }

    @Test
    void lengthsMayComeByteByByte() {
        for (String each : "\0\0\0\2{}\0\0\0\5hello".split("")) {
            add(each);
        }
        assertEquals(List.of("{}", "hello"), messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\25", "\0\1\0\0", "\0\0\0\1x\1\0\0\0", "\0\0\0\1x\u00ff\u00ff\u00ff\u00ff"})
    void aLengthPastTheLimitIsRefusedBeforeAnythingOfItHasCome(String bytes) {
        assertFalse(offer(splitter, bytes));
    }

    @Test
    void theLongestLengthFits() {
        add("\0\0\0\24" + "x".repeat(LIMIT));
        assertEquals(List.of("x".repeat(LIMIT)), messages);
    }

    @Test
    void aMessageThatIsShorterThanItsLengthIsNone() {
        add("\0\0\0\5hell");
        splitter.end();
        assertEquals(List.of(), messages);
    }

    /** Those that authors of clients are given. */
    @ParameterizedTest
    @MethodSource
    void vectorsAreCutAsTheySay(JsonObject vector) {
        byte[] bytes = vector.containsKey("hex")
                ? HexFormat.of().parseHex(vector.getString("hex"))
                : vector.getString("text").getBytes(StandardCharsets.UTF_8);
        List<String> found = new ArrayList<>();
        MessageSplitter whole = new MessageSplitter(
                16_384, framing -> {}, message -> found.add(new String(message, StandardCharsets.UTF_8)));
        boolean fits = whole.add(bytes, 0, bytes.length);
        whole.end();
        assertEquals(
                vector.getJsonArray("messages").getValuesAs(JsonString::getString), found, vector.getString("name"));
        assertEquals(!vector.containsKey("close"), fits);
        int broken = ReferenceSplitter.of(bytes, 16_384).broken().size();
        assertEquals(vector.getInt("errors", 0), broken);
    }

    static Stream<JsonObject> vectorsAreCutAsTheySay() throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("src/site/client-vectors.json")))) {
            return reader.readObject().getJsonArray("framing").stream().map(JsonValue::asJsonObject);
        }
    }

    private void add(String text) {
        assertTrue(offer(splitter, text));
    }

    private static boolean offer(MessageSplitter to, String text) {
        byte[] bytes = utf8(text.replace('\'', '"')).getBytes(StandardCharsets.ISO_8859_1);
        return to.add(bytes, 0, bytes.length);
    }

    private static String utf8(String text) {
        boolean latin = text.chars().allMatch(each -> each < 256);
        return latin ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}

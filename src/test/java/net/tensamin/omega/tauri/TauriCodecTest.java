package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauriCodecTest {
    private static final UserId SEVEN = new UserId(7);

    @ParameterizedTest
    @MethodSource
    void readsEachMessageOfAClient(String line, TauriMessage expected) {
        assertEquals(expected, read(line).message());
    }

    static Stream<Arguments> readsEachMessageOfAClient() {
        return Stream.of(
                arguments(
                        "{'type':'tauri_identification','data':{'user_id':'42'}}",
                        new TauriMessage.Identification(new UserId(42))),
                arguments(
                        "{'type':'tauri_identification','data':{'user_id':42}}",
                        new TauriMessage.Identification(new UserId(42))),
                arguments(
                        "{'data':{'user_id':'9223372036854775807'},'id':'a','type':'tauri_identification'}",
                        new TauriMessage.Identification(new UserId(Long.MAX_VALUE))),
                arguments("{'type':'pong','data':{'last_ping':12}}", new TauriMessage.Pong(12)),
                arguments("{'type':'pong','data':{'last_ping':-1}}", new TauriMessage.Pong(-1)),
                arguments("{'type':'ping','data':{'last_ping':12}}", new TauriMessage.Ping(12)),
                arguments(
                        "{'type':'read_notification','data':{'sender_id':'7'}}",
                        new TauriMessage.ReadNotification(SEVEN)),
                arguments(
                        "{'type':'read_notification','data':{'sender_id':7}}",
                        new TauriMessage.ReadNotification(SEVEN)),
                arguments("{'type':'get_notifications'}", new TauriMessage.GetNotifications()),
                arguments("{'type':'get_notifications','data':null,'id':null}", new TauriMessage.GetNotifications()));
    }

    @ParameterizedTest
    @MethodSource
    void writesEachMessageOfTheServer(String line, TauriMessage.FromServer message) {
        assertEquals(line.replace('\'', '"'), new String(TauriLine.of(message), UTF_8));
    }

    static Stream<Arguments> writesEachMessageOfTheServer() {
        List<Badge> pending = List.of(new Badge(SEVEN, 3, 9), new Badge(new UserId(Long.MAX_VALUE), 1, 8));
        return Stream.of(
                arguments("{'type':'success'}", new TauriMessage.Success()),
                arguments("{'type':'success','data':{'revision':9}}", new TauriMessage.Identified(9)),
                arguments(
                        "{'type':'ping','data':{'last_ping':-1,'revision':9,'next_ping':15000}}",
                        new TauriMessage.ProvingPing(-1, 9, 15_000)),
                arguments("{'type':'pong','data':{'last_ping':12}}", new TauriMessage.Pong(12)),
                arguments(
                        "{'type':'push_notification','data':{'sender_id':'7','amount':3,'revision':9}}",
                        new TauriMessage.PushNotification(new Badge(SEVEN, 3, 9))),
                arguments(
                        "{'type':'read_notification','data':{'sender_id':'7','amount':0,'revision':10}}",
                        new TauriMessage.ClearedNotification(new Badge(SEVEN, 0, 10))),
                arguments(
                        "{'type':'get_notifications','data':{'revision':12,'notifications':["
                                + "{'sender_id':'7','amount':3,'revision':9},"
                                + "{'sender_id':'9223372036854775807','amount':1,'revision':8}]}}",
                        new TauriMessage.Notifications(new PendingBadges(12, pending))),
                arguments(
                        "{'type':'get_notifications','data':{'revision':0,'notifications':[]}}",
                        new TauriMessage.Notifications(new PendingBadges(0, List.of()))),
                arguments("{'type':'error_protocol'}", new TauriMessage.Failure(TauriError.ERROR_PROTOCOL)),
                arguments("{'type':'error_invalid_data'}", new TauriMessage.Failure(TauriError.ERROR_INVALID_DATA)),
                arguments(
                        "{'type':'error_invalid_user_id'}", new TauriMessage.Failure(TauriError.ERROR_INVALID_USER_ID)),
                arguments(
                        "{'type':'error_not_authenticated'}",
                        new TauriMessage.Failure(TauriError.ERROR_NOT_AUTHENTICATED)),
                arguments("{'type':'error_internal'}", new TauriMessage.Failure(TauriError.ERROR_INTERNAL)));
    }

    @Test
    void aReplyCarriesTheIdOfWhatItAnswers() {
        String id =
                read("{'type':'get_notifications','id':'a \\\"b\\\" \\u00e4'}").id();

        assertEquals("a \"b\" ä", id);
        assertEquals(
                "{\"type\":\"success\",\"id\":\"a \\\"b\\\" ä\"}",
                new String(TauriLine.reply(id, new TauriMessage.Success()), UTF_8));
    }

    @Test
    void anIdIsMadeForALineWithoutOne() {
        String first = read("{'type':'get_notifications'}").id();
        String second = read("{'type':'get_notifications'}").id();

        assertFalse(first.isBlank());
        assertNotEquals(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "'tauri'",
                "42",
                "null",
                "true",
                "[]",
                "[{'type':'ping'}]",
                "{",
                "}",
                "{'type'",
                "{'type':",
                "{'type':'ping'",
                "{'type':'ping','data':{'last_ping':1}",
                "{'type':'ping','data':{'last_ping':1}}}",
                "{'type':'ping','data':{'last_ping':1}} {'type':'ping'}",
                "{'type':'ping','data':{'last_ping':1}} x",
                "{'type':'ping','data':{'last_ping':01}}",
                "{'type':'ping','data':{'last_ping':1,}}",
                "{type:'ping'}",
                "{'type':'ping\u0001'}",
                "\ufeff{'type':'get_notifications'}",
                "{}",
                "{'id':'a'}",
                "{'type':null}",
                "{'type':7}",
                "{'type':['ping']}",
                "{'type':''}",
                "{'type':'PING'}",
                "{'type':'unknown','data':{'user_id':'42'}}",
                "{'type':'success'}",
                "{'type':'push_notification','data':{'sender_id':'7'}}",
                "{'type':'ping','type':'ping','data':{'last_ping':1}}",
            })
    void whatIsNoMessageIsAProtocolError(String line) {
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_PROTOCOL, false),
                read(line).message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'ping'}",
                "{'type':'ping','data':{}}",
                "{'type':'ping','data':null}",
                "{'type':'ping','data':12}",
                "{'type':'ping','data':[12]}",
                "{'type':'ping','data':[{'last_ping':12}]}",
                "{'type':'ping','data':{'last_ping':'12'}}",
                "{'type':'ping','data':{'last_ping':null}}",
                "{'type':'ping','data':{'last_ping':1.5}}",
                "{'type':'ping','data':{'last_ping':1e3}}",
                "{'type':'ping','data':{'last_ping':9223372036854775808}}",
                "{'type':'ping','data':{'nested':{'last_ping':12}}}",
                "{'type':'ping','last_ping':12}",
                "{'type':'pong','data':{'last_ping':true}}",
                "{'type':'pong','data':{'last_ping':1,'last_ping':1}}",
                "{'type':'pong','data':{'last_ping':1},'data':{'last_ping':1}}",
                "{'type':'read_notification'}",
                "{'type':'read_notification','data':{'user_id':'7'}}",
                "{'type':'read_notification','data':{'sender_id':{}}}",
                "{'type':'read_notification','data':{'sender_id':'seven'}}",
                "{'type':'read_notification','data':{'sender_id':''}}",
                "{'type':'read_notification','data':{'sender_id':' 7'}}",
                "{'type':'read_notification','data':{'sender_id':'+7'}}",
                "{'type':'read_notification','data':{'sender_id':'\u0667'}}",
                "{'type':'read_notification','data':{'sender_id':7.5}}",
                "{'type':'read_notification','data':{'sender_id':'7'},'id':7}",
                "{'type':'read_notification','data':{'sender_id':'7'},'id':'a','id':'a'}",
                "{'type':'get_notifications','data':'all'}",
                "{'type':'get_notifications','id':'\\ud800'}",
            })
    void whatAMessageLacksIsInvalidData(String line) {
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_DATA, false),
                read(line).message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'0'",
                "0",
                "-1",
                "'-1'",
                "9223372036854775808",
                "'9223372036854775808'",
                "'99999999999999999999999999'"
            })
    void aNumberThatNoUserCanHaveIsAnInvalidUserId(String user) {
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_USER_ID, false),
                read("{'type':'read_notification','data':{'sender_id':" + user + "}}")
                        .message());
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_USER_ID, true),
                read("{'type':'tauri_identification','data':{'user_id':" + user + "}}")
                        .message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'data':{}", ",'data':{'user_id':'alice'}", ",'data':{'user_id':[42]}", ",'data':42"})
    void anAttemptToIdentifyIsKnownAsOneHoweverMalformed(String rest) {
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_DATA, true),
                read("{'type':'tauri_identification'" + rest + "}").message());
    }

    @Test
    void anErrorCarriesTheIdWhereverTheLineCanBeRead() {
        assertEquals("a", read("{'type':'unknown','id':'a'}").id());
        assertEquals("a", read("{'id':'a'}").id());
        assertEquals("a", read("{'type':'ping','id':'a','data':7}").id());
    }

    @Test
    void unknownMembersAreIgnoredWhateverTheyHold() {
        String line = "{'x':{'type':'pong','data':{'user_id':1},'y':[1,[2,{'z':null}]]},'x':1,'n':" + "9".repeat(5000)
                + ",'m':1e999999999,'type':'tauri_identification','data':{'more':[{'user_id':'7'}],'m':1E-999999999,"
                + "'user_id':'42'},'user_id':'7'}";

        assertEquals(new TauriMessage.Identification(new UserId(42)), read(line).message());
    }

    @Test
    void aHugeNumberIsNoUser() {
        String line = "{'type':'tauri_identification','data':{'user_id':" + "9".repeat(16_000) + "}}";

        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_USER_ID, true),
                read(line).message());
        assertEquals(
                new TauriMessage.Malformed(TauriError.ERROR_INVALID_DATA, true),
                read("{'type':'tauri_identification','data':{'user_id':1e999999999}}")
                        .message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{'a':"})
    void deepNestingIsAProtocolError(String level) {
        int levels = 16_000 / level.length();
        String open = "{'type':'get_notifications','x':" + level.repeat(levels);
        String closed = open + "1" + (level.equals("[") ? "]" : "}").repeat(levels) + "}";

        for (String line : List.of(open, closed)) {
            assertEquals(
                    new TauriMessage.Malformed(TauriError.ERROR_PROTOCOL, false),
                    read(line).message());
        }
    }

    @Test
    void invalidUtf8IsAProtocolError() {
        byte[] line = "{\"type\":\"get_notifications\",\"id\":\"?\"}".getBytes(UTF_8);
        for (int invalid : new int[] {0x80, 0xc0, 0xff, 0xed}) {
            byte[] bytes = line.clone();
            bytes[bytes.length - 3] = (byte) invalid;

            assertEquals(
                    new TauriMessage.Malformed(TauriError.ERROR_PROTOCOL, false),
                    TauriCodec.read(bytes).message(),
                    () -> Integer.toHexString(invalid));
        }
    }

    @Test
    void whateverBytesComeTheyAreARequest() {
        long seed = 2;
        Random random = new Random(seed);
        byte[][] samples = readsEachMessageOfAClient()
                .map(sample -> ((String) sample.get()[0]).replace('\'', '"').getBytes(UTF_8))
                .toArray(byte[][]::new);
        for (int round = 0; round < 20_000; round++) {
            byte[] line = mutate(samples[random.nextInt(samples.length)], random);

            TauriRequest request = TauriCodec.read(line);

            String context = "seed " + seed + ": " + new String(line, UTF_8);
            assertNotNull(request.message(), context);
            assertTrue(
                    new String(TauriLine.reply(request.id(), new TauriMessage.Success()), UTF_8).startsWith("{"),
                    context);
        }
    }

    private static byte[] mutate(byte[] sample, Random random) {
        byte[] line = Arrays.copyOf(sample, random.nextInt(4) == 0 ? random.nextInt(sample.length + 1) : sample.length);
        for (int changes = random.nextInt(4); changes > 0 && line.length > 0; changes--) {
            byte[] alphabet = "{}[]\",:\\u0129eE.-tn\n ".getBytes(UTF_8);
            int place = random.nextInt(line.length);
            line[place] = random.nextBoolean() ? alphabet[random.nextInt(alphabet.length)] : (byte) random.nextInt(256);
        }
        return line;
    }

    private static TauriRequest read(String line) {
        return TauriCodec.read(line.replace('\'', '"').getBytes(UTF_8));
    }
}

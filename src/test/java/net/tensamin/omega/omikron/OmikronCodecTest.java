package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of SPEC §5, as an Omikron may write them. */
class OmikronCodecTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final IotaId IOTA = new IotaId(1001);

    static Stream<Arguments> messages() {
        return Stream.of(
                message(
                        "'type':'identification','data':{'omikron':1}",
                        new OmikronMessage.Identification(new OmikronId(1))),
                message(
                        "'type':'challenge_response','data':{'challenge':'aB3'}",
                        new OmikronMessage.ChallengeResponse("aB3")),
                message("'type':'ping','data':{'last_ping':12}", new OmikronMessage.Ping()),
                message("'type':'ping'", new OmikronMessage.Ping()),
                message("'type':'pong','data':{'last_ping':12}", new OmikronMessage.Pong()),
                message("'type':'iota_connected','data':{'iota_id':1001}", new OmikronRequest.IotaConnected(IOTA)),
                message(
                        "'type':'iota_disconnected','data':{'iota_id':1001}",
                        new OmikronRequest.IotaDisconnected(IOTA)),
                message(
                        "'type':'user_connected','data':{'user_id':42}",
                        new OmikronRequest.UserConnected(ALICE, Optional.empty())),
                message(
                        "'type':'user_connected','data':{'user_id':42,'user_status':null}",
                        new OmikronRequest.UserConnected(ALICE, Optional.empty())),
                message("'type':'user_disconnected','data':{'user_id':42}", new OmikronRequest.UserDisconnected(ALICE)),
                message(
                        "'type':'sync_client_iota_status','data':{'iota_ids':[1001,'1002'],'user_ids':['42',7,7]}",
                        new OmikronRequest.Sync(Set.of(IOTA, new IotaId(1002)), Set.of(ALICE, BOB))),
                message(
                        "'type':'sync_client_iota_status','data':{'iota_ids':[],'user_ids':[]}",
                        new OmikronRequest.Sync(Set.of(), Set.of())),
                message(
                        "'type':'push_notification','data':{'sender_id':7,'receiver_id':42}",
                        new OmikronRequest.Notice(BOB, ALICE)),
                message(
                        "'type':'push_notification','receiver':42,'data':{'sender_id':7}",
                        new OmikronRequest.Notice(BOB, ALICE)),
                message(
                        "'type':'push_notification','receiver':9,'data':{'sender_id':7,'receiver_id':42}",
                        new OmikronRequest.Notice(BOB, ALICE)),
                message(
                        "'type':'read_notification','sender':42,'data':{'sender_id':7}",
                        new OmikronRequest.Read(ALICE, BOB)),
                message("'type':'get_notifications','sender':42", new OmikronRequest.GetNotifications(ALICE)),
                message(
                        "'type':'get_user_data','data':{'user_id':42}",
                        new OmikronRequest.GetUserData(new OmikronRequest.ById(ALICE))),
                message(
                        "'type':'get_user_data','data':{'username':'alice'}",
                        new OmikronRequest.GetUserData(new OmikronRequest.ByUsername("alice"))),
                message(
                        "'type':'get_iota_data','data':{'iota_id':1001}",
                        new OmikronRequest.GetIotaData(new OmikronRequest.ByIota(IOTA))),
                message(
                        "'type':'get_iota_data','data':{'user_id':42}",
                        new OmikronRequest.GetIotaData(new OmikronRequest.ById(ALICE))),
                message(
                        "'type':'get_iota_data','data':{'username':'alice'}",
                        new OmikronRequest.GetIotaData(new OmikronRequest.ByUsername("alice"))));
    }

    private static Arguments message(String members, OmikronMessage message) {
        return Arguments.of(members, message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsMessages(String members, OmikronMessage message) {
        assertEquals(new OmikronFrame("5", message), read("{'id':'5'," + members + "}"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void idsMayBeStringsAndUnknownMembersAreIgnored(String members, OmikronMessage message) {
        String strings = members.replaceAll("(?<=[:\\[,])([0-9]+)", "'$1'");

        assertEquals(new OmikronFrame("5", message), read("{'x':[{}],'id':'5'," + strings + "}"));
    }

    @ParameterizedTest
    @EnumSource(
            value = OnlineStatus.class,
            names = {"USER_OFFLINE", "IOTA_OFFLINE"},
            mode = EnumSource.Mode.EXCLUDE)
    void readsStatuses(OnlineStatus status) {
        assertEquals(
                new OmikronRequest.UserConnected(ALICE, Optional.of(status)),
                read("{'type':'user_connected','data':{'user_id':42,'user_status':'" + status.wireName() + "'}}")
                        .message());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                            | ERROR_PROTOCOL
            no JSON                                                                       | ERROR_PROTOCOL
            null                                                                          | ERROR_PROTOCOL
            42                                                                            | ERROR_PROTOCOL
            []                                                                            | ERROR_PROTOCOL
            {'type':'ping'                                                                | ERROR_PROTOCOL
            {'type':'ping'} x                                                             | ERROR_PROTOCOL
            {'type':'ping'}{'type':'ping'}                                                | ERROR_PROTOCOL
            {}                                                                            | ERROR_PROTOCOL
            {'type':null}                                                                 | ERROR_PROTOCOL
            {'type':7}                                                                    | ERROR_PROTOCOL
            {'type':'PING'}                                                               | ERROR_PROTOCOL
            {'type':'success'}                                                            | ERROR_PROTOCOL
            {'type':'challenge'}                                                          | ERROR_PROTOCOL
            {'type':'ping','id':7}                                                        | ERROR_INVALID_DATA
            {'type':'ping','id':'\\ud800'}                                                | ERROR_INVALID_DATA
            {'type':'ping','data':[]}                                                     | ERROR_INVALID_DATA
            {'type':'ping','data':'x'}                                                    | ERROR_INVALID_DATA
            {'type':'identification'}                                                     | ERROR_INVALID_DATA
            {'type':'identification','data':{'omikron':'one'}}                            | ERROR_INVALID_DATA
            {'type':'identification','data':{'omikron':0}}                                | ERROR_INVALID_DATA
            {'type':'challenge_response','data':{}}                                       | ERROR_INVALID_DATA
            {'type':'challenge_response','data':{'challenge':7}}                          | ERROR_INVALID_DATA
            {'type':'iota_connected','data':{'iota_id':-1}}                               | ERROR_INVALID_DATA
            {'type':'iota_connected','data':{'iota_id':1.5}}                              | ERROR_INVALID_DATA
            {'type':'iota_connected','data':{'iota_id':9223372036854775808}}              | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':true}}                             | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':''}}                               | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':' 42'}}                            | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':1e999999999}}                      | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':0}}                                | ERROR_INVALID_USER_ID
            {'type':'user_connected','data':{'user_id':-42}}                              | ERROR_INVALID_USER_ID
            {'type':'user_connected','data':{'user_id':'9223372036854775808'}}            | ERROR_INVALID_USER_ID
            {'type':'user_connected','data':{'user_id':42,'user_status':'user_offline'}}  | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':42,'user_status':'busy'}}          | ERROR_INVALID_DATA
            {'type':'user_connected','data':{'user_id':42,'user_status':1}}               | ERROR_INVALID_DATA
            {'type':'sync_client_iota_status','data':{'iota_ids':[]}}                     | ERROR_INVALID_DATA
            {'type':'sync_client_iota_status','data':{'iota_ids':[null],'user_ids':[]}}   | ERROR_INVALID_DATA
            {'type':'sync_client_iota_status','data':{'iota_ids':1,'user_ids':[]}}        | ERROR_INVALID_DATA
            {'type':'sync_client_iota_status','data':{'iota_ids':[],'user_ids':[0]}}      | ERROR_INVALID_USER_ID
            {'type':'push_notification','data':{'sender_id':7}}                           | ERROR_INVALID_DATA
            {'type':'push_notification','data':{'receiver_id':7}}                         | ERROR_INVALID_DATA
            {'type':'read_notification','data':{'sender_id':7}}                           | ERROR_INVALID_DATA
            {'type':'get_notifications'}                                                  | ERROR_INVALID_DATA
            {'type':'get_user_data','data':{'username':7}}                                | ERROR_INVALID_DATA
            {'type':'get_user_data','data':{'username':'a\\u0000b'}}                      | ERROR_INVALID_DATA
            {'type':'get_user_data'}                                                      | ERROR_INVALID_DATA
            {'type':'get_iota_data','data':{}}                                            | ERROR_INVALID_DATA
            """)
    void malformedFramesAreErrors(String frame, OmikronError error) {
        assertEquals(new OmikronMessage.Malformed(error), read(frame).message());
    }

    @Test
    void replyToAMalformedFrameStillCarriesItsId() {
        assertEquals("5", read("{'id':'5','type':'dance'}").id());
        assertEquals("5", read("{'id':'5','type':'user_connected'}").id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'ping'}", "{'type':'ping','id':null}", "{'type':'ping','id':{}}", "]"})
    void frameWithoutIdGetsOne(String frame) {
        assertDoesNotThrow(() -> UUID.fromString(read(frame).id()));
    }

    @ParameterizedTest
    @MethodSource("hostileFrames")
    void hostileFramesCostLittle(String frame) {
        OmikronMessage message = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> OmikronCodec.read(frame).message());

        assertEquals(OmikronMessage.Malformed.class, message.getClass());
    }

    static Stream<String> hostileFrames() {
        int length = 1 << 20;
        return Stream.of(
                "[".repeat(length),
                "{\"a\":".repeat(length / 5),
                "{\"type\":\"user_connected\",\"data\":{\"user_id\":" + "9".repeat(length) + "}}",
                "{\"type\":\"user_connected\",\"data\":{\"user_id\":\"" + "9".repeat(length) + "\"}}",
                "{\"type\":\"user_connected\",\"data\":{\"user_id\":1." + "0".repeat(length) + "}}",
                "\"" + "\\u0000".repeat(length / 6) + "\"",
                "\0".repeat(length));
    }

    /** Whatever comes, there is an answer and no exception. */
    @Test
    void damagedFramesAreRead() {
        Random random = new Random(5);
        String[] sound = messages()
                .map(arguments -> "{'id':'5'," + arguments.get()[0] + "}")
                .toArray(String[]::new);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder frame = new StringBuilder(sound[random.nextInt(sound.length)].replace('\'', '"'));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                damage(frame, random);
            }
            OmikronFrame read = assertDoesNotThrow(() -> OmikronCodec.read(frame.toString()), frame::toString);
            assertDoesNotThrow(() -> OmikronFields.parse(OmikronReply.accepted().frame(read.id())), frame::toString);
        }
    }

    private static void damage(StringBuilder frame, Random random) {
        int at = random.nextInt(frame.length());
        switch (random.nextInt(5)) {
            case 0 -> frame.deleteCharAt(at);
            case 1 -> frame.setCharAt(at, (char) random.nextInt(0x80));
            case 2 -> frame.insert(at, (char) random.nextInt(0x10000));
            case 3 -> frame.insert(at, "{}[]\",:0-null\\u".charAt(random.nextInt(15)));
            default -> frame.setLength(at + 1);
        }
        if (frame.isEmpty()) {
            frame.append('{');
        }
    }

    private static OmikronFrame read(String frame) {
        return OmikronCodec.read(frame.replace('\'', '"'));
    }
}

package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.testing.AsyncApi;
import net.tensamin.omega.testing.ErrorTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the AsyncAPI document against what is read and written here, both ways. */
class OmikronAsyncApiTest {
    private static final AsyncApi DOCUMENT = AsyncApi.channel("omikron");
    private static final byte[] X448_BASE_POINT =
            ByteBuffer.allocate(56).put((byte) 5).array(); // RFC 7748 §4.2
    private static final UserId BOB = new UserId(7);
    private static final User ALICE = new User(new UserId(42), "alice", "key", new IotaId(1001));

    @Test
    void examplesFitTheirSchemas() {
        assertEquals(List.of(), DOCUMENT.brokenExamples());
    }

    @Test
    void examplesCoverEveryMessageOfAnOmikron() {
        Set<Class<?>> documented = DOCUMENT.examplesReceived().stream()
                .map(frame -> read(frame).getClass())
                .collect(Collectors.toSet());
        Set<Class<?>> known = Stream.of(OmikronMessage.class, OmikronRequest.class, OmikronRequest.Registration.class)
                .flatMap(parent -> Arrays.stream(parent.getPermittedSubclasses()))
                .filter(message -> message.isRecord() && message != OmikronMessage.Malformed.class)
                .collect(Collectors.toSet());

        assertEquals(known, documented);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'identification'}",
                "{'type':'identification','data':{'omikron':-1}}",
                "{'type':'challenge_response','data':{'challenge':5}}",
                "{'type':'iota_connected','data':{}}",
                "{'type':'user_connected','data':{'user_id':42,'user_status':'user_offline'}}",
                "{'type':'user_disconnected','data':{'user_id':'x'}}",
                "{'type':'sync_client_iota_status','data':{'iota_ids':[1001]}}",
                "{'type':'sync_client_iota_status','data':{'iota_ids':[0],'user_ids':[]}}",
                "{'type':'push_notification','data':{'sender_id':7}}",
                "{'type':'push_notification','receiver':42}",
                "{'type':'read_notification','data':{'sender_id':7}}",
                "{'type':'get_notifications'}",
                "{'type':'get_user_data','data':{}}",
                "{'type':'get_iota_data','data':{'name':'alice'}}",
                "{'type':'ping','id':5}",
                "{'type':'challenge'}",
                "{'data':{'omikron':1}}"
            })
    void whatIsMalformedIsNotDescribed(String frame) {
        String json = frame.replace('\'', '"');

        assertInstanceOf(OmikronMessage.Malformed.class, read(json));
        assertFalse(DOCUMENT.receives(json), json);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "USER_(ONLINE|DND|IDLE|WC|INVISIBLE)")
    void everyStatusThatMayBeReportedIsDescribed(OnlineStatus status) {
        String json =
                "{\"type\":\"user_connected\",\"data\":{\"user_id\":42,\"user_status\":\"" + status.wireName() + "\"}}";

        assertInstanceOf(OmikronRequest.UserConnected.class, read(json));
        assertTrue(DOCUMENT.receives(json), json);
    }

    @Test
    void everyReplyIsDescribed() throws GeneralSecurityException {
        for (OmikronReply reply : replies().values()) {
            assertTrue(DOCUMENT.sends(reply.frame("a")), reply.frame("a"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorIsDescribed(OmikronError error) {
        assertTrue(DOCUMENT.sends(OmikronReply.error(error).frame("a")));
        assertTrue(DOCUMENT.sends(
                OmikronReply.error(error, "why", Map.of("username", "is taken")).frame("a")));
        assertTrue(DOCUMENT.sends(OmikronReply.success().frame("a")));
    }

    @Test
    void nothingElseIsDescribedAsSent() throws GeneralSecurityException {
        Set<String> written = Stream.concat(
                        replies().values().stream(),
                        Arrays.stream(OmikronError.values()).map(OmikronReply::error))
                .map(OmikronReply::type)
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(written, DOCUMENT.typesSent());
    }

    @Test
    void theRepliesTriedHereAreAllThereAre() throws GeneralSecurityException {
        Set<String> factories = Arrays.stream(OmikronReply.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == OmikronReply.class)
                .filter(method -> !Modifier.isPrivate(method.getModifiers()))
                .map(method -> method.getName())
                .filter(name -> !name.equals("error"))
                .collect(Collectors.toSet());

        assertEquals(factories, replies().keySet());
    }

    @Test
    void closeCodesAreThoseOfTheCode() throws IOException {
        Set<Integer> codes = Arrays.stream(Closing.values()).map(Closing::code).collect(Collectors.toSet());

        assertEquals(codes, DOCUMENT.closeCodes());
        assertEquals(
                codes.stream().sorted().map(String::valueOf).toList(), ErrorTables.below("Close codes of a link", 1));
    }

    @Test
    void tableOfErrorsHasThoseOfTheCode() throws IOException {
        assertEquals(
                Arrays.stream(OmikronError.values()).map(OmikronError::wireName).toList(),
                ErrorTables.below("Errors on a link", 1));
    }

    private static Map<String, OmikronReply> replies() throws GeneralSecurityException {
        Map<String, OmikronReply> replies = new TreeMap<>();
        replies.put("success", OmikronReply.success("user_id", 1_770_000_000_000L));
        replies.put(
                "challenge",
                OmikronReply.challenge(X448Challenge.to(
                        X448_BASE_POINT, KeyPairGenerator.getInstance("X448").generateKeyPair())));
        replies.put("accepted", OmikronReply.accepted());
        replies.put("ping", OmikronReply.ping(-1));
        replies.put("pong", OmikronReply.pong(12));
        replies.put("iotaUsers", OmikronReply.iotaUsers(List.of(BOB)));
        replies.put("noticeTaken", OmikronReply.noticeTaken());
        replies.put("readTaken", OmikronReply.readTaken());
        replies.put("notifications", OmikronReply.notifications(List.of(new Badge(BOB, 3, 1))));
        replies.put("iota", OmikronReply.iota(new Iota(new IotaId(1001), "key"), List.of(new OmikronId(1))));
        replies.put("user", OmikronReply.user(ALICE, OnlineStatus.IOTA_OFFLINE));
        return replies;
    }

    private static OmikronMessage read(String json) {
        return OmikronCodec.read(json).message();
    }
}

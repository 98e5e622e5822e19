package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.quic.streams.CloseCode;
import net.tensamin.omega.tauri.TauriMessage.FromClient;
import net.tensamin.omega.tauri.TauriMessage.FromServer;
import net.tensamin.omega.testing.AsyncApi;
import net.tensamin.omega.testing.ErrorTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the AsyncAPI document against what is read and written here, both ways. */
class TauriAsyncApiTest {
    private static final AsyncApi DOCUMENT = AsyncApi.channel("tauri");
    private static final UserId SEVEN = new UserId(7);

    @Test
    void examplesFitTheirSchemas() {
        assertEquals(List.of(), DOCUMENT.brokenExamples());
    }

    @Test
    void examplesCoverEveryMessageOfAClient() {
        Set<Class<?>> documented = DOCUMENT.examplesReceived().stream()
                .map(line -> read(line).getClass())
                .collect(Collectors.toSet());
        Set<Class<?>> known = Arrays.stream(FromClient.class.getPermittedSubclasses())
                .filter(message -> message != TauriMessage.Malformed.class)
                .collect(Collectors.toSet());

        assertEquals(known, documented);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'tauri_identification'}",
                "{'type':'tauri_identification','data':{}}",
                "{'type':'tauri_identification','data':{'user_id':'-1'}}",
                "{'type':'tauri_identification','data':{'user_id':0}}",
                "{'type':'tauri_identification','data':{'user_id':'9a'}}",
                "{'type':'ping'}",
                "{'type':'ping','data':{'last_ping':'1'}}",
                "{'type':'pong','data':{'last_ping':1.5}}",
                "{'type':'read_notification','data':{'user_id':7}}",
                "{'type':'get_notifications','id':7}",
                "{'type':'success','id':'a'}",
                "{'data':{'user_id':'42'}}",
                "[]"
            })
    void whatIsMalformedIsNotDescribed(String line) {
        String json = line.replace('\'', '"');

        assertInstanceOf(TauriMessage.Malformed.class, read(json));
        assertFalse(DOCUMENT.receives(json), json);
    }

    @ParameterizedTest
    @MethodSource("messagesOfTheServer")
    void everyMessageOfTheServerIsDescribed(FromServer message) {
        String line = new String(needsId(message) ? TauriLine.reply("a", message) : TauriLine.of(message), UTF_8);

        assertTrue(DOCUMENT.sends(line), line);
    }

    @ParameterizedTest
    @EnumSource
    void everyErrorIsDescribed(TauriError error) {
        assertTrue(DOCUMENT.sends(new String(TauriLine.reply("a", new TauriMessage.Failure(error)), UTF_8)));
    }

    @Test
    void nothingElseIsDescribedAsSent() {
        Set<String> written = Stream.concat(
                        messagesOfTheServer(),
                        Arrays.stream(TauriError.values()).map(TauriMessage.Failure::new))
                .map(message -> new String(TauriLine.reply("a", message), UTF_8))
                .map(line -> TauriEnvelope.parse(line).member("type").text())
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(written, DOCUMENT.typesSent());
    }

    @Test
    void theMessagesTriedHereAreAllThereAre() {
        assertEquals(
                Set.of(FromServer.class.getPermittedSubclasses()),
                messagesOfTheServer().map(Object::getClass).collect(Collectors.toSet()));
    }

    @Test
    void closeCodesAreThoseOfTheCode() throws IOException {
        Set<Integer> codes =
                Arrays.stream(CloseCode.values()).map(code -> (int) code.code()).collect(Collectors.toSet());

        assertEquals(codes, DOCUMENT.closeCodes());
        assertEquals(
                codes.stream().sorted().map(String::valueOf).toList(),
                ErrorTables.below("Close codes of a session", 1));
    }

    @Test
    void tableOfErrorsHasThoseOfTheCode() throws IOException {
        assertEquals(
                Arrays.stream(TauriError.values()).map(TauriError::wireName).toList(),
                ErrorTables.below("Errors on a session", 1));
    }

    static Stream<FromServer> messagesOfTheServer() {
        return Stream.of(
                new TauriMessage.Success(),
                new TauriMessage.ProvingPing(-1, 9, 15_000),
                new TauriMessage.Pong(12),
                new TauriMessage.Identified(9),
                new TauriMessage.PushNotification(new Badge(SEVEN, 3, 9)),
                new TauriMessage.ClearedNotification(new Badge(SEVEN, 0, 9)),
                new TauriMessage.Notifications(new PendingBadges(9, List.of(new Badge(SEVEN, 3, 1)))),
                new TauriMessage.Failure(TauriError.ERROR_PROTOCOL));
    }

    private static boolean needsId(FromServer message) {
        return message instanceof TauriMessage.Success
                || message instanceof TauriMessage.Identified
                || message instanceof TauriMessage.Notifications
                || message instanceof TauriMessage.Failure;
    }

    private static FromClient read(String json) {
        return TauriCodec.read(json.getBytes(UTF_8)).message();
    }
}

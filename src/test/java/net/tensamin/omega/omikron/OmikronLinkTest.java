package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.limits.Rate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OmikronLinkTest {
    private static final OmikronSettings SETTINGS = new OmikronSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            1_000,
            new Rate(1_000_000, Duration.ofSeconds(1)));
    private static final KeyPair OMIKRON = x448();
    private static final KeyPair OMEGA = x448();

    enum State {
        UNIDENTIFIED,
        CHALLENGED,
        IDENTIFIED,
        CLOSED
    }

    private final RecordedWire wire = new RecordedWire();
    private final RecordedAdmission admission = new RecordedAdmission();
    private int answered;
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(7).toNanos(); // overflows on the way
    private final OmikronLink link = new OmikronLink(wire, () -> nanos, admission, SETTINGS);

    /** What each frame is answered in each state; ! closes the link, - is silence. {solution} is the right answer. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # frame                                                             | unidentified             | challenged               | identified
            'identification','data':{'omikron':1}                               | challenge                | error_not_authenticated! | error_protocol
            'identification','data':{'omikron':'1'}                             | challenge                | error_not_authenticated! | error_protocol
            'identification','data':{'omikron':2}                               | error_not_authenticated! | error_not_authenticated! | error_protocol
            'identification'                                                    | error_not_authenticated! | error_not_authenticated! | error_invalid_data
            'challenge_response','data':{'challenge':'{solution}'}              | error_not_authenticated! | identification_response  | error_protocol
            'challenge_response','data':{'challenge':'wrong'}                   | error_not_authenticated! | error_invalid_challenge! | error_protocol
            'challenge_response'                                                | error_not_authenticated! | error_not_authenticated! | error_invalid_data
            'ping','data':{'last_ping':3}                                       | pong                     | pong                     | pong
            'ping'                                                              | pong                     | pong                     | pong
            'pong','data':{'last_ping':3}                                       | error_not_authenticated! | error_not_authenticated! | -
            'iota_connected','data':{'iota_id':1001}                            | error_not_authenticated! | error_not_authenticated! | iotaConnected
            'iota_disconnected','data':{'iota_id':1001}                         | error_not_authenticated! | error_not_authenticated! | iotaDisconnected
            'user_connected','data':{'user_id':42}                              | error_not_authenticated! | error_not_authenticated! | userConnected
            'user_disconnected','data':{'user_id':42}                           | error_not_authenticated! | error_not_authenticated! | userDisconnected
            'sync_client_iota_status','data':{'iota_ids':[],'user_ids':[]}      | error_not_authenticated! | error_not_authenticated! | sync
            'push_notification','data':{'sender_id':7,'receiver_id':42}         | error_not_authenticated! | error_not_authenticated! | notice
            'read_notification','sender':42,'data':{'sender_id':7}              | error_not_authenticated! | error_not_authenticated! | read
            'get_notifications','sender':42                                     | error_not_authenticated! | error_not_authenticated! | getNotifications
            'get_user_data','data':{'user_id':42}                               | error_not_authenticated! | error_not_authenticated! | getUserData
            'get_iota_data','data':{'iota_id':1001}                             | error_not_authenticated! | error_not_authenticated! | getIotaData
            'get_iota_data'                                                     | error_not_authenticated! | error_not_authenticated! | error_invalid_data
            'user_connected','data':{'user_id':0}                               | error_not_authenticated! | error_not_authenticated! | error_invalid_user_id
            'identification_response','data':{'accepted':true}                  | error_not_authenticated! | error_not_authenticated! | error_protocol
            'dance'                                                             | error_not_authenticated! | error_not_authenticated! | error_protocol
            7                                                                   | error_not_authenticated! | error_not_authenticated! | error_protocol
            ]                                                                   | error_not_authenticated! | error_not_authenticated! | error_protocol
            """)
    void framesAreAnsweredByState(String frame, String unidentified, String challenged, String identified)
            throws GeneralSecurityException {
        List<String> expected = List.of(unidentified, challenged, identified, "-");
        for (State state : State.values()) {
            OmikronLinkTest one = new OmikronLinkTest();
            one.bringTo(state);
            one.receive(frame.replace("{solution}", one.solution));
            assertEquals(expected.get(state.ordinal()), one.outcome(), () -> state + ": " + frame);
        }
    }

    private String solution = "wrong";

    private void bringTo(State state) throws GeneralSecurityException {
        if (state == State.CHALLENGED || state == State.IDENTIFIED) {
            receive("'identification','data':{'omikron':1}");
            solution = Solution.of(wire.frames.get(0).getJsonObject("data"), OMIKRON);
        }
        if (state == State.IDENTIFIED) {
            receive("'challenge_response','data':{'challenge':'" + solution + "'}");
        }
        if (state == State.CLOSED) {
            link.ended();
        }
        wire.frames.clear();
    }

    private void receive(String type) {
        link.received(("{'id':'5','type':" + type + "}").replace('\'', '"'), () -> answered++);
    }

    private String outcome() {
        if (wire.frames.isEmpty()) {
            return wire.closing.isEmpty() ? "-" : "!";
        }
        assertEquals(1, wire.frames.size());
        return wire.frames.get(0).getString("type") + (wire.closing.isEmpty() ? "" : "!");
    }

    @Test
    void replyCarriesTheIdOfTheRequest() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);

        link.received("{\"id\":\"2f1c8c3e\",\"type\":\"get_notifications\",\"sender\":42}", () -> {});

        assertEquals("2f1c8c3e", wire.frames.get(0).getString("id"));
    }

    @Test
    void repliesLeaveInTheOrderOfTheRequestsWhicheverIsReadyFirst() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        List<CompletableFuture<Void>> commits = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        answered = 0;
        for (int i = 0; i < commits.size(); i++) {
            admission.ready = commits.get(i);
            receive(i, "'push_notification','data':{'sender_id':7,'receiver_id':42}");
        }
        admission.ready = CompletableFuture.completedFuture(null);
        receive(2, "'get_user_data','data':{'user_id':7}");

        commits.get(1).complete(null);
        assertEquals(List.of(), ids());
        assertEquals(0, answered);
        commits.get(0).complete(null);
        assertEquals(List.of("0", "1", "2"), ids());
        assertEquals(3, answered);
    }

    @Test
    void pingDoesNotWaitForTheRequestsBeforeIt() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        admission.ready = new CompletableFuture<>();
        receive(1, "'push_notification','data':{'sender_id':7,'receiver_id':42}");
        receive(2, "'ping'");

        assertEquals(List.of("2"), ids());
    }

    @Test
    void failedAnswerIsAnErrorInItsPlace() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        admission.ready = new CompletableFuture<>();
        receive(1, "'push_notification','data':{'sender_id':7,'receiver_id':42}");
        CompletableFuture<Void> failing = admission.ready;
        admission.ready = CompletableFuture.completedFuture(null);
        receive(2, "'push_notification','data':{'sender_id':7,'receiver_id':42}");

        failing.completeExceptionally(new IllegalStateException("on purpose"));

        assertEquals(List.of("1", "2"), ids());
        assertEquals("error_internal", wire.frames.get(0).getString("type"));
        assertEquals("notice", wire.frames.get(1).getString("type"));
    }

    @Test
    void linkThatIsNotReadIsNotSilent() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        for (int i = 0; i < 10; i++) {
            link.heard();
            pass(Duration.ofSeconds(29));
        }
        assertEquals(Optional.empty(), wire.closing);
    }

    private void receive(int id, String type) {
        link.received(("{'id':'" + id + "','type':" + type + "}").replace('\'', '"'), () -> answered++);
    }

    private List<String> ids() {
        return wire.frames.stream().map(frame -> frame.getString("id")).toList();
    }

    @Test
    void requestWithoutReplyIsSilence() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        admission.answer = Optional.empty();

        receive("'user_connected','data':{'user_id':42}");

        assertEquals("-", outcome());
    }

    @Test
    void omikronIsAdmittedOnceItHasProvenWhoItIs() throws GeneralSecurityException {
        bringTo(State.CHALLENGED);
        assertEquals(List.of(), admission.calls);

        receive("'challenge_response','data':{'challenge':'" + solution + "'}");

        assertEquals(List.of("admit 1"), admission.calls);
    }

    @Test
    void wrongAnswerIsNotGivenASecondChance() throws GeneralSecurityException {
        bringTo(State.CHALLENGED);

        receive("'challenge_response','data':{'challenge':'wrong'}");
        wire.frames.clear();
        receive("'challenge_response','data':{'challenge':'" + solution + "'}");

        assertEquals(List.of(), wire.frames);
        assertEquals(List.of(), admission.calls);
        assertEquals(Optional.of(Closing.NOT_AUTHENTICATED), wire.closing);
    }

    @Test
    void omikronWithAnUnusableKeyIsRefused() {
        admission.key = new byte[56];

        receive("'identification','data':{'omikron':1}");

        assertEquals("error_not_authenticated!", outcome());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNIDENTIFIED", "CHALLENGED"})
    void failureBeforeIdentificationEndsTheLink(State state) throws GeneralSecurityException {
        bringTo(state);
        admission.failure = new IllegalStateException("the database is gone, on purpose");

        receive(
                state == State.UNIDENTIFIED
                        ? "'identification','data':{'omikron':1}"
                        : "'challenge_response','data':{'challenge':'" + solution + "'}");

        assertEquals("error_internal!", outcome());
        assertEquals(Optional.of(Closing.INTERNAL_ERROR), wire.closing);
    }

    @Test
    void failedRequestIsAnErrorAndTheLinkStays() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        admission.failure = new IllegalStateException("the database is gone, on purpose");
        receive("'push_notification','data':{'sender_id':7,'receiver_id':42}");
        assertEquals("error_internal", outcome());

        admission.failure = null;
        wire.frames.clear();
        receive("'push_notification','data':{'sender_id':7,'receiver_id':42}");

        assertEquals("notice", outcome());
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheSocketEndsTheLinkOnce(State state) throws GeneralSecurityException {
        bringTo(state);
        admission.calls.clear();

        link.ended();
        link.ended();
        link.close(Closing.GOING_AWAY);

        assertEquals(state == State.IDENTIFIED ? List.of("ended") : List.of(), admission.calls);
    }

    @Test
    void closingTakesPresenceAlong() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);

        link.close(Closing.TEXT_ONLY);

        assertEquals(Optional.of(Closing.TEXT_ONLY), wire.closing);
        assertEquals(List.of("admit 1", "ended"), admission.calls);
    }

    // Heartbeat

    @Test
    void identifiedLinkIsPingedEveryFiveSeconds() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        List<String> pings = new ArrayList<>();
        for (int second = 1; second <= 20; second++) {
            pass(Duration.ofSeconds(1));
            if (!wire.frames.isEmpty()) {
                pings.add(second + " " + wire.frames.get(0).getString("type"));
                receive("'ping'"); // not silent
                wire.frames.clear();
            }
        }

        assertEquals(List.of("5 ping", "10 ping", "15 ping", "20 ping"), pings);
    }

    @Test
    void pingTellsTheLastRoundTrip() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        pass(Duration.ofSeconds(5));
        assertEquals(-1, lastPing());
        nanos += Duration.ofMillis(12).toNanos();
        receive("'pong','data':{'last_ping':-1}");

        pass(Duration.ofSeconds(5));
        assertEquals(12, lastPing());
        wire.frames.clear();
        receive("'ping'");
        assertEquals(12, lastPing());
    }

    @Test
    void pongAnswersTheOldestOpenPing() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(5));
        nanos += Duration.ofMillis(3).toNanos();
        wire.frames.clear();

        receive("'pong'");
        receive("'ping'");
        assertEquals(5003, lastPing());

        receive("'pong'");
        receive("'ping'");
        assertEquals(3, lastPing());

        receive("'pong'"); // answers nothing
        receive("'ping'");
        assertEquals(3, lastPing());
    }

    @Test
    void omikronThatNeverAnswersPingsButSpeaksStays() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        for (int i = 0; i < 100; i++) {
            pass(Duration.ofSeconds(29));
            receive("'get_notifications','sender':42");
        }

        assertEquals(Optional.empty(), wire.closing);
    }

    @ParameterizedTest
    @CsvSource({"UNIDENTIFIED, 10", "CHALLENGED, 10", "IDENTIFIED, 30"})
    void silentLinkIsClosed(State state, int seconds) throws GeneralSecurityException {
        bringTo(state);
        pass(Duration.ofSeconds(seconds).minusMillis(1));
        assertEquals(Optional.empty(), wire.closing);

        pass(Duration.ofMillis(1));

        assertEquals(Optional.of(Closing.SILENT), wire.closing);
        assertEquals(state == State.IDENTIFIED, admission.calls.contains("ended"));
    }

    @Test
    void onlyTheOmikronsOwnTimeCountsUntilItHasIdentified() {
        pass(Duration.ofSeconds(9));
        link.handling();
        nanos += Duration.ofMinutes(1).toNanos(); // the database
        link.heard();
        link.tick();
        link.handled();
        assertEquals(Optional.empty(), wire.closing);

        pass(Duration.ofMillis(999));
        assertEquals(Optional.empty(), wire.closing);
        pass(Duration.ofMillis(1));
        assertEquals(Optional.of(Closing.SILENT), wire.closing);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'sync_client_iota_status','data':{'iota_ids':[1,2,3],'user_ids':[4,5]} | 5
            'sync_client_iota_status','data':{'iota_ids':[],'user_ids':[]}         | 1
            'push_notification','data':{'sender_id':7,'receiver_id':42}            | 1
            ]                                                                      | 1
            """)
    void messagesCountForWhatTheyHaveDone(String frame, int cost) {
        String text = "{'type':" + frame + "}";
        assertEquals(cost, link.received(text.replace('\'', '"'), () -> {}));
    }

    @Test
    void pingsAloneDoNotKeepALinkThatNeverIdentifies() {
        for (int second = 0; second < 10; second++) {
            assertEquals(Optional.empty(), wire.closing);
            receive("'ping'");
            pass(Duration.ofSeconds(1));
        }

        assertEquals(Optional.of(Closing.SILENT), wire.closing);
    }

    @Test
    void replacedLinkIsClosed() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        admission.replaced = true;

        pass(Duration.ofSeconds(1));

        assertEquals(Optional.of(Closing.REPLACED), wire.closing);
    }

    @Test
    void closedLinkIsLeftAlone() throws GeneralSecurityException {
        bringTo(State.CLOSED);

        pass(Duration.ofHours(1));

        assertEquals("-", outcome());
    }

    /** Seeded noise: whatever comes, each frame has exactly one answer with an id, and the link stays identified. */
    @Test
    void noiseIsAnsweredAndTheLinkStays() throws GeneralSecurityException {
        bringTo(State.IDENTIFIED);
        Random random = new Random(7);
        String sound = "{\"id\":\"5\",\"type\":\"push_notification\",\"data\":{\"sender_id\":7,\"receiver_id\":42}}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder noise = new StringBuilder(sound);
            for (int damage = random.nextInt(6); damage >= 0; damage--) {
                noise.setCharAt(random.nextInt(noise.length()), (char) (random.nextBoolean() ? random.nextInt() : 34));
            }
            link.received(noise.toString(), () -> {});
            JsonObject answer = wire.frames.remove(0);
            assertTrue(
                    answer.getString("type").matches("error_(protocol|invalid_data|invalid_user_id)|notice"),
                    noise::toString);
            assertEquals("-", outcome(), noise::toString);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
        wire.frames.clear();
        link.tick();
    }

    private int lastPing() {
        return wire.frames.remove(0).getJsonObject("data").getInt("last_ping");
    }

    private static KeyPair x448() {
        try {
            return KeyPairGenerator.getInstance("X448").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class RecordedWire implements Wire {
        private final List<JsonObject> frames = new ArrayList<>();
        private Optional<Closing> closing = Optional.empty();

        @Override
        public void send(List<String> texts) {
            texts.forEach(text -> frames.add(OmikronFields.parse(text).members()));
        }

        @Override
        public void close(Closing why) {
            closing = closing.or(() -> Optional.of(why));
        }
    }

    /** Knows Omikron 1. Answers each request with the name of the method that took it. */
    private static final class RecordedAdmission implements Admission {
        private final List<String> calls = new ArrayList<>();
        private byte[] key = X448Challenge.encode((XECPublicKey) OMIKRON.getPublic());
        private RuntimeException failure;
        private boolean replaced;
        private Optional<OmikronReply> answer;
        private CompletableFuture<Void> ready = CompletableFuture.completedFuture(null);

        @Override
        public KeyPair own() {
            return OMEGA;
        }

        @Override
        public Optional<byte[]> keyOf(OmikronId omikron) {
            fail();
            return omikron.value() == 1 ? Optional.of(key) : Optional.empty();
        }

        @Override
        public Admitted admit(OmikronId omikron) {
            fail();
            calls.add("admit " + omikron);
            return (Admitted) Proxy.newProxyInstance(
                    Admitted.class.getClassLoader(), new Class<?>[] {Admitted.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("isReplaced")) {
                            return replaced;
                        }
                        if (method.getName().equals("ended")) {
                            calls.add("ended");
                            return null;
                        }
                        fail();
                        return ready.thenApply(done -> answer != null
                                ? answer
                                : Optional.of(new OmikronReply(method.getName(), Optional.empty())));
                    });
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }
    }
}

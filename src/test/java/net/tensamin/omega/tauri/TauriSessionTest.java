package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_DESKTOP;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.BOBS_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.NOBODY;
import static net.tensamin.omega.tauri.SessionFixture.OPERATOR;
import static net.tensamin.omega.tauri.SessionFixture.clear;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.quic.streams.LineStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauriSessionTest {
    private static final String SUCCESS = "{'type':'success','id':'i'}";
    private static final String PONG = "{'type':'pong','id':'i','data':{'last_ping':-1}}";
    private static final String NONE_PENDING =
            "{'type':'get_notifications','id':'i','data':{'revision':0,'notifications':[]}}";

    /** What each message is answered before and after identification; an empty answer is none. */
    private static final Map<String, String[]> ANSWERS = new TreeMap<>(Map.ofEntries(
            Map.entry(IDENTIFY_ALICE, new String[] {SUCCESS, SUCCESS}),
            Map.entry(identify("'7'"), new String[] {error("not_authenticated"), error("not_authenticated")}),
            Map.entry(identify("'999'"), new String[] {error("invalid_user_id"), error("not_authenticated")}),
            Map.entry(identify("'0'"), new String[] {error("invalid_user_id"), error("invalid_user_id")}),
            Map.entry(identify("'alice'"), new String[] {error("invalid_data"), error("invalid_data")}),
            Map.entry(identify("null"), new String[] {error("invalid_data"), error("invalid_data")}),
            Map.entry(message("ping", "'last_ping':12"), new String[] {"", PONG}),
            Map.entry(message("ping", ""), new String[] {"", error("invalid_data")}),
            Map.entry(message("pong", "'last_ping':12"), new String[] {"", ""}),
            Map.entry(message("pong", ""), new String[] {"", error("invalid_data")}),
            Map.entry(message("read_notification", "'sender_id':'7'"), new String[] {"", SUCCESS}),
            Map.entry(message("read_notification", "'sender_id':'999'"), new String[] {"", SUCCESS}),
            Map.entry(message("read_notification", "'sender_id':'0'"), new String[] {"", error("invalid_user_id")}),
            Map.entry(message("read_notification", ""), new String[] {"", error("invalid_data")}),
            Map.entry(message("get_notifications", ""), new String[] {"", NONE_PENDING}),
            Map.entry(message("success", ""), new String[] {"", error("protocol")}),
            Map.entry(message("nonsense", ""), new String[] {"", error("protocol")}),
            Map.entry("{'id':'i'}", new String[] {"", error("protocol")})));

    private final SessionFixture fixture = new SessionFixture();

    @TestFactory
    Stream<DynamicTest> eachMessageHasItsAnswerInEachState() {
        return ANSWERS.entrySet().stream().flatMap(entry -> Stream.of(TauriSession.State.values())
                .map(state -> DynamicTest.dynamicTest(state + " " + entry.getKey(), () -> {
                    SessionFixture.Client client = clientIn(state, new SessionFixture());
                    client.says(entry.getKey());
                    assertEquals(expected(entry.getValue(), state), client.stream.lines);
                    assertEquals(stateAfter(state, entry.getKey()), client.session.state());
                })));
    }

    private static SessionFixture.Client clientIn(TauriSession.State state, SessionFixture fixture) {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        if (state == TauriSession.State.CATCHING_UP || state == TauriSession.State.LIVE) {
            client.says(IDENTIFY_ALICE);
        }
        if (state == TauriSession.State.LIVE) {
            fixture.background.runAll();
        }
        if (state == TauriSession.State.CLOSED) {
            client.session.lines().closed();
        }
        client.stream.lines.clear();
        assertEquals(state, client.session.state());
        return client;
    }

    private static List<String> expected(String[] answers, TauriSession.State state) {
        String answer = state == TauriSession.State.UNIDENTIFIED ? answers[0] : answers[1];
        return state == TauriSession.State.CLOSED || answer.isEmpty() ? List.of() : List.of(answer);
    }

    private static TauriSession.State stateAfter(TauriSession.State before, String line) {
        boolean identifies = before == TauriSession.State.UNIDENTIFIED && line.equals(IDENTIFY_ALICE);
        return identifies ? TauriSession.State.CATCHING_UP : before;
    }

    @Test
    void whatIsNoJsonIsAnsweredOnlyOnceIdentified() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says("nonsense");
        assertEquals(List.of(), client.stream.take());

        client.says(IDENTIFY_ALICE);
        client.stream.take();
        client.says("nonsense");

        assertEquals(1, client.stream.lines.size());
        assertTrue(client.stream.lines.get(0).matches("\\{'type':'error_protocol','id':'[0-9a-f-]{36}'}"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aClientWhoseSessionCannotBeginIsToldToComeBack(Throwable failure) {
        fixture.identifiedBy(session -> sneak(failure));
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.says(IDENTIFY_ALICE);

        assertEquals(100, client.closedWith);
        assertTrue(client.reason.startsWith("retry-after-ms="), client.reason);
        assertEquals(List.of(SUCCESS), client.stream.lines);
        assertEquals(List.of(client.session), fixture.ended);
    }

    private static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("no container here"), new NoClassDefFoundError("a class for want of files"));
    }

    @SuppressWarnings("unchecked") // whatever it is, the compiler need not know
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void aRefusedIdentificationMayBeTriedAgain() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(identify("'7'"));
        client.says(identify("'x'"));
        client.stream.take();

        client.says(IDENTIFY_ALICE);

        assertEquals(List.of(SUCCESS), client.stream.lines);
        assertEquals(-1, client.closedWith);
    }

    @Test
    void aReadGoesToTheInboxUnderTheSessionsUser() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        client.says(message("read_notification", "'sender_id':7"));

        assertEquals(List.of("42 read 7"), fixture.inbox.reads);
    }

    /** Sessions share a few threads: one whose mailbox is locked must not have them all. */
    @Test
    void aReadIsAnsweredWhenItIsCommittedAndHoldsNoThreadUntilThen() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.inbox.commit = new CompletableFuture<>();

        client.says(message("read_notification", "'sender_id':7"));
        assertEquals(List.of(), client.stream.lines);
        SessionFixture.Client other = fixture.client(ALICES_DESKTOP);
        other.says(IDENTIFY_ALICE);
        assertEquals(List.of(SUCCESS), other.stream.lines);

        fixture.inbox.commit.complete(null);

        assertEquals(List.of("{'type':'success','id':'i'}"), client.stream.lines);
    }

    @Test
    void nothingIsReadBeforeIdentification() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.says(message("read_notification", "'sender_id':7"));

        assertEquals(List.of(), fixture.inbox.reads);
        assertEquals(List.of(), client.stream.lines);
    }

    @Test
    void pendingNotificationsAreListedLatestChangeFirst() {
        fixture.change(BOB, 3);
        fixture.change(new UserId(8), 1);
        fixture.change(new UserId(9), 0);
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        client.says(message("get_notifications", ""));

        assertEquals(
                List.of("{'type':'get_notifications','id':'i','data':{'revision':3,'notifications':["
                        + "{'sender_id':'8','amount':1,'revision':2},{'sender_id':'7','amount':3,'revision':1}]}}"),
                client.stream.lines);
    }

    @Test
    void badgesCarryAmountAndRevisionAndTheSuccessOfAnIdentificationTheMailboxes() {
        fixture.change(BOB, 3);
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.says(IDENTIFY_ALICE);
        fixture.background.runAll();
        fixture.deliver(fixture.change(BOB, 4));
        fixture.deliver(fixture.change(BOB, 0));
        client.says(IDENTIFY_ALICE);

        assertEquals(
                List.of(
                        "{'type':'success','id':'i','data':{'revision':1}}",
                        "{'type':'push_notification','data':{'sender_id':'7','amount':3,'revision':1}}",
                        "{'type':'push_notification','data':{'sender_id':'7','amount':4,'revision':2}}",
                        "{'type':'read_notification','data':{'sender_id':'7','amount':0,'revision':3}}",
                        "{'type':'success','id':'i','data':{'revision':3}}"),
                client.stream.sent);
    }

    @Test
    void aMailboxWithoutAnyChangeHasRevisionZero() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.says(IDENTIFY_ALICE);

        assertEquals(List.of("{'type':'success','id':'i','data':{'revision':0}}"), client.stream.sent);
    }

    @Test
    void repliesGoOutWhereTheRequestCameInAndTheRestWhereTheSessionIdentified() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        SessionFixture.TestStream other = new SessionFixture.TestStream();

        client.says(other, message("get_notifications", ""));
        client.says(other, "nonsense");
        client.says(other, IDENTIFY_ALICE);
        fixture.deliver(fixture.change(BOB, 1));
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();

        assertEquals(3, other.lines.size());
        assertEquals(List.of(push(7), "{'type':'ping','data':{'last_ping':-1}}"), client.stream.lines);
    }

    @Test
    void onlyTheUserOfTheCertificateIsLetIn() {
        assertAll(
                () -> assertEquals(List.of(SUCCESS), identificationWith(ALICES_PHONE, false)),
                () -> assertEquals(List.of(error("not_authenticated")), identificationWith(BOBS_PHONE, false)),
                () -> assertEquals(List.of(error("not_authenticated")), identificationWith(OPERATOR, false)),
                () -> assertEquals(List.of(error("not_authenticated")), identificationWith(NOBODY, false)),
                () -> assertEquals(List.of(SUCCESS), identificationWith(ALICES_PHONE, true)),
                () -> assertEquals(List.of(error("not_authenticated")), identificationWith(BOBS_PHONE, true)),
                () -> assertEquals(List.of(error("not_authenticated")), identificationWith(OPERATOR, true)),
                () -> assertEquals(List.of(SUCCESS), identificationWith(NOBODY, true)));
    }

    private List<String> identificationWith(X509Certificate certificate, boolean unboundCertificates) {
        fixture.settings = SessionFixture.settings(unboundCertificates);
        SessionFixture.Client client = fixture.client(certificate);
        client.says(IDENTIFY_ALICE);
        return client.stream.lines;
    }

    @Test
    void aFailureInsideIsAnInternalErrorAndTheSessionGoesOn() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        fixture.background.failure = new IllegalStateException("secret");
        client.says(IDENTIFY_ALICE);
        assertEquals(List.of(error("internal")), client.stream.take());

        fixture.background.failure = null;
        client.says(IDENTIFY_ALICE);
        assertEquals(List.of(SUCCESS), client.stream.take());

        fixture.inbox.failure = new IllegalStateException("secret");
        client.says(message("get_notifications", ""));
        client.says(message("read_notification", "'sender_id':'7'"));
        assertEquals(List.of(error("internal"), error("internal")), client.stream.take());
    }

    @Test
    void aConnectionThatDoesNotIdentifyInTimeIsClosed() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(identify("'7'"));
        fixture.pass(Duration.ofMillis(9_999));
        assertTrue(client.session.tick().isPresent());
        assertEquals(-1, client.closedWith);

        fixture.pass(Duration.ofMillis(1));

        assertTrue(client.session.tick().isEmpty());
        assertEquals(103, client.closedWith);
    }

    @Test
    void anIdentifiedSessionOutlivesTheTimeToIdentify() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        fixture.pass(Duration.ofSeconds(11));

        client.session.tick();

        assertEquals(-1, client.closedWith);
    }

    @Test
    void aLineTooLongIsAbuse() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.session.lines().lineTooLong(client.stream);

        assertEquals(201, client.closedWith);
        assertEquals(TauriSession.State.CLOSED, client.session.state());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tooManyErrorsAreAbuse(boolean identified) {
        SessionFixture.Client client = identified ? fixture.liveClient(ALICES_PHONE) : fixture.client(ALICES_PHONE);
        for (int errors = 0; errors < 20; errors++) {
            client.says(identify("'x'"));
        }
        assertEquals(20, client.stream.take().size());
        assertEquals(-1, client.closedWith);

        client.says(identify("'x'"));

        assertEquals(201, client.closedWith);
        assertEquals(List.of(), client.stream.lines);
    }

    @Test
    void errorsOfALongLifeAreNoAbuse() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        for (int errors = 0; errors < 200; errors++) {
            client.says("nonsense");
            fixture.pass(Duration.ofSeconds(5));
        }

        assertEquals(-1, client.closedWith);
    }

    @Test
    void aNewerSessionOfTheSameDeviceReplacesTheFirst() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        SessionFixture.Client second = fixture.liveClient(ALICES_PHONE);

        assertEquals(102, first.closedWith);
        assertEquals(-1, second.closedWith);
        fixture.deliver(fixture.change(BOB, 1));
        assertEquals(List.of(), first.stream.lines);
        assertEquals(List.of(push(7)), second.stream.lines);
        assertEquals(1, fixture.sessions.count());
    }

    @Test
    void aConnectionReplacesNothingUntilItIdentifies() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        SessionFixture.Client second = fixture.client(ALICES_PHONE);
        second.says(identify("'7'"));

        assertEquals(-1, first.closedWith);
    }

    @Test
    void eachDeviceOfAUserGetsEverything() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        SessionFixture.Client desktop = fixture.liveClient(ALICES_DESKTOP);

        fixture.deliver(fixture.change(BOB, 1));
        fixture.deliver(fixture.change(BOB, 0));

        assertEquals(List.of(push(7), clear(7)), phone.stream.lines);
        assertEquals(List.of(push(7), clear(7)), desktop.stream.lines);
        assertEquals(2, fixture.sessions.of(ALICE).size());
    }

    @Test
    void aPushIsWaitedForSinceItsNotice() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        phone.stream.since.clear();

        fixture.sessions.deliver(
                new BadgeChange(ALICE, 0, 2, List.of(new Badge(BOB, 1, 1, 1_234), new Badge(BOB, 0, 2))));

        assertEquals(List.of(push(7), clear(7)), phone.stream.take());
        assertEquals(List.of(1_234L, LineStream.UNTIMED), phone.stream.since);
    }

    @Test
    void aSessionThatEndedIsForgottenOnceAndGetsNothing() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);
        client.session.lines().closed();
        client.session.lines().closed();
        client.session.goAway();

        fixture.deliver(fixture.change(BOB, 1));

        assertEquals(List.of(client.session), fixture.ended);
        assertEquals(0, fixture.sessions.count());
        assertTrue(fixture.sessions.of(ALICE).isEmpty());
        assertEquals(List.of(), client.stream.lines);
        assertEquals(-1, client.closedWith);
        assertTrue(client.session.tick().isEmpty());
    }

    @Test
    void theEndOfAReplacedSessionLeavesItsSuccessorAlone() {
        SessionFixture.Client first = fixture.liveClient(ALICES_PHONE);
        SessionFixture.Client second = fixture.liveClient(ALICES_PHONE);
        first.session.lines().closed();

        assertEquals(
                second.session, fixture.sessions.of(second.session.device()).orElseThrow());
    }

    @Test
    void aConnectionThatEndsWhileItIdentifiesLeavesNothingBehind() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        fixture.background.beforeCall = client.session.lines()::closed;

        client.says(IDENTIFY_ALICE);

        assertEquals(0, fixture.sessions.count());
        assertEquals(List.of(), client.stream.lines);
    }

    @Test
    void aConnectionThatEndsWhileItsSuccessIsSentLeavesNothingBehind() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);

        client.session.bind(ALICE, new EndingStream(client.session), new byte[0], 0);

        assertEquals(0, fixture.sessions.count());
        assertTrue(fixture.sessions.of(ALICE).isEmpty());
        fixture.background.runAll();
        assertEquals(List.of(), client.stream.lines);
    }

    @Test
    void twoIdentificationsAtOnceBindOnce() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        SessionFixture.TestStream other = new SessionFixture.TestStream();
        fixture.background.beforeCall = () -> {
            fixture.background.beforeCall = () -> {};
            client.says(other, IDENTIFY_ALICE);
        };

        client.says(IDENTIFY_ALICE);
        fixture.background.runAll();
        fixture.deliver(fixture.change(BOB, 1));

        assertEquals(List.of(SUCCESS), client.stream.lines);
        assertEquals(List.of(SUCCESS, push(7)), other.lines);
        assertEquals(1, fixture.sessions.of(ALICE).size());
    }

    @Test
    void onlyTheStreamThatIdentifiedStaysOpenForTheServer() {
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        SessionFixture.TestStream other = new SessionFixture.TestStream();
        assertFalse(client.session.lines().keepsOpen(client.stream));

        client.says(IDENTIFY_ALICE);

        assertTrue(client.session.lines().keepsOpen(client.stream));
        assertFalse(client.session.lines().keepsOpen(other));
    }

    @Test
    void aStoppingServerSaysWhenToComeBack() {
        SessionFixture.Client client = fixture.liveClient(ALICES_PHONE);

        client.session.goAway();

        assertEquals(100, client.closedWith);
        assertTrue(client.reason.matches("retry-after-ms=[0-9]{1,4}"), client.reason);
    }

    @Test
    void noSequenceOfLinesBreaksASession() {
        List<String> lines = List.copyOf(ANSWERS.keySet());
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SessionFixture around = new SessionFixture();
            SessionFixture.Client client = around.client(random.nextBoolean() ? ALICES_PHONE : BOBS_PHONE);
            for (int step = 0; step < 60; step++) {
                act(random, around, client, lines);
            }
            boolean abused = client.closedWith == 201 || client.closedWith == 103 || client.closedWith == 101;
            assertEquals(abused, client.session.state() == TauriSession.State.CLOSED, "seed " + seed);
            assertEquals(abused ? 1 : 0, around.ended.size(), "seed " + seed);
        }
    }

    private static void act(Random random, SessionFixture around, SessionFixture.Client client, List<String> lines) {
        switch (random.nextInt(8)) {
            case 0 -> around.pass(Duration.ofMillis(random.nextInt(2_000)));
            case 1 -> client.session.tick();
            case 2 -> around.deliver(around.change(new UserId(1 + random.nextInt(3)), random.nextInt(3)));
            case 3 -> around.background.runAll();
            default -> client.says(lines.get(random.nextInt(lines.size())));
        }
    }

    /** Its session ends as soon as anything is sent. */
    private record EndingStream(TauriSession session) implements LineStream {
        @Override
        public boolean hasEnded() {
            return false;
        }

        @Override
        public void send(byte[] utf8) {
            session.lines().closed();
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public boolean offer(byte[] utf8, long sinceNanos) {
            throw new AssertionError("offered to a session that has ended");
        }
    }

    private static String identify(String user) {
        return message("tauri_identification", "'user_id':" + user);
    }

    private static String message(String type, String data) {
        return "{'type':'" + type + "','id':'i','data':{" + data + "}}";
    }

    private static String error(String name) {
        return "{'type':'error_" + name + "','id':'i'}";
    }
}

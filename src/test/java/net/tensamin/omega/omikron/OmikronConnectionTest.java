package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Meters;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OmikronConnectionTest {
    private static final int LIMIT = 20;
    private static final OmikronSettings SETTINGS = settings(new Rate(1_000_000, Duration.ofSeconds(1)));
    private static final OmikronId OMIKRON = new OmikronId(1);
    private static final KeyPair KEYS = keys();
    private static final KeyPair OMEGA = keys();
    private static final String NOTICE = notice("");
    private static final String LONG_NOTICE = notice("x".repeat(1 << 20));

    private final Queue<Runnable> executor = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Optional<OmikronReply>>> uncommitted = new ConcurrentLinkedQueue<>();
    private final List<String> frames = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();
    private long nanos;
    private CountDownLatch hanging = new CountDownLatch(0);
    private boolean committing = true;
    private final OmikronConnection connection = new OmikronConnection(
            new Recorder(), executor::add, new OneKnown(), SETTINGS, roster(new Meters()), System::nanoTime);

    @Test
    void framesAreAnsweredByTheThreadThatBringsThem() {
        connection.text("{\"type\":\"ping\"}");

        assertEquals(List.of("pong"), sent);
    }

    @Test
    void aLinkThatSendsTooFastIsReadMoreSlowlyAndLosesNothing() {
        Meters meters = new Meters();
        Rate tenAtOnce = new Rate(10, Duration.ofMillis(100));
        OmikronConnection slowed = limitedTo(tenAtOnce, meters);
        identify(slowed);

        for (int i = 0; i < 40; i++) {
            slowed.text("{\"type\":\"ping\"}");
        }

        assertEquals(40, sent.size());
        assertTrue(meters.page().matches("(?s).*\nomega_test_slowed_total [1-9].*"), meters::page);
    }

    /** A bucket that takes a day to fill: without the end it would not be read in this test's time. */
    @ParameterizedTest
    @MethodSource("ends")
    void slowReadingEndsWithTheConnection(Consumer<OmikronConnection> end) throws InterruptedException {
        OmikronConnection slowed = limitedTo(new Rate(1, Duration.ofDays(1)), new Meters());
        slowed.text("{\"type\":\"ping\"}");
        assertEquals(List.of("pong"), sent);
        Thread reading = waitingIn(() -> slowed.text("{\"type\":\"ping\"}"));

        end.accept(slowed);

        reading.join(30_000);
        assertFalse(reading.isAlive());
    }

    /** Without debts it would be through at once, without a limit on debts never. */
    @Test
    void aMessageDearerThanTheBucketIsTakenAndPaidForBeforeTheNext() {
        OmikronConnection link = limitedTo(new Rate(100, Duration.ofMillis(100)), new Meters());
        identify(link);
        long before = System.nanoTime();

        link.text(sync(300));

        assertTrue(System.nanoTime() - before >= Duration.ofMillis(150).toNanos(), "200 of 300 are owed");
        link.text("{\"type\":\"ping\"}");
        assertEquals("pong", sent.get(sent.size() - 1));
    }

    private static String sync(int users) {
        String ids = IntStream.rangeClosed(1, users).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return "{\"type\":\"sync_client_iota_status\",\"data\":{\"iota_ids\":[],\"user_ids\":[" + ids + "]}}";
    }

    @Test
    void aLinkThatDoesNotIdentifyMaySendShortMessagesAndFewOfThem() {
        assertEquals(4 << 10, connection.longestMessage());
        for (int i = 0; i < StrangerLimits.FRAMES / 2; i++) {
            connection.text("{\"type\":\"ping\"}");
            connection.framed();
        }
        assertEquals(StrangerLimits.FRAMES / 2, sent.size());

        connection.framed();
        work();

        assertEquals("NOT_AUTHENTICATED", sent.get(sent.size() - 1));

        for (int i = 1; i < StrangerLimits.FRAMES_TO_PART; i++) {
            connection.text("{\"type\":\"ping\"}");
        }
        assertFalse(sent.contains("end"));
        connection.framed();
        assertTrue(sent.contains("end"), "it sends on and on");
    }

    @Test
    void aLinkThatHasIdentifiedMaySendLongMessagesAndManyPings() {
        identify();
        assertEquals(4 << 20, connection.longestMessage());
        for (int i = 0; i < 10 * StrangerLimits.FRAMES; i++) {
            connection.framed();
        }
        work();
        assertEquals(List.of(), sent);
    }

    /** A bucket of three, two of which it takes to identify, that takes a day to fill. */
    @Test
    void aFrameThatSaysNothingCostsAMessage() throws InterruptedException {
        Meters meters = new Meters();
        OmikronConnection slowed = limitedTo(new Rate(3, Duration.ofDays(1)), meters);
        identify(slowed);
        slowed.framed();
        Thread reading = waitingIn(slowed::framed);
        assertTrue(meters.page().contains("\nomega_test_slowed_total 1"), meters::page);
        assertEquals(0, slowed.unanswered());

        slowed.ended();

        reading.join(30_000);
        assertFalse(reading.isAlive());
    }

    private OmikronConnection limitedTo(Rate messages, Meters meters) {
        return new OmikronConnection(
                new Recorder(), executor::add, new OneKnown(), settings(messages), roster(meters), System::nanoTime);
    }

    private static OmikronSettings settings(Rate messages) {
        return new OmikronSettings(
                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10), LIMIT, messages);
    }

    /** Returns once it waits. */
    private static Thread waitingIn(Runnable read) {
        Thread reading = new Thread(read, "reads the socket");
        reading.start();
        Awaitility.await().until(() -> reading.getState() == Thread.State.TIMED_WAITING);
        return reading;
    }

    private static OmikronConnection.Roster roster(Meters meters) {
        Breaches slowed = new Breaches(
                OmikronSettings.MESSAGES,
                "it is slowed",
                meters.counter("omega_test_slowed_total", "Slowed in a test"),
                System::nanoTime);
        return new OmikronConnection.Roster() {
            @Override
            public void slowed(String who) {
                slowed.by(Source.of(who));
            }

            @Override
            public void ended(OmikronConnection connection) {
                // nobody else knows it
            }
        };
    }

    @Test
    void aLinkWithTooMuchUnansweredIsNotReadUntilAnswersCatchUp() throws InterruptedException {
        beBusy();
        for (int i = 1; i < LIMIT; i++) {
            connection.text(NOTICE);
        }
        Thread reading = read(NOTICE);
        awaitPause(reading);
        assertEquals(List.of(), sent, "nothing is dropped or refused");

        commitOne();

        reading.join(30_000);
        assertFalse(reading.isAlive());
        assertEquals(1, sent.size());
    }

    @Test
    void longFramesPauseReadingEarlier() throws InterruptedException {
        beBusy();
        int taken = OmikronConnection.BOUND / LONG_NOTICE.length();
        for (int i = 0; i < taken; i++) {
            connection.text(LONG_NOTICE);
        }
        Thread reading = read(LONG_NOTICE);
        awaitPause(reading);

        commitOne();

        reading.join(30_000);
        assertFalse(reading.isAlive());
        assertEquals(1, sent.size());
    }

    static Stream<Consumer<OmikronConnection>> ends() {
        return Stream.of(
                OmikronConnection::ended,
                OmikronConnection::goAway,
                connection -> connection.close(Closing.INTERNAL_ERROR));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void pauseEndsWithTheConnection(Consumer<OmikronConnection> end) throws InterruptedException {
        beBusy();
        for (int i = 1; i < LIMIT; i++) {
            connection.text(NOTICE);
        }
        Thread reading = read(NOTICE);
        awaitPause(reading);

        end.accept(connection);

        reading.join(30_000);
        assertFalse(reading.isAlive());
    }

    private Thread read(String frame) {
        Thread reading = new Thread(() -> connection.text(frame), "reads the socket");
        reading.start();
        return reading;
    }

    private static void awaitPause(Thread reading) {
        Awaitility.await().until(() -> reading.getState() == Thread.State.WAITING);
    }

    @Test
    void whatIsAnsweredDoesNotCount() {
        identify();
        for (int i = 0; i < 2 * OmikronConnection.BOUND / LONG_NOTICE.length(); i++) {
            connection.text(LONG_NOTICE);
            work();
        }

        assertTrue(sent.stream().allMatch("push_notification"::equals));
    }

    @Test
    void closeComesAfterWhatIsHandledAndNothingIsHeardAfterIt() {
        connection.text("{\"type\":\"ping\"}");
        connection.close(Closing.TEXT_ONLY);
        connection.text("{\"type\":\"ping\"}");
        connection.close(Closing.INTERNAL_ERROR);
        work();

        assertEquals(List.of("pong", "TEXT_ONLY"), sent);
    }

    @Test
    void serverThatIsDrainedAnswersWhatItHeardAndHearsNoMore() {
        beBusy();
        connection.text(NOTICE);
        connection.hearNoMore();
        connection.text(NOTICE);
        assertFalse(connection.isAnswered());

        work();

        assertTrue(connection.isAnswered());
        connection.goAway();
        assertEquals(List.of("push_notification", "GOING_AWAY"), sent);
    }

    /** Its Omikron would not hear whether it was stored. */
    @Test
    void aFrameThatIsBeingHandledHasItsAnswerToCome() throws InterruptedException {
        identify(connection);
        CountDownLatch database = new CountDownLatch(1);
        hanging = database;
        Thread reading = read(NOTICE);
        Awaitility.await().until(() -> reading.getState() == Thread.State.WAITING);

        connection.hearNoMore();

        assertFalse(connection.isAnswered());
        database.countDown();
        reading.join(30_000);
        assertTrue(connection.isAnswered());
    }

    @Test
    void serverThatStopsClosesAtOnce() {
        beBusy();
        connection.text(NOTICE);

        connection.goAway();

        assertEquals(List.of("GOING_AWAY"), sent);
    }

    /** As with a database that hangs: the reading thread is held up for minutes. */
    @Test
    void aLinkBeatsWhileAFrameIsHeldUpAndGoesOnAfterwards() throws InterruptedException {
        OmikronConnection held = new OmikronConnection(
                new Recorder(), executor::add, new OneKnown(), SETTINGS, roster(new Meters()), () -> nanos);
        identify(held);
        CountDownLatch database = new CountDownLatch(1);
        hanging = database;
        Thread reading = new Thread(() -> held.text(NOTICE), "reads the socket");
        reading.start();
        Awaitility.await().until(() -> reading.getState() == Thread.State.WAITING);

        pass(held, Duration.ofMinutes(5));
        assertEquals(Collections.nCopies(60, "ping"), sent);

        database.countDown();
        reading.join(30_000);
        assertEquals("push_notification", sent.get(60));
        pass(held, Duration.ofSeconds(25));
        assertEquals(66, sent.size());
        assertEquals(OMIKRON, held.view().omikron().orElseThrow());
        pass(held, Duration.ofSeconds(5));
        assertEquals("SILENT", sent.get(66));
    }

    private void pass(OmikronConnection on, Duration time) {
        for (int i = 0; i < time.toSeconds(); i++) {
            nanos += Duration.ofSeconds(1).toNanos();
            on.tick();
        }
    }

    @Test
    void strangerThatDoesNotEndTheConnectionAfterTheGoodbyeIsCutSooner() {
        cutsAfterTicks(StrangerLimits.TICKS_TO_PART);
    }

    @Test
    void omikronThatDoesNotEndTheConnectionAfterTheGoodbyeIsCut() {
        identify();
        cutsAfterTicks(OmikronConnection.TICKS_TO_PART);
    }

    private void cutsAfterTicks(int ticks) {
        connection.close(Closing.SILENT);
        work();
        for (int i = 1; i < ticks; i++) {
            connection.tick();
        }
        assertEquals(List.of("SILENT"), sent);

        connection.tick();

        assertEquals(List.of("SILENT", "end"), sent);
    }

    @Test
    void nothingIsAnsweredOnceTheSocketHasEnded() {
        connection.ended();
        connection.text("{\"type\":\"ping\"}");
        connection.tick();
        work();

        assertEquals(List.of(), sent);
    }

    /** Requests are not committed for now. */
    private void beBusy() {
        identify();
        committing = false;
    }

    private void identify() {
        identify(connection);
    }

    private void identify(OmikronConnection on) {
        on.text("{\"type\":\"identification\",\"data\":{\"omikron\":1}}");
        try (JsonReader challenge = Json.createReader(new StringReader(frames.get(0)))) {
            String solution = Solution.of(challenge.readObject().getJsonObject("data"), KEYS);
            on.text("{\"type\":\"challenge_response\",\"data\":{\"challenge\":\"" + solution + "\"}}");
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        assertEquals(List.of("challenge", "identification_response"), sent);
        sent.clear();
    }

    private void commitOne() {
        uncommitted.remove().complete(Optional.of(OmikronReply.noticeTaken()));
    }

    private void work() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
        while (!uncommitted.isEmpty()) {
            commitOne();
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("X448").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String notice(String more) {
        return "{\"type\":\"push_notification\",\"data\":{\"sender_id\":7,\"receiver_id\":42},\"x\":\"" + more + "\"}";
    }

    private final class Recorder implements OmikronConnection.Socket {
        private boolean saidGoodbye;

        @Override
        public void send(List<String> frames) {
            if (!saidGoodbye) {
                OmikronConnectionTest.this.frames.addAll(frames);
                frames.forEach(frame -> sent.add(frame.replaceAll(".*\"type\":\"([a-z_]+)\".*", "$1")));
            }
        }

        @Override
        public void close(Closing closing) {
            if (!saidGoodbye) {
                sent.add(closing.name());
            }
            saidGoodbye = true;
        }

        @Override
        public boolean saidGoodbye() {
            return saidGoodbye;
        }

        @Override
        public void end() {
            sent.add("end");
        }
    }

    private final class OneKnown implements Admission {
        @Override
        public KeyPair own() {
            return OMEGA;
        }

        @Override
        public Optional<byte[]> keyOf(OmikronId omikron) {
            return Optional.of(X448Challenge.encode((XECPublicKey) KEYS.getPublic()));
        }

        @Override
        public Admitted admit(OmikronId omikron) {
            return (Admitted) Proxy.newProxyInstance(
                    Admitted.class.getClassLoader(),
                    new Class<?>[] {Admitted.class},
                    (admitted, method, arguments) -> answer(method.getName()));
        }

        private Object answer(String request) throws InterruptedException {
            if (request.equals("isReplaced")) {
                return false;
            }
            hanging.await();
            CompletableFuture<Optional<OmikronReply>> reply = new CompletableFuture<>();
            uncommitted.add(reply);
            if (committing) {
                commitOne();
            }
            return request.equals("ended") ? null : reply;
        }
    }
}

package net.tensamin.omega.crash;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaNodes.Loss;
import net.tensamin.omega.testing.OmegaNodes.Node;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.QuicheClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three servers in processes of their own, on one PostgreSQL (SPEC §3 to §5), under load and whatever happens to them. */
@Tag("alone")
@Timeout(900)
class ClusterIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long HOME = 1001;
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DRAIN_WINDOW = Duration.ofSeconds(1);
    private static final int GOING_AWAY = 1001; // RFC 6455 §7.4.1
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Optional<Integer> REVOKED = Optional.of(44); // RFC 8446 §6
    private static final int REVOCATIONS = 5;
    private static final long REVOKED_WITHIN_MILLIS = 1_000; // SPEC §7
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** For two busy processors; what counts is that nothing but the lease ends what a silent node reported. */
    private static final Duration LATE = Duration.ofSeconds(5);
    /** Longer than until Hazelcast gives up a silent node. */
    private static final Duration GRID_SETTLES = Duration.ofSeconds(15);

    private static final int REQUESTS = 500;
    private static final int REPORTS = 10;
    private static final long SHOWN_WITHIN_MILLIS = 1_000;

    private static final AtomicLong LAST_REMOVED = new AtomicLong();

    private static OmegaNodes cluster;
    private static Node first;
    private static Node second;
    private static Node third;

    private final ModelledLoad load = new ModelledLoad(new Random());
    private final Map<Long, BadgeDevice> devices = new HashMap<>();
    private List<Node> deviceNodes = List.of();
    private CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);

    @BeforeAll
    static void makeThree() throws Exception {
        cluster = OmegaNodes.of(
                3,
                Map.of(
                        "omega.tauri.ping-interval",
                        "PT0.5S",
                        "omega.tauri.ping-interval-longest",
                        "PT0.5S",
                        "omega.tauri.compare-interval",
                        "PT0.5S",
                        "omega.drain.window",
                        DRAIN_WINDOW.toString(),
                        "omega.cluster.lease",
                        LEASE.toString()));
        first = cluster.node(0);
        second = cluster.node(1);
        third = cluster.node(2);
        ModelledLoad.register(cluster.database());
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @BeforeEach
    void startWhatDoesNotRun() throws Exception {
        cluster.start();
        execute("delete from pending_pair");
        load.removing(new AnyNode());
        execute("insert into omikron select 2, public_key from omikron where omikron_id = 1 on conflict do nothing");
    }

    /** Whatever came of it: the next test may not find a node under way. */
    @AfterEach
    void awaitRestart() {
        restart.handle((done, failure) -> done).join();
    }

    @AfterEach
    void closeDevices() {
        devices.values().forEach(BadgeDevice::abandon);
    }

    /** Removes users through whichever node answers. */
    private final class AnyNode implements ModelledLoad.Registry {
        private int turn;

        @Override
        public void register(long user) {
            try {
                execute("insert into users (user_id, username, public_key, iota_id, sub_level, sub_end)"
                        + " values (%d, 'user%d', 'key', 1, 0, 0)".formatted(user, user));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void remove(long user) {
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> {
                Node node = List.of(first, second, third).get(turn++ % 3);
                return node.isReady() && removedThrough(node, user);
            });
        }
    }

    /** A node that is going away answers with an error, or not at all: removing again does no harm. */
    private static boolean removedThrough(Node node, long user) throws Exception {
        try {
            return HttpClient.newBuilder()
                            .sslContext(OmegaTls.demo("operator"))
                            .build()
                            .send(
                                    HttpRequest.newBuilder(node.https().resolve("api/operations/users/" + user))
                                            .timeout(PATIENCE)
                                            .DELETE()
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException gone) {
            return false;
        }
    }

    private static void execute(String sql) throws Exception {
        try (Connection connection = cluster.database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aNoticeOnOneNodeReachesASessionOnAnother() throws Exception {
        for (Node with : List.of(first, second, third)) {
            TestIdentity phone = device(ALICE);
            try (BadgeDevice session = new BadgeDevice(() -> with.device(phone, ALICE), SILENCE_LIMIT);
                    OmikronClient omikron = first.omikron(1)) {
                session.connect();
                omikron.notice(BOB, ALICE);
                session.awaitBadge(BOB);
                omikron.read(ALICE, BOB);
                session.awaitBadgeGone(BOB);
            }
        }
    }

    @Test
    void aNoticeOnOneNodeEndsAWaitOnAnotherAndWhatTheDeviceHasIsKnownOnAll() throws Exception {
        TestIdentity phone = device(ALICE);
        for (Node with : List.of(second, third)) {
            String tag = pending(with, phone).headers().firstValue("ETag").orElseThrow();
            CompletableFuture<HttpResponse<String>> wait = CompletableFuture.supplyAsync(
                    () -> pending(with, phone, "If-None-Match", tag, "Prefer", "wait=60"));
            await().atMost(PATIENCE).until(() -> metrics(with).contains("\nomega_longpoll_waits 1"));

            try (OmikronClient omikron = first.omikron(1)) {
                omikron.notice(BOB, ALICE);
            }

            HttpResponse<String> answer = wait.join();
            assertEquals(200, answer.statusCode());
            String has = answer.headers().firstValue("ETag").orElseThrow();
            assertNotEquals(tag, has);
            assertEquals(304, pending(with, phone, "If-None-Match", has).statusCode());
        }
        try (TauriClient session = first.device(phone, ALICE);
                OmikronClient omikron = first.omikron(1)) {
            omikron.notice(ALICE, ALICE);
            assertEquals("42", session.talk().hear().getJsonObject("data").getString("sender_id"));
        }
    }

    private static HttpResponse<String> pending(Node node, TestIdentity device, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.https().resolve("api/get/notifications/" + ALICE));
        try {
            return HttpClient.newBuilder()
                    .sslContext(OmegaTls.showing(device))
                    .build()
                    .send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String metrics(Node node) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.demo("operator"))
                .build()
                .send(HttpRequest.newBuilder(node.https().resolve("metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void aUserIsOnlineOnEveryNode() throws Exception {
        OmikronClient omikron = first.omikron(1);
        omikron.iotaConnected(HOME);
        awaitStatus("user_offline");
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REPORTS; i++) {
            String status = List.of("user_dnd", "user_idle").get(i % 2);
            long reported = System.nanoTime();
            omikron.userConnected(ALICE, status);
            awaitStatus(status);
            millis.add(millisSince(reported));
        }
        Collections.sort(millis);
        System.out.printf("shown by three nodes, asked one after the other, ms after the report: %s%n", millis);
        // one may meet a pause of a machine that has other things to do
        assertTrue(millis.get(REPORTS - 2) <= SHOWN_WITHIN_MILLIS, millis::toString);
        OmikronClient elsewhere = second.omikron(1);
        awaitStatus("iota_offline");
        await().atMost(PATIENCE).until(omikron::ended);
        elsewhere.close();
    }

    @Test
    void aDeviceHasOneSessionOnWhicheverNode() throws Exception {
        TestIdentity phone = device(ALICE);
        TauriClient session = first.device(phone, ALICE);
        for (Node next : List.of(second, third, first)) {
            TauriClient later = next.device(phone, ALICE);
            assertEquals(102, session.awaitClose().error());
            session.close();
            session = later;
        }
        session.close();
    }

    @Test
    void whatIsRevokedOnOneNodeEndsItsSessionOnAnother() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REVOCATIONS; i++) {
            millis.add(revokeOne());
        }
        Collections.sort(millis);
        System.out.printf("refused by all of three nodes, ms after it was revoked: %s%n", millis);
        // some may meet a pause of a machine that has other things to do
        assertTrue(millis.get(REVOCATIONS / 2) <= REVOKED_WITHIN_MILLIS, millis::toString);
    }

    /** Returns after how many milliseconds the last node refuses the device. */
    private long revokeOne() throws Exception {
        TestIdentity phone = device(BOB);
        try (TauriClient session = third.device(phone, BOB)) {
            URI revocation = first.https()
                    .resolve("api/operations/devices/" + BOB + "/"
                            + DeviceId.of(phone.certificate()).value());
            HttpClient operator = HttpClient.newBuilder()
                    .sslContext(OmegaTls.demo("operator"))
                    .build();
            HttpRequest request = HttpRequest.newBuilder(revocation).DELETE().build();
            await().atMost(PATIENCE)
                    .until(
                            () -> operator.send(request, BodyHandlers.discarding())
                                    .statusCode(),
                            status -> status < 300);
            long revoked = System.nanoTime();
            assertEquals(200, session.awaitClose().error());
            List<CompletableFuture<Void>> refusals = Stream.of(first, second, third)
                    .map(node -> OwnThread.run(() -> awaitRefusal(node, phone)))
                    .toList();
            refusals.forEach(CompletableFuture::join);
            return millisSince(revoked);
        }
    }

    @Test
    void whoIsRemovedOnOneNodeIsShutOutByAll() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < REVOCATIONS; i++) {
            millis.add(removeOne());
        }
        Collections.sort(millis);
        System.out.printf("shut out by all of three nodes, ms after the account was removed: %s%n", millis);
    }

    /** Returns after how many milliseconds the last node refuses a certificate of the user that no node has seen. */
    private long removeOne() throws Exception {
        long user = 50_000 + LAST_REMOVED.incrementAndGet();
        new AnyNode().register(user);
        TestIdentity phone = device(user);
        TestIdentity neverSeen = device(user);
        try (TauriClient session = third.device(phone, user)) {
            assertTrue(removedThrough(first, user));
            long removed = System.nanoTime();
            assertEquals(203, session.awaitClose().error());
            List<CompletableFuture<Void>> refusals = Stream.of(first, second, third)
                    .map(node -> OwnThread.run(() -> {
                        awaitRefusal(node, neverSeen);
                        awaitRefusal(node, phone);
                        await().atMost(PATIENCE)
                                .pollInterval(LOOK)
                                .until(() -> pendingOf(node, user, neverSeen), Integer.valueOf(401)::equals);
                    }))
                    .toList();
            refusals.forEach(CompletableFuture::join);
            return millisSince(removed);
        }
    }

    private static int pendingOf(Node node, long user, TestIdentity shown) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.showing(shown)).build();
        URI pending = node.https().resolve("api/get/notifications/" + user);
        return client.send(HttpRequest.newBuilder(pending).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void awaitRefusal(Node node, TestIdentity phone) {
        await().atMost(PATIENCE).pollInterval(LOOK).until(() -> node.alert(phone), REVOKED::equals);
    }

    @Test
    void aNodeWithSessionsIsKilledAndThenTheOneWithTheLink() throws Exception {
        connectDevices(third, second);
        OmikronClient presence = aliceComesOnline(first);
        TestIdentity phone = device(ALICE);
        BadgeDevice alices = new BadgeDevice(() -> second.device(phone, ALICE), SILENCE_LIMIT);
        alices.connect();
        devices.put(ALICE, alices);
        OmikronClient omikron = first.omikron(1);
        loadSome(omikron);
        third.kill();
        loadSome(omikron);
        load.awaitReplies(omikron);
        checkBadges(first);

        OmikronClient other = second.omikron(1); // replaces that of the first
        await().atMost(PATIENCE).until(omikron::ended);
        load.takeReplies(omikron);
        other.notice(BOB, ALICE); // held back: she is online
        loadSome(other);
        first.kill();
        alices.awaitBadge(BOB); // it was late news that she was not
        awaitWithinLease(() -> second.onlineStatus(ALICE), "iota_offline");
        loadSome(other);
        load.awaitReplies(other);
        other.read(ALICE, BOB);
        alices.awaitBadgeGone(BOB);
        checkBadges(second);
        other.close();
    }

    @Test
    void theNodesWithTheSessionsAndWithTheLinkAreKilledAtOnce() throws Exception {
        connectDevices(third, second);
        OmikronClient presence = aliceComesOnline(first);
        OmikronClient omikron = first.omikron(1);
        loadSome(omikron);
        first.kill();
        third.kill();
        awaitWithinLease(() -> second.onlineStatus(ALICE), "iota_offline");
        await().atMost(PATIENCE).until(presence::ended);
        await().atMost(PATIENCE).until(omikron::ended);
        load.takeReplies(omikron);
        awaitQuietDatabase();
        checkBadges(second);
        try (OmikronClient other = second.omikron(1)) {
            loadSome(other);
            load.awaitReplies(other);
            checkBadges(second);
        }
    }

    @Test
    void aNodeLosesTheOthersAndFindsThemAgain() throws Exception {
        nodesLoseEachOther(first, third, Loss.REFUSED);
    }

    @Test
    void aNodeHearsNothingOfTheOthersForAWhile() throws Exception {
        nodesLoseEachOther(third, first, Loss.SILENCE);
    }

    /** She is online through the second, which one of the two others loses and the other does not. */
    private void nodesLoseEachOther(Node alone, Node together, Loss loss) throws Exception {
        connectDevices(third, third);
        OmikronClient presence = aliceComesOnline(second);
        OmikronClient omikron = first.omikron(1);
        loadSome(omikron);

        cluster.cutOff(alone, loss);
        awaitWithinLease(() -> alone.onlineStatus(ALICE), "iota_offline");
        long settled = System.nanoTime() + GRID_SETTLES.toNanos();
        loadUntil(omikron, () -> {
            assertEquals("user_online", together.onlineStatus(ALICE), "the two have not lost each other");
            return System.nanoTime() > settled;
        });
        load.awaitReplies(omikron);
        checkBadges(first);

        cluster.heal();
        long healed = System.nanoTime();
        awaitStatus("user_online");
        System.out.printf("online again on three nodes %d ms after the network%n", millisSince(healed));
        loadSome(omikron);
        load.awaitReplies(omikron);
        checkBadges(first);
        omikron.close();
        presence.close();
    }

    @Test
    void nodesAreRestartedOneAfterTheOtherUnderLoad() throws Exception {
        connectDevices(first, second, third);
        for (Node restarted : List.of(first, second, third)) {
            OmikronClient omikron = restarted.omikron(1);
            loadSome(omikron);
            restart = OwnThread.run(() -> restart(restarted));
            loadUntil(omikron, omikron::ended);
            assertEquals(GOING_AWAY, omikron.closeCode());
            load.takeReplies(omikron);
            awaitQuietDatabase();
            Node other = runningNode(0);
            checkBadges(other);
            OmikronClient elsewhere = other.omikron(1);
            loadSome(elsewhere);
            loadUntil(elsewhere, restart::isDone);
            restart.join();
            load.awaitReplies(elsewhere);
            checkBadges(other);
            elsewhere.close();
        }
        devices.forEach(ClusterIT::assertSentAway);
    }

    /** Once or more, and never otherwise parted with. */
    private static void assertSentAway(long user, BadgeDevice device) {
        assertNotEquals(List.of(), device.ends(), () -> "nobody sent the device of " + user + " away");
        for (QuicheClient.Close end : device.ends()) {
            assertEquals(100, end.error(), end::toString);
            long millis = Long.parseLong(end.reason().substring("retry-after-ms=".length()));
            assertTrue(millis >= 0 && millis < DRAIN_WINDOW.toMillis(), end::toString);
        }
        assertEquals(
                device.ends().size() + 1, device.connections(), () -> "the device of " + user + " lost its server");
    }

    private static void restart(Node node) {
        try {
            node.process().terminate();
            node.awaitEnd(STOP);
            node.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each device connects to the first of the nodes that runs, beginning anywhere among them. */
    private void connectDevices(Node... nodes) {
        deviceNodes = Arrays.asList(nodes);
        for (long user : ModelledLoad.USERS) {
            TestIdentity identity = device(user);
            devices.put(user, new BadgeDevice(() -> runningNode(user).device(identity, user), SILENCE_LIMIT));
        }
        devices.values().forEach(BadgeDevice::connect);
    }

    private Node runningNode(long user) {
        List<Node> running = new ArrayList<>(deviceNodes);
        if (deviceNodes.size() > 2) {
            Collections.rotate(running, (int) user);
        }
        return running.stream().filter(Node::isReady).findFirst().orElseThrow(() -> new IllegalStateException("none"));
    }

    private void loadSome(OmikronClient omikron) throws Exception {
        long end = load.acknowledged() + REQUESTS;
        loadUntil(omikron, () -> load.acknowledged() >= end);
    }

    private void loadUntil(OmikronClient omikron, BooleanSupplier end) throws Exception {
        while (!end.getAsBoolean()) {
            awaitRoom(omikron);
            load.request(omikron, ModelledLoad.USERS);
            load.takeReplies(omikron);
            devices.values().forEach(BadgeDevice::keepUp);
        }
    }

    /** Nothing more is answered on a link that has ended. */
    private void awaitRoom(OmikronClient omikron) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(LOOK).until(() -> {
            load.takeReplies(omikron);
            return omikron.ended() || !load.tooMuchUnanswered();
        });
    }

    /** All that was acknowledged is stored, and every device shows what is. */
    private void checkBadges(Node asked) throws Exception {
        Map<Long, Set<Long>> pending = load.compareWithServer(asked.https());
        for (long user : ModelledLoad.USERS) {
            devices.get(user).awaitBadges(pending.get(user));
        }
    }

    /** A commit whose client is dead may still run. */
    private static void awaitQuietDatabase() {
        String busy = "select 1 from pg_stat_activity where state like 'idle in%' or state = 'active'"
                + " and pid <> pg_backend_pid() and backend_type = 'client backend' and query not like '%revoked%'";
        await().atMost(PATIENCE).until(() -> {
            try (Connection connection = cluster.database().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(busy)) {
                return !rows.next();
            }
        });
    }

    private static TestIdentity device(long user) {
        return TestAuthority.development(OmegaDeployment.data()).device(user);
    }

    /** On all nodes; returns the link that reported it. */
    private static OmikronClient aliceComesOnline(Node node) throws Exception {
        OmikronClient presence = node.omikron(2);
        presence.iotaConnected(HOME);
        presence.userConnected(ALICE, "user_online");
        awaitStatus("user_online");
        return presence;
    }

    private static void awaitWithinLease(Callable<String> shown, String status) {
        await().atMost(LEASE.plus(LATE)).pollInterval(LOOK).until(shown, status::equals);
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static void awaitStatus(String status) {
        for (Node node : List.of(first, second, third)) {
            await().atMost(PATIENCE).pollInterval(LOOK).until(() -> node.onlineStatus(ALICE), status::equals);
        }
    }
}

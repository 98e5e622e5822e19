package net.tensamin.omega.tauri;

import static net.tensamin.omega.testing.TauriClient.identification;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.MetricsTable;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SPEC §2 and §3 over real sockets and certificates, spoken by an independent QUIC stack. */
@ArquillianTest
class TauriProtocolIT {
    private static final long IOTA = 1001;
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int ERROR_LIMIT = 10;
    private static final int MOST_SESSIONS = 5;
    private static final int MOST_MESSAGES = 200;
    private static final int MOST_CONNECTS = 120; // the canary connects now and then

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private TestAuthority authority;
    private OmikronClient omikron;

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of(
                "omega.canary",
                "true",
                "omega.canary.interval",
                "PT1S",
                "omega.tauri.identify-within",
                "PT4S",
                "omega.tauri.ping-interval",
                "PT2S",
                "omega.tauri.ping-timeout",
                "PT6S",
                "omega.tauri.error-limit",
                Integer.toString(ERROR_LIMIT),
                "omega.tauri.sessions-per-user",
                Integer.toString(MOST_SESSIONS),
                "omega.tauri.messages-per-device",
                MOST_MESSAGES + "/PT1H",
                "omega.tauri.connects-per-device",
                MOST_CONNECTS + "/PT1H"));
    }

    @BeforeEach
    void nothingIsPending() throws Exception {
        authority = TestAuthority.development(OmegaDeployment.data());
        omikron = closing(OmikronClient.identified());
        for (long user : new long[] {ALICE, BOB}) {
            for (long sender : new long[] {ALICE, BOB}) {
                omikron.notice(sender, user);
                omikron.read(user, sender);
            }
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void anIdentificationIsAnsweredWithItsId() {
        TauriClient client = connect(authority.device(ALICE));

        String success = client.talk()
                .ask("{'type':'tauri_identification','id':'mine','data':{'user_id':42}}")
                .toString();
        assertTrue(success.matches("\\{\"type\":\"success\",\"id\":\"mine\",\"data\":\\{\"revision\":\\d+}}"), success);
    }

    @Test
    void anIdIsMadeWhereThereIsNone() {
        TauriClient client = connect(authority.device(ALICE));
        JsonObject first = client.talk().ask(identification(ALICE));
        assertLearnsThatNothingIsPending(client.talk());
        JsonObject second = client.talk().ask(identification(ALICE));

        assertEquals("success", first.getString("type"));
        assertNotEquals(first.getString("id"), second.getString("id"));
    }

    @Test
    void everythingElseIsIgnoredBeforeIdentification() throws Exception {
        omikron.notice(BOB, ALICE);
        TauriClient client = connect(authority.device(ALICE));
        client.talk().say("nonsense");
        client.talk().say("{'type':'ping','id':'a','data':{'last_ping':1}}");
        client.talk().say("{'type':'read_notification','id':'b','data':{'sender_id':'7'}}");
        client.talk().say("{'type':'get_notifications','id':'c'}");

        assertEquals("success", typeOf(client.talk().ask(identification(ALICE))));
        assertEquals(clear(ALICE), badge(client.talk().hear()));
        assertEquals(push(BOB), badge(client.talk().hear()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'data':{'user_id':'7'}}        | error_not_authenticated",
                "{'data':{'user_id':'999'}}      | error_invalid_user_id",
                "{'data':{'user_id':'0'}}        | error_invalid_user_id",
                "{'data':{'user_id':'alice'}}    | error_invalid_data",
                "{'data':{'user_id':1.5}}        | error_invalid_data",
                "{'data':{}}                     | error_invalid_data",
                "{'data':'42'}                   | error_invalid_data",
                "{}                              | error_invalid_data",
            },
            quoteCharacter = '"')
    void aRefusedIdentificationIsToldWhyAndMayTryAgain(String members, String error) {
        TauriClient client = connect(authority.device(ALICE));
        String rest = members.equals("{}") ? "}" : "," + members.substring(1);

        assertEquals(error, typeOf(client.talk().ask("{'type':'tauri_identification'" + rest)));
        assertEquals("success", typeOf(client.talk().ask(identification(ALICE))));
    }

    @Test
    void aCertificateThatNamesNoUserCannotIdentify() {
        TestIdentity nobody = authority.certificate("nobody").forClients().issue();
        for (TestIdentity identity : new TestIdentity[] {nobody, authority.operator("root")}) {
            TauriClient client = connect(identity);
            assertEquals("error_not_authenticated", typeOf(client.talk().ask(identification(ALICE))));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                                                            | error_protocol",
                "[]                                                                  | error_protocol",
                "{'id':'i'}                                                          | error_protocol",
                "{'type':'unknown','id':'i'}                                         | error_protocol",
                "{'type':'push_notification','id':'i','data':{'sender_id':'7'}}      | error_protocol",
                "{'type':'ping','id':'i'}                                            | error_invalid_data",
                "{'type':'pong','id':'i','data':{'last_ping':'x'}}                   | error_invalid_data",
                "{'type':'read_notification','id':'i','data':{}}                     | error_invalid_data",
                "{'type':'read_notification','id':'i','data':{'sender_id':'-7'}}     | error_invalid_user_id",
                "{'type':'tauri_identification','id':'i','data':{'user_id':'7'}}     | error_not_authenticated",
                "{'type':'tauri_identification','id':'i','data':{'user_id':'42'}}    | success",
                "{'type':'read_notification','id':'i','data':{'sender_id':'7'}}      | success",
                "{'type':'ping','id':'i','data':{'last_ping':12}}                    | pong",
                "{'type':'get_notifications','id':'i'}                               | get_notifications",
            },
            quoteCharacter = '"')
    void eachRequestOfASessionHasItsReply(String line, String type) {
        TauriClient client = identified(authority.device(ALICE), ALICE);

        JsonObject reply = client.talk().ask(line);

        assertEquals(type, typeOf(reply));
        assertTrue(!line.contains("'id':'i'") || reply.getString("id").equals("i"), reply::toString);
    }

    @Test
    void blankLinesAndCarriageReturnsAreNothingAndTheLastLineMayEndWithTheStream() {
        TauriClient client = connect(authority.device(ALICE));
        String line = identification(ALICE).replace('\'', '"');
        client.talk().stream().write(("\n\r\n" + line + "\r\n\n").getBytes(StandardCharsets.UTF_8));
        assertEquals("success", typeOf(client.talk().hear()));

        TauriClient.Talk other = client.open();
        other.stream().write("{\"type\":\"get_notifications\"}".getBytes(StandardCharsets.UTF_8));
        other.stream().finish();

        assertEquals("get_notifications", typeOf(other.hear()));
    }

    @Test
    void repliesTakeTheStreamOfTheRequestAndTheRestTheOneThatIdentified() throws Exception {
        TauriClient client = connect(authority.device(ALICE));
        TauriClient.Talk second = client.open();
        assertEquals("success", typeOf(second.ask(identification(ALICE))));
        assertLearnsThatNothingIsPending(second);

        assertEquals("get_notifications", typeOf(client.talk().ask("{'type':'get_notifications'}")));
        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(second.hear()));
        assertTrue(client.talk().stream().lineNow().isEmpty());
    }

    @Test
    void aStreamThatTheClientEndedGoesOnCarryingPushes() throws Exception {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        client.talk().stream().finish();
        TauriClient.Talk other = client.open();
        assertEquals("success", typeOf(other.ask(identification(ALICE))));

        omikron.notice(BOB, ALICE);

        assertEquals(push(BOB), badge(client.talk().hear()));
    }

    @Test
    void aNoticeIsAPushToEachDeviceAndAReadClearsItOnEach() throws Exception {
        TauriClient phone = identified(authority.device(ALICE), ALICE);
        TauriClient desktop = identified(authority.device(ALICE), ALICE);
        TauriClient bob = identified(authority.device(BOB), BOB);

        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(phone.talk().hear()));
        assertEquals(push(BOB), badge(desktop.talk().hear()));

        phone.talk().say("{'type':'read_notification','id':'r','data':{'sender_id':'7'}}");
        assertEquals(clear(BOB), badge(phone.talk().hear()));
        assertEquals("{\"type\":\"success\",\"id\":\"r\"}", phone.talk().hear().toString());
        assertEquals(clear(BOB), badge(desktop.talk().hear()));
        assertEquals("get_notifications", typeOf(bob.talk().ask("{'type':'get_notifications'}")));
    }

    @Test
    void aReadOfAnOmikronClearsToo() throws Exception {
        TauriClient phone = identified(authority.device(ALICE), ALICE);
        omikron.notice(BOB, ALICE);
        omikron.read(ALICE, BOB);
        omikron.read(ALICE, BOB);
        omikron.notice(ALICE, ALICE);

        assertEquals(push(BOB), badge(phone.talk().hear()));
        assertEquals(clear(BOB), badge(phone.talk().hear()));
        assertEquals(push(ALICE), badge(phone.talk().hear()));
    }

    @Test
    void whatCameWhileAwayIsSentAfterSuccessInOrderOfChange() throws Exception {
        omikron.notice(ALICE, ALICE);
        omikron.notice(BOB, ALICE);
        omikron.notice(BOB, ALICE);
        omikron.notice(ALICE, ALICE);
        TauriClient phone = comesBack(authority.device(ALICE), ALICE);

        assertEquals(push(BOB), badge(phone.talk().hear()));
        assertEquals(push(ALICE), badge(phone.talk().hear()));
        JsonObject pending = phone.talk().ask("{'type':'get_notifications'}").getJsonObject("data");
        long last = pending.getInt("revision");
        assertEquals(
                "[{\"sender_id\":\"42\",\"amount\":2,\"revision\":" + last + "},"
                        + "{\"sender_id\":\"7\",\"amount\":2,\"revision\":" + (last - 1) + "}]",
                pending.getJsonArray("notifications").toString());
    }

    @Test
    void aPushAndItsProofAreSeenInTheMetricsAndInTheTrace() throws Exception {
        Map<String, Double> before = OperatorCalls.samples();
        TestIdentity device = authority.device(ALICE);
        TauriClient phone = identified(device, ALICE);
        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(phone.talk().hear()));
        prove(phone);
        omikron.read(ALICE, BOB);
        assertEquals(clear(BOB), badge(phone.talk().hear()));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Map<String, Double> now = OperatorCalls.samples();
            for (String grown : Set.of(
                    "omega_tauri_connects_total",
                    "omega_tauri_identifications_total",
                    "omega_tauri_pushes_total",
                    "omega_tauri_push_seconds_count",
                    "omega_tauri_clears_total",
                    "omega_tauri_proofs_total",
                    "omega_tauri_heartbeat_seconds_count",
                    "omega_tauri_heartbeat_seconds_bucket{le=\"+Inf\"}",
                    "omega_mailbox_notices_total{fate=\"stored\"}",
                    "omega_mailbox_reads_total",
                    "omega_mailbox_batch_size_sum",
                    "omega_mailbox_commit_seconds_count")) {
                assertTrue(now.get(grown) > before.getOrDefault(grown, 0.0), grown);
            }
            assertTrue(now.get("omega_tauri_sessions") >= 1);
            assertTrue(now.get("omega_omikron_links") >= 1);
            assertEquals(1, now.get("omega_drain_state{state=\"serving\"}"));
        });

        String id = "device " + DeviceId.of(device.certificate()).value();
        List<String> happened = List.of(
                "connected  " + id,
                "noticed 7 omikron 1",
                "pending 7 ",
                "pushed 7 " + id,
                "proven  " + id,
                "read 7 omikron 1",
                "cleared 7 ",
                "pushed 7 " + id);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(
                        happened,
                        traced(id).stream()
                                .filter(event -> !event.startsWith("replayed"))
                                .toList()));
    }

    /** Of a user that seemed to be online, was not, and came back. */
    @Test
    void theTraceSaysWhatWasHeldBackAndWhatWasSentAgain() throws Exception {
        omikron.iotaConnected(IOTA);
        omikron.userConnected(ALICE);
        omikron.notice(BOB, ALICE);
        omikron.cut();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> tracedFromTheLast("suppressed").contains("pending 7 "));
        TestIdentity device = authority.device(ALICE);
        TauriClient phone = comesBack(device, ALICE);
        assertEquals(clear(ALICE), badge(phone.talk().hear()));
        assertEquals(push(BOB), badge(phone.talk().hear()));
        prove(phone);
        phone.close();

        String id = "device " + DeviceId.of(device.certificate()).value();
        List<String> happened = List.of(
                "suppressed 7 omikron 1",
                "late 7 ",
                "pending 7 ",
                "connected  " + id,
                "replayed 42 " + id,
                "replayed 7 " + id,
                "proven  " + id,
                "closed  " + id + ", by the client or the network");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertEquals(happened, tracedFromTheLast("suppressed")));
    }

    private static List<String> tracedFromTheLast(String kind) throws Exception {
        List<String> events = traced();
        int last = Stream.iterate(events.size() - 1, at -> at >= 0, at -> at - 1)
                .filter(at -> events.get(at).startsWith(kind + " "))
                .findFirst()
                .orElse(events.size());
        return events.subList(last, events.size());
    }

    /** The events of Alice's trace since the first of this device. */
    private static List<String> traced(String device) throws Exception {
        return traced().stream()
                .dropWhile(event -> !event.equals("connected  " + device))
                .toList();
    }

    private static List<String> traced() throws Exception {
        return OperatorCalls.json("api/operations/trace/" + ALICE).getJsonArray("events").stream()
                .map(JsonValue::asJsonObject)
                .map(event -> event.getString("kind") + " "
                        + (event.containsKey("sender_id") ? event.getJsonNumber("sender_id") : "") + " "
                        + event.getString("party", ""))
                .toList();
    }

    /** Its pushes go the whole way, and nobody else sees of whom. */
    @Test
    void theCanaryIsHealthyAndShowsToNobody() throws Exception {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        OperatorCalls.samples().getOrDefault("omega_canary_runs_total{outcome=\"success\"}", 0.0) >= 2);
        Map<String, Double> samples = OperatorCalls.samples();
        assertEquals(1, samples.get("omega_canary_healthy"));
        assertTrue(samples.get("omega_canary_push_seconds_count") >= 2);
        assertEquals(
                List.of("omega_canary_runs_total{outcome=\"success\"}"),
                samples.keySet().stream()
                        .filter(name -> name.startsWith("omega_canary_runs_total"))
                        .filter(name -> samples.get(name) > 0)
                        .toList());
        assertTrue(OperatorCalls.get("health/ready").contains("pushed, proven and cleared"));

        AssertionError hidden =
                assertThrows(AssertionError.class, () -> OperatorCalls.get("api/get/user/" + Long.MAX_VALUE));
        assertTrue(hidden.getMessage().contains("404"), hidden::getMessage);
        JsonObject name = Json.createObjectBuilder()
                .add("username", "urn:tensamin:canary")
                .build();
        JsonObject iota =
                Json.createObjectBuilder().add("iota_id", Long.MAX_VALUE).build();
        assertEquals("error_not_found", omikron.ask("get_user_data", name).type());
        assertEquals("error_not_found", omikron.ask("get_iota_data", iota).type());
        assertEquals("error_not_found", omikron.ask("iota_connected", iota).type());
    }

    @Test
    void theMetricsPageIsWhatItsTableSays() throws Exception {
        String page = OperatorCalls.get("metrics");
        Set<String> described = new TreeSet<>();
        for (MetricsTable.Row row : MetricsTable.rows()) {
            assertTrue(page.contains("# TYPE " + row.name() + " " + row.type() + "\n"), row.name());
            assertTrue(page.contains("# HELP " + row.name() + " " + row.help() + "\n"), row.name());
            described.add(row.name());
        }
        Set<String> shown = page.lines()
                .filter(line -> line.startsWith("# TYPE omega_"))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(described, shown);
        assertTrue(page.contains("memory_usedHeap_bytes"), "what the server tells of the virtual machine");
    }

    @Test
    void everyNoticeIsOnePush() throws Exception {
        TauriClient phone = identified(authority.device(ALICE), ALICE);
        for (int notice = 0; notice < 50; notice++) {
            omikron.notice(BOB, ALICE);
        }
        omikron.read(ALICE, BOB);

        for (int notice = 0; notice < 50; notice++) {
            assertEquals(push(BOB), badge(phone.talk().hear()));
        }
        assertEquals(clear(BOB), badge(phone.talk().hear()));
    }

    @Test
    void pingsComeOnTheIdentifiedStreamWithTheLastRoundTrip() {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        assertEquals(
                "{\"type\":\"ping\",\"data\":{\"last_ping\":-1,\"revision\":N,\"next_ping\":N}}",
                client.talk().hearAny().toString().replaceAll("(?<=\"(revision|next_ping)\":)\\d+", "N"));
        client.talk().say("{'type':'pong','data':{'last_ping':-1}}");

        int lastPing = client.talk().hearAny().getJsonObject("data").getInt("last_ping");

        assertTrue(lastPing >= 0 && lastPing < 4_000, "last_ping " + lastPing);
        client.talk().say("{'type':'pong','data':{'last_ping':1}}");
        JsonObject pong = client.talk().ask("{'type':'ping','data':{'last_ping':5}}");
        assertEquals("pong", typeOf(pong));
        assertTrue(pong.getJsonObject("data").getInt("last_ping") >= 0);
    }

    @Test
    void aSessionThatAnswersOutlivesTheTimeout() {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        for (int pings = 0; pings < 5; pings++) {
            assertEquals("ping", typeOf(client.talk().hearAny()));
            client.talk().say("{'type':'pong','data':{'last_ping':0}}");
        }

        assertFalse(client.closedByServer());
    }

    @Test
    void aMissedHeartbeatClosesWith101() {
        TauriClient client = identified(authority.device(ALICE), ALICE);

        assertClosed(client, 101);
    }

    @Test
    void aNewerSessionOfTheDeviceClosesTheFirstWith102() throws Exception {
        TestIdentity device = authority.device(ALICE);
        TauriClient first = identified(device, ALICE);
        prove(first);
        TauriClient second = comesBack(device, ALICE);

        assertClosed(first, 102);
        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(second.talk().hear()));
    }

    @Test
    void aDeviceThatWasAwayGetsThePushesAndClearsPastItsCursorAndNothingElse() throws Exception {
        TestIdentity device = authority.device(ALICE);
        TauriClient phone = identified(device, ALICE);
        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(phone.talk().hear()));
        prove(phone);
        phone.close();
        omikron.read(ALICE, BOB);
        omikron.notice(ALICE, ALICE);
        omikron.notice(ALICE, ALICE);

        TauriClient.Talk again = comesBack(device, ALICE).talk();

        assertEquals(clear(BOB), badge(again.hear()));
        assertEquals(push(ALICE), badge(again.hear()));
        assertEquals("pong", typeOf(again.ask("{'type':'ping','data':{'last_ping':5}}")));
    }

    @Test
    void whatWasProvenIsNotSentAgainAndWhatWasOnlyWrittenIs() throws Exception {
        TestIdentity device = authority.device(ALICE);
        TauriClient phone = identified(device, ALICE);
        omikron.notice(ALICE, ALICE);
        assertEquals(push(ALICE), badge(phone.talk().hear()));
        prove(phone);
        phone.ignorePings();
        omikron.notice(BOB, ALICE);
        assertEquals(push(BOB), badge(phone.talk().hear()));
        phone.close();

        TauriClient back = comesBack(device, ALICE);
        assertEquals(push(BOB), badge(back.talk().hear()));
        prove(back);
        back.close();

        TauriClient.Talk again = comesBack(device, ALICE).talk();
        assertEquals("pong", typeOf(again.ask("{'type':'ping','data':{'last_ping':5}}")));
        omikron.notice(ALICE, ALICE);
        assertEquals(push(ALICE), badge(again.hear()));
    }

    @Test
    void aConnectionThatDoesNotIdentifyClosesWith103() {
        TauriClient client = connect(authority.device(ALICE));
        client.talk().say("{'type':'get_notifications'}");

        assertClosed(client, 103);
    }

    @Test
    void aMessageTooLongClosesWith201() {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        client.talk().say("{'type':'get_notifications','id':'" + "x".repeat(17_000) + "'}");

        assertClosed(client, 201);
    }

    @Test
    void tooManyErrorsCloseWith201() {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        for (int errors = 0; errors < ERROR_LIMIT; errors++) {
            assertEquals("error_protocol", typeOf(client.talk().ask("nonsense")));
        }
        client.talk().say("nonsense");

        assertClosed(client, 201);
    }

    @Test
    void tooManyMessagesCloseWith201() {
        TauriClient client = identified(authority.device(ALICE), ALICE);
        for (int i = 1; i < MOST_MESSAGES; i++) {
            client.talk().say("{'type':'pong','data':{'last_ping':0}}");
        }
        assertFalse(client.closedByServer());
        client.talk().say("{'type':'pong','data':{'last_ping':0}}");

        assertClosed(client, 201);
    }

    @Test
    void oneSessionTooManyOfAUserIsSentAwayAndTheOthersStay() throws Exception {
        TestIdentity first = authority.device(BOB);
        List<TauriClient> sessions = new ArrayList<>(List.of(identified(first, BOB)));
        for (int i = 1; i < MOST_SESSIONS; i++) {
            sessions.add(identified(authority.device(BOB), BOB));
        }
        TauriClient another = connect(authority.device(BOB));
        another.talk().say(identification(BOB));

        var close = another.awaitClose();
        assertEquals(100, close.error(), close::toString);
        assertEquals("retry-after-ms=60000", close.reason());
        comesBack(first, BOB); // in place of its own session
        assertClosed(sessions.remove(0), 102);
        omikron.notice(ALICE, BOB);
        for (TauriClient session : sessions) {
            assertEquals(push(ALICE), badge(session.talk().hear()));
        }
    }

    @Test
    void aDeviceThatReconnectsTooOftenIsToldToWait() {
        TestIdentity flapping = authority.device(ALICE);
        for (int i = 0; i < MOST_CONNECTS; i++) {
            comesBack(flapping, ALICE);
        }
        TauriClient client = connect(flapping);

        var close = client.awaitClose();
        assertEquals(100, close.error(), close::toString);
        assertTrue(close.reason().matches("retry-after-ms=[0-9]{1,5}"), close::reason);
        identified(authority.device(ALICE), ALICE); // another of hers is not meant
    }

    @Test
    void aBadNetworkDelaysBadgesAndChangesNone() throws Exception {
        Random random = new Random(1);
        Set<Long> pending = new TreeSet<>();
        TestIdentity phone = authority.device(ALICE);
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        BadNetwork network = closing(new BadNetwork(server, 1));
        BadgeDevice device = closing(new BadgeDevice(
                () -> TauriClient.connect(network.address(), authority.certificate(), phone)
                        .identify(ALICE),
                Duration.ofSeconds(5)));
        device.connect();
        network.faults(new BadNetwork.Faults(10, 10, 10, 10));
        for (int i = 0; i < 100; i++) {
            long sender = random.nextBoolean() ? ALICE : BOB;
            if (random.nextBoolean()) {
                omikron.notice(sender, ALICE);
                pending.add(sender);
            } else {
                omikron.read(ALICE, sender);
                pending.remove(sender);
            }
            if (i == 50) {
                network.changePorts();
            }
            device.keepUp();
        }

        device.awaitBadges(pending);
    }

    private TauriClient connect(TestIdentity device) {
        return closing(TauriClient.connect(device));
    }

    /** A new device, which then has learned that nothing is pending. */
    private TauriClient identified(TestIdentity device, long user) {
        TauriClient client = comesBack(device, user);
        assertLearnsThatNothingIsPending(client.talk());
        return client;
    }

    private TauriClient comesBack(TestIdentity device, long user) {
        return closing(TauriClient.identified(device, user));
    }

    /** A new device has its cursor at 0, and so is told of what was read, too. */
    private static void assertLearnsThatNothingIsPending(TauriClient.Talk talk) {
        assertEquals(clear(ALICE), badge(talk.hear()));
        assertEquals(clear(BOB), badge(talk.hear()));
    }

    /** Answers a ping that came after all that was heard. */
    private static void prove(TauriClient client) {
        assertEquals("ping", typeOf(client.talk().hearAny()));
        client.talk().say("{'type':'pong','data':{'last_ping':0}}");
        assertEquals("pong", typeOf(client.talk().ask("{'type':'ping','data':{'last_ping':5}}")));
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    private static void assertClosed(TauriClient client, long code) {
        var close = client.awaitClose();
        assertTrue(close.application(), close::toString);
        assertEquals(code, close.error(), close::toString);
    }

    private static String typeOf(JsonObject message) {
        return message.getString("type");
    }

    /** Without amount and revision, of which other tests are. */
    private static String badge(JsonObject message) {
        JsonObject data = message.getJsonObject("data");
        assertTrue(data.getInt("amount") >= 0 && data.getInt("revision") > 0, message::toString);
        return message.toString().replaceFirst(",\"amount\":\\d+,\"revision\":\\d+", "");
    }

    private static String push(long sender) {
        return "{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"" + sender + "\"}}";
    }

    private static String clear(long sender) {
        return "{\"type\":\"read_notification\",\"data\":{\"sender_id\":\"" + sender + "\"}}";
    }
}

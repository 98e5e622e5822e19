package net.tensamin.omega.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaNodes.Node;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users that are changed through one server while their Iotas are connected through another (SPEC §5). */
@Timeout(600)
class AccountsOnNodesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String USER = "api/operations/users/2000";
    private static final long CAROL = 2000;
    private static final long BOB = 7;

    @ParameterizedTest
    @ValueSource(strings = {"user", "iota"})
    void aChangedUserCountsByItsNewStateOnEveryServer(String means) throws Exception {
        boolean byUser = means.equals("user");
        try (OmegaNodes nodes = OmegaNodes.of(2, Map.of("omega.presence.online-means", means))) {
            nodes.start();
            Node here = nodes.node(0);
            Node there = nodes.node(1);
            call(there, "PUT", "api/operations/iotas/3000", "{\"public_key\":\"a2V5\"}");
            try (OmikronClient omikron = here.omikron(1)) {
                omikron.iotaConnected(1001);

                call(there, "PUT", USER, "{\"username\":\"carol\",\"public_key\":\"a2V5\",\"iota_id\":1001}");
                if (byUser) {
                    awaitOnline(nodes, "user_offline");
                    omikron.userConnected(CAROL);
                    awaitOnline(nodes, "user_online");
                } else {
                    awaitThrough(nodes, true);
                }
                omikron.notice(BOB, CAROL);
                assertEquals(List.of(), pending(there), "it is held back: she is online");

                try (TauriClient phone = there.device(
                        TestAuthority.development(OmegaDeployment.data()).device(CAROL), CAROL)) {
                    call(there, "PATCH", USER, "{\"iota_id\":3000}");
                    assertEquals("push_notification", phone.talk().hear().getString("type"), "it is not, any more");
                    awaitOnline(nodes, "iota_offline");
                    omikron.notice(BOB, CAROL);
                    assertEquals("push_notification", phone.talk().hear().getString("type"));
                    assertEquals(List.of(2), pending(here));

                    omikron.iotaConnected(3000);
                    if (byUser) {
                        omikron.userConnected(CAROL);
                        awaitOnline(nodes, "user_online");
                    } else {
                        awaitThrough(nodes, true);
                    }
                    omikron.notice(BOB, CAROL);
                    assertEquals(List.of(2), pending(here), "she is online by her new home");

                    call(there, "DELETE", USER, null);
                    assertEquals(203, phone.awaitClose().error());
                }
                for (int i = 0; i < 2; i++) {
                    assertEquals(404, status(nodes.node(i), "GET", "api/get/user/" + CAROL, null));
                }
                assertEquals(
                        "error_invalid_user_id",
                        omikron.ask("push_notification", OmikronClient.numbers("sender_id", BOB, "receiver_id", CAROL))
                                .type());
            }
        }
    }

    private static void awaitOnline(OmegaNodes nodes, String status) {
        for (int i = 0; i < 2; i++) {
            Node node = nodes.node(i);
            await("server " + i + " shows " + status)
                    .atMost(PATIENCE)
                    .until(() -> status.equals(node.onlineStatus(CAROL)));
        }
    }

    /** Where an Iota is enough, the trace says through which Omikron. */
    private static void awaitThrough(OmegaNodes nodes, boolean online) {
        for (int i = 0; i < 2; i++) {
            Node node = nodes.node(i);
            await("server " + i)
                    .atMost(PATIENCE)
                    .until(() -> online
                            != json(call(node, "GET", "api/operations/trace/" + CAROL, null))
                                    .getString("online_through", "")
                                    .isEmpty());
        }
    }

    private static List<Integer> pending(Node node) throws Exception {
        return json(call(node, "GET", "api/get/notifications/" + CAROL, null))
                .getJsonArray("notifications")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(each -> each.getInt("amount"))
                .toList();
    }

    private static String call(Node node, String method, String path, String body) throws Exception {
        HttpResponse<String> response = answer(node, method, path, body);
        assertEquals(2, response.statusCode() / 100, response.body());
        return response.body();
    }

    private static int status(Node node, String method, String path, String body) throws Exception {
        return answer(node, method, path, body).statusCode();
    }

    private static HttpResponse<String> answer(Node node, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(node.https().resolve("/" + path))
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.demo("operator"))
                .build()
                .send(request, BodyHandlers.ofString());
    }

    private static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}

package net.tensamin.omega.registry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.RawClient;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that make, change and remove accounts, and each of their refusals (SPEC §7). Each test has ids and names of its own. */
@ArquillianTest
@Timeout(60)
class RegistryIT {
    private static final String USERS = "api/operations/users";
    private static final String IOTAS = "api/operations/iotas";
    private static final String OMIKRONS = "api/operations/omikrons";
    private static final String JSON = "application/json";
    private static final String PATCH = "application/merge-patch+json";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of(
                "omega.https.requests-per-certificate",
                "10000/PT1M",
                "omega.omikron.registration",
                "true",
                "omega.omikron.registrations-per-omikron",
                "40/PT1H"));
    }

    @Test
    void aUserIsMadeReadChangedAndRemoved() throws Exception {
        HttpResponse<String> made = operator("PUT", USERS + "/1000", user("whole"));
        assertEquals(201, made.statusCode(), made::body);
        assertEquals(
                json("{'status':'success','user_id':1000,'username':'whole','public_key':'a2V5','iota_id':1001,"
                        + "'sub_level':0,'sub_end':0,'has_reset_token':false}"),
                json(made.body()));
        String tag = header(made, "ETag");

        assertEquals(200, operator("PUT", USERS + "/1000", user("whole")).statusCode());
        HttpResponse<String> read = operator("GET", USERS + "/1000", "");
        assertEquals(json(made.body()), json(read.body()));
        assertEquals(tag, header(read, "ETag"));

        HttpResponse<String> changed = operator("PATCH", USERS + "/1000", "{'display':'Whole'}", "If-Match", tag);
        assertEquals("Whole", json(changed.body()).getString("display"));
        assertNotEquals(tag, header(changed, "ETag"));
        assertEquals("Whole", OperatorCalls.json("api/get/user/1000").getString("display"), "its profile");

        assertEquals(200, operator("DELETE", USERS + "/1000", "").statusCode());
        assertEquals(200, operator("DELETE", USERS + "/1000", "").statusCode(), "it is removed");
        assertError(409, "error_conflict", Set.of("user_id"), operator("PUT", USERS + "/1000", user("whole")));
        assertEquals(404, operator("GET", USERS + "/1000", "").statusCode());
    }

    @Test
    void omegaMakesAnIdOnceForAKey() throws Exception {
        long before = System.currentTimeMillis();
        HttpResponse<String> made = operator("POST", USERS, user("posted"), "Idempotency-Key", "key 1");
        assertEquals(201, made.statusCode(), made::body);
        long id = json(made.body()).getJsonNumber("user_id").longValueExact();
        assertTrue(id >= before, () -> "milliseconds: " + id);
        assertTrue(header(made, "Location").endsWith("/" + USERS + "/" + id), made::toString);

        HttpResponse<String> again = operator("POST", USERS, user("posted"), "Idempotency-Key", "key 1");
        assertEquals(201, again.statusCode());
        assertEquals(json(made.body()), json(again.body()));
        assertEquals(header(made, "Location"), header(again, "Location"));
        assertEquals(header(made, "ETag"), header(again, "ETag"));
        assertError(
                422,
                "error_invalid_content",
                Set.of("Idempotency-Key"),
                operator("POST", USERS, user("posted-2"), "Idempotency-Key", "key 1"));
        assertError(409, "error_conflict", Set.of("username"), operator("POST", USERS, user("Posted")));
        assertError(400, "error_bad_request", Set.of(), operator("POST", USERS, user("p3"), "Idempotency-Key", ""));
        assertTrue(
                OperatorCalls.json("api/operations/audit?find=" + id).toString().contains("user_id=" + id),
                "who made whom is recorded");
    }

    @Test
    void anotherContentNeedsTheTagOfWhatIsThere() throws Exception {
        String tag = header(operator("PUT", USERS + "/1010", user("conditional")), "ETag");
        String other = user("conditional-2");
        assertError(428, "error_precondition_required", Set.of(), operator("PUT", USERS + "/1010", other));
        assertError(
                412,
                "error_precondition_failed",
                Set.of(),
                operator("PUT", USERS + "/1010", other, "If-Match", "\"0\""));
        assertError(
                412, "error_precondition_failed", Set.of(), operator("PUT", USERS + "/1011", other, "If-Match", "*"));
        assertError(
                412,
                "error_precondition_failed",
                Set.of(),
                operator("PUT", USERS + "/1010", user("conditional"), "If-None-Match", "*"));
        assertEquals(
                200, operator("PUT", USERS + "/1010", other, "If-Match", tag).statusCode());
    }

    @Test
    void whatMayNotBeIsSaidOfEachMember() throws Exception {
        for (String call : List.of("PUT " + USERS + "/1020", "POST " + USERS)) {
            assertError(
                    422,
                    "error_invalid_content",
                    Set.of("username", "display", "public_key", "iota_id", "colour"),
                    operator(
                            call.split(" ")[0],
                            call.split(" ")[1],
                            "{'username':'a b','display':'0123456789abcdef',"
                                    + "'public_key':'!','iota_id':'x','colour':'red'}"));
        }
        assertError(
                422,
                "error_invalid_content",
                Set.of("iota_id"),
                operator("POST", USERS, user("x").replace("1001", "4711")));
        assertError(422, "error_invalid_content", Set.of("public_key"), operator("POST", IOTAS, "{}"));
        assertError(
                422,
                "error_invalid_content",
                Set.of("public_key"),
                operator("POST", OMIKRONS, "{'public_key':'a2V5'}"));
        assertError(409, "error_conflict", Set.of("username"), operator("PUT", USERS + "/1020", user("ALICE")));
        assertError(409, "error_conflict", Set.of("username"), operator("PATCH", USERS + "/7", "{'username':'Alice'}"));
        assertError(409, "error_conflict", Set.of(), operator("PUT", USERS + "/" + Long.MAX_VALUE, user("cuckoo")));
        assertError(404, "error_not_found", Set.of(), operator("PATCH", USERS + "/1020", "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "[{}]", "7", "null", "{'username':}", "{'username':'x'"})
    void aBodyThatIsNoObjectIsMalformed(String body) throws Exception {
        assertError(400, "error_bad_request", Set.of(), operator("POST", USERS, body));
        assertError(400, "error_bad_request", Set.of(), operator("PATCH", USERS + "/42", body));
    }

    @Test
    void malformedIdsAndQueriesAreBadRequests() throws Exception {
        for (String path : List.of(USERS, IOTAS, OMIKRONS)) {
            for (String id : List.of("0", "-1", "x", "9223372036854775808")) {
                for (String method : List.of("GET", "DELETE")) {
                    assertError(400, "error_bad_request", Set.of(), operator(method, path + "/" + id, ""));
                }
                assertError(400, "error_bad_request", Set.of(), operator("PUT", path + "/" + id, "{}"));
            }
            for (String query :
                    List.of("limit=0", "limit=1001", "limit=x", "after=-1", "find=" + "x".repeat(101), "find=%00")) {
                assertError(400, "error_bad_request", Set.of(), operator("GET", path + "?" + query, ""));
            }
        }
        for (String query : List.of("users=keep", "move_to=x", "move_to=0", "users=delete&move_to=1002")) {
            assertError(400, "error_bad_request", Set.of(), operator("DELETE", IOTAS + "/1001?" + query, ""));
        }
    }

    @Test
    void bodiesAreOfTheirMediaTypeAndNotTooLong() throws Exception {
        SSLContext operator = OmegaTls.demo("operator");
        assertError(
                415,
                "error_unsupported_media_type",
                Set.of(),
                send(operator, "PATCH", USERS + "/42", JSON, "{}".getBytes()));
        assertError(
                415,
                "error_unsupported_media_type",
                Set.of(),
                send(operator, "PUT", USERS + "/42", PATCH, "{}".getBytes()));
        assertError(
                415, "error_unsupported_media_type", Set.of(), send(operator, "PUT", USERS + "/42/avatar", JSON, PNG));
        byte[] long64 = ("{\"about\":\"" + "x".repeat(70_000) + "\"}").getBytes();
        assertError(413, "error_content_too_large", Set.of(), send(operator, "PATCH", USERS + "/42", PATCH, long64));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, users",
        "POST, users",
        "GET, users/42",
        "PUT, users/42",
        "PATCH, users/42",
        "DELETE, users/42",
        "GET, users/42/avatar",
        "PUT, users/42/avatar",
        "DELETE, users/42/avatar",
        "GET, iotas",
        "POST, iotas",
        "GET, iotas/1001",
        "PUT, iotas/1001",
        "PATCH, iotas/1001",
        "DELETE, iotas/1001",
        "GET, omikrons",
        "POST, omikrons",
        "GET, omikrons/1",
        "PUT, omikrons/1",
        "PATCH, omikrons/1",
        "DELETE, omikrons/1"
    })
    void onlyOperatorsMayCall(String method, String path) throws Exception {
        String type = path.endsWith("avatar") ? "image/png" : method.equals("PATCH") ? PATCH : JSON;
        assertError(
                401,
                "error_not_authenticated",
                Set.of(),
                send(OmegaTls.anonymous(), method, "api/operations/" + path, type, "{}".getBytes()));
        assertError(
                403,
                "error_forbidden",
                Set.of(),
                send(OmegaTls.demo("user-42"), method, "api/operations/" + path, type, "{}".getBytes()));
    }

    @Test
    void accountsAreListedInPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            operator("PUT", USERS + "/" + (1030 + i), user("paged-" + i));
        }
        JsonObject first = OperatorCalls.json(USERS + "?find=PAGED-&limit=2");
        assertEquals(List.of(1030, 1031), ids(first, "users", "user_id"));
        JsonObject second = OperatorCalls.json(USERS + "?find=PAGED-&limit=2&after=" + first.getInt("next"));
        assertEquals(List.of(1032), ids(second, "users", "user_id"));
        assertFalse(second.containsKey("next"));
        assertEquals(List.of(1032), ids(OperatorCalls.json(USERS + "?find=1032"), "users", "user_id"));
        assertTrue(ids(OperatorCalls.json(USERS + "?iota_id=1002"), "users", "user_id")
                .contains(7));
        assertTrue(ids(OperatorCalls.json(IOTAS), "iotas", "iota_id").containsAll(List.of(1001, 1002)));
        assertTrue(ids(OperatorCalls.json(OMIKRONS), "omikrons", "omikron_id").contains(1));
    }

    @Test
    void aPictureIsGivenShownAndTakenAway() throws Exception {
        operator("PUT", USERS + "/1040", user("portrait"));
        String path = USERS + "/1040/avatar";
        SSLContext operator = OmegaTls.demo("operator");
        assertError(404, "error_not_found", Set.of(), operator("GET", path, ""));
        byte[] largest = new byte[1024 * 1024];
        System.arraycopy(PNG, 0, largest, 0, PNG.length);
        for (byte[] image : List.of(
                PNG,
                new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0},
                "RIFF....WEBPVP8 ".getBytes(),
                largest)) {
            assertEquals(
                    200,
                    send(operator, "PUT", path, "application/octet-stream", image)
                            .statusCode());
            HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve(path))
                    .build();
            HttpResponse<byte[]> shown = client(operator).send(request, BodyHandlers.ofByteArray());
            assertArrayEquals(image, shown.body());
            String type = shown.headers().firstValue("Content-Type").orElse("");
            assertEquals(type, OperatorCalls.json(USERS + "/1040").getString("avatar_type"));
            String profile = OperatorCalls.json("api/get/user/1040").getString("avatar");
            assertArrayEquals(image, Base64.getDecoder().decode(profile));
        }
        // Java's client waits for a 100 whatever is answered (JDK-8286171).
        try (RawClient asks = RawClient.tls(operator)) {
            asks.send("PUT /" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: "
                    + (largest.length + 1) + "\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(413, asks.status());
        }
        for (String no : List.of("", "GIF89a", "<svg/>", "RIFF....WAVE")) {
            assertError(
                    422,
                    "error_invalid_content",
                    Set.of("avatar"),
                    send(operator, "PUT", path, "image/png", no.getBytes()));
        }
        HttpRequest outdated = request("PUT", path, "image/png", PNG)
                .header("If-Match", "\"0\"")
                .build();
        assertError(
                412, "error_precondition_failed", Set.of(), client(operator).send(outdated, BodyHandlers.ofString()));
        assertEquals(200, operator("DELETE", path, "").statusCode());
        assertEquals(200, operator("DELETE", path, "").statusCode());
        assertEquals(404, operator("GET", path, "").statusCode());
        for (String call : List.of("PUT", "DELETE")) {
            assertError(
                    404, "error_not_found", Set.of(), send(operator, call, USERS + "/4711/avatar", "image/png", PNG));
        }
    }

    @Test
    void anIotaWithUsersIsRemovedOnlyWhenItIsSaidWhatBecomesOfThem() throws Exception {
        operator("PUT", IOTAS + "/2001", "{'public_key':'a2V5'}");
        operator("PUT", IOTAS + "/2002", "{'public_key':'a2V5'}");
        operator("PUT", USERS + "/1050", user("resident").replace("1001", "2001"));

        assertError(409, "error_conflict", Set.of(), operator("DELETE", IOTAS + "/2001", ""));
        assertError(
                422, "error_invalid_content", Set.of("move_to"), operator("DELETE", IOTAS + "/2001?move_to=2001", ""));
        assertEquals(200, operator("DELETE", IOTAS + "/2001?move_to=2002", "").statusCode());
        assertEquals(2002, OperatorCalls.json(USERS + "/1050").getInt("iota_id"));
        assertError(404, "error_not_found", Set.of(), operator("DELETE", IOTAS + "/2001", ""));

        assertEquals(200, operator("DELETE", IOTAS + "/2002?users=delete", "").statusCode());
        assertEquals(404, operator("GET", USERS + "/1050", "").statusCode());
        assertEquals(404, operator("GET", IOTAS + "/2002", "").statusCode());
    }

    @Test
    void anOmikronIsRegisteredWithItsKey() throws Exception {
        String key = Base64.getEncoder().encodeToString(new byte[56]);
        HttpResponse<String> made = operator(
                "PUT", OMIKRONS + "/3001", "{'public_key':'" + key + "','location':'Here','ip_address':'192.0.2.1'}");
        assertEquals(201, made.statusCode(), made::body);
        assertEquals(
                json("{'status':'success','omikron_id':3001,'public_key':'" + key
                        + "','location':'Here','ip_address':'192.0.2.1'}"),
                json(made.body()));
        assertEquals(
                "2001:db8::1",
                json(operator("PATCH", OMIKRONS + "/3001", "{'ip_address':'2001:db8::1'}")
                                .body())
                        .getString("ip_address"));
        assertEquals(200, operator("DELETE", OMIKRONS + "/3001", "").statusCode());
        assertEquals(404, operator("GET", OMIKRONS + "/3001", "").statusCode());
        assertEquals(
                201, operator("POST", OMIKRONS, "{'public_key':'" + key + "'}").statusCode());
        assertEquals(201, operator("POST", IOTAS, "{'public_key':'a2V5'}").statusCode());
    }

    // Many

    @Test
    void accountsAreImportedAndExported() throws Exception {
        String body = "{'accounts':[{'line':1,'iota':{'iota_id':4001,'public_key':'a2V5'}},"
                + "{'line':2,'user':{'user_id':1060,'username':'imported','public_key':'a2V5','iota_id':4001}},"
                + "{'line':3,'user':{'user_id':1061,'username':'IMPORTED','public_key':'a2V5','iota_id':4001}}]}";
        HttpResponse<String> taken = operator("POST", "api/operations/accounts/import", body);
        assertEquals(
                json("{'status':'success','made':2,'changed':0,'unchanged':0,'ids':[],'refused':[{'line':3,"
                        + "'message':'The username is taken.','members':{'username':'is taken'}}]}"),
                json(taken.body()));
        JsonObject again =
                json(operator("POST", "api/operations/accounts/import", body).body());
        assertEquals(2, again.getInt("unchanged"));
        assertTrue(OperatorCalls.get("api/operations/accounts/export?kind=users&after=1059")
                .contains("\"imported\""));
        for (String no :
                List.of("{}", "{'accounts':7}", "{'accounts':[{}]}", "{'accounts':[],'assumed_iotas':['x']}")) {
            assertError(400, "error_bad_request", Set.of(), operator("POST", "api/operations/accounts/import", no));
        }
        String tooMany = "{'line':1,'user':{}},".repeat(1_000) + "{'line':1,'user':{}}";
        assertError(
                422,
                "error_invalid_content",
                Set.of("accounts"),
                operator("POST", "api/operations/accounts/import", "{'accounts':[" + tooMany + "]}"));
        assertError(400, "error_bad_request", Set.of(), operator("GET", "api/operations/accounts/export?kind=x", ""));
    }

    // Over links

    @Test
    void anOmikronRegistersChangesAndDeletesWhatIsConnectedThroughIt() throws Exception {
        String token = "0123456789abcdefghijkl";
        try (OmikronClient omikron = OmikronClient.identified()) {
            OmikronClient.Message iota = ask(omikron, "complete_register_iota", "{'public_key':'a2V5'}");
            long home = iota.data().getJsonNumber("iota_id").longValueExact();
            omikron.iotaConnected(home);
            long user = ask(omikron, "get_register", "{}")
                    .data()
                    .getJsonNumber("user_id")
                    .longValueExact();
            String register = "{'user_id':" + user + ",'username':'linked','public_key':'a2V5','iota_id':" + home
                    + ",'reset_token':'" + token + "'}";
            assertEquals(
                    "success", ask(omikron, "complete_register_user", register).type());
            assertEquals(
                    "success", ask(omikron, "complete_register_user", register).type(), "again");
            omikron.userConnected(user);
            await().atMost(Duration.ofSeconds(20)).until(() -> OperatorCalls.json("api/get/user/" + user)
                    .getString("online_status")
                    .equals("user_online"));

            assertEquals(
                    "success",
                    change(omikron, user, "{'display':'L','avatar':'iVBORw0KGgo='}")
                            .type());
            assertRefused("error_invalid_data", "display", change(omikron, user, "{'display':'longer than fifteen'}"));
            assertRefused("error_invalid_data", "sub_level", change(omikron, user, "{'sub_level':9}"));
            assertRefused("error_invalid_data", "avatar", change(omikron, user, "{'avatar':'R0lG'}"));
            assertRefused("error_invalid_data", "reset_token", change(omikron, user, "{'public_key':'b3RoZXI='}"));
            String wrong = "{'public_key':'b3RoZXI=','reset_token':'wrong-wrong-wrong-wrong'}";
            assertRefused("error_forbidden", "reset_token", change(omikron, user, wrong));
            assertEquals(
                    "success",
                    change(omikron, user, wrong.replace("wrong-wrong-wrong-wrong", token))
                            .type());
            assertRefused("error_forbidden", "user_id", change(omikron, 42, "{'display':'A'}"));
            assertRefused(
                    "error_conflict",
                    "iota_id",
                    ask(omikron, "complete_register_iota", "{'public_key':'b3RoZXI=','iota_id':" + home + "}"));
            assertRefused("error_conflict", "", ask(omikron, "delete_iota", "{'iota_id':" + home + "}"));
            assertEquals(
                    "success",
                    ask(omikron, "change_iota_data", "{'iota_id':" + home + ",'public_key':'b3Q='}")
                            .type());

            for (int attempt = 0; attempt < 5; attempt++) {
                assertRefused("error_forbidden", "reset_token", change(omikron, user, wrong));
            }
            assertRefused(
                    "error_too_many_requests",
                    "reset_token",
                    change(omikron, user, wrong.replace("wrong-wrong-wrong-wrong", token)));
            assertTrue(OperatorCalls.json("api/operations/audit?find=omikron:1")
                    .toString()
                    .contains("change_user_data"));
            long other = ask(omikron, "get_register", "{}")
                    .data()
                    .getJsonNumber("user_id")
                    .longValueExact();
            assertRefused(
                    "error_forbidden",
                    "iota_id",
                    ask(
                            omikron,
                            "complete_register_user",
                            register.replace("" + user, "" + other).replace("" + home, "1002")));
            assertRefused(
                    "error_forbidden",
                    "user_id",
                    ask(
                            omikron,
                            "complete_register_user",
                            register.replace("" + user, "99").replace("linked", "link-2")));
        }
    }

    @Test
    void anIotaAndAUserAreDeletedOverTheLink() throws Exception {
        String token = "abcdefghijkl0123456789";
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(1001);
            operator("PUT", IOTAS + "/4010", "{'public_key':'a2V5'}");
            operator("PUT", USERS + "/1070", user("deletable").replace("1001}", "4010,'reset_token':'" + token + "'}"));
            omikron.iotaConnected(4010);
            String delete = "{'user_id':1070,'reset_token':'" + token + "'}";
            assertEquals("success", ask(omikron, "delete_user", delete).type());
            assertEquals("error_not_found", ask(omikron, "delete_user", delete).type());
            assertEquals(
                    "success", ask(omikron, "delete_iota", "{'iota_id':4010}").type());
            assertEquals(404, operator("GET", IOTAS + "/4010", "").statusCode());
        }
    }

    @Test
    void anOmikronThatIsRemovedLosesItsLink() throws Exception {
        String key = OperatorCalls.json(OMIKRONS + "/1").getString("public_key");
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(1001);
            assertEquals(200, operator("DELETE", OMIKRONS + "/1", "").statusCode());
            assertEquals(1008, omikron.closeCode());
        } finally {
            assertEquals(
                    201,
                    operator("PUT", OMIKRONS + "/1", "{'public_key':'" + key + "'}")
                            .statusCode());
        }
    }

    @Test
    void aMovedUserIsOnlineByItsNewHomeAlone() throws Exception {
        operator("PUT", IOTAS + "/4020", "{'public_key':'a2V5'}");
        operator("PUT", USERS + "/1080", user("mover"));
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.iotaConnected(1001);
            omikron.iotaConnected(4020);
            omikron.userConnected(1080);
            await().atMost(Duration.ofSeconds(20)).until(() -> "user_online".equals(status(1080)));
            omikron.notice(7, 1080);
            assertEquals(0, pending(1080), "it is online");
            operator("PATCH", USERS + "/1080", "{'iota_id':4020}");
            await().atMost(Duration.ofSeconds(20)).until(() -> "user_offline".equals(status(1080)));
            await("what was held back").atMost(Duration.ofSeconds(20)).until(() -> pending(1080) == 1);
            omikron.userConnected(1080);
            await().atMost(Duration.ofSeconds(20)).until(() -> "user_online".equals(status(1080)));
            omikron.notice(7, 1080);
            assertEquals(1, pending(1080), "it is online again");
        }
    }

    private static int pending(long user) throws Exception {
        return OperatorCalls.json("api/get/notifications/" + user).getJsonArray("notifications").stream()
                .mapToInt(each -> each.asJsonObject().getInt("amount"))
                .sum();
    }

    private static String status(long user) throws Exception {
        return OperatorCalls.json("api/get/user/" + user).getString("online_status");
    }

    private static OmikronClient.Message ask(OmikronClient omikron, String type, String data) throws Exception {
        return omikron.ask(type, json(data));
    }

    private static OmikronClient.Message change(OmikronClient omikron, long user, String data) throws Exception {
        omikron.send("{'id':'c','type':'change_user_data','sender':".replace('\'', '"') + user + ",\"data\":"
                + json(data) + "}");
        return omikron.reply();
    }

    /** @param member which is at fault; empty for none */
    private static void assertRefused(String error, String member, OmikronClient.Message answer) {
        assertEquals(error, answer.type(), answer::toString);
        assertEquals(
                member.isEmpty() ? Set.of() : Set.of(member),
                answer.data().getJsonObject("members").keySet(),
                answer::toString);
    }

    // What the tests are written in

    private static List<Integer> ids(JsonObject page, String list, String member) {
        return page.getJsonArray(list).stream()
                .map(each -> each.asJsonObject().getInt(member))
                .collect(Collectors.toList());
    }

    private static String user(String name) {
        return "{'username':'" + name + "','public_key':'a2V5','iota_id':1001}";
    }

    private static void assertError(int status, String name, Set<String> members, HttpResponse<String> response) {
        String called = response.request().method() + " " + response.uri() + ": " + response.body();
        assertEquals(status, response.statusCode(), called);
        JsonObject body = json(response.body());
        assertEquals(name, body.getString("status"), called);
        assertFalse(body.getString("message").isBlank(), called);
        assertEquals(members.isEmpty(), !body.containsKey("members"), called);
        assertEquals(
                members,
                members.isEmpty() ? Set.of() : body.getJsonObject("members").keySet(),
                called);
    }

    private static HttpResponse<String> operator(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = request(
                method,
                path,
                method.equals("PATCH") ? PATCH : JSON,
                body.replace('\'', '"').getBytes());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client(OmegaTls.demo("operator")).send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> send(SSLContext caller, String method, String path, String type, byte[] body)
            throws Exception {
        return client(caller).send(request(method, path, type, body).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String method, String path, String type, byte[] body) {
        return HttpRequest.newBuilder(OmegaDeployment.https().resolve(path))
                .header("Content-Type", type)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    }

    private static HttpClient client(SSLContext caller) {
        return HttpClient.newBuilder().sslContext(caller).build();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }
}

package net.tensamin.omega.operator;

import static net.tensamin.omega.operator.OperatorCallsOf.OPERATORS;
import static net.tensamin.omega.operator.OperatorCallsOf.json;
import static net.tensamin.omega.operator.OperatorCallsOf.role;
import static net.tensamin.omega.operator.OperatorCallsOf.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.tensamin.omega.CallsOfTheApi;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.Enrolments;
import net.tensamin.omega.testing.LiveEvents;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every call on operators and each way in which it is refused; what a role opens and a removal shuts. Each test has operators of its own. */
@ArquillianTest
@Timeout(180)
class OperatorsIT {
    private static final String DRAIN = "api/operations/drain";

    @TempDir
    Path directory;

    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of("omega.https.requests-per-certificate", "3000/PT1M"));
    }

    // Roles

    @Test
    void whoeverMayNotMakeACallGetsNothingOfIt() throws Exception {
        TestAuthority authority = authority();
        Map<Optional<Role>, OperatorCallsOf> callers = Map.of(
                Optional.empty(), OperatorCallsOf.as(authority.operator("stranger")),
                Optional.of(Role.VIEW), added("looks", Role.VIEW),
                Optional.of(Role.OPERATE), added("acts", Role.OPERATE));
        OperatorCallsOf device = OperatorCallsOf.as(authority.device(7));
        List<String> wrong = new ArrayList<>();
        List<CallsOfTheApi> forOperators = CallsOfTheApi.all().stream()
                .filter(CallsOfTheApi::isForOperatorsOnly)
                .toList();
        assertTrue(forOperators.size() > 20, forOperators::toString);
        for (CallsOfTheApi call : forOperators) {
            expect(wrong, "nobody", call, 401, OperatorCallsOf.nobody());
            expect(wrong, "a device", call, 403, device);
            Role needed = call.need().orElseThrow().role().orElseThrow();
            for (Map.Entry<Optional<Role>, OperatorCallsOf> caller : callers.entrySet()) {
                if (caller.getKey().filter(has -> has.includes(needed)).isEmpty()) {
                    expect(wrong, caller.getKey().toString(), call, 403, caller.getValue());
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals("serving", json(OperatorCallsOf.demo().get(DRAIN)).getString("state"));
    }

    private static void expect(List<String> wrong, String who, CallsOfTheApi call, int expected, OperatorCallsOf caller)
            throws Exception {
        int status = caller.status(call.method(), path(call));
        if (status != expected) {
            wrong.add(who + ", " + call + ": " + status);
        }
    }

    private static String path(CallsOfTheApi call) {
        return call.path()
                .substring(1)
                .replaceAll("\\{(device|certificate)_id}", "0123456789abcdef0123456789abcdef")
                .replace("{name}", "nobody")
                .replaceAll("\\{\\w+}", "42");
    }

    @Test
    void eachRoleOpensWhatItIsForAndWhatThoseBeforeItDo() throws Exception {
        OperatorCallsOf view = added("viewer", Role.VIEW);
        OperatorCallsOf operate = added("worker", Role.OPERATE);
        OperatorCallsOf administer = added("boss", Role.ADMINISTER);
        for (OperatorCallsOf each : List.of(view, operate, administer)) {
            for (String path : List.of(
                    DRAIN,
                    OPERATORS,
                    OPERATORS + "/boss",
                    "api/operations/audit",
                    "api/operations/devices/42",
                    "metrics")) {
                assertEquals(200, each.get(path).statusCode(), path);
            }
        }
        for (String path : List.of("api/operations/trace/42", "api/get/notifications/42")) {
            assertEquals(403, view.get(path).statusCode(), path);
            assertEquals(200, operate.get(path).statusCode(), path);
            assertEquals(200, administer.get(path).statusCode(), path);
        }
        assertEquals("403 error_forbidden", said(operate.put("somebody", "view")));
        assertEquals("201 success", said(administer.put("somebody", "view")));
        assertEquals(
                "{\"name\":\"viewer\",\"role\":\"view\"}",
                json(view.get("api/operations/server"))
                        .getJsonObject("operator")
                        .toString());
    }

    @Test
    void whoIsRefusedIsToldWhyAndWhatHelps() throws Exception {
        OperatorCallsOf stranger = OperatorCallsOf.as(authority().operator("unheard-of"));
        for (String path : List.of(DRAIN, "metrics", "metrics?scope=base", "api/get/notifications/42")) {
            HttpResponse<String> refused = stranger.get(path);
            assertEquals("403 error_forbidden", said(refused), path);
            String message = json(refused).getString("message");
            assertTrue(
                    message.contains("\"unheard-of\"") && message.contains("omega.operators.administrators"), message);
        }
        String message =
                json(added("onlooker", Role.VIEW).call("POST", DRAIN, null)).getString("message");
        assertEquals("Operator \"onlooker\" has the role view; this call needs operate.", message);
    }

    // The resource

    @Test
    void anOperatorIsAddedReadChangedAndRemoved() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        String ada = OPERATORS + "/ada@ops";
        assertEquals("404 error_not_found", said(admin.get(ada)));
        HttpResponse<String> made = admin.put("ada@ops", "view");
        assertEquals(201, made.statusCode());
        String tag = made.headers().firstValue("ETag").orElseThrow();
        JsonObject read = json(admin.get(ada));
        assertEquals(json(made), read);
        assertEquals(Set.of("status", "name", "role", "configured", "added", "etag"), read.keySet());
        assertEquals(
                "ada@ops view " + tag,
                read.getString("name") + " " + read.getString("role") + " " + read.getString("etag"));
        assertFalse(read.getBoolean("configured"));

        HttpResponse<String> same = admin.put("ada@ops", "view");
        assertEquals(
                "200 " + tag,
                same.statusCode() + " " + same.headers().firstValue("ETag").orElseThrow());
        assertEquals("428 error_precondition_required", said(admin.put("ada@ops", "operate")));
        assertEquals("428 error_precondition_required", said(admin.call("PATCH", ada, role("operate"))));
        HttpResponse<String> changed = admin.call(
                "PATCH", ada, role("operate"), "If-Match", tag, "Content-Type", "application/merge-patch+json");
        assertEquals("operate", json(changed).getString("role"), changed::body);
        String next = changed.headers().firstValue("ETag").orElseThrow();
        assertNotEquals(tag, next);
        assertEquals("412 error_precondition_failed", said(admin.call("PUT", ada, role("view"), "If-Match", tag)));
        assertEquals("412 error_precondition_failed", said(admin.call("PATCH", ada, role("view"), "If-Match", tag)));
        assertEquals("412 error_precondition_failed", said(admin.call("DELETE", ada, null, "If-Match", tag)));
        assertEquals("operate", json(admin.call("PATCH", ada, "{}")).getString("role"));
        assertEquals(
                "view",
                json(admin.call("PUT", ada, role("view"), "If-Match", next)).getString("role"));
        assertEquals("200 success", said(admin.remove("ada@ops")));
        assertEquals("404 error_not_found", said(admin.remove("ada@ops")));
        assertEquals("404 error_not_found", said(admin.get(ada)));

        assertEquals(
                List.of(
                        "DELETE /api/operations/operators/{name} name=ada@ops 200",
                        "PUT /api/operations/operators/{name} name=ada@ops 201"),
                admin.audit("name=ada@ops").stream()
                        .filter(call -> call.endsWith(" 201") || call.contains("DELETE") && call.endsWith(" 200"))
                        .map(call -> call.replace("urn:tensamin:operator:demo ", ""))
                        .toList());
    }

    @Test
    void whatIsAskedWronglyIsAnError() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        String ada = OPERATORS + "/never";
        for (String body : List.of("", "[]", "nonsense", "{\"role\":")) {
            assertEquals("400 error_bad_request", said(admin.call("PUT", ada, body)), body);
        }
        for (String body : List.of("{}", "{\"role\":7}", "{\"role\":null}", role("root"), role("VIEW"), role(""))) {
            HttpResponse<String> refused = admin.call("PUT", ada, body);
            assertEquals("422 error_invalid_content", said(refused), body);
            assertTrue(json(refused).getJsonObject("members").containsKey("role"), refused::body);
        }
        HttpResponse<String> name = admin.put("-ada", "view");
        assertEquals("422 error_invalid_content", said(name));
        assertTrue(json(name).getJsonObject("members").containsKey("name"), name::body);
        assertEquals("422 error_invalid_content", said(admin.put("a".repeat(101), "view")));
        assertEquals(
                "415 error_unsupported_media_type",
                said(admin.call("PUT", ada, role("view"), "Content-Type", "text/plain")));
        assertEquals("412 error_precondition_failed", said(admin.call("PUT", ada, role("view"), "If-Match", "*")));
        assertEquals("404 error_not_found", said(admin.call("PATCH", ada, role("view"), "If-Match", "*")));
        assertEquals("404 error_not_found", said(admin.get(OPERATORS + "/%20")));
        assertEquals("404 error_not_found", said(admin.call("POST", ada + "/codes", null)));
        assertEquals("404 error_not_found", said(admin.get(ada + "/certificates")));
        assertEquals("404 error_not_found", said(admin.call("DELETE", ada + "/certificates/X", null)));
        assertEquals("404 error_not_found", said(admin.call("DELETE", ada + "/certificates/0123456789abcdef", null)));
        for (String query : List.of("most=0", "most=501", "most=x", "find=" + "f".repeat(101), "after=%00")) {
            assertEquals("400 error_bad_request", said(admin.get(OPERATORS + "?" + query)), query);
        }
        assertEquals("404 error_not_found", said(admin.get(ada)), "nothing was made");
    }

    @Test
    void operatorsAreListedPageByPageWithThoseOfTheConfiguration() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        for (String name : List.of("page-c", "page-a", "page-b")) {
            admin.put(name, "view");
        }
        JsonObject first = json(admin.get(OPERATORS + "?find=PAGE-&most=2"));
        assertEquals(List.of("page-a", "page-b"), names(first));
        JsonObject second = json(admin.get(OPERATORS + "?find=PAGE-&most=2&after=" + first.getString("next")));
        assertEquals(List.of("page-c"), names(second));
        assertFalse(second.containsKey("next"));
        JsonObject demo = json(admin.get(OPERATORS + "?find=demo"));
        assertEquals(List.of("demo"), names(demo));
        assertTrue(demo.getJsonArray("operators").getJsonObject(0).getBoolean("configured"));
        assertEquals("administer", json(admin.get(OPERATORS + "/development")).getString("role"));
        HttpResponse<String> refused = admin.remove("demo");
        assertEquals("409 error_conflict", said(refused));
        assertTrue(json(refused).getString("message").contains("omega.operators.administrators"), refused::body);
    }

    @Test
    void afterARestoreWhatWasRemovedAndRevokedIsSoAgain() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        String old = OPERATORS + "/restored";
        admin.put("restored", "view");
        TestIdentity lost = TestAuthority.development(OmegaDeployment.data()).operator("restored");
        String unknown = OPERATORS + "/unknown/certificates/0123456789abcdef";
        assertEquals("404 error_not_found", said(admin.call("DELETE", unknown, null)));
        assertEquals("200 success", said(admin.call("DELETE", unknown + "?again=true", null)));
        String certificate =
                old + "/certificates/" + DeviceId.of(lost.certificate()).value();
        assertEquals("200 success", said(admin.call("DELETE", certificate + "?again=true", null)));
        assertEquals(401, OperatorCallsOf.as(lost).get(DRAIN).statusCode());

        assertEquals("200 success", said(admin.call("DELETE", old + "?again=2026-01-01T00:00:00Z", null)));
        assertEquals(200, admin.get(old).statusCode(), "it was added later");
        assertEquals(
                "200 success",
                said(admin.call("DELETE", old + "?again=" + Instant.now().plusSeconds(60), null)));
        assertEquals(404, admin.get(old).statusCode());
        assertEquals("200 success", said(admin.call("DELETE", OPERATORS + "/unknown?again=" + Instant.now(), null)));
        assertEquals("400 error_bad_request", said(admin.call("DELETE", old + "?again=yesterday", null)));
        assertEquals(
                "409 error_conflict", said(admin.call("DELETE", OPERATORS + "/demo?again=" + Instant.now(), null)));
    }

    private static List<String> names(JsonObject page) {
        return page.getJsonArray("operators").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("name"))
                .toList();
    }

    // Certificates

    @Test
    void aCodeGetsOneCertificateWhoseNameIsTheCodes() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        admin.put("grace", "operate");
        String code = admin.code("grace");
        KeyPair keys = TestAuthority.p256();
        HttpResponse<String> issued = OperatorCallsOf.enrol(code, Enrolments.request(keys));
        assertEquals(200, issued.statusCode(), issued::body);
        TestIdentity grace = Enrolments.identity(keys, issued.body());
        assertEquals(
                Optional.of(new CertificateIdentity.Operator("grace")), CertificateIdentity.of(grace.certificate()));
        OperatorCallsOf caller = OperatorCallsOf.as(grace);
        assertEquals(200, caller.get("api/operations/trace/42").statusCode());
        assertEquals(401, OperatorCallsOf.enrol(code, Enrolments.request(keys)).statusCode(), "used");
        assertEquals(
                401,
                OperatorCallsOf.enrol("23456-23456-23456-23456", Enrolments.request(keys))
                        .statusCode());
        assertEquals(400, OperatorCallsOf.enrol(admin.code("grace"), "garbage").statusCode());

        KeyPair next = TestAuthority.rsa2048();
        HttpResponse<String> renewal =
                caller.renew(Enrolments.request(next, grace.certificate().getSubjectX500Principal()));
        assertEquals(200, renewal.statusCode(), renewal::body);
        TestIdentity renewed = Enrolments.identity(next, renewal.body());
        assertEquals(DeviceId.of(grace.certificate()), DeviceId.of(renewed.certificate()));
        assertEquals(200, OperatorCallsOf.as(renewed).get(DRAIN).statusCode());
        assertEquals(400, caller.renew(Enrolments.request(next)).statusCode(), "other names");
        JsonObject listed = only(json(admin.get(OPERATORS + "/grace/certificates")));
        assertEquals(renewed.certificate().getSerialNumber().toString(16), listed.getString("serial"));
        assertEquals(
                List.of(
                        "urn:tensamin:operator:grace POST /.well-known/est/simplereenroll  200",
                        "nobody POST /.well-known/est/simpleenroll name=grace 200"),
                Stream.concat(
                                admin.audit("simplereenroll").stream().filter(call -> call.contains("grace")),
                                admin.audit("simpleenroll").stream().filter(call -> call.contains("grace")))
                        .filter(call -> call.endsWith(" 200"))
                        .toList());
    }

    private static JsonObject only(JsonObject certificates) {
        List<JsonObject> all = certificates.getJsonArray("certificates").getValuesAs(JsonObject.class);
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    @Test
    void whoIsNotRegisteredRenewsNothing() throws Exception {
        TestIdentity stranger = authority().operator("passer-by");
        String request =
                Enrolments.request(TestAuthority.p256(), stranger.certificate().getSubjectX500Principal());
        assertEquals(403, OperatorCallsOf.as(stranger).renew(request).statusCode());
    }

    @Test
    void aRevokedCertificateIsShutOutWithItsRenewalsAndNoOther() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        admin.put("hedy", "view");
        TestIdentity lost = admin.enrolled("hedy");
        TestIdentity kept = admin.enrolled("hedy");
        KeyPair keys = TestAuthority.p256();
        TestIdentity renewed = Enrolments.identity(
                keys,
                OperatorCallsOf.as(lost)
                        .renew(Enrolments.request(keys, lost.certificate().getSubjectX500Principal()))
                        .body());
        TestIdentity elsewhere = authority().operator("hedy");
        try (LiveEvents ofLost = LiveEvents.open(OmegaTls.showing(lost), "");
                LiveEvents ofRenewed = LiveEvents.open(OmegaTls.showing(renewed), "");
                LiveEvents ofKept = LiveEvents.open(OmegaTls.showing(kept), "")) {
            ofLost.await("reading", any -> true);
            assertEquals(
                    "200 success",
                    said(revoke(admin, "hedy", DeviceId.of(lost.certificate()).value())));
            ofLost.awaitEnd();
            ofRenewed.awaitEnd();
            ofKept.await("reading", any -> true);
        }
        assertEquals(401, OperatorCallsOf.as(lost).get(DRAIN).statusCode());
        assertEquals(401, OperatorCallsOf.as(renewed).get(DRAIN).statusCode());
        assertEquals(401, OperatorCallsOf.as(lost).get("metrics").statusCode());
        assertEquals(200, OperatorCallsOf.as(kept).get(DRAIN).statusCode());
        assertEquals(200, OperatorCallsOf.as(elsewhere).get(DRAIN).statusCode());
        assertEquals("200 success", said(revoke(admin, "hedy", DeviceId.fingerprint(elsewhere.certificate()))));
        assertEquals(401, OperatorCallsOf.as(elsewhere).get(DRAIN).statusCode());
        assertEquals(200, OperatorCallsOf.as(kept).get(DRAIN).statusCode());
        assertEquals(
                "404 error_not_found",
                said(revoke(admin, "demo", DeviceId.of(kept.certificate()).value())));
    }

    private static HttpResponse<String> revoke(OperatorCallsOf admin, String name, String certificate)
            throws Exception {
        return admin.call("DELETE", OPERATORS + "/" + name + "/certificates/" + certificate, null);
    }

    @Test
    void aRemovedNameIsShutOutWithAllItsCertificatesForGood() throws Exception {
        OperatorCallsOf admin = OperatorCallsOf.demo();
        admin.put("mary", "operate");
        TestIdentity enrolled = admin.enrolled("mary");
        TestIdentity elsewhere = authority().operator("mary");
        String code = admin.code("mary");
        try (LiveEvents one = LiveEvents.open(OmegaTls.showing(enrolled), "");
                LiveEvents other = LiveEvents.open(OmegaTls.showing(elsewhere), "");
                LiveEvents ofDemo = LiveEvents.open(OmegaTls.demo("operator"), "")) {
            one.await("reading", any -> true);
            assertEquals("200 success", said(admin.remove("mary")));
            one.awaitEnd();
            other.awaitEnd();
            ofDemo.await("reading", any -> true);
        }
        assertEquals(401, OperatorCallsOf.as(enrolled).get(DRAIN).statusCode());
        assertEquals(403, OperatorCallsOf.as(elsewhere).get(DRAIN).statusCode());
        assertEquals(
                401,
                OperatorCallsOf.enrol(code, Enrolments.request(TestAuthority.p256()))
                        .statusCode());

        assertEquals(201, admin.put("mary", "operate").statusCode());
        assertEquals(401, OperatorCallsOf.as(enrolled).get(DRAIN).statusCode());
        HttpResponse<String> refused = OperatorCallsOf.as(elsewhere).get(DRAIN);
        assertEquals("403 error_forbidden", said(refused));
        assertTrue(json(refused).getString("message").contains("before it was removed"), refused::body);
        assertEquals(200, OperatorCallsOf.as(admin.enrolled("mary")).get(DRAIN).statusCode());
    }

    @Test
    void anotherRoleCountsAtOnceAndWhatIsLookedAtGoesOn() throws Exception {
        TestIdentity joan = authority().operator("joan");
        OperatorCallsOf admin = OperatorCallsOf.demo();
        admin.put("joan", "operate");
        OperatorCallsOf caller = OperatorCallsOf.as(joan);
        try (LiveEvents live = LiveEvents.open(OmegaTls.showing(joan), "")) {
            assertEquals(200, caller.get("api/operations/trace/42").statusCode());
            admin.call("PATCH", OPERATORS + "/joan", role("view"), "If-Match", "*");
            assertEquals(403, caller.get("api/operations/trace/42").statusCode());
            live.await("reading", any -> true);
            live.await("reading", any -> true);
        }
    }

    // The command line

    @Test
    void theCommandLineAddsEnrolsChangesAndRemoves() throws Exception {
        String code = cli(0, "operator", "add", "rosa", "--role", "operate")
                .lines()
                .findFirst()
                .orElseThrow();
        Path certificate = directory.resolve("rosa.pem");
        assertTrue(cli(0, "operator", "enrol", "--code", code, "--cert", certificate.toString())
                .contains("enrolled: "));
        TestIdentity rosa = TestIdentity.read(certificate, directory.resolve("rosa.key"));
        String id = DeviceId.of(rosa.certificate()).value();
        cli(0, "trace", "--user", "42", "--operator", certificate.toString());
        assertTrue(cli(5, "operator", "list", "--operator", other("wanda").toString())
                .contains("403"));
        assertTrue(cli(5, "operator", "add", "rosa", "--role", "view").contains("operator change"));
        cli(0, "operator", "change", "rosa", "--role", "view");
        assertTrue(cli(5, "trace", "--user", "42", "--operator", certificate.toString())
                .contains("has the role view"));
        assertTrue(cli(0, "operator", "list", "--find", "ROSA").startsWith("rosa: view, added "));
        assertTrue(cli(0, "operator", "show", "rosa").contains(id + ", enrolled "));
        cli(0, "operator", "renew", "--cert", certificate.toString());
        assertNotEquals(
                rosa.certificate(),
                TestIdentity.read(certificate, directory.resolve("rosa.key")).certificate());
        cli(0, "operator", "revoke", "rosa", "--certificate", id);
        assertTrue(cli(5, "audit", "--operator", certificate.toString()).contains("401"));
        assertTrue(cli(0, "operator", "code", "rosa").contains("for one certificate of operator rosa, until "));
        cli(0, "operator", "remove", "rosa");
        assertTrue(cli(5, "operator", "show", "rosa").contains("There is no operator \"rosa\"."));
    }

    private Path other(String name) {
        TestIdentity identity = authority().operator(name);
        identity.writeChain(directory.resolve(name + ".pem"));
        identity.writeKey(directory.resolve(name + ".key"));
        return directory.resolve(name + ".pem");
    }

    /** What it prints, having ended so; as the development operator unless another is named. */
    private String cli(int exitCode, String... words) throws Exception {
        Path output = directory.resolve("cli.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("omega.cli")));
        command.addAll(Arrays.asList(words));
        command.addAll(List.of(
                "--url", OmegaDeployment.https().toString(),
                "--data-dir", OmegaDeployment.data().toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, Files.readString(output));
        assertEquals(exitCode, process.exitValue(), Files.readString(output));
        return Files.readString(output);
    }

    /** With a certificate from elsewhere. */
    private static OperatorCallsOf added(String name, Role role) throws Exception {
        assertEquals(201, OperatorCallsOf.demo().put(name, role.word()).statusCode());
        return OperatorCallsOf.as(authority().operator(name));
    }

    private static TestAuthority authority() {
        return TestAuthority.development(OmegaDeployment.data());
    }
}

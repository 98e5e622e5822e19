package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.enrolment.CodeResource;
import net.tensamin.omega.enrolment.EnrolmentResource;
import org.junit.jupiter.api.Test;

class CallsTest {
    private static final Principal OPERATOR = new CertificateIdentity.Operator("ops");
    private static final Principal DEVICE = new CertificateIdentity.Device(new UserId(42));
    private static final String CODES = "/api/operations/devices/codes";

    private final Calls calls = new Calls(List.of(CodeResource.class, EnrolmentResource.class));

    private BodyRule rule(String request, Principal caller) throws Exception {
        RequestHead head = RequestHead.parse(request + " HTTP/1.1\r\nHost: x");
        return calls.rule(head, () -> Optional.ofNullable(caller));
    }

    @Test
    void codesAreForOperators() throws Exception {
        assertEquals(BodyRule.takes(64 * 1024), rule("POST " + CODES, OPERATOR));
        assertEquals(BodyRule.takes(64 * 1024), rule("POST " + CODES + "?x", OPERATOR));
        assertEquals(BodyRule.refused(403), rule("POST " + CODES, DEVICE));
        assertEquals(BodyRule.refused(401), rule("POST " + CODES, null));
    }

    @Test
    void enrolmentIsForAnybodyAndRenewalForDevices() throws Exception {
        assertEquals(BodyRule.takes(16 * 1024), rule("POST /.well-known/est/simpleenroll", null));
        assertEquals(BodyRule.takes(16 * 1024), rule("POST /.well-known/est/simplereenroll", DEVICE));
        assertEquals(BodyRule.refused(401), rule("POST /.well-known/est/simplereenroll", null));
    }

    @Test
    void noOtherCallTakesABody() throws Exception {
        for (String request : List.of(
                "GET " + CODES,
                "POST " + CODES + "/",
                "POST " + CODES + ";a=b",
                "POST /api/operations;x/devices/codes",
                "POST /api/./operations/devices/codes",
                "POST /api/operations/devices/c%6fdes",
                "POST /api/operations/drain",
                "GET /.well-known/est/simpleenroll")) {
            assertEquals(BodyRule.UNEXPECTED, rule(request, OPERATOR), request);
        }
    }

    @Test
    void lastWordIsJson() {
        String word = new String(LastWord.of(401), StandardCharsets.UTF_8);
        assertEquals("HTTP/1.1 401 Unauthorized", word.lines().findFirst().orElseThrow());
        assertEquals(
                "{\"status\":\"error_not_authenticated\"",
                word.lines().skip(7).findFirst().orElseThrow().split(",")[0]);
    }
}

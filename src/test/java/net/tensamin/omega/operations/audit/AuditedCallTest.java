package net.tensamin.omega.operations.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.Test;

class AuditedCallTest {
    private static final MultivaluedMap<String, String> NONE = new MultivaluedHashMap<>();

    @Test
    void idsAreNamedInThePathAndWrittenBesideIt() {
        MultivaluedMap<String, String> ids = new MultivaluedHashMap<>(Map.of("user_id", "42", "device_id", "ab%20cd"));
        assertEquals(
                "/api/operations/devices/{user_id}/{device_id}",
                AuditedCall.path("api/operations/devices/42/ab%20cd", ids));
        assertEquals("device_id=ab%20cd user_id=42", AuditedCall.subject(ids, Optional.empty()));
        assertEquals("user_id=7", AuditedCall.subject(NONE, Optional.of("user_id=7")));
    }

    @Test
    void whatNoResourceAnswersIsWrittenAsItWasCalled() {
        assertEquals("/api/operations/nothing", AuditedCall.path("api/operations/nothing", NONE));
    }

    @Test
    void whoIsRefusedIsNamedByWhatItsCertificateClaims() {
        TestIdentity mallory = TestAuthority.named("Other CA").device(7);
        AuditEntry.Caller caller = AuditedCall.caller(null, List.of(mallory.certificate()), "192.0.2.1");
        assertEquals("urn:tensamin:user:7", caller.name());
        assertEquals(64, caller.certificate().length());
        assertEquals(new AuditEntry.Caller("", "", "192.0.2.1"), AuditedCall.caller(null, List.of(), "192.0.2.1"));
    }
}

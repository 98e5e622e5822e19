package net.tensamin.omega.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.operator.OperatorCertificates;
import net.tensamin.omega.operator.OperatorName;
import net.tensamin.omega.operator.OperatorsOf;
import net.tensamin.omega.operator.StandingRoles;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.TestCa;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What certificate an operator gets, on every database; each test has an operator of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class OperatorEnrolmentContract {
    private static final String ADDRESS = "192.0.2.1";
    private static final int GUESSES = 3;

    private final CertificateAuthority authority = TestCa.validFor(Duration.ofDays(3650));
    private final StandingRoles roles = new StandingRoles();
    private final KeyPair keys = TestAuthority.p256();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        roles.give(Role.VIEW);
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @Test
    void theNameIsTheCodesWhateverTheRequestSays() throws Exception {
        OperatorName ada = added("ada");
        byte[] body = TestRequest.of(keys).uri("urn:tensamin:operator:root").body();

        OperatorEnrolment.Issued issued = at(now).enrol(code(ada), ADDRESS, body);

        assertEquals(ada, issued.operator());
        X509Certificate certificate = issued.certificate();
        assertEquals(Optional.of(new CertificateIdentity.Operator("ada")), CertificateIdentity.of(certificate));
        assertEquals(keys.getPublic(), certificate.getPublicKey());
        certificate.verify(authority.certificate().getPublicKey());
        OperatorCertificates.Certificate listed = only(ada);
        assertEquals(DeviceId.of(certificate).value(), listed.id());
        assertEquals(DeviceId.fingerprint(certificate), listed.fingerprint());
        assertEquals(certificate.getNotAfter().toInstant(), listed.ends());
        assertFalse(listed.revoked());
    }

    @Test
    void aCodeIsGoodOnceExpiresAndGoesWithItsOperator() throws Exception {
        OperatorName bea = added("bea");
        String used = code(bea);
        at(now).enrol(used, ADDRESS, body());
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(used, ADDRESS, body()));
        String old = code(bea);
        assertRefused(Reason.NO_CODE, () -> at(now.plus(Duration.ofHours(1))).enrol(old, ADDRESS, body()));
        assertRefused(Reason.BAD_REQUEST, () -> at(now).enrol(old, ADDRESS, TestRequest.text("garbage")));
        database.run(entities -> OperatorsOf.remove(entities, bea, now));
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(old, ADDRESS, body()));
        assertThrows(RefusedChangeException.class, () -> code(bea));
    }

    @Test
    void ofManyAtOnceWithOneCodeOneGetsACertificate() throws Exception {
        OperatorName cleo = added("cleo");
        String code = code(cleo);
        List<FutureTask<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                try {
                    at(now).enrol(code, ADDRESS, body());
                    return true;
                } catch (EnrolmentRefusedException e) {
                    return false;
                }
            });
            tries.add(task);
            new Thread(task, "try-" + i).start();
        }
        int enrolled = 0;
        for (FutureTask<Boolean> one : tries) {
            enrolled += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertEquals(1, enrolled);
        only(cleo);
    }

    @Test
    void guessingIsSlowedDown() throws Exception {
        String code = code(added("dora"));
        OperatorEnrolment enrolment = at(now);
        for (int i = 0; i < GUESSES; i++) {
            assertRefused(Reason.NO_CODE, () -> enrolment.enrol("guess", ADDRESS, body()));
        }
        assertRefused(Reason.TOO_MANY_REQUESTS, () -> enrolment.enrol(code, ADDRESS, body()));
        enrolment.enrol(code, "192.0.2.2", body());
    }

    @Test
    void aRenewedCertificateHasTheSameIdAndNames() throws Exception {
        OperatorName edith = added("edith");
        X509Certificate first = at(now).enrol(code(edith), ADDRESS, body()).certificate();
        byte[] body = TestRequest.of(TestAuthority.rsa2048())
                .subject(first.getSubjectX500Principal())
                .uri("urn:tensamin:operator:edith")
                .body();
        X509Certificate second = at(now).renew(edith.identity(), first, body);
        assertEquals(DeviceId.of(first), DeviceId.of(second));
        assertEquals(CertificateIdentity.of(first), CertificateIdentity.of(second));
        assertEquals(second.getSerialNumber().toString(16), only(edith).serial());
        byte[] others = TestRequest.of(keys)
                .subject(first.getSubjectX500Principal())
                .uri("urn:tensamin:operator:root")
                .body();
        assertRefused(Reason.BAD_REQUEST, () -> at(now).renew(edith.identity(), first, others));
        assertRefused(Reason.BAD_REQUEST, () -> at(now).renew(edith.identity(), first, body()));
    }

    @Test
    void aCertificateFromElsewhereIsRenewedUnderItsFingerprint() throws Exception {
        OperatorName fay = added("fay");
        X509Certificate foreign =
                TestAuthority.named("Elsewhere").operator("fay").certificate();
        X509Certificate renewed = at(now).renew(fay.identity(), foreign, renewal(foreign));
        assertEquals(DeviceId.fingerprint(foreign), DeviceId.of(renewed).value());
        assertEquals(DeviceId.fingerprint(foreign), only(fay).id());
    }

    @Test
    void whoIsNotRegisteredRenewsNothing() throws Exception {
        X509Certificate foreign =
                TestAuthority.named("Elsewhere").operator("gone").certificate();
        assertRefused(Reason.FORBIDDEN, () -> at(now).renew(
                        new CertificateIdentity.Operator("gone"), foreign, renewal(foreign)));
    }

    @Test
    void aServerThatOnlyValidatesSaysSo() throws Exception {
        String code = code(added("hana"));
        OperatorEnrolment validating = with(Optional.empty(), now);
        assertTrue(assertRefused(Reason.UNAVAILABLE, () -> validating.enrol(code, ADDRESS, body()))
                .contains("omega.pki.client-ca"));
        at(now).enrol(code, ADDRESS, body());
    }

    private byte[] body() throws Exception {
        return TestRequest.of(keys).body();
    }

    private byte[] renewal(X509Certificate of) throws Exception {
        return TestRequest.of(keys).subject(of.getSubjectX500Principal()).body();
    }

    private OperatorName added(String name) {
        database.run(entities -> OperatorsOf.add(entities, name, now));
        return new OperatorName(name);
    }

    private String code(OperatorName operator) {
        OneTimeCode code = OneTimeCode.random();
        database.run(entities -> codes(entities).add(code.hash(), operator, now.plus(Duration.ofHours(1)), now));
        return code.text();
    }

    private OperatorCertificates.Certificate only(OperatorName operator) {
        List<OperatorCertificates.Certificate> all =
                database.call(entities -> OperatorsOf.certificates(entities).of(operator));
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    private OperatorEnrolment at(Instant time) {
        return with(Optional.of(authority), time);
    }

    private OperatorEnrolment with(Optional<CertificateAuthority> ca, Instant time) {
        return new OperatorEnrolment(
                new ClientCa(ca, Duration.ofDays(90)),
                new Codes(),
                new Certificates(),
                roles,
                new Guesses(new Rate(GUESSES, Duration.ofMinutes(1)), new Meters(), () -> 0),
                Clock.fixed(time, ZoneOffset.UTC));
    }

    private static OperatorCodes codes(EntityManager entities) {
        OperatorCodes codes = new OperatorCodes();
        codes.entities = entities;
        codes.operators = OperatorsOf.entities(entities);
        codes.certificates = OperatorsOf.certificates(entities);
        return codes;
    }

    /** Each call in a transaction of its own, as the container has it. */
    private final class Codes extends OperatorCodes {
        @Override
        public Optional<OperatorName> operator(CodeHash code, Instant time) {
            return database.call(entities -> codes(entities).operator(code, time));
        }

        @Override
        public void use(OperatorName operator, CodeHash code, X509Certificate certificate, Instant time) {
            database.run(entities -> codes(entities).use(operator, code, certificate, time));
        }
    }

    private final class Certificates extends OperatorCertificates {
        @Override
        public boolean add(OperatorName operator, X509Certificate certificate, Instant time) {
            return database.call(entities -> OperatorsOf.certificates(entities).add(operator, certificate, time));
        }
    }

    /** What it says. */
    private static String assertRefused(Reason reason, Executable call) {
        EnrolmentRefusedException refused = assertThrows(EnrolmentRefusedException.class, call);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused.getMessage();
    }
}

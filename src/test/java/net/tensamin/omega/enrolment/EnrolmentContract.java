package net.tensamin.omega.enrolment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.device.RegisteredDevice;
import net.tensamin.omega.device.RegistryOf;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.TestCa;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.trust.ClientAuthorities;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What certificate each request gets, on every database; each test has a user of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class EnrolmentContract {
    private static final Duration VALIDITY = Duration.ofDays(90);
    private static final String ADDRESS = "192.0.2.1";
    private static final int GUESSES = 3;
    private static long lastUser;

    private final Meters meters = new Meters();
    private final KeyPair keys = TestAuthority.p256();
    private final CertificateAuthority authority = TestCa.validFor(Duration.ofDays(3650));
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
        database.run(entities -> TestAccounts.of(entities).add(new Iota(new IotaId(1), "key")));
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    // Enrolment

    @Test
    void aCertificateSaysWhoAskedWhateverTheRequestSays() throws Exception {
        UserId user = newUser();
        byte[] body = TestRequest.of(keys).uri("urn:tensamin:operator:me").body();

        X509Certificate certificate = at(now).enrol(who(user, code(user)), ADDRESS, body);

        assertEquals(
                new CertificateIdentity.Device(user),
                CertificateIdentity.of(certificate).orElseThrow());
        assertEquals(
                "CN=urn:tensamin:user:" + user,
                certificate.getSubjectX500Principal().getName().replaceAll(".*(CN=.*)", "$1"));
        assertEquals(keys.getPublic(), certificate.getPublicKey());
        certificate.verify(authority.certificate().getPublicKey());
    }

    @Test
    void aDeviceWithAKeyOfAnyFitKindIsEnrolledAndTrusted() throws Exception {
        ClientAuthorities trusting = new ClientAuthorities(List.of(authority.certificate()));
        for (KeyPair other : List.of(
                TestAuthority.p384(),
                TestAuthority.p521(),
                TestAuthority.rsa2048(),
                TestAuthority.rsassaPss(null),
                TestAuthority.rsassaPss("SHA-256"),
                TestAuthority.ed25519())) {
            UserId user = newUser();
            X509Certificate certificate = at(now).enrol(
                            who(user, code(user)),
                            ADDRESS,
                            TestRequest.of(other).body());
            assertArrayEquals(
                    other.getPublic().getEncoded(), certificate.getPublicKey().getEncoded());
            assertEquals(certificate, trusting.verify(List.of(certificate), now).certificate());
        }
    }

    @Test
    void aCertificateIsForClientsForNinetyDaysWithARandomSerial() throws Exception {
        UserId user = newUser();
        X509Certificate certificate = enrolled(user);
        X509Certificate another = enrolled(user);

        assertEquals(List.of("1.3.6.1.5.5.7.3.2"), certificate.getExtendedKeyUsage());
        assertEquals("[true, false, false, false, false, false, false, false, false]", usage(certificate));
        assertEquals(-1, certificate.getBasicConstraints());
        Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
        assertTrue(left.minus(VALIDITY).abs().compareTo(Duration.ofMinutes(5)) < 0, left::toString);
        assertTrue(certificate.getSerialNumber().bitLength() > 96, "of 128 random bits");
        assertNotEquals(certificate.getSerialNumber(), another.getSerialNumber());
        for (String identifiers : List.of("2.5.29.14", "2.5.29.35")) {
            assertTrue(certificate.getExtensionValue(identifiers).length > 20, identifiers);
        }
    }

    @Test
    void noCertificateOutlivesItsAuthority() throws Exception {
        UserId user = newUser();
        CertificateAuthority soonOver = TestCa.validFor(Duration.ofDays(1));
        X509Certificate certificate = with(Optional.of(soonOver), now).enrol(who(user, code(user)), ADDRESS, body());
        assertEquals(soonOver.certificate().getNotAfter(), certificate.getNotAfter());
    }

    @Test
    void anEnrolledDeviceIsInTheRegistryBeforeItIsSeen() throws Exception {
        UserId user = newUser();
        String code = code(user, "Alice's phone");
        X509Certificate certificate = at(now).enrol(who(user, code), ADDRESS, body());

        RegisteredDevice device = only(user);
        assertEquals(DeviceId.of(certificate).value(), device.device());
        assertEquals("Alice's phone", device.name());
        assertEquals(certificate.getSerialNumber().toString(16), device.serial());
        assertTrue(device.fingerprint().matches("[0-9a-f]{64}"), device::fingerprint);
        assertEquals(now, device.enrolled());
        assertNull(device.lastSeen());
        assertEquals(0, device.cursor());
        assertNull(device.revoked());
    }

    // Codes

    @Test
    void aCodeIsGoodForOneDeviceOfItsUser() throws Exception {
        UserId user = newUser();
        UserId other = newUser();
        String code = code(user);
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(who(other, code), ADDRESS, body()));
        at(now).enrol(who(user, code), ADDRESS, body());
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(who(user, code), ADDRESS, body()));
    }

    @Test
    void aWrongCodeAndNoneAreRefused() {
        UserId user = newUser();
        code(user);
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(who(user, "wrong"), ADDRESS, body()));
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(who(user, ""), ADDRESS, body()));
        assertRefused(Reason.NO_CODE, () -> at(now).enrol(Optional.empty(), ADDRESS, body()));
    }

    @Test
    void aCodeExpires() {
        UserId user = newUser();
        String code = code(user);
        Instant expired = now.plus(Duration.ofHours(1));
        assertRefused(Reason.NO_CODE, () -> at(expired).enrol(who(user, code), ADDRESS, body()));
    }

    @Test
    void aRequestThatCannotBeGrantedLeavesTheCodeAsItWas() throws Exception {
        UserId user = newUser();
        String code = code(user);
        assertRefused(Reason.BAD_REQUEST, () -> at(now).enrol(who(user, code), ADDRESS, TestRequest.text("garbage")));
        at(now).enrol(who(user, code), ADDRESS, body());
    }

    @Test
    void ofManyAtOnceWithOneCodeOneIsEnrolled() throws Exception {
        UserId user = newUser();
        String code = code(user);
        List<FutureTask<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                try {
                    at(now).enrol(who(user, code), ADDRESS, body());
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
        only(user);
    }

    @Test
    void codesAreKeptAsHashesAndForgottenWhenTheyHaveExpired() throws Exception {
        UserId user = newUser();
        String code = code(user);
        assertFalse(keptCodes().toString().contains(code));
        int before = keptCodes().size();

        Instant later = now.plus(Duration.ofHours(2));
        add(OneTimeCode.random(), newUser(), Optional.empty(), later);

        assertTrue(keptCodes().size() <= before, "the expired is gone");
        assertFalse(keptCodes().contains(CodeHash.of(code).value()));
    }

    @Test
    void thereIsNoCodeForNobody() {
        UserId nobody = new UserId(Long.MAX_VALUE);
        assertThrows(UnknownUserException.class, () -> add(OneTimeCode.random(), nobody, Optional.empty(), now));
    }

    @Test
    void guessingCodesIsSlowedDownAndOthersAreNot() throws Exception {
        UserId user = newUser();
        String code = code(user);
        Enrolment enrolment = at(now);
        for (int i = 0; i < GUESSES; i++) {
            assertRefused(Reason.NO_CODE, () -> enrolment.enrol(who(user, "guess"), ADDRESS, body()));
        }
        assertRefused(Reason.TOO_MANY_REQUESTS, () -> enrolment.enrol(who(user, code), ADDRESS, body()));
        enrolment.enrol(who(user, code), "192.0.2.2", body());
        assertEquals(
                1,
                meters.counter("omega_enrolment_refused_total", "as in Guesses").sum());
    }

    // Renewal

    @Test
    void aRenewedCertificateIsOfTheSameDeviceWhoseCursorGoesOn() throws Exception {
        UserId user = newUser();
        X509Certificate first = enrolled(user);
        DeviceId device = DeviceId.of(first);
        database.run(entities -> RegistryOf.entities(entities)
                .advance(List.of(new DeviceCursor(user, device, 17, now.plusSeconds(1), 0))));
        KeyPair newKeys = TestAuthority.rsa2048();
        byte[] body = TestRequest.of(newKeys)
                .subject(first.getSubjectX500Principal())
                .uri("urn:tensamin:user:" + user)
                .body();

        X509Certificate second = at(now.plusSeconds(5)).renew(new CertificateIdentity.Device(user), first, body);

        assertEquals(device, DeviceId.of(second));
        assertEquals(newKeys.getPublic(), second.getPublicKey());
        assertEquals(first.getSubjectX500Principal(), second.getSubjectX500Principal());
        assertEquals(List.copyOf(first.getSubjectAlternativeNames()), List.copyOf(second.getSubjectAlternativeNames()));
        RegisteredDevice registered = only(user);
        assertEquals(second.getSerialNumber().toString(16), registered.serial());
        assertEquals(17, registered.cursor());
        assertEquals(now, registered.enrolled());
    }

    @Test
    void aCertificateFromElsewhereIsRenewedAsTheSameDevice() throws Exception {
        UserId user = newUser();
        X509Certificate foreign =
                TestAuthority.named("Elsewhere").device(user.value()).certificate();
        database.run(entities -> RegistryOf.entities(entities)
                .advance(List.of(new DeviceCursor(user, DeviceId.of(foreign), 17, now, 0))));

        X509Certificate renewed = at(now).renew(
                        new CertificateIdentity.Device(user),
                        foreign,
                        TestRequest.of(keys)
                                .subject(foreign.getSubjectX500Principal())
                                .body());

        assertEquals(DeviceId.of(foreign), DeviceId.of(renewed));
        assertEquals(17, only(user).cursor());
    }

    @Test
    void aRenewalMustBeForTheSameNames() throws Exception {
        UserId user = newUser();
        X509Certificate first = enrolled(user);
        CertificateIdentity.Device caller = new CertificateIdentity.Device(user);
        byte[] otherSubject = body();
        byte[] otherUri = TestRequest.of(keys)
                .subject(first.getSubjectX500Principal())
                .uri("urn:tensamin:user:7777")
                .body();
        assertRefused(Reason.BAD_REQUEST, () -> at(now).renew(caller, first, otherSubject));
        assertRefused(Reason.BAD_REQUEST, () -> at(now).renew(caller, first, otherUri));
        assertEquals(first.getSerialNumber().toString(16), only(user).serial());
    }

    @Test
    void aRevokedDeviceIsNotRenewed() throws Exception {
        UserId user = newUser();
        X509Certificate first = enrolled(user);
        database.run(entities -> RegistryOf.entities(entities).revoke(user, DeviceId.of(first), now));
        byte[] body =
                TestRequest.of(keys).subject(first.getSubjectX500Principal()).body();

        assertRefused(Reason.FORBIDDEN, () -> at(now).renew(new CertificateIdentity.Device(user), first, body));
        assertEquals(now, only(user).revoked());
    }

    // No authority's key

    @Test
    void aServerThatOnlyValidatesSaysSo() throws Exception {
        UserId user = newUser();
        String code = code(user);
        X509Certificate first = enrolled(user);
        Enrolment validating = with(Optional.empty(), now);
        byte[] body =
                TestRequest.of(keys).subject(first.getSubjectX500Principal()).body();
        for (Executable call : List.<Executable>of(
                validating::authority,
                () -> validating.enrol(who(user, code), ADDRESS, body),
                () -> validating.renew(new CertificateIdentity.Device(user), first, body))) {
            assertTrue(assertRefused(Reason.UNAVAILABLE, call).getMessage().contains("omega.pki.client-ca"));
        }
        at(now).enrol(who(user, code), ADDRESS, body());
    }

    private byte[] body() throws Exception {
        return TestRequest.of(keys).body();
    }

    private X509Certificate enrolled(UserId user) throws Exception {
        return at(now).enrol(who(user, code(user)), ADDRESS, body());
    }

    private static Optional<BasicCredentials> who(UserId user, String code) {
        return Optional.of(new BasicCredentials(user, code));
    }

    private static EnrolmentRefusedException assertRefused(Reason reason, Executable call) {
        EnrolmentRefusedException refused = assertThrows(EnrolmentRefusedException.class, call);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused;
    }

    private static String usage(X509Certificate certificate) {
        return Arrays.toString(certificate.getKeyUsage());
    }

    private UserId newUser() {
        UserId user;
        synchronized (EnrolmentContract.class) {
            user = new UserId(++lastUser);
        }
        database.run(entities -> TestAccounts.of(entities).add(new User(user, "user" + user, "key", new IotaId(1))));
        return user;
    }

    private String code(UserId user) {
        return code(user, null);
    }

    private String code(UserId user, String name) {
        OneTimeCode code = OneTimeCode.random();
        add(code, user, Optional.ofNullable(name), now);
        return code.text();
    }

    private void add(OneTimeCode code, UserId user, Optional<String> name, Instant at) {
        database.run(
                entities -> CodesOf.entities(entities).add(code.hash(), user, name, at.plus(Duration.ofHours(1)), at));
    }

    private RegisteredDevice only(UserId user) {
        List<RegisteredDevice> all =
                database.call(entities -> RegistryOf.entities(entities).of(user));
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    private List<String> keptCodes() throws Exception {
        List<String> hashes = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select code_hash from enrolment_code")) {
            while (rows.next()) {
                hashes.add(rows.getString(1));
            }
        }
        return hashes;
    }

    private Enrolment at(Instant time) {
        return with(Optional.of(authority), time);
    }

    private Enrolment with(Optional<CertificateAuthority> ca, Instant time) {
        return new Enrolment(
                new ClientCa(ca, VALIDITY),
                new Codes(),
                new Registry(),
                new Users(),
                new Guesses(new Rate(GUESSES, Duration.ofMinutes(1)), meters, () -> 0),
                Clock.fixed(time, ZoneOffset.UTC),
                meters);
    }

    /** Each call in a transaction of its own, as the container has it. */
    private final class Codes extends EnrolmentCodes {
        @Override
        public boolean valid(UserId user, CodeHash code, Instant time) {
            return database.call(entities -> CodesOf.entities(entities).valid(user, code, time));
        }

        @Override
        public void use(UserId user, CodeHash code, X509Certificate certificate, Instant time) {
            database.run(entities -> CodesOf.entities(entities).use(user, code, certificate, time));
        }
    }

    private final class Registry extends Devices {
        @Override
        public boolean certify(UserId user, X509Certificate certificate, Instant time) {
            return database.call(entities -> RegistryOf.entities(entities).certify(user, certificate, time));
        }
    }

    private final class Users extends Accounts {
        @Override
        public boolean exists(UserId user) {
            return database.call(entities -> TestAccounts.of(entities).exists(user));
        }
    }
}

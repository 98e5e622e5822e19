package net.tensamin.omega.enrolment;

import jakarta.persistence.EntityManager;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.RegistryOf;

/** {@link EnrolmentCodes} outside a container, for tests of other components. */
public final class CodesOf {
    private static final Duration LONG = Duration.ofHours(1);

    private CodesOf() {}

    public static EnrolmentCodes entities(EntityManager entities) {
        EnrolmentCodes codes = new EnrolmentCodes();
        codes.entities = entities;
        codes.accounts = TestAccounts.of(entities);
        codes.devices = RegistryOf.entities(entities);
        return codes;
    }

    public static void add(EntityManager entities, UserId user, String code) {
        Instant now = Instant.now();
        entities(entities).add(CodeHash.of(code), user, Optional.empty(), now.plus(LONG), now);
    }

    /** @throws RuntimeException if the code is not valid */
    public static void use(EntityManager entities, UserId user, String code, X509Certificate certificate) {
        entities(entities).use(user, CodeHash.of(code), certificate, Instant.now());
    }
}

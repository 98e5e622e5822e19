package net.tensamin.omega.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.CertificateIdentity.Operator;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.RevocationSettings;
import net.tensamin.omega.operator.Operators.Known;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class OperatorRolesTest {
    private static final Duration UNKNOWN_AFTER = Duration.ofSeconds(30);
    private static final Operator ADA = new Operator("ada");
    private static final Operator ROOT = new Operator("root");
    private static final X509Certificate SHOWN =
            TestAuthority.named("CA").operator("ada").certificate();

    private final Stored stored = new Stored();
    private int told;
    private long nanos = -5; // a monotonic clock may be negative
    private OperatorRoles roles = roles(Set.of());

    /** What another node writes. */
    private static final class Stored extends Operators {
        final Map<String, Known> known = new HashMap<>();
        boolean away;

        @Override
        public Map<String, Known> known() {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            return Map.copyOf(known);
        }
    }

    private OperatorRoles roles(Set<String> administrators) {
        return new OperatorRoles(
                stored,
                () -> told++,
                new LocalBus(),
                administrators,
                new RevocationSettings(Duration.ofMillis(400), UNKNOWN_AFTER),
                () -> nanos,
                Runnable::run,
                null);
    }

    @Test
    void aDatabaseWithoutOperatorsSaysWhoAskedAndWhatHelps() {
        roles.refresh();
        assertFalse(roles.hasAdministrator());
        Standing standing = roles.of(ADA, Optional.of(SHOWN));
        assertEquals(Optional.empty(), standing.role());
        assertTrue(standing.said().contains("\"ada\""), standing::said);
        assertTrue(
                standing.said().contains("omega.operators.administrators (OMEGA_OPERATORS_ADMINISTRATORS)"),
                standing::said);
    }

    @Test
    void whomTheConfigurationNamesIsAnAdministratorWhateverIsRegistered() {
        roles = roles(Set.of("root"));
        roles.refresh();
        assertTrue(roles.hasAdministrator());
        assertEquals(
                Optional.of(Role.ADMINISTER), roles.of(ROOT, Optional.empty()).role());
        stored.known.put("root", new Known(Role.VIEW, Optional.of(Instant.MAX), Set.of()));
        roles.refresh();
        assertEquals(
                Optional.of(Role.ADMINISTER), roles.of(ROOT, Optional.of(SHOWN)).role());
        assertEquals(
                Optional.empty(),
                roles.of(new Operator("Root"), Optional.empty()).role());
    }

    @Test
    void whatAnotherNodeChangesIsInForceWithTheNextLookAndToldOnce() {
        roles.refresh();
        stored.known.put("ada", new Known(Role.OPERATE, Optional.empty(), Set.of()));
        roles.refresh();
        roles.refresh();
        assertEquals(Standing.of(Role.OPERATE, true), roles.of(ADA, Optional.of(SHOWN)));
        assertEquals(1, told);
        stored.known.clear();
        roles.refresh();
        assertEquals(Optional.empty(), roles.of(ADA, Optional.of(SHOWN)).role());
        assertEquals(2, told);
    }

    @Test
    void ofANameThatWasRemovedOnlyLaterCertificatesCountAndThoseOfItsCodes() {
        Instant began = SHOWN.getNotBefore().toInstant();
        stored.known.put("ada", new Known(Role.VIEW, Optional.of(began), Set.of()));
        roles.refresh();
        assertEquals(Optional.of(Role.VIEW), roles.of(ADA, Optional.of(SHOWN)).role());
        assertEquals(Optional.empty(), roles.of(ADA, Optional.empty()).role());
        stored.known.put("ada", new Known(Role.VIEW, Optional.of(began.plusSeconds(1)), Set.of()));
        roles.refresh();
        Standing before = roles.of(ADA, Optional.of(SHOWN));
        assertEquals(Optional.empty(), before.role());
        assertTrue(before.said().contains("before it was removed"), before::said);
        stored.known.put("ada", new Known(Role.VIEW, Optional.of(began.plusSeconds(1)), Set.of(DeviceId.of(SHOWN))));
        roles.refresh();
        assertEquals(Optional.of(Role.VIEW), roles.of(ADA, Optional.of(SHOWN)).role());
    }

    @Test
    void anOutageLeavesRolesAsTheyWereAndSaysWhenTheyAreUncertain() {
        stored.known.put("ada", new Known(Role.OPERATE, Optional.empty(), Set.of()));
        roles.refresh();
        stored.away = true;
        assertThrows(IllegalStateException.class, roles::refresh);
        nanos += UNKNOWN_AFTER.toNanos();
        assertEquals(Standing.of(Role.OPERATE, true), roles.of(ADA, Optional.of(SHOWN)));
        nanos++;
        assertEquals(Standing.of(Role.OPERATE, false), roles.of(ADA, Optional.of(SHOWN)));
        assertEquals(Optional.empty(), roles.of(ROOT, Optional.of(SHOWN)).role(), "nobody new gets in");

        stored.away = false;
        roles.refresh();
        assertEquals(Standing.of(Role.OPERATE, true), roles.of(ADA, Optional.of(SHOWN)));
    }

    @Test
    void aListenerThatFailsChangesNothing() {
        roles = new OperatorRoles(
                stored,
                () -> {
                    throw new IllegalStateException("in a test");
                },
                new LocalBus(),
                Set.of(),
                new RevocationSettings(Duration.ofMillis(400), UNKNOWN_AFTER),
                () -> nanos,
                Runnable::run,
                null);
        roles.refresh();
        stored.known.put("ada", new Known(Role.OPERATE, Optional.empty(), Set.of()));
        roles.refresh();
        assertEquals(
                Optional.of(Role.OPERATE), roles.of(ADA, Optional.of(SHOWN)).role());
    }
}

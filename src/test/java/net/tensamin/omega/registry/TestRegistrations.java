package net.tensamin.omega.registry;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Map;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestConfig;

/** {@link OmikronRegistrations} and {@link RemovedRegistrations} outside a container, for tests of other components. */
public final class TestRegistrations {
    private TestRegistrations() {}

    /** As without configuration. */
    public static OmikronRegistrations closed() {
        return new OmikronRegistrations(
                null, null, null, null, null, null, null, new Meters(), new TestConfig(Map.of()));
    }

    public static RemovedRegistrations removed(EntityManager entities) {
        RemovedRegistrations removed = new RemovedRegistrations();
        removed.entities = entities;
        return removed;
    }

    /** All that the registry can have of a user beside its account. */
    public static void leaveTraces(EntityManager entities, UserId user) {
        entities.persist(new ResetAttempts(user.value(), Instant.now()));
        entities.persist(new UserReservation(user.value(), new OmikronId(1), Instant.now()));
    }
}

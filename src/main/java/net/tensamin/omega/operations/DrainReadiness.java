package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A server that is being drained takes no new clients. */
@Readiness
@ApplicationScoped
class DrainReadiness implements HealthCheck {
    private final Drain drain;

    /** For the client proxy. */
    DrainReadiness() {
        this(null);
    }

    @Inject
    DrainReadiness(Drain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        Drain.State state = drain.state();
        return HealthCheckResponse.named("drain")
                .status(state == Drain.State.SERVING)
                .withData("reason", state == Drain.State.SERVING ? "serves" : "is being taken out of service")
                .withData("state", state.name().toLowerCase(Locale.ROOT))
                .build();
    }
}

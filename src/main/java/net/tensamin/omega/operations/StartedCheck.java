package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.tensamin.omega.quic.server.QuicServer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** The schema is up to date and devices were let in: that is what a start does. What ends later is not its business. */
@Startup
@ApplicationScoped
class StartedCheck implements HealthCheck {
    private final QuicServer quic;

    /** For the client proxy. */
    StartedCheck() {
        this(null);
    }

    @Inject
    StartedCheck(QuicServer quic) {
        this.quic = quic;
    }

    @Override
    public HealthCheckResponse call() {
        boolean begun = quic.hasListened();
        return HealthCheckResponse.named("start")
                .status(begun)
                .withData(
                        "reason",
                        "the schema is up to date, QUIC " + (begun ? "was opened" : "opens soon") + " on UDP port "
                                + quic.port())
                .build();
    }
}

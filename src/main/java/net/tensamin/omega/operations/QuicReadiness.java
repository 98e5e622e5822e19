package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.tensamin.omega.quic.server.QuicServer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Devices can reach the QUIC listener. */
@Readiness
@ApplicationScoped
class QuicReadiness implements HealthCheck {
    private final QuicServer quic;

    /** For the client proxy. */
    QuicReadiness() {
        this(null);
    }

    @Inject
    QuicReadiness(QuicServer quic) {
        this.quic = quic;
    }

    @Override
    public HealthCheckResponse call() {
        boolean listening = quic.isListening();
        return HealthCheckResponse.named("quic")
                .status(listening)
                .withData(
                        "reason",
                        listening
                                ? "listens on UDP port " + quic.port()
                                : "does not listen: the server starts or stops")
                .build();
    }
}

package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.tensamin.omega.canary.Canary;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The canary, where there is one, gets its pushes. */
@Readiness
@ApplicationScoped
class CanaryReadiness implements HealthCheck {
    private final Canary canary;

    /** For the client proxy. */
    CanaryReadiness() {
        this(null);
    }

    @Inject
    CanaryReadiness(Canary canary) {
        this.canary = canary;
    }

    @Override
    public HealthCheckResponse call() {
        Canary.Verdict verdict = canary.verdict();
        return HealthCheckResponse.named("canary")
                .status(verdict.healthy())
                .withData("reason", verdict.reason())
                .build();
    }
}

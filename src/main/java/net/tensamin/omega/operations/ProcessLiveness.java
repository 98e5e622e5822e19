package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whoever gets this answer knows that the process lives; a restart would not mend what else it lacks. */
@Liveness
@ApplicationScoped
class ProcessLiveness implements HealthCheck {
    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("process")
                .up()
                .withData("reason", "it answers")
                .build();
    }
}

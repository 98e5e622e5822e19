package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Who gets this answer knows that the process lives; what it lacks otherwise, a restart would not mend. */
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

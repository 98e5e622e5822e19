package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The database commits: for HTTPS and new clients, which cannot do without. */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements HealthCheck {
    private final CommitWatch commits;

    /** For the client proxy. */
    DatabaseReadiness() {
        this(null);
    }

    @Inject
    DatabaseReadiness(CommitWatch commits) {
        this.commits = commits;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> obstacle = commits.obstacle();
        return HealthCheckResponse.named("database")
                .status(obstacle.isEmpty())
                .withData("reason", obstacle.orElse("commits"))
                .build();
    }
}

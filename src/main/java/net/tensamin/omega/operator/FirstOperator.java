package net.tensamin.omega.operator;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Knows the operators from the start on, and says so where there is none who could make others. */
@Singleton
@Startup
@DependsOn("SchemaMigration")
public class FirstOperator {
    private static final Logger LOG = System.getLogger(FirstOperator.class.getName());

    @Inject
    OperatorRoles roles;

    @PostConstruct
    void start() {
        roles.start();
        if (!roles.hasAdministrator()) {
            LOG.log(
                    Level.WARNING,
                    "No operator is an administrator: every call of an operator who is not registered gets 403. Name one, as its certificate does"
                            + " after urn:tensamin:operator:, in {0}, and start again",
                    OperatorSettings.ADMINISTRATORS.label());
        }
    }
}

package net.tensamin.omega.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the one set of removed users; without a client proxy, as it is asked for each notice. */
@ApplicationScoped
class RemovedUsersProducer {
    @Produces
    @Singleton
    RemovedUsers users() {
        return new RemovedUsers();
    }
}

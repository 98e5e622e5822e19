package net.tensamin.omega.longpoll;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** A request scope for the filters of an answer that is given on another thread than its request came on (CDI §6.5.2). */
@ApplicationScoped
class RequestContext {
    @ActivateRequestContext
    void run(Runnable task) {
        task.run();
    }
}

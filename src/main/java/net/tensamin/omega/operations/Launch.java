package net.tensamin.omega.operations;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import net.tensamin.omega.quic.server.QuicServer;

/**
 * The last step of a start: lets devices in, once everything that serves them is made and has been told of the start. A bean
 * that is first needed by a device would be made on a thread of the transport, where it finds neither its configuration
 * nor what the container gives it.
 */
@ApplicationScoped
class Launch {
    private static final Logger LOG = System.getLogger(Launch.class.getName());
    private static final String OURS = "net.tensamin.omega.";
    private static final int AFTER_ALL_OTHERS = Interceptor.Priority.LIBRARY_AFTER;
    private final BeanManager beans;
    private final QuicServer quic;

    /** For the client proxy. */
    Launch() {
        this(null, null);
    }

    @Inject
    Launch(BeanManager beans, QuicServer quic) {
        this.beans = beans;
        this.quic = quic;
    }

    void start(@Observes @Priority(AFTER_ALL_OTHERS) @Initialized(ApplicationScoped.class) Object application) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            if (bean.getScope() == ApplicationScoped.class
                    && bean.getBeanClass().getName().startsWith(OURS)) {
                make(bean);
            }
        }
        long begun = System.nanoTime();
        int loaded = new ClassesAhead(Launch.class.getClassLoader()).load();
        LOG.log(
                Level.DEBUG,
                () -> loaded + " classes loaded ahead in "
                        + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        quic.listen();
    }

    private <T> void make(Bean<T> bean) {
        beans.getContext(ApplicationScoped.class).get(bean, beans.createCreationalContext(bean));
    }
}

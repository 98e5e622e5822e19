package net.tensamin.omega.trace;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/**
 * Has notices traced with the OpenTelemetry of MicroProfile Telemetry, whose own switch is {@code otel.sdk.disabled=false}. Off,
 * nothing of it is loaded; on a server without it, Omega says so and runs.
 */
@ApplicationScoped
class Tracing {
    static final Setting<Boolean> ON = Setting.flag(
            "omega.tracing",
            false,
            "whether notices are traced with the server's OpenTelemetry; needs `otel.sdk.disabled=false`");

    private static final Logger LOG = System.getLogger(Tracing.class.getName());

    void start(@Observes @Initialized(ApplicationScoped.class) Object application, UserTraces traces, Config config) {
        if (!ON.in(config)) {
            return;
        }
        try {
            traces.listen(NoticeSpans.ofServer());
            LOG.log(Level.INFO, "Notices are traced with OpenTelemetry");
        } catch (LinkageError | RuntimeException e) {
            LOG.log(Level.WARNING, "omega.tracing is on, but this server has no OpenTelemetry", e);
        }
    }
}

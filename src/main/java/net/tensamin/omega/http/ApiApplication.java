package net.tensamin.omega.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/**
 * All resources, from the root: the API lives under {@code /api} and enrolment under {@code /.well-known} (SPEC §6, §7).
 * Unknown paths therefore end here, and get the API's error shape. The build writes the API's description, from the resources
 * and {@code META-INF/openapi.yaml}.
 */
@ApplicationPath("/")
public class ApiApplication extends Application {

    /** Jersey would describe itself to whoever asks; the description is {@code /docs/openapi.json}. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}

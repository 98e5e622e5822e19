package net.tensamin.omega.configuration;

import org.eclipse.microprofile.config.Config;

/**
 * What a component looks at before anything starts, so that a start fails early and in one line. Found by {@link
 * java.util.ServiceLoader}.
 */
public interface StartCheck {
    /**
     * @throws Exception that says what is wrong; any but a {@link StartFailure} counts as a fault of the configuration
     */
    void check(Config config) throws Exception;
}

package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.net.InetAddress;
import java.util.stream.Collectors;
import net.tensamin.omega.configuration.StartCheck;
import net.tensamin.omega.configuration.StartFailure;
import org.eclipse.microprofile.config.Config;

/** The UDP port is free at each address. */
public final class PortCheck implements StartCheck {
    @Override
    public void check(Config config) {
        Settings settings = Settings.from(config);
        try {
            Sockets.open(settings).close();
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    static StartFailure taken(Settings settings, IOException fault) {
        return StartFailure.temporary(
                Settings.PORT.label() + " and " + Settings.ADDRESS.label()
                        + " must be a free UDP port and addresses of this host, not "
                        + settings.addresses().stream()
                                .map(InetAddress::getHostAddress)
                                .collect(Collectors.joining(","))
                        + ":" + settings.port() + ": "
                        + fault.getMessage(),
                fault);
    }
}

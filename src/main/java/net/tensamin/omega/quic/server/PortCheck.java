package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.net.DatagramSocket;
import net.tensamin.omega.configuration.StartCheck;
import net.tensamin.omega.configuration.StartFailure;
import org.eclipse.microprofile.config.Config;

/** The UDP port is free. */
public final class PortCheck implements StartCheck {
    @Override
    public void check(Config config) {
        Settings settings = Settings.from(config);
        try (DatagramSocket socket = new DatagramSocket(settings.listen())) {
            socket.getLocalPort();
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    static StartFailure taken(Settings settings, IOException fault) {
        return StartFailure.temporary(
                Settings.PORT.label() + " and " + Settings.ADDRESS.label()
                        + " must be a free UDP port and an address of this host, not "
                        + settings.listen().getAddress().getHostAddress() + ":"
                        + settings.listen().getPort() + ": "
                        + fault.getMessage(),
                fault);
    }
}

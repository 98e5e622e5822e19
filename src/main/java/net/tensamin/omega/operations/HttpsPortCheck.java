package net.tensamin.omega.operations;

import java.io.IOException;
import java.net.ServerSocket;
import net.tensamin.omega.configuration.FailedStart;
import net.tensamin.omega.configuration.StartCheck;
import net.tensamin.omega.configuration.StartFailure;
import org.eclipse.microprofile.config.Config;

/** The port of HTTPS is free, where it is Omega that has it opened. */
public final class HttpsPortCheck implements StartCheck {
    @Override
    public void check(Config config) {
        if (!FailedStart.isPayaraMicro()) {
            return;
        }
        HttpsSettings settings = HttpsSettings.from(config);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(settings.listen());
        } catch (IOException e) {
            throw taken(settings, e);
        }
    }

    static StartFailure taken(HttpsSettings settings, IOException fault) {
        return StartFailure.temporary(
                HttpsSettings.PORT.label() + " and " + HttpsSettings.ADDRESS.label()
                        + " must be a free TCP port and an address of this host, not " + settings.address() + ":"
                        + settings.port() + ": " + fault.getMessage(),
                fault);
    }
}

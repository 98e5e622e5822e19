package net.tensamin.omega.cli.tauri;

import java.util.function.Supplier;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.https.ClientKey;

/**
 * Makes connections to one server.
 *
 * @param device what to show, asked for each connection, since certificates are renewed
 */
record Dialer(TauriServer server, Supplier<ClientKey> device, ServerTrust trust) {
    /** @throws net.tensamin.omega.cli.Failure if the host has no address, or a file cannot be used */
    TauriConnection dial() {
        return new TauriConnection(server, device.get(), trust);
    }
}

package net.tensamin.omega.cli.tauri;

import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/**
 * Where Omega listens for Tauri clients.
 *
 * @param name what its certificate must be for; also sent as SNI, which knows no addresses (RFC 6066 §3)
 */
record TauriServer(String host, int port, String name) {

    /** @param name null for the host's own, which an address other than loopback does not have */
    static TauriServer at(String host, int port, String name) {
        if (port < 1 || port > 65_535) {
            throw new Failure(ExitCode.USAGE, "--port " + port + " is not a port; ports are 1 to 65535");
        }
        if (name != null || !isAddress(host)) {
            return new TauriServer(host, port, name == null ? host : name);
        }
        if (host.startsWith("127.") || host.equals("::1")) {
            return new TauriServer(host, port, "localhost");
        }
        throw new Failure(
                ExitCode.USAGE,
                "--host " + host + " is an address; say with --server-name which name Omega's certificate is for");
    }

    private static boolean isAddress(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    @Override
    public String toString() {
        return host + ":" + port + "/udp";
    }
}

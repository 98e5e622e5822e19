package net.tensamin.omega.operations;

import java.net.InetSocketAddress;
import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** Where HTTPS is, as the constants say. */
record HttpsSettings(String address, int port) {
    static final Setting<Integer> PORT = Setting.number("omega.https.port", 9188, "TCP port of HTTPS and WSS")
            .between(1, 65_535);
    static final Setting<String> ADDRESS =
            Setting.text("omega.https.address", "0.0.0.0", "address that HTTPS and WSS listen on");

    /** @throws IllegalArgumentException for the first key that is wrong */
    static HttpsSettings from(Config config) {
        HttpsSettings settings = new HttpsSettings(ADDRESS.in(config), PORT.in(config));
        if (settings.listen().isUnresolved()) {
            throw ADDRESS.mustBe("an address of this host", settings.address());
        }
        return settings;
    }

    InetSocketAddress listen() {
        return new InetSocketAddress(address, port);
    }
}

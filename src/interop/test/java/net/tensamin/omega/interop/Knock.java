package net.tensamin.omega.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.testing.TestIdentity;

/** How a client comes: where to, with what certificate, and with which of the options that {@code README.md} lists. */
final class Knock {
    private final List<String> command;
    private final Path directory;
    private final Map<String, String> options = new LinkedHashMap<>();

    /** @param directory where keys and logs are written */
    Knock(List<String> command, Path directory) {
        this.command = command;
        this.directory = directory;
        with("name", "localhost").with("alpn", "tauri");
    }

    Knock with(String option, Object value) {
        options.put(option, value.toString());
        return this;
    }

    Knock at(InetSocketAddress server) {
        return with("server", server.getAddress().getHostAddress() + ":" + server.getPort());
    }

    Knock showing(TestIdentity identity) {
        String name = "certificate-" + identity.certificate().getSerialNumber().toString(16);
        return showing(
                identity.writeChain(directory.resolve(name + ".pem")),
                identity.writeKey(directory.resolve(name + ".key")));
    }

    Knock showing(Path chain, Path key) {
        return with("cert", chain).with("key", key);
    }

    Knock showingNothing() {
        options.remove("cert");
        options.remove("key");
        return this;
    }

    StackClient start() throws IOException {
        List<String> words = new ArrayList<>(command);
        options.forEach((option, value) -> words.addAll(List.of("--" + option, value)));
        return StackClient.start(words, directory.resolve("errors.log"));
    }

    StackClient connected() throws IOException {
        StackClient client = start();
        boolean connected = false;
        try {
            client.awaitConnected();
            connected = true;
        } finally {
            if (!connected) {
                client.close();
            }
        }
        return client;
    }

    /** Connected, and identified as this user. */
    StackClient identified(long user) throws IOException {
        StackClient client = connected();
        boolean identified = false;
        try {
            client.identify(user);
            identified = true;
        } finally {
            if (!identified) {
                client.close();
            }
        }
        return client;
    }
}

package net.tensamin.omega.operations;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The commands that the log of a server with demo accounts ends with: to be copied, so with this server's ports and folders. */
record FirstSteps(HttpsSettings https, int quicPort, Path data, Path workingDirectory, Path server) {
    private static final String CLIENT = "omega-cli.jar";
    private static final int HTTPS_PORT = 9188;
    private static final int QUIC_PORT = 9189;

    String listen() {
        return line("listen --user 42", quicPort == QUIC_PORT ? Optional.empty() : Optional.of("--port " + quicPort));
    }

    String notice() {
        return line(
                "omikron --id 1",
                https.port() == HTTPS_PORT
                        ? Optional.empty()
                        : Optional.of("--url wss://localhost:" + https.port() + "/ws/omikron"),
                "notify --from 7 --to 42");
    }

    private String line(String command, Optional<String> where, String... more) {
        Stream<String> words = Stream.of(
                        Stream.of("java -jar " + client(), command), where.stream(), dataOption().stream())
                .flatMap(each -> each);
        return String.join(" ", Stream.concat(words, Stream.of(more)).toList());
    }

    private Optional<String> dataOption() {
        return data.equals(workingDirectory.resolve("data")) ? Optional.empty() : Optional.of("--data-dir " + data);
    }

    /** Beside the server, or above where it is unpacked, as in the image; or where the build leaves it. */
    private Path client() {
        return Stream.concat(
                        Stream.iterate(server.getParent(), Objects::nonNull, Path::getParent)
                                .limit(2),
                        Stream.of(Path.of("target")))
                .map(folder -> folder.resolve(CLIENT))
                .filter(file -> Files.exists(workingDirectory.resolve(file)))
                .findFirst()
                .orElse(Path.of("target", CLIENT));
    }

    /** @param token lets whoever reads the log open the operations page */
    List<String> lines(String token) {
        return List.of("Now try:  " + listen(), "and then: " + notice(), "and look: " + page(token));
    }

    String page(String token) {
        return "https://localhost:" + https.port() + "/?demo=" + token;
    }
}

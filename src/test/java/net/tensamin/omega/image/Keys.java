package net.tensamin.omega.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Key material as an operator makes it, with the JDK's own tool. */
final class Keys {
    static final String PASSWORD = "as-long-as-wanted";

    private Keys() {}

    /** {@code server.p12}, {@code trust.p12} and {@code client-ca.p12}. */
    static void make(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path ca = directory.resolve("client-ca.p12");
        Path certificate = directory.resolve("client-ca.cer");
        keytool(ca, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c=ca:true");
        Path server = directory.resolve("server.p12");
        keytool(
                server,
                "-genkeypair",
                "-alias",
                "omega",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        keytool(ca, "-exportcert", "-alias", "ca", "-file", certificate.toString());
        Path trust = directory.resolve("trust.p12");
        keytool(trust, "-importcert", "-noprompt", "-alias", "ca", "-file", certificate.toString());
        Files.delete(certificate);
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}

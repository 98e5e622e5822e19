package net.tensamin.omega.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.security.auth.x500.X500Principal;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.testing.Toolchain;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The description of the HTTPS API in the hands of tools that nobody here wrote, as far as they are here: {@code src/interop/https} locks them. */
class DescriptionIT {
    private static final Path DESCRIPTION =
            Path.of("target", "openapi", "openapi.json").toAbsolutePath();
    private static final Path SOURCES = Path.of(System.getProperty("interop.sources"), "https");
    private static final Path BUILT = Path.of(System.getProperty("interop.built"), "https");
    private static final Path CALLS = BUILT.resolve("calls.txt");

    private static final String CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,"
            + "response_headers_conformance,response_schema_conformance";

    private static final Toolchain TOOLS = new Toolchain(BUILT.resolve("tools.log"));
    private static OmegaProcess omega;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(BUILT);
        OmegaDeployment.clear();
        omega = OmegaProcess.start(Map.of("omega.https.requests-per-certificate", "1000000/PT1S"));
    }

    @AfterAll
    static void stop() throws IOException {
        omega.close();
    }

    @Test
    void aLinterFindsNothingToWarnOf() throws Exception {
        installNodeModules();
        run("node_modules/.bin/redocly", "lint", "--max-problems=100", DESCRIPTION.toString());
    }

    @Test
    void aGeneratedClientInTypeScriptCallsEveryOperation() throws Exception {
        installNodeModules();
        run("node_modules/.bin/tsc");
        Path data = OmegaDeployment.data().toAbsolutePath();
        TestIdentity alice = TestIdentity.read(data.resolve("demo/user-42.pem"), data.resolve("demo/user-42.key"));
        String server = OmegaDeployment.https().toString();
        run(
                "sh",
                "-c",
                "node every-operation.js \"$@\" > " + CALLS.toAbsolutePath(),
                "sh",
                server.substring(0, server.length() - 1),
                data.toString(),
                request(new X500Principal("CN=laptop")),
                request(alice.certificate().getSubjectX500Principal()));
        Set<String> missing = operations();
        for (String call : Files.readAllLines(CALLS)) {
            missing.removeIf(operation -> call.matches(operation.replaceAll("\\{\\w+}", "[^/]+")));
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void noAnswerIsLeftOutOfTheDescription() throws Exception {
        assumeTrue(TOOLS.succeeds("python3", "-c", "import venv, ensurepip"), "needs python3 with venv");
        Path python = BUILT.resolve("venv/bin/python").toAbsolutePath();
        if (!Files.exists(python)) {
            run("python3", "-m", "venv", "venv");
        }
        run(
                python.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "--requirement",
                SOURCES.resolve("requirements.txt").toAbsolutePath().toString());
        search("--phases", "coverage");
        search("--phases", "fuzzing", "--max-examples", "10", "--exclude-tag", "Enrolment"); // it makes up no PKCS#10
    }

    /** As the demo's operator. */
    private static void search(String... how) throws Exception {
        Path data = OmegaDeployment.data().toAbsolutePath();
        String config = SOURCES.resolve("schemathesis.toml").toAbsolutePath().toString();
        List<String> search = new ArrayList<>(
                List.of("venv/bin/schemathesis", "--config-file", config, "run", DESCRIPTION.toString()));
        search.addAll(List.of("--url", OmegaDeployment.https().toString().replaceFirst("/$", "")));
        search.addAll(List.of("--tls-verify", data.resolve("pki/ca.pem").toString()));
        search.addAll(
                List.of("--request-cert", data.resolve("demo/operator.pem").toString()));
        search.addAll(
                List.of("--request-cert-key", data.resolve("demo/operator.key").toString()));
        search.addAll(List.of("--checks", CHECKS, "--seed", "1"));
        search.addAll(List.of(how));
        run(search.toArray(String[]::new));
    }

    private static void installNodeModules() throws Exception {
        assumeTrue(Toolchain.has("npm"), "needs npm");
        for (String file : List.of("package.json", "package-lock.json", "tsconfig.json", "every-operation.ts")) {
            Files.copy(SOURCES.resolve(file), BUILT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(BUILT.resolve("node_modules"))) {
            run("npm", "ci", "--no-audit", "--no-fund");
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        TOOLS.run(BUILT, Map.of("CI", "true"), List.of(command));
    }

    /** By method and path. */
    private static Set<String> operations() throws IOException {
        Set<String> operations = new TreeSet<>();
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(DESCRIPTION))) {
            JsonObject paths = reader.readObject().getJsonObject("paths");
            paths.forEach((path, item) ->
                    item.asJsonObject().keySet().forEach(method -> operations.add(method.toUpperCase() + " " + path)));
        }
        return operations;
    }

    /** PKCS#10, in base64. */
    private static String request(X500Principal subject) throws Exception {
        KeyPair keys = TestAuthority.p256();
        byte[] der = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        return Base64.getMimeEncoder().encodeToString(der);
    }
}

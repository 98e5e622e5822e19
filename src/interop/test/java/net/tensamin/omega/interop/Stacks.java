package net.tensamin.omega.interop;

import static net.tensamin.omega.interop.Row.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.Toolchain;
import net.tensamin.omega.testing.Versions;

/** All stacks, each built where its toolchain is there. */
final class Stacks {
    private static final Set<Row> GROUPS = EnumSet.of(X25519, P_256, P_384, P_521, POST_QUANTUM);
    private final Path sources;
    private final Path built;
    private final Path cache;
    private final Toolchain tools;

    /**
     * @param sources {@code src/interop}
     * @param built where what is built goes
     * @param cache where what takes minutes to build is found the next time
     */
    Stacks(Path sources, Path built, Path cache) {
        this.sources = sources.toAbsolutePath();
        this.built = built.toAbsolutePath();
        this.cache = cache.toAbsolutePath();
        this.tools = new Toolchain(built.resolve("build.log"));
    }

    List<Stack> build() {
        return build(List.of(this::rust, this::go, this::python, this::c, this::java));
    }

    /** All at once; returns when all are built. */
    static List<Stack> build(List<Callable<List<Stack>>> builds) {
        return builds.stream().map(Stacks::begin).toList().stream()
                .flatMap(stacks -> stacks.join().stream())
                .toList();
    }

    private static CompletableFuture<List<Stack>> begin(Callable<List<Stack>> build) {
        return OwnThread.supply(() -> {
            try {
                return build.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private List<Stack> rust() throws IOException, InterruptedException {
        if (!tools.succeeds("cargo", "--version") || !tools.succeeds("cc", "--version")) {
            String why = "needs cargo and cc";
            return List.of(
                    Stack.skipped("quinn (ring)", why),
                    Stack.skipped("quinn (aws-lc)", why),
                    Stack.skipped("s2n-quic", why),
                    Stack.skipped("quiche", why));
        }
        List<Stack> stacks = new ArrayList<>();
        cargo("omega-interop-quinn", "omega-interop-s2n-quic");
        String quinn = "quinn " + locked("quinn") + ", rustls " + locked("rustls");
        Set<Row> rustls = EnumSet.of(P_521, KEY_RSA_PSS);
        stacks.add(foreign(
                "quinn (ring)",
                quinn + ", ring " + locked("ring"),
                with(rustls, POST_QUANTUM, HELLO_RETRY_HYBRID, KEY_P_521),
                binary("omega-interop-quinn"),
                "--tls",
                "ring"));
        stacks.add(foreign(
                "quinn (aws-lc)",
                quinn + ", aws-lc-rs " + locked("aws-lc-rs"),
                rustls,
                binary("omega-interop-quinn"),
                "--tls",
                "aws-lc"));
        stacks.add(foreign(
                "s2n-quic",
                "s2n-quic " + locked("s2n-quic") + ", s2n-tls " + locked("s2n-tls"),
                EnumSet.of(X25519, P_256, P_384, P_521, HELLO_RETRY_HYBRID, KEY_UPDATES, KEY_ED25519, MIGRATION),
                binary("omega-interop-s2n-quic")));
        stacks.add(quiche());
        return stacks;
    }

    private Stack quiche() throws IOException, InterruptedException {
        if (!tools.succeeds("cmake", "--version") || !hasLibclang()) {
            return Stack.skipped("quiche", "needs cmake and libclang");
        }
        cargo("omega-interop-quiche");
        return foreign(
                "quiche",
                "quiche " + locked("quiche") + ", boring " + locked("boring"),
                EnumSet.of(KEY_UPDATES, KEY_RSA_PSS),
                binary("omega-interop-quiche"));
    }

    private static boolean hasLibclang() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 4, (file, attributes) -> file.getFileName()
                .toString()
                .startsWith("libclang"))) {
            return files.anyMatch(file -> file.toString().contains(".so"));
        }
    }

    private void cargo(String... packages) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("cargo", "build", "--locked"));
        for (String name : packages) {
            command.addAll(List.of("--package", name));
        }
        tools.run(
                sources,
                Map.of("CARGO_TARGET_DIR", cache.resolve("cargo").toString(), "BINDGEN_EXTRA_CLANG_ARGS", headers()),
                command);
        for (String name : packages) {
            Files.copy(
                    cache.resolve("cargo/debug").resolve(name),
                    built.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Where libclang without clang finds the compiler's own headers. */
    private String headers() throws IOException, InterruptedException {
        return "-I" + tools.firstLine("cc", "-print-file-name=include");
    }

    private String binary(String name) {
        return built.resolve(name).toString();
    }

    private String locked(String name) throws IOException {
        return Versions.ofCrate(sources.resolve("Cargo.lock"), name);
    }

    private List<Stack> go() throws IOException, InterruptedException {
        if (!tools.succeeds("go", "version")) {
            return List.of(Stack.skipped("quic-go", "needs go"));
        }
        Path home = sources.resolve("quic-go");
        Path binary = built.resolve("quic-go");
        tools.run(home, Map.of(), List.of("go", "build", "-mod=readonly", "-o", binary.toString(), "."));
        String version = "quic-go " + Versions.of(home.resolve("go.mod"), "quic-go/quic-go v(\\S+)") + ", "
                + tools.firstLine("go", "env", "GOVERSION");
        return List.of(foreign(
                "quic-go", version, EnumSet.of(KEY_UPDATES, HELLO_RETRY_HYBRID, KEY_RSA_PSS), binary.toString()));
    }

    private List<Stack> python() throws IOException, InterruptedException {
        if (!tools.hasVenv()) {
            return List.of(Stack.skipped("aioquic", "needs python3 with venv"));
        }
        Path requirements = sources.resolveSibling("samples/python/requirements.txt");
        Path python = tools.venv(requirements, built.resolve("venv"));
        String version = "aioquic " + Versions.of(requirements, "aioquic==(\\S+)") + ", cryptography "
                + Versions.of(requirements, "cryptography==(\\S+)");
        return List.of(foreign(
                "aioquic",
                version,
                with(GROUPS, HELLO_RETRY, HELLO_RETRY_HYBRID, KEY_P_521, KEY_RSA_PSS),
                python.toString(),
                sources.resolve("aioquic/client.py").toString()));
    }

    private List<Stack> c() throws IOException, InterruptedException {
        String[] libraries = {"pkg-config", "--cflags", "--libs", "libngtcp2", "libngtcp2_crypto_gnutls", "gnutls"};
        if (!tools.succeeds("cc", "--version") || !tools.succeeds(libraries)) {
            return List.of(Stack.skipped("ngtcp2", "needs cc, libngtcp2-dev and libngtcp2-crypto-gnutls-dev"));
        }
        Path binary = built.resolve("ngtcp2");
        List<String> command = new ArrayList<>(List.of(
                "cc",
                "-std=c17",
                "-D_GNU_SOURCE",
                "-O1",
                "-Wall",
                "-Wextra",
                "-Werror",
                "client.c",
                "-o",
                binary.toString()));
        command.addAll(List.of(tools.firstLine(libraries).split(" ")));
        tools.run(sources.resolve("ngtcp2"), Map.of(), command);
        String version = "ngtcp2 " + tools.firstLine("pkg-config", "--modversion", "libngtcp2") + ", GnuTLS "
                + tools.firstLine("pkg-config", "--modversion", "gnutls");
        return List.of(foreign("ngtcp2", version, EnumSet.of(POST_QUANTUM, HELLO_RETRY_HYBRID), binary.toString()));
    }

    private List<Stack> java() {
        String netty = "netty " + System.getProperty("interop.netty") + ", its BoringSSL";
        String kwik =
                "Kwik " + System.getProperty("interop.kwik") + ", agent15 " + System.getProperty("interop.agent15");
        return List.of(
                foreign(
                        "netty",
                        netty,
                        EnumSet.of(KEY_UPDATES, KEY_RSA_PSS, KEY_ED25519, MIGRATION),
                        inJava(NettyClient.class)),
                new Stack(
                        "Kwik",
                        kwik,
                        false,
                        List.of(inJava(KwikClient.class)),
                        with(
                                GROUPS,
                                HELLO_RETRY,
                                HELLO_RETRY_HYBRID,
                                MIGRATION,
                                SMALL_WINDOWS,
                                KEY_P_384,
                                KEY_P_521,
                                KEY_RSA,
                                KEY_RSA_PSS,
                                KEY_ED25519),
                        ""));
    }

    private static String[] inJava(Class<?> main) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            main.getName()
        };
    }

    private static Set<Row> with(Set<Row> rows, Row... more) {
        Set<Row> all = EnumSet.copyOf(rows);
        all.addAll(List.of(more));
        return all;
    }

    private static Stack foreign(String name, String version, Set<Row> lacks, String... command) {
        return new Stack(name, version, true, List.of(command), lacks, "");
    }
}

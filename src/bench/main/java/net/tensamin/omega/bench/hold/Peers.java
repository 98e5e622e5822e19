package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.testing.Toolchain;
import net.tensamin.omega.testing.Versions;

/** Servers on QUIC stacks in Rust and Go, each built for speed, of locked versions, where its toolchain is there. */
final class Peers {
    private final Path sources;
    private final Path built;
    private final Toolchain tools;

    /**
     * @param sources {@code src/bench/peers}
     * @param built where what is built goes, and is found the next time
     */
    Peers(Path sources, Path built) throws IOException {
        this.sources = sources.toAbsolutePath();
        this.built = Files.createDirectories(built.toAbsolutePath());
        this.tools = new Toolchain(built.resolve("build.log"));
    }

    static Peers of(HoldPlan plan) throws IOException {
        return new Peers(
                Path.of(System.getProperty("bench.peers", "src/bench/peers")),
                plan.results().resolve("peers"));
    }

    /**
     * @param cryptography {@code ring} or {@code aws-lc}
     * @throws Contender.NotInstalled without Cargo or a C compiler
     */
    Child.Program quinn(String name, String cryptography) throws IOException, InterruptedException {
        if (!tools.succeeds("cargo", "--version") || !tools.succeeds("cc", "--version")) {
            throw new Contender.NotInstalled("needs cargo and cc");
        }
        Path home = sources.resolve("quinn");
        Path target = built.resolve("quinn");
        tools.run(
                home,
                Map.of("CARGO_TARGET_DIR", target.toString()),
                List.of("cargo", "build", "--release", "--locked"));
        List<String> command =
                List.of(target.resolve("release/omega-bench-quinn").toString(), cryptography);
        return program(name, command, quinnVersions(home, cryptography));
    }

    private String quinnVersions(Path home, String cryptography) throws IOException, InterruptedException {
        List<String> versions = new ArrayList<>();
        for (String crate : List.of("quinn", "rustls", cryptography.equals("ring") ? "ring" : "aws-lc-rs")) {
            versions.add(crate + " " + Versions.ofCrate(home.resolve("Cargo.lock"), crate));
        }
        versions.add(tools.firstLine("rustc", "--version"));
        return String.join(", ", versions);
    }

    /** @throws Contender.NotInstalled without Go */
    Child.Program quicGo(String name) throws IOException, InterruptedException {
        if (!tools.succeeds("go", "version")) {
            throw new Contender.NotInstalled("needs go");
        }
        Path home = sources.resolve("quic-go");
        Path binary = built.resolve("omega-bench-quic-go");
        tools.run(home, Map.of(), List.of("go", "build", "-mod=readonly", "-o", binary.toString(), "."));
        String versions = "quic-go " + Versions.of(home.resolve("go.mod"), "quic-go/quic-go v(\\S+)") + ", "
                + tools.firstLine("go", "env", "GOVERSION");
        return program(name, List.of(binary.toString()), versions);
    }

    private static Child.Program program(String name, List<String> command, String versions) {
        return new Child.Program(name, command, false, Contender.MANY, Optional.of(versions));
    }
}

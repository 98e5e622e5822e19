package net.tensamin.omega.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.testing.Toolchain;

/** The samples, each built where its toolchain is there. */
final class Samples {
    private final Path sources;
    private final Path built;
    private final Path cache;
    private final Toolchain tools;

    /**
     * @param sources {@code src/samples}
     * @param built where what is built goes
     * @param cache where what takes minutes to build is found the next time
     */
    Samples(Path sources, Path built, Path cache) {
        this.sources = sources.toAbsolutePath();
        this.built = built.toAbsolutePath();
        this.cache = cache.toAbsolutePath();
        this.tools = new Toolchain(built.resolve("samples.log"));
    }

    List<Stack> build() {
        return Stacks.build(List.of(this::node, this::rust, this::go, this::java, this::python));
    }

    /** Beside what it needs, as a module is looked for there. */
    private List<Stack> node() throws IOException, InterruptedException {
        if (!tools.succeeds("npm", "--version")) {
            return List.of(Stack.skipped("Node", "needs node and npm"));
        }
        Path home = Files.createDirectories(built.resolve("sample-node"));
        for (String file : List.of("client.js", "package.json", "package-lock.json")) {
            Files.copy(sources.resolve("node").resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        tools.run(home, Map.of(), List.of("npm", "install", "--no-save", "--ignore-scripts"));
        return sample("Node", "node", home.resolve("client.js").toString());
    }

    private List<Stack> rust() throws IOException, InterruptedException {
        if (!tools.succeeds("cargo", "--version") || !tools.succeeds("cc", "--version")) {
            return List.of(Stack.skipped("Rust", "needs cargo and cc"));
        }
        Path target = cache.resolve("sample");
        tools.run(
                sources.resolve("rust"),
                Map.of("CARGO_TARGET_DIR", target.toString()),
                List.of("cargo", "build", "--locked"));
        return sample("Rust", target.resolve("debug/omega-sample").toString());
    }

    private List<Stack> go() throws IOException, InterruptedException {
        if (!tools.succeeds("go", "version")) {
            return List.of(Stack.skipped("Go", "needs go"));
        }
        String binary = built.resolve("sample-go").toString();
        tools.run(sources.resolve("go"), Map.of(), List.of("go", "build", "-mod=readonly", "-o", binary, "."));
        return sample("Go", binary);
    }

    private List<Stack> java() {
        return sample(
                "Java",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("omega.cli"),
                sources.resolve("java/Client.java").toString());
    }

    private List<Stack> python() throws IOException, InterruptedException {
        if (!tools.hasVenv()) {
            return List.of(Stack.skipped("Python", "needs python3 with venv"));
        }
        Path home = sources.resolve("python");
        Path python = tools.venv(home.resolve("requirements.txt"), built.resolve("venv"));
        return sample("Python", python.toString(), home.resolve("client.py").toString());
    }

    private static List<Stack> sample(String name, String... command) {
        return List.of(new Stack(name, "", true, List.of(command), Set.of(), ""));
    }
}

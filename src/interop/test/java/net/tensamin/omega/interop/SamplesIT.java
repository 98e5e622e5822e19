package net.tensamin.omega.interop;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The clients that others copy: each does what {@link SampleTrial} asks, or is skipped for want of its toolchain. */
class SamplesIT {
    private static final Path SAMPLES = Path.of(System.getProperty("samples.sources"));
    private static final Path BUILT = Path.of(System.getProperty("interop.built"));
    private static final Path CACHE = Path.of(System.getProperty("interop.cache"));
    private static List<Stack> samples;
    private static Servers servers;

    @BeforeAll
    static void buildAndStart() throws Exception {
        Path trials = BUILT.resolve("samples");
        OmegaDeployment.clear(trials);
        Files.createDirectories(trials);
        CompletableFuture<List<Stack>> building = OwnThread.supply(() -> new Samples(SAMPLES, BUILT, CACHE).build());
        servers = Servers.startUsual(trials);
        samples = building.join();
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    @TestFactory
    Stream<DynamicTest> everySampleShowsBadgesAndComesBack() {
        return samples.stream().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> run(sample)));
    }

    private static void run(Stack sample) throws Exception {
        if (!sample.runs()) {
            abort(sample.name() + " " + sample.skipped());
        }
        new SampleTrial(sample, servers).run();
    }
}

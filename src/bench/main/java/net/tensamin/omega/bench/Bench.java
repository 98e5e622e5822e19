package net.tensamin.omega.bench;

import java.util.List;
import net.tensamin.omega.bench.floor.Floor;
import net.tensamin.omega.bench.hold.Hold;
import net.tensamin.omega.bench.hold.Storm;

/** Measures what {@code bench.what} asks for. */
final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(Bench::endServers));
        boolean complete = true;
        for (String what :
                List.of(System.getProperty("bench.what", "throughput,hold").split(","))) {
            switch (what) {
                case "throughput" -> Throughput.run();
                case "nodes" -> SeveralNodes.run();
                case "import" -> ImportUnderLoad.run();
                case "hold" -> complete &= Hold.run();
                case "storm" -> complete &= Storm.run();
                case "floor" -> Floor.run();
                default ->
                    throw new IllegalArgumentException(
                            "bench.what: throughput, nodes, import, hold, storm or floor, not " + what);
            }
        }
        System.exit(complete ? 0 : 1); // without waiting for threads of clients
    }

    /** Those still there, when this is interrupted. */
    private static void endServers() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }
}

package net.tensamin.omega.bench.hold;

import java.util.ArrayList;
import java.util.List;

/** Java processes that this one starts. */
final class ChildJvm {
    private ChildJvm() {}

    /** Those asked for, and a flight recording where one is. */
    static List<String> options(HoldPlan plan, String name) {
        List<String> options = new ArrayList<>(plan.jvm());
        if (plan.flightRecording()) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + plan.results().resolve("hold-" + name + ".jfr").toAbsolutePath());
        }
        return options;
    }
}

package net.tensamin.omega.bench.hold;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Child} that is a class of this package in a Java process. */
final class ChildJvm {
    private ChildJvm() {}

    /** @param main does what a {@link Child} does, with the help of {@link Child#serve} */
    static Child.Program program(String name, Class<?> main, HoldPlan plan) {
        return program(name, main, classPath(), Contender.MANY, plan);
    }

    /** As {@link #program}, with Kwik's jar in front of the one that the build makes of it. */
    static Child.Program onStockKwik(String name, Class<?> main, int most, HoldPlan plan) {
        List<String> entries = new ArrayList<>(classPath());
        String kwik = entries.stream()
                .filter(entry -> Path.of(entry).getFileName().toString().matches("kwik-[0-9.]+\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Kwik's jar is not on the class path"));
        entries.remove(kwik);
        entries.add(0, kwik);
        return program(name, main, entries, most, plan);
    }

    private static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private static Child.Program program(String name, Class<?> main, List<String> classPath, int most, HoldPlan plan) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(plan, name));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
        return new Child.Program(name, command, true, most, Optional.empty());
    }

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

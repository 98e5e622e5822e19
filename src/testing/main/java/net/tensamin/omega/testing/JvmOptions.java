package net.tensamin.omega.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The virtual machine's options of every server that is started, from the file in which they stand, and what differs. */
final class JvmOptions {
    private static final Path FILE = Path.of("src/main/payara/jvm.options");
    private static final String CHOOSES_A_COLLECTOR = "-XX:\\+Use\\w+GC";

    private JvmOptions() {}

    static List<String> with(List<String> more) {
        List<String> options = new ArrayList<>();
        options.add("@" + FILE.toAbsolutePath());
        if (more.stream().anyMatch(option -> option.matches(CHOOSES_A_COLLECTOR))) {
            // the virtual machine takes one only
            options.add("-XX:-UseG1GC");
        }
        options.addAll(more);
        return options;
    }
}

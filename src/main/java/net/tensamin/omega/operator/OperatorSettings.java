package net.tensamin.omega.operator;

import java.util.List;
import java.util.Set;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/**
 * The administrators that the configuration names.
 *
 * @param administrators names, as certificates write them
 */
record OperatorSettings(Set<String> administrators) {
    static final Setting<List<String>> ADMINISTRATORS = Setting.words(
            "omega.operators.administrators",
            "names of operators, separated by commas",
            OperatorName::isOne,
            "names of operators, separated by commas, that are administrators as long as they are listed here, registered or not: the first one, and the way back in; with `omega.demo` and without this key, `demo` and `development`");

    /** Whose certificates the demo makes. */
    private static final List<String> OF_THE_DEMO = List.of("demo", "development");

    /** @throws IllegalArgumentException if a name is none */
    static OperatorSettings from(Config config) {
        List<String> otherwise = SharedSettings.DEMO.in(config) ? OF_THE_DEMO : List.of();
        return new OperatorSettings(Set.copyOf(ADMINISTRATORS.given(config).orElse(otherwise)));
    }
}

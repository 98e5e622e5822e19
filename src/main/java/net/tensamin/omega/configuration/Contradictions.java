package net.tensamin.omega.configuration;

import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Keys of different components that do not go together. */
final class Contradictions {
    private static final List<Rule> RULES = List.of(
            new Rule("omega.quic.idle-timeout", "omega.tauri.ping-interval"),
            new Rule("omega.canary.patience", "omega.tauri.ping-interval", "omega.canary"));

    private Contradictions() {}

    /** @param where the rule holds only where this key is true; none: always */
    private record Rule(String longer, String shorter, String where) {
        Rule(String longer, String shorter) {
            this(longer, shorter, "");
        }
    }

    /** @throws IllegalArgumentException for the first */
    static void refuse(Keys keys, Config config) {
        for (Rule rule : RULES) {
            Duration longer = keys.named(rule.longer(), Duration.class, config);
            Duration shorter = keys.named(rule.shorter(), Duration.class, config);
            boolean holds = rule.where().isEmpty() || keys.named(rule.where(), Boolean.class, config);
            if (holds && longer.compareTo(shorter) < 0) {
                throw new IllegalArgumentException(rule.longer() + " (" + longer + ") must be no shorter than "
                        + rule.shorter() + " (" + shorter + ")");
            }
        }
    }
}

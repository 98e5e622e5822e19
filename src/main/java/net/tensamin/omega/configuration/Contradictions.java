package net.tensamin.omega.configuration;

import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Keys of different components that do not go together. */
final class Contradictions {
    private static final List<Rule> RULES = List.of(
            new Rule("omega.quic.idle-timeout", "omega.tauri.ping-interval"),
            Rule.strict("omega.db.statement-timeout", "omega.db.lock-timeout"),
            Rule.strict("omega.db.socket-timeout", "omega.db.statement-timeout"),
            new Rule("omega.db.work-timeout", "omega.db.statement-timeout"),
            new Rule("omega.db.migration-timeout", "omega.db.work-timeout"));

    private Contradictions() {}

    /** @param strict whether they may not be equal */
    private record Rule(String longer, String shorter, boolean strict) {
        Rule(String longer, String shorter) {
            this(longer, shorter, false);
        }

        static Rule strict(String longer, String shorter) {
            return new Rule(longer, shorter, true);
        }

        boolean isBroken(Duration first, Duration second) {
            return first.compareTo(second) < (strict ? 1 : 0);
        }
    }

    /** @throws IllegalArgumentException for the first */
    static void refuse(Keys keys, Config config) {
        for (Rule rule : RULES) {
            Duration longer = keys.named(rule.longer(), Duration.class, config);
            Duration shorter = keys.named(rule.shorter(), Duration.class, config);
            if (rule.isBroken(longer, shorter)) {
                throw new IllegalArgumentException(rule.longer() + " (" + longer + ") must be "
                        + (rule.strict() ? "longer than " : "no shorter than ") + rule.shorter() + " (" + shorter
                        + ")");
            }
        }
    }
}

package net.tensamin.omega.cli.accounts;

import java.nio.file.Path;
import net.tensamin.omega.cli.https.OmegaHttps;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Something that is said of an account, or of which accounts are meant: an option of a command, and what it is in the API.
 *
 * @param option such as {@code --public-key}
 * @param label what is given with it; a flag has none
 * @param name in the API: of a member, or of a parameter
 * @param type of what is given: text, a number, a file, or a flag
 */
record Member(String option, String label, String name, Class<?> type, boolean required, String description) {
    static Member text(String option, String label, String name, String description) {
        return new Member(option, label, name, String.class, false, description);
    }

    static Member number(String option, String label, String name, String description) {
        return new Member(option, label, name, Long.class, false, description);
    }

    static Member file(String option, String name, String description) {
        return new Member(option, "FILE", name, Path.class, false, description);
    }

    /** @param name with what it says, such as {@code users=delete} */
    static Member flag(String option, String name, String description) {
        return new Member(option, "", name, Boolean.class, false, description);
    }

    /** The same, without which an account is neither added nor changed. */
    Member always() {
        return new Member(option, label, name, type, true, description);
    }

    OptionSpec spec() {
        OptionSpec.Builder spec =
                OptionSpec.builder(option).type(type).required(required).description(description);
        return type == Boolean.class
                ? spec.arity("0").build()
                : spec.paramLabel(label).build();
    }

    /** @param account whose member it becomes */
    void addTo(Members account, Object value) {
        if (value instanceof Long number) {
            account.with(name, number);
        } else {
            account.with(name, (String) value);
        }
    }

    /** A parameter of a request. */
    String parameter(Object value) {
        return type == Boolean.class ? name : name + "=" + OmegaHttps.encoded(value.toString());
    }
}

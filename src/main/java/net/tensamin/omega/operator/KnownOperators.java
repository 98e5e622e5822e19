package net.tensamin.omega.operator;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;

/**
 * The operators that there are at one moment, and what each of them may do.
 *
 * @param administrators whom the configuration names, whatever is registered
 * @param registered by name
 */
record KnownOperators(Set<String> administrators, Map<String, Operators.Known> registered) {
    /** Whether anybody may administer. */
    boolean hasAdministrator() {
        return !administrators.isEmpty()
                || registered.values().stream().anyMatch(known -> known.role() == Role.ADMINISTER);
    }

    /**
     * What this operator may do.
     *
     * @param shown the certificate that says so, trusted and not revoked; none in a demo's browser
     * @param certain whether this moment was recent
     */
    Standing of(CertificateIdentity.Operator operator, Optional<X509Certificate> shown, boolean certain) {
        String name = operator.operator();
        if (administrators.contains(name)) {
            return Standing.of(Role.ADMINISTER, certain);
        }
        Operators.Known known = registered.get(name);
        if (known == null) {
            return Standing.none(unknown(name));
        }
        boolean counts = known.since().isEmpty()
                || shown.filter(each -> counts(each, known)).isPresent();
        return counts
                ? Standing.of(known.role(), certain)
                : Standing.none(
                        "This certificate is of operator \"" + name + "\" before it was removed: it needs a new one.");
    }

    private static boolean counts(X509Certificate shown, Operators.Known known) {
        Instant begins = shown.getNotBefore().toInstant();
        return known.certificates().contains(DeviceId.of(shown))
                || !begins.isBefore(known.since().orElseThrow());
    }

    private String unknown(String name) {
        return "Operator \"" + name + "\" is not registered: "
                + (hasAdministrator() ? "an administrator can add it, or " : "nobody is yet. ")
                + OperatorSettings.ADMINISTRATORS.label()
                + " can name it, and it is an administrator as long as it stands there.";
    }
}

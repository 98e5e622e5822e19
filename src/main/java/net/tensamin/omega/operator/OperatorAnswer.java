package net.tensamin.omega.operator;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import net.tensamin.omega.account.Role;

/**
 * An operator, as the HTTPS API answers it. What is null is left out.
 *
 * @param status only where the answer is one operator
 * @param role that counts
 * @param configured whether the configuration makes it an administrator, whatever is registered
 * @param added null for one that is not registered
 * @param etag of what is registered; null likewise
 */
@JsonbPropertyOrder({"status", "name", "role", "configured", "added", "etag"})
public record OperatorAnswer(String status, String name, String role, boolean configured, Instant added, String etag) {

    static OperatorAnswer one(Operators.Entry entry, boolean configured) {
        return of("success", entry, configured);
    }

    static OperatorAnswer listed(Operators.Entry entry, boolean configured) {
        return of(null, entry, configured);
    }

    private static OperatorAnswer of(String status, Operators.Entry entry, boolean configured) {
        Role role = configured ? Role.ADMINISTER : entry.role();
        return new OperatorAnswer(status, entry.name(), role.word(), configured, entry.added(), entry.tag());
    }

    /**
     * One that is not registered.
     *
     * @param status null in a list
     */
    static OperatorAnswer configured(String status, String name) {
        return new OperatorAnswer(status, name, Role.ADMINISTER.word(), true, null, null);
    }

    /** @param next the name to ask for those after; null after the last */
    @JsonbPropertyOrder({"status", "operators", "next"})
    public record Page(String status, List<OperatorAnswer> operators, String next) {}

    /** The certificates that an operator got here. */
    @JsonbPropertyOrder({"status", "certificates"})
    public record Certificates(String status, List<Certificate> certificates) {
        /** @param id by which it is revoked; as it was renewed last, all else */
        @JsonbPropertyOrder({"id", "serial", "fingerprint", "enrolled", "ends", "revoked"})
        public record Certificate(
                @JsonbProperty("certificate_id") String id,
                String serial,
                String fingerprint,
                Instant enrolled,
                Instant ends,
                boolean revoked) {}

        static Certificates of(List<OperatorCertificates.Certificate> all) {
            return new Certificates(
                    "success",
                    all.stream()
                            .map(each -> new Certificate(
                                    each.id(),
                                    each.serial(),
                                    each.fingerprint(),
                                    each.enrolled(),
                                    each.ends(),
                                    each.revoked()))
                            .toList());
        }
    }
}

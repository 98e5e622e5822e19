package net.tensamin.omega.operator;

import java.util.regex.Pattern;
import net.tensamin.omega.account.CertificateIdentity;

/**
 * What an operator's certificates call it, after {@code urn:tensamin:operator:}. As it is written there: case counts (RFC 8141 §3).
 *
 * @param value 1 to 100 characters; more than that names nobody who can be registered
 */
public record OperatorName(String value) {
    /** In words, for errors. */
    static final String FORM =
            "An operator's name has 1 to 100 characters: letters and digits of ASCII, and after the first also . _ ~ @ : + % -";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~@:+%-]{0,99}");

    public OperatorName {
        if (!isOne(value)) {
            throw new IllegalArgumentException(FORM);
        }
    }

    static boolean isOne(String text) {
        return ALLOWED.matcher(text).matches();
    }

    /** What the certificates of this operator say. */
    public CertificateIdentity.Operator identity() {
        return new CertificateIdentity.Operator(value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package net.tensamin.omega.account;

import java.util.Optional;

/** What a call of HTTPS asks of its caller. */
public enum Need {
    /** It is public. */
    NOTHING("nothing"),
    /** What enrolment asks, in the words of EST: a one-time code, or the certificate that is to be renewed (RFC 7030). */
    ENROLMENT("a code, or the certificate to renew"),
    /** The certificate of the user that the path names, or an operator who may {@link Role#OPERATE}. */
    ITSELF_OR_OPERATE("the user itself, or `operate`", Role.OPERATE),
    VIEW("`view`", Role.VIEW),
    OPERATE("`operate`", Role.OPERATE),
    ADMINISTER("`administer`", Role.ADMINISTER);

    private final String words;
    private final Optional<Role> role;

    Need(String words) {
        this.words = words;
        this.role = Optional.empty();
    }

    Need(String words, Role role) {
        this.words = words;
        this.role = Optional.of(role);
    }

    /** Of an operator; empty for a call that asks for none. */
    public Optional<Role> role() {
        return role;
    }

    /** In Markdown, as the table of calls has it. */
    public String words() {
        return words;
    }
}

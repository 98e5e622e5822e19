package net.tensamin.omega.account;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Whom a call is about, for the record of what operators do, where its path does not say it. */
@RequestScoped
public class CallSubject {
    private Optional<String> named = Optional.empty();
    private boolean ofOperators;

    public void is(UserId user) {
        is(of(user));
    }

    /** What stands there for a user. */
    public static String of(UserId user) {
        return "user_id=" + user;
    }

    /** It is about operators, though its path is not. */
    public void isOfOperators() {
        ofOperators = true;
    }

    /** It is about this operator. */
    public void is(CertificateIdentity.Operator operator) {
        isOfOperators();
        named = Optional.of("name=" + operator.operator());
    }

    public boolean ofOperators() {
        return ofOperators;
    }

    /** @param written like the parameters of a path */
    public void is(String written) {
        named = Optional.of(written);
    }

    /** Written like the parameters of a path; empty where nobody was named. */
    public Optional<String> named() {
        return named;
    }
}

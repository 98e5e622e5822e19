package net.tensamin.omega.account;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** Whom a call is about, for the record of what operators do, where its path does not say it. */
@RequestScoped
public class CallSubject {
    private Optional<String> named = Optional.empty();

    public void is(UserId user) {
        named = Optional.of("user_id=" + user);
    }

    /** Written like the parameters of a path; empty where nobody was named. */
    public Optional<String> named() {
        return named;
    }
}

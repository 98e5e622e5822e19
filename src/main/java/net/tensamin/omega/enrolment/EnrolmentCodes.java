package net.tensamin.omega.enrolment;

import jakarta.annotation.Priority;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;

/** Stores the one-time codes that were given out. */
@Stateless
public class EnrolmentCodes {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Accounts accounts;

    @Inject
    Devices devices;

    /**
     * Keeps a code, and forgets those that have expired.
     *
     * @throws UnknownUserException if there is no such user
     */
    public void add(CodeHash code, UserId user, Optional<String> name, Instant expires, Instant now) {
        if (!accounts.lock(user)) {
            throw new UnknownUserException(user);
        }
        entities.createNamedQuery(EnrolmentCode.FORGET).setParameter("now", now).executeUpdate();
        entities.persist(new EnrolmentCode(code, user, name, expires));
    }

    /** A removed user's codes are worth nothing. */
    public void leave(@Observes @Priority(UserLeaves.CODES) UserLeaves leaving) {
        entities.createNamedQuery(EnrolmentCode.FORGET_OF_USER)
                .setParameter("user", leaving.user().value())
                .executeUpdate();
    }

    /** The entries that were neither used nor have expired, without their codes. */
    public List<OpenCodes.OpenCode> of(UserId user, Instant now) {
        return open(user, now).stream()
                .map(code -> new OpenCodes.OpenCode(code.name(), code.expires()))
                .sorted(Comparator.comparing(OpenCodes.OpenCode::expires))
                .toList();
    }

    /** Whether the user has this code, and it has not expired. */
    public boolean valid(UserId user, CodeHash code, Instant now) {
        return find(user, code, now).isPresent();
    }

    /**
     * Uses a code up and adds the device it was for, both or neither. If several callers come with one code, one of
     * them succeeds.
     *
     * @throws EnrolmentRefusedException if the code is not valid any more, or its user is removed
     */
    public void use(UserId user, CodeHash code, X509Certificate certificate, Instant now) {
        accounts.lock(user); // first, as locks are taken in one order; a removed user has no code
        Optional<String> name = find(user, code, now).flatMap(EnrolmentCode::name);
        int used = entities.createNamedQuery(EnrolmentCode.USE)
                .setParameter("hash", code.value())
                .setParameter("user", user.value())
                .setParameter("now", now)
                .executeUpdate();
        if (used == 0) {
            throw new EnrolmentRefusedException(Reason.NO_CODE, "The code was used meanwhile.");
        }
        devices.enrol(user, certificate, name, now);
    }

    /** Compares with all of the user's codes, so that the time taken reveals nothing about them. */
    private Optional<EnrolmentCode> find(UserId user, CodeHash code, Instant now) {
        return open(user, now).stream()
                .filter(each -> each.hash().matches(code))
                .reduce((one, other) -> one);
    }

    private List<EnrolmentCode> open(UserId user, Instant now) {
        return entities.createNamedQuery(EnrolmentCode.OF_USER, EnrolmentCode.class)
                .setParameter("user", user.value())
                .setParameter("now", now)
                .getResultList();
    }
}

package net.tensamin.omega.enrolment;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.operator.OperatorCertificates;
import net.tensamin.omega.operator.OperatorName;
import net.tensamin.omega.operator.Operators;

/** The one-time codes of operators that were given out, durably. */
@Stateless
public class OperatorCodes {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Operators operators;

    @Inject
    OperatorCertificates certificates;

    /**
     * Keeps a code, and forgets those that have expired.
     *
     * @throws RefusedChangeException if no such operator is registered
     */
    public void add(CodeHash code, OperatorName operator, Instant expires, Instant now) {
        if (operators.find(operator).isEmpty()) {
            throw new RefusedChangeException(
                    RefusedChangeException.Reason.UNKNOWN, "No operator \"" + operator + "\" is registered.");
        }
        entities.createNamedQuery(OperatorCode.FORGET).setParameter("now", now).executeUpdate();
        entities.persist(new OperatorCode(code, operator, expires));
    }

    /** Whom a code is for; empty if there is none, or it has expired. Compares with all, so that the time taken reveals nothing about them. */
    public Optional<OperatorName> operator(CodeHash code, Instant now) {
        return entities.createNamedQuery(OperatorCode.OPEN, OperatorCode.class)
                .setParameter("now", now)
                .getResultStream()
                .filter(each -> each.hash().matches(code))
                .reduce((one, other) -> one)
                .map(OperatorCode::operator);
    }

    /**
     * Uses a code up and gives its operator the certificate, both or neither. Of several that come with one code, one succeeds.
     *
     * @throws EnrolmentRefusedException if the code is not valid any more, or its operator was removed
     */
    public void use(OperatorName operator, CodeHash code, X509Certificate certificate, Instant now) {
        boolean registered =
                certificates.add(operator, certificate, now); // locks before the code: a removal does so, too
        int used = entities.createNamedQuery(OperatorCode.USE)
                .setParameter("hash", code.value())
                .setParameter("now", now)
                .executeUpdate();
        if (!registered || used == 0) {
            throw new EnrolmentRefusedException(
                    Reason.NO_CODE, "The code was used meanwhile, or its operator removed.");
        }
    }
}

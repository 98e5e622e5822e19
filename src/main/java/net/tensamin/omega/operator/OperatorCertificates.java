package net.tensamin.omega.operator;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;

/** The certificates that operators got here, durably. Those from elsewhere are known when they are revoked, and not before. */
@Stateless
public class OperatorCertificates {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Devices devices;

    /**
     * A certificate, or what it was renewed to last.
     *
     * @param id by which it is revoked
     * @param serial in hex
     * @param fingerprint SHA-256 of it, in hex
     */
    public record Certificate(
            String id, String serial, String fingerprint, Instant enrolled, Instant ends, boolean revoked) {}

    /** The oldest first, revoked ones too. */
    public List<Certificate> of(OperatorName operator) {
        if (entities.find(RegisteredOperator.class, operator.value()) == null) {
            throw new RefusedChangeException(Reason.UNKNOWN, "There is no operator \"" + operator + "\".");
        }
        Set<DeviceId> revoked = devices.revoked();
        return entities.createNamedQuery(OperatorCertificate.OF_OPERATOR, OperatorCertificate.class)
                .setParameter("operator", operator.value())
                .getResultStream()
                .map(each -> each.view(revoked.contains(each.id())))
                .toList();
    }

    /**
     * The operator has this certificate now, its first, another one, or what one was renewed to.
     *
     * @return false if no such operator is registered, and nothing changed
     */
    public boolean add(OperatorName operator, X509Certificate certificate, Instant now) {
        // locked: it is not removed before this transaction is over
        if (entities.find(RegisteredOperator.class, operator.value(), LockModeType.PESSIMISTIC_WRITE) == null) {
            return false;
        }
        OperatorCertificate there = entities.find(
                OperatorCertificate.class, DeviceId.of(certificate).value(), LockModeType.PESSIMISTIC_WRITE);
        if (there == null) {
            entities.persist(new OperatorCertificate(operator, certificate, now));
        } else {
            there.renew(certificate);
        }
        return true;
    }

    /**
     * Never lets a certificate in again, nor those that it was renewed to; no other certificate of the operator is touched. Nothing happens to
     * one that is revoked already.
     *
     * @param id of one that was given out here, or the fingerprint of any
     */
    public void revoke(OperatorName operator, DeviceId id, Instant now) {
        OperatorCertificate there = entities.find(OperatorCertificate.class, id.value());
        boolean own = there != null && there.operator().equals(operator.value());
        if (!own && (there != null || !id.isFingerprint())) {
            throw new RefusedChangeException(Reason.UNKNOWN, "Operator \"" + operator + "\" has no such certificate.");
        }
        devices.shutOut(id, now);
    }

    /** The same of one that this database need not know, as after a backup was restored: it was revoked before. */
    public void revokeAgain(DeviceId id, Instant now) {
        devices.shutOut(id, now);
    }
}

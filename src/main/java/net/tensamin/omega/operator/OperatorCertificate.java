package net.tensamin.omega.operator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.security.cert.X509Certificate;
import java.time.Instant;
import net.tensamin.omega.device.DeviceId;

/** A certificate that an operator got here, and those that it was renewed to: they have one id. */
@Entity
@Table(name = "operator_certificate")
@NamedQuery(
        name = OperatorCertificate.OF_OPERATOR,
        query = "select c from OperatorCertificate c where c.operator = :operator order by c.enrolled, c.id")
@NamedQuery(name = OperatorCertificate.OF_RETURNED, query = """
        select c from OperatorCertificate c, RegisteredOperator o
        where o.name = c.operator and o.certificatesSince is not null
        """)
class OperatorCertificate {
    static final String OF_OPERATOR = "OperatorCertificate.ofOperator";

    /** Of operators that had been removed. */
    static final String OF_RETURNED = "OperatorCertificate.ofReturned";

    @Id
    @Column(name = "certificate_id")
    private String id;

    private String operator;

    private String serial;

    private String fingerprint;

    @Column(name = "enrolled_at")
    private Instant enrolled;

    @Column(name = "ends_at")
    private Instant ends;

    /** For JPA. */
    protected OperatorCertificate() {}

    OperatorCertificate(OperatorName operator, X509Certificate certificate, Instant enrolled) {
        this.id = DeviceId.of(certificate).value();
        this.operator = operator.value();
        this.enrolled = enrolled;
        renew(certificate);
    }

    /** From now on it is this one. */
    final void renew(X509Certificate certificate) {
        serial = certificate.getSerialNumber().toString(16);
        fingerprint = DeviceId.fingerprint(certificate);
        ends = certificate.getNotAfter().toInstant();
    }

    DeviceId id() {
        return new DeviceId(id);
    }

    String operator() {
        return operator;
    }

    /** @param revoked whether it is */
    OperatorCertificates.Certificate view(boolean revoked) {
        return new OperatorCertificates.Certificate(id, serial, fingerprint, enrolled, ends, revoked);
    }
}

package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.operator.OperatorCertificates;
import net.tensamin.omega.operator.OperatorName;
import net.tensamin.omega.operator.OperatorRoles;

/** Decides which requests get a certificate of an operator, as {@link Enrolment} does for devices. Every refusal is an {@link EnrolmentRefusedException}. */
@ApplicationScoped
class OperatorEnrolment {
    private static final Logger LOG = System.getLogger(OperatorEnrolment.class.getName());

    private final ClientCa ca;
    private final OperatorCodes codes;
    private final OperatorCertificates certificates;
    private final OperatorRoles roles;
    private final Guesses guesses;
    private final Clock clock;

    /** For the client proxy. */
    OperatorEnrolment() {
        this(null, null, null, null, null, null);
    }

    @Inject
    OperatorEnrolment(
            ClientCa ca,
            OperatorCodes codes,
            OperatorCertificates certificates,
            OperatorRoles roles,
            Guesses guesses,
            Clock clock) {
        this.ca = ca;
        this.codes = codes;
        this.certificates = certificates;
        this.roles = roles;
        this.guesses = guesses;
        this.clock = clock;
    }

    /** @param certificate whose name is that of the code */
    record Issued(OperatorName operator, X509Certificate certificate) {}

    /**
     * A certificate for a one-time code, which says whose (RFC 7030 §4.2.1). A request that cannot be granted leaves the code as it was.
     *
     * @param address where the request came from
     */
    Issued enrol(String code, String address, byte[] body) {
        ca.certificate();
        OperatorName operator = authenticated(code, address);
        CertificationRequest request = CertificationRequest.read(body);
        X509Certificate certificate = ca.issue(operator.identity(), DeviceId.random(), request.key());
        codes.use(operator, CodeHash.of(code), certificate, clock.instant());
        roles.refresh();
        LOG.log(Level.INFO, "enrolled operator {0}, certificate {1}", operator, DeviceId.of(certificate));
        return new Issued(operator, certificate);
    }

    private OperatorName authenticated(String code, String address) {
        Duration wait = guesses.wait(address);
        if (!wait.isZero()) {
            throw EnrolmentRefusedException.tooManyGuesses(wait);
        }
        Optional<OperatorName> operator = codes.operator(CodeHash.of(code), clock.instant());
        if (operator.isEmpty()) {
            guesses.wrong(address);
            LOG.log(Level.WARNING, "a wrong code for an operator from {0}", address);
            throw new EnrolmentRefusedException(Reason.NO_CODE, "The code is wrong, was used, or has expired.");
        }
        return operator.get();
    }

    /**
     * Another certificate for an operator that shows a valid one (RFC 7030 §4.2.2). The new one has the same subject and SAN, as the request
     * must; whoever revokes one of them revokes both.
     */
    X509Certificate renew(CertificateIdentity.Operator caller, X509Certificate current, byte[] body) {
        ca.certificate();
        CertificationRequest request = CertificationRequest.read(body);
        Enrolment.requireSameNames(request, current);
        if (roles.of(caller, Optional.of(current)).role().isEmpty()) {
            throw refused(caller);
        }
        OperatorName operator = new OperatorName(caller.operator());
        X509Certificate certificate = ca.issue(caller, DeviceId.of(current), request.key());
        if (!certificates.add(operator, certificate, clock.instant()) && !roles.isConfigured(operator)) {
            throw refused(caller);
        }
        LOG.log(Level.INFO, "renewed certificate {0} of operator {1}", DeviceId.of(certificate), operator);
        return certificate;
    }

    private static EnrolmentRefusedException refused(CertificateIdentity.Operator caller) {
        return new EnrolmentRefusedException(
                Reason.FORBIDDEN, "Operator \"" + caller.operator() + "\" is not, or no longer, registered.");
    }
}

package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * Decides which requests get a certificate, and for which device (SPEC §7). Every refusal is an {@link
 * EnrolmentRefusedException}.
 */
@ApplicationScoped
class Enrolment {
    private static final Logger LOG = System.getLogger(Enrolment.class.getName());

    private final ClientCa ca;
    private final EnrolmentCodes codes;
    private final Devices devices;
    private final Accounts accounts;
    private final Guesses guesses;
    private final Clock clock;
    private final Counters certificates;

    /** For the client proxy. */
    Enrolment() {
        this(null, null, null, null, null, null, new Meters());
    }

    @Inject
    Enrolment(
            ClientCa ca,
            EnrolmentCodes codes,
            Devices devices,
            Accounts accounts,
            Guesses guesses,
            Clock clock,
            Meters meters) {
        this.ca = ca;
        this.codes = codes;
        this.devices = devices;
        this.accounts = accounts;
        this.guesses = guesses;
        this.clock = clock;
        this.certificates = meters.counters(
                "omega_enrolment_certificates_total",
                "for",
                "Certificates issued: to a new device, or to one that renewed its own",
                "new",
                "renewed");
    }

    /** The certificate of the authority that issues the others. */
    X509Certificate authority() {
        return ca.certificate();
    }

    /**
     * A new device with a one-time code (RFC 7030 §4.2.1). A request that cannot be granted leaves the code as it was.
     *
     * @param address where the request came from
     */
    X509Certificate enrol(Optional<BasicCredentials> who, String address, byte[] body) {
        ca.certificate();
        BasicCredentials known = authenticated(who, address);
        CertificationRequest request = CertificationRequest.read(body);
        X509Certificate certificate = ca.issue(known.user(), DeviceId.random(), request.key());
        codes.use(known.user(), CodeHash.of(known.code()), certificate, clock.instant());
        certificates.of("new").increment();
        LOG.log(Level.INFO, "enrolled device {0} of user {1}", DeviceId.of(certificate), known.user());
        return certificate;
    }

    private BasicCredentials authenticated(Optional<BasicCredentials> who, String address) {
        Duration wait = guesses.wait(address);
        if (!wait.isZero()) {
            throw EnrolmentRefusedException.tooManyGuesses(wait);
        }
        BasicCredentials some = who.orElseThrow(
                () -> new EnrolmentRefusedException(Reason.NO_CODE, "Enrolment needs a user id and a one-time code."));
        if (!codes.valid(some.user(), CodeHash.of(some.code()), clock.instant())) {
            guesses.wrong(address);
            LOG.log(Level.WARNING, "a wrong code for user {0} from {1}", some.user(), address);
            throw new EnrolmentRefusedException(Reason.NO_CODE, "The code is wrong, was used, or has expired.");
        }
        return some;
    }

    /**
     * Another certificate for a device that shows a valid one (RFC 7030 §4.2.2). The new one has the same subject and SAN, as
     * the request must; a certificate that did not come from here names its device from now on.
     */
    X509Certificate renew(CertificateIdentity.Device caller, X509Certificate current, byte[] body) {
        ca.certificate();
        CertificationRequest request = CertificationRequest.read(body);
        requireSameNames(request, current);
        UserId user = caller.user();
        if (!accounts.exists(user)) {
            throw noSuchUser();
        }
        X509Certificate certificate = ca.issue(user, DeviceId.of(current), request.key());
        certify(user, certificate);
        certificates.of("renewed").increment();
        LOG.log(Level.INFO, "renewed the certificate of device {0} of user {1}", DeviceId.of(certificate), user);
        return certificate;
    }

    private void certify(UserId user, X509Certificate certificate) {
        boolean certified;
        try {
            certified = devices.certify(user, certificate, clock.instant());
        } catch (UnknownUserException e) { // it was removed in between
            throw noSuchUser();
        }
        if (!certified) {
            throw new EnrolmentRefusedException(Reason.FORBIDDEN, "This device is revoked.");
        }
    }

    private static EnrolmentRefusedException noSuchUser() {
        return new EnrolmentRefusedException(Reason.FORBIDDEN, "This user no longer exists.");
    }

    /**
     * @throws EnrolmentRefusedException if a request asks for names other than those of the certificate that it is to
     * renew
     */
    static void requireSameNames(CertificationRequest request, X509Certificate current) {
        X500Name subject =
                X500Name.getInstance(current.getSubjectX500Principal().getEncoded());
        boolean sameNames = request.names().isEmpty() || request.names().equals(Optional.ofNullable(names(current)));
        if (!subject.equals(request.subject()) || !sameNames) {
            throw new EnrolmentRefusedException(
                    Reason.BAD_REQUEST,
                    "The request's subject and subject alternative names must be those of the current certificate.");
        }
    }

    private static GeneralNames names(X509Certificate certificate) {
        try {
            return GeneralNames.fromExtensions(
                    new JcaX509CertificateHolder(certificate).getExtensions(), Extension.subjectAlternativeName);
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a verified certificate has an encoding", e);
        }
    }
}

package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.KeyStores;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.eclipse.microprofile.config.Config;

/** Issues the certificates of devices and operators, where this server has an authority's key (SPEC §7). */
@ApplicationScoped
public class ClientCa {
    private final Optional<CertificateAuthority> authority;
    private final Duration validity;

    /** For the client proxy. */
    ClientCa() {
        this(Optional.empty(), null);
    }

    @Inject
    ClientCa(KeyStores keys, Config config) {
        this(keys.clientCa(), EnrolmentSettings.from(config).validity());
    }

    ClientCa(Optional<CertificateAuthority> authority, Duration validity) {
        this.authority = authority;
        this.validity = validity;
    }

    /** Whether this server has an authority's key. */
    public boolean issues() {
        return authority.isPresent();
    }

    /** @throws EnrolmentRefusedException if this server issues none */
    X509Certificate certificate() {
        return present().certificate();
    }

    /**
     * Certifies that the key is that of the user's device: both are in the subject, the user in the SAN (SPEC §1).
     *
     * @throws EnrolmentRefusedException if this server issues none
     */
    public X509Certificate issue(UserId user, DeviceId device, PublicKey key) {
        return issue(new CertificateIdentity.Device(user), device, key);
    }

    /**
     * The same for whoever it is.
     *
     * @param device by which it is revoked, and what it is renewed to
     */
    X509Certificate issue(CertificateIdentity identity, DeviceId device, PublicKey key) {
        String uri = identity.getName();
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, uri)
                .addRDN(BCStyle.SERIALNUMBER, device.value())
                .build();
        return present().issueClient(subject, key, validity, uri);
    }

    private CertificateAuthority present() {
        return authority.orElseThrow(() -> new EnrolmentRefusedException(
                Reason.UNAVAILABLE,
                "This server has no certificate authority's key (omega.pki.client-ca) and enrols nobody."));
    }
}

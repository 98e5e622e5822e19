package net.tensamin.omega.cli.tauri;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.client.Renewal;
import net.tensamin.omega.cli.https.CertificateFiles;
import net.tensamin.omega.cli.https.ClientKey;
import net.tensamin.omega.cli.https.Est;
import net.tensamin.omega.cli.https.OmegaHttps;

/** Renews a device's certificate where it lies, by EST, when that is due; the next connection shows the new one. */
final class CertificateRenewal {
    private final CertificateFiles files;
    private final URI url;
    private final ServerTrust trust;
    private final Report report;
    private final Clock clock;
    private final Renewal renewal;

    /** Told what came of it. */
    interface Report {
        void renewed(Instant until);

        void failed(String why);
    }

    CertificateRenewal(CertificateFiles files, URI url, ServerTrust trust, Report report, Clock clock) {
        this.files = files;
        this.url = url;
        this.trust = trust;
        this.report = report;
        this.clock = clock;
        X509Certificate own = own().certificate();
        this.renewal = new Renewal(from(own), until(own), RandomGenerator.getDefault());
    }

    /** Takes as long as Omega takes to answer. */
    void look() {
        Instant now = clock.instant();
        if (renewal.due(now)) {
            renewal.tried(now);
            renew();
        }
    }

    private void renew() {
        try {
            ClientKey own = own();
            X509Certificate issued = new Est(new OmegaHttps(url, trust.sslContext(own.managers()))).renew(own);
            files.write(issued);
            renewal.renewed(from(issued), until(issued));
            report.renewed(until(issued));
        } catch (Failure e) {
            report.failed(e.getMessage());
        }
    }

    private ClientKey own() {
        return ClientKey.read(files.certificate(), files.key());
    }

    private static Instant from(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static Instant until(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }
}

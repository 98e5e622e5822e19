package net.tensamin.omega.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/** How many HTTPS requests a certificate may send, and an address those without one. Thread-safe. */
@ApplicationScoped
class RequestLimits {
    static final Setting<Rate> PER_CERTIFICATE = Rate.setting(
            "omega.https.requests-per-certificate",
            new Rate(600, Duration.ofMinutes(1)),
            "requests with one client certificate; above that, 429");
    static final Setting<Rate> PER_SOURCE = Rate.setting(
            "omega.https.requests-per-source",
            new Rate(2_000, Duration.ofSeconds(10)),
            "requests without a certificate from one address (IPv6: one /64); above that, 429");

    static final Setting<Rate> MONITORING_PER_SOURCE = Rate.setting(
            "omega.https.monitoring-per-source",
            new Rate(500, Duration.ofSeconds(10)),
            "requests for health and metrics from one address (IPv6: one /64), whatever else is asked from there; above that, 429");

    private final RateTable certificates;
    private final RateTable addresses;
    private final RateTable monitors;
    private final Breaches byCertificates;
    private final Breaches byAddresses;
    private final Breaches byMonitors;
    private final RequestPlaces ofCertificates;
    private final RequestPlaces ofStrangers;
    private final Counter busy;

    @Inject
    RequestLimits(Meters meters, Readers readers, Config config) {
        this(
                PER_CERTIFICATE.in(config),
                PER_SOURCE.in(config),
                MONITORING_PER_SOURCE.in(config),
                meters,
                readers,
                System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    RequestLimits(
            Rate perCertificate,
            Rate perSource,
            Rate monitoringPerSource,
            Meters meters,
            Readers readers,
            LongSupplier nanos) {
        ofCertificates = new RequestPlaces(Integer.MAX_VALUE, readers);
        ofStrangers =
                new RequestPlaces(RequestPlaces.ofStrangers(Runtime.getRuntime().availableProcessors()), readers);
        Counters refused = meters.counters(
                "omega_https_refused_total",
                "reason",
                "Requests answered with 429, by the limit" + " that they exceeded");
        certificates = new RateTable(perCertificate, nanos);
        addresses = new RateTable(perSource, nanos);
        monitors = new RateTable(monitoringPerSource, nanos);
        byCertificates = new Breaches(PER_CERTIFICATE, "it gets 429", refused.of("certificate"), nanos);
        byAddresses = new Breaches(PER_SOURCE, "it gets 429", refused.of("source"), nanos);
        byMonitors = new Breaches(MONITORING_PER_SOURCE, "it gets 429", refused.of("monitoring"), nanos);
        busy = refused.of("busy");
    }

    /** For the client proxy. */
    RequestLimits() {
        ofCertificates = null;
        ofStrangers = null;
        certificates = null;
        addresses = null;
        monitors = null;
        byMonitors = null;
        byCertificates = null;
        byAddresses = null;
        busy = null;
    }

    /** One that sends requests. */
    record Sender(Source source, RateTable rate, Breaches breaches, RequestPlaces places, Counter busy) {
        /** Counts a request; how long its sender has to wait before it may send one, zero if this one was in time. */
        Duration count() {
            long wait = rate.take(source);
            if (wait > 0) {
                breaches.by(source);
            }
            return Duration.ofNanos(wait);
        }

        /**
         * Begins a request, which is to leave its place when it ends; empty if too many are under way.
         *
         * @param peer where its answer goes
         */
        Optional<RequestPlaces.Place> begin(InetSocketAddress peer) {
            Optional<RequestPlaces.Place> place = places.enter(source, peer);
            if (place.isEmpty()) {
                busy.increment();
            }
            return place;
        }
    }

    Sender sender(X509Certificate certificate) {
        Source device = Source.of(DeviceId.of(certificate).value());
        return new Sender(device, certificates, byCertificates, ofCertificates, busy);
    }

    /**
     * Without a certificate.
     *
     * @param address written as digits
     */
    Sender sender(String address) {
        return new Sender(Source.ofAddress(address), addresses, byAddresses, ofStrangers, busy);
    }

    /**
     * That asks for health or metrics, with a certificate or without: no flood of other requests from there is in its way.
     *
     * @param address written as digits
     */
    Sender monitor(String address) {
        return new Sender(Source.ofAddress(address), monitors, byMonitors, ofStrangers, busy);
    }
}

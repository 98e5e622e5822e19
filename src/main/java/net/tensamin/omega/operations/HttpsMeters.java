package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Histogram;
import net.tensamin.omega.metrics.Meters;

/** What {@link HttpsMeter} counts. */
@ApplicationScoped
class HttpsMeters {
    private final Counters answers;
    private final Histogram times;

    /** For the client proxy. */
    HttpsMeters() {
        answers = null;
        times = null;
    }

    @Inject
    HttpsMeters(Meters meters) {
        answers = meters.counters(
                "omega_https_requests_total",
                "status",
                "HTTPS requests, by the class of their status, such as 2xx",
                "1xx",
                "2xx",
                "3xx",
                "4xx",
                "5xx");
        times = meters.histogram(
                "omega_https_request_seconds", Histogram.Scale.SECONDS, "Time that it takes to answer HTTPS requests");
    }

    void answered(int status, long nanos) {
        answers.of(status / 100 + "xx").increment();
        times.record(nanos);
    }
}

package net.tensamin.omega.mailbox;

import java.util.function.IntSupplier;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Histogram;
import net.tensamin.omega.metrics.Meters;

/**
 * Group commit in numbers.
 *
 * @param sizes notices and reads of a transaction that committed
 * @param seconds what the transaction took
 */
record BatchMeters(Meters meters, Histogram sizes, Histogram seconds, Counter failures) {
    static BatchMeters in(Meters meters) {
        return new BatchMeters(
                meters,
                meters.histogram(
                        "omega_mailbox_batch_size", Histogram.Scale.AMOUNTS, "Notices and reads in a transaction"),
                meters.histogram(
                        "omega_mailbox_commit_seconds",
                        Histogram.Scale.SECONDS,
                        "Time that transactions of notices take"),
                meters.counter("omega_mailbox_commit_failures_total", "Transactions of notices that failed"));
    }

    /** @param size how many notices and reads wait for a transaction */
    void queue(IntSupplier size) {
        meters.gauge("omega_mailbox_queue", "Notices and reads that wait for a transaction", size::getAsInt);
    }

    /** @param size how many wait because another transaction has locked their user's rows */
    void locked(IntSupplier size) {
        meters.gauge(
                "omega_mailbox_locked",
                "Notices and reads that wait for a mailbox that another transaction has locked",
                size::getAsInt);
    }

    void committed(int size, long nanos) {
        sizes.record(size);
        seconds.record(nanos);
    }
}

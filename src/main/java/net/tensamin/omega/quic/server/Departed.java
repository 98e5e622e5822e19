package net.tensamin.omega.quic.server;

import java.util.Optional;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.admission.Datagram;

/**
 * Answers a datagram for a connection that is not there: with how it ended, if that is known, otherwise with a stateless reset. A
 * client that missed the end would otherwise go on until it times out. Thread-safe.
 */
final class Departed {
    private static final Source EVERYBODY = Source.of("datagrams for connections that are gone");

    private final LastWords words = new LastWords();
    private final StatelessResets resets;
    private final Counters answers;
    private final TokenBucket rate;
    private final Breaches tooMany;

    /** @param nanos a monotonic clock */
    Departed(StatelessResets resets, AdmissionSettings settings, Meters meters, LongSupplier nanos) {
        this.resets = resets;
        this.answers = meters.counters(
                "omega_quic_departed_total",
                "answer",
                "Datagrams for connections that are gone: answered with their last word, with a stateless reset, or not at all",
                "last_word",
                "reset");
        this.rate = new TokenBucket(settings.departed(), nanos);
        this.tooMany = new Breaches(AdmissionSettings.DEPARTED, "they are not answered", answers.of("none"), nanos);
    }

    /** That connection ended, and this was the last datagram sent to its client. */
    void remember(ConnectionLoop connection, byte[] lastWord) {
        words.keep(connection.ids(), lastWord);
    }

    void answer(Datagram datagram) {
        if (!datagram.isOfConnection()) {
            return;
        }
        if (rate.take() > 0) {
            tooMany.by(EVERYBODY);
            return;
        }
        Optional<byte[]> word = words.answer(datagram);
        if (word.isPresent()) {
            send(word.get(), datagram, "last_word");
        } else {
            resets.answer(datagram).ifPresent(reset -> send(reset, datagram, "reset"));
        }
    }

    private void send(byte[] bytes, Datagram to, String kind) {
        to.path().send(bytes);
        answers.of(kind).increment();
    }
}

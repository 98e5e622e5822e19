package net.tensamin.omega.quic.admission;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import tech.kwik.core.impl.Version;
import tech.kwik.core.packet.RetryPacket;

/**
 * Decides by a client's first packet, before any key is derived for it, whether the client may go on. An unproven
 * address can be anybody's, so nobody is shut out because of what came from it: above its limits it has to prove
 * itself, which costs a MAC and no memory (RFC 9000 §8.1). For the admission thread only.
 */
final class Gate {
    private static final Source EVERYBODY = Source.of("the number of handshakes");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final BooleanSupplier crowded;
    private final RateTable unproven;
    private final RateTable proven;
    private final TokenBucket withoutProof;
    private final RetryTokens tokens;
    private final Breaches doubtful;
    private final Breaches busy;
    private final Breaches flooding;

    /**
     * @param crowded whether there are so many handshakes that addresses have to be proven
     * @param nanos a monotonic clock
     */
    Gate(AdmissionSettings settings, BooleanSupplier crowded, Meters meters, Counters refused, LongSupplier nanos) {
        this.crowded = crowded;
        this.unproven = new RateTable(settings.handshakesPerSource(), nanos);
        this.proven = new RateTable(settings.handshakesPerSource(), nanos);
        this.withoutProof = new TokenBucket(settings.retryAbove(), nanos);
        this.tokens = new RetryTokens(nanos);
        Counter retries =
                meters.counter("omega_quic_retries_total", "Clients asked to prove their address, by a Retry");
        this.doubtful = new Breaches(
                AdmissionSettings.HANDSHAKES_PER_SOURCE, "it has to prove its address first", retries, nanos);
        this.busy = new Breaches(AdmissionSettings.RETRY_ABOVE, "each address has to be proven first", retries, nanos);
        this.flooding = new Breaches(
                AdmissionSettings.HANDSHAKES_PER_SOURCE, "it is not answered", refused.of("source_rate"), nanos);
    }

    /**
     * What a client may have.
     *
     * @param originalId the connection id that the client made up at first, if it has proven its address since
     */
    record Pass(Optional<byte[]> originalId) {}

    /** Whether there are so many handshakes that addresses have to be proven. */
    boolean isCrowded() {
        return crowded.getAsBoolean();
    }

    /** Empty if the client may not go on; if it was to be answered, it has been. */
    Optional<Pass> pass(Datagram first) {
        Source source = Source.of(first.from().getAddress());
        byte[] token = first.token();
        Optional<byte[]> originalId =
                token.length == 0 ? Optional.empty() : tokens.originalId(token, first.from(), first.destinationId());
        if (originalId.isPresent()) {
            return proven.take(source) == 0 ? Optional.of(new Pass(originalId)) : refuse(source);
        }
        if (unproven.take(source) > 0) {
            return retry(first, doubtful, source);
        }
        if (isCrowded() || withoutProof.take() > 0) {
            return retry(first, busy, EVERYBODY);
        }
        return Optional.of(new Pass(Optional.empty()));
    }

    private Optional<Pass> refuse(Source source) {
        flooding.by(source);
        return Optional.empty();
    }

    private Optional<Pass> retry(Datagram first, Breaches why, Source who) {
        byte[] retryId = new byte[Datagram.OWN_ID_LENGTH];
        RANDOM.nextBytes(retryId);
        byte[] token = tokens.issue(first.from(), first.destinationId(), retryId);
        byte[] packet = new RetryPacket(
                        Version.parse(first.version()), retryId, first.sourceId(), first.destinationId(), token)
                .generatePacketBytes(null);
        first.path().send(packet);
        why.by(who);
        return Optional.empty();
    }
}

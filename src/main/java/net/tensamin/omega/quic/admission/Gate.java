package net.tensamin.omega.quic.admission;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.limits.TokenBucket;
import net.tensamin.omega.metrics.Counter;
import net.tensamin.omega.metrics.Counters;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.quic.tls.FirstFlight;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.RetryPacket;

/**
 * Decides by a client's first packet, before any key is derived for it, whether the client may go on. An unproven
 * address can be anybody's, so nobody is shut out because of what came from it: above its limits it has to prove
 * itself, which costs a MAC and no memory (RFC 9000 §8.1). For the admission thread only.
 */
final class Gate {
    private static final Source EVERYBODY = Source.of("the number of handshakes");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** They take keys, and anybody can use a token that it once got under as many addresses as it likes. */
    private static final Rate INVALID_TOKENS = new Rate(500, Duration.ofSeconds(1));

    private final BooleanSupplier crowded;
    private final RateTable unproven;
    private final RateTable proven;
    private final TokenBucket withoutProof;
    private final TokenBucket withInvalidToken;
    private final RetryTokens tokens;
    private final Logger log;
    private final Breaches doubtful;
    private final Breaches busy;
    private final Breaches flooding;
    private final Counter invalid;

    /**
     * @param crowded whether there are so many handshakes that addresses have to be proven
     * @param nanos a monotonic clock
     */
    Gate(
            AdmissionSettings settings,
            BooleanSupplier crowded,
            Meters meters,
            Counters refused,
            LongSupplier nanos,
            Logger log) {
        this.crowded = crowded;
        this.unproven = new RateTable(settings.handshakesPerSource(), nanos);
        this.proven = new RateTable(settings.handshakesPerSource(), nanos);
        this.withoutProof = new TokenBucket(settings.retryAbove(), nanos);
        this.withInvalidToken = new TokenBucket(INVALID_TOKENS, nanos);
        this.tokens = new RetryTokens(nanos);
        this.log = log;
        Counter retries =
                meters.counter("omega_quic_retries_total", "Clients asked to prove their address, by a Retry");
        this.doubtful = new Breaches(
                AdmissionSettings.HANDSHAKES_PER_SOURCE, "it has to prove its address first", retries, nanos);
        this.busy = new Breaches(AdmissionSettings.RETRY_ABOVE, "each address has to be proven first", retries, nanos);
        this.flooding = new Breaches(
                AdmissionSettings.HANDSHAKES_PER_SOURCE, "it is not answered", refused.of("source_rate"), nanos);
        this.invalid = refused.of("invalid_token");
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
        if (tokens.isOwn(token, first.destinationId())) {
            return passWith(token, first, source);
        }
        if (unproven.take(source) > 0) {
            return retry(first, doubtful, source);
        }
        if (isCrowded() || withoutProof.take() > 0) {
            return retry(first, busy, EVERYBODY);
        }
        return Optional.of(new Pass(Optional.empty()));
    }

    /**
     * Whoever has taken a Retry takes no second one (RFC 9000 §17.2.5.2), and no connection that does not know of the first (§7.3): if
     * its address has changed since, or too much time has passed, it can only begin anew, and is told so (§8.1.2).
     */
    private Optional<Pass> passWith(byte[] token, Datagram first, Source source) {
        Optional<byte[]> originalId = tokens.originalId(token, first.from(), first.destinationId());
        if (originalId.isPresent()) {
            return proven.take(source) == 0 ? Optional.of(new Pass(originalId)) : refuse(source);
        }
        invalid.increment();
        if (withInvalidToken.take() == 0) {
            first.path().send(invalidToken(first));
        }
        return Optional.empty();
    }

    private byte[] invalidToken(Datagram first) {
        Version version = Version.parse(first.version());
        return new FirstFlight(version, first.destinationId(), newId(), log)
                .answers()
                .invalidToken(first.sourceId());
    }

    private Optional<Pass> refuse(Source source) {
        flooding.by(source);
        return Optional.empty();
    }

    private Optional<Pass> retry(Datagram first, Breaches why, Source who) {
        byte[] retryId = newId();
        byte[] token = tokens.issue(first.from(), first.destinationId(), retryId);
        byte[] packet = new RetryPacket(
                        Version.parse(first.version()), retryId, first.sourceId(), first.destinationId(), token)
                .generatePacketBytes(null);
        first.path().send(packet);
        why.by(who);
        return Optional.empty();
    }

    private static byte[] newId() {
        byte[] id = new byte[Datagram.OWN_ID_LENGTH];
        RANDOM.nextBytes(id);
        return id;
    }
}

package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.Config;

/**
 * Counts the wrong codes of each address (IPv6: of each /64) within a minute, so that guessing is slow. Remembers a bounded
 * number of addresses, those of the latest guesses. Thread-safe.
 */
@ApplicationScoped
class Guesses {
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int PREFIX_BYTES = 8;

    private final int limit;
    private final LongSupplier nanos;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(int wrong, long since) {}

    /** For the client proxy. */
    Guesses() {
        this(0, null);
    }

    @Inject
    Guesses(Config config) {
        this(EnrolmentSettings.from(config).guesses(), System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    Guesses(int limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Whether the address has guessed too often. */
    synchronized boolean exhausted(String address) {
        Count count = counts.get(prefix(address));
        return count != null && !over(count) && count.wrong() >= limit;
    }

    synchronized void wrong(String address) {
        String prefix = prefix(address);
        Count before = counts.remove(prefix);
        counts.put(
                prefix,
                before == null || over(before)
                        ? new Count(1, nanos.getAsLong())
                        : new Count(before.wrong() + 1, before.since()));
        if (counts.size() > MOST_ADDRESSES) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    private boolean over(Count count) {
        return nanos.getAsLong() - count.since() > WINDOW.toNanos();
    }

    private static String prefix(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, PREFIX_BYTES)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }
}

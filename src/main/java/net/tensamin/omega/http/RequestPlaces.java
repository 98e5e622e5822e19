package net.tensamin.omega.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.limits.Source;

/**
 * How many requests may be under way. Each has one of the server's threads until its answer is taken, and a client need not take it: some threads
 * are left to others, and to health. When all places are taken, a request whose client takes its answer slowly gives
 * way: of the source that has most, the one whose client has been awaited for longest. So a source that has few is let
 * in. Thread-safe.
 */
final class RequestPlaces {
    /** Of strangers: a quarter of the listener's threads. */
    private static final int MOST_OF_STRANGERS = 64;

    /** Of strangers: more at once would not be answered sooner, and what others ask would wait for its part of a processor. */
    private static final int A_PROCESSOR = 16;

    /** Of one source; of strangers, half of their places if that is less. */
    static final int MOST_OF_ONE = 48;

    /** The wait after which a client is slow, and not just busy taking a large answer. */
    static final Duration SLOW = Duration.ofSeconds(1);

    private final Map<Long, Set<Place>> taken = new HashMap<>();
    private final Readers readers;
    private final int most;
    private final int mostOfOne;
    private int all;

    /** @param most of all sources together */
    RequestPlaces(int most, Readers readers) {
        this.most = most;
        this.mostOfOne = Math.min(MOST_OF_ONE, most / 2);
        this.readers = readers;
    }

    /** All that strangers may have under way on so many processors. */
    static int ofStrangers(int processors) {
        return Math.min(MOST_OF_STRANGERS, A_PROCESSOR * processors);
    }

    /** One that was taken. */
    final class Place {
        private final Source source;
        private final InetSocketAddress peer;

        private Place(Source source, InetSocketAddress peer) {
            this.source = source;
            this.peer = peer;
        }

        void leave() {
            synchronized (RequestPlaces.this) {
                remove(this);
            }
        }

        /** The request goes on without a thread. */
        void leaveToWait() {
            leave();
            readers.waits(peer);
        }

        private int ofItsSource() {
            return taken.get(source.key()).size();
        }
    }

    /** A place that is one with its awaited client. */
    private record Slow(Place place, Duration awaited) {
        private boolean isSo() {
            return awaited.compareTo(SLOW) >= 0;
        }
    }

    /** Takes a place, which is to be {@linkplain Place#leave left}; empty if there is none. */
    Optional<Place> enter(Source source, InetSocketAddress peer) {
        Optional<Slow> giving;
        Place place = new Place(source, peer);
        synchronized (this) {
            if (taken.getOrDefault(source.key(), Set.of()).size() >= mostOfOne) {
                return Optional.empty();
            }
            giving = all >= most ? slowest() : Optional.empty();
            giving.ifPresent(slow -> remove(slow.place()));
            if (all >= most) {
                return Optional.empty();
            }
            all++;
            taken.computeIfAbsent(source.key(), key -> new LinkedHashSet<>(1)).add(place);
        }
        giving.ifPresent(slow -> readers.end(slow.place().peer));
        return Optional.of(place);
    }

    private Optional<Slow> slowest() {
        return taken.values().stream()
                .flatMap(Set::stream)
                .map(place -> new Slow(place, readers.awaited(place.peer)))
                .filter(Slow::isSo)
                .max(Comparator.<Slow>comparingInt(slow -> slow.place().ofItsSource())
                        .thenComparing(Slow::awaited));
    }

    private void remove(Place place) {
        Set<Place> places = taken.getOrDefault(place.source.key(), Set.of());
        if (places.contains(place)) {
            all--;
            places.remove(place);
            if (places.isEmpty()) {
                taken.remove(place.source.key());
            }
        }
    }
}

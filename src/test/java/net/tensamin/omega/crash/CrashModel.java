package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a store must hold: all that was acknowledged, and of what was sent after it any beginning, for one link's requests
 * take effect in their order (SPEC §4).
 */
final class CrashModel {
    private final Map<Pair, Long> amounts = new HashMap<>();
    private final Map<Pair, Deque<Change>> open = new HashMap<>();
    private final Map<String, Pair> requests = new LinkedHashMap<>();

    record Pair(long receiver, long sender) {}

    enum Change {
        NOTICE {
            @Override
            long after(long amount) {
                return amount + 1;
            }
        },
        READ {
            @Override
            long after(long amount) {
                return 0;
            }
        };

        abstract long after(long amount);
    }

    void sent(String request, Pair pair, Change change) {
        requests.put(request, pair);
        open.computeIfAbsent(pair, unknown -> new ArrayDeque<>()).add(change);
    }

    void acknowledged(String request) {
        Pair pair = requests.remove(request);
        Change change = open.get(pair).remove();
        amounts.merge(pair, change.after(0), (amount, ignored) -> change.after(amount));
    }

    /** How many requests have no answer. */
    int unacknowledged() {
        return requests.size();
    }

    Set<Long> possible(Pair pair) {
        long amount = amounts.getOrDefault(pair, 0L);
        Set<Long> possible = new TreeSet<>(Set.of(amount));
        for (Change change : open.getOrDefault(pair, new ArrayDeque<>())) {
            amount = change.after(amount);
            possible.add(amount);
        }
        return possible;
    }

    /** Fails unless the amount is possible; from now on it is the one. No request of the pair is answered any more. */
    void found(Pair pair, long amount) {
        assertTrue(
                possible(pair).contains(amount),
                () -> pair + " has " + amount + " pending, possible is " + possible(pair));
        amounts.put(pair, amount);
        open.remove(pair);
        requests.values().removeIf(pair::equals);
    }
}

package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a store must hold: all that was acknowledged, and of what was sent after it any beginning, for one link's requests
 * take effect in their order (SPEC §4). Of a removed user it holds nothing, and takes nothing more (§7).
 */
final class CrashModel {
    private final Map<Pair, Long> amounts = new HashMap<>();
    private final Map<Pair, Deque<Change>> open = new HashMap<>();
    private final Map<String, Pair> requests = new LinkedHashMap<>();
    private final Set<Long> removed = new TreeSet<>();
    private final Set<String> overtaken = new HashSet<>();
    private final Set<String> hopeless = new HashSet<>();

    record Pair(long receiver, long sender) {
        boolean names(long user) {
            return receiver == user || sender == user;
        }
    }

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
        if (removed.contains(pair.receiver()) || change == Change.NOTICE && removed.contains(pair.sender())) {
            hopeless.add(request);
            return;
        }
        requests.put(request, pair);
        open.computeIfAbsent(pair, unknown -> new ArrayDeque<>()).add(change);
    }

    void acknowledged(String request) {
        assertFalse(hopeless.contains(request), () -> "taken although its user was removed before: " + request);
        if (overtaken.remove(request)) {
            return;
        }
        Pair pair = requests.remove(request);
        Change change = open.get(pair).remove();
        amounts.merge(pair, change.after(0), (amount, ignored) -> change.after(amount));
    }

    /** It names a user that does not exist. */
    void refused(String request) {
        assertTrue(
                overtaken.remove(request) || hopeless.remove(request),
                () -> "refused although its users are there: " + request);
    }

    /** What was asked before and names the user may be taken or refused, and makes no difference; what is asked from now on is refused. */
    void removed(long user) {
        removed.add(user);
        amounts.keySet().removeIf(pair -> pair.names(user));
        open.keySet().removeIf(pair -> pair.names(user));
        requests.entrySet().stream()
                .filter(request -> request.getValue().names(user))
                .map(Map.Entry::getKey)
                .forEach(overtaken::add);
        requests.keySet().removeAll(overtaken);
    }

    Set<Long> removed() {
        return removed;
    }

    /** How many requests have no answer. */
    int unacknowledged() {
        return requests.size() + overtaken.size() + hopeless.size();
    }

    /** No request is answered any more. What removed users wrote may still have been asked to be read, and nobody looks for it. */
    void silent() {
        overtaken.clear();
        hopeless.clear();
        requests.values().removeIf(this::namesRemoved);
        open.keySet().removeIf(this::namesRemoved);
    }

    private boolean namesRemoved(Pair pair) {
        return removed.stream().anyMatch(pair::names);
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

package net.tensamin.omega.mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;

/** What is still to be committed, in its order, in parts of which each is tried by itself. Not thread-safe. */
final class Parts {
    private final Deque<List<Waiting>> parts = new ArrayDeque<>();

    boolean isEmpty() {
        return parts.isEmpty();
    }

    void addLast(List<Waiting> part) {
        parts.addLast(part);
    }

    void addFirst(List<Waiting> part) {
        parts.addFirst(part);
    }

    /** Takes the first part in which somebody still waits for an answer, without those who do not; an empty list if there is none. */
    List<Waiting> takeNext() {
        List<Waiting> next = List.of();
        while (next.isEmpty() && !parts.isEmpty()) {
            next = only(parts.removeFirst(), entry -> !entry.isDone());
        }
        return next;
    }

    /** Puts back what failed as two halves. Returns false, and keeps nothing, if there is only one submission. */
    boolean halve(List<Waiting> failed) {
        int half = failed.size() / 2;
        if (half == 0) {
            return false;
        }
        addFirst(failed.subList(half, failed.size()));
        addFirst(failed.subList(0, half));
        return true;
    }

    /** Puts back what failed as the submissions of one half of its receivers and of the other. Returns false, and keeps nothing, if there is only one receiver. */
    boolean halveReceivers(List<Waiting> failed) {
        List<UserId> receivers = List.copyOf(receivers(failed));
        if (receivers.size() < 2) {
            return false;
        }
        Predicate<Waiting> half = isFor(Snapshot.of(receivers.subList(0, receivers.size() / 2)));
        addFirst(only(failed, half.negate()));
        addFirst(only(failed, half));
        return true;
    }

    /** Takes what any part has for the receivers of these, and returns it after these. */
    List<Waiting> takeWhatFollows(List<Waiting> entries) {
        Predicate<Waiting> same = isFor(receivers(entries));
        List<Waiting> all = new ArrayList<>(entries);
        for (int i = parts.size(); i > 0; i--) {
            List<Waiting> part = parts.removeFirst();
            all.addAll(only(part, same));
            parts.addLast(only(part, same.negate()));
        }
        return all;
    }

    static List<Waiting> only(List<Waiting> entries, Predicate<Waiting> which) {
        return entries.stream().filter(which).toList();
    }

    private static Predicate<Waiting> isFor(Set<UserId> receivers) {
        return entry -> receivers.contains(receiver(entry));
    }

    private static Set<UserId> receivers(List<Waiting> entries) {
        return entries.stream().map(Parts::receiver).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static UserId receiver(Waiting entry) {
        return entry.submission().receiver();
    }
}

package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.config.Config;

/**
 * Notices that were not pushed because their receiver counted as online, for as long as that may turn out wrong (SPEC §4,
 * late offline). In memory and best effort: beyond the limit the oldest is dropped. Thread-safe; no method waits for the
 * database.
 */
@Dependent
class HeldNotices {
    private final long windowNanos;
    private final int limit;
    private final LongSupplier nanos;
    private final Predicate<UserId> removed;
    private final Set<HeldNotice> byAge = new LinkedHashSet<>();
    private final Map<UserId, Set<HeldNotice>> byReceiver = new HashMap<>();

    @Inject
    HeldNotices(RemovedUsers removed, Config config) {
        this(
                MailboxSettings.LATE_OFFLINE_WINDOW.in(config),
                MailboxSettings.LATE_OFFLINE_LIMIT.in(config),
                System::nanoTime,
                removed::contains);
    }

    /** @param removed whether nothing is held for a user, nor from it */
    HeldNotices(Duration window, int limit, LongSupplier nanos, Predicate<UserId> removed) {
        this.removed = removed;
        this.windowNanos = window.toNanos();
        this.limit = windowNanos == 0 ? 0 : limit;
        this.nanos = nanos;
    }

    synchronized HeldNotice hold(UserId sender, UserId receiver) {
        HeldNotice notice = new HeldNotice(sender, receiver, nanos);
        if (limit > 0 && !removed.test(receiver) && !removed.test(sender)) {
            dropExpired();
            while (byAge.size() >= limit) {
                drop(byAge.iterator().next());
            }
            byAge.add(notice);
            byReceiver.computeIfAbsent(receiver, any -> new LinkedHashSet<>()).add(notice);
        }
        return notice;
    }

    synchronized void drop(HeldNotice notice) {
        byAge.remove(notice);
        byReceiver.computeIfPresent(notice.receiver(), (any, ofReceiver) -> {
            ofReceiver.remove(notice);
            return ofReceiver.isEmpty() ? null : ofReceiver;
        });
    }

    /**
     * The receiver was lost: what is held for it is to be stored, oldest first, each then {@linkplain #drop dropped}.
     * Until then a read still finds it, and it neither expires nor is handed out again.
     */
    synchronized List<HeldNotice> lost(UserId receiver) {
        dropExpired();
        return byReceiver.getOrDefault(receiver, Set.of()).stream()
                .filter(byAge::remove)
                .toList();
    }

    /** The receiver went offline cleanly, and so had everything. */
    synchronized void received(UserId receiver) {
        byReceiver.getOrDefault(receiver, Set.of()).stream()
                .filter(byAge::contains)
                .toList()
                .forEach(this::drop);
    }

    /** What this sender wrote was read. */
    void read(UserId reader, UserId sender) {
        heldOf(sender, reader).forEach(notice -> {
            notice.read();
            drop(notice);
        });
    }

    /** The user is removed, as the removed users say by now: what is held for it and from it is dropped. */
    void forget(UserId user) {
        List<HeldNotice> gone;
        synchronized (this) {
            gone = byReceiver.values().stream()
                    .flatMap(Set::stream)
                    .filter(notice ->
                            notice.receiver().equals(user) || notice.sender().equals(user))
                    .toList();
        }
        gone.forEach(notice -> {
            notice.read();
            drop(notice);
        });
    }

    synchronized int size() {
        return byReceiver.values().stream().mapToInt(Set::size).sum();
    }

    private synchronized List<HeldNotice> heldOf(UserId sender, UserId receiver) {
        return byReceiver.getOrDefault(receiver, Set.of()).stream()
                .filter(notice -> notice.sender().equals(sender))
                .toList();
    }

    private void dropExpired() {
        long now = nanos.getAsLong();
        Iterator<HeldNotice> oldestFirst = byAge.iterator();
        while (oldestFirst.hasNext()) {
            HeldNotice notice = oldestFirst.next();
            if (now - notice.sinceNanos() <= windowNanos) {
                return;
            }
            oldestFirst.remove();
            drop(notice);
        }
    }
}

package net.tensamin.omega.cli.client;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.cli.Envelope;

/**
 * The reads of the book that Omega has not acknowledged, as this session knows of them. The protocol's read has no bound: it
 * clears all that is there when it arrives. So one that could not be told at once is told later only if nothing seems to
 * have come since; otherwise the badge shows again. A notification seen twice is better than one never seen.
 */
final class Outbox {
    private final BadgeBook book;
    private final View view;
    private final Set<Long> underWay = new HashSet<>();
    private final Set<Long> pushedSince = new HashSet<>();

    Outbox(BadgeBook book, View view) {
        this.book = book;
        this.view = view;
    }

    /** A push came: what it is about was perhaps not read. */
    void pushed(long sender) {
        pushedSince.add(sender);
    }

    void underWay(long sender) {
        underWay.add(sender);
        pushedSince.remove(sender);
    }

    /** A fault of Omega's leaves the read in the book; what is wrong with it would be wrong the next time. */
    void answered(long sender, Envelope reply) {
        underWay.remove(sender);
        if (!reply.type().equals("error_internal")) {
            book.change(badges -> badges.acknowledged(sender));
        }
    }

    /**
     * Settles what is in the book and not under way.
     *
     * @param amounts as Omega counts now; none is 0
     * @param unsure senders whose amount may be another by now
     * @return whose read is to be told again
     */
    List<Long> toTellAgain(Map<Long, Long> amounts, Set<Long> unsure) {
        List<Long> open = book.badges().reads().keySet().stream()
                .filter(sender -> !underWay.contains(sender) && !unsure.contains(sender))
                .toList();
        open.stream().filter(sender -> !same(sender, amounts)).forEach(sender -> settle(sender, amounts));
        return open.stream().filter(sender -> same(sender, amounts)).toList();
    }

    private boolean same(long sender, Map<Long, Long> amounts) {
        long pending = amounts.getOrDefault(sender, 0L);
        Long read = book.badges().reads().get(sender);
        return pending > 0 && read != null && read == pending && !pushedSince.contains(sender);
    }

    /** Nothing is pending any more, or something else than what was read. */
    private void settle(long sender, Map<Long, Long> amounts) {
        long pending = amounts.getOrDefault(sender, 0L);
        book.change(badges -> badges.acknowledged(sender).recounted(sender, pending));
        if (pending > 0) {
            view.unread(sender);
        }
    }
}

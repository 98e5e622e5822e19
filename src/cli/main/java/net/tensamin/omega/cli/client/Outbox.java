package net.tensamin.omega.cli.client;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.cli.Envelope;

/**
 * The reads of the book that Omega has not acknowledged, as this session knows of them. The protocol's read has no bound: it
 * clears all that is there when it arrives. So one that could not be told at once is told later only if the sender's revision
 * is still the one that was read; otherwise the badge shows again. A notification seen twice is better than one never seen.
 */
final class Outbox {
    private final BadgeBook book;
    private final View view;
    private final Set<Long> underWay = new HashSet<>();

    Outbox(BadgeBook book, View view) {
        this.book = book;
        this.view = view;
    }

    void underWay(long sender) {
        underWay.add(sender);
    }

    /**
     * A fault of Omega's leaves the read in the book; what is wrong with it would be wrong the next time.
     *
     * @return whether it is done with
     */
    boolean answered(long sender, Envelope reply) {
        underWay.remove(sender);
        boolean done = !reply.type().equals("error_internal");
        if (done) {
            book.change(badges -> reply.isError() ? badges.settled(sender) : badges.acknowledged(sender));
        }
        return done;
    }

    /**
     * Settles what is in the book and not under way, once the book has what Omega has.
     *
     * @return whose read is to be told again
     */
    List<Long> toTellAgain() {
        List<Long> open = book.badges().reads().keySet().stream()
                .filter(sender -> !underWay.contains(sender))
                .toList();
        open.stream().filter(sender -> !isSame(sender)).forEach(this::settle);
        return open.stream().filter(book.badges().reads()::containsKey).toList();
    }

    private boolean isSame(long sender) {
        Badges.Pending state = book.badges().of(sender);
        long read = book.badges().reads().get(sender);
        return state.amount() > 0 && read > 0 && state.revision() == read;
    }

    /** Nothing is pending any more, or something else than what was read. */
    private void settle(long sender) {
        book.change(badges -> badges.settled(sender));
        if (book.badges().of(sender).amount() > 0) {
            view.unread(sender);
        }
    }
}

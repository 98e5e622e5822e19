package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.PendingBadges;

/**
 * Reads in parts all that somebody has pending, because what a database hands over takes many times the room of what is
 * kept of it. Parts come in the order of changes, which is that of an index, and what changes meanwhile is in a later
 * part, so that the whole is from one moment, that of the last part.
 *
 * @param pending the next so many pairs that had changed before a revision
 * @param since what has changed past a revision
 */
record WholeMailbox(Pending pending, Since since) {
    static final int PART = 1_000;

    @FunctionalInterface
    interface Pending {
        PendingBadges before(UserId user, long revision, int most);
    }

    @FunctionalInterface
    interface Since {
        BadgeSnapshot past(UserId user, long revision);
    }

    /** @throws net.tensamin.omega.account.UnknownUserException if the user does not exist */
    PendingBadges of(UserId user) {
        PendingBadges some = pending.before(user, Long.MAX_VALUE, PART);
        return some.badges().size() < PART ? some : all(user);
    }

    private PendingBadges all(UserId user) {
        Map<UserId, Badge> all = new HashMap<>();
        BadgeSnapshot part = since.past(user, 0);
        take(part, all);
        while (part.isPart()) {
            BadgeSnapshot next = since.past(user, part.revision());
            if (next.newest() < part.newest()) { // the store came back older
                return of(user);
            }
            part = next;
            take(part, all);
        }
        List<Badge> latestFirst = new ArrayList<>(all.values());
        latestFirst.sort(Comparator.comparingLong(Badge::revision).reversed());
        return new PendingBadges(part.newest(), latestFirst);
    }

    private static void take(BadgeSnapshot part, Map<UserId, Badge> all) {
        for (Badge badge : part.badges()) {
            if (badge.isRaised()) {
                all.put(badge.sender(), badge);
            } else {
                all.remove(badge.sender());
            }
        }
    }
}

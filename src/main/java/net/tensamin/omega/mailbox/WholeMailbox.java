package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.PendingBadges;

/**
 * Reads in parts all that somebody has pending, because what a database hands over takes many times the room of what is
 * kept of it. Parts come in the order of changes, which is that of an index, and what changes meanwhile is in a later
 * part, so that the whole is from one moment, that of the last part.
 *
 * @param since what has changed past a revision
 */
record WholeMailbox(Since since) {

    @FunctionalInterface
    interface Since {
        BadgeSnapshot past(UserId user, long revision);
    }

    /** @return nothing if more than {@code most} have to be read for it, and a part */
    Optional<PendingBadges> of(UserId user, int most) {
        Map<UserId, Badge> all = new HashMap<>();
        BadgeSnapshot part = since.past(user, 0);
        int read = take(part, all);
        while (part.isPart()) {
            if (read >= most) {
                return Optional.empty();
            }
            BadgeSnapshot next = since.past(user, part.revision());
            if (next.newest() < part.newest()) { // the store came back older
                return of(user, most);
            }
            part = next;
            read += take(part, all);
        }
        List<Badge> latestFirst = new ArrayList<>(all.values());
        latestFirst.sort(Comparator.comparingLong(Badge::revision).reversed());
        return Optional.of(new PendingBadges(part.newest(), latestFirst));
    }

    /** @return how many these are */
    private static int take(BadgeSnapshot part, Map<UserId, Badge> all) {
        for (Badge badge : part.badges()) {
            if (badge.isRaised()) {
                all.put(badge.sender(), badge);
            } else {
                all.remove(badge.sender());
            }
        }
        return part.badges().size();
    }
}

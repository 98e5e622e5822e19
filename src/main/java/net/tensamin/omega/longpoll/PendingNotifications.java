package net.tensamin.omega.longpoll;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.PendingBadges;

/**
 * What a user has pending as the HTTPS API answers it (SPEC §6).
 *
 * @param revision of the mailbox, with exactly these pending
 * @param next what to say in {@code after} for the next page; null for none, and left out
 */
@JsonbPropertyOrder({"status", "revision", "notifications", "next"})
public record PendingNotifications(String status, long revision, Collection<FromSender> notifications, Long next) {

    /** @param amount above 0 */
    @JsonbPropertyOrder({"senderId", "amount", "revision"})
    public record FromSender(@JsonbProperty("sender_id") long senderId, long amount, long revision) {
        static FromSender of(Badge badge) {
            return new FromSender(badge.sender().value(), badge.amount(), badge.revision());
        }
    }

    /** @param pending one more than the page has, if there are more */
    static PendingNotifications of(PendingBadges pending, Page page) {
        if (pending.badges().size() <= page.most()) {
            return new PendingNotifications("success", pending.revision(), written(pending.badges()), null);
        }
        List<Badge> shown = pending.badges().stream().limit(page.most()).toList();
        long last = shown.get(shown.size() - 1).revision();
        return new PendingNotifications("success", pending.revision(), written(shown), last);
    }

    /** Made one at a time as they are written, as there may be very many. */
    private static Collection<FromSender> written(Collection<Badge> badges) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<FromSender> iterator() {
                return badges.stream().map(FromSender::of).iterator();
            }

            @Override
            public int size() {
                return badges.size();
            }
        };
    }
}

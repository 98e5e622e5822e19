package net.tensamin.omega.longpoll;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Collection;
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
    public record FromSender(@JsonbProperty("sender_id") long senderId, long amount, long revision) {}

    /** @param pending one more than the page has, if there are more */
    static PendingNotifications of(PendingBadges pending, Page page) {
        boolean more = pending.badges().size() > page.most();
        List<Badge> shown = more ? pending.badges().subList(0, page.most()) : pending.badges();
        return new PendingNotifications(
                "success",
                pending.revision(),
                PackedBadges.of(shown),
                more ? shown.get(shown.size() - 1).revision() : null);
    }
}

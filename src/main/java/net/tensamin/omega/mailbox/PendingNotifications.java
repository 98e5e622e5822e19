package net.tensamin.omega.mailbox;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import net.tensamin.omega.badge.Badge;

/** What a user has pending as the HTTPS API answers it (SPEC §6). */
public record PendingNotifications(String status, List<FromSender> notifications) {

    /** @param amount above 0 */
    public record FromSender(@JsonbProperty("sender_id") long senderId, long amount) {}

    static PendingNotifications of(List<Badge> pending) {
        return new PendingNotifications(
                "success",
                pending.stream()
                        .map(pair -> new FromSender(pair.sender().value(), pair.amount()))
                        .toList());
    }
}

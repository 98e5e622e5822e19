package net.tensamin.omega.operations;

import jakarta.json.bind.annotation.JsonbProperty;
import java.util.List;
import net.tensamin.omega.account.User;

/** Users that an operator looked for, as the HTTPS API answers it. */
public record FoundUsers(String status, List<Found> users) {
    /** One of them. */
    public record Found(@JsonbProperty("user_id") long userId, String username, String display) {}

    static FoundUsers of(List<User> users) {
        return new FoundUsers(
                "success",
                users.stream()
                        .map(user -> new Found(user.id().value(), user.username(), user.display()))
                        .toList());
    }
}

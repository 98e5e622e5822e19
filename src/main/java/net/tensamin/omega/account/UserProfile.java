package net.tensamin.omega.account;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.Base64;

/** A user's profile as the HTTPS API answers it (SPEC §6); what is null is left out. */
@JsonbPropertyOrder({
    "status",
    "userId",
    "username",
    "display",
    "publicKey",
    "iotaId",
    "onlineStatus",
    "subLevel",
    "subEnd",
    "about",
    "avatar",
    "statusMessage"
})
public record UserProfile(
        String status,
        @JsonbProperty("user_id") long userId,
        String username,
        String display,

        @JsonbProperty("public_key") String publicKey,

        @JsonbProperty("iota_id") long iotaId,

        @JsonbProperty("online_status") String onlineStatus,

        @JsonbProperty("sub_level") int subLevel,

        @JsonbProperty("sub_end") long subEnd,
        String about,
        String avatar,

        @JsonbProperty("status_message") String statusMessage) {

    /** @param status as others see it */
    public static UserProfile of(User user, OnlineStatus status) {
        return new UserProfile(
                "success",
                user.id().value(),
                user.username(),
                user.display(),
                user.publicKey(),
                user.iota().value(),
                status.wireName(),
                user.subLevel(),
                user.subEnd(),
                user.about().orElse(null),
                user.avatar().map(Base64.getEncoder()::encodeToString).orElse(null),
                user.statusMessage().orElse(null));
    }
}

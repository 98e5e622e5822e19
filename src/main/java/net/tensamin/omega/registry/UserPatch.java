package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * What an Omikron wants to change of a user.
 *
 * @param members as the registry patches them
 * @param avatar empty to leave it; an empty image takes it away
 */
record UserPatch(JsonObject members, Optional<byte[]> avatar) {
    private static final int MOST_AVATAR_BYTES = 512 * 1024;
    private static final byte[] NO_IMAGE = {};

    /** With which a rogue Omikron could take a user over. */
    private static final Set<String> DANGEROUS = Set.of("public_key", "iota_id", "reset_token");

    /** @throws net.tensamin.omega.account.RefusedChangeException for members that are not an Omikron's to change */
    static UserPatch of(JsonObject data) {
        OmikronData said = new OmikronData(data);
        said.only(
                "username",
                "display",
                "about",
                "status_message",
                "avatar",
                "public_key",
                "iota_id",
                "reset_token",
                "new_reset_token");
        JsonObjectBuilder members = Json.createObjectBuilder(data)
                .remove("avatar")
                .remove("reset_token")
                .remove("new_reset_token");
        if (data.containsKey("new_reset_token")) {
            members.add("reset_token", said.text("new_reset_token"));
        }
        return new UserPatch(members.build(), avatar(said));
    }

    private static Optional<byte[]> avatar(OmikronData said) {
        if (!said.data().containsKey("avatar")) {
            return Optional.empty();
        }
        if (said.data().isNull("avatar")) {
            return Optional.of(NO_IMAGE);
        }
        try {
            byte[] image = Base64.getDecoder().decode(said.text("avatar"));
            if (image.length > 0 && image.length <= MOST_AVATAR_BYTES) {
                return Optional.of(image);
            }
        } catch (IllegalArgumentException e) {
            throw OmikronData.refusal("avatar", "must be base64");
        }
        throw OmikronData.refusal("avatar", "must be of 1 to " + MOST_AVATAR_BYTES + " bytes");
    }

    boolean isDangerous() {
        return members.keySet().stream().anyMatch(DANGEROUS::contains);
    }
}

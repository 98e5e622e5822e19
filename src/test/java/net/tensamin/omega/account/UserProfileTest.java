package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class UserProfileTest {
    private final User user = new User(new UserId(Long.MAX_VALUE), "alice", "key", new IotaId(1001));

    @Test
    void profileHasTheMembersOfTheContract() {
        user.describe("Alice", "me", "busy");
        user.portray(new byte[] {1, 2, 3});
        user.subscribe(2, 99);
        assertEquals(
                Json.createObjectBuilder()
                        .add("status", "success")
                        .add("user_id", Long.MAX_VALUE)
                        .add("username", "alice")
                        .add("display", "Alice")
                        .add("public_key", "key")
                        .add("iota_id", 1001)
                        .add("online_status", "user_dnd")
                        .add("sub_level", 2)
                        .add("sub_end", 99)
                        .add("about", "me")
                        .add("avatar", "AQID")
                        .add("status_message", "busy")
                        .build(),
                json(UserProfile.of(user, OnlineStatus.USER_DND)));
    }

    @Test
    void whatIsNotSetIsLeftOutAndTheUsernameIsShown() {
        assertEquals(
                Json.createObjectBuilder()
                        .add("status", "success")
                        .add("user_id", Long.MAX_VALUE)
                        .add("username", "alice")
                        .add("display", "alice")
                        .add("public_key", "key")
                        .add("iota_id", 1001)
                        .add("online_status", "iota_offline")
                        .add("sub_level", 0)
                        .add("sub_end", 0)
                        .build(),
                json(UserProfile.of(user, OnlineStatus.IOTA_OFFLINE)));
    }

    private static JsonObject json(UserProfile profile) {
        String text = JsonbBuilder.create().toJson(profile);
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}

package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.AvatarType;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.ResetToken;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserContent;
import net.tensamin.omega.account.UserId;

/** Users in the registry. */
final class Users implements Kind<User, UserContent> {
    static final Users KIND = new Users();

    private static final String TOKEN = "reset_token";
    private static final String TOKEN_HASH = "reset_token_hash";

    private Users() {}

    @Override
    public String plural() {
        return "users";
    }

    @Override
    public String idMember() {
        return "user_id";
    }

    @Override
    public Class<User> type() {
        return User.class;
    }

    @Override
    public long id(User stored) {
        return stored.id().value();
    }

    @Override
    public long version(User stored) {
        return stored.version();
    }

    @Override
    public UserContent content(User stored) {
        return stored.content();
    }

    @Override
    public User make(long id, UserContent content) {
        return User.of(new UserId(id), content);
    }

    @Override
    public void become(User stored, UserContent content) {
        stored.become(content);
    }

    @Override
    public UserContent read(Members members, User stored) {
        members.ignore("status", "avatar_type", "has_reset_token");
        return new UserContent(
                members.text("username"),
                members.text("display"),
                members.text("public_key"),
                members.number("iota_id"),
                members.small("sub_level"),
                Objects.requireNonNullElse(members.number("sub_end"), 0L),
                members.text("about"),
                members.text("status_message"),
                tokenHash(members, stored));
    }

    /** The token itself, or what an export has of it; what is not said stays as it is. */
    private static String tokenHash(Members members, User stored) {
        String token = members.text(TOKEN);
        String hash = members.text(TOKEN_HASH);
        if (token != null) {
            if (!ResetToken.isStrong(token)) {
                members.fault(
                        TOKEN, "must be 22 to 200 characters of ASCII without blanks, of 128 random bits or more");
            }
            return new ResetToken(token).hash();
        }
        if (members.has(TOKEN) || members.has(TOKEN_HASH)) {
            return hash;
        }
        return stored == null ? null : stored.resetTokenHash().orElse(null);
    }

    @Override
    public JsonObjectBuilder shown(User stored) {
        UserContent content = stored.content();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add(idMember(), id(stored))
                .add("username", content.username())
                .add("public_key", content.publicKey())
                .add("iota_id", content.iotaId())
                .add("sub_level", content.subLevel())
                .add("sub_end", content.subEnd())
                .add("has_reset_token", content.resetTokenHash() != null);
        Optionally.add(json, "display", content.display());
        Optionally.add(json, "about", content.about());
        Optionally.add(json, "status_message", content.statusMessage());
        stored.avatar().flatMap(AvatarType::of).ifPresent(type -> json.add("avatar_type", type.mediaType()));
        return json;
    }

    /** With the hash of its token, and without what is not to be said: its picture has a call of its own. */
    @Override
    public JsonObject exported(User stored) {
        JsonObjectBuilder json = shown(stored).remove("avatar_type").remove("has_reset_token");
        stored.resetTokenHash().ifPresent(hash -> json.add(TOKEN_HASH, hash));
        return json.build();
    }

    /** A token that is null is removed, though it is not shown. */
    @Override
    public JsonObject patched(User stored, JsonObject patch) {
        JsonObject patched = Kind.super.patched(stored, patch);
        return patch.containsKey(TOKEN) && patch.isNull(TOKEN)
                ? Json.createObjectBuilder(patched)
                        .add(TOKEN_HASH, JsonValue.NULL)
                        .build()
                : patched;
    }

    @Override
    public boolean isHidden(long id) {
        return id == Accounts.CANARY.value();
    }

    @Override
    public void admit(Neighbours neighbours, long id, UserContent before, UserContent after) {
        if (before == null || !before.username().equals(after.username())) {
            if (neighbours.isTaken(after.username(), id)) {
                throw new RefusedChangeException(
                        Reason.CONFLICT, "The username is taken.", Map.of("username", "is taken"));
            }
        }
        if (before == null || !before.iotaId().equals(after.iotaId())) {
            if (Iotas.KIND.isHidden(after.iotaId()) || !neighbours.hasIota(after.iotaId())) {
                throw new RefusedChangeException(
                        Reason.INVALID,
                        "There is no such Iota.",
                        Map.of("iota_id", "must be that of an existing Iota"));
            }
        }
    }

    @Override
    public Optional<AccountsChanged> change(long id, UserContent before, UserContent after) {
        Optional<Long> from = Optional.ofNullable(before).map(UserContent::iotaId);
        Optional<Long> to = Optional.ofNullable(after).map(UserContent::iotaId);
        return from.equals(to)
                ? Optional.empty()
                : Optional.of(AccountsChanged.user(new UserId(id), from.map(IotaId::new)));
    }

    @Override
    public List<User> page(EntityManager entities, Search search) {
        TypedQuery<User> query = query(entities, search);
        return query.setParameter("after", search.after())
                .setParameter("canary", Accounts.CANARY.value())
                .setMaxResults(search.most())
                .getResultList();
    }

    private static TypedQuery<User> query(EntityManager entities, Search search) {
        if (search.iota() != 0) {
            return entities.createNamedQuery(User.PAGE_OF_IOTA, User.class).setParameter("iota", search.iota());
        }
        return search.find().isEmpty()
                ? entities.createNamedQuery(User.PAGE, User.class)
                : entities.createNamedQuery(User.FOUND, User.class)
                        .setParameter("id", search.id())
                        .setParameter("prefix", User.prefix(search.find()));
    }
}

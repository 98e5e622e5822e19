package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Objects;
import java.util.Optional;

/** A user's account. */
@Entity
@Table(name = "users")
@NamedQuery(name = User.NAMED, query = "select u from User u where u.username = :username")
@NamedQuery(name = User.COUNT, query = "select count(u) from User u where u.id = :id")
@NamedQuery(name = User.REMOVE, query = "delete from User u where u.id = :id")
@NamedNativeQuery(
        name = User.LOCK,
        query = "select u.user_id from users u where u.user_id = any(?1) order by u.user_id for update")
@NamedNativeQuery(
        name = User.LOCK_FREE,
        query = "select u.user_id from users u where u.user_id = any(?1) order by u.user_id for update skip locked")
@NamedNativeQuery(name = User.PRESENT, query = "select u.user_id from users u where u.user_id = any(?1)")
@NamedNativeQuery(name = User.HOMES, query = "select u.user_id, u.iota_id from users u where u.user_id = any(?1)")
@NamedQuery(name = User.IDS_OF_IOTA, query = "select u.id from User u where u.iota = :iota order by u.id")
@NamedQuery(name = User.PAGE, query = """
        select u from User u where u.id > :after and u.id <> :canary order by u.id
        """)
@NamedQuery(name = User.PAGE_OF_IOTA, query = """
        select u from User u where u.iota = :iota and u.id > :after and u.id <> :canary order by u.id
        """)
@NamedQuery(name = User.FOUND, query = """
        select u from User u
        where u.id > :after and u.id <> :canary
            and (u.id = :id or u.usernameKey like :prefix escape '!' or u.displayKey like :prefix escape '!'
                or u.usernameKey is null and lower(u.username) like :prefix escape '!')
        order by u.id
        """)
@NamedQuery(name = User.MOVE, query = """
        update User u set u.iota = :to, u.version = u.version + 1 where u.iota = :from
        """)
@NamedQuery(name = User.OF_KEYS, query = """
        select u from User u
        where u.usernameKey in :keys or u.usernameKey is null and lower(u.username) in :keys
        """)
@NamedQuery(name = User.TAKEN, query = """
        select count(u) from User u
        where u.id <> :id and (u.usernameKey = :key or u.usernameKey is null and lower(u.username) = :key)
        """)
public class User extends Profiled {
    /** All but the canary, in order of id, past an id. */
    public static final String PAGE = "User.page";

    public static final String PAGE_OF_IOTA = "User.pageOfIota";

    /** The same of that id, and of those whose username or display name begins so; {@code !} before what is no wildcard. */
    public static final String FOUND = "User.found";

    /** All users of an Iota get another home. */
    public static final String MOVE = "User.move";

    /** Those that have one of these usernames, in lower case. */
    public static final String OF_KEYS = "User.ofKeys";

    /** How many others have that username in any case. */
    public static final String TAKEN = "User.taken";

    static final String NAMED = "User.named";
    static final String COUNT = "User.count";

    static final String REMOVE = "User.remove";

    /** Those of an array of users who exist, their accounts locked in order of id; waits for other transactions. */
    static final String LOCK = "User.lock";

    /** The same of those whose accounts no other transaction has locked. */
    static final String LOCK_FREE = "User.lockFree";

    /** Those of an array of users who exist. */
    static final String PRESENT = "User.present";

    /** Those of an array of users who exist: user, Iota. */
    static final String HOMES = "User.homes";

    static final String IDS_OF_IOTA = "User.idsOfIota";

    @Id
    @Column(name = "user_id")
    private long id;

    private String username;

    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "iota_id")
    private long iota;

    @Column(name = "reset_token_hash")
    private String resetTokenHash;

    /** In lower case; null for one that is as an older one but for its case, or that a server of the version before made. */
    @Column(name = "username_key")
    private String usernameKey;

    @Version
    private long version;

    /** For JPA. */
    protected User() {}

    /**
     * A user without a subscription and with nothing to show but its name.
     *
     * @param publicKey as profiles carry it, usually base64
     */
    public User(UserId id, String username, String publicKey, IotaId iota) {
        this.id = id.value();
        this.publicKey = Objects.requireNonNull(publicKey, "public key");
        this.iota = iota.value();
        name(username);
    }

    /** @param content that its constraints hold for */
    public static User of(UserId id, UserContent content) {
        User made = new User();
        made.id = id.value();
        made.become(content);
        return made;
    }

    private void name(String newUsername) {
        username = Objects.requireNonNull(newUsername, "username");
        usernameKey = key(newUsername);
    }

    /** For a query with {@code like}: what begins so, in any case, with {@code !} before what is no wildcard. */
    public static String prefix(String begin) {
        return key(begin).replaceAll("[!%_]", "!$0") + "%";
    }

    public UserContent content() {
        return new UserContent(
                username,
                chosenDisplay(),
                publicKey,
                iota,
                subLevel(),
                subEnd(),
                about().orElse(null),
                statusMessage().orElse(null),
                resetTokenHash);
    }

    /** Takes all of it over; a name that does not change keeps the key that it has. */
    public void become(UserContent content) {
        if (!content.username().equals(username)) {
            name(content.username());
        }
        publicKey = content.publicKey();
        iota = content.iotaId();
        resetTokenHash = content.resetTokenHash();
        subscribe(content.subLevel(), content.subEnd());
        describe(content.display(), content.about(), content.statusMessage());
    }

    public Optional<String> resetTokenHash() {
        return Optional.ofNullable(resetTokenHash);
    }

    /** Grows with each change. */
    public long version() {
        return version;
    }

    public UserId id() {
        return new UserId(id);
    }

    @Override
    public String username() {
        return username;
    }

    public String publicKey() {
        return publicKey;
    }

    public IotaId iota() {
        return new IotaId(iota);
    }
}

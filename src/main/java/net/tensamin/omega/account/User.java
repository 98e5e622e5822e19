package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.util.Objects;
import java.util.Optional;

/** A user's account, as its profile shows it (SPEC §6). */
@Entity
@Table(name = "users")
@NamedQuery(name = User.NAMED, query = "select u from User u where u.username = :username")
@NamedQuery(name = User.COUNT, query = "select count(u) from User u where u.id = :id")
@NamedNativeQuery(name = User.HOMES, query = "select u.user_id, u.iota_id from users u where u.user_id = any(?1)")
@NamedQuery(name = User.IDS_OF_IOTA, query = "select u.id from User u where u.iota = :iota order by u.id")
@NamedQuery(name = User.FOUND, query = """
        select u from User u
        where u.id = :id or locate(:text, lower(u.username)) = 1 or locate(:text, lower(coalesce(u.display, ''))) = 1
        order by u.username, u.id
        """)
public class User {
    static final String FOUND = "User.found";
    static final String NAMED = "User.named";
    static final String COUNT = "User.count";

    /** Those of an array of users who exist: user, Iota. */
    static final String HOMES = "User.homes";

    static final String IDS_OF_IOTA = "User.idsOfIota";

    @Id
    @Column(name = "user_id")
    private long id;

    private String username;
    private String display;

    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "iota_id")
    private long iota;

    @Column(name = "sub_level")
    private int subLevel;

    @Column(name = "sub_end")
    private long subEnd;

    private String about;
    private byte[] avatar;

    @Column(name = "status_message")
    private String statusMessage;

    /** For JPA. */
    protected User() {}

    /**
     * A user without a subscription and with nothing to show but its name.
     *
     * @param publicKey as profiles carry it, usually base64
     */
    public User(UserId id, String username, String publicKey, IotaId iota) {
        this.id = id.value();
        this.username = Objects.requireNonNull(username, "username");
        this.publicKey = Objects.requireNonNull(publicKey, "public key");
        this.iota = iota.value();
    }

    /** Sets what the profile shows beside the username; null leaves a member out. */
    public User describe(String display, String about, String statusMessage) {
        this.display = display;
        this.about = about;
        this.statusMessage = statusMessage;
        return this;
    }

    /** @param image the image file's bytes; null for none */
    public User portray(byte[] image) {
        this.avatar = image == null ? null : image.clone();
        return this;
    }

    /** @param end when it ends, in the number that profiles carry; 0 for never */
    public User subscribe(int level, long end) {
        this.subLevel = level;
        this.subEnd = end;
        return this;
    }

    public UserId id() {
        return new UserId(id);
    }

    public String username() {
        return username;
    }

    /** The name to show: the username unless another was chosen. */
    public String display() {
        return display == null || display.isBlank() ? username : display;
    }

    public String publicKey() {
        return publicKey;
    }

    public IotaId iota() {
        return new IotaId(iota);
    }

    public int subLevel() {
        return subLevel;
    }

    public long subEnd() {
        return subEnd;
    }

    public Optional<String> about() {
        return Optional.ofNullable(about);
    }

    public Optional<byte[]> avatar() {
        return Optional.ofNullable(avatar).map(byte[]::clone);
    }

    public Optional<String> statusMessage() {
        return Optional.ofNullable(statusMessage);
    }
}

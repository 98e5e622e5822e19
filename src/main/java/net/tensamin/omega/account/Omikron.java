package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Version;
import java.util.Base64;
import java.util.Optional;

/** A relay node, and the key that it proves itself with (SPEC §5). */
@Entity
@NamedQuery(name = Omikron.PAGE, query = """
        select o from Omikron o where o.id > :after and (:find = '' or o.id = :id) order by o.id
        """)
public class Omikron {
    /** All in order of id, past an id; only that of an id unless nothing is looked for. */
    public static final String PAGE = "Omikron.page";

    /** Length of an X448 public key in bytes (RFC 7748 §5). */
    public static final int PUBLIC_KEY_LENGTH = 56;

    @Id
    @Column(name = "omikron_id")
    private long id;

    @Column(name = "public_key")
    private byte[] publicKey;

    private String location;

    @Column(name = "ip_address")
    private String ipAddress;

    @Version
    private long version;

    /** For JPA. */
    protected Omikron() {}

    /**
     * @param publicKey the raw X448 public key
     * @throws IllegalArgumentException if it is not {@value #PUBLIC_KEY_LENGTH} bytes long
     */
    public Omikron(OmikronId id, byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "an X448 public key has " + PUBLIC_KEY_LENGTH + " bytes, this one has " + publicKey.length);
        }
        this.id = id.value();
        this.publicKey = publicKey.clone();
    }

    /** @param content that its constraints hold for */
    public static Omikron of(OmikronId id, OmikronContent content) {
        Omikron made = new Omikron();
        made.id = id.value();
        made.become(content);
        return made;
    }

    public OmikronContent content() {
        return new OmikronContent(Base64.getEncoder().encodeToString(publicKey), location, ipAddress);
    }

    public void become(OmikronContent content) {
        publicKey = Base64.getDecoder().decode(content.publicKey());
        location = content.location();
        ipAddress = content.ipAddress();
    }

    /** @param newKey the raw X448 public key */
    void rekey(byte[] newKey) {
        publicKey = newKey.clone();
    }

    /** For people. */
    public Optional<String> location() {
        return Optional.ofNullable(location);
    }

    /** In digits. */
    public Optional<String> ipAddress() {
        return Optional.ofNullable(ipAddress);
    }

    /** Grows with each change. */
    public long version() {
        return version;
    }

    public OmikronId id() {
        return new OmikronId(id);
    }

    /** The raw X448 public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }
}

package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A relay node, and the key that it proves itself with (SPEC §5). */
@Entity
public class Omikron {
    /** Length of an X448 public key in bytes (RFC 7748 §5). */
    public static final int PUBLIC_KEY_LENGTH = 56;

    @Id
    @Column(name = "omikron_id")
    private long id;

    @Column(name = "public_key")
    private byte[] publicKey;

    /** For JPA. */
    protected Omikron() {}

    /**
     * @param publicKey the raw X448 public key
     * @throws IllegalArgumentException if it is not {@value #PUBLIC_KEY_LENGTH} bytes long
     */
    public Omikron(OmikronId id, byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "an X448 public key has " + PUBLIC_KEY_LENGTH + " bytes, this has " + publicKey.length);
        }
        this.id = id.value();
        this.publicKey = publicKey.clone();
    }

    public OmikronId id() {
        return new OmikronId(id);
    }

    /** The raw X448 public key. */
    public byte[] publicKey() {
        return publicKey.clone();
    }
}

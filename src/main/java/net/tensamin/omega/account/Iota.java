package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.Objects;

/** A home server of users. */
@Entity
public class Iota {
    @Id
    @Column(name = "iota_id")
    private long id;

    @Column(name = "public_key")
    private String publicKey;

    /** For JPA. */
    protected Iota() {}

    /** @param publicKey as the Omikron link carries it (SPEC §5), usually base64 */
    public Iota(IotaId id, String publicKey) {
        this.id = id.value();
        this.publicKey = Objects.requireNonNull(publicKey, "public key");
    }

    public IotaId id() {
        return new IotaId(id);
    }

    public String publicKey() {
        return publicKey;
    }
}

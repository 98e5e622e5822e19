package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import java.util.Objects;

/** A home server of users. */
@Entity
@NamedNativeQuery(name = Iota.USERS, query = """
                select i.iota_id, u.user_id from iota i left join users u on u.iota_id = i.iota_id
                where i.iota_id = any(?1)
                """)
public class Iota {
    /** Those of an array of Iotas that exist, each with each of its users, or with null: Iota, user. */
    static final String USERS = "Iota.users";

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

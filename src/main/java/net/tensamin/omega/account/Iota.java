package net.tensamin.omega.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Version;
import java.util.Objects;

/** A home server of users. */
@Entity
@NamedNativeQuery(name = Iota.USERS, query = """
                select i.iota_id, u.user_id from iota i left join users u on u.iota_id = i.iota_id
                where i.iota_id = any(?1)
                """)
@NamedQuery(name = Iota.PAGE, query = """
        select i from Iota i where i.id > :after and i.id <> :canary and (:find = '' or i.id = :id) order by i.id
        """)
public class Iota {
    /** All but the canary's, in order of id, past an id; only that of an id unless nothing is looked for. */
    public static final String PAGE = "Iota.page";

    /** Those of an array of Iotas that exist, each with each of its users, or with null: Iota, user. */
    static final String USERS = "Iota.users";

    @Id
    @Column(name = "iota_id")
    private long id;

    @Column(name = "public_key")
    private String publicKey;

    @Version
    private long version;

    /** For JPA. */
    protected Iota() {}

    /** @param publicKey as the Omikron link carries it (SPEC §5), usually base64 */
    public Iota(IotaId id, String publicKey) {
        this.id = id.value();
        this.publicKey = Objects.requireNonNull(publicKey, "public key");
    }

    /** @param content that its constraints hold for */
    public Iota(IotaId id, IotaContent content) {
        this(id, content.publicKey());
    }

    public IotaContent content() {
        return new IotaContent(publicKey);
    }

    public void become(IotaContent content) {
        publicKey = content.publicKey();
    }

    /** Grows with each change. */
    public long version() {
        return version;
    }

    public IotaId id() {
        return new IotaId(id);
    }

    public String publicKey() {
        return publicKey;
    }
}

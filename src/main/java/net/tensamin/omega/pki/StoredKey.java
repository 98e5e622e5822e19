package net.tensamin.omega.pki;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;

/** The one row that has the servers' key; empty until the first start has made it. */
@Entity
@Table(name = "server_key")
class StoredKey {
    static final int ONLY = 1;

    @Id
    private int id;

    @Column(name = "public_key")
    private String publicKey;

    @Column(name = "private_key")
    private String privateKey;

    /** For JPA. */
    protected StoredKey() {}

    Optional<SealedKey> key() {
        return publicKey == null ? Optional.empty() : Optional.of(new SealedKey(publicKey, privateKey));
    }

    void keep(SealedKey key) {
        publicKey = key.publicKey();
        privateKey = key.privateKey();
    }
}

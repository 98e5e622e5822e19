package net.tensamin.omega.enrolment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.account.UserId;

/** A one-time code of a user, of which only the hash is known. */
@Entity
@Table(name = "enrolment_code")
@NamedQuery(
        name = EnrolmentCode.OF_USER,
        query = "select c from EnrolmentCode c where c.user = :user and c.expires > :now")
@NamedQuery(
        name = EnrolmentCode.USE,
        query = "delete from EnrolmentCode c where c.hash = :hash and c.user = :user and c.expires > :now")
@NamedQuery(name = EnrolmentCode.FORGET_OF_USER, query = "delete from EnrolmentCode c where c.user = :user")
@NamedQuery(name = EnrolmentCode.FORGET, query = "delete from EnrolmentCode c where c.expires <= :now")
class EnrolmentCode {
    static final String OF_USER = "EnrolmentCode.ofUser";
    static final String USE = "EnrolmentCode.use";
    static final String FORGET_OF_USER = "EnrolmentCode.forgetOfUser";
    static final String FORGET = "EnrolmentCode.forget";

    @Id
    @Column(name = "code_hash")
    private String hash;

    @Column(name = "user_id")
    private long user;

    private String name;

    @Column(name = "expires_at")
    private Instant expires;

    /** For JPA. */
    protected EnrolmentCode() {}

    /** @param name that the device is going to have */
    EnrolmentCode(CodeHash hash, UserId user, Optional<String> name, Instant expires) {
        this.hash = hash.value();
        this.user = user.value();
        this.name = name.orElse(null);
        this.expires = expires;
    }

    CodeHash hash() {
        return new CodeHash(hash);
    }

    Instant expires() {
        return expires;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }
}

package net.tensamin.omega.enrolment;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import net.tensamin.omega.operator.OperatorName;

/** A one-time code of an operator, of which only the hash is known. It goes with its operator. */
@Entity
@Table(name = "operator_code")
@NamedQuery(name = OperatorCode.OPEN, query = "select c from OperatorCode c where c.expires > :now")
@NamedQuery(name = OperatorCode.USE, query = "delete from OperatorCode c where c.hash = :hash and c.expires > :now")
@NamedQuery(name = OperatorCode.FORGET, query = "delete from OperatorCode c where c.expires <= :now")
class OperatorCode {
    static final String OPEN = "OperatorCode.open";
    static final String USE = "OperatorCode.use";
    static final String FORGET = "OperatorCode.forget";

    @Id
    @Column(name = "code_hash")
    private String hash;

    private String operator;

    @Column(name = "expires_at")
    private Instant expires;

    /** For JPA. */
    protected OperatorCode() {}

    OperatorCode(CodeHash hash, OperatorName operator, Instant expires) {
        this.hash = hash.value();
        this.operator = operator.value();
        this.expires = expires;
    }

    CodeHash hash() {
        return new CodeHash(hash);
    }

    OperatorName operator() {
        return new OperatorName(operator);
    }
}

package net.tensamin.omega.operator;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import net.tensamin.omega.account.Role;

/** An operator in the database. */
@Entity
@Table(name = "operators")
@NamedQuery(name = RegisteredOperator.ALL, query = "select o from RegisteredOperator o")
@NamedQuery(name = RegisteredOperator.PAGE, query = """
        select o from RegisteredOperator o
        where o.name > :after and locate(:find, lower(o.name)) > 0 order by o.name
        """)
@NamedQuery(
        name = RegisteredOperator.OF_ROLE,
        query = "select o from RegisteredOperator o where o.role = :role order by o.name")
class RegisteredOperator {
    static final String ALL = "RegisteredOperator.all";

    /** Those after a name, with a text in theirs. */
    static final String PAGE = "RegisteredOperator.page";

    static final String OF_ROLE = "RegisteredOperator.ofRole";

    @Id
    private String name;

    private String role;

    @Column(name = "added_at")
    private Instant added;

    @Column(name = "certificates_since")
    private Instant certificatesSince;

    private long version;

    /** For JPA. */
    protected RegisteredOperator() {}

    /** @param certificatesSince null for all: those that began before do not count */
    RegisteredOperator(OperatorName name, Role role, Instant added, Instant certificatesSince) {
        this.name = name.value();
        this.role = role.word();
        this.added = added;
        this.certificatesSince = certificatesSince;
        this.version = 1;
    }

    String name() {
        return name;
    }

    /** One of a later version counts as the least. */
    Role role() {
        return Role.of(role).orElse(Role.VIEW);
    }

    Instant added() {
        return added;
    }

    Optional<Instant> certificatesSince() {
        return Optional.ofNullable(certificatesSince);
    }

    void change(Role other) {
        role = other.word();
        version++;
    }

    /** Of this state, and of none that an operator of this name had before it was removed. */
    String tag() {
        return '"' + Long.toString(added.toEpochMilli(), Character.MAX_RADIX) + "-" + version + '"';
    }
}

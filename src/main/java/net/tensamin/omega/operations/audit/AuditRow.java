package net.tensamin.omega.operations.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An {@link AuditEntry} in the database. */
@Entity
@Table(name = "audit_entry")
@NamedQuery(name = AuditRow.LATEST, query = """
        select r from AuditRow r
        where locate(:find, lower(concat(r.caller, ' ', r.action, ' ', r.subject))) > 0
        order by r.called desc, r.id
        """)
@NamedQuery(name = AuditRow.TIMES, query = "select r.called from AuditRow r order by r.called desc")
@NamedQuery(name = AuditRow.EXPIRE, query = "delete from AuditRow r where r.called < :before")
class AuditRow {
    static final String LATEST = "AuditRow.latest";
    static final String TIMES = "AuditRow.times";
    static final String EXPIRE = "AuditRow.expire";

    @Id
    @Column(name = "entry_id")
    private String id;

    @Column(name = "called_at")
    private Instant called;

    private String node;
    private String caller;
    private String certificate;
    private String address;
    private String action;
    private String subject;
    private int status;

    /** For JPA. */
    protected AuditRow() {}

    AuditRow(AuditEntry entry) {
        id = entry.id().toString();
        called = entry.at();
        node = entry.node();
        caller = entry.caller().name();
        certificate = entry.caller().certificate();
        address = entry.caller().address();
        action = entry.action();
        subject = entry.subject();
        status = entry.status();
    }

    AuditEntry entry() {
        AuditEntry.Caller who = new AuditEntry.Caller(caller, certificate, address);
        return new AuditEntry(UUID.fromString(id), called, node, who, action, subject, status);
    }
}

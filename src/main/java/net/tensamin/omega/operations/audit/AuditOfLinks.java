package net.tensamin.omega.operations.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import net.tensamin.omega.account.LinkCall;

/** Has recorded what Omikrons do to accounts. */
@ApplicationScoped
class AuditOfLinks {
    private static final String OMIKRON_URI = "urn:tensamin:omikron:";

    private final AuditJournal journal;

    /** For the client proxy. */
    AuditOfLinks() {
        this(null);
    }

    @Inject
    AuditOfLinks(AuditJournal journal) {
        this.journal = journal;
    }

    void on(@Observes LinkCall call) {
        journal.record(
                new AuditEntry.Caller(OMIKRON_URI + call.omikron(), "", ""),
                call.action(),
                call.subject(),
                call.status());
    }
}

package net.tensamin.omega.operations.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import net.tensamin.omega.account.Access;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What operators did. */
@RequestScoped
@Path("api/operations/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final int MOST = 500;
    private static final int LONGEST_FIND = 100;

    private final AuditJournal journal;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public AuditResource() {
        this(null);
    }

    @Inject
    AuditResource(AuditJournal journal) {
        this.journal = journal;
    }

    @GET
    @Operation(
            summary = "What operators did last",
            description =
                    "For operators. Of all servers that are one; refused calls too. While the database is away, those"
                            + " that this server has not written to it yet.")
    @APIResponse(
            responseCode = "200",
            description = "The newest first.",
            content = @Content(schema = @Schema(ref = "Audit")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "500", ref = "error_internal")
    public AuditReport latest(
            @QueryParam("find") @DefaultValue("") String find,
            @QueryParam("most") @DefaultValue("50") String most,
            @Context SecurityContext caller) {
        Access.ofOperator(caller);
        if (find.length() > LONGEST_FIND || !most.matches("[1-9][0-9]{0,2}") || Integer.parseInt(most) > MOST) {
            throw new BadRequestException();
        }
        return journal.latest(find.replace('\0', '?'), Integer.parseInt(most));
    }
}

package net.tensamin.omega.operations.audit;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What operators did. */
@RequestScoped
@Path("api/operations/audit")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
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
    @Needs(Need.VIEW)
    @Operation(
            summary = "What operators did last",
            description = "Of all servers that are one; refused calls too. While the database is away, those"
                    + " that this server has not written to it yet.")
    @APIResponse(
            responseCode = "200",
            description = "The newest first.",
            content = @Content(schema = @Schema(ref = "Audit")))
    public AuditReport getAudit(
            @Parameter(schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("find")
                    @DefaultValue("")
                    String find,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    @QueryParam("most")
                    @DefaultValue("50")
                    String most) {
        if (find.length() > LONGEST_FIND || !most.matches("[1-9][0-9]{0,2}") || Integer.parseInt(most) > MOST) {
            throw new BadRequestException();
        }
        return journal.latest(find.replace('\0', '?'), Integer.parseInt(most));
    }
}

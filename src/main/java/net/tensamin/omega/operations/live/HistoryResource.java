package net.tensamin.omega.operations.live;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What the operations page shows of the time before it was opened. */
@RequestScoped
@Path("api/operations/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class HistoryResource {
    private final HistoryBoard board;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public HistoryResource() {
        this(null);
    }

    @Inject
    HistoryResource(HistoryBoard board) {
        this.board = board;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "The last hour, a point every ten seconds",
            description = "For the page at the root, and may change with it: of each server that is one"
                    + " with this one and answers within a second.")
    @APIResponse(
            responseCode = "200",
            description = "The last hour; this server is the first.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public String getHistory() {
        return board.json();
    }
}

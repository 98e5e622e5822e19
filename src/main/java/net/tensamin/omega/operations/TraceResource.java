package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceBoard;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Why did this not arrive: what the nodes remember of a user. */
@RequestScoped
@Path("api/operations/trace")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class TraceResource {
    private final TraceSurvey survey;
    private final PresenceBoard presence;
    private final NodeBoard nodes;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public TraceResource() {
        this(null, null, null);
    }

    @Inject
    TraceResource(TraceSurvey survey, PresenceBoard presence, NodeBoard nodes) {
        this.survey = survey;
        this.presence = presence;
        this.nodes = nodes;
    }

    @GET
    @Needs(Need.OPERATE)
    @Path("{user_id}")
    @Operation(
            summary = "What happened to a user's notifications last",
            description = "From the server's memory: the last 128 events, the oldest first, of users of whom"
                    + " there was news; none for any other user, whether or not it exists. Ids only. Where"
                    + " several servers are one, each has seen a part: the others are asked, and those that"
                    + " do not answer within a second are named.")
    @APIResponse(
            responseCode = "200",
            description = "What is remembered, and how the user stands now.",
            content = @Content(schema = @Schema(ref = "Trace")))
    public TraceReport getTrace(@PathParam("user_id") UserId user) {
        TraceSurvey.Findings found = survey.of(user);
        List<String> silent =
                found.silent().stream().map(nodes::nameOf).sorted().toList();
        return TraceReport.of(user, found, silent, presence.through(user));
    }
}

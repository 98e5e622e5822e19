package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import net.tensamin.omega.account.Access;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What this server is and runs on. */
@RequestScoped
@Path("api/operations/server")
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {
    private final ServerFacts facts;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public ServerResource() {
        this(null);
    }

    @Inject
    ServerResource(ServerFacts facts) {
        this.facts = facts;
    }

    @GET
    @Operation(
            summary = "What this server is and runs on",
            description =
                    "For operators. For the page at the root, and like it it may change: version, Java, database, disk,"
                            + " ends of certificates, and the last warnings of its log.")
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "500", ref = "error_internal")
    public String facts(@Context SecurityContext caller) {
        Access.ofOperator(caller);
        return facts.json();
    }
}

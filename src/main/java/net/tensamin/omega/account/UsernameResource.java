package net.tensamin.omega.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Ids of users by their names (SPEC §6); anyone may ask. */
@RequestScoped
@Path("api/get/id")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lookup")
public class UsernameResource {
    private final Accounts accounts;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UsernameResource() {
        this(null);
    }

    @Inject
    UsernameResource(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The answer. */
    @JsonbPropertyOrder({"status", "userId", "username"})
    public record FoundId(
            String status, @JsonbProperty("user_id") long userId, String username) {}

    @GET
    @Needs(Need.NOTHING)
    @Path("{username}")
    @Refuses(404)
    @Operation(summary = "The id of the user with this name, whatever its case")
    @APIResponse(
            responseCode = "200",
            description = "The id, and the name as it is registered.",
            content = @Content(schema = @Schema(ref = "FoundId")))
    public FoundId getUserId(@PathParam("username") String username) {
        if (username.indexOf('\0') >= 0) { // which no database takes
            throw new NotFoundException();
        }
        User user = accounts.userOfName(username).orElseThrow(NotFoundException::new);
        return new FoundId("success", user.id().value(), user.username());
    }
}

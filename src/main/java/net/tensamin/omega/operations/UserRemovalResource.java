package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.threads.LongWork;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator remove a user. */
@RequestScoped
@Path("api/operations/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserRemovalResource {
    private final UserRemoval removal;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UserRemovalResource() {
        this(null);
    }

    @Inject
    UserRemovalResource(UserRemoval removal) {
        this.removal = removal;
    }

    @DELETE
    @Needs(Need.ADMINISTER)
    @Path("{user_id}")
    @Refuses(404)
    @Operation(
            summary = "Remove a user",
            description = "With all that is kept of it; its sessions end and its certificates are refused within a"
                    + " second, on every server. Its id is nobody's again. This cannot be taken back; a success"
                    + " also when it was removed before. With `again`, also of a user that this server does not"
                    + " know, as after a restored backup.")
    @APIResponse(
            responseCode = "200",
            description = "The user is removed.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> removeUser(
            @PathParam("user_id") UserId user, @QueryParam("again") @DefaultValue("false") boolean again) {
        LongWork.call(() -> removed(user, again)); // a mailbox may be large
        return Map.of("status", "success");
    }

    private UserId removed(UserId user, boolean again) {
        if (again) {
            removal.removeAnyhow(user.value());
        } else {
            removal.remove(user.value());
        }
        return user;
    }
}

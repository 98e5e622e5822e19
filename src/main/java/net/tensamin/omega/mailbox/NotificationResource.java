package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** That something was read (SPEC §6): by the user itself, or an operator in its name. */
@RequestScoped
@Path("api")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Notifications")
public class NotificationResource {
    private final Reads reads;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public NotificationResource() {
        this(null);
    }

    @Inject
    NotificationResource(Reads reads) {
        this.reads = reads;
    }

    @DELETE
    @Needs(Need.ITSELF_OR_OPERATE)
    @Path("delete/notifications/{user_id}/{sender_id}")
    @Refuses(404)
    @Operation(
            summary = "The user read what the sender wrote",
            description = "A success even if nothing was pending. Every device of the user clears its badge.")
    @APIResponse(
            responseCode = "200",
            description = "Nothing from the sender is pending now.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> readNotifications(
            @PathParam("user_id") UserId user, @PathParam("sender_id") UserId sender, @Context SecurityContext caller) {
        read(user, sender, "https " + caller.getUserPrincipal().getName());
        return Map.of("status", "success");
    }

    private void read(UserId user, UserId sender, String party) {
        try {
            reads.read(user, sender, party);
        } catch (MailboxUnavailableException e) {
            throw new ServiceUnavailableException(e.getMessage(), (Long) null, e);
        }
    }
}

package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import net.tensamin.omega.account.Access;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a user has pending, and that it was read (SPEC §6): for the user itself and for operators. */
@RequestScoped
@Path("api")
@Produces(MediaType.APPLICATION_JSON)
public class NotificationResource {
    private final Notices notices;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public NotificationResource() {
        this(null);
    }

    @Inject
    NotificationResource(Notices notices) {
        this.notices = notices;
    }

    @GET
    @Path("get/notifications/{user_id}")
    @Operation(summary = "What the user has pending", description = "Amounts above 0 only, the latest change first.")
    @APIResponse(
            responseCode = "200",
            description = "What is pending.",
            content = @Content(schema = @Schema(ref = "PendingNotifications")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public PendingNotifications pending(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId user,
            @Context SecurityContext caller) {
        Access.of(user, caller);
        return PendingNotifications.of(notices.pending(user));
    }

    @DELETE
    @Path("delete/notifications/{user_id}/{sender_id}")
    @Operation(
            summary = "The user read what the sender wrote",
            description = "A success also when nothing was pending. Every device of the user clears its badge.")
    @APIResponse(
            responseCode = "200",
            description = "Nothing of the sender is pending any more.",
            content = @Content(schema = @Schema(ref = "Success")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public Map<String, String> read(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId user,
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("sender_id")
                    UserId sender,
            @Context SecurityContext caller) {
        Access.of(user, caller);
        read(user, sender, "https " + caller.getUserPrincipal().getName());
        return Map.of("status", "success");
    }

    private void read(UserId user, UserId sender, String party) {
        try {
            notices.read(user, sender, party);
        } catch (MailboxUnavailableException e) {
            throw new ServiceUnavailableException(e.getMessage(), (Long) null, e);
        }
    }
}

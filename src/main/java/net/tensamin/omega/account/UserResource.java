package net.tensamin.omega.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Profiles (SPEC §6); anyone may ask. */
@RequestScoped
@Path("api/get/user")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    private final Accounts accounts;
    private final OnlineStatuses statuses;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UserResource() {
        this(null, null);
    }

    @Inject
    UserResource(Accounts accounts, OnlineStatuses statuses) {
        this.accounts = accounts;
        this.statuses = statuses;
    }

    @GET
    @Path("{user_id}")
    @Operation(summary = "A user's profile")
    @APIResponse(
            responseCode = "200",
            description = "The profile.",
            content = @Content(schema = @Schema(ref = "UserProfile")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public UserProfile user(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId id) {
        User user = accounts.user(id).orElseThrow(() -> new UnknownUserException(id));
        return UserProfile.of(user, statuses.shown(id, user.iota()));
    }
}

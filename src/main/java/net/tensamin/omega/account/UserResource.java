package net.tensamin.omega.account;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Profiles (SPEC §6); anyone may ask. */
@RequestScoped
@Path("api/get/user")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lookup")
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
    @Needs(Need.NOTHING)
    @Path("{user_id}")
    @Refuses(404)
    @Operation(summary = "A user's profile")
    @APIResponse(
            responseCode = "200",
            description = "The profile.",
            content = @Content(schema = @Schema(ref = "UserProfile")))
    public UserProfile getProfile(@PathParam("user_id") UserId id) {
        User user = accounts.user(id).orElseThrow(() -> new UnknownUserException(id));
        return UserProfile.of(user, statuses.shown(id, user.iota()));
    }
}

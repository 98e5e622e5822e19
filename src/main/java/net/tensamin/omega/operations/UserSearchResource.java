package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import net.tensamin.omega.account.Access;
import net.tensamin.omega.account.Accounts;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lets an operator find a user. */
@RequestScoped
@Path("api/operations/users")
@Produces(MediaType.APPLICATION_JSON)
public class UserSearchResource {
    private static final int MOST = 20;
    private static final int LONGEST = 100;

    private final Accounts accounts;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UserSearchResource() {
        this(null);
    }

    @Inject
    UserSearchResource(Accounts accounts) {
        this.accounts = accounts;
    }

    @GET
    @Operation(
            summary = "Users by id, or by how a name begins",
            description = "For operators. Twenty at most, in order of their usernames.")
    @APIResponse(
            responseCode = "200",
            description = "Those that were found.",
            content = @Content(schema = @Schema(ref = "FoundUsers")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public FoundUsers found(@QueryParam("find") @DefaultValue("") String find, @Context SecurityContext caller) {
        Access.ofOperator(caller);
        String text = find.strip();
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new BadRequestException();
        }
        return FoundUsers.of(accounts.found(text, MOST));
    }
}

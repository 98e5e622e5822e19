package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator hand a user what is held of it. */
@RequestScoped
@Path("api/operations/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UserExportResource {
    private final Accounts accounts;
    private final UserExport export;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UserExportResource() {
        this(null, null);
    }

    @Inject
    UserExportResource(Accounts accounts, UserExport export) {
        this.accounts = accounts;
        this.export = export;
    }

    @GET
    @Needs(Need.OPERATE)
    @Path("{user_id}/export")
    @Refuses(404)
    @Operation(
            summary = "All that is held of a user",
            description =
                    "For operators: what a user may ask for by the law of data protection. In the order of its members it"
                            + " is read part by part; an answer that breaks off has no end in JSON either.")
    @APIResponse(
            responseCode = "200",
            description = "All of it.",
            content = @Content(schema = @Schema(ref = "UserExport")))
    public StreamingOutput exportUser(@PathParam("user_id") UserId id) {
        User user = accounts.user(id).orElseThrow(() -> new UnknownUserException(id));
        return out -> export.write(user, out);
    }
}

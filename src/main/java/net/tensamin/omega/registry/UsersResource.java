package net.tensamin.omega.registry;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator register, find and change users (SPEC §7). */
@RequestScoped
@Path("api/operations/users")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
public class UsersResource {
    private final AccountCalls calls;
    private final CallSubject subject;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public UsersResource() {
        this(null, null);
    }

    @Inject
    UsersResource(AccountCalls calls, CallSubject subject) {
        this.calls = calls;
        this.subject = subject;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "Users by id, or by how a name begins, in pages",
            description = "In order of id; next is what to say in after for the next page, absent after the last.")
    @APIResponse(
            responseCode = "200",
            description = "Those that were found.",
            content = @Content(schema = @Schema(ref = "UserPage")))
    public Response listUsers(
            @Parameter(schema = @Schema(ref = "Find")) @QueryParam("find") String find,
            @Parameter(schema = @Schema(ref = "IotaId")) @QueryParam("iota_id") String iota,
            @Parameter(schema = @Schema(ref = "After")) @QueryParam("after") String after,
            @Parameter(schema = @Schema(ref = "Limit")) @QueryParam("limit") String limit) {
        return calls.list(Users.KIND, find, iota, after, limit);
    }

    @POST
    @Needs(Need.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({409, 422})
    @Operation(
            summary = "Register a user, whose id Omega makes",
            description = "The same Idempotency-Key gives the same answer for a day, and nothing is made twice.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "User")))
    @APIResponse(
            responseCode = "201",
            description = "It is made.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "User")))
    @Parameter(ref = "IdempotencyKey")
    public Response createUser(JsonStructure body, @Context HttpHeaders headers, @Context SecurityContext caller) {
        Response answer =
                calls.post(Users.KIND, body, headers, caller.getUserPrincipal().getName());
        subject.is("user_id=" + answer.getLocation().getPath().replaceAll(".*/", ""));
        return answer;
    }

    @GET
    @Needs(Need.VIEW)
    @Path("{user_id}")
    @Refuses(404)
    @Operation(summary = "A user", description = "ETag is its version.")
    @APIResponse(
            responseCode = "200",
            description = "What is registered.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "User")))
    public Response getUser(@PathParam("user_id") UserId id) {
        return calls.show(Users.KIND, id.value());
    }

    @PUT
    @Needs(Need.ADMINISTER)
    @Path("{user_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({409, 412, 422, 428})
    @Operation(
            summary = "Register a user of this id, or change one",
            description =
                    "One that is as the body says stays as it is; another is changed only if its tag is in If-Match.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "User")))
    @APIResponse(
            responseCode = "200",
            description = "It is as the body says.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "User")))
    @APIResponse(
            responseCode = "201",
            description = "It is made.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "User")))
    @Parameter(ref = "IfNoneMatch")
    public Response putUser(@PathParam("user_id") UserId id, JsonStructure body, @Context HttpHeaders headers) {
        return calls.put(Users.KIND, id.value(), body, headers);
    }

    @PATCH
    @Needs(Need.ADMINISTER)
    @Path("{user_id}")
    @Consumes("application/merge-patch+json")
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({404, 409, 412, 422})
    @Operation(
            summary = "Change a user",
            description = "A merge patch (RFC 7396): members that are absent stay, null removes one.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/merge-patch+json", schema = @Schema(ref = "UserPatch")))
    @APIResponse(
            responseCode = "200",
            description = "It is as the patch says.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "User")))
    public Response patchUser(@PathParam("user_id") UserId id, JsonStructure body, @Context HttpHeaders headers) {
        return calls.patch(Users.KIND, id.value(), body, headers);
    }
}

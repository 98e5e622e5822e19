package net.tensamin.omega.registry;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator register, find, change and remove Iotas (SPEC §7). */
@RequestScoped
@Path("api/operations/iotas")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Iotas")
public class IotasResource {
    private final AccountCalls calls;
    private final CallSubject subject;
    private final Removals removals;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public IotasResource() {
        this(null, null, null);
    }

    @Inject
    IotasResource(AccountCalls calls, CallSubject subject, Removals removals) {
        this.calls = calls;
        this.subject = subject;
        this.removals = removals;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "Iotas by id, in pages",
            description = "In order of id; next is what to say in after for the next page, absent after the last.")
    @APIResponse(
            responseCode = "200",
            description = "Those that were found.",
            content = @Content(schema = @Schema(ref = "IotaPage")))
    public Response listIotas(
            @Parameter(schema = @Schema(ref = "Find")) @QueryParam("find") String find,
            @Parameter(schema = @Schema(ref = "After")) @QueryParam("after") String after,
            @Parameter(schema = @Schema(ref = "Limit")) @QueryParam("limit") String limit) {
        return calls.list(Iotas.KIND, find, null, after, limit);
    }

    @POST
    @Needs(Need.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({409, 422})
    @Operation(
            summary = "Register an Iota, whose id Omega makes",
            description = "The same Idempotency-Key gives the same answer for a day, and nothing is made twice.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "Iota")))
    @APIResponse(
            responseCode = "201",
            description = "It is made.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Iota")))
    @Parameter(ref = "IdempotencyKey")
    public Response createIota(JsonStructure body, @Context HttpHeaders headers, @Context SecurityContext caller) {
        Response answer =
                calls.post(Iotas.KIND, body, headers, caller.getUserPrincipal().getName());
        subject.is("iota_id=" + answer.getLocation().getPath().replaceAll(".*/", ""));
        return answer;
    }

    @GET
    @Needs(Need.VIEW)
    @Path("{iota_id}")
    @Refuses(404)
    @Operation(summary = "An Iota", description = "ETag is its version.")
    @APIResponse(
            responseCode = "200",
            description = "What is registered.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Iota")))
    public Response getIota(@PathParam("iota_id") IotaId id) {
        return calls.show(Iotas.KIND, id.value());
    }

    @PUT
    @Needs(Need.ADMINISTER)
    @Path("{iota_id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({409, 412, 422, 428})
    @Operation(
            summary = "Register an Iota of this id, or change one",
            description =
                    "One that is as the body says stays as it is; another is changed only if its tag is in If-Match.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "Iota")))
    @APIResponse(
            responseCode = "200",
            description = "It is as the body says.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Iota")))
    @APIResponse(
            responseCode = "201",
            description = "It is made.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Iota")))
    @Parameter(ref = "IfNoneMatch")
    public Response putIota(@PathParam("iota_id") IotaId id, JsonStructure body, @Context HttpHeaders headers) {
        return calls.put(Iotas.KIND, id.value(), body, headers);
    }

    @PATCH
    @Needs(Need.ADMINISTER)
    @Path("{iota_id}")
    @Consumes("application/merge-patch+json")
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({404, 409, 412, 422})
    @Operation(
            summary = "Change an Iota",
            description = "A merge patch (RFC 7396): members that are absent stay, null removes one.")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/merge-patch+json", schema = @Schema(ref = "IotaPatch")))
    @APIResponse(
            responseCode = "200",
            description = "It is as the patch says.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Iota")))
    public Response patchIota(@PathParam("iota_id") IotaId id, JsonStructure body, @Context HttpHeaders headers) {
        return calls.patch(Iotas.KIND, id.value(), body, headers);
    }

    @DELETE
    @Needs(Need.ADMINISTER)
    @Path("{iota_id}")
    @Refuses({404, 409, 412, 422})
    @Operation(
            summary = "Remove an Iota",
            description = "One with users is refused, unless move_to names the Iota that they get, or users is delete."
                    + " Many are removed in steps: after 202 the call is to be repeated.")
    @APIResponse(
            responseCode = "200",
            description = "It is removed.",
            content = @Content(schema = @Schema(ref = "Success")))
    @APIResponse(
            responseCode = "202",
            description = "Some of its users are removed.",
            content = @Content(schema = @Schema(ref = "Remaining")))
    public Response removeIota(
            @PathParam("iota_id") IotaId id,
            @Parameter(schema = @Schema(ref = "IotaId")) @QueryParam("move_to") String moveTo,
            @Parameter(schema = @Schema(type = SchemaType.STRING, enumeration = "delete")) @QueryParam("users")
                    String users,
            @Context HttpHeaders headers) {
        return removals.iota(id, moveTo, users, AccountCalls.condition(headers));
    }
}

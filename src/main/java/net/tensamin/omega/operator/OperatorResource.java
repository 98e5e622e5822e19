package net.tensamin.omega.operator;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Map;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Role;
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

/** One operator: who it is, and what it may do. */
@RequestScoped
@Path("api/operations/operators/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
public class OperatorResource {
    private static final String MERGE_PATCH = "application/merge-patch+json"; // RFC 7396

    private final OperatorRegistry registry;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public OperatorResource() {
        this(null);
    }

    @Inject
    OperatorResource(OperatorRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Needs(Need.VIEW)
    @Refuses(404)
    @Operation(summary = "An operator and its role", description = "One that only the configuration names has no ETag.")
    @APIResponse(
            responseCode = "200",
            description = "The operator.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Operator")))
    public Response getOperator(@PathParam("name") String name) {
        OperatorName known = OperatorForm.known(name);
        return answer(Status.OK, registry.find(known).orElseThrow(() -> OperatorForm.unknown(name)));
    }

    @PUT
    @Needs(Need.ADMINISTER)
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({409, 412, 422, 428})
    @Operation(
            summary = "Add an operator, or give one this role",
            description =
                    "Certificates with this name count from then on. The same again changes nothing; another role needs If-Match.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "OperatorRole")))
    @APIResponse(
            responseCode = "200",
            description = "It was there, and has this role.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Operator")))
    @APIResponse(
            responseCode = "201",
            description = "It was added.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Operator")))
    public Response putOperator(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String state, JsonStructure sent) {
        Role role = OperatorForm.of(sent).role();
        OperatorRegistry.Put put = registry.put(OperatorForm.added(name), role, new IfMatch(state));
        return answer(put.created() ? Status.CREATED : Status.OK, put.answer());
    }

    @PATCH
    @Needs(Need.ADMINISTER)
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @TakesBody(from = Sender.OPERATOR)
    @Refuses({404, 409, 412, 422, 428})
    @Operation(summary = "Change an operator's role", description = "With If-Match. A merge patch (RFC 7396).")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "OperatorRole")))
    @APIResponse(
            responseCode = "200",
            description = "It has this role, on every server within a second.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "Operator")))
    public Response patchOperator(
            @PathParam("name") String name, @HeaderParam(HttpHeaders.IF_MATCH) String state, JsonStructure sent) {
        OperatorForm patch = OperatorForm.of(sent);
        OperatorName known = OperatorForm.known(name);
        if (!patch.hasRole()) { // a patch of nothing
            return getOperator(name);
        }
        return answer(Status.OK, registry.change(known, patch.role(), new IfMatch(state)));
    }

    @DELETE
    @Needs(Need.ADMINISTER)
    @Refuses({404, 409, 412})
    @Operation(
            summary = "Remove an operator",
            description =
                    "Within a second its certificates are refused on every server, and what is streamed to it ends. If it is"
                            + " added again, it needs new ones. The last administrator stays. After a backup was restored, `again` says when it was removed:"
                            + " an operator that was added later then stays, and one that is unknown is barred.")
    @APIResponse(
            responseCode = "200",
            description = "It is removed.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> removeOperator(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) String state,
            @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time")) @QueryParam("again")
                    String again) {
        if (again == null) {
            registry.remove(OperatorForm.known(name), new IfMatch(state));
        } else {
            registry.removeAgain(OperatorForm.known(name), OperatorForm.moment(again));
        }
        return Map.of("status", "success");
    }

    private static Response answer(Status status, OperatorAnswer operator) {
        Response.ResponseBuilder response = Response.status(status).entity(operator);
        return (operator.etag() == null ? response : response.header(HttpHeaders.ETAG, operator.etag())).build();
    }
}

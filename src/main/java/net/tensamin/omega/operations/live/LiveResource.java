package net.tensamin.omega.operations.live;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import net.tensamin.omega.account.Access;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the operations page shows, as it changes. */
@RequestScoped
@Path("api/operations/live")
@Produces(MediaType.SERVER_SENT_EVENTS)
public class LiveResource {
    private static final int RETRY_SECONDS = 10;

    private final Viewers viewers;
    private final Authority authority;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public LiveResource() {
        this(null, null);
    }

    @Inject
    LiveResource(Viewers viewers, Authority authority) {
        this.viewers = viewers;
        this.authority = authority;
    }

    @GET
    @Operation(
            summary = "This server, once a second",
            description = "For operators. Server-sent events for the page at the root, and like it they may change:"
                    + " reading, and sessions, which are those that the query asks for.")
    @APIResponse(
            responseCode = "200",
            description = "The events, until the caller goes or its certificate does not hold any more.",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = SchemaType.STRING)))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "429", ref = "error_too_many_requests")
    @APIResponse(responseCode = "500", ref = "error_internal")
    public StreamingOutput look(
            @QueryParam("find") @DefaultValue("") String find,
            @QueryParam("sort") @DefaultValue("-lag") String sort,
            @QueryParam("most") @DefaultValue("50") int most,
            @Context SecurityContext caller,
            @Context HttpServletRequest request) {
        Access.ofOperator(caller);
        Audience audience = viewers.audience();
        SessionQuery query = query(find, sort, most);
        if (audience.isFull()) {
            throw new ClientErrorException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                    .header("Retry-After", RETRY_SECONDS)
                    .build());
        }
        return new EventStream(audience, query, viewers.names(), authority.of(request));
    }

    /** Or else the stream would begin, and be read by nobody. */
    @HEAD
    @Operation(hidden = true)
    public Response look(@Context SecurityContext caller) {
        Access.ofOperator(caller);
        return Response.ok().build();
    }

    private static SessionQuery query(String find, String sort, int most) {
        try {
            return SessionQuery.parse(find, sort, most);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e);
        }
    }
}

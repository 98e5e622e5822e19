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
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the operations page shows, as it changes; not described, as no client that is generated could read it. */
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
    @Needs(Need.VIEW)
    @Operation(hidden = true)
    public StreamingOutput look(
            @QueryParam("find") @DefaultValue("") String find,
            @QueryParam("sort") @DefaultValue("-lag") String sort,
            @QueryParam("most") @DefaultValue("50") int most,
            @Context SecurityContext caller,
            @Context HttpServletRequest request) {
        Audience audience = viewers.audience();
        SessionQuery query = query(find, sort, most);
        if (audience.isFull()) {
            throw new ClientErrorException(Response.status(Response.Status.TOO_MANY_REQUESTS)
                    .header("Retry-After", RETRY_SECONDS)
                    .build());
        }
        return new EventStream(audience, query, viewers.names(), authority.of(request, caller.getUserPrincipal()));
    }

    /** Or else the stream would begin, and be read by nobody. */
    @HEAD
    @Needs(Need.VIEW)
    @Operation(hidden = true)
    public Response look() {
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

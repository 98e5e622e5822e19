package net.tensamin.omega.longpoll;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.function.Supplier;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a user has pending (SPEC §6): for the user itself, which may wait for it to change, and for operators. */
@RequestScoped
@Path("api/get/notifications/{user_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Notifications")
public class PendingNotificationsResource {
    private final LongPoll poll;
    private final Visitors visitors;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public PendingNotificationsResource() {
        this(null, null);
    }

    @Inject
    PendingNotificationsResource(LongPoll poll, Visitors visitors) {
        this.poll = poll;
        this.visitors = visitors;
    }

    @GET
    @Needs(Need.ITSELF_OR_OPERATE)
    @Refuses({404, 409})
    @Operation(
            summary = "What the user has pending",
            description =
                    "Amounts above 0 only, the latest change first, and the mailbox's revision with exactly these pending."
                            + " A device whose If-None-Match is exactly the current ETag may wait for a change (Prefer: wait=60).")
    @Parameter(
            name = "If-None-Match",
            in = ParameterIn.HEADER,
            description = "The ETag of what the client has. A device's says that it has everything up to there.",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "wait=<seconds> (RFC 7240), 60 at most.",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "What is pending.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(schema = @Schema(ref = "PendingNotifications")))
    @APIResponse(responseCode = "304", description = "Nothing else than the client has, perhaps after a wait.")
    public void getNotifications(
            @PathParam("user_id") UserId user,
            @Parameter(schema = @Schema(ref = "After")) @QueryParam("after") String after,
            @Parameter(schema = @Schema(ref = "PageLimit")) @QueryParam("limit") String limit,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request,
            @Context SecurityContext caller,
            @Suspended AsyncResponse answer) {
        LongPoll.Question question = new LongPoll.Question(
                user, page(after, limit), new KnownTag(fields(headers, HttpHeaders.IF_NONE_MATCH)));
        poll.ask(
                question,
                visitors.of(request, caller.getUserPrincipal()),
                WaitPreference.of(fields(headers, WaitPreference.FIELD)),
                response -> resume(answer, response));
    }

    private static Page page(String after, String limit) {
        try {
            return Page.of(after, limit);
        } catch (IllegalArgumentException malformed) {
            throw new BadRequestException(malformed);
        }
    }

    private static List<String> fields(HttpHeaders headers, String name) {
        List<String> fields = headers.getRequestHeader(name);
        return fields == null ? List.of() : List.copyOf(fields);
    }

    private static void resume(AsyncResponse answer, Supplier<Response> made) {
        Response response;
        try {
            response = made.get();
        } catch (RuntimeException e) { // as if the call had thrown it
            answer.resume(e);
            return;
        }
        answer.resume(response);
    }
}

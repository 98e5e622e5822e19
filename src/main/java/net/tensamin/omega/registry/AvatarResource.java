package net.tensamin.omega.registry;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import net.tensamin.omega.account.AvatarType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator give a user a picture (SPEC §7). */
@RequestScoped
@Path("api/operations/users/{user_id}/avatar")
@Produces({"image/png", "image/jpeg", "image/webp", MediaType.APPLICATION_JSON})
@Tag(name = "Users")
public class AvatarResource {
    static final int MOST = 1024 * 1024;

    private final Avatars avatars;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public AvatarResource() {
        this(null);
    }

    @Inject
    AvatarResource(Avatars avatars) {
        this.avatars = avatars;
    }

    @GET
    @Needs(Need.VIEW)
    @Refuses(404)
    @Operation(summary = "A user's picture")
    @APIResponse(
            responseCode = "200",
            description = "The image.",
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response getAvatar(@PathParam("user_id") UserId user) {
        byte[] image = avatars.of(user).orElseThrow(AccountCalls::unknown);
        String type = AvatarType.of(image).map(AvatarType::mediaType).orElse(MediaType.APPLICATION_OCTET_STREAM);
        return Response.ok(image, type).build();
    }

    @PUT
    @Needs(Need.ADMINISTER)
    @Consumes({"image/png", "image/jpeg", "image/webp", MediaType.APPLICATION_OCTET_STREAM})
    @Produces(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR, most = MOST)
    @Refuses({404, 412, 422})
    @Operation(summary = "Give a user a picture", description = "PNG, JPEG or WebP by its first bytes, 1 MiB at most.")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "image/png", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/jpeg", schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = "image/webp", schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "200",
            description = "The user has the picture.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Success")))
    public Response putAvatar(@PathParam("user_id") UserId user, byte[] image, @Context HttpHeaders headers) {
        return changed(avatars.give(user, image, AccountCalls.condition(headers)));
    }

    @DELETE
    @Needs(Need.ADMINISTER)
    @Produces(MediaType.APPLICATION_JSON)
    @Refuses({404, 412})
    @Operation(summary = "Take a user's picture away", description = "A success even if there is none.")
    @APIResponse(
            responseCode = "200",
            description = "The user has none.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "Success")))
    public Response removeAvatar(@PathParam("user_id") UserId user, @Context HttpHeaders headers) {
        return changed(avatars.take(user, AccountCalls.condition(headers)));
    }

    private static Response changed(long version) {
        return Response.fromResponse(AccountCalls.success())
                .header(HttpHeaders.ETAG, Precondition.tag(version))
                .build();
    }
}

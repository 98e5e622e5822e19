package net.tensamin.omega.presence;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Omikron;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where to find an Omikron (SPEC §6); anyone may ask. Whether a user is online is not told. */
@RequestScoped
@Path("api/get/omikron")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lookup")
public class OmikronResource {
    private static final long RETRY_SECONDS = 5;
    private static final Set<String> MEANT = Set.of("omikron", "iota", "user");

    private final Accounts accounts;
    private final PresenceBoard board;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public OmikronResource() {
        this(null, null);
    }

    @Inject
    OmikronResource(Accounts accounts, PresenceBoard board) {
        this.accounts = accounts;
        this.board = board;
    }

    @GET
    @Needs(Need.NOTHING)
    @Operation(summary = "An Omikron that is connected now, at random")
    @APIResponse(
            responseCode = "200",
            description = "One of them.",
            content = @Content(schema = @Schema(ref = "FoundOmikron")))
    public JsonObject getAnyOmikron() {
        return oneOf(board.omikrons())
                .map(OmikronResource::shown)
                .orElseThrow(() -> new ServiceUnavailableException(RETRY_SECONDS));
    }

    @GET
    @Needs(Need.NOTHING)
    @Path("{id}")
    @Refuses(404)
    @Operation(
            summary = "The Omikron of this id, or one that has this Iota, or the Iota of this user",
            description = "The first of these that exists, unless of says what the id is of.")
    @APIResponse(
            responseCode = "200",
            description = "The Omikron.",
            content = @Content(schema = @Schema(ref = "FoundOmikron")))
    public JsonObject findOmikron(
            @PathParam("id") UserId id,
            @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"omikron", "iota", "user"}))
                    @QueryParam("of")
                    String of) {
        if (of != null && !MEANT.contains(of)) {
            throw new BadRequestException();
        }
        Optional<Omikron> found = Optional.empty();
        if (of == null || of.equals("omikron")) {
            found = accounts.omikron(new OmikronId(id.value()));
        }
        if (found.isEmpty() && (of == null || of.equals("iota"))) {
            found = oneOf(board.omikronsOf(new IotaId(id.value())));
        }
        if (found.isEmpty() && (of == null || of.equals("user"))) {
            found = accounts.user(id).map(User::iota).flatMap(iota -> oneOf(board.omikronsOf(iota)));
        }
        return found.map(OmikronResource::shown).orElseThrow(NotFoundException::new);
    }

    /** One that is registered still. */
    private Optional<Omikron> oneOf(List<OmikronId> omikrons) {
        return omikrons.isEmpty()
                ? Optional.empty()
                : accounts.omikron(omikrons.get(ThreadLocalRandom.current().nextInt(omikrons.size())));
    }

    private static JsonObject shown(Omikron omikron) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("status", "success")
                .add("omikron_id", omikron.id().value())
                .add("public_key", Base64.getEncoder().encodeToString(omikron.publicKey()));
        omikron.location().ifPresent(location -> json.add("location", location));
        omikron.ipAddress().ifPresent(address -> json.add("ip_address", address));
        return json.build();
    }
}

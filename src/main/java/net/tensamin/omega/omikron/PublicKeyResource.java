package net.tensamin.omega.omikron;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.pki.ServerKey;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The key that an Omikron's challenge is made with (SPEC §5, §6); anyone may ask. */
@RequestScoped
@Path("api/get/public_key")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Lookup")
public class PublicKeyResource {
    private final ServerKey key;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public PublicKeyResource() {
        this(null);
    }

    @Inject
    PublicKeyResource(ServerKey key) {
        this.key = key;
    }

    /** The answer. */
    @JsonbPropertyOrder({"status", "publicKey"})
    public record ServersKey(
            String status, @JsonbProperty("public_key") String publicKey) {}

    @GET
    @Needs(Need.NOTHING)
    @Operation(summary = "Omega's X448 public key, which stays the same")
    @APIResponse(
            responseCode = "200",
            description = "The key.",
            content = @Content(schema = @Schema(ref = "ServersKey")))
    public ServersKey getServerKey() {
        return new ServersKey("success", X448Challenge.publicKey(key.pair()));
    }
}

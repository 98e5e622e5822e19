package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.operator.OperatorName;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an administrator give out codes by which an operator gets a certificate each (SPEC §7). */
@RequestScoped
@Path("api/operations/operators/{name}/codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
public class OperatorCodeResource {
    private final OperatorCodes codes;
    private final Clock clock;
    private final Duration lifetime;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public OperatorCodeResource() {
        codes = null;
        clock = null;
        lifetime = null;
    }

    @Inject
    OperatorCodeResource(OperatorCodes codes, Clock clock, Config config) {
        this.codes = codes;
        this.clock = clock;
        this.lifetime = EnrolmentSettings.from(config).codeLifetime();
    }

    /** A code as the HTTPS API answers it, once. */
    @JsonbPropertyOrder({"status", "name", "code", "expires"})
    public record IssuedOperatorCode(String status, String name, String code, Instant expires) {}

    @POST
    @Needs(Need.ADMINISTER)
    @Refuses(404)
    @Operation(
            summary = "A code that gets an operator a certificate",
            description = "The operator has to be registered. The code is answered once and kept as a hash.")
    @APIResponse(
            responseCode = "200",
            description = "The code.",
            content = @Content(schema = @Schema(ref = "IssuedOperatorCode")))
    public IssuedOperatorCode issueOperatorCode(@PathParam("name") String name) {
        OperatorName operator = operator(name);
        OneTimeCode code = OneTimeCode.random();
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        codes.add(code.hash(), operator, expires, now);
        return new IssuedOperatorCode("success", operator.value(), code.text(), expires);
    }

    private static OperatorName operator(String name) {
        try {
            return new OperatorName(name);
        } catch (IllegalArgumentException e) {
            throw new RefusedChangeException(Reason.UNKNOWN, "No operator \"" + name + "\" is registered.");
        }
    }
}

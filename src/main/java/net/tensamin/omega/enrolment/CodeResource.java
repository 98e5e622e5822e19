package net.tensamin.omega.enrolment;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator give out codes that enrol a device each (SPEC §7). */
@RequestScoped
@Path("api/operations/devices/codes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Devices")
public class CodeResource {
    private static final int LONGEST_NAME = 100;

    private final EnrolmentCodes codes;
    private final Clock clock;
    private final Duration lifetime;
    private final CallSubject subject;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public CodeResource() {
        codes = null;
        clock = null;
        lifetime = null;
        subject = null;
    }

    @Inject
    CodeResource(EnrolmentCodes codes, Clock clock, Config config, CallSubject subject) {
        this.codes = codes;
        this.clock = clock;
        this.lifetime = EnrolmentSettings.from(config).codeLifetime();
        this.subject = subject;
    }

    @POST
    @Needs(Need.OPERATE)
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR)
    @Refuses(404)
    @Operation(
            summary = "A code that enrols one device of a user",
            description = "The code is answered once and kept as a hash.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "CodeRequest")))
    @APIResponse(
            responseCode = "200",
            description = "The code.",
            content = @Content(schema = @Schema(ref = "IssuedCode")))
    public IssuedCode issueDeviceCode(JsonStructure sent) {
        if (!(sent instanceof JsonObject body)) {
            throw new BadRequestException();
        }
        UserId user = user(body.get("user_id"));
        subject.is(user);
        OneTimeCode code = OneTimeCode.random();
        Instant now = clock.instant();
        Instant expires = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        codes.add(code.hash(), user, name(body.get("name")), expires, now);
        return new IssuedCode("success", user.value(), code.text(), expires);
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "The codes of a user that can still be used",
            description = "Not the codes themselves, which are kept as hashes.")
    @APIResponse(
            responseCode = "200",
            description = "The first that expires is the first.",
            content = @Content(schema = @Schema(ref = "OpenCodes")))
    public OpenCodes listDeviceCodes(@Parameter(required = true) @QueryParam("user_id") UserId user) {
        if (user == null) {
            throw new BadRequestException();
        }
        subject.is(user);
        return new OpenCodes("success", codes.of(user, clock.instant()));
    }

    private static UserId user(JsonValue id) {
        try {
            if (id instanceof JsonNumber number) {
                return new UserId(number.longValueExact());
            }
            if (id instanceof JsonString text) {
                return UserId.parse(text.getString());
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BadRequestException(e);
        }
        throw new BadRequestException();
    }

    /** The name by which operators know the device. */
    private static Optional<String> name(JsonValue name) {
        if (name == null || name == JsonValue.NULL) {
            return Optional.empty();
        }
        if (name instanceof JsonString text
                && text.getString().length() <= LONGEST_NAME
                && text.getString().codePoints().noneMatch(Character::isISOControl)) {
            return Optional.of(text.getString());
        }
        throw new BadRequestException();
    }
}

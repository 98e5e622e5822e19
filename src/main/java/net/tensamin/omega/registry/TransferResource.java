package net.tensamin.omega.registry;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;
import net.tensamin.omega.threads.LongWork;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator bring many accounts in, and take all out, in parts that no limit of a request ends (SPEC §7). */
@RequestScoped
@Path("api/operations/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts")
public class TransferResource {
    static final int MOST = 1_000;
    static final int MOST_BYTES = 1024 * 1024;

    private static final Map<String, Kind<?, ?>> KINDS =
            Map.of("iotas", Iotas.KIND, "omikrons", Omikrons.KIND, "users", Users.KIND);

    private final Imports imports;
    private final Registry registry;
    private final CallSubject subject;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public TransferResource() {
        this(null, null, null);
    }

    @Inject
    TransferResource(Imports imports, Registry registry, CallSubject subject) {
        this.imports = imports;
        this.registry = registry;
        this.subject = subject;
    }

    @POST
    @Needs(Need.ADMINISTER)
    @Path("import")
    @Consumes(MediaType.APPLICATION_JSON)
    @TakesBody(from = Sender.OPERATOR, most = MOST_BYTES)
    @Refuses({409, 422})
    @Operation(
            summary = "Import up to 1,000 accounts",
            description =
                    "In one transaction; what cannot be taken is said, and the rest is taken. The same can be sent again.")
    @RequestBody(required = true, content = @Content(schema = @Schema(ref = "ImportRequest")))
    @APIResponse(
            responseCode = "200",
            description = "What became of them.",
            content = @Content(schema = @Schema(ref = "ImportReport")))
    public JsonObject importAccounts(JsonStructure body) {
        if (!(body instanceof JsonObject asked) || !(asked.get("accounts") instanceof JsonArray accounts)) {
            throw new BadRequestException();
        }
        if (accounts.size() > MOST) {
            throw new RefusedChangeException(
                    Reason.INVALID, "There are too many accounts.", Map.of("accounts", "must be " + MOST + " at most"));
        }
        List<ImportLine> lines = lines(accounts);
        Imports.Manner manner = new Imports.Manner(
                asked.getBoolean("replace", false), asked.getBoolean("dry_run", false), assumed(asked));
        if (!lines.isEmpty()) {
            subject.is("lines=" + lines.get(0).line() + "-"
                    + lines.get(lines.size() - 1).line() + (manner.dry() ? " dry run" : ""));
        }
        return LongWork.call(() -> Collisions.settled(() -> imports.take(lines, manner)))
                .json();
    }

    private static List<ImportLine> lines(JsonArray accounts) {
        try {
            return accounts.stream().map(ImportLine::read).toList();
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e);
        }
    }

    private static Set<Long> assumed(JsonObject asked) {
        JsonValue iotas = asked.getOrDefault("assumed_iotas", JsonValue.EMPTY_JSON_ARRAY);
        if (iotas instanceof JsonArray list && list.stream().allMatch(JsonNumber.class::isInstance)) {
            return list.getValuesAs(JsonNumber.class).stream()
                    .map(JsonNumber::longValue)
                    .collect(Collectors.toSet());
        }
        throw new BadRequestException();
    }

    @GET
    @Needs(Need.ADMINISTER)
    @Path("export")
    @Operation(
            summary = "Up to 1,000 accounts, to be imported elsewhere",
            description = "In order of id. Users have the hash of their reset token, and no picture.")
    @APIResponse(
            responseCode = "200",
            description = "The accounts; next is what to say in after for the next ones, absent after the last.",
            content = @Content(schema = @Schema(ref = "ExportPage")))
    public JsonObject exportAccounts(
            @Parameter(
                            required = true,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"iotas", "omikrons", "users"}))
                    @QueryParam("kind")
                    String kind,
            @Parameter(schema = @Schema(ref = "After")) @QueryParam("after") String after) {
        if (kind == null || !KINDS.containsKey(kind)) {
            throw new BadRequestException();
        }
        subject.is("kind=" + kind);
        return export(KINDS.get(kind), AccountCalls.number(after, 0));
    }

    private <E, C extends Record> JsonObject export(Kind<E, C> kind, long after) {
        List<Shown> found = registry.export(kind, after, MOST);
        JsonArrayBuilder accounts = Json.createArrayBuilder();
        String name = kind.idMember().replace("_id", "");
        found.forEach(each -> accounts.add(Json.createObjectBuilder().add(name, each.members())));
        JsonObjectBuilder body =
                Json.createObjectBuilder().add("status", "success").add("accounts", accounts);
        if (found.size() == MOST) {
            body.add("next", found.get(MOST - 1).id());
        }
        return body.build();
    }
}

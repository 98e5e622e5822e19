package net.tensamin.omega.registry;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/** What the calls on users, Iotas and Omikrons have in common: their bodies, tags and conditions (SPEC §7). */
@Dependent
class AccountCalls {
    private static final int LONGEST = 100;
    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 1_000;

    private final Registry registry;
    private final IdSource ids;

    @Inject
    AccountCalls(Registry registry, IdSource ids) {
        this.registry = registry;
        this.ids = ids;
    }

    <E, C extends Record> Response show(Kind<E, C> kind, long id) {
        return answer(registry.find(kind, id).orElseThrow(AccountCalls::unknown));
    }

    /** Of query parameters as they came; null for none. */
    <E, C extends Record> Response list(Kind<E, C> kind, String find, String iota, String after, String limit) {
        int most = (int) number(limit, PAGE);
        String text = find == null ? "" : find.strip();
        if (most < 1 || most > LARGEST_PAGE || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new BadRequestException();
        }
        List<Shown> found = registry.page(kind, new Kind.Search(text, number(iota, 0), number(after, 0), most + 1));
        JsonArrayBuilder page = Json.createArrayBuilder();
        found.stream().limit(most).forEach(each -> page.add(each.members()));
        JsonObjectBuilder body =
                Json.createObjectBuilder().add("status", "success").add(kind.plural(), page);
        if (found.size() > most) {
            body.add("next", found.get(most - 1).id());
        }
        return Response.ok(body.build()).build();
    }

    <E, C extends Record> Response put(Kind<E, C> kind, long id, JsonStructure body, HttpHeaders headers) {
        JsonObject members = object(body);
        Precondition condition = condition(headers);
        return answer(Collisions.settled(() -> registry.put(kind, id, members, condition)));
    }

    /** @param caller whose keys are its own */
    <E, C extends Record> Response post(Kind<E, C> kind, JsonStructure body, HttpHeaders headers, String caller) {
        JsonObject members = object(body);
        Optional<RepeatKey> key =
                key(headers).map(text -> RepeatKey.of(caller, kind.plural(), text, members.toString()));
        Shown made = Collisions.settled(() -> registry.create(kind, freeId(kind), members, key));
        return Response.fromResponse(answer(made))
                .location(URI.create("api/operations/" + kind.plural() + "/" + made.id()))
                .build();
    }

    private <E, C extends Record> long freeId(Kind<E, C> kind) {
        long id = ids.take(kind, 1);
        while (registry.find(kind, id).isPresent()) {
            id = ids.take(kind, 1);
        }
        return id;
    }

    <E, C extends Record> Response patch(Kind<E, C> kind, long id, JsonStructure body, HttpHeaders headers) {
        JsonObject patch = object(body);
        Precondition condition = condition(headers);
        return answer(Collisions.settled(() -> registry.patch(kind, id, patch, condition)));
    }

    static Response success() {
        return Response.ok(Json.createObjectBuilder().add("status", "success").build())
                .build();
    }

    static Response answer(Shown account) {
        JsonObjectBuilder body = Json.createObjectBuilder().add("status", "success");
        account.members().forEach(body::add);
        return Response.status(account.created() ? Response.Status.CREATED : Response.Status.OK)
                .header(HttpHeaders.ETAG, Precondition.tag(account.version()))
                .entity(body.build())
                .build();
    }

    static RefusedChangeException unknown() {
        return new RefusedChangeException(Reason.UNKNOWN, "There is no such account.");
    }

    static Precondition condition(HttpHeaders headers) {
        return new Precondition(
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.IF_MATCH)),
                Optional.ofNullable(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH)));
    }

    private static Optional<String> key(HttpHeaders headers) {
        Optional<String> key = Optional.ofNullable(headers.getHeaderString("Idempotency-Key"));
        if (key.filter(text -> !text.matches("[\\x20-\\x7e]{1,255}")).isPresent()) {
            throw new BadRequestException();
        }
        return key;
    }

    private static JsonObject object(JsonStructure body) {
        if (body instanceof JsonObject object) {
            return object;
        }
        throw new BadRequestException();
    }

    static long number(String digits, long otherwise) {
        if (digits == null) {
            return otherwise;
        }
        if (!digits.matches("[0-9]{1,18}")) {
            throw new BadRequestException();
        }
        return Long.parseLong(digits);
    }
}

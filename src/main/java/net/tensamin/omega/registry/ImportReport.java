package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.RefusedChangeException;

/** What became of the accounts of an import. For one thread at a time. */
public final class ImportReport {
    private int made;
    private int changed;
    private int unchanged;
    private final List<Given> given = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    /** An id that Omega has made. */
    private record Given(ImportLine line, long id) {}

    private record Refused(ImportLine line, RefusedChangeException why) {}

    void made(ImportLine line, long id) {
        made++;
        if (line.id() == 0) {
            given.add(new Given(line, id));
        }
    }

    void changed() {
        changed++;
    }

    void unchanged() {
        unchanged++;
    }

    void refused(ImportLine line, RefusedChangeException why) {
        refused.add(new Refused(line, why));
    }

    JsonObject json() {
        JsonArrayBuilder ids = Json.createArrayBuilder();
        given.forEach(each -> ids.add(Json.createObjectBuilder()
                .add("line", each.line().line())
                .add(each.line().kind().idMember(), each.id())));
        JsonArrayBuilder refusals = Json.createArrayBuilder();
        refused.forEach(each -> refusals.add(json(each)));
        return Json.createObjectBuilder()
                .add("status", "success")
                .add("made", made)
                .add("changed", changed)
                .add("unchanged", unchanged)
                .add("ids", ids)
                .add("refused", refusals)
                .build();
    }

    private static JsonObjectBuilder json(Refused one) {
        JsonObjectBuilder members = Json.createObjectBuilder();
        one.why().members().forEach(members::add);
        return Json.createObjectBuilder()
                .add("line", one.line().line())
                .add("message", one.why().getMessage())
                .add("members", members);
    }
}

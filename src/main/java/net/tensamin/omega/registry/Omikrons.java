package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.Omikron;
import net.tensamin.omega.account.OmikronContent;
import net.tensamin.omega.account.OmikronId;

/** Omikrons in the registry. */
final class Omikrons implements Kind<Omikron, OmikronContent> {
    static final Omikrons KIND = new Omikrons();

    private Omikrons() {}

    @Override
    public String plural() {
        return "omikrons";
    }

    @Override
    public String idMember() {
        return "omikron_id";
    }

    @Override
    public Class<Omikron> type() {
        return Omikron.class;
    }

    @Override
    public long id(Omikron stored) {
        return stored.id().value();
    }

    @Override
    public long version(Omikron stored) {
        return stored.version();
    }

    @Override
    public OmikronContent content(Omikron stored) {
        return stored.content();
    }

    @Override
    public Omikron make(long id, OmikronContent content) {
        return Omikron.of(new OmikronId(id), content);
    }

    @Override
    public void become(Omikron stored, OmikronContent content) {
        stored.become(content);
    }

    @Override
    public OmikronContent read(Members members, Omikron stored) {
        members.ignore("status");
        return new OmikronContent(members.text("public_key"), members.text("location"), members.text("ip_address"));
    }

    @Override
    public JsonObjectBuilder shown(Omikron stored) {
        OmikronContent content = stored.content();
        JsonObjectBuilder json =
                Json.createObjectBuilder().add(idMember(), id(stored)).add("public_key", content.publicKey());
        Optionally.add(json, "location", content.location());
        Optionally.add(json, "ip_address", content.ipAddress());
        return json;
    }

    @Override
    public boolean isHidden(long id) {
        return false;
    }

    @Override
    public void admit(Neighbours neighbours, long id, OmikronContent before, OmikronContent after) {}

    /** Its link has proven the former key. */
    @Override
    public Optional<AccountsChanged> change(long id, OmikronContent before, OmikronContent after) {
        boolean sameKey = before == null || after != null && before.publicKey().equals(after.publicKey());
        return sameKey ? Optional.empty() : Optional.of(AccountsChanged.omikron(new OmikronId(id)));
    }

    @Override
    public List<Omikron> page(EntityManager entities, Search search) {
        return entities.createNamedQuery(Omikron.PAGE, Omikron.class)
                .setParameter("after", search.after())
                .setParameter("find", search.find())
                .setParameter("id", search.id())
                .setMaxResults(search.most())
                .getResultList();
    }
}

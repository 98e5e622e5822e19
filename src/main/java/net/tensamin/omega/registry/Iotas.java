package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaContent;
import net.tensamin.omega.account.IotaId;

/** Iotas in the registry. */
final class Iotas implements Kind<Iota, IotaContent> {
    static final Iotas KIND = new Iotas();

    private Iotas() {}

    @Override
    public String plural() {
        return "iotas";
    }

    @Override
    public String idMember() {
        return "iota_id";
    }

    @Override
    public Class<Iota> type() {
        return Iota.class;
    }

    @Override
    public long id(Iota stored) {
        return stored.id().value();
    }

    @Override
    public long version(Iota stored) {
        return stored.version();
    }

    @Override
    public IotaContent content(Iota stored) {
        return stored.content();
    }

    @Override
    public Iota make(long id, IotaContent content) {
        return new Iota(new IotaId(id), content);
    }

    @Override
    public void become(Iota stored, IotaContent content) {
        stored.become(content);
    }

    @Override
    public IotaContent read(Members members, Iota stored) {
        members.ignore("status");
        return new IotaContent(members.text("public_key"));
    }

    @Override
    public JsonObjectBuilder shown(Iota stored) {
        return Json.createObjectBuilder().add(idMember(), id(stored)).add("public_key", stored.publicKey());
    }

    @Override
    public boolean isHidden(long id) {
        return id == Accounts.CANARY_IOTA.value();
    }

    @Override
    public void admit(Neighbours neighbours, long id, IotaContent before, IotaContent after) {}

    @Override
    public Optional<AccountsChanged> change(long id, IotaContent before, IotaContent after) {
        return Optional.empty();
    }

    @Override
    public List<Iota> page(EntityManager entities, Search search) {
        return entities.createNamedQuery(Iota.PAGE, Iota.class)
                .setParameter("after", search.after())
                .setParameter("canary", Accounts.CANARY_IOTA.value())
                .setParameter("find", search.find())
                .setParameter("id", search.id())
                .setMaxResults(search.most())
                .getResultList();
    }
}

package net.tensamin.omega.registry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.AccountsChanged;

/**
 * A kind of account, as the registry treats all of them alike.
 *
 * @param <E> what is stored
 * @param <C> what a client says of one, whose constraints are in its class
 */
public interface Kind<E, C extends Record> {
    /** In paths, and the list's member: {@code users}. */
    String plural();

    /** The id's member: {@code user_id}. */
    String idMember();

    Class<E> type();

    long id(E stored);

    long version(E stored);

    C content(E stored);

    E make(long id, C content);

    void become(E stored, C content);

    /** @param stored null for none, of which a member may be kept that the client does not say */
    C read(Members members, E stored);

    /** All that a client may see, or send back. */
    JsonObjectBuilder shown(E stored);

    /** What another server is to import. */
    default JsonObject exported(E stored) {
        return shown(stored).build();
    }

    /** What is stored, as {@link #read} reads it, with the patch applied (RFC 7396). */
    default JsonObject patched(E stored, JsonObject patch) {
        JsonObject now = shown(stored).build();
        return Json.createMergePatch(patch).apply(now).asJsonObject();
    }

    /** Whether the registry has nothing to do with this id. */
    boolean isHidden(long id);

    /**
     * @param before null for one that is made
     * @throws net.tensamin.omega.account.RefusedChangeException if something else has what is unique, or lacks what is needed
     */
    void admit(Neighbours neighbours, long id, C before, C after);

    /**
     * What all nodes are to know of a change; empty for nothing.
     *
     * @param before null for one that is made
     * @param after null for one that is removed
     */
    Optional<AccountsChanged> change(long id, C before, C after);

    List<E> page(EntityManager entities, Search search);

    /**
     * Some accounts, in order of id.
     *
     * @param find an id, or how a name begins; empty for all
     * @param iota whose users, 0 for all
     * @param after the id before the first
     */
    record Search(String find, long iota, long after, int most) {
        /** 0 if it is not an id that is looked for. */
        long id() {
            return find.matches("[1-9][0-9]{0,17}") ? Long.parseLong(find) : 0;
        }
    }
}

package net.tensamin.omega.registry;

import jakarta.json.JsonObject;

/**
 * An account as a call answers it.
 *
 * @param created whether the call has made it
 */
public record Shown(long id, long version, JsonObject members, boolean created) {
    static <E> Shown of(Kind<E, ?> kind, E stored, boolean created) {
        return new Shown(
                kind.id(stored), kind.version(stored), kind.shown(stored).build(), created);
    }
}

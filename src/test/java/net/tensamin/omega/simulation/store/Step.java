package net.tensamin.omega.simulation.store;

import jakarta.persistence.EntityManager;
import java.util.function.Function;

/**
 * What a client asks of a store at once: the same of the model and of a database.
 *
 * @param name of the query, or what is done with which entity
 * @param words with what it is given, for people
 */
record Step(String name, String words, Function<EntityManager, Object> work) {
    @Override
    public String toString() {
        return name + " " + words;
    }
}

package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.stream.Stream;

/** Native queries whose parameters are arrays of numbers: each is one parameter, so that the statement is the same whatever a batch's size. */
final class ArrayQuery {
    private ArrayQuery() {}

    @SuppressWarnings("unchecked") // a native query has no other type
    static List<Object[]> rows(EntityManager entities, String name, Long[]... arrays) {
        return query(entities, name, arrays).getResultList();
    }

    /** Of a query for one column. */
    @SuppressWarnings("unchecked") // a native query has no other type
    static List<Long> numbers(EntityManager entities, String name, Long[] array) {
        return query(entities, name, array).getResultList();
    }

    private static Query query(EntityManager entities, String name, Long[]... arrays) {
        Query query = entities.createNamedQuery(name);
        for (int i = 0; i < arrays.length; i++) {
            query.setParameter(i + 1, arrays[i]);
        }
        return query;
    }

    static Long[] array(Stream<Long> numbers) {
        return numbers.toArray(Long[]::new);
    }
}

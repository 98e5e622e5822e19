package net.tensamin.omega.simulation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The model, or a database that it is a model of. */
interface Store extends AutoCloseable {
    /** Empties it, but for these users and their Iotas. All clients have ended their transactions. */
    void fill(Map<Long, Long> iotasOfUsers) throws Exception;

    Client client() throws Exception;

    /** What is committed in a table, in any order: these columns of each row. */
    List<Row> rows(Table table, List<String> columns) throws Exception;

    @Override
    void close() throws SQLException;

    @Override
    String toString();
}

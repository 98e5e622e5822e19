package net.tensamin.omega.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import net.tensamin.omega.threads.LongWork;
import net.tensamin.omega.threads.UrgentWork;

/**
 * What PostgreSQL is told at the beginning of a transaction, so that it gives up what nobody can wait for any more: of a node that died in
 * mid-transaction, its locks. What the role has already (ALTER ROLE … SET) is not told again. SET LOCAL goes through a pooler, which options of the
 * connection and a plain SET do not. Of one connection, and no more thread-safe than that.
 */
final class TransactionLimits {
    private static final Executor AT_ONCE = Runnable::run;
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    private static final int KEEPALIVE_PAUSES = 3;

    private final DatabaseLimits limits;
    private final String lacking;
    private boolean patient;

    private TransactionLimits(DatabaseLimits limits, String lacking) {
        this.limits = limits;
        this.lacking = lacking;
    }

    /** Asks what the connection has. */
    static TransactionLimits on(Connection connection, DatabaseLimits limits) throws SQLException {
        return new TransactionLimits(limits, statements(lackedBy(connection, limits)));
    }

    /** PostgreSQL's names and what they should be at most, in its units: milliseconds, for keepalives seconds. */
    static Map<String, Long> wanted(DatabaseLimits limits) {
        long silence = limits.socket().toMillis();
        long pause = Math.max(1, limits.socket().toSeconds() / KEEPALIVE_PAUSES);
        Map<String, Long> wanted = new LinkedHashMap<>();
        wanted.put("lock_timeout", limits.lock().toMillis());
        wanted.put("statement_timeout", limits.statement().toMillis());
        wanted.put("idle_in_transaction_session_timeout", silence);
        wanted.put("client_connection_check_interval", CHECK_INTERVAL.toMillis());
        wanted.put("tcp_user_timeout", silence);
        wanted.put("tcp_keepalives_idle", pause);
        wanted.put("tcp_keepalives_interval", pause);
        wanted.put("tcp_keepalives_count", (long) KEEPALIVE_PAUSES - 1);
        return wanted;
    }

    /** Those of {@link #wanted} that are longer on this connection, or not there at all. */
    static Map<String, Long> lackedBy(Connection connection, DatabaseLimits limits) throws SQLException {
        Map<String, Long> lacked = wanted(limits);
        String query = "select name, setting from pg_settings where name = any (?)";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(
                    1, connection.createArrayOf("text", lacked.keySet().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    long now = rows.getLong(2);
                    lacked.computeIfPresent(rows.getString(1), (name, most) -> now > 0 && now <= most ? null : most);
                }
            }
        }
        return lacked;
    }

    static String statements(Map<String, Long> settings) {
        return settings.entrySet().stream()
                .map(each -> "set local " + each.getKey() + " = " + each.getValue() + ";")
                .collect(Collectors.joining(" "));
    }

    /** A transaction has been begun, and nothing was asked in it yet. */
    void begin(Connection connection) throws SQLException {
        boolean longWork = LongWork.isUnderWay();
        if (patient != longWork) {
            patient = longWork;
            Duration silence = longWork ? limits.socketOf(limits.work()) : limits.socket();
            connection.setNetworkTimeout(AT_ONCE, (int) silence.toMillis());
        }
        String all = lacking;
        if (longWork) {
            all += " set local statement_timeout = " + limits.work().toMillis() + ";";
        }
        if (UrgentWork.isUnderWay()) {
            all += " set local lock_timeout = " + DatabaseLimits.URGENT_LOCK.toMillis() + ";";
        }
        if (!all.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(all);
            }
        }
    }
}

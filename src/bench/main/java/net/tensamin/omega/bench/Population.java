package net.tensamin.omega.bench;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.bouncycastle.math.ec.rfc7748.X448;

/** Users and Omikrons of the load; the Omikrons share one key. */
public final class Population {
    public static final long FIRST_OMIKRON = 101;
    public static final long FIRST_RECEIVER = Traffic.FIRST_RECEIVER;
    public static final long FIRST_SENDER = Traffic.FIRST_SENDER;
    private static final int OMIKRONS = 64;
    private static final long IOTA = 100;
    private final byte[] omikronKey = new byte[X448.SCALAR_SIZE];

    public Population() {
        X448.generatePrivateKey(new SecureRandom(), omikronKey);
    }

    /** The Omikrons' raw private key. */
    byte[] omikronKey() {
        return omikronKey.clone();
    }

    /** @param database with Omega's schema, and nobody in it */
    public void settle(Connection database, int receivers) throws SQLException {
        database.setAutoCommit(false);
        try (Statement statement = database.createStatement()) {
            statement.execute("insert into iota (iota_id, public_key) values (" + IOTA + ", 'none')");
        }
        addUsers(database, Traffic.FIRST_RECEIVER, receivers);
        addUsers(database, Traffic.FIRST_SENDER, Traffic.MOST_SENDERS);
        addOmikrons(database);
        database.commit();
    }

    private static void addUsers(Connection database, long first, int count) throws SQLException {
        try (PreparedStatement insert = database.prepareStatement(
                "insert into users (user_id, username, public_key, iota_id, sub_level, sub_end) values (?, ?, 'none', ?, 0, 0)")) {
            for (long user = first; user < first + count; user++) {
                insert.setLong(1, user);
                insert.setString(2, "user" + user);
                insert.setLong(3, IOTA);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void addOmikrons(Connection database) throws SQLException {
        byte[] publicKey = new byte[X448.POINT_SIZE];
        X448.generatePublicKey(omikronKey, 0, publicKey, 0);
        try (PreparedStatement insert =
                database.prepareStatement("insert into omikron (omikron_id, public_key) values (?, ?)")) {
            for (long omikron = FIRST_OMIKRON; omikron < FIRST_OMIKRON + OMIKRONS; omikron++) {
                insert.setLong(1, omikron);
                insert.setBytes(2, publicKey);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Notices that are stored for anybody. */
    static long storedNotices(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet sum = statement.executeQuery("select coalesce(sum(amount), 0) from pending_pair")) {
            sum.next();
            return sum.getLong(1);
        }
    }
}

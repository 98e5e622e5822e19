package net.tensamin.omega.faults;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestIdentity;

/** A running system with its database, on which a fault can be made. */
interface Scene extends AutoCloseable {
    /** As the table has it. */
    String database();

    int nodes();

    /** A node that lives through every fault. */
    OmegaProcess process();

    /** Of that node. */
    URI https();

    /** A link to that node. */
    OmikronClient omikron() throws GeneralSecurityException, IOException, InterruptedException;

    /** A device of a user, which connects to that node. */
    BadgeDevice device(long user);

    /** An identified session on that node. */
    TauriClient session(TestIdentity identity, long user);

    /** Changes the store behind the server's back, which may stop it meanwhile; all or nothing. */
    void change(Act change) throws Exception;

    /** What is done to a store. */
    interface Act {
        void on(Connection connection) throws SQLException;
    }

    @Override
    void close() throws IOException;
}

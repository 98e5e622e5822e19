package net.tensamin.omega.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source that does something with each connection of another before it gives it away. */
final class DerivedDataSource extends DriverDataSource {
    private final Derivation derivation;

    /** What is done with a connection. */
    interface Derivation {
        Connection of(Connection connection) throws SQLException;
    }

    DerivedDataSource(DataSource driver, Derivation derivation) {
        super(driver);
        this.derivation = derivation;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return derivation.of(driver.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return derivation.of(driver.getConnection(user, password));
    }
}

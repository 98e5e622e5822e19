package net.tensamin.omega.store;

import java.sql.SQLException;
import net.tensamin.omega.configuration.StartFailure;
import net.tensamin.omega.configuration.StartFailure.Kind;

/** What a database that gives no connection means to the operator. */
final class DatabaseFault {
    private static final String H2_IN_USE = "90020";
    private static final String H2_WRONG_PASSWORD = "28000";

    private DatabaseFault() {}

    static StartFailure of(SQLException fault, DatabaseSettings settings) {
        String state = fault.getSQLState() == null ? "" : fault.getSQLState();
        if (state.startsWith("28") || state.equals(H2_WRONG_PASSWORD)) {
            return failure(
                    Kind.CONFIGURATION,
                    DatabaseSettings.USER.label() + " and " + DatabaseSettings.PASSWORD.label()
                            + " must be those of the database " + settings,
                    fault);
        }
        if (state.equals(H2_IN_USE)) {
            return failure(Kind.TEMPORARY, "another server uses the database " + settings, fault);
        }
        if (FirstConnection.mayBeStarting(fault)) {
            return failure(
                    Kind.TEMPORARY,
                    "the database " + settings + " was away for " + DatabaseSettings.WAIT.label() + ", "
                            + settings.patience(),
                    fault);
        }
        StartFailure other = StartFailure.of(fault);
        return other.getMessage().startsWith("omega.")
                ? other
                : failure(Kind.CONFIGURATION, DatabaseSettings.URL.label() + ": no connection to " + settings, fault);
    }

    private static StartFailure failure(Kind kind, String line, SQLException fault) {
        return new StartFailure(kind, line + ": " + fault.getMessage(), fault);
    }
}

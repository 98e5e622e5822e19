package net.tensamin.omega.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.outage.OutageLog;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * A connection to PostgreSQL that begins each transaction with its limits, notices what is wrong with it, and is then {@linkplain
 * Connection#isValid not valid} any more, so that the pool throws it away. As thread-safe as the driver's.
 */
final class WatchedConnection implements InvocationHandler {
    /** A connection that was heard from so recently need not be asked. */
    static final Duration FRESH = Duration.ofMillis(250);

    private static final int PATIENCE_SECONDS = 2;

    private final Connection driver;
    private final TransactionLimits limits;
    private final DeadConnections dead;
    private volatile long askedNanos;
    private volatile long heardNanos;
    private volatile boolean broken;
    private boolean begun;

    private WatchedConnection(Connection driver, TransactionLimits limits, DeadConnections dead) {
        this.driver = driver;
        this.limits = limits;
        this.dead = dead;
        heardNanos = dead.now();
    }

    /** @param limits of its transactions */
    static Connection around(Connection driver, TransactionLimits limits, DeadConnections dead) {
        return proxy(Connection.class, new WatchedConnection(driver, limits, dead));
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(WatchedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "isValid":
                return isValid();
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "setAutoCommit":
                begun = false;
                return call(driver, method, arguments);
            case "commit", "rollback":
                return end(method, arguments);
            default:
                Object result = call(driver, method, arguments);
                return result instanceof Statement statement
                        ? WatchedStatement.around(statement, method.getReturnType(), this, (Connection) proxy)
                        : result;
        }
    }

    private Object end(Method method, Object[] arguments) throws Throwable {
        boolean asks = begun; // else the driver has nothing to say to the database
        begun = begun && arguments != null; // to a savepoint
        askedNanos = dead.now();
        Object result = call(driver, method, arguments);
        if (asks) {
            heard();
        }
        return result;
    }

    /** Calls the driver, and learns from what comes of it. */
    Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException fault) {
                failed(fault);
            }
            throw e.getCause();
        }
    }

    /** The database has answered. */
    void heard() {
        heardNanos = dead.now();
        OutageLog.DATABASE.succeeded();
    }

    void failed(SQLException fault) {
        OutOfMemory.endIf(fault);
        OutageLog.DATABASE.failed(fault);
        Optional<Condition> condition = Condition.behind(fault);
        if (condition.filter(Condition.READ_ONLY::equals).isPresent()) {
            broken = true;
        } else if (condition.filter(Condition.UNREACHABLE::equals).isPresent()) {
            broken = true;
            dead.found(askedNanos);
        }
    }

    /** Before a statement: the limits, if it is the first of its transaction. */
    void beforeStatement() throws SQLException {
        askedNanos = dead.now();
        if (!begun && !driver.getAutoCommit()) {
            begun = true;
            limits.begin(driver);
        }
    }

    private boolean isValid() throws SQLException {
        if (broken || dead.include(heardNanos)) {
            return false;
        }
        if (dead.now() - heardNanos < FRESH.toNanos()) {
            return !driver.isClosed();
        }
        askedNanos = dead.now();
        boolean valid = driver.isValid(PATIENCE_SECONDS);
        if (valid) {
            heard();
        } else {
            broken = true;
            dead.found(askedNanos);
        }
        return valid;
    }
}

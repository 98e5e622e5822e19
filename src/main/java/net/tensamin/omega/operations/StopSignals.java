package net.tensamin.omega.operations;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has work done before a signal ends the process. The virtual machine answers one with its shutdown hooks, all at once: one
 * of the server's stops the application while another deletes the classes that it has not loaded yet. The JDK's
 * {@code sun.misc.Signal} (JEP 260: without a successor, hence open to all) is looked up and not required. Thread-safe.
 */
final class StopSignals {
    private static final Logger LOG = System.getLogger(StopSignals.class.getName());

    private final List<String> names;
    private final Runnable work;
    private final Map<Object, Object> formerHandlers = new LinkedHashMap<>();

    /**
     * @param names such as {@code TERM}
     * @param work blocks until the process may end
     */
    StopSignals(List<String> names, Runnable work) {
        this.names = names;
        this.work = work;
    }

    /** From now on the first of the signals has the work done, and then its former effect. A second one has that at once. */
    synchronized void intercept() {
        try {
            Class<?> handler = jdkClass("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, this::called);
            for (String name : names) {
                Object signal = signals().getConstructor(String.class).newInstance(name);
                formerHandlers.put(signal, handle(signal, ours));
            }
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    Level.WARNING,
                    "Stop signals cannot be intercepted here: the server may stop before a drain is done",
                    e);
        }
    }

    /** @return whether they were intercepted until now */
    synchronized boolean restore() {
        boolean intercepted = !formerHandlers.isEmpty();
        formerHandlers.forEach(StopSignals::restore);
        formerHandlers.clear();
        return intercepted;
    }

    private static void restore(Object signal, Object formerHandler) {
        try {
            handle(signal, formerHandler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the handler of " + signal + " was accepted before", e);
        }
    }

    /** A call of the handler, on a thread that the virtual machine makes for each signal. */
    private Object called(Object handler, Method method, Object[] arguments) throws ReflectiveOperationException {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        try {
            if (restore()) {
                work.run();
            }
        } finally {
            signals().getMethod("raise", signals()).invoke(null, arguments);
        }
        return null;
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> handlers = jdkClass("sun.misc.SignalHandler");
        return signals().getMethod("handle", signals(), handlers).invoke(null, signal, handler);
    }

    private static Class<?> signals() throws ClassNotFoundException {
        return jdkClass("sun.misc.Signal");
    }

    /** WildFly shows an application only those of the JDK's modules that it asks for. */
    private static Class<?> jdkClass(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }
}

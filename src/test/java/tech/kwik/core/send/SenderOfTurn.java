package tech.kwik.core.send;

import java.io.IOException;
import java.lang.reflect.Field;

/** The sender of a Kwik client whose connection has a turn, and that so has no thread: it sends when it is told to. */
public final class SenderOfTurn {
    private static final long NOTHING_DELAYED = 5000; // what SenderImpl waits when it has no reason to

    private final SenderImpl sender;

    /** @param sender has been started */
    public SenderOfTurn(SenderImpl sender) {
        this.sender = sender;
        set("senderThread", new Thread()); // which is interrupted at the end, and never runs
    }

    /** @return milliseconds after which to call again, negative if nothing is delayed */
    public long work() throws IOException {
        boolean last = (boolean) get("stopping");
        sender.sendIfAny();
        if (last) {
            ((Runnable) get("shutdownHook")).run();
            return -1;
        }
        long millis = sender.determineMaximumWaitTime();
        return millis == NOTHING_DELAYED ? -1 : millis;
    }

    /** Whether nothing is sent any more. */
    public boolean hasEnded() {
        return (boolean) get("stopping");
    }

    private Object get(String name) {
        try {
            return field(name).get(sender);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void set(String name, Object value) {
        try {
            field(name).set(sender, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field field(String name) {
        try {
            Field field = SenderImpl.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}

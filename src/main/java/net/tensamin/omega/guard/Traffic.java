package net.tensamin.omega.guard;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.ssl.SSLBaseFilter;

/** Sees each byte, before TLS does, and when TLS has begun. */
@SuppressWarnings("rawtypes") // as the interfaces have it
final class Traffic extends ConnectionProbe.Adapter implements SSLBaseFilter.HandshakeListener {
    private final Door door;

    Traffic(Door door) {
        this.door = door;
    }

    @Override
    public void onReadEvent(Connection connection, Buffer data, int size) {
        door.came(connection, size);
    }

    @Override
    public void onWriteEvent(Connection connection, Buffer data, long size) {
        if (size > 0) {
            door.took(connection, size);
        }
    }

    @Override
    public void onStart(Connection<?> connection) {}

    @Override
    public void onComplete(Connection<?> connection) {
        door.shookHands(connection);
    }

    @Override
    public void onFailure(Connection<?> connection, Throwable cause) {}
}

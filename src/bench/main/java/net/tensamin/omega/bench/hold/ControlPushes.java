package net.tensamin.omega.bench.hold;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Pushes asked for on a {@link ControlPort}, or what speaks like one. */
final class ControlPushes implements PushSource {
    private final Socket socket;
    private final DataOutputStream out;

    ControlPushes(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    @Override
    public void push(int client) throws IOException {
        out.writeInt(client);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package net.tensamin.omega.bench.hold;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.IntConsumer;

/** Where the load asks a server for pushes: a TCP connection that carries the numbers of clients. One at a time. */
final class ControlPort implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final IntConsumer push;

    private ControlPort(IntConsumer push) throws IOException {
        this.push = push;
    }

    static ControlPort open(IntConsumer push) throws IOException {
        ControlPort port = new ControlPort(push);
        Thread thread = new Thread(port::serve, "control");
        thread.setDaemon(true);
        thread.start();
        return port;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket load = socket.accept();
                    DataInputStream in = new DataInputStream(new BufferedInputStream(load.getInputStream()))) {
                while (true) {
                    push.accept(in.readInt());
                }
            } catch (EOFException ended) {
                continue;
            } catch (IOException e) {
                System.err.println("control: " + e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

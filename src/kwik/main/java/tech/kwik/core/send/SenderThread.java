package tech.kwik.core.send;

import tech.kwik.core.concurrent.TurnSeam;

/** In place of the thread that Kwik makes for each sender: one that never starts when the connection has a turn. */
final class SenderThread extends Thread {
    SenderThread(Runnable loop, String name) {
        super(loop, name);
    }

    @Override
    public synchronized void start() {
        if (TurnSeam.current() == null) {
            super.start();
        }
    }
}

package net.tensamin.omega.omikron;

import java.util.List;

/** The socket as its link sees it. No method blocks or throws; on a socket that has ended they do nothing. */
interface Wire {

    /** Frames leave in the order of the calls. */
    default void send(String frame) {
        send(List.of(frame));
    }

    /** In this order, and together if the socket can. */
    void send(List<String> frames);

    /** It is known whose link it is. */
    default void identified() {}

    /** Closes once what was sent has left. Later calls do nothing. */
    void close(Closing closing);
}

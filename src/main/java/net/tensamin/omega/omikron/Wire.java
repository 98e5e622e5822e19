package net.tensamin.omega.omikron;

/** The socket as its link sees it. No method blocks or throws; on a socket that has ended they do nothing. */
interface Wire {

    /** Frames leave in the order of the calls. */
    void send(String frame);

    /** Closes once what was sent has left. Later calls do nothing. */
    void close(Closing closing);
}

package net.tensamin.omega.guard;

import java.time.Duration;

/**
 * How long a client may take.
 *
 * @param handshake until TLS has begun, however it comes
 * @param head from the first byte of a request to the end of its head
 * @param body all of it
 * @param idle between two requests
 * @param stall that it takes nothing of an answer
 * @param farewell that is waited after the last answer, so that it is not lost to a reset
 */
record Deadlines(Duration handshake, Duration head, Duration body, Duration idle, Duration stall, Duration farewell) {}

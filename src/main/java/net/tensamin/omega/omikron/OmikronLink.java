package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.OmikronId;

/**
 * The state machine of one link (SPEC §5): UNIDENTIFIED → CHALLENGED → IDENTIFIED → CLOSED. Before identification the
 * first frame that does not lead there, except a ping, closes the link; after it, no frame does. Frames come one at a
 * time, and may wait for the database; time passes on another thread, and waits for no frame.
 */
final class OmikronLink {
    private static final Logger LOG = System.getLogger(OmikronLink.class.getName());

    private enum State {
        UNIDENTIFIED,
        CHALLENGED,
        IDENTIFIED,
        CLOSED
    }

    private final Wire wire;
    private final LongSupplier nanos;
    private final Authentication authentication;
    private final LinkHeartbeat heartbeat;
    private final AnswerOrder answers;
    private final Frames frames = new Frames();
    private volatile State state = State.UNIDENTIFIED;
    private volatile Admission.Admitted admitted;

    OmikronLink(Wire wire, LongSupplier nanos, Admission admission, OmikronSettings settings) {
        this.wire = wire;
        this.nanos = nanos;
        this.authentication = new Authentication(admission);
        this.answers = new AnswerOrder(wire);
        this.heartbeat = new LinkHeartbeat(settings, nanos.getAsLong());
    }

    /**
     * A frame of the Omikron. The reply to a request leaves when it is certain and those before it have left; the reply
     * to any other frame leaves at once.
     *
     * @param answered is run once nothing remains to be done for this frame
     * @return what the frame counts for
     */
    int received(String text, Runnable answered) {
        if (state == State.CLOSED) {
            answered.run();
            return 1;
        }
        heartbeat.heard(nanos.getAsLong());
        OmikronFrame frame = OmikronCodec.read(text);
        handle(frame, answered);
        return frame.message().cost();
    }

    private void handle(OmikronFrame frame, Runnable answered) {
        if (state == State.IDENTIFIED && frame.message() instanceof OmikronRequest request) {
            answers.add(frame.id(), () -> request.answer(admitted), answered);
            return;
        }
        Outcome outcome = answer(frame.message());
        outcome.reply().ifPresent(reply -> wire.send(reply.frame(frame.id())));
        outcome.closing().ifPresent(this::close);
        answered.run();
    }

    /** A frame of the Omikron is looked at, which may take its time. Thread-safe. */
    void handling() {
        heartbeat.handling(nanos.getAsLong());
    }

    /** That is done. Thread-safe. */
    void handled() {
        heartbeat.handled(nanos.getAsLong());
    }

    /** The Omikron spoke, or may have: nobody reads it just now. Thread-safe. */
    void heard() {
        heartbeat.heard(nanos.getAsLong());
    }

    /** Time has passed. To be called a few times each ping interval, by one thread at a time. Does not block. */
    void tick() {
        if (state == State.CLOSED) {
            return;
        }
        long now = nanos.getAsLong();
        if (heartbeat.isSilent(now) || state != State.IDENTIFIED && heartbeat.isOverdue(now)) {
            close(Closing.SILENT);
        } else if (state == State.IDENTIFIED && admitted.isReplaced()) {
            close(Closing.REPLACED);
        } else if (state == State.IDENTIFIED && heartbeat.pingDue(now)) {
            wire.send(OmikronReply.ping(heartbeat.lastPingMillis()).frame(OmikronCodec.newId()));
            heartbeat.pinged(now);
        }
    }

    /** For the log. Thread-safe. */
    String who() {
        return authentication.claimed().map(omikron -> "Omikron " + omikron).orElse("an unknown Omikron");
    }

    /** Whether it says that it is a link of one of these. Thread-safe. */
    boolean claimsOneOf(Set<OmikronId> omikrons) {
        return authentication.claimed().filter(omikrons::contains).isPresent();
    }

    /** Whether its Omikron is still registered as when the link was challenged. Asks the registry. */
    boolean isCurrent() {
        return authentication.isCurrent();
    }

    /** Whether it has never identified. Thread-safe. */
    boolean isStranger() {
        return admitted == null;
    }

    /** Its Omikron; empty before it has proven that. */
    Optional<OmikronId> identified() {
        return state == State.IDENTIFIED ? authentication.claimed() : Optional.empty();
    }

    /** The round trip of the last answered ping, -1 before the first. */
    long lastPingMillis() {
        return heartbeat.lastPingMillis();
    }

    void close(Closing closing) {
        wire.close(closing);
        ended();
    }

    /** The socket has ended. */
    void ended() {
        if (leave() == State.IDENTIFIED) {
            admitted.ended();
        }
    }

    private synchronized State leave() {
        State former = state;
        state = State.CLOSED;
        return former;
    }

    /** Returns whether the link got there, and has not ended meanwhile. */
    private synchronized boolean enter(State next) {
        boolean open = state != State.CLOSED;
        state = open ? next : state;
        return open;
    }

    private Outcome answer(OmikronMessage message) {
        try {
            return message.accept(frames);
        } catch (RuntimeException e) {
            String kind = message.getClass().getSimpleName();
            LOG.log(Level.WARNING, kind + " of " + who() + " was not handled", e);
            return state == State.IDENTIFIED
                    ? Outcome.reply(OmikronError.ERROR_INTERNAL)
                    : Outcome.refusal(OmikronError.ERROR_INTERNAL, Closing.INTERNAL_ERROR);
        }
    }

    private Outcome challenge(OmikronId claimed) {
        Optional<X448Challenge> challenge = authentication.challenge(claimed);
        if (challenge.isEmpty()) {
            return Outcome.refusal(OmikronError.ERROR_NOT_AUTHENTICATED, Closing.NOT_AUTHENTICATED);
        }
        enter(State.CHALLENGED);
        return Outcome.reply(OmikronReply.challenge(challenge.get()));
    }

    private Outcome admit(String answer) {
        if (!authentication.isPassedBy(answer)) {
            return Outcome.refusal(OmikronError.ERROR_INVALID_CHALLENGE, Closing.NOT_AUTHENTICATED);
        }
        Admission.Admitted begun = authentication.admit();
        admitted = begun;
        if (!enter(State.IDENTIFIED)) {
            begun.ended();
        }
        wire.identified();
        return Outcome.reply(OmikronReply.accepted());
    }

    private final class Frames implements OmikronMessage.Handler<Outcome> {
        @Override
        public Outcome identification(OmikronMessage.Identification identification) {
            return state == State.UNIDENTIFIED
                    ? challenge(identification.omikron())
                    : misplaced(OmikronError.ERROR_PROTOCOL);
        }

        @Override
        public Outcome challengeResponse(OmikronMessage.ChallengeResponse response) {
            return state == State.CHALLENGED ? admit(response.text()) : misplaced(OmikronError.ERROR_PROTOCOL);
        }

        @Override
        public Outcome ping(OmikronMessage.Ping ping) {
            return Outcome.reply(OmikronReply.pong(heartbeat.lastPingMillis()));
        }

        @Override
        public Outcome pong(OmikronMessage.Pong pong) {
            if (state != State.IDENTIFIED) {
                return misplaced(OmikronError.ERROR_PROTOCOL);
            }
            heartbeat.ponged(nanos.getAsLong());
            return Outcome.NOTHING;
        }

        @Override
        public Outcome request(OmikronRequest request) {
            return misplaced(OmikronError.ERROR_PROTOCOL);
        }

        @Override
        public Outcome malformed(OmikronMessage.Malformed malformed) {
            return misplaced(malformed.error());
        }

        /** An identified Omikron is told what is wrong; anyone else only that it has to identify. */
        private Outcome misplaced(OmikronError error) {
            return state == State.IDENTIFIED
                    ? Outcome.reply(error)
                    : Outcome.refusal(OmikronError.ERROR_NOT_AUTHENTICATED, Closing.NOT_AUTHENTICATED);
        }
    }
}

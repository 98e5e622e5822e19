package net.tensamin.omega.omikron;

import java.util.Optional;

/** What is sent in answer to a frame, and whether the link then ends. */
record Outcome(Optional<OmikronReply> reply, Optional<Closing> closing) {
    static final Outcome NOTHING = new Outcome(Optional.empty(), Optional.empty());

    static Outcome reply(OmikronReply reply) {
        return new Outcome(Optional.of(reply), Optional.empty());
    }

    static Outcome reply(OmikronError error) {
        return reply(OmikronReply.error(error));
    }

    static Outcome refusal(OmikronError error, Closing closing) {
        return new Outcome(Optional.of(OmikronReply.error(error)), Optional.of(closing));
    }
}

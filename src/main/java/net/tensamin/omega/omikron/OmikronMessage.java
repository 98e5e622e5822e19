package net.tensamin.omega.omikron;

import net.tensamin.omega.account.OmikronId;

/** What an Omikron sends (SPEC §5): to identify itself, to keep the link, and its requests. */
sealed interface OmikronMessage
        permits OmikronMessage.Identification,
                OmikronMessage.ChallengeResponse,
                OmikronMessage.Ping,
                OmikronMessage.Pong,
                OmikronMessage.Malformed,
                OmikronRequest {

    <R> R accept(Handler<R> handler);

    /** How many messages it counts for, by what it has done. */
    default int cost() {
        return 1;
    }

    interface Handler<R> {
        R identification(Identification identification);

        R challengeResponse(ChallengeResponse response);

        R ping(Ping ping);

        R pong(Pong pong);

        R request(OmikronRequest request);

        R malformed(Malformed malformed);
    }

    record Identification(OmikronId omikron) implements OmikronMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.identification(this);
        }
    }

    /** @param text what the Omikron decrypted */
    record ChallengeResponse(String text) implements OmikronMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.challengeResponse(this);
        }
    }

    /** The Omikron's heartbeat. The round trip that it reports is of no use here, and is not read. */
    record Ping() implements OmikronMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ping(this);
        }
    }

    /** Answers the oldest open ping. */
    record Pong() implements OmikronMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.pong(this);
        }
    }

    /** A frame that is none of the others. */
    record Malformed(OmikronError error) implements OmikronMessage {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.malformed(this);
        }
    }
}

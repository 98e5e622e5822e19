package net.tensamin.omega.omikron;

import java.security.KeyPair;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.account.OmikronId;

/** Which Omikrons may have a link, and what answers their requests then. Every call may block. */
interface Admission {

    /** The X448 key pair with which challenges are made. */
    KeyPair own();

    /** The raw X448 public key of a registered Omikron. */
    Optional<byte[]> keyOf(OmikronId omikron);

    /** The Omikron has proven who it is: its link replaces any earlier one. */
    Admitted admit(OmikronId omikron);

    /**
     * Answers an identified link's requests, and is what the link holds until it ends. Requests take effect in the
     * order of the calls; an answer comes when it is certain, on any thread.
     */
    interface Admitted extends OmikronRequest.Answers<CompletableFuture<Optional<OmikronReply>>> {

        boolean isReplaced();

        /** The link has ended; called once, and nothing after it. */
        void ended();
    }
}

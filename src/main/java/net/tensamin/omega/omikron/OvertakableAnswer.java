package net.tensamin.omega.omikron;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An answer that later ones no longer wait for once it is known to take long. */
final class OvertakableAnswer extends CompletableFuture<Optional<OmikronReply>> {
    private final CompletionStage<Void> overtaken;

    OvertakableAnswer(CompletionStage<Void> overtaken) {
        this.overtaken = overtaken;
    }

    /** Done from when on it is overtaken. */
    CompletableFuture<Void> overtaken() {
        return overtaken.toCompletableFuture();
    }
}

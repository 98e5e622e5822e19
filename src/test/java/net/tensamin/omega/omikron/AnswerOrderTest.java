package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswerOrderTest {
    private final List<String> said = new ArrayList<>();
    private final List<Error> errors = new ArrayList<>();
    private final AnswerOrder answers = new AnswerOrder(new Wire() {
        @Override
        public void send(List<String> frames) {
            if (!errors.isEmpty()) {
                throw errors.remove(0);
            }
            frames.forEach(frame -> said.add("answer"));
        }

        @Override
        public void close(Closing closing) {
            said.add(closing.name());
        }
    });

    @Test
    void answersLeaveInTheOrderOfTheirRequests() {
        CompletableFuture<Optional<OmikronReply>> first = new CompletableFuture<>();
        CompletableFuture<Optional<OmikronReply>> second = new CompletableFuture<>();
        answers.add("1", () -> first, () -> said.add("first"));
        answers.add("2", () -> second, () -> said.add("second"));

        second.complete(Optional.of(OmikronReply.accepted()));
        assertEquals(List.of(), said);
        first.complete(Optional.of(OmikronReply.accepted()));

        assertEquals(List.of("answer", "answer", "first", "second"), said);
    }

    @Test
    void onlyWhatWaitsForALockedMailboxIsOvertaken() {
        CompletableFuture<Void> locked = new CompletableFuture<>();
        OvertakableAnswer first = new OvertakableAnswer(locked);
        CompletableFuture<Optional<OmikronReply>> second = new CompletableFuture<>();
        CompletableFuture<Optional<OmikronReply>> third = new CompletableFuture<>();
        answers.add("1", () -> first, () -> said.add("first"));
        answers.add("2", () -> second, () -> said.add("second"));
        answers.add("3", () -> third, () -> said.add("third"));

        third.complete(Optional.of(OmikronReply.accepted()));
        locked.complete(null);
        assertEquals(List.of(), said, "the second still waits for its commit");
        second.complete(Optional.of(OmikronReply.accepted()));
        assertEquals(List.of("answer", "answer", "second", "third"), said);
        first.complete(Optional.of(OmikronReply.accepted()));

        assertEquals(List.of("answer", "answer", "second", "third", "answer", "first"), said);
    }

    /** It would else beat on, and never answer again. */
    @Test
    void aLinkWhoseAnswersAreLostIsClosed() {
        errors.add(new StackOverflowError("in a test"));
        request();
        assertEquals(List.of("INTERNAL_ERROR"), said);

        request();

        assertEquals(List.of("INTERNAL_ERROR", "answer", "answered"), said);
    }

    private void request() {
        answers.add(
                "1",
                () -> CompletableFuture.completedFuture(Optional.of(OmikronReply.accepted())),
                () -> said.add("answered"));
    }
}

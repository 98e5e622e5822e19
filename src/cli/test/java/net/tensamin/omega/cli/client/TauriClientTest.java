package net.tensamin.omega.cli.client;

import static net.tensamin.omega.cli.client.ClientFixture.ALICE;
import static net.tensamin.omega.cli.client.ClientFixture.BOB;
import static net.tensamin.omega.cli.client.ClientFixture.CAROL;
import static net.tensamin.omega.cli.client.ClientFixture.live;
import static net.tensamin.omega.cli.client.ClientFixture.staying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauriClientTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @Test
    void identifiesFirstAndAsksForTheAmountsThen() {
        ClientFixture alice = staying();
        alice.connected();
        assertEquals(
                "{\"type\":\"tauri_identification\",\"id\":\"1\",\"data\":{\"user_id\":\"" + ALICE + "\"}}",
                alice.last().toString());
        alice.success();
        assertEquals(List.of("tauri_identification", "ping", "get_notifications"), types(alice), "it pings first");
        alice.answer("get_notifications", "7:3 9:1");
        assertEquals("7:3 9:1", alice.shown());
    }

    private static List<String> types(ClientFixture client) {
        return client.sent.stream().map(message -> message.getString("type")).toList();
    }

    @Test
    void aPongLeavesOnlyAfterTheStateIsOnDisk() {
        ClientFixture alice = live("");
        alice.done.clear();
        alice.push(BOB, 1);
        alice.push(CAROL, 1);
        assertFalse(alice.done.contains("save 7:1 9:1"));
        alice.ping();
        assertEquals(List.of("save 7:1 9:1", "send pong"), alice.done);
        assertEquals("{\"last_ping\":12}", alice.last().getJsonObject("data").toString());
    }

    @Test
    void anotherCertificateIsShownAtOnceAndNoBadgeIsLost() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.client().certificateRenewed();
        assertEquals("7:1", ClientFixture.text(alice.saved));
        assertEquals(List.of(Duration.ZERO), alice.waits);

        alice.identify();

        assertEquals(2, alice.sent("tauri_identification"));
        assertEquals("7:1", alice.shown());
    }

    @Test
    void aClientThatIsAwayShowsItsCertificateWhenItComesBackAnyhow() {
        ClientFixture alice = live("");
        alice.ended(Ending.lost("gone"));
        List<Duration> waits = List.copyOf(alice.waits);
        alice.client().certificateRenewed();
        assertEquals(waits, alice.waits);
    }

    @Test
    void whatCannotBeSavedIsNotProvenAndAskedForAgainLater() {
        ClientFixture alice = live("");
        alice.diskFull = true;
        alice.push(BOB, 1);
        alice.client().settled();
        alice.ping();
        assertEquals(0, alice.sent("pong"));
        assertEquals("7:1", alice.shown());
        assertTrue(alice.waits.get(0).compareTo(Duration.ofSeconds(30)) >= 0, alice.waits::toString);

        alice.diskFull = false;
        alice.passes(alice.waits.get(0));
        alice.identify();
        alice.ping();
        assertEquals(1, alice.sent("pong"));
        assertEquals("7:1", ClientFixture.text(alice.saved));
    }

    @Test
    void aReadThatCannotBeSavedIsToldNevertheless() {
        ClientFixture alice = live("7:3");
        alice.diskFull = true;
        alice.client().read(BOB);
        assertEquals("read_notification", alice.last().getString("type"));
    }

    @Test
    void aSenderMayHaveTheLargestIdThereIs() {
        ClientFixture alice = live("");
        alice.push(Long.MAX_VALUE, Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE + ":" + Long.MAX_VALUE, alice.shown());
    }

    @Test
    void whatIsUnsavedIsSavedWhenNothingElseWaits() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.client().settled();
        assertEquals("7:1", ClientFixture.text(alice.saved));
        alice.done.clear();
        alice.client().settled();
        assertEquals(List.of(), alice.done, "once");
    }

    @Test
    void aPushThatComesAgainIsTheSameBadge() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.told("push_notification", BOB, 1, alice.revision);
        assertEquals("7:1", alice.shown());
        alice.passes(Question.PAUSE);
        assertEquals(1, alice.sent("get_notifications"), "nothing is in doubt");
    }

    /** Three notices while it was away are one push of three. */
    @Test
    void pushesSayHowMuchThereIsAndNothingIsAskedForThem() {
        ClientFixture alice = live("");
        alice.push(BOB, 3);
        for (int amount = 4; amount <= 100; amount++) {
            alice.push(BOB, amount);
        }
        assertEquals("7:100", alice.shown());
        alice.passes(Question.PAUSE);
        assertEquals(1, alice.sent("get_notifications"));
    }

    @Test
    void anAnswerThatIsOlderThanAReadRaisesNoBadge() {
        ClientFixture alice = live("7:3");
        JsonObject question = asked(alice);
        alice.cleared(BOB);
        alice.answerAsOf(alice.revision - 1, question, "7:3 9:1");
        assertEquals("9:1", alice.shown());
    }

    @Test
    void anAnswerThatIsOlderThanAPushTakesNothingFromIt() {
        ClientFixture alice = live("");
        JsonObject question = asked(alice);
        alice.push(BOB, 1);
        alice.answerAsOf(alice.revision - 1, question, "");
        assertEquals("7:1", alice.shown());
    }

    @Test
    void aPushThatAnAnswerOvertookIsOlderThanIt() {
        ClientFixture alice = live("");
        JsonObject question = asked(alice);
        alice.revision = 13;
        alice.answer(question, "get_notifications", "7:3");
        alice.told("push_notification", BOB, 2, 12);
        assertEquals("7:3", alice.shown());
        alice.told("push_notification", BOB, 3, 13);
        alice.push(BOB, 4);
        assertEquals("7:4", alice.shown());
        assertEquals(0, alice.setBacks);
    }

    @Test
    void afterARestoredBackupTheNextSessionStartsAnew() {
        ClientFixture alice = live("");
        for (int amount = 1; amount <= 9; amount++) {
            alice.push(BOB, amount);
        }
        alice.ended(Ending.lost("restored"));
        alice.passes(LONG);
        alice.revision = 12;
        alice.identify();
        assertEquals(1, alice.setBacks);
        alice.told("push_notification", BOB, 2, 12);
        assertEquals("7:2", alice.shown(), "revisions of before count no more");
        alice.answer(alice.last(), "get_notifications", "7:2");
        alice.push(CAROL, 1);
        assertEquals("7:2 9:1", alice.shown());
    }

    @Test
    void anOmegaThatIsSetBackDuringTheSessionIsFoundOutByItsPing() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.push(CAROL, 5);
        alice.revision = 11;
        alice.passes(Question.PAUSE);
        alice.hears("{'type':'ping','data':{'last_ping':1,'revision':11}}");
        alice.answer("get_notifications", "7:1");
        assertEquals("7:1", alice.shown());
        assertEquals(1, alice.setBacks);
        alice.push(CAROL, 1);
        assertEquals("7:1 9:1", alice.shown());
    }

    @Test
    void anOmegaThatIsSetBackDuringTheSessionIsFoundOutByWhatContradicts() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.push(BOB, 2);
        alice.revision = 11;
        alice.passes(Question.PAUSE);
        alice.told("push_notification", BOB, 1, 11);
        assertEquals("7:2", alice.shown(), "it may also be older than an answer");
        alice.answer("get_notifications", "7:1");
        assertEquals("7:1", alice.shown());
        assertEquals(1, alice.setBacks);
    }

    @Test
    void anOlderServerSaysOnlyThatSomethingChangedAndIsAsked() {
        ClientFixture alice = live("");
        alice.hears("{'type':'push_notification','data':{'sender_id':'7'}}");
        alice.passes(Question.PAUSE);
        alice.hears("{'type':'get_notifications','id':'" + alice.last().getString("id")
                + "','data':{'notifications':[{'sender_id':'7','amount':2}]}}");
        assertEquals("7:2", alice.shown());
        assertEquals(0, alice.setBacks);
    }

    /** A question that is not answered yet. */
    private static JsonObject asked(ClientFixture client) {
        client.client().hurry();
        client.passes(Question.PAUSE);
        return client.last();
    }

    @Test
    void aDeviceThatWasAwayForLongerThanOmegaRemembersReadsLosesItsOldBadges() {
        Badges.Pending one = new Badges.Pending(1, 1);
        ClientFixture alice = new ClientFixture(
                TauriClient.Conduct.STAYS, Badges.NONE.taken(BOB, one).taken(CAROL, one));
        alice.identify();
        alice.answer("get_notifications", "9:2");
        assertEquals("9:2", alice.shown());
    }

    @Test
    void aReadIsOnDiskBeforeOmegaIsToldAndKeptUntilItAnswers() {
        ClientFixture alice = live("7:3");
        alice.done.clear();
        alice.client().read(BOB);
        assertEquals(List.of("save read 7", "send read_notification"), alice.done);
        assertEquals("read 7", alice.shown());
        alice.answer("success", "");
        assertEquals("", alice.shown());
    }

    @Test
    void aPushDuringAReadIsNotShownUntilOmegaHasAnsweredTheRead() {
        ClientFixture alice = live("7:3");
        alice.client().read(BOB);
        JsonObject read = alice.last();
        alice.cleared(BOB);
        alice.push(BOB, 1);
        assertEquals("7:1", alice.shown(), "written after the read");
        alice.answer(read, "success", "");
        assertEquals("7:1", alice.shown());
        alice.client().read(BOB);
        alice.push(BOB, 2);
        assertEquals("read 7", alice.shown());
        alice.answer("success", "");
        alice.cleared(BOB);
        assertEquals("", alice.shown());
    }

    @Test
    void aReadThatOmegaFailedAtIsToldAgain() {
        ClientFixture alice = live("7:3");
        alice.client().read(BOB);
        alice.answer("error_internal", "");
        assertEquals("read 7", alice.shown());
        alice.passes(Question.PAUSE);
        alice.answer("get_notifications", "7:3");
        assertEquals("read_notification", alice.last().getString("type"));
        alice.answer("success", "");
        assertEquals("", alice.shown());
    }

    @Test
    void aReadThatIsWrongIsForgotten() {
        ClientFixture alice = live("");
        alice.client().read(12345);
        alice.answer("error_invalid_user_id", "");
        assertEquals("", alice.shown());
    }

    @ParameterizedTest(name = "3 of revision 10 were read while away, {0} are there, pushed {1}: {2}")
    @CsvSource({
        "7:3@10, false, told again",
        "'', false, nothing to tell",
        "7:4@11, false, shows again 7:4",
        "7:3@14, false, shows again 7:3",
        "7:3@10, true, shows again 7:4"
    })
    void aReadWhileAwayIsToldOnlyIfNothingCameSince(String there, boolean pushed, String outcome) {
        ClientFixture alice = live("7:3");
        alice.ended(Ending.lost("test"));
        alice.client().read(BOB);
        assertEquals("read 7", ClientFixture.text(alice.saved));
        alice.passes(LONG);
        alice.revision = 14;
        alice.identify();
        JsonObject question = alice.last();
        if (pushed) {
            alice.push(BOB, 4);
        }
        alice.answerAsOf(14, question, there);
        switch (outcome) {
            case "told again" -> {
                assertEquals("read_notification", alice.last().getString("type"));
                assertEquals("read 7", alice.shown());
            }
            case "nothing to tell" -> {
                assertEquals(0, alice.sent("read_notification"));
                assertEquals("", alice.shown());
            }
            default -> {
                assertEquals(0, alice.sent("read_notification"));
                assertEquals(outcome.substring("shows again ".length()), alice.shown());
                assertEquals(List.of(BOB), alice.unread);
            }
        }
    }

    @Test
    void aReadElsewhereSettlesOneOfOurs() {
        ClientFixture alice = live("7:3");
        alice.client().read(BOB);
        alice.cleared(BOB);
        alice.push(BOB, 1);
        assertEquals("7:1", alice.shown(), "after the read");
    }

    @ParameterizedTest
    @CsvSource({"100", "101", "102", "103", "104", "199", "0", "300"})
    void itComesBackAfterEveryCodeThatIsNot2xx(long code) {
        ClientFixture alice = live("");
        alice.ended(Ending.ofCloseCode(code, ""));
        assertEquals(1, alice.connection());
        alice.passes(LONG);
        assertEquals(2, alice.connection());
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 201, 299})
    void itNeverComesBackAfter2xx(long code) {
        ClientFixture alice = live("");
        alice.ended(Ending.ofCloseCode(code, ""));
        assertEquals("end " + ExitCode.ENDED_FOR_GOOD, alice.done.get(alice.done.size() - 1));
        alice.passes(LONG);
        alice.client().hurry();
        alice.client().networkChanged();
        alice.client().leave();
        alice.passes(LONG);
        assertEquals(1, alice.connection());
    }

    @Test
    void itStaysAwayAsLongAsOmegaAsks() {
        ClientFixture alice = live("");
        alice.ended(Ending.ofCloseCode(100, "retry-after-ms=7000"));
        assertEquals(List.of(Duration.ofMillis(7000)), alice.waits);
        alice.client().networkChanged();
        alice.passes(Duration.ofMillis(6999));
        assertEquals(1, alice.connection());
        alice.passes(Duration.ofMillis(1));
        assertEquals(2, alice.connection());
    }

    @Test
    void itDoesNotFightANewerSessionOfItsDevice() {
        ClientFixture alice = live("");
        for (int replaced = 0; replaced < 8; replaced++) {
            alice.ended(Ending.ofCloseCode(102, ""));
            alice.client().networkChanged();
            alice.passes(alice.waits.get(replaced).minusMillis(1));
            assertEquals(replaced + 1, alice.connection());
            alice.passes(Duration.ofMillis(1));
            alice.identify();
            alice.ping();
        }
        assertTrue(alice.waits.get(0).compareTo(Duration.ofSeconds(30)) >= 0, alice.waits::toString);
        assertTrue(alice.waits.get(7).compareTo(Duration.ofMinutes(30)) >= 0, alice.waits::toString);
    }

    @Test
    void theUserMayHaveItConnectAtOnce() {
        ClientFixture alice = live("");
        alice.ended(Ending.ofCloseCode(102, ""));
        alice.client().hurry();
        alice.client().tick();
        assertEquals(2, alice.connection());
    }

    @Test
    void triesThatFailAreFurtherAndFurtherApartUntilASessionHolds() {
        ClientFixture alice = staying();
        for (int failed = 0; failed < 12; failed++) {
            alice.client().tick();
            alice.ended(Ending.lost("test"));
            alice.passes(ReturnSchedule.LONGEST);
        }
        assertTrue(alice.waits.stream().anyMatch(wait -> wait.toSeconds() > 20), alice.waits::toString);
        alice.identify();
        alice.ping();
        alice.ended(Ending.lost("test"));
        assertTrue(alice.waits.get(12).compareTo(ReturnSchedule.FIRST) <= 0, alice.waits::toString);
    }

    @Test
    void anotherNetworkEndsTheConnectionAndAWait() {
        ClientFixture alice = live("");
        alice.client().networkChanged();
        assertTrue(alice.done.contains("disconnect 1"));
        for (int failed = 0; failed < 12; failed++) {
            alice.passes(ReturnSchedule.LONGEST);
            alice.ended(Ending.lost("test"));
        }
        alice.client().networkChanged();
        alice.passes(ReturnSchedule.FIRST);
        assertEquals(14, alice.connection());
    }

    @ParameterizedTest
    @CsvSource({"error_invalid_user_id, true", "error_not_authenticated, true", "error_internal, false"})
    void anIdentificationThatIsNotAcceptedEndsItUnlessThatMayPass(String error, boolean forGood) {
        ClientFixture alice = staying();
        alice.connected();
        alice.answer(error, "");
        assertEquals(forGood, alice.done.contains("end " + ExitCode.ERROR_REPLY), alice.done::toString);
        assertEquals(!forGood, alice.done.contains("away"), alice.done::toString);
    }

    @Test
    void aRequestThatIsNotAnsweredEndsTheConnection() {
        ClientFixture alice = staying();
        alice.connected();
        alice.passes(ClientSession.REPLY_WITHIN.minusMillis(1));
        assertFalse(alice.done.contains("away"));
        alice.passes(Duration.ofMillis(1));
        assertTrue(alice.done.contains("away"));
    }

    @Test
    void silenceIsProbedAndThenGivenUp() {
        ClientFixture alice = live("");
        alice.passes(ClientSession.SILENCE);
        assertEquals("ping", alice.last().getString("type"));
        alice.answer("pong", "");
        alice.passes(ClientSession.SILENCE);
        assertEquals(3, alice.sent("ping"), "and one at the begin");
        alice.passes(ClientSession.REPLY_WITHIN);
        assertTrue(alice.done.contains("away"));
    }

    @Test
    void onceOmegaSaysWhenItPingsSilenceUntilThenIsNotProbed() {
        ClientFixture alice = live("");
        alice.hears("{'type':'ping','data':{'last_ping':12,'next_ping':120000}}");
        alice.passes(Duration.ofSeconds(60));
        alice.push(ClientFixture.BOB, 1);
        alice.passes(Duration.ofSeconds(60).plus(ClientSession.OVERDUE).minusMillis(1));
        assertEquals(1, alice.sent("ping"), "that at the begin");

        alice.passes(Duration.ofMillis(1));
        assertEquals(2, alice.sent("ping"));
        alice.answer("pong", "");
        alice.passes(ClientSession.SILENCE);
        assertEquals(3, alice.sent("ping"), "a promise that was not kept counts no more");
    }

    @Test
    void aPingThatIsToComeInAThousandYearsIsWaitedForForADay() {
        ClientFixture alice = live("");
        alice.hears("{'type':'ping','data':{'last_ping':12,'next_ping':" + Long.MAX_VALUE + "}}");
        alice.passes(Duration.ofHours(23));
        assertEquals(1, alice.sent("ping"));
        alice.passes(Duration.ofHours(2));
        assertEquals(2, alice.sent("ping"));
    }

    @Test
    void aConnectionThatNeverComesAboutIsGivenUp() {
        ClientFixture alice = staying();
        alice.client().tick();
        alice.passes(Duration.ofSeconds(30));
        assertEquals(List.of("connect 1", "disconnect 1", "away"), alice.done);
    }

    @Test
    void whatAnOlderConnectionSaysIsIgnored() {
        ClientFixture alice = live("");
        alice.client().networkChanged();
        alice.passes(ReturnSchedule.FIRST);
        alice.client().line(1, Envelope.parse("{\"type\":\"push_notification\",\"data\":{\"sender_id\":\"7\"}}"));
        alice.client().ended(1, Ending.ofCloseCode(200, ""));
        alice.client().connected(1);
        assertEquals("", alice.shown());
        assertEquals("connect 2", alice.done.get(alice.done.size() - 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'push_notification'}",
                "{'type':'push_notification','data':{'sender_id':'x'}}",
                "{'type':'push_notification','data':{'sender_id':-7}}",
                "{'type':'read_notification','data':{'sender_id':99999999999999999999}}",
                "{'type':'success','id':'777'}",
                "{'type':'error_protocol','id':'server-made'}",
                "{'type':'tomorrow','data':7}"
            })
    void whatItDoesNotKnowChangesNothing(String message) {
        ClientFixture alice = live("7:3");
        alice.hears(message);
        assertEquals("7:3", alice.shown());
        assertFalse(alice.done.contains("away"));
    }

    @Test
    void amountsThatAreNoneEndTheConnection() {
        ClientFixture alice = staying();
        alice.identify();
        alice.hears("{'type':'get_notifications','id':'3','data':{'notifications':[{'sender_id':'7'},5]}}");
        assertTrue(alice.done.contains("away"));
    }

    @Test
    void aClientForOnceEndsWithItsConnectionAndAsksNothing() {
        ClientFixture listen = new ClientFixture(TauriClient.Conduct.ONCE, Badges.NONE);
        listen.identify();
        assertEquals(List.of("connect 1", "send tauri_identification", "identified"), listen.done);
        listen.ended(Ending.lost("test"));
        assertTrue(listen.done.contains("end " + ExitCode.ENDED));
    }

    @Test
    void leavingSavesAndSaysGoodbye() {
        ClientFixture alice = live("");
        alice.push(BOB, 1);
        alice.done.clear();
        alice.client().leave();
        assertEquals(List.of("save 7:1", "disconnect 1", "end " + ExitCode.DONE), alice.done);
    }
}

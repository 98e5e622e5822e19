package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.mailbox.TestNotices;
import net.tensamin.omega.presence.LinkEpoch;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.TestPresence;
import net.tensamin.omega.registry.TestRegistrations;
import net.tensamin.omega.testing.Allocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the requests of SPEC §5 do and are answered, by accounts that hold two users and their Iotas. */
class OmikronAnswersTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);
    private static final UserId NOBODY = new UserId(999);
    private static final int VERY_MANY = 100_000;
    private static final IotaId ALICES = new IotaId(1001);

    private final PresenceBoard presence = TestPresence.board();
    private final TestNotices notices = new TestNotices(NOBODY);
    private final Queue<Runnable> blocking = new ArrayDeque<>();
    private final LinkEpoch link = presence.opened(new OmikronId(1));
    private final OmikronAnswers answers =
            new OmikronAnswers(link, new TwoAccounts(), presence, notices, TestRegistrations.closed(), blocking::add);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'iota_connected','data':{'iota_id':1001}                                 | 'iota_user_data','data':{'user_ids':[42]}
            'iota_connected','data':{'iota_id':999}                                  | 'error_not_found'
            'iota_disconnected','data':{'iota_id':1001}                              | -
            'iota_disconnected','data':{'iota_id':999}                               | -
            'user_connected','data':{'user_id':42}                                   | -
            'user_connected','data':{'user_id':999}                                  | 'error_invalid_user_id'
            'user_disconnected','data':{'user_id':42}                                | -
            'user_disconnected','data':{'user_id':999}                               | -
            'sync_client_iota_status','data':{'iota_ids':[999],'user_ids':[999]}     | -
            'push_notification','data':{'sender_id':7,'receiver_id':42}              | 'push_notification'
            'push_notification','data':{'sender_id':999,'receiver_id':42}            | 'error_invalid_user_id'
            'push_notification','data':{'sender_id':7,'receiver_id':999}             | 'error_invalid_user_id'
            'read_notification','sender':42,'data':{'sender_id':7}                   | 'read_notification'
            'read_notification','sender':999,'data':{'sender_id':7}                  | 'error_invalid_user_id'
            'get_notifications','sender':42                                          | 'get_notifications','data':{'notifications':[{'sender_id':7,'amount':3}]}
            'get_notifications','sender':999                                         | 'error_invalid_user_id'
            'get_user_data','data':{'user_id':999}                                   | 'error_not_found'
            'get_user_data','data':{'username':'nobody'}                             | 'error_not_found'
            'get_user_data','data':{'user_id':7}                                     | 'get_user_data','data':{'user_id':7,'username':'bob','display':'bob','public_key':'Qg==','iota_id':1002,'online_status':'iota_offline','sub_level':0,'sub_end':0}
            'get_user_data','data':{'username':'alice'}                              | 'get_user_data','data':{'user_id':42,'username':'alice','display':'Alice','public_key':'QQ==','iota_id':1001,'online_status':'iota_offline','sub_level':2,'sub_end':99,'about':'me','avatar':'AQI=','status_message':'here'}
            'get_iota_data','data':{'iota_id':999}                                   | 'error_not_found'
            'get_iota_data','data':{'user_id':999}                                   | 'error_not_found'
            'get_iota_data','data':{'iota_id':1001}                                  | 'get_iota_data','data':{'iota_id':1001,'public_key':'SW90YQ==','omikron_connections':[]}
            'get_iota_data','data':{'user_id':42}                                    | 'get_iota_data','data':{'iota_id':1001,'public_key':'SW90YQ==','omikron_connections':[]}
            'get_iota_data','data':{'username':'alice'}                              | 'get_iota_data','data':{'iota_id':1001,'public_key':'SW90YQ==','omikron_connections':[]}
            'get_register'                                                           | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'complete_register_iota','data':{'public_key':'QQ=='}                    | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'complete_register_user','data':{'user_id':5,'iota_id':1001}             | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'change_user_data','sender':42,'data':{'display':'A'}                    | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'change_iota_data','data':{'iota_id':1001,'public_key':'QQ=='}           | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'delete_user','data':{'user_id':42,'reset_token':'x'}                    | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            'delete_iota','data':{'iota_id':1001}                                    | 'error_forbidden','data':{'message':'Omikrons may not do this here.','members':{}}
            """)
    void requestsAreAnswered(String request, String reply) {
        Optional<String> answer = ask(request);

        assertEquals(
                reply,
                answer.map(frame -> frame.substring("{'id':'5','type':".length(), frame.length() - 1))
                        .orElse("-"));
    }

    @Test
    void anAnswerWithVeryManyPairsTakesTheRoomOfItsText() {
        List<Badge> pending = LongStream.rangeClosed(1, VERY_MANY)
                .mapToObj(i -> new Badge(new UserId(1_770_000_000_000L + i), i, i))
                .toList();
        OmikronReply reply = OmikronReply.notifications(pending);
        int length = reply.frame("5").length();

        long made = Allocations.of(() -> reply.frame("5"));

        assertTrue(made < 3L * length, () -> made + " bytes for a text of " + length);
    }

    @Test
    void anIdOfWhateverCharactersComesBackAsItWas() {
        String id = "a \"b\" \\ \u0001 \ud83d\ude00";
        String frame = OmikronReply.notifications(List.of()).frame(id);

        assertEquals(id, Json.createReader(new StringReader(frame)).readObject().getString("id"));
    }

    @Test
    void reportsReachThePresenceBoard() {
        ask("'iota_connected','data':{'iota_id':1001}");
        assertEquals(List.of(new OmikronId(1)), presence.omikronsOf(ALICES));
        ask("'user_connected','data':{'user_id':42,'user_status':'user_wc'}");
        assertEquals("user_wc", presence.shown(ALICE, ALICES).wireName());
        ask("'user_disconnected','data':{'user_id':42}");
        assertFalse(presence.isOnline(ALICE));
        ask("'iota_disconnected','data':{'iota_id':1001}");
        assertEquals(List.of(), presence.omikronsOf(ALICES));
    }

    @Test
    void syncTakesThoseItKnows() {
        ask("'sync_client_iota_status','data':{'iota_ids':[1001,1002,999],'user_ids':[7,999]}");

        assertTrue(presence.isOnline(BOB));
        assertFalse(presence.isOnline(ALICE));
        assertEquals(List.of(), presence.omikronsOf(new IotaId(999)));
    }

    @Test
    void noticesAndReadsReachTheMailbox() {
        ask("'push_notification','data':{'sender_id':7,'receiver_id':42}");
        ask("'read_notification','sender':42,'data':{'sender_id':7}");

        assertEquals(List.of("notice 7 to 42", "read 7 by 42"), notices.told());
    }

    @Test
    void noticesAndReadsAreAnsweredWhenTheyAreCommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        notices.commitWith(commit);
        List<CompletableFuture<Optional<OmikronReply>>> open = List.of(
                begin("'push_notification','data':{'sender_id':7,'receiver_id':42}"),
                begin("'read_notification','sender':42,'data':{'sender_id':7}"));
        assertEquals(2, notices.told().size());
        assertTrue(open.stream().noneMatch(CompletableFuture::isDone));

        commit.complete(null);

        assertTrue(open.stream().allMatch(answer -> answer.join().isPresent()));
    }

    @Test
    void failedCommitIsAnInternalError() {
        notices.commitWith(CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
        assertEquals(
                Optional.of("{'id':'5','type':'error_internal'}"),
                ask("'push_notification','data':{'sender_id':7,'receiver_id':42}"));
    }

    /** What is past what is kept for it is refused, and the link goes on. */
    @Test
    void aNoticeForAMailboxThatIsLockedForLongIsToBeSentAgainLater() {
        notices.refuse();
        assertEquals(
                Optional.of("{'id':'5','type':'error_unavailable'}"),
                ask("'push_notification','data':{'sender_id':7,'receiver_id':42}"));
    }

    @Test
    void pendingIsLookedUpWhenWhatWasAskedBeforeIsCommitted() {
        CompletableFuture<Void> commit = new CompletableFuture<>();
        notices.commitWith(commit);
        begin("'push_notification','data':{'sender_id':7,'receiver_id':42}");
        CompletableFuture<Optional<OmikronReply>> pending = begin("'get_notifications','sender':42");
        assertTrue(blocking.isEmpty());

        commit.complete(null);
        assertFalse(pending.isDone(), "not on the committing thread");
        blocking.remove().run();

        assertTrue(pending.join().isPresent());
    }

    @Test
    void endOfTheLinkTakesItsPresence() {
        ask("'sync_client_iota_status','data':{'iota_ids':[1001],'user_ids':[42]}");
        assertFalse(answers.isReplaced());

        answers.ended();

        assertFalse(presence.isOnline(ALICE));
    }

    @Test
    void newerLinkOfTheSameOmikronReplacesThisOne() {
        presence.opened(new OmikronId(2));
        assertFalse(answers.isReplaced());

        presence.opened(new OmikronId(1));

        assertTrue(answers.isReplaced());
    }

    private Optional<String> ask(String request) {
        OmikronFrame frame = OmikronCodec.read(("{'id':'5','type':" + request + "}").replace('\'', '"'));
        return answer(frame).join().map(reply -> reply.frame(frame.id()).replace('"', '\''));
    }

    private CompletableFuture<Optional<OmikronReply>> answer(OmikronFrame frame) {
        return ((OmikronRequest) frame.message()).answer(answers);
    }

    private CompletableFuture<Optional<OmikronReply>> begin(String request) {
        return answer(OmikronCodec.read(("{'id':'5','type':" + request + "}").replace('\'', '"')));
    }

    private static final class TwoAccounts extends Accounts {
        private static User alice() {
            User alice = new User(ALICE, "alice", "QQ==", ALICES);
            alice.describe("Alice", "me", "here");
            alice.portray(new byte[] {1, 2});
            alice.subscribe(2, 99);
            return alice;
        }

        private final Map<Long, User> users = Map.of(42L, alice(), 7L, new User(BOB, "bob", "Qg==", new IotaId(1002)));

        @Override
        public Map<IotaId, Set<UserId>> usersOf(Set<IotaId> iotas) {
            return iotas.stream()
                    .filter(iota -> iota(iota).isPresent())
                    .collect(Collectors.toMap(iota -> iota, iota -> Set.copyOf(usersOf(iota))));
        }

        @Override
        public Map<UserId, IotaId> homesOf(Set<UserId> known) {
            return known.stream().flatMap(user -> user(user).stream()).collect(Collectors.toMap(User::id, User::iota));
        }

        @Override
        public Optional<User> user(UserId user) {
            return Optional.ofNullable(users.get(user.value()));
        }

        @Override
        public Optional<User> userNamed(String username) {
            return users.values().stream()
                    .filter(user -> user.username().equals(username))
                    .findFirst();
        }

        @Override
        public Optional<Iota> iota(IotaId iota) {
            return usersOf(iota).stream().findFirst().map(user -> new Iota(iota, "SW90YQ=="));
        }

        @Override
        public List<UserId> usersOf(IotaId iota) {
            return users.values().stream()
                    .filter(user -> user.iota().equals(iota))
                    .map(User::id)
                    .toList();
        }
    }
}

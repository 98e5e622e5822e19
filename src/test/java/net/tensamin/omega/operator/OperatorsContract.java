package net.tensamin.omega.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.RegistryOf;
import net.tensamin.omega.operator.Operators.Entry;
import net.tensamin.omega.operator.Operators.Put;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What every database must do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class OperatorsContract {
    private static final OperatorName ADA = new OperatorName("ada");
    private static final OperatorName GRACE = new OperatorName("grace");
    private static final OperatorName EVE = new OperatorName("Eve@ops");
    private static final IfMatch ANY = new IfMatch("*");
    private static final IfMatch NONE = new IfMatch(null);
    private static final TestAuthority AUTHORITY = TestAuthority.named("Operators");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private TestDatabase database;

    abstract TestDatabase start();

    @BeforeAll
    void open() {
        database = start();
    }

    @AfterAll
    void close() throws Exception {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.run(entities -> List.of(
                        "OperatorCertificate", "RegisteredOperator", "RemovedOperator", "RevokedDevice")
                .forEach(each -> entities.createQuery("delete from " + each).executeUpdate()));
    }

    @Test
    void whatIsAddedIsFoundAndTheSameAgainChangesNothing() {
        Put added = put(ADA, Role.VIEW, NONE);
        assertTrue(added.created());
        assertEquals(new Entry("ada", Role.VIEW, now, added.entry().tag()), added.entry());
        assertTrue(added.entry().tag().matches("\"[0-9a-z]+-1\""), added.entry()::tag);

        assertEquals(new Put(added.entry(), false), put(ADA, Role.VIEW, NONE));
        assertEquals(new Put(added.entry(), false), put(ADA, Role.VIEW, new IfMatch("\"old\"")));
        assertEquals(Optional.of(added.entry()), found(ADA));
        assertEquals(Optional.empty(), found(GRACE));
        assertEquals(Optional.empty(), found(new OperatorName("Ada")), "case counts");
    }

    @Test
    void aChangeNeedsTheTagOfTheStateThatItIsOf() {
        put(GRACE, Role.ADMINISTER, NONE);
        String tag = put(ADA, Role.VIEW, NONE).entry().tag();
        assertRefused(Reason.UNCONDITIONAL, () -> put(ADA, Role.OPERATE, NONE));
        assertRefused(Reason.UNCONDITIONAL, () -> change(ADA, Role.OPERATE, NONE));
        assertRefused(Reason.OUTDATED, () -> put(ADA, Role.OPERATE, new IfMatch("\"old\"")));

        Entry changed = change(ADA, Role.OPERATE, new IfMatch("\"old\", " + tag));
        assertEquals(Role.OPERATE, changed.role());
        assertNotEquals(tag, changed.tag());
        assertRefused(Reason.OUTDATED, () -> change(ADA, Role.VIEW, new IfMatch(tag)));
        assertRefused(Reason.OUTDATED, () -> remove(ADA, new IfMatch(tag)));
        assertEquals(
                Role.VIEW,
                put(ADA, Role.VIEW, new IfMatch(changed.tag())).entry().role());
        assertEquals(Role.ADMINISTER, change(ADA, Role.ADMINISTER, ANY).role());
        remove(ADA, NONE);
        assertEquals(Optional.empty(), found(ADA));
    }

    @Test
    void whoIsNotThereCannotBeChangedOrRemoved() {
        assertRefused(Reason.UNKNOWN, () -> change(ADA, Role.VIEW, ANY));
        assertRefused(Reason.UNKNOWN, () -> remove(ADA, ANY));
        assertRefused(Reason.OUTDATED, () -> put(ADA, Role.VIEW, ANY));
    }

    @Test
    void theLastAdministratorStays() {
        put(ADA, Role.ADMINISTER, NONE);
        put(GRACE, Role.OPERATE, NONE);
        assertTrue(assertRefused(Reason.CONFLICT, () -> remove(ADA, ANY)).contains("omega.operators.administrators"));
        assertRefused(Reason.CONFLICT, () -> change(ADA, Role.OPERATE, ANY));
        assertRefused(Reason.CONFLICT, () -> put(ADA, Role.VIEW, ANY));
        assertEquals(Role.ADMINISTER, found(ADA).orElseThrow().role());

        change(GRACE, Role.ADMINISTER, ANY);
        remove(ADA, ANY);
        assertRefused(Reason.CONFLICT, () -> remove(GRACE, ANY));
    }

    @Test
    void theLastThatIsRegisteredMayGoWhereTheConfigurationNamesOne() {
        put(ADA, Role.ADMINISTER, NONE);
        call(operators -> operators.change(ADA, Role.VIEW, ANY, true));
        database.run(entities -> OperatorsOf.removals(entities).remove(ADA, ANY, true, now));
        assertEquals(Optional.empty(), found(ADA));
    }

    /** Each sees the other as the one that stays. */
    @Test
    void ofTwoAdministratorsWhoRemoveEachOtherAtOnceOneStays() throws Exception {
        for (int round = 0; round < 10; round++) {
            clear();
            put(ADA, Role.ADMINISTER, NONE);
            put(GRACE, Role.ADMINISTER, NONE);
            CyclicBarrier both = new CyclicBarrier(2);
            List<FutureTask<Boolean>> tries = new ArrayList<>();
            for (OperatorName leaving : List.of(ADA, GRACE)) {
                FutureTask<Boolean> removal = new FutureTask<>(() -> {
                    both.await(60, TimeUnit.SECONDS);
                    try {
                        remove(leaving, NONE);
                        return true;
                    } catch (RefusedChangeException e) {
                        return false;
                    }
                });
                tries.add(removal);
                new Thread(removal, "remove " + leaving).start();
            }
            int removed = 0;
            for (FutureTask<Boolean> one : tries) {
                removed += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertEquals(1, removed);
        }
    }

    @Test
    void pagesAreInOrderAndFindByAPartOfTheName() {
        for (OperatorName name : List.of(GRACE, EVE, ADA)) {
            put(name, Role.VIEW, NONE);
        }
        List<String> first = names(page("", "", 2));
        assertEquals(2, first.size());
        List<String> all = new ArrayList<>(first);
        all.addAll(names(page("", first.get(1), 2)));
        assertEquals(Set.of("ada", "Eve@ops", "grace"), Set.copyOf(all));
        assertEquals(3, all.size());
        assertEquals(List.of("Eve@ops"), names(page("EVE@", "", 10)));
        assertEquals(List.of(), names(page("%", "", 10)));
    }

    // Certificates

    @Test
    void aRemovedNameComesBackWithoutItsCertificates() {
        put(GRACE, Role.ADMINISTER, NONE);
        put(ADA, Role.OPERATE, NONE);
        X509Certificate enrolled = AUTHORITY.operator("ada").certificate();
        assertTrue(add(ADA, enrolled));
        assertEquals(Optional.empty(), known(ADA).since());
        remove(ADA, NONE);

        assertTrue(revoked().contains(DeviceId.of(enrolled)), "those that were given out here are revoked for good");
        assertFalse(add(ADA, AUTHORITY.operator("ada").certificate()), "an operator who is not there gets none");
        put(ADA, Role.OPERATE, NONE);
        Instant since = known(ADA).since().orElseThrow();
        assertTrue(since.isAfter(now) && !since.isAfter(now.plusSeconds(1)), since::toString);
        assertEquals(0, since.getNano());
        assertEquals(Set.of(), known(ADA).certificates());
        assertEquals(List.of(), certificates(ADA));

        X509Certificate another = AUTHORITY.operator("ada").certificate();
        add(ADA, another);
        assertEquals(Set.of(DeviceId.of(another)), known(ADA).certificates());
    }

    @Test
    void aStateOfBeforeTheRemovalIsNoneOfAfterIt() {
        put(GRACE, Role.ADMINISTER, NONE);
        String before = put(ADA, Role.OPERATE, NONE).entry().tag();
        remove(ADA, NONE);
        Put again = call(operators -> operators.put(ADA, Role.OPERATE, NONE, false, now.plusMillis(1)));
        assertNotEquals(before, again.entry().tag());
    }

    @Test
    void certificatesAreListedAndRevokedOneByOne() {
        put(ADA, Role.VIEW, NONE);
        put(GRACE, Role.VIEW, NONE);
        X509Certificate lost = AUTHORITY.operator("ada").certificate();
        X509Certificate kept = AUTHORITY.operator("ada").certificate();
        X509Certificate other = AUTHORITY.operator("grace").certificate();
        add(ADA, lost);
        add(ADA, kept);
        add(GRACE, other);
        DeviceId id = DeviceId.of(lost);

        revoke(ADA, id);
        revoke(ADA, id);

        assertEquals(
                List.of(true, false).stream().sorted().toList(),
                certificates(ADA).stream()
                        .map(OperatorCertificates.Certificate::revoked)
                        .sorted()
                        .toList());
        assertEquals(Set.of(id), revoked());
        assertRefused(Reason.UNKNOWN, () -> revoke(ADA, DeviceId.of(other)));
        assertRefused(Reason.UNKNOWN, () -> revoke(ADA, new DeviceId("0".repeat(32))));
        DeviceId elsewhere = new DeviceId("e".repeat(64));
        revoke(ADA, elsewhere);
        assertEquals(Set.of(id, elsewhere), revoked());
        assertRefused(Reason.UNKNOWN, () -> certificates(EVE));
    }

    @Test
    void aRemovalIsDoneAgainUnlessTheOperatorWasAddedAfterIt() {
        put(GRACE, Role.ADMINISTER, NONE);
        put(ADA, Role.OPERATE, NONE);
        X509Certificate enrolled = AUTHORITY.operator("ada").certificate();
        add(ADA, enrolled);

        again(ADA, now.minusSeconds(1));
        assertTrue(found(ADA).isPresent(), "it was added later");
        assertEquals(Set.of(), revoked());

        again(ADA, now.plusSeconds(1));
        assertEquals(Optional.empty(), found(ADA));
        assertEquals(Set.of(DeviceId.of(enrolled)), revoked());
        again(ADA, now.plusSeconds(1));
        put(ADA, Role.OPERATE, NONE);
        assertTrue(known(ADA).since().isPresent(), "those of before do not count");
        assertRefused(Reason.CONFLICT, () -> again(GRACE, now.plusSeconds(1)));
    }

    @Test
    void whoIsNotKnownIsBarredByARemovalThatIsDoneAgain() {
        again(EVE, now);
        put(EVE, Role.VIEW, NONE);
        assertTrue(known(EVE).since().orElseThrow().isAfter(now));
        DeviceId unknown = new DeviceId("0".repeat(32));
        database.run(entities -> OperatorsOf.certificates(entities).revokeAgain(unknown, now));
        assertEquals(Set.of(unknown), revoked());
    }

    private void again(OperatorName name, Instant done) {
        database.run(entities -> OperatorsOf.removals(entities).again(name, done, false, now));
    }

    private Put put(OperatorName name, Role role, IfMatch state) {
        return call(operators -> operators.put(name, role, state, false, now));
    }

    private Entry change(OperatorName name, Role role, IfMatch state) {
        return call(operators -> operators.change(name, role, state, false));
    }

    private void remove(OperatorName name, IfMatch state) {
        database.run(entities -> OperatorsOf.removals(entities).remove(name, state, false, now));
    }

    private Optional<Entry> found(OperatorName name) {
        return call(operators -> operators.find(name));
    }

    private List<Entry> page(String find, String after, int most) {
        return call(operators -> operators.page(find, after, most));
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).toList();
    }

    private Operators.Known known(OperatorName name) {
        return call(Operators::known).get(name.value());
    }

    private boolean add(OperatorName name, X509Certificate certificate) {
        return database.call(entities -> OperatorsOf.certificates(entities).add(name, certificate, now));
    }

    private List<OperatorCertificates.Certificate> certificates(OperatorName name) {
        return database.call(entities -> OperatorsOf.certificates(entities).of(name));
    }

    private void revoke(OperatorName name, DeviceId id) {
        database.run(entities -> OperatorsOf.certificates(entities).revoke(name, id, now));
    }

    private Set<DeviceId> revoked() {
        return database.call(entities -> RegistryOf.entities(entities).revoked());
    }

    private <T> T call(Function<Operators, T> work) {
        return database.call(entities -> work.apply(OperatorsOf.entities(entities)));
    }

    /** What it says. */
    private static String assertRefused(Reason reason, Executable call) {
        RefusedChangeException refused = assertThrows(RefusedChangeException.class, call);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused.getMessage();
    }
}

package net.tensamin.omega.simulation.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.NamedQuery;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The model of the store has the queries of the product, and no others: one that has another name, or is new, is not missed in silence. */
class StatementsTest {
    /** Of entities that are modelled, and of which the simulated nodes do not ask this. */
    private static final Set<String> NOT_ASKED = Set.of(
            "BatchMark.forget",
            "Device.names",
            "Device.ofUser",
            "DeviceNetwork.crowdOut",
            "DeviceNetwork.keep",
            "DeviceNetwork.ofDevices",
            "DeviceNetwork.ofUser",
            "Iota.page",
            "PendingPair.forget",
            "PendingPair.ofReceiver",
            "PendingPair.ofSender",
            "PendingPair.tombstoneReceivers",
            "PendingPair.totals",
            "RemovedUser.among",
            "User.found",
            "User.move",
            "User.named",
            "User.ofKeys",
            "User.page",
            "User.pageOfIota",
            "User.taken");

    @Test
    void everyQueryOfAModelledEntityIsModelledAndNoOther() {
        Set<String> product = new TreeSet<>(queries().toList());
        Set<String> entities = new TreeSet<>();
        Statements.names().forEach(name -> entities.add(entity(name)));
        product.removeIf(name -> !entities.contains(entity(name)) || NOT_ASKED.contains(name));
        assertEquals(product, Statements.names());
    }

    /** What is modelled is compared with the databases, in {@link StoreModelTest}. */
    @Test
    void everyQueryThatIsModelledHasItsCase() {
        assertEquals(Statements.names(), Cases.names());
    }

    private static String entity(String query) {
        return query.substring(0, query.indexOf('.'));
    }

    private static Stream<String> queries() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("net.tensamin.omega")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Entity.class))
                        .map(JavaClass::reflect)
                        .flatMap(StatementsTest::queries);
    }

    private static Stream<String> queries(Class<?> entity) {
        return Stream.concat(
                Arrays.stream(entity.getAnnotationsByType(NamedQuery.class)).map(NamedQuery::name),
                Arrays.stream(entity.getAnnotationsByType(NamedNativeQuery.class))
                        .map(NamedNativeQuery::name));
    }
}

package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Members of answers stand in the order of SPEC §6, which is that of the records: status first. */
@AnalyzeClasses(packages = "net.tensamin.omega", importOptions = ArchitectureTest.OfTheServer.class)
class JsonMembersTest {

    @ArchTest
    void everyRecordThatIsAnAnswerSaysTheOrderOfItsMembers(JavaClasses all) {
        Map<String, List<String>> missing = new TreeMap<>();
        int seen = 0;
        for (JavaClass type : all) {
            if (type.isRecord() && isAnswer(type.reflect())) {
                seen++;
                JsonbPropertyOrder order = type.reflect().getAnnotation(JsonbPropertyOrder.class);
                List<String> said = order == null ? List.of() : List.of(order.value());
                if (!said.equals(components(type.reflect()))) {
                    missing.put(type.getName(), components(type.reflect()));
                }
            }
        }
        assertEquals(Map.of(), missing);
        assertTrue(seen > 15, "only " + seen);
    }

    private static boolean isAnswer(Class<?> type) {
        boolean within = type.getEnclosingClass() != null
                && type.getEnclosingClass().isRecord()
                && isAnswer(type.getEnclosingClass());
        return within
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(
                                component -> component.getName().equals("status") && component.getType() == String.class
                                        || component.getAccessor().isAnnotationPresent(JsonbProperty.class));
    }

    private static List<String> components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}

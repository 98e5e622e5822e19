package net.tensamin.omega.registry;

import jakarta.json.JsonObject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;

/**
 * What a client says of an account, before it is checked.
 *
 * @param faults what could not be read, by member
 */
record Reading<C extends Record>(C content, Map<String, String> faults) {
    /** @param stored null for an account that is to be made */
    static <E, C extends Record> Reading<C> of(Kind<E, C> kind, long id, JsonObject body, E stored) {
        Members members = new Members(body);
        Long named = members.number(kind.idMember());
        if (named != null && named != id) {
            members.fault(kind.idMember(), "is another one in the path, or is made by Omega");
        }
        C content = kind.read(members, stored);
        return new Reading<>(content, members.faults());
    }

    /**
     * The content, if all of it may be.
     *
     * @param before what is stored, and may stay whatever it is; null for nothing
     * @throws RefusedChangeException if some may not be
     */
    C checked(Validator validator, C before) {
        Set<String> changed = Arrays.stream(content.getClass().getRecordComponents())
                .filter(each -> before == null || !Objects.equals(value(each, before), value(each, content)))
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        for (ConstraintViolation<C> violation : validator.validate(content)) {
            String name = violation.getPropertyPath().toString();
            if (changed.contains(name)) {
                faults.putIfAbsent(member(name), violation.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            throw new RefusedChangeException(Reason.INVALID, sentence(faults), faults);
        }
        return content;
    }

    private static Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it is on the wire. */
    private static String member(String property) {
        return property.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static String sentence(Map<String, String> faults) {
        return faults.entrySet().stream()
                .map(fault -> fault.getKey() + " " + fault.getValue())
                .collect(Collectors.joining("; "));
    }
}
